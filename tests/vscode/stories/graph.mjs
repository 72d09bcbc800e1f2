// The graph beside the text: machines of all sizes, edits, clicks, folding, search, export, and a reload of the window.

import fs from 'node:fs';
import path from 'node:path';
import { machine } from '../machines.mjs';

export const workspace = 'workspace';
export const file = 'm5.asl.json';

const SIZES = [5, 20, 33, 68, 210];

export function prepare({ folder }) {
  for (const size of SIZES) {
    fs.writeFileSync(path.join(folder, `m${size}.asl.json`), `${JSON.stringify(machine(size), null, 2)}\n`);
  }
}

export function steps({ page, folder, isWeb, command, line, open, screenshot }) {
  const graph = () => page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
  const node = (id) => graph().locator(`#stage [data-id="${id}"]`);
  const shape = (id) => graph().locator(`#stage [data-id="${id}"] > .shape`);
  const picture = () => graph().locator('#stage > svg:not(#minimap)');
  const body = () => graph().locator('body');
  const viewBox = async () => (await picture().getAttribute('viewBox')).split(' ').map(Number);
  const zoom = async () => (await graph().locator('#zoom').innerText()).trim();
  /** Some line in sight: with the graph active, the next file would open over it. */
  const text = () => page.locator('.editor-instance .view-line').nth(3);
  const check = (isTrue, message) => {
    if (!isTrue) throw new Error(message);
  };

  /** The states in sight. */
  const inSight = () =>
    picture().evaluate((svg) => {
      const { width, height } = svg.getBoundingClientRect();
      const boxes = [...svg.querySelectorAll('[data-id] > .shape')].map((shape) => shape.getBoundingClientRect());
      return boxes.filter((box) => box.top >= 0 && box.left >= 0 && box.right <= width + 1 && box.top < height).length;
    });

  const firstView = async (size) => {
    await open(`m${size}.asl.json`);
    await body().locator(`xpath=self::*[.//*[@aria-label="State machine m${size}.asl.json"]]`).waitFor();
    check((await inSight()) >= Math.min(size - 2, 3), `${await inSight()} states are in sight`);
    const [, top] = await viewBox();
    check(top === 0, `the picture begins at ${top}`);
    const shown = await picture().evaluate((svg) => [...svg.querySelectorAll('.shape')].map((one) => one.getBoundingClientRect().height));
    check(Math.max(...shown) > 15, 'the states are too small');
    const large = (await graph().locator('#minimap.hidden').count()) === 0;
    check(large === size > 5, `the map is ${large ? '' : 'not '}shown`);
  };

  /** Exports the graph with the proposed name, and returns the content of the file. */
  async function exported(format, extension, size = 33) {
    await graph().locator('#export').selectOption(format);
    const input = page.locator('.quick-input-widget input[type=text]').first();
    await input.waitFor();
    await page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
    const name = `m${size}.asl.json.${extension}`;
    const saved = path.join(folder, name);
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).waitFor();
    for (let tries = 0; tries < 50 && !(fs.existsSync(saved) && fs.statSync(saved).size); tries++) await page.waitForTimeout(100);
    return fs.readFileSync(saved);
  }

  /** An exported PNG image: its size, and the color in its corner. */
  async function exportedImage(size) {
    const base64 = (await exported('png', 'png', size)).toString('base64');
    return page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(1, 1).getContext('2d');
      canvas.drawImage(image, 0, 0);
      return { width: image.width, height: image.height, corner: [...canvas.getImageData(0, 0, 1, 1).data].join() };
    }, base64);
  }

  /** Switches to a theme in which the states have no color but that of their borders. */
  async function theme(name, kind, background) {
    fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    fs.writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': name }));
    await page.locator(`.monaco-workbench.${kind}`).waitFor();
    const color = () => shape('CheckInvoice1').evaluate((box) => getComputedStyle(box).fill);
    for (let tries = 0; tries < 50 && (await color()) !== background; tries++) await page.waitForTimeout(100);
    check((await color()) === background, `states are ${await color()}`);
  }

  async function behindDefinitionUri() {
    await open('sam.yaml');
    await line('DefinitionUri').click();
    await node('Pay').waitFor();
    await shape('Pay').click();
    await page.locator('.tab.active[data-resource-name="pay.asl.json"]').waitFor();
    await node('Pay').and(graph().locator('.current')).waitFor();
  }

  return {
    async 'opens from the title of the editor'() {
      await page.locator('.editor-actions [aria-label*="Show Graph"]').first().click({ timeout: 120_000 });
      await graph().locator('#stage [data-id]').first().waitFor({ timeout: 60_000 });
    },
    ...Object.fromEntries(SIZES.map((size) => [`first view of ${size} states`, () => firstView(size)])),
    async 'follows the active editor and the machine under the cursor'() {
      await open('template.yaml');
      await node('Charge').waitFor();
      await line('StartAt: Refund').click();
      await node('Refund').waitFor();
    },
    // In a browser, the server does not see how files belong together.
    ...(isWeb ? {} : { 'shows the definition behind DefinitionUri': behindDefinitionUri }),
    async 'a click moves the cursor'() {
      await open('m20.asl.json');
      await shape('CheckInvoice1').click();
      await node('CheckInvoice1').and(graph().locator('.current')).waitFor();
      await page.locator('.monaco-editor .view-line', { hasText: '"CheckInvoice1": {' }).waitFor();
      const number = machineLine(20, '"CheckInvoice1": {');
      await page.locator('.statusbar-item', { hasText: `Ln ${number},` }).waitFor();
    },
    async 'the cursor highlights its state'() {
      await line('"StoreCustomer2": {').click();
      await node('StoreCustomer2').and(graph().locator('.current')).waitFor();
    },
    async 'zoom survives an edit'() {
      const box = await shape('StoreCustomer2').boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.wheel(0, -150);
      const before = await zoom();
      check(before !== '100 %', 'the wheel does not zoom');
      const place = await shape('StoreCustomer2').boundingBox();
      await line('"StoreCustomer2": {').click();
      await page.keyboard.press('End');
      await page.keyboard.type('\n"Comment": "x",\n', { delay: 20 });
      await page.keyboard.press('Control+Home');
      await line('"StartAt"').getByText('LoadOrder0').click();
      await page.keyboard.press('F2');
      await page.locator('.rename-box input:focus').waitFor();
      await page.keyboard.type('Begin');
      await page.keyboard.press('Enter');
      await node('Begin').waitFor({ state: 'attached' });
      await graph().locator('#zoom', { hasText: before }).waitFor({ timeout: 10_000 });
      const after = await shape('StoreCustomer2').boundingBox();
      check(Math.hypot(after.x - place.x, after.y - place.y) < 250, `moved from ${place.x},${place.y} to ${after.x},${after.y}`);
    },
    async 'broken text keeps the picture'() {
      const count = await graph().locator('#stage [data-id]').count();
      await line('"StartAt"').click();
      await page.keyboard.press('End');
      await page.keyboard.type(' {[');
      await graph().locator('body.stale').waitFor();
      await graph().getByText('Not up to date').waitFor();
      check((await graph().locator('#stage [data-id]').count()) === count, 'states have disappeared');
      await screenshot('graph-stale');
      for (let i = 0; i < 8; i++) await page.keyboard.press('Control+z');
      await graph().locator('body:not(.stale)').waitFor();
    },
    async 'findings and the fold of a state'() {
      await open('m33.asl.json');
      await node('PublishInvoice5').waitFor();
      await line('"StartAt"').click();
      await graph().locator('#fit').click();
      await screenshot('graph-fit');
      await node('PublishInvoice5/0/Left1').waitFor();
      await node('PublishInvoice5').locator(':scope > .fold').click();
      await node('PublishInvoice5/0/Left1').waitFor({ state: 'detached' });
      await graph().locator('#stage .error').first().waitFor();
    },
    async search() {
      await graph().locator('#search').fill('left2');
      await page.keyboard.press('Enter');
      await node('PublishInvoice5/0/Left2').and(graph().locator('.found')).waitFor();
      await graph().locator('#search').fill('');
      await line('"StartAt"').click();
    },
    async keyboard() {
      await graph().locator('#pin').focus();
      await page.keyboard.press('Tab');
      const start = await graph().locator('[data-id]:focus').getAttribute('data-id');
      await page.keyboard.press('ArrowDown');
      await graph().locator(`[data-id]:focus:not([data-id="${start}"])`).waitFor();
      const id = await graph().locator('[data-id]:focus').getAttribute('data-id');
      await page.keyboard.press('Enter');
      await page.locator('.monaco-editor .view-line', { hasText: `"${id}": {` }).first().waitFor();
      await page.locator('.editor-instance .monaco-editor.focused').waitFor();
    },
    async 'export as SVG'() {
      const text = (await exported('svg', 'svg')).toString();
      check(text.includes('<style>'), 'the file is not a picture');
    },
    async 'export as PNG'() {
      const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(fs.readFileSync(path.join(folder, 'm33.asl.json.svg'), 'utf8'));
      const image = await exportedImage(33);
      check(image.width === 2 * width && image.height === 2 * height, `the picture has ${image.width} x ${image.height} pixels`);
      check(image.corner === '255,255,255,255', `the background is ${image.corner}`);
    },
    async 'export as Mermaid'() {
      const text = (await exported('mermaid', 'mmd')).toString();
      check(text.startsWith('flowchart') && text.includes('PublishInvoice5'), 'the file has no flowchart');
    },
    async 'export of a large machine as PNG'() {
      await text().click();
      await open('m210.asl.json');
      await body().locator('xpath=self::*[.//*[@aria-label="State machine m210.asl.json"]]').waitFor();
      const { width, height } = await exportedImage(210);
      check(width > 500, `the picture has only ${width} x ${height} pixels`);
    },
    async pin() {
      await graph().locator('#pin').click();
      await graph().locator('#pin[aria-pressed=true]').waitFor();
      await text().click();
      await open('m5.asl.json');
      await page.waitForTimeout(1500);
      await node('PublishInvoice5').waitFor({ state: 'attached' });
      await graph().locator('#pin').click();
      await node('PublishInvoice5').waitFor({ state: 'detached' });
      await text().click();
    },
    async 'dark theme'() {
      await open('m20.asl.json');
      await node('CheckInvoice1').waitFor();
      const color = () => shape('CheckInvoice1').evaluate((box) => getComputedStyle(box).fill);
      const before = await color();
      await command('Preferences: Toggle between Light/Dark Themes');
      for (let tries = 0; tries < 50 && (await color()) === before; tries++) await page.waitForTimeout(100);
      check((await color()) !== before, 'the colors do not change');
      const { corner } = await exportedImage(20);
      check(corner === '15,23,42,255', `the background of the exported picture is ${corner}`);
    },
    async 'high contrast'() {
      await theme('Default High Contrast', 'hc-black', 'rgb(0, 0, 0)');
    },
    async 'light high contrast'() {
      await theme('Default High Contrast Light', 'hc-light', 'rgb(255, 255, 255)');
    },
    async 'reload of the window'() {
      await command('File: Save All');
      await graph().locator('#in').click();
      const before = await zoom();
      // VS Code in a browser stores what a page remembers every five seconds.
      await page.waitForTimeout(7000);
      // Without the file that the address asks for, which would open alone.
      const address = new URL(page.url());
      address.searchParams.delete('payload');
      await page.goto(address.href, { waitUntil: 'domcontentloaded' });
      await node('CheckInvoice1').waitFor({ timeout: 120_000 });
      await graph().locator('#zoom', { hasText: before }).waitFor({ timeout: 10_000 });
    },
  };
}

/** The number of the first line with a text. */
function machineLine(size, text) {
  return JSON.stringify(machine(size), null, 2).split('\n').findIndex((line) => line.includes(text)) + 1;
}
