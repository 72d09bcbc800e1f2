// The IAM policy that the state machine at the cursor needs, beside the text.

import type { Range } from 'vscode-languageserver-protocol';
import { create, find, rich } from './dom';
import type { Editor } from './editor';
import type { Server } from './server';

/** What the server answers. A remark without a range is about the policy as a whole. */
interface Policy {
  name: string;
  policy: string;
  remarks: { message: string; range?: Range | null }[];
}

export class PolicyPage {
  private readonly page = find('#policy');

  constructor(
    private readonly server: Server,
    private readonly editor: Editor,
    private readonly reveal: (range: Range) => void,
  ) {}

  /** Shows the policy, unless nobody looks at it. */
  async update(): Promise<void> {
    if (document.body.dataset.side !== 'policy') return;
    const { doc } = this.editor.view.state;
    const found = await this.server.execute<Policy>('asl.policy', this.editor.uri, this.editor.position);
    if (this.editor.view.state.doc === doc) this.page.replaceChildren(...(found ? this.content(found) : [create('p', {}, 'No state machine found.')]));
  }

  private content({ name, policy, remarks }: Policy): Node[] {
    const text = create('div');
    text.innerHTML = this.editor.plugin?.docToHTML(`\`\`\`json\n${policy.trimEnd()}\n\`\`\``, 'markdown') ?? '';
    const copy = create('button', { type: 'button', class: 'try', onclick: () => void navigator.clipboard.writeText(policy) }, 'Copy');
    const list = remarks.map(({ message, range }) => {
      if (!range) return create('li', {}, ...rich(message));
      const line = create('button', { type: 'button', class: 'related', onclick: () => this.reveal(range) }, `Line ${range.start.line + 1}: `, ...rich(message));
      return create('li', {}, line);
    });
    const intro = create('p', {}, ...rich(`The role of \`${name}\` needs these permissions.`));
    const title = list.length ? [create('h2', {}, 'What the policy does not say')] : [];
    return [intro, text, copy, ...title, create('ul', {}, ...list)];
  }
}
