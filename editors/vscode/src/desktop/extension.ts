// The extension with the server as a process.

import * as vscode from 'vscode';
import { type LanguageClientOptions, LanguageClient } from 'vscode-languageclient/node';
import { activateWith, deactivate } from '../extension';
import { ID, type Launcher, NAME } from '../launcher';
import { Configurations } from './configuration';
import { offerServer } from './missing';
import { findServer, NotFound } from './serverPath';
import { registerTasks } from './tasks';

export { deactivate };

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel(NAME, { log: true });
  const launcher: Launcher = {
    async launch() {
      const command = await findServer(context);
      return (options: LanguageClientOptions) => new LanguageClient(ID, NAME, { command }, options);
    },
    repair: async (error) => error instanceof NotFound && offerServer(error, log),
  };
  const server = await activateWith(context, launcher, log);
  context.subscriptions.push(registerTasks(), new Configurations(server));
}
