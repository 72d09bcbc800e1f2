// The language server of the package, on a channel and in a worker.

import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "../../../target/wasm/package/server.js";

const URI = "file:///order.asl.json";
const TEXT = '{ "StartAt": "A", "States": { "B": { "Type": "Succeed" } } }';

/** A client on the other end of a channel. */
function client() {
  const { port1, port2 } = new MessageChannel();
  const served = serve(port1);
  const waiting = new Map();
  const heard = [];
  let id = 0;
  port2.onmessage = ({ data }) => {
    if (data.method) heard.push(data);
    waiting.get(data.id ?? data.method)?.(data);
  };
  const wait = (key) => new Promise((resolve) => waiting.set(key, resolve));
  return {
    served,
    heard,
    close: () => port2.close(),
    tell: (method, params) => port2.postMessage({ jsonrpc: "2.0", method, params }),
    next: wait,
    async ask(method, params) {
      const answer = wait(++id);
      port2.postMessage({ jsonrpc: "2.0", id, method, params });
      return (await answer).result;
    },
  };
}

test("a session", async () => {
  const server = client();
  const { capabilities, serverInfo } = await server.ask("initialize", { capabilities: {} });
  assert.equal(serverInfo.name, "asl-lsp");
  assert.equal(capabilities.hoverProvider, true);
  server.tell("initialized", {});
  const published = server.next("textDocument/publishDiagnostics");
  server.tell("textDocument/didOpen", { textDocument: { uri: URI, languageId: "asl", version: 1, text: TEXT } });
  const { params } = await published;
  assert.deepEqual(params.diagnostics.map((one) => one.code), ["unknown-state", "unreachable-state"]);

  const again = server.next("textDocument/publishDiagnostics");
  for (let version = 2; version < 12; version++) {
    const text = TEXT.replace('"A"', version === 11 ? '"B"' : '"C"');
    server.tell("textDocument/didChange", { textDocument: { uri: URI, version }, contentChanges: [{ text }] });
  }
  assert.deepEqual((await again).params, { uri: URI, version: 11, diagnostics: [] });

  const position = { line: 0, character: 32 };
  const hover = await server.ask("textDocument/hover", { textDocument: { uri: URI }, position });
  assert.match(hover.contents.value, /Succeed/);
  const graph = await server.ask("workspace/executeCommand", { command: "asl.graph", arguments: [{ uri: URI }] });
  assert.match(graph.svg, /^<svg/);
  server.close();
});

test("messages that arrive before the module is loaded are answered", async () => {
  const server = client();
  const answers = await Promise.all([server.ask("initialize", { capabilities: {} }), server.ask("shutdown")]);
  assert.equal(answers[1], null);
  await server.served;
  server.close();
});

test("a module that cannot be loaded rejects", async () => {
  const { port1 } = new MessageChannel();
  await assert.rejects(serve(port1, { module: new URL("missing.wasm", import.meta.url) }), /missing\.wasm/);
  port1.close();
});
