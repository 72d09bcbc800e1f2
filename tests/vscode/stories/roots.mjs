// A workspace with two folders: each has its own configuration, and a folder that is removed takes its findings along.

import fs from 'node:fs';
import path from 'node:path';

export const roots = ['orders', 'refunds'];
export const file = 'orders/order.asl.json';

const DEFINITION = '{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "Gone" }, "B": { "Type": "Succeed" } } }\n';

export function prepare({ folder }) {
  for (const [root, name] of [['orders', 'order'], ['refunds', 'refund']]) {
    fs.mkdirSync(path.join(folder, root));
    fs.writeFileSync(path.join(folder, root, `${name}.asl.json`), DEFINITION);
  }
  fs.writeFileSync(path.join(folder, 'refunds/asl-lint.toml'), '[rules]\nunknown-state = "off"\n');
}

export function steps({ page, command, folder, status }) {
  const rows = (text) => page.locator('.markers-panel .monaco-list-row', { hasText: text });
  const filter = page.locator('.panel .monaco-inputbox input, .panel .monaco-inputbox textarea').first();

  async function shows(text, files) {
    await filter.fill(text);
    for (const name of ['order.asl.json', 'refund.asl.json']) {
      const state = files.includes(name) ? 'visible' : 'detached';
      await rows(name).first().waitFor({ state });
    }
  }

  return {
    async 'findings of both folders'() {
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
      await page.keyboard.press('Control+Shift+M');
      await shows('unreachable', ['order.asl.json', 'refund.asl.json']);
    },
    async 'each with its configuration'() {
      await shows('Gone', ['order.asl.json']);
      await status('defaults', 'configuration');
    },
    async 'the configuration in the status'() {
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'refund.asl.json' }).click();
      await page.locator('.tab.active', { hasText: 'refund.asl.json' }).waitFor();
      await status('refunds/asl-lint.toml', 'configuration');
    },
    async 'a configuration that is deleted'() {
      // VS Code may not watch the folder yet, so it deletes the file itself.
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'asl-lint.toml' }).click();
      await page.locator('.tab.active', { hasText: 'asl-lint.toml' }).waitFor();
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'asl-lint.toml' }).click();
      await page.keyboard.press('Delete');
      await page.locator('.monaco-dialog-box').getByRole('button', { name: /Delete|Trash/ }).click();
      await shows('Gone', ['order.asl.json', 'refund.asl.json']);
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'refund.asl.json' }).click();
      await status('defaults', 'configuration');
    },
    async 'a folder that is removed'() {
      // What is open has findings wherever it is.
      await command('View: Close Editor');
      await page.locator('.tab', { hasText: 'refund.asl.json' }).waitFor({ state: 'detached' });
      fs.writeFileSync(path.join(folder, 'several.code-workspace'), JSON.stringify({ folders: [{ path: 'orders' }] }));
      await shows('Gone', ['order.asl.json']);
    },
  };
}
