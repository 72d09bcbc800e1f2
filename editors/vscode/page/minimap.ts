// A small map of a large machine, with the part that is in sight.

import type { Camera } from './camera';
import type { Picture } from './picture';

const SVG = 'http://www.w3.org/2000/svg';

/** The map appears if the picture is this much larger than the screen. */
const LARGE = 2;

export class Minimap {
  private readonly frame = document.createElementNS(SVG, 'rect');

  constructor(
    private readonly map: SVGSVGElement,
    private readonly camera: Camera,
  ) {
    this.frame.classList.add('viewport');
    map.addEventListener('pointerdown', (event) => {
      map.setPointerCapture(event.pointerId);
      this.jump(event);
    });
    map.addEventListener('pointermove', (event) => {
      if (map.hasPointerCapture(event.pointerId)) this.jump(event);
    });
  }

  draw(picture: Picture): void {
    const { width, height } = picture.size;
    this.map.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const shapes = picture.ids.map((id) => {
      const rect = document.createElementNS(SVG, 'rect');
      const box = picture.box(id) ?? { x: 0, y: 0, width: 0, height: 0 };
      for (const name of ['x', 'y', 'width', 'height'] as const) rect.setAttribute(name, `${box[name]}`);
      rect.setAttribute('class', picture.group(id)?.getAttribute('class') ?? '');
      return rect;
    });
    this.map.replaceChildren(...shapes, this.frame);
  }

  update(): void {
    const { x, y, width, height } = this.camera.viewport;
    const { size } = this.camera;
    this.map.classList.toggle('hidden', size.height < LARGE * height && size.width < LARGE * width);
    for (const [name, value] of Object.entries({ x, y, width, height })) this.frame.setAttribute(name, `${value}`);
  }

  private jump(event: PointerEvent): void {
    const { left, top, width, height } = this.map.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * this.camera.size.width;
    const y = ((event.clientY - top) / height) * this.camera.size.height;
    this.camera.center({ x, y, width: 0, height: 0 });
  }
}
