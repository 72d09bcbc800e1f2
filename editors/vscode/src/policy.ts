import * as vscode from 'vscode';
import type { Position, Range } from 'vscode-languageclient';
import { fromPosition, toRange } from './protocol';
import type { Server } from './server';

/** What the server answers. A remark without a range is about the policy as a whole. */
interface Policy {
  policy: string;
  remarks: { message: string; range: Range | null }[];
}

/** Shows the IAM policies that definitions need. */
export class Policies implements vscode.Disposable {
  /** What the last policy does not say, at the states of the definition and in the policy. */
  private readonly remarks = vscode.languages.createDiagnosticCollection('asl-iam');

  private readonly listeners = [
    vscode.workspace.onDidChangeTextDocument(({ document }) => this.remarks.delete(document.uri)),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.isUntitled && this.remarks.has(document.uri)) this.remarks.clear();
    }),
  ];

  constructor(private readonly server: Server) {}

  /**
   * The command of the code lens "IAM policy", which opens the policy as a new document. From the command palette, it has
   * no arguments, and the policy is that of the definition at the cursor.
   */
  async show(target?: string, position?: Position): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const uri = target ? vscode.Uri.parse(target) : editor?.document.uri;
    if (!uri) return;
    const at = position ?? (editor && fromPosition(editor.selection.active));
    const found = await this.server.execute<Policy>('asl.policy', uri.toString(), at);
    if (!found) {
      vscode.window.showInformationMessage('No state machine found.');
      return;
    }
    const document = await vscode.workspace.openTextDocument({ language: 'json', content: found.policy });
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false };
    await vscode.window.showTextDocument(document, column);
    this.remarks.clear();
    this.remarks.set(uri, found.remarks.filter(({ range }) => range).map(diagnostic));
    this.remarks.set(document.uri, found.remarks.filter(({ range }) => !range).map(diagnostic));
  }

  dispose(): void {
    vscode.Disposable.from(this.remarks, ...this.listeners).dispose();
  }
}

function diagnostic({ message, range }: Policy['remarks'][number]): vscode.Diagnostic {
  const place = range ? toRange(range) : new vscode.Range(0, 0, 0, 1);
  const diagnostic = new vscode.Diagnostic(place, message, vscode.DiagnosticSeverity.Information);
  diagnostic.source = 'IAM policy';
  return diagnostic;
}
