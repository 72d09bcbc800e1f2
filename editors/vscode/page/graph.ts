// The graph of a state machine in an element. It knows nothing of the program around it but the messages.

import { Camera, type Place } from './camera';
import { Gestures } from './gestures';
import { MARKUP } from './markup';
import type { FromPage, ToPage } from './messages';
import { Minimap } from './minimap';
import { Picture } from './picture';
import { png } from './png';
import { Search } from './search';

/** What the graph remembers while it is hidden or the window reloads. */
export interface Memory {
  key?: string;
  place?: Place;
  /** For the program around it. */
  target?: unknown;
}

/** The program around the graph. */
export interface Host {
  postMessage(message: FromPage): void;
  getState(): Memory | undefined;
  setState(state: Memory): void;
}

export class Graph {
  private readonly memory: Memory;
  private readonly stage: HTMLElement;
  private readonly camera: Camera;
  private readonly minimap: Minimap;
  private readonly search: Search;

  private picture: Picture | undefined;
  private source = '';
  private key: string | undefined;
  private current: string | undefined;
  /** The place at which the picture has begun. */
  private begun: Place | undefined;
  /** The state to go to once it is in the picture. */
  private wanted: string | undefined;

  /** Fills an element, which should be the only graph of its page. */
  constructor(
    private readonly root: HTMLElement,
    private readonly host: Host,
  ) {
    root.classList.add('graph');
    root.insertAdjacentHTML('afterbegin', MARKUP);
    this.memory = host.getState() ?? {};
    this.key = this.memory.key;
    this.stage = this.find('#stage');
    this.camera = new Camera(this.stage, () => this.moved());
    this.minimap = new Minimap(this.find('#minimap'), this.camera);
    const picture = () => this.picture;
    this.search = new Search(this.find('#search'), this.find('#count'), picture, (id) => this.go(id));
    new Gestures(root, this.stage, this.camera, picture, {
      reveal: (id) => {
        this.select(id);
        host.postMessage({ type: 'reveal', id });
      },
      fold: (id) => this.fold(id),
      select: (id) => {
        this.picture?.group(id)?.focus({ preventScroll: true });
        this.show(id);
      },
      search: () => this.search.focus(),
    });
    new ResizeObserver(() => this.moved()).observe(this.stage);
    this.addControls();
    host.postMessage({ type: 'ready' });
  }

  receive(message: ToPage): void {
    if (message.type === 'graph') this.draw(message);
    if (message.type === 'current') this.follow(message.id);
    if (message.type === 'pinned') this.find('#pin').setAttribute('aria-pressed', `${message.isPinned}`);
    if (message.type === 'stale') this.setStale(true);
    if (message.type === 'remember') this.host.setState(Object.assign(this.memory, { target: message.target }));
    if (message.type === 'none') this.root.classList.toggle('none', !this.picture);
  }

  private find<T extends Element>(selector: string): T {
    return this.root.querySelector(selector) as T;
  }

  private addControls(): void {
    const { camera, host } = this;
    const on = (selector: string, act: () => void) => this.find(selector).addEventListener('click', act);
    on('#fit', () => camera.fit());
    on('#zoom', () => camera.zoomBy(1 / camera.place.zoom));
    on('#in', () => camera.zoomBy(1.25));
    on('#out', () => camera.zoomBy(0.8));
    on('#folds', () => this.foldAll());
    on('#pin', () => host.postMessage({ type: 'pin', isPinned: this.find('#pin').getAttribute('aria-pressed') !== 'true' }));
    this.find('#export').addEventListener('change', async (event) => {
      const choice = event.target as HTMLSelectElement;
      const format = choice.value;
      choice.value = '';
      if (format === 'svg' || format === 'mermaid') host.postMessage({ type: 'export', format });
      if (format === 'png' && this.picture) host.postMessage({ type: 'save', format, base64: await this.image(this.picture) });
    });
  }

  /** The whole picture as PNG, as light or dark as the page. */
  private image({ size }: Picture): Promise<string> {
    const isDark = this.root.matches('.vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light)');
    return png(this.source, size, isDark);
  }

