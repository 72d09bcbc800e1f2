// From an empty file to a state machine with three states, a retrier and a catcher, by completion, snippets and quick fixes, with few
// keys.

import fs from 'node:fs';
import path from 'node:path';

export const workspace = 'workspace';

/** The maximum number of keys, besides those of names. */
const BUDGET = 60;

export function steps({ page, folder, open, line }) {
  // Before the explorer is read: it may miss later files on a busy machine.
  for (const file of ['few.asl.json', 'few.asl.yaml']) fs.writeFileSync(path.join(folder, file), '');

  let keys = 0;

  async function press(...names) {
    for (const name of names) {
      keys += 1;
      await page.keyboard.press(name);
      await page.waitForTimeout(150);
    }
  }

  function name(text) {
    return page.keyboard.type(text, { delay: 60 });
  }

  /** Goes down in a list to a row, and accepts it. On a busy machine, the list may have to be opened again. */
  async function choose(list, label, key) {
    const row = page.locator(`${list} .monaco-list-row`, { hasText: label }).first();
    for (let tries = 0; tries < 5; tries++) {
      if (await row.waitFor({ timeout: 5000 }).then(() => true, () => false)) break;
      await page.keyboard.press(key);
    }
    const focused = page.locator(`${list} .monaco-list-row.focused`, { hasText: label });
    for (let tries = 0; tries < 20 && !(await focused.count()); tries++) await press('ArrowDown');
    await press('Enter');
  }

  const suggestion = (label) => choose('.suggest-widget.visible', label, 'Control+Space');

  async function fix(title) {
    await press('Control+.');
    await choose('.action-widget', title, 'Control+.');
  }

  async function create(file) {
    keys = 0;
    await open(file);
    await page.locator('.tab.active', { hasText: file }).waitFor();
    await page.locator('.editor-instance .view-line').first().click();
    await press('Control+Space');
    await suggestion('state machine that calls a Lambda function');
    await line('ErrorEquals').waitFor();
    await press('Tab');
    await name('Charge');
    await press('Tab');
    await name('charge-card');
    await press('Tab', 'Tab');
  }

  async function check(file, texts) {
    await press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    const text = fs.readFileSync(path.join(folder, file), 'utf8');
    const missing = texts.find((part) => !text.includes(part));
    if (missing) throw new Error(`no ${missing} in ${text}`);
    await page.waitForTimeout(1500);
    const errors = await page.locator('.monaco-editor .squiggly-error').count();
    if (errors) throw new Error(`${errors} errors in ${text}`);
    console.log(`       ${keys} keys`);
    if (keys > BUDGET) throw new Error(`${keys} keys`);
  }

  return {
    async json() {
      const file = 'few.asl.json';
      await create(file);
      await press('ArrowUp', 'ArrowUp', 'ArrowUp', 'End');
      await fix('Add `Catch` with a transition to a new Fail state');
      await line('"Charge failed": {').waitFor();
      await press('Control+End', 'ArrowUp', 'ArrowUp', 'End', ',', 'Enter', '"');
      await name('Ship');
      await suggestion('Ship: Pass state');
      await line('"Next": "Ship"').waitFor();
      await press('Escape');
      await check(file, ['"Charge": {', '"Retry": [', '"Catch": [', '"Next": "Charge failed"', '"Next": "Ship"', '"Ship": {']);
    },
    async yaml() {
      const file = 'few.asl.yaml';
      await create(file);
      await fix('Add `Catch` with a transition to a new Fail state');
      await line('Charge failed:').waitFor();
      await press('Control+End', 'Enter', 'Backspace');
      await name('Ship');
      await suggestion('Ship: Pass state');
      await line('Next: Ship').waitFor();
      await press('Escape');
      await check(file, ['  Charge:\n', 'Retry:\n', 'Catch:\n', 'Next: Charge failed', 'Next: Ship', '  Ship:\n']);
    },
  };
}
