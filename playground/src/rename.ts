// The rename of a state or a variable. The command of the client renames words; names may have several.

import { showDialog } from '@codemirror/view';
import type { Editor } from './editor';
import type { Server } from './server';

export async function rename(editor: Editor, server: Server): Promise<void> {
  const { uri, position, view } = editor;
  const { doc } = view.state;
  const name = await server.nameAt(uri, position);
  if (name === undefined) return say(editor, 'Nothing can be renamed here.');
  const { close, result } = showDialog(view, {
    label: 'New name',
    input: { name: 'name', value: name },
    submitLabel: 'Rename',
    focus: true,
    top: true,
  });
  const form = await result;
  view.dispatch({ effects: close });
  const input = form?.elements.namedItem('name') as HTMLInputElement | undefined;
  if (!input || input.value === name) return view.focus();
  try {
    const edit = await server.rename(uri, position, input.value);
    editor.applyEdits(edit?.changes?.[uri] ?? [], doc);
    view.focus();
  } catch (error) {
    say(editor, (error as Error).message);
  }
}

function say({ view }: Editor, label: string): void {
  showDialog(view, { label, top: true });
}
