// Builds the page in a folder, with the WebAssembly package beside it.
//   node build.mjs PACKAGE FOLDER
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const [wasm, folder] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const text = { '.json': 'text', '.yaml': 'text', '.yml': 'text', '.tf': 'text' };
const common = { bundle: true, minify: true, target: 'es2022', outdir: folder, logLevel: 'warning' };
const entryPoints = ['src/main.ts', 'src/style.css'].map((path) => ({ in: path, out: 'main' }));
const { metafile } = await build({ ...common, entryPoints, format: 'esm', loader: text, metafile: true });
await build({ ...common, entryPoints: ['src/start.ts'], format: 'iife' });
cpSync('index.html', join(folder, 'index.html'));
writeFileSync(join(folder, 'licenses.txt'), licenses(Object.keys(metafile.inputs)));
for (const name of ['worker.js', 'server.js', 'files.js', 'asl_wasm.js', 'asl_wasm_bg.wasm', 'models.bin']) {
  cpSync(join(wasm, name), join(folder, 'asl-lint-wasm', name));
}

/** The licenses of the packages in the bundle. */
function licenses(inputs) {
  const packages = new Set(inputs.map((path) => /^node_modules\/((@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));
  const license = (name) => {
    const file = ['LICENSE', 'LICENSE.md', 'License.txt'].map((file) => join('node_modules', name, file)).find((path) => existsSync(path));
    if (!file) throw new Error(`${name} has no license`);
    return `${name}\n\n${readFileSync(file, 'utf8')}`;
  };
  return [...packages].sort().map(license).join('\n\n');
}
