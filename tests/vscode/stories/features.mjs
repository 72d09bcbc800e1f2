// The features of the extension, each used once.

export const workspace = 'workspace';
export const file = 'order.asl.json';

export function steps({ page, isWeb, accept, clickLens, command, line, open, problem, screenshot, suggestion }) {
  const graph = () => page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  const showGraph = async (state, index) => {
    await clickLens('Show graph', index);
    await graph().locator(`[data-id="${state}"]`).waitFor();
  };
  const color = () => graph().locator('.task > .shape').first().evaluate((box) => getComputedStyle(box).fill);

  // In a browser, the server does not see how files belong together.
  const between = {
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
  };

  return {
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
      // In a browser, only open files are analyzed.
      if (!isWeb) await problem('Gone', 'orders.tf');
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
      await suggestion('TimeoutSeconds');
    },
    async accept() {
      await accept('TimeoutSeconds');
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
      await clickLens('1 reference');
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
    ...(isWeb ? {} : between),
    async terraform() {
      await open('orders.tf');
      await page.locator('.monaco-editor .squiggly-error').first().waitFor({ state: 'attached' });
    },
    async 'syntax errors in JSON'() {
      await open('syntax.asl.json');
      await command('Problems: Focus on Problems View');
      await problem('omments', 'comments are not allowed');
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
      await accept('rds');
      // The list opens again by itself.
      await suggestion('addRoleToDBCluster');
      await screenshot('call-actions');
      await page.keyboard.type('createDBI', { delay: 40 });
      await accept('createDBInstance');
      for (const text of ['aws-sdk:rds:createDBInstance"', '"DbInstanceClass": ""', '"DbInstanceIdentifier": ""', '"Engine": ""']) {
        await line(text).waitFor();
      }
    },
    async policy() {
      await open('policy.asl.json');
      await clickLens('IAM policy');
      await line('"dynamodb:DeleteTable"').waitFor();
      await line('TableName').click();
      await command('Problems: Focus on Problems View');
      await problem('TableName', 'IAM policy');
    },
  };
}
