import * as vscode from 'vscode';

interface Choice extends vscode.QuickPickItem {
  /** The name of a template, or a part of it. */
  id: string;
}

const KINDS: Choice[] = [
  { id: 'asl.json', label: 'JSON', description: 'state-machine.asl.json' },
  { id: 'asl.yaml', label: 'YAML', description: 'state-machine.asl.yaml' },
  { id: 'sam.yaml', label: 'SAM template', description: 'template.yaml, with a Lambda function' },
];

const QUERY_LANGUAGES: Choice[] = [
  { id: 'jsonata', label: 'JSONata', description: 'for new state machines' },
  { id: 'jsonpath', label: 'JSONPath' },
];

/** The command "New State Machine": a document from a template, which gets a file when the user saves it. */
export async function newMachine(context: vscode.ExtensionContext): Promise<void> {
  const kind = await vscode.window.showQuickPick(KINDS, { title: 'New State Machine (1/2)', placeHolder: 'Format' });
  if (!kind) return;
  const step = { title: 'New State Machine (2/2)', placeHolder: 'Query language' };
  const language = await vscode.window.showQuickPick(QUERY_LANGUAGES, step);
  if (!language) return;

  const template = vscode.Uri.joinPath(context.extensionUri, 'templates', `${language.id}.${kind.id}`);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(template));
  const { uri } = await vscode.workspace.openTextDocument(await freeName(kind.id));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  const editor = await vscode.window.showTextDocument(uri);
  editor.selection = new vscode.Selection(0, 0, 0, 0);
  // VS Code has detected nothing in the empty document.
  editor.options = { tabSize: 2, insertSpaces: true };
}

/** A name in the folder of the workspace that no file has. */
async function freeName(kind: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const [stem, extension] = kind === 'sam.yaml' ? ['template', 'yaml'] : ['state-machine', kind];
  const open = vscode.workspace.textDocuments.map((document) => document.uri.path);
  for (let number = 1; ; number++) {
    const file = vscode.Uri.joinPath(folder, `${stem}${number > 1 ? `-${number}` : ''}.${extension}`);
    if (!open.includes(file.path) && !(await exists(file))) return file.with({ scheme: 'untitled' });
  }
}

function exists(file: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(file)).then(() => true, () => false);
}
