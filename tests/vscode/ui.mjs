// Tests the extension through the user interface: keystrokes, clicks and what is on the screen. See tests/README.md.
//   node ui.mjs EXTENSION.vsix OUT
// saves a screenshot of each step in OUT.

import path from 'node:path';
import { startVSCode } from './vscode.mjs';

const [vsix, out] = process.argv.slice(2);
const { page, refused, stop } = await startVSCode({
  vsix,
  out,
  workspace: path.join(import.meta.dirname, 'workspace'),
  payload: ({ remote, folder }) => [['openFile', remote(path.join(folder, 'order.asl.json'))]],
});

const STEPS = {
  async squiggle() {
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
  },
  async lens() {
    await page.locator('.codelens-decoration', { hasText: 'Show graph' }).first().waitFor();
    await page.locator('.codelens-decoration', { hasText: 'IAM policy' }).first().waitFor();
    await page.locator('.codelens-decoration', { hasText: '1 reference' }).first().waitFor();
  },
  async problems() {
    await page.keyboard.press('Control+Shift+M');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'unknown-state' }).first().waitFor();
    await problem('Gone', 'orders.tf');
  },
  async hover() {
    const box = await line('"Type": "Task"').boundingBox();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'Calls a service' }).first();
    // The tooltip only appears if the mouse moves.
    for (let tries = 0; tries < 40 && !(await hover.count()); tries++) {
      await page.mouse.move(box.x + 145 + (tries % 5), box.y + box.height / 2);
      await page.waitForTimeout(250);
    }
    await hover.waitFor();
  },
  async 'inlay hints'() {
    await line('waits up to 7 s').waitFor();
  },
  async completion() {
    await page.mouse.move(5, 5);
    await line('"Next": "Ship"').click();
    await page.keyboard.press('End');
    await page.keyboard.type(',\n"Time', { delay: 50 });
    await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'TimeoutSeconds' }).first().waitFor();
  },
  async accept() {
    await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'TimeoutSeconds' }).first().click();
    await line('"TimeoutSeconds": ').waitFor();
  },
  async fix() {
    await page.keyboard.press('Escape');
    await line('Aprove').click({ position: { x: 540, y: 9 } });
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'Approve' }).waitFor();
  },
  async fixed() {
    await page.keyboard.press('Enter');
    await line('"Next": "Approve"').waitFor();
    await page.locator('.codelens-decoration', { hasText: '1 reference' }).nth(1).waitFor();
  },
  async rename() {
    await line('"Ship": {').getByText('Ship').click();
    await page.keyboard.press('F2');
    await page.locator('.rename-box input:focus').waitFor();
    await page.keyboard.type('Send');
    await page.keyboard.press('Enter');
    for (const place of ['"Next": "Send"', '"Send": {']) await line(place).waitFor();
  },
  async outline() {
    await command('Focus on Outline View');
    await page.locator('.outline-pane .monaco-list-row', { hasText: 'Approve' }).waitFor(); // Only once: JSON has none.
  },
  async graph() {
    await line('"Send": {').click();
    await page.keyboard.press('Control+Home');
    await showGraph('Approve');
  },
  async 'graph of the other theme'() {
    const before = await color();
    await command('Preferences: Toggle between Light/Dark Themes');
    for (let tries = 0; tries < 50 && (await color()) === before; tries++) await page.waitForTimeout(100);
    if ((await color()) === before) throw new Error('the colors of the graph do not change');
  },
  async references() {
    // The first code lens in the DOM is not always the topmost on the screen.
    await page.locator('.codelens-decoration a', { hasText: '1 reference' }).first().click();
    await page.locator('.reference-zone-widget .ref-tree .monaco-list-row', { hasText: /StartAt|Next/ }).first().waitFor();
  },
  async template() {
    await command('File: Save All');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await command('View: Close All Editors');
    await command('View: Hide Panel'); // The second definition is further down.
    await open('template.yaml');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached' });
    await showGraph('Refund', 1);
  },
  async 'semantic tokens'() {
    const colors = await page.evaluate(() => {
      const color = (text) => {
        const part = [...document.querySelectorAll('.view-line span span')].find((span) => span.textContent.trim() === text);
        return getComputedStyle(part).color;
      };
      return { state: color('Charge'), text: color('AWS::Serverless::StateMachine') };
    });
    if (colors.state === colors.text) throw new Error(`a state has the same color as other text, ${colors.text}`);
  },
  async 'rename of a substitution'() {
    await open('pay.asl.json');
    await open('sam.yaml');
    await line('PayActivity: !Ref').getByText('PayActivity').click();
    await page.keyboard.press('F2');
    await page.locator('.rename-box input:focus').waitFor();
    await page.keyboard.type('Payment');
    await page.keyboard.press('Enter');
    await line('Payment: !Ref').waitFor();
    await open('pay.asl.json');
    await line('${Payment}').waitFor();
  },
  async 'findings that follow a template'() {
    await open('sam.yaml');
    await line('Payment: !Ref').click();
    await page.keyboard.press('Home');
    await page.keyboard.type('X');
    await open('pay.asl.json');
    await page.locator('.monaco-editor .squiggly-warning').first().waitFor({ state: 'attached' });
  },
  async terraform() {
    await open('orders.tf');
    await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached' });
  },
  async 'syntax errors in JSON'() {
    await open('syntax.asl.json');
    await command('Problems: Focus on Problems View');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'comments are not allowed' }).first().waitFor();
    const others = page.locator('.markers-panel .monaco-list-row', { hasText: 'Comments are not permitted' });
    await page.waitForTimeout(1500);
    if (await others.count()) throw new Error('VS Code reports them as well');
  },
  async 'formatting of other files'() {
    await open('other.json');
    const formatted = line('"a": [');
    // VS Code finds no formatter until its own JSON support has started.
    for (let tries = 0; tries < 10 && !(await formatted.count()); tries++) {
      await command('Format Document');
      await page.waitForTimeout(1000);
    }
    await formatted.waitFor(); // Without asking which formatter to use.
  },
  async 'a whole call'() {
    await open('call.asl.json');
    await line('"Resource": ""').click();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('arn:aws:states:::aws-sdk:rd', { delay: 40 });
    await suggestion('rds').click();
    // The list opens again by itself.
    await suggestion('addRoleToDBCluster').waitFor();
    await page.screenshot({ path: path.join(out, 'call-actions.png') });
    await page.keyboard.type('createDBI', { delay: 40 });
    await suggestion('createDBInstance').click();
    for (const text of ['aws-sdk:rds:createDBInstance"', '"DbInstanceClass": ""', '"DbInstanceIdentifier": ""', '"Engine": ""']) {
      await line(text).waitFor();
    }
  },
  async policy() {
    await open('policy.asl.json');
    await clickLens('IAM policy', 0, line('"dynamodb:DeleteTable"'));
    await line('TableName').click();
    await command('Problems: Focus on Problems View');
    await problem('TableName', 'IAM policy');
  },
};

