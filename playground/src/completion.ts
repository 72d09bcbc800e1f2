// Completion by the server. Unlike the source of the client, it replaces what is behind the cursor, and applies edits elsewhere.

import { type Completion, type CompletionContext, type CompletionResult, insertCompletionText, snippet } from '@codemirror/autocomplete';
import { LSPPlugin } from '@codemirror/lsp-client';
import type { ChangeSpec } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { CompletionItem, CompletionList } from 'vscode-languageserver-protocol';
import { create } from './dom';

/** Numbers of the protocol. The package with their names is large. */
const INVOKED = 1;
const TRIGGER_CHARACTER = 2;
const SNIPPET = 2;

/** The icons of the kinds of items. */
const TYPES: Record<number, string> = {
  3: 'function',
  5: 'property',
  6: 'variable',
  7: 'class',
  9: 'namespace',
  10: 'property',
  13: 'enum',
  14: 'keyword',
  20: 'enum',
  21: 'constant',
};

export async function completionSource(context: CompletionContext): Promise<CompletionResult | null> {
  const { pos, state, view } = context;
  const plugin = view && LSPPlugin.get(view);
  const typed = state.sliceDoc(pos - 1, pos);
  const triggers = plugin?.client.serverCapabilities?.completionProvider?.triggerCharacters ?? [];
  const isTrigger = !context.explicit && triggers.includes(typed);
  if (!plugin || !(context.explicit || isTrigger || /\w/.test(typed))) return null;
  plugin.client.sync();
  const params = {
    textDocument: { uri: plugin.uri },
    position: plugin.toPosition(pos),
    context: isTrigger ? { triggerKind: TRIGGER_CHARACTER, triggerCharacter: typed } : { triggerKind: INVOKED },
  };
  const { doc } = state;
  const list = await plugin.client.request<unknown, CompletionList | CompletionItem[] | null>('textDocument/completion', params);
  const items = Array.isArray(list) ? list : (list?.items ?? []);
  const [first] = items;
  if (!first) return null;
  const range = first.textEdit && 'range' in first.textEdit ? first.textEdit.range : undefined;
  const from = range ? plugin.fromPosition(range.start, doc) : pos;
  const to = range ? plugin.fromPosition(range.end, doc) : pos;
  // What is behind the cursor is compared with no item, but every item replaces it.
  const rest = doc.sliceString(pos, to);
  const isComplete = Array.isArray(list) || !list?.isIncomplete;
  return {
    from,
    to: pos,
    options: items.map((item) => option(item, pos, rest, plugin)),
    // The server has other items once a string or a key ends.
    validFor: (text) => isComplete && !/["',:{}[\]\n]/.test(text.slice(1)),
  };
}

function option(item: CompletionItem, pos: number, rest: string, plugin: LSPPlugin): Completion {
  const { label, filterText, detail, sortText, kind, documentation } = item;
  const { doc } = plugin.view.state;
  const elsewhere = (item.additionalTextEdits ?? []).map(({ range, newText }) => ({
    from: plugin.fromPosition(range.start, doc),
    to: plugin.fromPosition(range.end, doc),
    insert: newText,
  }));
  const type = kind && TYPES[kind];
  return {
    label: filterText ?? label,
    displayLabel: label,
    ...(type && { type }),
    ...(detail && { detail }),
    ...(sortText && { sortText }),
    ...(documentation && {
      info: () => {
        const element = create('div', { class: 'cm-lsp-documentation' });
        element.innerHTML = plugin.docToHTML(documentation);
        return element;
      },
    }),
    apply(view, completion, from, to) {
      // Since the request, only the text before the cursor has grown.
      const grown = to - pos;
      const shift = (offset: number) => (offset < pos ? offset : offset + grown);
      const moved = applied(view, elsewhere.map((edit) => ({ ...edit, from: shift(edit.from), to: shift(edit.to) })));
      const end = view.state.sliceDoc(to + moved, to + moved + rest.length) === rest ? to + rest.length : to;
      const text = item.textEdit?.newText ?? item.insertText ?? label;
      if (item.insertTextFormat === SNIPPET) snippet(template(text))(view, completion, from + moved, end + moved);
      else view.dispatch(insertCompletionText(view.state, text, from + moved, end + moved));
    },
  };

  /** Applies edits, and returns by how much those before the cursor move it. */
  function applied(view: EditorView, edits: { from: number; to: number; insert: string }[]): number {
    if (edits.length) view.dispatch({ changes: edits satisfies ChangeSpec });
    const before = edits.filter((edit) => edit.to <= pos);
    return before.reduce((sum, edit) => sum + edit.insert.length - (edit.to - edit.from), 0);
  }
}

/** A snippet of the protocol as one of CodeMirror, in which only what follows `$` or `#` is a field. */
export function template(text: string): string {
  return text.replace(/\\([\\$}])(\{?)|\$(\d+)|\$\{(\d+)/g, (_match, escaped, brace, plain, braced) => {
    if (escaped !== undefined) return escaped + (brace && '\\{');
    // The last stop, which has no number here.
    if (plain !== undefined) return plain === '0' ? '${}' : `\${${plain}}`;
    return `\${${braced}`;
  });
}
