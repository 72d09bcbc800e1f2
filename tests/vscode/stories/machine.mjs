// From an empty folder to a working state machine, with the server that the extension brings.

import fs from 'node:fs';
import path from 'node:path';

export const settings = { 'workbench.colorTheme': 'Default Light Modern' };

export function steps({ page, command, folder, line, problem, status }) {
  const pick = (label) => page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first().click();
  const errors = page.locator('.monaco-editor .squiggly-error');
  const save = async (name) => {
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    if (!fs.existsSync(path.join(folder, name))) throw new Error(`there is no ${name}`);
  };

  return {
    async 'a new state machine'() {
      await command('ASL: New State Machine');
      await pick('JSON');
      await pick('JSONata');
      await line('"Check Total": {').waitFor();
    },
    async 'no findings'() {
      await page.locator('.codelens-decoration', { hasText: 'Show graph' }).first().waitFor();
      await status('running');
      if (await errors.count()) throw new Error('there are errors');
    },
    async saved() {
      await save('state-machine.asl.json');
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'state-machine.asl.json' }).waitFor();
    },
    async 'a state that is missing'() {
      await line('"Default": "Done"').getByText('Done').dblclick();
      await page.keyboard.type('Ask', { delay: 60 });
      await page.keyboard.press('Escape');
      await errors.first().waitFor({ state: 'attached' });
      await page.keyboard.press('Control+Shift+M');
      await problem('Ask', 'no state named `Ask`');
    },
    async 'a quick fix'() {
      await line('"Default": "Ask"').getByText('Ask').click();
      await page.keyboard.press('Control+.');
      await page.locator('.action-widget .monaco-list-row', { hasText: 'Create state' }).first().waitFor();
    },
    async 'the state is added'() {
      await page.keyboard.press('Enter');
      await line('"Ask": {').waitFor();
      await errors.first().waitFor({ state: 'detached' });
    },
  };
}
