// The playground: a text, what asl-lint says about it, and its graph.

import type { Range } from 'vscode-languageserver-protocol';
import { followTheme } from './appearance';
import { create, find } from './dom';
import { Editor, SERVER_FEATURES } from './editor';
import { Checker } from './findings';
import { GraphPane } from './graph';
import { HOSTS, type Host } from './hosts';
import { layOut, show } from './layout';
import { openMenu } from './menu';
import { Panel } from './panel';
import { PolicyPage } from './policy';
import { RulePage } from './rule';
import { firstSampleOf, SAMPLES, type Sample, sampleOf } from './samples';
import { Server } from './server';
import { Address, type Shared, shared, sharedIn } from './share';

const server = new Server(SERVER_FEATURES);
const started = server.start();
const samples = find<HTMLSelectElement>('#samples');
const first = (await sharedIn(location.hash)) ?? shared(SAMPLES[0]);
/** The samples that the hosts show. */
const introduced = new Map<Host, Sample | undefined>();

const editor = new Editor(find('#code'), first.host, first.text, server, {
  opened: () => {
    panel.say('Checking…', 'loading');
    void checker.check();
    address.later();
  },
  changed: () => {
    // A sample that has been changed can be chosen again.
    samples.value = '';
    checker.later();
    address.later();
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
  apply: (action, { doc }) => editor.applyAction(action, doc),
  more: ({ range }, anchor) => void showActions(range, anchor.getBoundingClientRect()),
});
const policy = new PolicyPage(server, editor, ({ start }) => {
  editor.reveal(start);
  show('text');
});
const rules = new RulePage(server, editor, open);
const address = new Address(editor, open);

layOut(() => void policy.update());
followTheme(find('#theme'), (isDark) => {
  editor.setDark(isDark);
  find('#graph').classList.toggle('vscode-dark', isDark);
});
addHosts();
addSamples();
introduce(first.sample);
find('#format').addEventListener('click', (event) => void format(event.currentTarget as HTMLElement));
find('#share').addEventListener('click', (event) => void share(event.currentTarget as HTMLElement));
find('#actions').addEventListener('click', (event) => void showActions(editor.selection, (event.currentTarget as HTMLElement).getBoundingClientRect()));

panel.say('Loading asl-lint…', 'loading');
void started.then(() => {
  configure(first.rule);
  return checker.check();
});
window.aslServer.failure.catch((error: Error) => panel.say(`asl-lint does not run: ${error.message}`, 'bad'));

/** Shows a document, in place of the one of its host. */
function open({ host, text, sample, rule }: Shared): void {
  configure(rule);
  editor.open(host, text);
  introduce(sample);
}

/** Enables the rule that a document needs, and no other. */
function configure(rule: string | undefined): void {
  address.rule = rule;
  server.configure(rule);
}

/** Shows the document of a host, or else its first sample. */
function openHost(host: Host): void {
  const sample = firstSampleOf(host);
  if (!editor.has(host) && sample) return open(shared(sample));
  editor.open(host);
  introduce(introduced.get(host));
}

/** Says what a sample is about, and marks the host. */
function introduce(sample: Sample | undefined): void {
  introduced.set(editor.host, sample);
  find('#about').textContent = sample?.about ?? '';
  samples.value = sample && sample.text === editor.text ? sample.id : '';
  for (const host of HOSTS) find(`#host-${host.id}`).setAttribute('aria-pressed', `${host === editor.host}`);
  show('text');
}

function addHosts(): void {
  const tabs = HOSTS.map((host) => {
    const tab = create('button', { type: 'button', title: host.file, onclick: () => openHost(host) }, host.label);
    tab.id = `host-${host.id}`;
    return tab;
  });
  find('#hosts').append(...tabs);
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
    if (sample) open(shared(sample));
  });
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

/** Copies a link to the text. */
async function share(button: HTMLElement): Promise<void> {
  button.textContent = (await address.copy()) ? 'Link copied' : 'Link is in the address';
  setTimeout(() => (button.textContent = 'Share'), 2000);
}
