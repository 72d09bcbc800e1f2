import * as vscode from 'vscode';
import { LANGUAGES } from './client';
import { configurationOf, FILE_NAME } from './configuration';
import type { Server, State } from './server';

/** Shows the state of the server, and the configuration of the active document, in the language status of the status bar. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('asl-lint.server', LANGUAGES);
  private readonly configuration = vscode.languages.createLanguageStatusItem('asl-lint.configuration', []);
  private readonly listeners: vscode.Disposable;

  constructor(private readonly server: Server) {
    this.item.name = 'ASL Lint';
    this.configuration.name = 'ASL Lint: Configuration';
    const files = vscode.workspace.createFileSystemWatcher(`**/${FILE_NAME}`, false, true, false);
    const look = () => this.showConfiguration();
    this.listeners = vscode.Disposable.from(
      files,
      files.onDidCreate(look),
      files.onDidDelete(look),
      vscode.window.onDidChangeActiveTextEditor(look),
      vscode.workspace.onDidChangeConfiguration(look),
      server.onDidChangeState((state) => this.show(state)),
    );
    this.show(server.state);
  }

  dispose(): void {
    vscode.Disposable.from(this.listeners, this.item, this.configuration).dispose();
  }

  private show(state: State): void {
    const { item } = this;
    item.busy = state.kind === 'starting';
    item.severity = vscode.LanguageStatusSeverity[state.kind === 'stopped' ? 'Error' : 'Information'];
    item.command = { command: 'asl.restart', title: state.kind === 'idle' ? 'Start' : 'Restart' };
    [item.text, item.detail] = describe(state);
    this.showConfiguration();
  }

  private showConfiguration(): void {
    const { configuration, server } = this;
    const document = vscode.window.activeTextEditor?.document;
    configuration.selector = server.state.kind === 'running' ? LANGUAGES : [];
    if (!document || server.state.kind !== 'running') return;
    const file = configurationOf(document);
    configuration.text = file ? vscode.workspace.asRelativePath(file) : 'defaults';
    configuration.detail = 'configuration';
    configuration.command = file && { command: 'vscode.open', title: 'Open', arguments: [file] };
  }
}

function describe(state: State): [text: string, detail: string] {
  switch (state.kind) {
    case 'idle':
      return ['ASL Lint', 'no state machine so far'];
    case 'starting':
      return ['ASL Lint', 'starting'];
    case 'running':
      return [`ASL Lint ${state.version}`, 'running'];
    case 'stopped':
      return ['ASL Lint', `stopped: ${state.reason}`];
  }
}
