// The playground: a text, what asl-lint says about it, and its graph.

import type { CodeAction, Range } from 'vscode-languageserver-protocol';
import { followTheme } from './appearance';
import { create, find } from './dom';
import { Editor, SERVER_FEATURES } from './editor';
import { Checker, type Found } from './findings';
import { GraphPane } from './graph';
import { HOSTS, type Host } from './hosts';
import { layOut, show } from './layout';
import { openMenu } from './menu';
import { Panel } from './panel';
import { PolicyPage } from './policy';
import { RulePage } from './rule';
import { firstSampleOf, SAMPLES, type Sample, sampleOf } from './samples';
import { Server } from './server';
import { fragmentOf, sharedIn } from './share';

const server = new Server(SERVER_FEATURES);
const started = server.start();
const samples = find<HTMLSelectElement>('#samples');
const shared = (await sharedIn(location.hash)) ?? { ...(SAMPLES[0] as Sample), sample: SAMPLES[0] };
/** The fragment that the page itself has written. */
let written = location.hash;

const editor = new Editor(find('#code'), shared.host, shared.text, server, {
  opened: () => {
    panel.say('Checking…', 'loading');
    void checker.check();
    remember();
  },
  changed: () => {
    // A sample that has been changed can be chosen again.
    samples.value = '';
    checker.later();
    remember();
  },
  moved: () => graph.move(),
  asked: () => void showActions(editor.selection, cursor()),
});
const graph = new GraphPane(find('#graph'), server, editor, () => show('text'));
const checker = new Checker(server, editor, (found) => {
  panel.show(found);
  void graph.update();
  void policy.update();
});
const panel = new Panel({
  reveal: ({ start }) => editor.reveal(start),
  explain,
  apply,
  more: ({ range }, anchor) => void showActions(range, anchor.getBoundingClientRect()),
});
const policy = new PolicyPage(server, editor, ({ start }) => {
  editor.reveal(start);
  show('text');
});
const rules = new RulePage(server, editor, (host, text) => open(host, text));

layOut(() => void policy.update());
followTheme(find('#theme'), (isDark) => {
  editor.setDark(isDark);
  find('#graph').classList.toggle('vscode-dark', isDark);
});
addHosts();
addSamples();
introduce(shared.sample);
mark();
find('#format').addEventListener('click', (event) => void format(event.currentTarget as HTMLElement));
find('#share').addEventListener('click', (event) => void share(event.currentTarget as HTMLElement));
find('#actions').addEventListener('click', (event) => void showActions(editor.selection, (event.currentTarget as HTMLElement).getBoundingClientRect()));
window.addEventListener('hashchange', () => void follow());

panel.say('Loading asl-lint…', 'loading');
void started.then(() => checker.check());
window.aslServer.failure.catch((error: Error) => panel.say(`asl-lint does not run: ${error.message}`, 'bad'));

/** Shows a document, in place of the one of its host. */
function open(host: Host, text?: string, sample?: Sample): void {
  const first = editor.has(host) || text !== undefined ? undefined : firstSampleOf(host);
  editor.open(host, text ?? first?.text);
  introduce(sample ?? first);
  mark();
  show('text');
}

/** Says what a sample is about. */
function introduce(sample: Sample | undefined): void {
  find('#about').textContent = sample?.about ?? '';
  samples.value = sample?.id ?? '';
}

function addHosts(): void {
  const tabs = HOSTS.map((host) => {
    const tab = create('button', { type: 'button', title: host.file, onclick: () => open(host) }, host.label);
    tab.id = `host-${host.id}`;
    return tab;
  });
  find('#hosts').append(...tabs);
}

function mark(): void {
  for (const host of HOSTS) find(`#host-${host.id}`).setAttribute('aria-pressed', `${host === editor.host}`);
}

function addSamples(): void {
  for (const host of HOSTS) {
    const group = Object.assign(create('optgroup'), { label: host.label });
    for (const { id, title } of SAMPLES.filter((sample) => sample.host === host)) {
      group.append(Object.assign(create('option', {}, title), { value: id }));
    }
    samples.append(group);
  }
  samples.addEventListener('change', () => {
    const sample = sampleOf(samples.value);
    if (sample) open(sample.host, sample.text, sample);
  });
}

function apply(action: CodeAction, { doc }: Found): void {
  editor.applyAction(action, doc);
}

function explain(rule: string): void {
  void rules.show(rule).then(() => {
    find('#rule-tab').textContent = rule;
    find('#rule-tab').hidden = find('#rule-part').hidden = false;
    show('rule');
  });
}

/** Opens a menu with what can be done in a range. */
async function showActions(range: Range, place: { left: number; bottom: number }): Promise<void> {
  const { doc } = editor.view.state;
  const actions = await server.actions(editor.uri, range);
  const items = actions.map((action) => ({ label: action.title, run: () => editor.applyAction(action, doc) }));
  openMenu(place, items, 'Nothing can be done here.');
}

async function format(button: HTMLElement): Promise<void> {
  const { doc } = editor.view.state;
  const edits = await server.formatting(editor.uri);
  if (edits) editor.applyEdits(edits, doc);
  else openMenu(button.getBoundingClientRect(), [], 'Only a definition in a document of its own can be formatted.');
}

function cursor(): { left: number; bottom: number } {
  return editor.view.coordsAtPos(editor.view.state.selection.main.head) ?? { left: 0, bottom: 0 };
}

/** Keeps the text in the address, so that it survives a reload. */
function remember(): void {
  clearTimeout(remember.timer);
  remember.timer = setTimeout(async () => {
    const { host, text } = editor;
    const sample = SAMPLES.find((sample) => sample.host === host && sample.text === text);
    written = sample ? `#sample=${sample.id}` : await fragmentOf(host, text);
    history.replaceState(null, '', written);
  }, 500);
}
remember.timer = 0 as ReturnType<typeof setTimeout>;

/** Opens the document of an address that somebody has entered. */
async function follow(): Promise<void> {
  if (location.hash === written) return;
  const shared = await sharedIn(location.hash);
  if (shared) open(shared.host, shared.text, shared.sample);
}

/** Copies a link to the text. */
async function share(button: HTMLElement): Promise<void> {
  written = await fragmentOf(editor.host, editor.text);
  history.replaceState(null, '', written);
  const isCopied = await navigator.clipboard.writeText(location.href).then(() => true, () => false);
  const label = button.textContent;
  button.textContent = isCopied ? 'Link copied' : 'Link is in the address';
  setTimeout(() => (button.textContent = label), 2000);
}
