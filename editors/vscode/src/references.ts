import * as vscode from 'vscode';
import type { Location, Position } from 'vscode-languageclient';
import { toLocation, toPosition } from './protocol';

/** The command of the code lens "3 references". */
export async function showReferences(uri: string, position: Position, locations: Location[]): Promise<void> {
  const [document, at, targets] = [vscode.Uri.parse(uri), toPosition(position), locations.map(toLocation)];
  await vscode.commands.executeCommand('editor.action.showReferences', document, at, targets);
}
