// The list of findings, with their fixes.

import type { CodeAction, Range } from 'vscode-languageserver-protocol';
import { create, find, rich } from './dom';
import type { Finding, Found } from './findings';

/** More findings than anybody reads. */
const LIMIT = 100;

interface Events {
  reveal(range: Range): void;
  explain(rule: string): void;
  apply(action: CodeAction, found: Found): void;
  /** The user asks what else can be done. */
  more(finding: Finding, anchor: HTMLElement): void;
}

export class Panel {
  private readonly list = find('#finding-list');
  private readonly counts = find('#counts');
  private readonly badge = find('#badge');
  private readonly fixAll = find('#fix-all');
  private found: Found | undefined;

  constructor(private readonly events: Events) {
    this.fixAll.addEventListener('click', () => {
      if (this.found?.fixAll) events.apply(this.found.fixAll, this.found);
    });
  }

  /** Shows a text instead of findings. */
  say(text: string, className: string): void {
    this.counts.textContent = this.badge.textContent = '';
    this.fixAll.hidden = true;
    this.list.replaceChildren(create('li', { class: `message ${className}` }, text));
  }

  show(found: Found): void {
    const isOther = !this.found || this.found.uri !== found.uri;
    this.found = found;
    const { findings } = found;
    if (!findings.length) return this.say('No problems found.', 'good');
    this.counts.textContent = count(findings);
    this.badge.textContent = `${findings.length}`;
    this.badge.className = findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
    this.fixAll.hidden = !found.fixAll;
    const rest = findings.length - LIMIT;
    this.list.replaceChildren(
      ...findings.slice(0, LIMIT).map((finding) => this.item(finding, found)),
      ...(rest > 0 ? [create('li', { class: 'message' }, `and ${rest} more`)] : []),
    );
    if (isOther) this.list.scrollTop = 0;
  }

  private item(finding: Finding, found: Found): HTMLElement {
    const { title, details, severity, rule, range, related, fixes } = finding;
    const { events } = this;
    const button = (className: string, label: string, onclick: (event: MouseEvent) => void, hint = '') =>
      create('button', { class: className, type: 'button', title: hint, onclick }, ...rich(label));
    return create(
      'li',
      { class: `finding ${severity}` },
      create(
        'button',
        { class: 'title', type: 'button', title: 'Show in the text', onclick: () => events.reveal(range) },
        create('span', { class: 'severity' }, severity),
        create('span', {}, ...rich(title)),
        create('span', { class: 'line' }, `line ${range.start.line + 1}`),
      ),
      ...details.map((detail) => create('p', { class: 'detail' }, ...rich(detail))),
      ...related.map((place) => button('related', `Line ${place.range.start.line + 1}: ${place.message}`, () => events.reveal(place.range), 'Show in the text')),
      create(
        'div',
        { class: 'actions' },
        ...fixes.map((fix) => button('fix', fix.title, () => events.apply(fix, found), 'Fix this problem')),
        button('more', 'More…', (event) => events.more(finding, event.currentTarget as HTMLElement), 'Other actions'),
        button('rule', `Why? ${rule}`, () => events.explain(rule), 'Open the page of the rule'),
      ),
    );
  }
}

function count(findings: Finding[]): string {
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const counted = (number: number, name: string) => (number ? [`${number} ${name}${number > 1 ? 's' : ''}`] : []);
  const infos = of('info');
  return [...counted(of('error'), 'error'), ...counted(of('warning'), 'warning'), ...(infos ? [`${infos} info`] : [])].join(', ');
}
