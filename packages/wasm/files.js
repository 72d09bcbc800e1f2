// The files of the package: the module, and the models of the AWS services.

const IS_NODE = globalThis.process?.versions?.node !== undefined;

export const MODULE = new URL("asl_wasm_bg.wasm", import.meta.url);
export const MODELS = new URL("models.bin", import.meta.url);

/** Reads a file of the package. */
export async function read(url) {
  if (IS_NODE && new URL(url).protocol === "file:") return (await node("fs/promises")).readFile(new URL(url));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`cannot load ${url}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Returns a function that reads a file of the package at once, which browsers allow in workers only. */
export async function reader(url) {
  if (IS_NODE && new URL(url).protocol === "file:") {
    const { readFileSync } = await node("fs");
    return () => readFileSync(new URL(url));
  }
  return () => {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    request.responseType = "arraybuffer";
    request.send();
    return request.status === 200 ? new Uint8Array(request.response) : undefined;
  };
}

/** A module of Node, which bundlers for browsers do not look for. */
function node(name) {
  return import(/* @vite-ignore */ `node:${name}`);
}
