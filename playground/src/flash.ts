// Shows for a moment what has changed.

import { type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Milliseconds. */
const DURATION = 1500;

const show = StateEffect.define<readonly { from: number; to: number }[]>();

const mark = Decoration.mark({ class: 'flash' });
const line = Decoration.line({ class: 'flash' });

export const flashes = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let flashes = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(show)) continue;
      const ranges = effect.value.map(({ from, to }): Range<Decoration> => {
        const at = transaction.state.doc.lineAt(from);
        return from < to ? mark.range(from, to) : line.range(at.from);
      });
      flashes = Decoration.set(ranges, true);
    }
    return flashes;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function flash(view: EditorView, ranges: readonly { from: number; to: number }[]): void {
  view.dispatch({ effects: show.of(ranges) });
  setTimeout(() => view.dispatch({ effects: show.of([]) }), DURATION);
}
