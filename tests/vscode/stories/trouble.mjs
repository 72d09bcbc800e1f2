// Files come and go and the server ends: no finding stays behind, and nobody is bothered.

import fs from 'node:fs';
import path from 'node:path';

export const workspace = 'workspace';
export const file = 'order.asl.json';

const MANY = 50;

export function steps({ page, command, folder, line, open }) {
  const error = page.locator('.monaco-editor .squiggly-error').first();
  const rows = (text) => page.locator('.markers-panel .monaco-list-row', { hasText: text });
  const filter = page.locator('.panel .monaco-inputbox input, .panel .monaco-inputbox textarea').first();

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
      await command('Undo');
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
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'renamed.tf' }).click();
      await page.keyboard.press('F2');
      await page.keyboard.type('again');
      await page.keyboard.press('Enter');
      await rows('again.tf').first().waitFor();
      await rows('renamed.tf').first().waitFor({ state: 'detached' });
    },
    async 'a deleted file'() {
      fs.rmSync(path.join(folder, 'again.tf'));
      await rows('again.tf').first().waitFor({ state: 'detached' });
      await command('View: Close All Editors');
      await page.locator('.monaco-dialog-box').getByText("Don't Save").click({ timeout: 3000 }).catch(() => {});
    },
    async 'fifty files at once'() {
      const text = '{ "StartAt": "Nowhere", "States": { "A": { "Type": "Succeed" } } }';
      for (let number = 0; number < MANY; number++) fs.writeFileSync(path.join(folder, `many-${number}.asl.json`), text);
      await filter.fill('Nowhere');
      await page.locator('.panel .viewpane-filter-badge, .panel .monaco-count-badge', { hasText: new RegExp(`\\b${MANY}\\b`) }).first().waitFor();
    },
    async 'and none'() {
      for (let number = 0; number < MANY; number++) fs.rmSync(path.join(folder, `many-${number}.asl.json`));
      await rows('Nowhere').first().waitFor({ state: 'detached' });
    },
    async 'a document without a file'() {
      await filter.fill('');
      await command('File: New Untitled Text File');
      await page.keyboard.insertText('{ "StartAt": "Missing", "States": { "A": { "Type": "Succeed" } } }');
      await command('Change Language Mode');
      await page.keyboard.insertText('Amazon States Language');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: '(asl)' }).first().click();
      await error.waitFor({ state: 'attached' });
      await filter.fill('Missing');
      await rows('Untitled').first().waitFor();
      await command('View: Close All Editors');
      await page.locator('.monaco-dialog-box').getByText("Don't Save").click();
      await rows('Untitled').first().waitFor({ state: 'detached' });
    },
  };
}

/** Ends the server of this VS Code without a goodbye. */
function kill(folder) {
  const root = path.dirname(folder);
  for (const id of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const isServer = fs.readlinkSync(`/proc/${id}/exe`).endsWith('/asl-lsp');
      if (isServer && fs.readFileSync(`/proc/${id}/environ`, 'utf8').includes(`HOME=${root}\0`)) process.kill(Number(id), 'SIGKILL');
    } catch {} // It has ended, or belongs to somebody else.
  }
}
