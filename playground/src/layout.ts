// Which parts of the page are in sight. A wide page has all of them, a narrow one has one at a time.

import { find } from './dom';

export type Part = 'text' | 'graph' | 'policy' | 'rule';

/** The least share of a part that is resized, and the most. */
const [LEAST, MOST] = [0.15, 0.85];

/** Brings a part in sight. */
export function show(part: Part): void {
  const { dataset } = document.body;
  dataset.part = part;
  if (part !== 'text') dataset.side = part;
  for (const button of document.querySelectorAll<HTMLElement>('[data-show]')) {
    const isOpen = button.dataset.show === (button.closest('#side') ? dataset.side : part);
    button.setAttribute('aria-pressed', `${isOpen}`);
  }
}

/** Prepares the page. `shown` is called when the user has chosen a part. */
export function layOut(shown: () => void): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-show]')) {
    button.addEventListener('click', () => {
      show(button.dataset.show as Part);
      shown();
    });
  }
  resizable(find('#split-side'), '--text-share', ({ clientX }, { left, width }) => (clientX - left) / width);
  resizable(find('#split-findings'), '--code-share', ({ clientY }, { top, height }) => (clientY - top) / height);
  show('text');
  document.body.dataset.side = 'graph';
}

/** Lets a bar between two parts move, which changes their share of the element around. */
function resizable(bar: HTMLElement, name: string, share: (event: PointerEvent, around: DOMRect) => number): void {
  const around = bar.parentElement as HTMLElement;
  const set = (value: number) => {
    const kept = Math.min(MOST, Math.max(LEAST, value));
    around.style.setProperty(name, `${kept}`);
    bar.ariaValueNow = `${Math.round(100 * kept)}`;
  };
  const current = () => Number(getComputedStyle(around).getPropertyValue(name));
  bar.ariaValueNow = `${Math.round(100 * current())}`;
  bar.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    bar.setPointerCapture(event.pointerId);
  });
  bar.addEventListener('pointermove', (event) => {
    if (bar.hasPointerCapture(event.pointerId)) set(share(event, around.getBoundingClientRect()));
  });
  bar.addEventListener('keydown', ({ key }) => {
    const step = { ArrowLeft: -0.05, ArrowUp: -0.05, ArrowRight: 0.05, ArrowDown: 0.05 }[key];
    if (step) set(current() + step);
  });
}
