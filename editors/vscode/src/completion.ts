import * as vscode from 'vscode';

/** An answer of the server. An empty list says that nothing completes what is typed at a place of a definition. */
type Answer = vscode.CompletionItem[] | vscode.CompletionList | null | undefined;

/**
 * VS Code offers the words of the document where nothing else is offered, and Enter accepts the first of them. So instead of an
 * empty list, it gets an item that it never shows, because no text matches it.
 */
export function withoutWords(answer: Answer, document: vscode.TextDocument, position: vscode.Position): Answer {
  const before = document.lineAt(position).text.slice(0, position.character);
  if (!(answer instanceof vscode.CompletionList) || answer.items.length > 0 || before.trim() === '') return answer;
  const item = new vscode.CompletionItem('nothing');
  item.filterText = '\0';
  item.range = new vscode.Range(position.with({ character: 0 }), position);
  return new vscode.CompletionList([item], true);
}
