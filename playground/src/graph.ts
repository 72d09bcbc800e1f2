// The graph of the state machine at the cursor: that of the panel in VS Code.

import type { Text } from '@codemirror/state';
import { Graph } from '../../editors/vscode/page/graph';
import { mermaid, type Wanted } from '../../editors/vscode/page/machine';
import type { FromPage } from '../../editors/vscode/page/messages';
import { Presenter } from '../../editors/vscode/page/presenter';
import { download } from './download';
import type { Editor } from './editor';
import type { Server } from './server';

/** Milliseconds from a movement of the cursor to the update of the graph. */
const AFTER_MOVE = 120;

export class GraphPane {
  private readonly graph: Graph;
  private readonly presenter: Presenter;
  private timer: number | undefined;
  private collapsed: string[] = [];
  private name: string | undefined;
  private uri = '';
  /** The text that the graph is of. */
  private doc: Text | undefined;

  constructor(
    root: HTMLElement,
    private readonly server: Server,
    private readonly editor: Editor,
    private readonly revealed: () => void,
  ) {
    this.presenter = new Presenter(server, (message) => {
      // Another document has another machine or none; the panel of VS Code keeps the last one.
      if (message.type === 'none') root.classList.add('none');
      else this.graph.receive(message);
    });
    this.graph = new Graph(root, {
      postMessage: (message) => void this.receive(message),
      getState: () => undefined,
      setState: () => undefined,
    });
  }

  /** Draws the machine at the cursor, or the last one. */
  async update(): Promise<void> {
    const { editor } = this;
    if (editor.uri !== this.uri) {
      this.uri = editor.uri;
      this.collapsed = [];
      this.name = undefined;
    }
    const { doc } = editor.view.state;
    const machine = await this.presenter.show(this.wanted);
    this.name = machine?.name ?? this.name;
    if (machine) this.doc = doc;
    if (machine && this.isCurrent) this.presenter.select(editor.position);
  }

  /** The cursor has moved. */
  move(): void {
    clearTimeout(this.timer);
    const isInside = this.isCurrent && this.presenter.select(this.editor.position);
    if (!isInside) this.timer = setTimeout(() => this.update(), AFTER_MOVE);
  }

  private get isCurrent(): boolean {
    return this.editor.view.state.doc === this.doc;
  }

  private get wanted(): Wanted {
    const { editor } = this;
    return { uri: editor.uri, name: this.name, position: editor.position, collapsed: this.collapsed };
  }

  private async receive(message: FromPage): Promise<void> {
    // Places in an older text may be others now.
    if (message.type === 'reveal' && !this.isCurrent) await this.update();
    const { machine, title } = this.presenter;
    if (message.type === 'collapse') {
      this.collapsed = message.ids;
      await this.update();
    } else if (message.type === 'reveal') {
      const node = machine?.nodes.find(({ id }) => id === message.id);
      if (node) this.editor.reveal(node.nameRange.start);
      this.revealed();
    } else if (message.type === 'save') {
      download(`${title}.${message.format}`, `data:image/png;base64,${message.base64}`);
    } else if (message.type === 'export' && machine) {
      const isSvg = message.format === 'svg';
      const text = isSvg ? machine.svg : await mermaid(this.server, this.wanted);
      if (text) download(`${title}.${isSvg ? 'svg' : 'mmd'}`, `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`);
    }
  }
}
