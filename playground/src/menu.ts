// A menu beside an element.

import { create, find, rich } from './dom';

export interface Item {
  label: string;
  run(): void;
}

/** Opens a menu at a place of the window. Without items, it says so. */
export function openMenu({ left, bottom }: { left: number; bottom: number }, items: Item[], empty: string): void {
  const menu = find('#menu');
  const choose = (item: Item) => {
    menu.hidePopover();
    item.run();
  };
  const buttons = items.map((item) => create('button', { type: 'button', onclick: () => choose(item) }, ...rich(item.label)));
  menu.replaceChildren(...(buttons.length ? buttons : [create('p', {}, empty)]));
  menu.showPopover();
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
  buttons[0]?.focus();
}
