// The search for states by name.

import type { Picture } from './picture';

export class Search {
  private found: string[] = [];
  private index = -1;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly count: HTMLElement,
    private readonly picture: () => Picture | undefined,
    private readonly go: (id: string) => void,
  ) {
    input.addEventListener('input', () => this.update());
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.step(event.shiftKey ? -1 : 1);
      if (event.key === 'Escape') this.clear();
      event.stopPropagation();
    });
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  /** Searches again, as in a new picture. */
  update(): void {
    const query = this.input.value.trim().toLowerCase();
    const picture = this.picture();
    const nodes = query && picture ? picture.nodes.filter((node) => node.name.toLowerCase().includes(query)) : [];
    this.found = nodes.map(({ id }) => id);
    this.index = -1;
    picture?.mark('match', this.found.map((id) => picture.visible(id)));
    this.say(query ? `${this.found.length}` : '');
  }

  private step(by: number): void {
    if (!this.found.length) return;
    this.index = (this.index + by + this.found.length) % this.found.length;
    this.say(`${this.index + 1} of ${this.found.length}`);
    const id = this.found[this.index];
    if (id !== undefined) this.go(id);
  }

  private clear(): void {
    this.input.value = '';
    this.update();
  }

  private say(text: string): void {
    this.count.textContent = text;
  }
}
