// Completion that never takes a key that belongs to the text. VS Code keeps a list open until the answer to its next request
// comes, and Enter accepts the first item meanwhile. So lists are closed here, as soon as what they offer has been typed.

import * as vscode from 'vscode';
import type { ProvideCompletionItemsSignature } from 'vscode-languageclient';
import { hasEnded } from './ended';

/** An answer of the server. An empty list says that nothing completes what is typed at a place of a definition. */
type Answer = vscode.CompletionItem[] | vscode.CompletionList | null | undefined;

/** The last answer about a definition. */
interface Offer {
  uri: string;
  items: vscode.CompletionItem[];
}

export class Completion implements vscode.Disposable {
  /** The characters that open a list, which the server declares. */
  triggers: string[] = [];

  private offer: Offer | undefined;

  /** The place behind the last edit. */
  private typed: { uri: string; end: vscode.Position } | undefined;

  private readonly listener = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges: [change] }) => {
    if (!change) return;
    const { range, text } = change;
    // Other edits than single keys are not followed.
    const end = range.start.translate(0, text.includes('\n') ? 0 : text.length);
    this.typed = { uri: document.uri.toString(), end };
    if (this.offer?.uri !== this.typed.uri) return;
    const { items } = this.offer;
    const fit = (end: vscode.Position) => items.some((item) => fits(item, document, end));
    // The key after which no item fits any more. Later ones begin something else.
    const isOver = text.length === 1 && !this.triggers.includes(text) && fit(range.start) && !fit(end);
    if (isOver || this.isTyped(document, this.offer, end)) {
      void vscode.commands.executeCommand('hideSuggestWidget');
    }
  });

  async provide(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.CompletionContext,
    token: vscode.CancellationToken,
    next: ProvideCompletionItemsSignature,
  ): Promise<Answer> {
    const answer = await next(document, position, context, token);
    const uri = document.uri.toString();
    if (!(answer instanceof vscode.CompletionList)) {
      if (this.offer?.uri === uri && !token.isCancellationRequested) this.offer = undefined;
      return answer;
    }
    this.offer = { uri, items: answer.items };
    const isLate = this.typed?.uri === uri && this.typed.end.line === position.line && this.typed.end.isAfter(position);
    const items = isLate && this.isTyped(document, this.offer, this.typed!.end) ? [] : answer.items;
    return items.length ? answer : withoutWords(document, position);
  }

  /** Whether nothing is left to type of what is offered. */
  private isTyped(document: vscode.TextDocument, { items }: Offer, end: vscode.Position): boolean {
    const before = document.lineAt(end.line).text.slice(0, end.character);
    return hasEnded(before, document.languageId) || items.some((item) => isWhole(item, before, end));
  }

  dispose(): void {
    this.listener.dispose();
  }
}

/** Whether the letters that have been typed for an item are in its text, in the same order. */
export function fits({ range, filterText, label }: vscode.CompletionItem, document: vscode.TextDocument, end: vscode.Position): boolean {
  const start = startOf(range);
  if (!start || start.line !== end.line || start.isAfter(end)) return true;
  const letters = (filterText ?? (typeof label === 'string' ? label : label.label)).toLowerCase();
  let at = 0;
  for (const letter of document.getText(new vscode.Range(start, end)).trim().toLowerCase()) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function startOf(range: vscode.CompletionItem['range']): vscode.Position | undefined {
  return (range instanceof vscode.Range ? range : range?.replacing)?.start;
}

/** Whether an item is the text that ends at a place. */
function isWhole({ range, insertText, label, kind }: vscode.CompletionItem, before: string, end: vscode.Position): boolean {
  const start = startOf(range);
  if (!start || start.line !== end.line) return false;
  const typed = before.slice(start.character).trim();
  if (typed === '' || /^\\?["']/.test(typed)) return false;
  if (kind === vscode.CompletionItemKind.Module) return typed === label;
  // A call in YAML is typed where its first line is; its parameters below are not meant by the next Enter.
  const text = insertText instanceof vscode.SnippetString ? insertText.value.split('\n', 1)[0] : insertText;
  return text?.trim().replace(/,$/, '') === typed;
}

/**
 * VS Code offers the words of the document where nothing else is offered, and Enter accepts the first of them. So instead of an
 * empty list, it gets an item that it never shows, because no text matches it.
 */
function withoutWords(document: vscode.TextDocument, position: vscode.Position): vscode.CompletionList {
  const before = document.lineAt(position).text.slice(0, position.character);
  if (before.trim() === '') return new vscode.CompletionList([], true);
  const item = new vscode.CompletionItem('nothing');
  item.filterText = '\0';
  item.range = new vscode.Range(position.with({ character: 0 }), position);
  return new vscode.CompletionList([item], true);
}
