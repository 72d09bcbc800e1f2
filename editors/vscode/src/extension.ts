// Starts asl-lsp and implements the commands that need the editor: graphs, policies and lists of references. Everything
// else is in the server.

import * as vscode from 'vscode';
import { Graphs } from './graph';
import { Policies } from './policy';
import { showReferences } from './references';
import { Server } from './server';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  server = new Server(context);
  const graphs = new Graphs(server);
  const policies = new Policies(server);
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    graphs,
    policies,
    registerCommand('asl.restart', () => server?.restart()),
    registerCommand('asl.showGraph', graphs.show, graphs),
    registerCommand('asl.showPolicy', policies.show, policies),
    registerCommand('asl.showReferences', showReferences),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('asl-lint.server.path')) server?.restart();
    }),
  );
  await server.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
