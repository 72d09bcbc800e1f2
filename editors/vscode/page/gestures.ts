// Mouse, fingers and keyboard in the picture.

import type { Camera } from './camera';
import type { Picture } from './picture';

interface Point {
  x: number;
  y: number;
}

interface Actions {
  reveal(id: string): void;
  fold(id: string): void;
  /** Moves the focus to a state. */
  select(id: string): void;
  search(): void;
}

/** A pointer that moves less than this many pixels clicks. */
const STILL = 4;

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export class Gestures {
  private start: Point | undefined;
  /** The pointers that are down. */
  private readonly pointers = new Map<number, Point>();
  private isDragging = false;

  constructor(
    root: HTMLElement,
    private readonly stage: HTMLElement,
    private readonly camera: Camera,
    private readonly picture: () => Picture | undefined,
    private readonly actions: Actions,
  ) {
    stage.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    stage.addEventListener('pointerdown', (event) => this.press(event));
    stage.addEventListener('pointermove', (event) => this.drag(event));
    stage.addEventListener('pointerup', (event) => this.release(event));
    stage.addEventListener('pointercancel', (event) => this.lift(event));
    root.addEventListener('keydown', (event) => this.key(event));
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const { left, top } = this.stage.getBoundingClientRect();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.shiftKey) this.camera.pan(-(event.deltaX || event.deltaY) * lines, 0);
    else this.camera.zoomBy(Math.exp((-event.deltaY * lines) / 400), event.clientX - left, event.clientY - top);
  }

  private press(event: PointerEvent): void {
    if (event.button > 1 || (event.target as Element).closest('#minimap')) return;
    this.start = at(event);
    this.isDragging = false;
    this.pointers.set(event.pointerId, this.start);
  }

  private drag(event: PointerEvent): void {
    if (!this.start || !this.pointers.has(event.pointerId)) return;
    if (this.pointers.size > 1) return this.pinch(event);
    const [dx, dy] = [event.clientX - this.start.x, event.clientY - this.start.y];
    if (!this.isDragging && Math.hypot(dx, dy) < STILL) return;
    // Only now, because the target of a click would be the stage.
    if (!this.isDragging) this.stage.setPointerCapture(event.pointerId);
    this.isDragging = true;
    this.stage.classList.add('dragging');
    this.start = at(event);
    this.pointers.set(event.pointerId, this.start);
    this.camera.pan(dx, dy);
  }

  /** Two fingers zoom and move. */
  private pinch(event: PointerEvent): void {
    const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
    const before = this.pointers.get(event.pointerId);
    if (!other || !before) return;
    const now = at(event);
    const { left, top } = this.stage.getBoundingClientRect();
    const distance = (point: Point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
    this.camera.zoomBy(distance(now) / distance(before), (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
    this.camera.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    this.pointers.set(event.pointerId, now);
    this.isDragging = true;
  }

  /** The finger that stays goes on from where it is. */
  private lift(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
    this.start = [...this.pointers.values()][0];
    this.stage.classList.remove('dragging');
  }

  private release(event: PointerEvent): void {
    const isClick = this.start && !this.isDragging && event.button === 0;
    this.lift(event);
    if (!isClick) return;
    const target = event.target as Element;
    const id = target.closest<SVGGElement>('[data-id]')?.dataset.id;
    if (id === undefined) return;
    if (target.closest('.fold')) this.actions.fold(id);
    else this.actions.reveal(id);
  }

  private key(event: KeyboardEvent): void {
    const element = event.target as Element;
    if (element.matches('input, select') || event.altKey) return;
    const isFind = event.key === '/' || (event.key === 'f' && (event.ctrlKey || event.metaKey));
    const group = element.closest<SVGGElement>('[data-id]');
    const picture = this.picture();
    const node = picture?.node(group?.dataset.id);
    const arrow = ARROWS[event.key];
    if (isFind) this.actions.search();
    else if (event.ctrlKey || event.metaKey) return;
    else if (event.key === '+' || event.key === '=') this.camera.zoomBy(1.25);
    else if (event.key === '-') this.camera.zoomBy(0.8);
    else if (event.key === '0') this.camera.fit();
    else if (event.key === '1') this.camera.zoomBy(1 / this.camera.place.zoom);
    else if (arrow && element.matches('button')) return;
    else if (arrow && node) this.actions.select(picture?.next(node.id, ...arrow) ?? node.id);
    else if (arrow) this.camera.pan(-60 * arrow[0], -60 * arrow[1]);
    else if (event.key === 'Enter' && node) this.actions.reveal(node.id);
    else if (event.key === ' ' && node?.isCompound) this.actions.fold(node.id);
    else return;
    event.preventDefault();
  }
}

function at({ clientX, clientY }: PointerEvent): Point {
  return { x: clientX, y: clientY };
}
