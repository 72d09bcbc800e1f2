// The page that shows the graph of a state machine. It knows nothing of the program around it but the messages.

import { Camera, type Place } from './camera';
import { Gestures } from './gestures';
import type { FromPage, ToPage } from './messages';
import { Minimap } from './minimap';
import { Picture } from './picture';
import { png } from './png';
import { Search } from './search';

/** What the page remembers while it is hidden or the window reloads. */
interface Memory {
  key?: string;
  place?: Place;
  /** For the program around it. */
  target?: unknown;
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): Memory | undefined;
  setState(state: Memory): void;
};

const host = acquireVsCodeApi();
const post = (message: FromPage) => host.postMessage(message);
const find = <T extends Element>(selector: string) => document.querySelector<T>(selector) as T;

const stage = find<HTMLElement>('#stage');
const memory: Memory = host.getState() ?? {};
const camera = new Camera(stage, moved);
const minimap = new Minimap(find<SVGSVGElement>('#minimap'), camera);
const search = new Search(find<HTMLInputElement>('#search'), find('#count'), () => picture, go);

let picture: Picture | undefined;
let source = '';
let key = memory.key;
let current: string | undefined;
/** The state to go to once it is in the picture. */
let wanted: string | undefined;

new Gestures(stage, camera, () => picture, {
  reveal: (id) => {
    select(id);
    post({ type: 'reveal', id });
  },
  fold,
  select: (id) => {
    focusNode(id);
    show(id);
  },
  search: () => search.focus(),
});

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'graph') draw(data);
  if (data.type === 'current') follow(data.id);
  if (data.type === 'pinned') find('#pin').setAttribute('aria-pressed', `${data.isPinned}`);
  if (data.type === 'stale') setStale(true);
  if (data.type === 'remember') host.setState(Object.assign(memory, { target: data.target }));
  if (data.type === 'none') document.body.classList.toggle('none', !picture);
});
new ResizeObserver(() => picture && moved()).observe(stage);

on('#fit', () => camera.fit());
on('#zoom', () => camera.zoomBy(1 / camera.place.zoom));
on('#in', () => camera.zoomBy(1.25));
on('#out', () => camera.zoomBy(0.8));
on('#folds', foldAll);
on('#pin', () => post({ type: 'pin', isPinned: find('#pin').getAttribute('aria-pressed') !== 'true' }));
find('#export').addEventListener('change', async (event) => {
  const choice = event.target as HTMLSelectElement;
  const format = choice.value;
  choice.value = '';
  if (format === 'svg' || format === 'mermaid') post({ type: 'export', format });
  if (format === 'png' && picture) post({ type: 'save', format, base64: await png(source, picture.size) });
});
post({ type: 'ready' });

function on(selector: string, act: () => void): void {
  find(selector).addEventListener('click', act);
}

function draw(graph: Extract<ToPage, { type: 'graph' }>): void {
  const before = picture;
  const isSame = key === graph.key && before !== undefined;
  const remembered = key === graph.key ? memory.place : undefined;
  const anchor = isSame ? anchorOf(before) : undefined;
  key = graph.key;
  source = graph.svg;
  picture = new Picture(graph.svg, graph.nodes);
  picture.svg.setAttribute('aria-label', `State machine ${graph.title}`);
  before?.svg.remove();
  stage.prepend(picture.svg);
  picture.addFolds();
  camera.size = picture.size;
  document.body.classList.remove('none');
  document.body.classList.toggle('compound', graph.nodes.some((node) => node.isCompound));
  setStale(graph.isStale);
  minimap.draw(picture);
  if (anchor) keep(anchor);
  else if (remembered) camera.move(remembered);
  else camera.begin(picture.start);
  search.update();
  mark();
  if (wanted !== undefined && picture.group(wanted)) go(wanted);
}

/** The state closest to the middle of the screen, and where it is. */
function anchorOf(shown: Picture): { id: string; x: number; y: number } | undefined {
  const { x, y, width, height } = camera.viewport;
  let best: { id: string; x: number; y: number } | undefined;
  let least = Infinity;
  for (const id of shown.ids) {
    const box = shown.box(id);
    if (!box || !camera.shows(box)) continue;
    const distance = Math.hypot(box.x + box.width / 2 - x - width / 2, box.y - y - height / 2);
    if (distance < least) [best, least] = [{ id, x: box.x + box.width / 2 - x, y: box.y - y }, distance];
  }
  return best;
}

/** Moves the picture so that a state stays where it was. */
function keep(anchor: { id: string; x: number; y: number }): void {
  const box = picture?.box(picture.visible(anchor.id));
  camera.move(box ? { x: box.x + box.width / 2 - anchor.x, y: box.y - anchor.y } : {});
}

function moved(): void {
  if (!picture) return;
  const { x, y, width, height } = camera.viewport;
  picture.svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
  find('#zoom').textContent = `${Math.round(camera.place.zoom * 100)} %`;
  minimap.update();
  remember();
}

function remember(): void {
  Object.assign(memory, { key, place: camera.place });
  host.setState(memory);
}

function setStale(isStale: boolean): void {
  document.body.classList.toggle('stale', isStale);
  find('#status').textContent = isStale ? 'Not up to date: the definition has syntax errors' : '';
}

/** Highlights the state at the cursor of the editor. */
function follow(id: string | undefined): void {
  const isNew = id !== current;
  current = id;
  mark();
  const box = picture?.box(picture.visible(id));
  if (isNew && box && !camera.shows(box)) camera.center(box);
}

function mark(): void {
  const id = picture?.visible(current);
  picture?.mark('current', [id]);
  if (!picture) return;
  for (const group of picture.svg.querySelectorAll<SVGGElement>('[role=button]')) group.tabIndex = -1;
  const entry = picture.group(id) ?? picture.group(picture.ids[0]);
  if (entry) entry.tabIndex = 0;
}

function select(id: string): void {
  current = id;
  mark();
}

function focusNode(id: string): void {
  picture?.group(id)?.focus({ preventScroll: true });
}

function show(id: string): void {
  const box = picture?.box(id);
  if (box && !camera.shows(box)) camera.center(box);
}

/** Goes to a state, and opens the states around it before that. */
function go(id: string): void {
  const isHidden = picture && !picture.group(id);
  wanted = isHidden ? id : undefined;
  if (isHidden) {
    const around = new Set(picture?.around(id));
    collapse(collapsed().filter((one) => !around.has(one)));
    return;
  }
  const box = picture?.box(id);
  if (box) camera.center(box);
  picture?.mark('found', [id]);
}

function collapsed(): string[] {
  return picture?.nodes.filter((node) => node.isCollapsed).map(({ id }) => id) ?? [];
}

function fold(id: string): void {
  const ids = collapsed();
  collapse(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
}

function foldAll(): void {
  const compound = picture?.nodes.filter((node) => node.isCompound) ?? [];
  const isAnyOpen = compound.some((node) => !node.isCollapsed && picture?.group(node.id));
  collapse(isAnyOpen ? compound.map(({ id }) => id) : []);
}

function collapse(ids: string[]): void {
  post({ type: 'collapse', ids });
}
