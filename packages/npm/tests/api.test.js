// The API, with the installed package: the folder of the installation is the current folder.
"use strict";

const assert = require("node:assert/strict");
const { execFileSync, spawnSync } = require("node:child_process");
const { readFileSync, writeFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { test } = require("node:test");

const installed = createRequire(join(process.cwd(), "package.json"));
const { check, fix, graph } = installed("asl-lint");

const ORPHAN = { StartAt: "A", States: { A: { Type: "Succeed" }, B: { Type: "Succeed" } } };
const rules = async (source, options) => (await check(source, options)).map((finding) => finding.rule);

test("an object, a text and a path are checked", async () => {
  assert.deepEqual(await rules(ORPHAN), ["unreachable-state"]);
  assert.deepEqual(await rules(JSON.stringify(ORPHAN)), ["unreachable-state"]);
  writeFileSync("order.asl.json", JSON.stringify(ORPHAN));
  assert.deepEqual(await rules("order.asl.json"), ["unreachable-state"]);
});

test("the language of a text is found", async () => {
  assert.deepEqual(await rules("StartAt: A\nStates:\n  A: { Type: Pas, End: true }\n"), ["invalid-value"]);
  const [finding] = await check("StartAt: A\nStates:\n  A: { Type: Pas, End: true }\n", { filename: "a.yaml" });
  assert.equal(finding.path, "a.yaml");
});

test("options reach the linter", async () => {
  assert.deepEqual(await rules(ORPHAN, { ignore: ["unreachable-state"] }), []);
  assert.deepEqual(await rules(ORPHAN, { select: ["structure"] }), []);
  const resource = "arn:aws:states:::sqs:sendMessage.waitForTaskToken";
  const callback = { StartAt: "A", States: { A: { Type: "Task", Resource: resource, End: true } } };
  assert.ok((await rules(callback, { type: "express" })).includes("express-unsupported"));
  const task = { Type: "Task", Resource: "arn:aws:lambda:eu-west-1:123456789012:function:pay", End: true };
  const order = { StartAt: "A", States: { A: task } };
  assert.notDeepEqual(await rules(order, { advice: true }), await rules(order));
});

test("fixes are applied to a copy", async () => {
  const text = '{ "StartAt": "A", "States": { "A": { "type": "Succeed" } } }\n';
  const fixed = text.replace("type", "Type");
  writeFileSync("fix.asl.json", text);
  assert.equal(await fix(text, { suggested: true }), fixed);
  assert.equal(await fix("fix.asl.json", { suggested: true }), fixed);
  assert.equal(readFileSync("fix.asl.json", "utf8"), text);
});

test("a definition is drawn", async () => {
  assert.match(await graph(ORPHAN), /^flowchart/);
  assert.match(await graph("order.asl.json", { format: "svg" }), /^<svg/);
});

test("failures reject", async () => {
  await assert.rejects(check("missing.asl.json"), /missing\.asl\.json/);
  await assert.rejects(fix("missing.asl.json"), /missing\.asl\.json/);
  await assert.rejects(check(ORPHAN, { select: ["no-such-rule"] }), /no-such-rule/);
});

test("the programs pass on arguments, streams and the exit status", () => {
  const run = (args, input) => spawnSync("npx", ["--no", "--", "asl-lint", ...args], { input, encoding: "utf8" });
  assert.match(run(["--version"]).stdout, /^asl-lint /);
  const found = run(["check", "--format", "compact", "-"], JSON.stringify(ORPHAN));
  assert.equal(found.status, 1);
  assert.match(found.stdout, /unreachable-state/);
  assert.equal(run(["check", "missing.asl.json"]).status, 2);
  assert.match(execFileSync("npx", ["--no", "--", "asl-lsp", "--version"], { encoding: "utf8" }), /^asl-lsp /);
});

test("the example of the README prints what it says", () => {
  const readme = readFileSync(installed.resolve("asl-lint/package.json").replace("package.json", "README.md"), "utf8");
  const [code, output] = [...readme.matchAll(/^```(?:js|text)\n(.*?)^```/gms)].map((block) => block[1]);
  writeFileSync("example.js", code);
  assert.equal(execFileSync("node", ["example.js"], { encoding: "utf8" }), output);
});

test("the types describe the API", () => {
  const types = readFileSync(installed.resolve("asl-lint/package.json").replace("package.json", "index.d.ts"), "utf8");
  const declared = [...types.matchAll(/^export function (\w+)/gm)].map((match) => match[1]);
  assert.deepEqual(declared, Object.keys(installed("asl-lint")));
});
