// Values of the language server protocol, which commands of the server have as arguments and results, as those of VS Code.

import * as vscode from 'vscode';
import type { Location, Position, Range } from 'vscode-languageclient';

export function toPosition({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character);
}

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(toPosition(start), toPosition(end));
}

export function toLocation({ uri, range }: Location): vscode.Location {
  return new vscode.Location(vscode.Uri.parse(uri), toRange(range));
}

export function fromPosition({ line, character }: vscode.Position): Position {
  return { line, character };
}
