// Elements of the page. Texts of documents and of the server become text nodes, never HTML.

export function find<T extends HTMLElement = HTMLElement>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (!element) throw new Error(`no element ${selector}`);
  return element;
}

interface Properties {
  class?: string;
  title?: string;
  type?: string;
  onclick?: (event: MouseEvent) => void;
}

export function create<K extends keyof HTMLElementTagNameMap>(
  name: K,
  { class: className, ...properties }: Properties = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(name), properties);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A text in which what is between backticks is code. */
export function rich(text: string): Node[] {
  return text.split('`').map((part, index) => (index % 2 ? create('code', {}, part) : document.createTextNode(part)));
}

/** A text as a sentence: with a capital, unless it begins with code. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
