// From an empty folder to a working state machine, with the server that the extension brings.

import fs from 'node:fs';
import path from 'node:path';

export const settings = { 'workbench.colorTheme': 'Default Light Modern' };

export function steps({ page, accept, clickLens, command, folder, line, problem, status }) {
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
      await page.locator('.action-widget .monaco-list-row', { hasText: 'Create state' }).first().click();
      await line('"Ask": {').waitFor();
      await errors.first().waitFor({ state: 'detached' });
    },
    async hover() {
      const box = await line('"JitterStrategy"').boundingBox();
      const hover = page.locator('.monaco-hover:visible', { hasText: 'FULL' }).first();
      for (let tries = 0; tries < 40 && !(await hover.count()); tries++) {
        await page.mouse.move(box.x + 130 + (tries % 5), box.y + box.height / 2);
        await page.waitForTimeout(250);
      }
      await hover.waitFor();
      await page.mouse.move(640, 5);
    },
    async 'a parameter'() {
      await line('"FunctionName": "charge:live"').click();
      await page.keyboard.press('End');
      await page.keyboard.type('\n"Inv', { delay: 80 });
      await accept('InvocationType');
      await line('"InvocationType": ').waitFor();
    },
    async graph() {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Home');
      await command('View: Hide Panel');
      await clickLens('Show graph');
      await page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame').locator('text', { hasText: 'Charge' }).first().waitFor();
    },
    async 'a SAM template'() {
      await command('View: Close All Editors');
      await page.locator('.monaco-dialog-box').getByText("Don't Save").click({ timeout: 5000 }).catch(() => {});
      await command('ASL: New State Machine');
      await pick('SAM template');
      await pick('JSONPath');
      await line('Type: AWS::Serverless::StateMachine').waitFor();
      await page.locator('.codelens-decoration', { hasText: 'Show graph' }).first().waitFor();
      await save('template.yaml');
      if (await errors.count()) throw new Error('there are errors');
    },
  };
}
