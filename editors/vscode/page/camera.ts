// The part of the picture that is in sight.

export interface Place {
  /** The point of the picture in the upper left corner. */
  x: number;
  y: number;
  /** Pixels of the screen for one of the picture. */
  zoom: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const MIN_ZOOM = 0.02;
const MAX_ZOOM = 4;

/** The smallest zoom at which text is readable. */
const READABLE = 0.4;

export class Camera {
  place: Place = { x: 0, y: 0, zoom: 1 };
  size = { width: 0, height: 0 };

  constructor(
    private readonly stage: HTMLElement,
    private readonly onMove: () => void,
  ) {}

  get viewport(): Box {
    const { x, y, zoom } = this.place;
    return { x, y, width: this.stage.clientWidth / zoom, height: this.stage.clientHeight / zoom };
  }

  move(place: Partial<Place>): void {
    this.place = { ...this.place, ...place };
    this.onMove();
  }

  pan(dx: number, dy: number): void {
    const { x, y, zoom } = this.place;
    this.move({ x: x - dx / zoom, y: y - dy / zoom });
  }

  /** Zooms around a point of the screen, by default the middle. */
  zoomBy(factor: number, left = this.stage.clientWidth / 2, top = this.stage.clientHeight / 2): void {
    const { x, y, zoom: before } = this.place;
    const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, before * factor));
    this.move({ x: x + left / before - left / zoom, y: y + top / before - top / zoom, zoom });
  }

  /** Shows the whole picture. */
  fit(): void {
    const { clientWidth, clientHeight } = this.stage;
    const { width, height } = this.size;
    const zoom = Math.min(1, clientWidth / width, clientHeight / height);
    this.move({ x: (width - clientWidth / zoom) / 2, y: (height - clientHeight / zoom) / 2, zoom });
  }

  /** Shows the beginning in the whole width, or as much of it as is readable. */
  begin(start: Box | undefined): void {
    const { clientWidth } = this.stage;
    const zoom = Math.min(1, Math.max(READABLE, clientWidth / this.size.width));
    const isWhole = this.size.width * zoom <= clientWidth + 1;
    const middle = isWhole || !start ? this.size.width / 2 : start.x + start.width / 2;
    this.move({ x: middle - clientWidth / zoom / 2, y: 0, zoom });
  }

  center(box: Box): void {
    const { width, height } = this.viewport;
    this.move({ x: box.x + (box.width - width) / 2, y: box.y + Math.min(box.height, height) / 2 - height / 2 });
  }

  shows(box: Box): boolean {
    const { x, y, width, height } = this.viewport;
    const isBeside = box.x + box.width < x || x + width < box.x;
    return !isBeside && box.y >= y && box.y + Math.min(box.height, 40) <= y + height;
  }
}
