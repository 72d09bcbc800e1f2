// Starts the server and implements the commands that need the editor: graphs, policies and lists of references. Everything
// else is in the server. The folders `desktop` and `web` have what depends on where the extension runs.

import * as vscode from 'vscode';
import { Graphs } from './graph/graphs';
import type { Launcher } from './launcher';
import { startWhenNeeded } from './need';
import { newMachine } from './newMachine';
import { Policies } from './policy';
import { showReferences } from './references';
import { Server } from './server';
import { Status } from './status';

/** The settings that a server only reads when it starts, or whose effects are only seen then. */
const RESTARTING = ['server.path', 'severity', 'codeLens', 'inlayHints', 'outline', 'format'];

let server: Server | undefined;

export async function activateWith(
  context: vscode.ExtensionContext,
  launcher: Launcher,
  log: vscode.LogOutputChannel,
): Promise<Server> {
  server = new Server(launcher, log);
  const graphs = new Graphs(server, context.extensionUri);
  const policies = new Policies(server);
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    server,
    new Status(server),
    graphs,
    policies,
    registerCommand('asl.newStateMachine', () => newMachine(context)),
    registerCommand('asl.restart', () => server?.restart()),
    registerCommand('asl.showLog', () => server?.log.show()),
    registerCommand('asl.showGraph', graphs.show, graphs),
    registerCommand('asl.showPolicy', policies.show, policies),
    registerCommand('asl.showReferences', showReferences),
    vscode.workspace.onDidChangeConfiguration((event) => {
      const isAffected = RESTARTING.some((setting) => event.affectsConfiguration(`asl-lint.${setting}`));
      if (isAffected && server?.state.kind !== 'idle') void server?.restart();
    }),
  );
  context.subscriptions.push(await startWhenNeeded(server));
  return server;
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
