// The page of a rule, beside the text.

import { create, find } from './dom';
import type { Editor } from './editor';
import { hostOf } from './hosts';
import { HOST_OF_LANGUAGE, ruleToEnable } from './links';
import type { Server } from './server';
import type { Shared } from './share';

export class RulePage {
  private readonly page = find('#rule');

  constructor(
    private readonly server: Server,
    private readonly editor: Editor,
    private readonly open: (wanted: Shared) => void,
  ) {}

  /** Shows the page of a rule. */
  async show(rule: string): Promise<void> {
    const markdown = await this.server.execute<string>('asl.explain', rule);
    const html = markdown && this.editor.plugin?.docToHTML(markdown, 'markdown');
    if (!html) return;
    this.page.innerHTML = html;
    const needed = ruleToEnable(markdown);
    const examples = [...markdown.matchAll(/^```(\w+)\n([^]*?)^```/gm)];
    [...this.page.querySelectorAll('pre')].forEach((block, index) => {
      const [, language = '', text = ''] = examples[index] ?? [];
      const host = hostOf(HOST_OF_LANGUAGE[language] ?? '');
      const open = () => host && this.open({ host, text, ...(needed && { rule: needed }) });
      if (host) block.after(create('button', { class: 'try', type: 'button', onclick: open }, 'Open in the editor'));
    });
    const link = Object.assign(create('a'), { href: `../rules/${rule}`, textContent: 'Open in the documentation' });
    this.page.append(create('p', { class: 'documentation' }, link));
    this.page.scrollTop = 0;
  }
}
