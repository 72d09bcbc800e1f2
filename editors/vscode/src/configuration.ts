import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';

export const FILE_NAME = 'asl-lint.toml';

/** The configuration file that applies to a document: that of the setting, or else the nearest upward; `undefined` if the defaults do. */
export function configurationOf(document: vscode.TextDocument): vscode.Uri | undefined {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const chosen = vscode.workspace.getConfiguration('asl-lint').get('configuration', '');
  if (chosen) return vscode.Uri.file(path.resolve(root, chosen));
  let folder = document.isUntitled ? root : path.dirname(document.uri.fsPath);
  for (;;) {
    const file = path.join(folder, FILE_NAME);
    if (fs.existsSync(file)) return vscode.Uri.file(file);
    const above = path.dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}
