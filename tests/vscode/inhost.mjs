// Tests the extension through the API of VS Code. See tests/README.md.
//   node inhost.mjs EXTENSION.vsix OUT

import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startVSCode } from './vscode.mjs';

const [vsix, out] = process.argv.slice(2);
const here = import.meta.dirname;
const results = path.resolve(out, 'inhost.json');
fs.rmSync(results, { force: true });
const { stop } = await startVSCode({
  vsix,
  out,
  workspace: path.join(here, 'workspace'),
  options: ['--enable-smoke-test-driver'], // VS Code 1.139 runs no tests without it.
  env: { INHOST_RESULTS: results },
  payload: ({ remote }) => [
    ['extensionDevelopmentPath', remote(path.join(here, 'inhost'))],
    ['extensionTestsPath', remote(path.join(here, 'inhost/index.js'))],
  ],
});
for (let tries = 0; tries < 1800 && !fs.existsSync(results); tries++) await sleep(100);
await stop();

const tests = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, 'utf8')) : [];
if (!tests.length) console.log('FAIL  the tests did not run: see server.log');
for (const { name, error } of tests) console.log(error ? 'FAIL ' : 'ok   ', name, error ?? '');
process.exit(tests.length && tests.every((test) => !test.error) ? 0 : 1);
