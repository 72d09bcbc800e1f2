import * as vscode from 'vscode';

const FILTERS: Record<string, string> = { svg: 'SVG', png: 'PNG', mmd: 'Mermaid' };

/** Asks where to save a graph, by default beside its definition. */
export async function save(content: Uint8Array, definition: vscode.Uri, name: string, extension: string): Promise<void> {
  const folder = definition.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(definition, '..');
  const options = {
    filters: { [FILTERS[extension] ?? extension]: [extension] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${name.replaceAll(/[^\w.-]+/g, '-')}.${extension}`) }),
  };
  const target = await vscode.window.showSaveDialog(options);
  if (target) await vscode.workspace.fs.writeFile(target, content);
}
