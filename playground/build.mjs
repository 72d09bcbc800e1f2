// Builds the page in a folder, with the WebAssembly package beside it.
//   node build.mjs PACKAGE FOLDER
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [wasm, folder] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const text = { '.json': 'text', '.yaml': 'text', '.yml': 'text', '.tf': 'text' };
const common = { bundle: true, minify: true, target: 'es2022', outdir: folder, logLevel: 'warning' };
await build({ ...common, entryPoints: ['src/main.ts', 'src/style.css'].map((path) => ({ in: path, out: 'main' })), format: 'esm', loader: text });
await build({ ...common, entryPoints: ['src/start.ts'], format: 'iife' });
cpSync('index.html', join(folder, 'index.html'));
for (const name of ['worker.js', 'server.js', 'files.js', 'asl_wasm.js', 'asl_wasm_bg.wasm', 'models.bin']) {
  cpSync(join(wasm, name), join(folder, 'asl-lint-wasm', name));
}
