// HTML from the Markdown of the server. It may quote the text of a definition, which must not become HTML of its own.

const ELEMENTS = new Set(
  'A BLOCKQUOTE BR CODE EM H1 H2 H3 H4 H5 H6 HR LI OL P PRE SPAN STRONG TABLE TBODY TD TH THEAD TR UL'.split(' '),
);

/** Keeps the elements that Markdown has, with their classes and links. */
export function sanitized(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const element of [...body.querySelectorAll('*')]) {
    if (!ELEMENTS.has(element.tagName)) {
      element.replaceWith(element.outerHTML);
      continue;
    }
    for (const { name, value } of [...element.attributes]) {
      const isLink = name === 'href' && value.startsWith('https://');
      if (!isLink && name !== 'class') element.removeAttribute(name);
    }
    if (element.tagName === 'A') {
      element.setAttribute('target', '_blank');
      element.setAttribute('rel', 'noopener');
    }
  }
  return body.innerHTML;
}
