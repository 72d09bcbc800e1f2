// Tests the extension through the API of VS Code. See tests/README.md.
//   node inhost.mjs EXTENSION.vsix OUT
// The tests of a file EXTENSION-web.vsix run in the browser, as the extension does.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startVSCode } from './vscode.mjs';

const [vsix, out] = process.argv.slice(2);
const here = import.meta.dirname;
const isWeb = vsix.endsWith('-web.vsix');
const tests = bundled();
const { folder, stop } = await startVSCode({
  vsix,
  others: isWeb ? [packaged()] : [],
  out,
  workspace: path.join(here, 'workspace'),
  options: ['--enable-smoke-test-driver'], // VS Code 1.139 runs no tests without it.
  payload: ({ remote }) =>
    isWeb ? [] : [['extensionDevelopmentPath', remote(tests)], ['extensionTestsPath', remote(path.join(tests, 'index.js'))]],
});
const file = path.join(folder, 'inhost.json');
for (let tries = 0; tries < 1800 && !(fs.existsSync(file) && fs.statSync(file).size); tries++) await sleep(100);
const results = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
await stop();

if (!results.length) console.log('FAIL  the tests did not run: see server.log');
for (const { name, error } of results) console.log(error ? 'FAIL ' : 'ok   ', name, error ?? '');
process.exit(results.length && results.every((test) => !test.error) ? 0 : 1);

function bin(name) {
  return path.resolve(here, '../../editors/vscode/node_modules/.bin', name);
}

/** Puts the tests and the modules of the extension that they load into one script: in a browser, modules cannot load others. */
function bundled() {
  const source = path.join(here, 'inhost');
  const folder = path.resolve(out, 'inhost');
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(source, 'package.json'), path.join(folder, 'package.json'));
  const script = path.join(folder, 'index.js');
  execFileSync(bin('esbuild'), [path.join(source, 'index.js'), '--bundle', '--log-level=warning', '--external:vscode', '--format=cjs', `--outfile=${script}`]);
  return folder;
}

/** Packages the tests as an extension that runs them when it is activated: VS Code runs none in a browser that is connected to a server. */
function packaged() {
  const file = path.join(tests, 'package.json');
  const { main, ...rest } = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...rest, browser: main, activationEvents: ['onStartupFinished'] }));
  fs.writeFileSync(path.join(tests, 'index.js'), 'exports.activate = exports.run;', { flag: 'a' });
  const output = path.resolve(out, 'inhost.vsix');
  execFileSync(bin('vsce'), ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', output], { cwd: tests });
  return output;
}
