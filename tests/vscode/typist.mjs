// Types whole state machines as fast as a person does: no list of suggestions may take an Enter, a comma, a quote or an arrow key that
// belongs to the text.

import fs from 'node:fs';
import path from 'node:path';

/** The time between two keys, in milliseconds: about nine keys a second. */
const DELAY = 110;

/**
 * The steps that type into files. A file has the texts before and after what is typed. In the latter, ⏎ is Enter; ↓ goes to the end
 * of the next line, behind a bracket that the editor has closed; ← is Backspace, which takes away one level of indentation.
 */
export function typing(files, { page, folder, open, line }) {
  // Before the explorer is read: it may miss later files on a busy machine.
  for (const [name, { before, after }] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), before + after);

  async function check(name, { before, typed }) {
    await open(name);
    await page.locator('.tab.active', { hasText: name }).waitFor();
    await page.locator('.editor-instance .view-line').first().click();
    const lines = before.split('\n');
    await goTo(lines.length, lines.at(-1).length + 1);
    for (const key of typed) await press(key);
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    const expected = significant(before + typed);
    const found = significant(fs.readFileSync(path.join(folder, name), 'utf8'));
    const index = expected.findIndex((one, index) => one !== found[index]);
    if (index >= 0) throw new Error(`line ${index + 1} is \`${found[index]}\` instead of \`${expected[index]}\``);
  }

  /** On a busy machine, the first attempt may go nowhere. */
  async function goTo(number, column) {
    const place = page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${number}, Col ${column}\\b`) });
    for (let tries = 0; tries < 5 && !(await place.count()); tries++) {
      await page.keyboard.press('Control+G');
      await page.locator('.quick-input-widget input').first().waitFor();
      // The input may begin with a colon already.
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(`:${number}:${column}`);
      await page.keyboard.press('Enter');
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await place.waitFor({ timeout: 2000 }).catch(() => {});
    }
    await place.waitFor();
  }

  async function press(key) {
    const keys = { '⏎': ['Enter'], '←': ['Backspace'], '↓': ['ArrowDown', 'End'] }[key];
    if (!keys) return page.keyboard.type(key, { delay: DELAY });
    for (const one of keys) await page.keyboard.press(one, { delay: DELAY });
  }

  const start = {
    async 'the server runs'() {
      await open('order.asl.json');
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
      await line('"StartAt"').waitFor();
    },
  };
  const steps = Object.entries(files).map(([name, file]) => [name, () => check(name, file)]);
  return { ...start, ...Object.fromEntries(steps) };
}

/** The lines of a text without what the editor adds: indentation and closing brackets. */
function significant(text) {
  const lines = text.replaceAll(/[←}\])]/g, '').split(/[\n⏎↓]/).map((line) => line.trim());
  return lines.filter((line) => line !== '' && line !== ',');
}
