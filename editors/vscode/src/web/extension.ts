// The extension in a browser, with the server in a worker.

import * as vscode from 'vscode';
import { type LanguageClientOptions, LanguageClient } from 'vscode-languageclient/browser';
import { activateWith, deactivate } from '../extension';
import { ID, type Launcher, NAME } from '../launcher';

export { deactivate };

/** The configuration file, which applies if it is in the first folder of the workspace. */
const CONFIGURATION = 'asl-lint.toml';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const files = vscode.Uri.joinPath(context.extensionUri, 'dist/web');
  let last: Worker | undefined;
  const launcher: Launcher = {
    async launch() {
      last?.terminate();
      const worker = new Worker(URL.createObjectURL(new Blob([await text(file('worker.js'))])));
      last = worker;
      worker.postMessage({ module: await source('asl_wasm_bg.wasm'), models: await source('models.bin') });
      const configurationText = await configuration();
      return (options: LanguageClientOptions) => {
        const initializationOptions = { ...options.initializationOptions, configurationText };
        return new LanguageClient(ID, NAME, { ...options, initializationOptions }, worker);
      };
    },
  };
  const server = await activateWith(context, launcher, vscode.window.createOutputChannel(NAME, { log: true }));
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) return;
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, CONFIGURATION));
  const restart = () => server.state.kind !== 'idle' && server.restart();
  context.subscriptions.push(watcher, watcher.onDidChange(restart), watcher.onDidCreate(restart), watcher.onDidDelete(restart));

  function file(name: string): vscode.Uri {
    return vscode.Uri.joinPath(files, name);
  }

  /** The address of a file, or the file itself if the worker cannot load it. */
  async function source(name: string): Promise<string | Uint8Array> {
    return files.scheme.startsWith('http') ? file(name).toString(true) : vscode.workspace.fs.readFile(file(name));
  }
}

async function text(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

/** The text of the configuration file; empty if there is none. */
async function configuration(): Promise<string> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder ? text(vscode.Uri.joinPath(folder.uri, CONFIGURATION)).catch(() => '') : '';
}
