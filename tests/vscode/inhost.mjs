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
const tests = path.join(here, 'inhost');
const isWeb = vsix.endsWith('-web.vsix');
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

/** Packages the tests as an extension that runs them when it is activated: VS Code runs none in a browser that is connected to a server. */
function packaged() {
  const bin = (name) => path.resolve(here, '../../editors/vscode/node_modules/.bin', name);
  const folder = path.resolve(out, 'inhost');
  fs.mkdirSync(folder, { recursive: true });
  // In a browser, modules cannot load others.
  const script = path.join(folder, 'index.js');
  execFileSync(bin('esbuild'), [path.join(tests, 'index.js'), '--bundle', '--external:vscode', '--format=cjs', `--outfile=${script}`]);
  const manifest = JSON.parse(fs.readFileSync(path.join(tests, 'package.json'), 'utf8'));
  const { main, ...rest } = { ...manifest, browser: manifest.main, activationEvents: ['onStartupFinished'] };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(rest));
  fs.writeFileSync(script, 'exports.activate = exports.run;', { flag: 'a' });
  const output = path.resolve(out, 'inhost.vsix');
  execFileSync(bin('vsce'), ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', output], { cwd: folder });
  return output;
}
