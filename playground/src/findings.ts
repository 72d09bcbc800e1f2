// What the server finds in the text, how it can be fixed, and the colors of the text.

import { type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { CodeAction, Diagnostic, Range } from 'vscode-languageserver-protocol';
import { create, rich, sentence } from './dom';
import type { Editor } from './editor';
import type { Server } from './server';
import { showTokens } from './tokens';

/** Milliseconds from an edit to the request for findings. */
const PAUSE = 150;

const FIX_ALL = 'source.fixAll';

export type Severity = 'error' | 'warning' | 'info';

export interface Finding {
  title: string;
  /** Notes and help. */
  details: string[];
  severity: Severity;
  rule: string;
  range: Range;
  /** Other places that matter. */
  related: { message: string; range: Range }[];
  fixes: CodeAction[];
}

export interface Found {
  uri: string;
  /** The text that has been checked. */
  doc: Text;
  findings: Finding[];
  /** The fixes that can be applied without a review, if there are several. */
  fixAll: CodeAction | undefined;
}

export class Checker {
  private timer: number | undefined;

  constructor(
    private readonly server: Server,
    private readonly editor: Editor,
    private readonly show: (found: Found) => void,
  ) {}

  /** Checks the text after a pause in the edits. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  }

  /** Checks the text, unless it changes meanwhile. */
  async check(): Promise<void> {
    clearTimeout(this.timer);
    const { editor, server } = this;
    const { doc } = editor.view.state;
    const { uri } = editor;
    const isCurrent = () => editor.view.state.doc === doc && editor.uri === uri;
    const diagnostics = await server.diagnostics(uri);
    if (!isCurrent()) return;
    const everything = { start: { line: 0, character: 0 }, end: editor.end };
    const actions = diagnostics.length ? await server.actions(uri, everything, ['quickfix', FIX_ALL]) : [];
    if (!isCurrent()) return;
    const findings = diagnostics.map((diagnostic) => finding(diagnostic, actions));
    const fixAll = actions.find(({ kind }) => kind?.startsWith(FIX_ALL));
    editor.view.dispatch(setDiagnostics(editor.view.state, findings.map((one) => this.mark(one, doc))));
    this.show({ uri, doc, findings, fixAll: findings.filter(({ fixes }) => fixes.length).length > 1 ? fixAll : undefined });
    const { data, types } = await server.tokens(uri);
    if (isCurrent()) showTokens(editor.view, doc, data, types);
  }

  private mark({ title, details, severity, rule, range, fixes }: Finding, doc: Text): Mark {
    const { editor } = this;
    return {
      from: editor.offsetOf(range.start),
      to: editor.offsetOf(range.end),
      severity,
      source: rule,
      message: [title, ...details].join('\n'),
      renderMessage: () => create('div', {}, ...[title, ...details].map((text) => create('p', {}, ...rich(text)))),
      actions: fixes.map((fix) => ({ name: fix.title.replaceAll('`', ''), apply: () => editor.applyAction(fix, doc) })),
    };
  }
}

function finding(diagnostic: Diagnostic, actions: CodeAction[]): Finding {
  const { range, code, message } = diagnostic;
  const [title = '', ...details] = (typeof message === 'string' ? message : message.value).split('\n');
  const isHere = (other: Diagnostic) => other.code === code && JSON.stringify(other.range) === JSON.stringify(range);
  return {
    title: sentence(title),
    details: details.map((detail) => sentence(detail.replace(/^(help|note): /, ''))),
    severity: diagnostic.severity === 1 ? 'error' : diagnostic.severity === 2 ? 'warning' : 'info',
    rule: String(code),
    range,
    related: (diagnostic.relatedInformation ?? []).map(({ message, location }) => ({ message, range: location.range })),
    // Only the fixes of rules say whether they are preferred; other actions, such as one that ignores the finding, do not.
    fixes: actions.filter((action) => action.isPreferred !== undefined && action.diagnostics?.some(isHere)),
  };
}
