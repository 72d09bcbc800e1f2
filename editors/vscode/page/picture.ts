// The picture of a machine, and its states in it.

import type { Box } from './camera';
import type { Node } from './messages';

const SVG = 'http://www.w3.org/2000/svg';

export class Picture {
  readonly svg: SVGSVGElement;
  readonly size: { width: number; height: number };
  private readonly groups = new Map<string, SVGGElement>();
  private readonly byId: Map<string, Node>;

  constructor(
    text: string,
    readonly nodes: Node[],
  ) {
    this.byId = new Map(nodes.map((node) => [node.id, node]));
    // The page has its own style, which follows the theme of the editor.
    const unstyled = text.replace(/<style>[^]*?<\/style>/, '');
    const svg = new DOMParser().parseFromString(unstyled, 'image/svg+xml').documentElement;
    this.svg = document.importNode(svg, true) as unknown as SVGSVGElement;
    this.svg.querySelectorAll('.page').forEach((element) => element.remove());
    const [, , width, height] = (this.svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
    this.size = { width: width || 1, height: height || 1 };
    this.svg.removeAttribute('width');
    this.svg.removeAttribute('height');
    for (const group of this.svg.querySelectorAll<SVGGElement>('[data-id]')) {
      this.groups.set(group.dataset.id ?? '', group);
      group.setAttribute('role', 'button');
      group.tabIndex = -1;
    }
  }

  /** The states in sight, in the order of the text. */
  get ids(): string[] {
    return [...this.groups.keys()];
  }

  group(id: string | undefined): SVGGElement | undefined {
    return id === undefined ? undefined : this.groups.get(id);
  }

  node(id: string | undefined): Node | undefined {
    return id === undefined ? undefined : this.byId.get(id);
  }

  /** The box of a state in the picture. */
  box(id: string | undefined): Box | undefined {
    return this.group(id)?.querySelector<SVGGraphicsElement>(':scope > .shape')?.getBBox();
  }

  get start(): Box | undefined {
    return this.svg.querySelector<SVGGraphicsElement>(':scope > .mark > .shape')?.getBBox();
  }

  /** The state itself, or else the collapsed one that hides it. */
  visible(id: string | undefined): string | undefined {
    let shown = id;
    while (shown !== undefined && !this.groups.has(shown)) shown = this.node(shown)?.parent;
    return shown;
  }

  /** The states around a state. */
  around(id: string): string[] {
    const parent = this.node(id)?.parent;
    return parent === undefined ? [] : [parent, ...this.around(parent)];
  }

  /** Gives the class to these states and to no others. */
  mark(name: string, ids: (string | undefined)[]): void {
    this.svg.querySelectorAll(`.${name}`).forEach((element) => element.classList.remove(name));
    for (const id of ids) this.group(id)?.classList.add(name);
  }

  /** Adds a control to each state with machines inside, which hides or shows them. Call it when the picture is on the page. */
  addFolds(): void {
    for (const node of this.nodes) {
      const [group, box] = [this.group(node.id), this.box(node.id)];
      if (!node.isCompound || !group || !box) continue;
      const fold = document.createElementNS(SVG, 'g');
      fold.classList.add('fold');
      fold.setAttribute('aria-hidden', 'true');
      fold.setAttribute('transform', `translate(${box.x + 5} ${box.y + 5})`);
      const area = document.createElementNS(SVG, 'rect');
      for (const [name, value] of Object.entries({ width: 18, height: 18, rx: 4 })) area.setAttribute(name, `${value}`);
      const sign = document.createElementNS(SVG, 'path');
      sign.setAttribute('d', node.isCollapsed ? 'M5 9H13M9 5V13' : 'M5 9H13');
      fold.append(area, sign);
      group.append(fold);
      group.setAttribute('aria-expanded', `${!node.isCollapsed}`);
    }
  }

  /** The closest state in a direction. */
  next(from: string | undefined, dx: number, dy: number): string | undefined {
    const start = this.box(from);
    if (!start) return this.ids[0];
    let best: string | undefined;
    let least = Infinity;
    for (const id of this.ids) {
      const box = this.box(id);
      if (!box || id === from) continue;
      const x = box.x + box.width / 2 - start.x - start.width / 2;
      const y = box.y - start.y;
      const along = x * dx + y * dy;
      const across = Math.abs(x * dy) + Math.abs(y * dx);
      const distance = along + 3 * across;
      if (along > 1 && distance < least) [best, least] = [id, distance];
    }
    return best;
  }
}
