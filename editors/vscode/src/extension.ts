// Starts asl-lsp and implements the commands that need the editor: graphs, policies and lists of references. Everything
// else is in the server.

import * as vscode from 'vscode';
import { Graphs } from './graph/graphs';
import { startWhenNeeded } from './need';
import { Policies } from './policy';
import { showReferences } from './references';
import { Server } from './server';
import { Status } from './status';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  server = new Server(context);
  const graphs = new Graphs(server, context.extensionUri);
  const policies = new Policies(server);
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    server,
    new Status(server),
    graphs,
    policies,
    registerCommand('asl.restart', () => server?.restart()),
    registerCommand('asl.showLog', () => server?.log.show()),
    registerCommand('asl.showGraph', graphs.show, graphs),
    registerCommand('asl.showPolicy', policies.show, policies),
    registerCommand('asl.showReferences', showReferences),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const isAffected = event.affectsConfiguration('asl-lint.server.path');
      if (isAffected && server?.state.kind !== 'idle') void server?.restart();
    }),
  );
  context.subscriptions.push(await startWhenNeeded(server));
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
