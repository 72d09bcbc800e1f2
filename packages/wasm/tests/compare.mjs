// Compares the findings of the module with those that the same code gives on this machine:
//   compare.mjs FILES NATIVE [--time]

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { load } from "../../../target/wasm/package/index.js";

const [list, output, timed] = process.argv.slice(2);
const names = readFileSync(list, "utf8").split("\n");
const lines = readFileSync(output, "utf8").trimEnd().split("\n");
const native = Number(lines.pop());
assert.equal(lines.length, names.length);

const ROUNDS = timed ? 7 : 1;

const linter = await load();
const texts = names.map((name) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(readFileSync(name)));
const times = [];
let count = 0;
for (let round = 0; round < ROUNDS; round++) {
  const all = [];
  const start = performance.now();
  for (const [i, filename] of names.entries()) all.push(await linter.check(texts[i], { filename, advice: true }));
  times.push(performance.now() - start);
  if (round > 0) continue;
  for (const [i, findings] of all.entries()) assert.deepEqual(findings, JSON.parse(lines[i]), names[i]);
  count = all.flat().length;
}
console.log(`${names.length} files, ${count} findings, the same as natively`);
const time = Math.min(...times);
if (timed) console.log(`time ${(time / native).toFixed(2)} times that of the native build: ${Math.round(time)} ms and ${Math.round(native)} ms`);
