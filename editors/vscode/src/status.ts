import * as vscode from 'vscode';
import { LANGUAGES } from './client';
import type { Server, State } from './server';

/** Shows the state of the server in the language status of the status bar. */
export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('asl-lint.server', LANGUAGES);
  private readonly listener: vscode.Disposable;

  constructor(server: Server) {
    this.item.name = 'ASL Lint';
    this.listener = server.onDidChangeState((state) => this.show(state));
    this.show(server.state);
  }

  dispose(): void {
    vscode.Disposable.from(this.listener, this.item).dispose();
  }

  private show(state: State): void {
    const { item } = this;
    item.busy = state.kind === 'starting';
    item.severity = vscode.LanguageStatusSeverity[state.kind === 'stopped' ? 'Error' : 'Information'];
    item.command = { command: 'asl.restart', title: state.kind === 'idle' ? 'Start' : 'Restart' };
    [item.text, item.detail] = describe(state);
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
