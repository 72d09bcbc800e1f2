// Files come and go, and the server ends: no finding stays behind, and no notification is shown.

import fs from 'node:fs';
import path from 'node:path';

export const workspace = 'workspace';
export const file = 'order.asl.json';

/** How many files appear at once. */
const MANY = 50;

/** A template of 5 MB, whose last definition has a mistake. */
function largeTemplate() {
  const state = (i) => `          S${i}:\n            Type: Wait\n            Comment: ${'Waits for what follows. '.repeat(16)}\n            Seconds: 1\n            Next: S${i + 1}\n`;
  const states = Array.from({ length: 20 }, (_, i) => state(i)).join('');
  const machine = (i) => `  M${i}:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: ${i === 499 ? 'Nowhere' : 'S0'}\n        States:\n${states}          S20:\n            Type: Succeed\n`;
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n${Array.from({ length: 500 }, (_, i) => machine(i)).join('')}`;
}

export function steps({ page, command, folder, line, open }) {
  const error = page.locator('.monaco-editor .squiggly-error').first();
  const rows = (text) => page.locator('.markers-panel .monaco-list-row', { hasText: text });
  const filter = page.locator('.panel .monaco-inputbox input, .panel .monaco-inputbox textarea').first();

  async function closeAll() {
    await command('View: Close All Editors');
    const discard = page.locator('.monaco-dialog-box').getByRole('button', { name: "Don't Save" });
    if (await page.locator('.tab.dirty').count()) await discard.click();
    await page.locator('.tab').first().waitFor({ state: 'detached' });
  }

  return {
    async 'the server ends while one types'() {
      await error.waitFor({ state: 'attached', timeout: 60_000 });
      await line('"Default": "Ship"').click();
      await page.keyboard.press('End');
      for (const [number, key] of [...',\n"Comment": "one two three four five'].entries()) {
        await page.keyboard.type(key, { delay: 60 });
        if (number === 8 || number === 20) kill(folder);
      }
      await page.keyboard.press('Escape');
      await line('one two three four five').waitFor();
      await page.locator('.codelens-decoration', { hasText: 'Show graph' }).first().waitFor();
      await error.waitFor({ state: 'attached' });
      await command('File: Revert File');
    },
    async 'VS Code watches the folder'() {
      const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'watched' }).first();
      for (let tries = 0; tries < 20 && !(await row.isVisible()); tries++) {
        fs.writeFileSync(path.join(folder, `watched-${tries}.txt`), '');
        await row.waitFor({ timeout: 3000 }).catch(() => {});
      }
      await row.waitFor();
    },
    async 'a renamed file'() {
      await page.keyboard.press('Control+Shift+M');
      await filter.fill('Gone');
      await rows('orders.tf').first().waitFor();
      fs.renameSync(path.join(folder, 'orders.tf'), path.join(folder, 'renamed.tf'));
      await rows('renamed.tf').first().waitFor();
      await rows('orders.tf').first().waitFor({ state: 'detached' });
    },
    async 'a file that is renamed while it is open'() {
      await open('renamed.tf');
      const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'renamed.tf' });
      const input = page.locator('.explorer-folders-view input').first();
      // The editor takes the focus as soon as it has opened.
      for (let tries = 0; tries < 5 && !(await input.isVisible()); tries++) {
        await row.click();
        await page.keyboard.press('F2');
        await input.waitFor({ timeout: 3000 }).catch(() => {});
      }
      await page.keyboard.type('again');
      await page.keyboard.press('Enter');
      await rows('again.tf').first().waitFor();
      await rows('renamed.tf').first().waitFor({ state: 'detached' });
    },
    async 'a file that is deleted while it is open'() {
      fs.rmSync(path.join(folder, 'again.tf'));
      await page.locator('.tab .label-name.strikethrough, .tab .strikethrough', { hasText: 'again.tf' }).first().waitFor();
      // What is open has findings, until it is closed.
      await rows('again.tf').first().waitFor();
      await closeAll();
      await rows('again.tf').first().waitFor({ state: 'detached' });
    },
    async 'fifty files at once'() {
      const text = '{ "StartAt": "Nowhere", "States": { "A": { "Type": "Succeed" } } }';
      for (let number = 0; number < MANY; number++) fs.writeFileSync(path.join(folder, `many-${number}.asl.json`), text);
      await filter.fill('Nowhere');
      await page.locator('.panel .viewpane-filter-badge, .panel .monaco-count-badge', { hasText: new RegExp(`\\b${MANY}\\b`) }).first().waitFor();
    },
    async 'fifty files less'() {
      for (let number = 0; number < MANY; number++) fs.rmSync(path.join(folder, `many-${number}.asl.json`));
      await rows('Nowhere').first().waitFor({ state: 'detached' });
    },
    async 'a template of 5 MB'() {
      fs.writeFileSync(path.join(folder, 'large.yaml'), largeTemplate());
      await open('large.yaml');
      await filter.fill('Nowhere');
      await rows('large.yaml').first().waitFor();
      await page.keyboard.press('Control+Home');
      await line('Transform').click();
      await page.keyboard.press('End');
      await page.keyboard.type('\n# Typed', { delay: 60 });
      await line('# Typed').waitFor();
      await closeAll();
      fs.rmSync(path.join(folder, 'large.yaml'));
      await rows('large.yaml').first().waitFor({ state: 'detached' });
      await filter.fill('');
    },
    async 'a document without a file'() {
      await filter.fill('');
      await page.locator('.editor-group-container.empty').dblclick({ position: { x: 200, y: 60 } });
      await page.locator('.tab', { hasText: 'Untitled-1' }).waitFor();
      await page.keyboard.insertText('{ "StartAt": "Elsewhere", "States": { "A": { "Type": "Succeed" } } }');
      await command('Change Language Mode');
      await page.keyboard.insertText('Amazon States Language');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: '(asl)' }).first().click();
      await error.waitFor({ state: 'attached' });
      await filter.fill('Elsewhere');
      // The list names the document by its first line.
      await rows('no state named `Elsewhere`').first().waitFor();
      await closeAll();
      await rows('Elsewhere').first().waitFor({ state: 'detached' });
    },
  };
}

/** Ends the server of this VS Code without a goodbye, on Linux. */
function kill(folder) {
  const root = path.dirname(folder);
  let killed = 0;
  for (const id of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const isServer = fs.readlinkSync(`/proc/${id}/exe`).endsWith('/asl-lsp');
      if (isServer && fs.readFileSync(`/proc/${id}/environ`, 'utf8').includes(`HOME=${root}\0`)) killed += process.kill(Number(id), 'SIGKILL');
    } catch {} // It has ended, or belongs to somebody else.
  }
  if (!killed) throw new Error('no server runs');
}
