import * as fs from 'node:fs';
import * as vscode from 'vscode';

/** The server from the settings, or else the bundled one, or else the one on the PATH. */
export function serverPath(context: vscode.ExtensionContext): string {
  const chosen = vscode.workspace.getConfiguration('asl-lint').get<string>('server.path');
  if (chosen) return chosen;
  const name = process.platform === 'win32' ? 'asl-lsp.exe' : 'asl-lsp';
  const bundled = context.asAbsolutePath(`server/${name}`);
  return fs.existsSync(bundled) ? bundled : name;
}
