// The language server behind a port: the scope of a worker, or a port of a channel. Messages are objects.

import init, { LanguageServer, setHost } from "./asl_wasm.js";
import { file, read, reader } from "./files.js";

/** Serves a client on a port. */
export function serve(port, { module = file("asl_wasm_bg.wasm"), models = file("models.bin") } = {}) {
  let server;
  let timer;
  const waiting = [];

  const send = (messages) => messages.forEach((message) => port.postMessage(JSON.parse(message)));

  function receive(message) {
    send(server.receive(JSON.stringify(message)));
    clearTimeout(timer);
    checkLater();
  }

  function checkLater() {
    const pause = server.pause();
    if (pause === undefined) return;
    timer = setTimeout(() => {
      send(server.check());
      checkLater();
    }, pause);
  }

  port.onmessage = ({ data }) => (server ? receive(data) : waiting.push(data));
  port.start?.();
  return start();

  async function start() {
    await init({ module_or_path: await read(module) });
    setHost({ models: await reader(models) });
    server = new LanguageServer();
    waiting.forEach(receive);
  }
}
