// The text of the current host.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter } from '@codemirror/lint';
import {
  findReferencesKeymap,
  formatKeymap,
  hoverTooltips,
  jumpToDefinition,
  jumpToDefinitionKeymap,
  LSPPlugin,
  signatureHelp,
} from '@codemirror/lsp-client';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { CodeAction, Position, Range, TextEdit } from 'vscode-languageserver-protocol';
import { completionSource } from './completion';
import { flash, flashes } from './flash';
import { type Host, uriOf } from './hosts';
import { rename } from './rename';
import type { Server } from './server';
import { highlighting, theme } from './theme';
import { semanticTokens } from './tokens';

/** What the client of the server adds to an editor. */
export const SERVER_FEATURES = [
  autocompletion({ override: [completionSource] }),
  hoverTooltips(),
  signatureHelp(),
  keymap.of([...formatKeymap, ...jumpToDefinitionKeymap, ...findReferencesKeymap]),
];

/** Of the style sheets that CodeMirror makes; the policy of the page names it. */
const NONCE = 'codemirror';

export interface EditorEvents {
  /** Another document is shown. */
  opened(): void;
  /** The text has changed. */
  changed(): void;
  /** The cursor has moved. */
  moved(): void;
  /** The user asks what can be done at the cursor. */
  asked(): void;
}

export class Editor {
  readonly view: EditorView;
  /** The documents that are not shown. */
  private readonly hidden = new Map<Host, EditorState>();
  private readonly darkness = new Compartment();
  private isDark = false;
  /** The number of the last document, and those of the documents of each host. */
  private number = 0;
  private readonly numbers = new Map<Host, number>();

  constructor(
    parent: HTMLElement,
    public host: Host,
    text: string,
    private readonly server: Server,
    private readonly events: EditorEvents,
  ) {
    this.view = new EditorView({ parent, state: this.state(host, text) });
  }

  get uri(): string {
    return uriOf(this.host, this.numbers.get(this.host) ?? 0);
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  get position(): Position {
    return this.positionOf(this.view.state.selection.main.head);
  }

  get selection(): Range {
    const { from, to } = this.view.state.selection.main;
    return { start: this.positionOf(from), end: this.positionOf(to) };
  }

  get end(): Position {
    return this.positionOf(this.view.state.doc.length);
  }

  /** Shows the document of a host. With a text, the document is replaced. */
  open(host: Host, text?: string): void {
    this.hidden.set(this.host, this.view.state);
    const known = text === undefined ? this.hidden.get(host) : undefined;
    this.host = host;
    this.view.setState(known ?? this.state(host, text ?? ''));
    this.setDark(this.isDark);
    this.view.dispatch({ effects: EditorView.scrollIntoView(this.view.state.selection.main.head, { y: 'center' }) });
    this.events.opened();
  }

  has(host: Host): boolean {
    return host === this.host || this.hidden.has(host);
  }

  setDark(isDark: boolean): void {
    this.isDark = isDark;
    this.view.dispatch({ effects: this.darkness.reconfigure(EditorView.darkTheme.of(isDark)) });
  }

  /** Moves the cursor. On a telephone, it takes no focus, which would open the keyboard. */
  reveal(position: Position): void {
    const anchor = this.offsetOf(position);
    this.view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    if (matchMedia('(pointer: fine)').matches) this.view.focus();
  }

  /** Does what an action does to a text. */
  applyAction(action: CodeAction, doc: Text): void {
    this.applyEdits(action.edit?.changes?.[this.uri] ?? [], doc);
  }

  /** Applies edits of a text, unless it is not the current one any more. Highlights what has changed. */
  applyEdits(edits: readonly TextEdit[], doc: Text): void {
    if (!edits.length || this.view.state.doc !== doc) return;
    const changes = edits.map(({ range, newText }) => ({ from: this.offsetOf(range.start), to: this.offsetOf(range.end), insert: newText }));
    const made = this.view.state.changes(changes);
    const changed: { from: number; to: number }[] = [];
    made.iterChangedRanges((_fromA, _toA, from, to) => changed.push({ from, to }));
    this.view.dispatch({ changes: made, userEvent: 'input.fix' });
    const first = changed[0]?.from ?? 0;
    this.view.dispatch({ selection: { anchor: first }, effects: EditorView.scrollIntoView(first, { y: 'center' }) });
    flash(this.view, changed);
  }

  offsetOf({ line, character }: Position): number {
    const { doc } = this.view.state;
    const at = doc.line(Math.min(line + 1, doc.lines));
    return Math.min(at.from + character, at.to);
  }

  private positionOf(offset: number): Position {
    const line = this.view.state.doc.lineAt(offset);
    return { line: line.number - 1, character: offset - line.from };
  }

  /** The state of a new document. */
  private state(host: Host, doc: string): EditorState {
    this.numbers.set(host, ++this.number);
    return EditorState.create({
      doc,
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        highlightSpecialChars(),
        highlightSelectionMatches(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        closeBrackets(),
        keymap.of([
          { key: 'Mod-.', run: () => (this.events.asked(), true) },
          { key: 'F2', run: () => (void rename(this, this.server), true) },
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          indentWithTab,
        ]),
        EditorView.cspNonce.of(NONCE),
        flashes,
        semanticTokens,
        theme,
        highlighting,
        this.darkness.of(EditorView.darkTheme.of(this.isDark)),
        EditorView.contentAttributes.of({ 'aria-label': host.file, tabindex: '0' }),
        EditorView.domEventHandlers({ mousedown: jump }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.events.changed();
          else if (update.selectionSet) this.events.moved();
        }),
        host.language,
        this.server.client.plugin(uriOf(host, this.number), host.languageId),
      ],
    });
  }

  /** The connection of the current document. */
  get plugin(): LSPPlugin | null {
    return LSPPlugin.get(this.view);
  }
}

/** Goes to the definition of what is clicked with Ctrl or Cmd. */
function jump(event: MouseEvent, view: EditorView): boolean {
  const anchor = event.ctrlKey || event.metaKey ? view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
  if (anchor === null) return false;
  view.dispatch({ selection: { anchor } });
  return jumpToDefinition(view);
}
