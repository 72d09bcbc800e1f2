// The colors of names and expressions, which only the server knows.

import { Prec, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

const show = StateEffect.define<DecorationSet>();

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    const given = transaction.effects.find((effect) => effect.is(show));
    return given ? given.value : shown.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Inside of the marks of the language, so that its colors win. */
export const semanticTokens = Prec.highest(field);

/** Colors a text as the server says: five numbers for each token, relative to the one before it. */
export function showTokens(view: EditorView, doc: Text, data: readonly number[], types: readonly string[]): void {
  const marks = types.map((type) => Decoration.mark({ class: `token-${type}` }));
  const ranges = [];
  let [line, character] = [0, 0];
  for (let at = 0; at + 4 < data.length; at += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.slice(at, at + 4);
    character = lines ? characters : character + characters;
    line += lines;
    const from = doc.line(line + 1).from + character;
    const mark = marks[type];
    if (mark) ranges.push(mark.range(from, from + length));
  }
  view.dispatch({ effects: show.of(Decoration.set(ranges)) });
}
