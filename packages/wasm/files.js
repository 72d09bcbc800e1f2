// The files of the package: the module, and the models of the AWS services.

const IS_NODE = globalThis.process?.versions?.node !== undefined;

/** The address of a file of the package. */
export function file(name) {
  return new URL(name, import.meta.url);
}

/** The content of a file, given as it is or by its address. */
export async function read(source) {
  return isAddress(source) ? load(source) : source;
}

/** Returns a function that reads a file at once, given as it is or by its address. Browsers allow the latter in workers only. */
export async function reader(source) {
  return isAddress(source) ? loader(source) : () => source;
}

export function isAddress(source) {
  return typeof source === "string" || source instanceof URL;
}

async function load(url) {
  if (IS_NODE && new URL(url).protocol === "file:") return (await node("fs/promises")).readFile(new URL(url));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`cannot load ${url}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

async function loader(url) {
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
