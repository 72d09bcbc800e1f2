// Checks, fixes, formats and draws texts.

import init, * as wasm from "./asl_wasm.js";
import { file, isAddress, read } from "./files.js";

/** Loads the module. The models of the AWS services follow when a definition calls a service first. */
export async function load({ module = file("asl_wasm_bg.wasm"), models = file("models.bin") } = {}) {
  await init({ module_or_path: await read(module) });
  let bytes = isAddress(models) ? undefined : models;
  let areWanted = false;
  wasm.setHost({
    models() {
      areWanted = bytes === undefined;
      return bytes;
    },
  });

  /** The result of a function, which is called again if it has needed the models. */
  async function call(run) {
    areWanted = false;
    const result = run();
    if (!areWanted) return result;
    bytes ??= await read(models);
    return run();
  }

  const text = (source) => (typeof source === "string" ? source : JSON.stringify(source, undefined, 2));
  const json = (options, more) => JSON.stringify({ ...options, ...more });
  return {
    version: wasm.version(),
    check: async (source, options) => JSON.parse(await call(() => wasm.check(text(source), json(options)))),
    fix: (source, options) => call(() => wasm.fix(text(source), json(options))),
    format: (source, options) => call(() => wasm.format(text(source), json(options))),
    graph: (source, options) => call(() => wasm.graph(text(source), json(options))),
    explain: (rule) => wasm.explain(rule),
  };
}
