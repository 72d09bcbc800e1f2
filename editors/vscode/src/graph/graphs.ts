// The graph panel of a window: what it shows, and what makes it change.

import * as vscode from 'vscode';
import { mermaid, type Wanted } from '../../page/machine';
import type { FromPage, ToPage } from '../../page/messages';
import { Presenter } from '../../page/presenter';
import { fromPosition, toRange } from '../protocol';
import type { Server } from '../server';
import { html } from './html';
import { save } from './save';

const TYPE = 'asl.graph';

/** The delays between an edit or a movement of the cursor and the update of the graph, in milliseconds. */
const AFTER_EDIT = 300;
const AFTER_MOVE = 120;

/** What a page remembers of a panel when the window reloads. */
interface Target {
  uri: string;
  name?: string | undefined;
  isPinned: boolean;
  collapsed: string[];
}

/** A panel that follows the active editor, unless it is pinned. */
export class Graphs implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private target: Target | undefined;
  /** What the panel is about to show instead, if it has a machine. */
  private next: Target | undefined;

  private readonly presenter: Presenter;

  /** The active text editor, or the last one. */
  private lastEditor = vscode.window.activeTextEditor;

  private timer: ReturnType<typeof setTimeout> | undefined;

  private readonly listeners = [
    vscode.window.registerWebviewPanelSerializer(TYPE, this),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (!editor) return;
      this.lastEditor = editor;
      this.follow(editor);
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.move(textEditor)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length && this.isAbout(document.uri)) this.later(AFTER_EDIT);
    }),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => uris.some((uri) => this.isAbout(uri)) && this.later(AFTER_MOVE, false)),
  ];

  constructor(
    private readonly server: Server,
    private readonly extension: vscode.Uri,
  ) {
    this.presenter = new Presenter(server, (message) => this.post(message));
  }

  /**
   * Shows the graph of a state machine of a document: the one with the name if a code lens asks for it, or else the one at the
   * cursor.
   */
  async show(target?: string | vscode.Uri, name?: unknown): Promise<void> {
    const uri = target?.toString() ?? this.editor?.document.uri.toString();
    if (!uri) return;
    const isNamed = typeof target === 'string';
    this.target = { uri, name: isNamed && typeof name === 'string' ? name : undefined, isPinned: false, collapsed: this.collapsedOf(uri) };
    this.next = undefined;
    if (this.panel) this.panel.reveal(undefined, true);
    else this.adopt(vscode.window.createWebviewPanel(TYPE, 'Graph', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }));
    this.post({ type: 'pinned', isPinned: false });
    await this.draw(!isNamed);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state?: { target?: Target }): Promise<void> {
    if (this.panel) return panel.dispose();
    this.target = state?.target;
    this.adopt(panel);
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.listeners).dispose();
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const folder = vscode.Uri.joinPath(this.extension, 'dist/page');
    this.panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.webview.onDidReceiveMessage((message: FromPage) => this.receive(message));
    panel.onDidDispose(() => {
      clearTimeout(this.timer);
      this.panel = this.target = this.next = undefined;
      this.presenter.reset();
    });
    panel.webview.html = html(panel.webview, folder);
  }

  private async receive(message: FromPage): Promise<void> {
    const { target, presenter } = this;
    const { machine } = presenter;
    if (message.type === 'ready') {
      presenter.reset();
      this.post({ type: 'pinned', isPinned: target?.isPinned ?? false });
      await this.draw(!target?.name);
    } else if (message.type === 'collapse' && target) {
      target.collapsed = message.ids;
      await this.draw(false);
    } else if (message.type === 'pin' && target) {
      target.isPinned = message.isPinned;
      this.next = undefined;
      this.post({ type: 'pinned', isPinned: target.isPinned });
      if (!target.isPinned && this.editor) this.follow(this.editor);
      else await this.draw(false);
      this.remember();
    } else if (message.type === 'reveal') {
      await this.reveal(message.id);
    } else if (message.type === 'save' && machine) {
      await save(Uint8Array.from(atob(message.base64), (byte) => byte.charCodeAt(0)), vscode.Uri.parse(presenter.uri), presenter.title, message.format);
    } else if (message.type === 'export' && machine && target) {
      const isSvg = message.format === 'svg';
      const text = isSvg ? machine.svg : await mermaid(this.server, this.wanted(target, false));
      if (text) await save(new TextEncoder().encode(text), vscode.Uri.parse(presenter.uri), presenter.title, isSvg ? 'svg' : 'mmd');
    }
  }

  /** Moves the cursor to a state. Its editor becomes the active one, so that the next file does not open over the graph. */
  private async reveal(id: string): Promise<void> {
    const { machine } = this.presenter;
    const node = machine?.nodes.find((node) => node.id === id);
    if (!machine || !node) return;
    const uri = vscode.Uri.parse(machine.uri);
    const open = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    const { start } = toRange(node.nameRange);
    await vscode.window.showTextDocument(uri, {
      viewColumn: open?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(start, start),
    });
  }

  /** Another editor is active. */
  private follow(editor: vscode.TextEditor): void {
    const { uri } = editor.document;
    if (!this.panel || this.target?.isPinned || uri.scheme === 'output' || uri.scheme === 'git') return;
    this.next = this.isAbout(uri) ? undefined : { uri: uri.toString(), isPinned: false, collapsed: [] };
    this.later(AFTER_MOVE);
  }

  /** The cursor has moved. */
  private move(editor: vscode.TextEditor): void {
    const { machine } = this.presenter;
    const { uri } = editor.document;
    if (!machine || !this.isAbout(uri)) return;
    const isInside = machine.uri === uri.toString() && this.say(editor);
    if (!isInside && !this.target?.isPinned && this.target?.uri === uri.toString()) this.later(AFTER_MOVE);
  }

  /** Highlights the state at the cursor. Returns whether there is one. */
  private say(editor: vscode.TextEditor): boolean {
    return this.presenter.select(fromPosition(editor.selection.active));
  }

  private later(delay: number, follows = true): void {
    if (!this.panel) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(follows), delay);
  }

  /** Shows the next machine, or the one that is shown as it is now: the one at the cursor if it follows it. */
  private async draw(follows: boolean): Promise<void> {
    const { presenter, next } = this;
    const target = next ?? this.target;
    if (!target) return presenter.clear();
    const machine = await presenter.show(this.wanted(target, next !== undefined || (follows && !target.isPinned)));
    if (machine === undefined || next !== this.next) return;
    this.next = undefined;
    if (!this.panel || !machine) return;
    this.target = { ...target, name: machine.name ?? target.name };
    this.panel.title = `Graph: ${presenter.title}`;
    this.remember();
    const { editor } = this;
    if (editor?.document.uri.toString() === machine.uri) this.say(editor);
  }

  private wanted({ uri, name, collapsed }: Target, follows: boolean): Wanted {
    const { editor } = this;
    // A machine without a name is found by its place only.
    const isActive = (follows || name === undefined) && editor?.document.uri.toString() === uri;
    return { uri, name, collapsed, position: isActive ? fromPosition(editor.selection.active) : undefined };
  }

  /** The editor that the panel follows: no text editor is active while the panel has the focus. */
  private get editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find((editor) => editor === this.lastEditor);
  }

  private collapsedOf(uri: string): string[] {
    return this.target?.uri === uri ? this.target.collapsed : [];
  }

  private isAbout(uri: vscode.Uri): boolean {
    return [this.target?.uri, this.presenter.machine?.uri].includes(uri.toString());
  }

  private remember(): void {
    if (this.target) this.post({ type: 'remember', target: this.target });
  }

  private post(message: ToPage): void {
    void this.panel?.webview.postMessage(message);
  }
}
