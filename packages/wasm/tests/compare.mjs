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

const linter = await load();
let time = 0;
let count = 0;
for (const [i, name] of names.entries()) {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(readFileSync(name));
  const start = performance.now();
  const findings = await linter.check(text, { filename: name, advice: true });
  time += performance.now() - start;
  assert.deepEqual(findings, JSON.parse(lines[i]), name);
  count += findings.length;
}
console.log(`${names.length} files, ${count} findings, the same as natively`);
if (timed) console.log(`time ${(time / native).toFixed(2)} times that of the native build: ${Math.round(time)} ms and ${Math.round(native)} ms`);
