import * as vscode from 'vscode';
import type { Server } from './server';

/** The delay between an edit and the update of a graph, in milliseconds. */
const REDRAW_DELAY = 300;

interface Graph {
  uri: vscode.Uri;
  name: string | undefined;
  panel: vscode.WebviewPanel;
  timer: NodeJS.Timeout | undefined;
  isClosed: boolean;
}

/** The open graph panels. */
export class Graphs implements vscode.Disposable {
  /** By document and state machine name. */
  private readonly graphs = new Map<string, Graph>();

  private readonly listener = vscode.workspace.onDidChangeTextDocument(({ document }) => this.redraw(document.uri));

  constructor(private readonly server: Server) {}

  /** The command of the code lens "Show graph". From the command palette, it has no arguments. */
  async show(target?: string | vscode.Uri, name?: string): Promise<void> {
    const uri = target ? vscode.Uri.parse(target.toString()) : vscode.window.activeTextEditor?.document.uri;
    if (!uri) return;
    const key = JSON.stringify([uri.toString(), name]);
    const open = this.graphs.get(key);
    if (open) return open.panel.reveal();

    const title = name ?? vscode.workspace.asRelativePath(uri).split('/').pop();
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel('asl.graph', `Graph: ${title}`, column, {});
    const graph: Graph = { uri, name, panel, timer: undefined, isClosed: false };
    this.graphs.set(key, graph);
    panel.onDidDispose(() => {
      graph.isClosed = true;
      clearTimeout(graph.timer);
      this.graphs.delete(key);
    });
    await this.draw(graph);
  }

  dispose(): void {
    this.listener.dispose();
  }

  private redraw(uri: vscode.Uri): void {
    for (const graph of this.graphs.values()) {
      if (graph.uri.toString() !== uri.toString()) continue;
      clearTimeout(graph.timer);
      graph.timer = setTimeout(() => this.draw(graph), REDRAW_DELAY);
    }
  }

  /** Keeps the previous graph if the definition cannot be drawn in the middle of an edit. */
  private async draw(graph: Graph): Promise<void> {
    const svg = await this.server.execute<string>('asl.graph', graph.uri.toString(), 'svg', graph.name);
    if (graph.isClosed) return;
    const { webview } = graph.panel;
    if (svg) webview.html = page(svg);
    else if (!webview.html) webview.html = page('<p>No state machine found.</p>');
  }
}

/** A page without scripts or external resources. Its colors follow the theme of the editor, not of the system. */
function page(body: string): string {
  const dark = '.vscode-dark,.vscode-high-contrast:not(.vscode-high-contrast-light)';
  return `<!doctype html>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
${body.replace('@media(prefers-color-scheme:dark)', dark)}
<style>body{padding:0}p{padding:1em}svg .page{fill:transparent!important}</style>`;
}
