import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { LANGUAGES } from '../client';
import type { Server } from '../server';

const FILE_NAME = 'asl-lint.toml';

/** Shows the configuration of the active document in the language status of the status bar. */
export class Configurations implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('asl-lint.configuration', []);
  private readonly listeners: vscode.Disposable;

  constructor(private readonly server: Server) {
    this.item.name = 'ASL Lint: Configuration';
    const files = vscode.workspace.createFileSystemWatcher(`**/${FILE_NAME}`, false, true, false);
    const show = () => this.show();
    this.listeners = vscode.Disposable.from(
      files,
      files.onDidCreate(show),
      files.onDidDelete(show),
      vscode.window.onDidChangeActiveTextEditor(show),
      vscode.workspace.onDidChangeConfiguration(show),
      server.onDidChangeState(show),
    );
    this.show();
  }

  dispose(): void {
    vscode.Disposable.from(this.listeners, this.item).dispose();
  }

  private show(): void {
    const { item, server } = this;
    const document = vscode.window.activeTextEditor?.document;
    item.selector = server.state.kind === 'running' ? LANGUAGES : [];
    if (!document || server.state.kind !== 'running') return;
    const file = configurationOf(document);
    item.text = file ? vscode.workspace.asRelativePath(file) : 'defaults';
    item.detail = 'configuration';
    item.command = file && { command: 'vscode.open', title: 'Open', arguments: [file] };
  }
}

/** The configuration file that applies to a document: that of the setting, or else the nearest upward; `undefined` if the defaults do. */
function configurationOf(document: vscode.TextDocument): vscode.Uri | undefined {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const chosen = vscode.workspace.getConfiguration('asl-lint').get('configuration', '');
  if (chosen) return vscode.Uri.file(path.resolve(root, chosen));
  let folder = document.isUntitled ? root : path.dirname(document.uri.fsPath);
  for (;;) {
    const file = path.join(folder, FILE_NAME);
    if (fs.existsSync(file)) return vscode.Uri.file(file);
    const above = path.dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}
