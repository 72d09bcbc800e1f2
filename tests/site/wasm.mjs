// Uses the package `asl-lint-wasm` in Chromium, without a bundler, on a page and in a worker.
//   node wasm.mjs PACKAGE BASE SCREENSHOTS
import assert from "node:assert/strict";

import { open } from "./open.mjs";

const { address, page, requests, step, close } = await open();
// Any page of the same origin.
await page.goto(`${address}package.json`);

await step("a page checks, fixes and draws", async () => {
  const { rules, fixed, drawing } = await page.evaluate(async (address) => {
    const { load } = await import(`${address}index.js`);
    const linter = await load();
    const text = '{ "StartAt": "A", "States": { "A": { "type": "Succeed" } } }';
    return {
      rules: (await linter.check(text)).map((finding) => finding.rule),
      fixed: await linter.fix(text, { suggested: true }),
      drawing: await linter.graph({ StartAt: "A", States: { A: { Type: "Succeed" } } }),
    };
  }, address);
  assert.ok(rules.includes("unknown-field"), rules.join());
  assert.match(fixed, /"Type": "Succeed"/);
  assert.match(drawing, /^<svg/);
});

await step("a page loads the models when a definition calls a service", async () => {
  assert.ok(!requests.includes("models.bin"));
  const message = await page.evaluate(async (address) => {
    const { load } = await import(`${address}index.js`);
    const call = { Type: "Task", Resource: "arn:aws:states:::aws-sdk:dynamodb:getItm", End: true };
    const findings = await (await load()).check({ StartAt: "A", States: { A: call } });
    return findings[0].message;
  }, address);
  assert.match(message, /unknown action `getItm`/);
  assert.ok(requests.includes("models.bin"));
});

await step("a worker serves the language server protocol", async () => {
  const message = await page.evaluate(async (address) => {
    const worker = new Worker(`${address}worker.js`, { type: "module" });
    const published = new Promise((resolve) => {
      worker.onmessage = ({ data }) => data.method === "textDocument/publishDiagnostics" && resolve(data.params);
    });
    const send = (message) => worker.postMessage({ jsonrpc: "2.0", ...message });
    send({ id: 1, method: "initialize", params: { capabilities: {} } });
    send({ method: "initialized", params: {} });
    const text = '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::aws-sdk:s3:getObjct","End":true}}}';
    const textDocument = { uri: "file:///a.asl.json", languageId: "asl", version: 1, text };
    send({ method: "textDocument/didOpen", params: { textDocument } });
    return (await published).diagnostics[0].message;
  }, address);
  assert.match(message, /unknown action `getObjct`/);
});

await close();