let number = 0;
let failures = 0;
for (const [name, step] of Object.entries(STEPS)) {
  const error = await step().then(() => undefined, (error) => error.message.split('\n').slice(0, 3).join(' | '));
  console.log(error ? 'FAIL ' : 'ok   ', name, error ?? '');
  failures += error ? 1 : 0;
  number += 1;
  await page.screenshot({ path: path.join(out, `${String(number).padStart(2, '0')}-${name.replaceAll(' ', '-')}.png`) });
}
console.log('asked for elsewhere:', [...refused].join(' ') || 'nothing');
await stop();
process.exit(failures ? 1 : 0);

function line(text) {
  return page.locator('.editor-instance .view-line', { hasText: text }).first();
}

/** Waits for a problem with a text. The list only has the rows in sight, so it is filtered first. */
async function problem(filter, text) {
  const input = page.locator('.panel .monaco-inputbox input, .panel .monaco-inputbox textarea').first();
  await input.fill(filter);
  await page.locator('.markers-panel .monaco-list-row', { hasText: text }).first().waitFor();
  await input.fill('');
}

function suggestion(label) {
  return page.locator('.suggest-widget.visible .monaco-list-row', { hasText: label }).first();
}

function graph() {
  return page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
}

/** A click on a lens that was out of sight until now does nothing in VS Code: it has a command of the past. */
async function clickLens(title, index, shown) {
  for (let tries = 0; tries < 10; tries++) {
    await page.locator('.codelens-decoration a', { hasText: title }).nth(index).click();
    if (await shown.waitFor({ timeout: 2000 }).then(() => true, () => false)) return;
  }
  await shown.waitFor();
}

function showGraph(state, index = 0) {
  return clickLens('Show graph', index, graph().locator('text', { hasText: state }).first());
}

function color() {
  return graph().locator('.task').first().evaluate((box) => getComputedStyle(box).fill);
}

async function open(name) {
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).dblclick();
  await page.locator(`.tab[data-resource-name="${name}"]`).first().waitFor();
}

async function command(title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().waitFor();
  await page.keyboard.insertText(title);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
  await page.keyboard.press('Enter');
}
