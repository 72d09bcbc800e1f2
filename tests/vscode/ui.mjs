// Tests the extension through the user interface: keystrokes, clicks and what is on the screen. See tests/README.md.
//   node ui.mjs EXTENSION.vsix OUT [STORY...]
// The extension of a file EXTENSION-web.vsix runs in the browser, without a server of its own. The command runs stories of
// the folder `stories`, or all. A story is a workspace and a sequence of steps, each of which continues where the one before
// it has ended. A screenshot of each step is saved in OUT. No step may leave a notification of an error.

import fs from 'node:fs';
import path from 'node:path';
import { startVSCode } from './vscode.mjs';
import { workbench } from './workbench.mjs';

const here = import.meta.dirname;
const [vsix, out, ...chosen] = process.argv.slice(2);
const isWeb = vsix.endsWith('-web.vsix');
const all = fs.readdirSync(path.join(here, 'stories')).map((name) => path.basename(name, '.mjs'));

let hasFailed = false;
for (const name of chosen.length ? chosen : all.sort()) {
  console.log(`${name}:`);
  hasFailed = (await tell(await import(`./stories/${name}.mjs`), path.join(out, name))) || hasFailed;
}
process.exit(hasFailed ? 1 : 0);

/** Runs the steps of a story up to the first that fails, and returns whether there was one. */
async function tell(story, out) {
  const { page, refused, stop, ...computer } = await startVSCode({
    vsix,
    out,
    workspace: story.workspace && path.join(here, story.workspace),
    roots: story.roots,
    settings: story.settings,
    prepare: story.prepare,
    payload: ({ remote, folder }) => (story.file ? [['openFile', remote(path.join(folder, story.file))]] : []),
  });
  const window = workbench(page, out);
  let number = 0;
  let hasFailed = false;
  for (const [name, step] of Object.entries(story.steps({ ...window, ...computer, isWeb }))) {
    const error = await attempt(step, window);
    console.log(error ? 'FAIL ' : 'ok   ', name, error ?? '');
    number += 1;
    await window.screenshot(`${String(number).padStart(2, '0')}-${name.replaceAll(' ', '-')}`);
    hasFailed = error !== undefined;
    // The other steps continue where this one should have ended.
    if (hasFailed) break;
  }
  console.log('asked for elsewhere:', [...refused].join(' ') || 'nothing');
  await stop();
  return hasFailed;
}

/** Why a step failed, if it did. A step returns the text of a notification that it expects. */
async function attempt(step, window) {
  let expected;
  try {
    expected = await step();
  } catch (error) {
    const tabs = await window.page.locator('.tab.active').allInnerTexts();
    return [...error.message.split('\n').slice(0, 3), `active: ${tabs.join(', ')}`].join(' | ');
  }
  const toasts = (await window.toasts()).filter((toast) => !expected || !toast.includes(expected));
  return toasts.length ? `notification: ${toasts.join(' | ')}` : undefined;
}
