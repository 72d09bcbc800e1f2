// Mouse and keyboard in the picture.

import type { Camera } from './camera';
import type { Picture } from './picture';

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
  private start: { x: number; y: number } | undefined;
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
    stage.addEventListener('pointercancel', () => (this.start = undefined));
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
    this.start = { x: event.clientX, y: event.clientY };
    this.isDragging = false;
  }

  private drag(event: PointerEvent): void {
    if (!this.start) return;
    const [dx, dy] = [event.clientX - this.start.x, event.clientY - this.start.y];
    if (!this.isDragging && Math.hypot(dx, dy) < STILL) return;
    // Only now, because the target of a click would be the stage.
    if (!this.isDragging) this.stage.setPointerCapture(event.pointerId);
    this.isDragging = true;
    this.stage.classList.add('dragging');
    this.start = { x: event.clientX, y: event.clientY };
    this.camera.pan(dx, dy);
  }

  private release(event: PointerEvent): void {
    const isClick = this.start && !this.isDragging && event.button === 0;
    this.start = undefined;
    this.stage.classList.remove('dragging');
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
