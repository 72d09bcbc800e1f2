// The extension in a browser, with the server in a worker.

import * as vscode from 'vscode';
import { type LanguageClientOptions, LanguageClient } from 'vscode-languageclient/browser';
import { activateWith, deactivate } from '../extension';
import { ID, type Launcher, NAME } from '../launcher';

export { deactivate };

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const files = vscode.Uri.joinPath(context.extensionUri, 'dist/web');
  let last: Worker | undefined;
  const launcher: Launcher = {
    async launch() {
      last?.terminate();
      const worker = new Worker(URL.createObjectURL(new Blob([new TextDecoder().decode(await read('worker.js'))])));
      last = worker;
      worker.postMessage({ module: await source('asl_wasm_bg.wasm'), models: await source('models.bin') });
      return (options: LanguageClientOptions) => new LanguageClient(ID, NAME, options, worker);
    },
  };
  await activateWith(context, launcher, vscode.window.createOutputChannel(NAME, { log: true }));

  function read(name: string): Thenable<Uint8Array> {
    return vscode.workspace.fs.readFile(vscode.Uri.joinPath(files, name));
  }

  /** The address of a file, or the file itself if the worker cannot load it. */
  async function source(name: string): Promise<string | Uint8Array> {
    return files.scheme.startsWith('http') ? vscode.Uri.joinPath(files, name).toString(true) : read(name);
  }
}