  private draw(graph: Extract<ToPage, { type: 'graph' }>): void {
    const before = this.picture;
    const isSame = this.key === graph.key && before !== undefined;
    const remembered = this.key === graph.key ? this.memory.place : undefined;
    const isUntouched = isSame && this.camera.place === this.begun;
    const anchor = isSame && !isUntouched ? this.anchorOf(before) : undefined;
    const picture = new Picture(graph.svg, graph.nodes);
    this.key = graph.key;
    this.source = graph.svg;
    this.picture = picture;
    picture.svg.setAttribute('aria-label', `State machine ${graph.title}`);
    before?.svg.remove();
    this.stage.prepend(picture.svg);
    picture.addFolds();
    this.camera.size = picture.size;
    this.root.classList.remove('none');
    this.root.classList.toggle('compound', graph.nodes.some((node) => node.isCompound));
    this.setStale(graph.isStale);
    this.minimap.draw(picture);
    if (anchor) this.keep(anchor);
    else if (remembered && !isUntouched) this.camera.move(remembered);
    else this.begin(picture);
    this.search.update();
    this.mark();
    if (this.wanted !== undefined && picture.group(this.wanted)) this.go(this.wanted);
  }

  private begin(picture: Picture): void {
    this.camera.begin(picture.start);
    this.begun = this.camera.place;
  }

  /** The state closest to the middle of the screen, and where it is. */
  private anchorOf(shown: Picture): { id: string; x: number; y: number } | undefined {
    const { x, y, width, height } = this.camera.viewport;
    let best: { id: string; x: number; y: number } | undefined;
    let least = Infinity;
    for (const id of shown.ids) {
      const box = shown.box(id);
      if (!box || !this.camera.shows(box)) continue;
      const distance = Math.hypot(box.x + box.width / 2 - x - width / 2, box.y - y - height / 2);
      if (distance < least) [best, least] = [{ id, x: box.x + box.width / 2 - x, y: box.y - y }, distance];
    }
    return best;
  }

  /** Moves the picture so that a state stays where it was. */
  private keep(anchor: { id: string; x: number; y: number }): void {
    const box = this.picture?.box(this.picture.visible(anchor.id));
    this.camera.move(box ? { x: box.x + box.width / 2 - anchor.x, y: box.y - anchor.y } : {});
  }

  private moved(): void {
    if (!this.picture) return;
    const { x, y, width, height } = this.camera.viewport;
    this.picture.svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
    this.find('#zoom').textContent = `${Math.round(this.camera.place.zoom * 100)} %`;
    this.minimap.update();
    Object.assign(this.memory, { key: this.key, place: this.camera.place });
    this.host.setState(this.memory);
  }

  private setStale(isStale: boolean): void {
    this.root.classList.toggle('stale', isStale);
    this.find('#status').textContent = isStale ? 'Not up to date: the definition has syntax errors' : '';
  }

  /** Highlights the state at the cursor of the editor. */
  private follow(id: string | undefined): void {
    const isNew = id !== this.current;
    this.select(id);
    const box = this.picture?.box(this.picture.visible(id));
    if (isNew && box && !this.camera.shows(box)) this.camera.center(box);
  }

  private select(id: string | undefined): void {
    this.current = id;
    this.mark();
  }

  private mark(): void {
    const { picture } = this;
    if (!picture) return;
    const id = picture.visible(this.current);
    picture.mark('current', [id]);
    for (const group of picture.svg.querySelectorAll<SVGGElement>('[role=button]')) group.tabIndex = -1;
    const entry = picture.group(id) ?? picture.group(picture.ids[0]);
    if (entry) entry.tabIndex = 0;
  }

  private show(id: string): void {
    const box = this.picture?.box(id);
    if (box && !this.camera.shows(box)) this.camera.center(box);
  }

  /** Goes to a state, and opens the states around it before that. */
  private go(id: string): void {
    const { picture } = this;
    const isHidden = picture && !picture.group(id);
    this.wanted = isHidden ? id : undefined;
    if (isHidden) {
      const around = new Set(picture.around(id));
      this.collapse(this.collapsed().filter((one) => !around.has(one)));
      return;
    }
    const box = picture?.box(id);
    if (box) this.camera.center(box);
    picture?.mark('found', [id]);
  }

  private collapsed(): string[] {
    return this.picture?.nodes.filter((node) => node.isCollapsed).map(({ id }) => id) ?? [];
  }

  private fold(id: string): void {
    const ids = this.collapsed();
    this.collapse(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
  }

  private foldAll(): void {
    const compound = this.picture?.nodes.filter((node) => node.isCompound) ?? [];
    const isAnyOpen = compound.some((node) => !node.isCollapsed && this.picture?.group(node.id));
    this.collapse(isAnyOpen ? compound.map(({ id }) => id) : []);
  }

  private collapse(ids: string[]): void {
    this.host.postMessage({ type: 'collapse', ids });
  }
}
