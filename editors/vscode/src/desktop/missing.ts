// What users see if there is no server: a single message with ways to get one.

import { spawn } from 'node:child_process';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { CARGO, type NotFound } from './serverPath';

const INSTALL = ['install', '--locked', '--git', 'https://github.com/asl-lint/asl-lint', 'asl-lsp'];

const HELP = vscode.Uri.parse('https://github.com/asl-lint/asl-lint/blob/main/editors/vscode/README.md#the-server');

/** Says that there is no server. Returns whether there may be one now. */
export async function offerServer(missing: NotFound, log: vscode.LogOutputChannel): Promise<boolean> {
  const [install, choose, open, help] = ['Install', 'Choose File…', 'Open Setting', 'Help'];
  const advice = `Install it with \`cargo ${INSTALL.join(' ')}\`, or choose the file of the program.`;
  const message = missing.isChosen
    ? `ASL Lint cannot start its language server: ${missing.message} The setting \`asl-lint.server.path\` names it.`
    : `ASL Lint cannot start its language server: ${missing.message} ${advice}`;
  const choices = missing.isChosen ? [open, choose, help] : [install, choose, help];
  switch (await vscode.window.showErrorMessage(message, ...choices)) {
    case install:
      return installServer(log);
    case choose:
      return chooseServer();
    case open:
      await vscode.commands.executeCommand('workbench.action.openSettings', 'asl-lint.server.path');
      return false;
    case help:
      await vscode.env.openExternal(HELP);
      return false;
    default:
      return false;
  }
}

/** The change of the setting starts the server. */
async function chooseServer(): Promise<false> {
  const [file] = (await vscode.window.showOpenDialog({ title: 'Choose asl-lsp', openLabel: 'Use as Server' })) ?? [];
  const settings = vscode.workspace.getConfiguration('asl-lint');
  if (file) await settings.update('server.path', file.fsPath, vscode.ConfigurationTarget.Global);
  return false;
}

/** Compiles the server, which takes minutes and can be cancelled. */
async function installServer(log: vscode.LogOutputChannel): Promise<boolean> {
  const progress = { location: vscode.ProgressLocation.Notification, title: 'Installing asl-lsp', cancellable: true };
  const failure = await vscode.window.withProgress(progress, (report, token) => cargo(log, report, token));
  if (failure === undefined) return true;
  const [show, help] = ['Show Log', 'Help'];
  const choice = failure && (await vscode.window.showErrorMessage(`asl-lsp was not installed: ${failure}`, show, help));
  if (choice === show) log.show();
  if (choice === help) await vscode.env.openExternal(HELP);
  return false;
}

/** Why the installation failed; empty if the user has cancelled it, `undefined` if it succeeded. */
function cargo(
  log: vscode.LogOutputChannel,
  report: vscode.Progress<{ message: string }>,
  token: vscode.CancellationToken,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const PATH = `${process.env.PATH}${path.delimiter}${CARGO}`;
    const cargo = spawn('cargo', INSTALL, { env: { ...process.env, PATH } });
    token.onCancellationRequested(() => cargo.kill());
    cargo.stderr.on('data', (data: Buffer) => {
      const text = data.toString().trim();
      log.info(text);
      report.report({ message: text.split('\n').pop() ?? '' });
    });
    cargo.on('error', () => resolve('cargo is not on the PATH. Install Rust first.'));
    cargo.on('exit', (code) => {
      if (code === 0) resolve(undefined);
      else resolve(token.isCancellationRequested ? '' : 'cargo failed.');
    });
  });
}
