// The package in Node, as `cargo xtask wasm` builds it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "../../../target/wasm/package/index.js";

const FOLDER = new URL("../../../target/wasm/package/", import.meta.url);
const ORPHAN = { StartAt: "A", States: { A: { Type: "Succeed" }, B: { Type: "Succeed" } } };
const CALL = {
  StartAt: "A",
  States: { A: { Type: "Task", Resource: "arn:aws:states:::aws-sdk:dynamodb:getItm", End: true } },
};

const linter = await load();
const rules = async (source, options) => (await linter.check(source, options)).map((finding) => finding.rule);

test("an object and a text are checked", async () => {
  assert.deepEqual(await rules(ORPHAN), ["unreachable-state"]);
  assert.deepEqual(await rules(JSON.stringify(ORPHAN)), ["unreachable-state"]);
});

test("the name determines the language", async () => {
  const [finding] = await linter.check("StartAt: A\nStates:\n  A: { Type: Pas, End: true }\n", { filename: "a.asl.yaml" });
  assert.deepEqual([finding.rule, finding.path, finding.range.start.line], ["invalid-value", "a.asl.yaml", 3]);
});

test("a configuration applies", async () => {
  assert.deepEqual(await rules(ORPHAN, { configuration: 'ignore = ["unreachable-state"]' }), []);
  await assert.rejects(linter.check(ORPHAN, { configuration: 'ignroe = ["x"]' }), /ignroe/);
});

test("the models of the services are loaded when they are needed", async () => {
  assert.deepEqual(await rules(CALL), ["unknown-integration"]);
  const models = new Uint8Array(readFileSync(new URL("models.bin", FOLDER)));
  const other = await load({ models });
  assert.equal((await other.check(CALL))[0].rule, "unknown-integration");
});

test("fixes are applied to a copy", async () => {
  const text = '{ "StartAt": "A", "States": { "A": { "type": "Succeed" } } }\n';
  assert.equal(await linter.fix(text, { suggested: true }), text.replace("type", "Type"));
});

test("a definition is formatted and drawn", async () => {
  assert.equal(await linter.format('{"StartAt":"A","States":{}}'), '{ "StartAt": "A", "States": {} }\n');
  await assert.rejects(linter.format("{"), /syntax errors/);
  assert.match(await linter.graph(ORPHAN), /^<svg/);
  assert.match(await linter.graph(ORPHAN, { format: "mermaid" }), /^flowchart/);
  await assert.rejects(linter.graph(""), /no state machine/);
});

test("rules are explained", () => {
  assert.match(linter.explain("unknown-state"), /^# unknown-state/);
  assert.throws(() => linter.explain("no-such-rule"), /no-such-rule/);
});

test("unknown options reject", async () => {
  await assert.rejects(linter.check(ORPHAN, { fileName: "a.yaml" }), /fileName/);
});

test("deep and large texts are answered", async () => {
  assert.notDeepEqual(await rules("[".repeat(100_000)), []);
  assert.notDeepEqual(await rules("{\"a\":".repeat(100_000)), []);
  assert.deepEqual((await rules(" ".repeat(17 * 1024 * 1024))).length, 1);
});

test("the types describe the API", () => {
  const types = readFileSync(new URL("index.d.ts", FOLDER), "utf8");
  const api = types.slice(types.indexOf("interface AslLint"), types.indexOf("interface LoadOptions"));
  const declared = [...api.matchAll(/^ {2}(?:readonly )?(\w+)/gm)].map((match) => match[1]);
  assert.deepEqual(declared, Object.keys(linter));
});

test("the example of the README prints what it says", () => {
  const readme = readFileSync(new URL("README.md", FOLDER), "utf8");
  const [code, output] = [...readme.matchAll(/^```(?:js|text)\n(.*?)^```/gms)].map((block) => block[1]);
  const script = code.replace('"asl-lint-wasm"', JSON.stringify(new URL("index.js", FOLDER)));
  assert.equal(execFileSync("node", ["--input-type=module"], { input: script, encoding: "utf8" }), output);
});
