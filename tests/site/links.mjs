// Checks all links inside of a built site: every page and every heading that a page links to exists, and every page is linked to.
//   node links.mjs SITE BASE
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

const [site, base] = process.argv.slice(2);
const pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith(".html"));
const html = new Map(pages.map((name) => [name, readFileSync(join(site, name), "utf8")]));
const ids = new Map([...html].map(([name, text]) => [name, new Set([...text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]))]));

/** The file of an address without its anchor, or `undefined` if there is none. */
function file(address) {
  const path = decodeURIComponent(address.slice(base.length));
  return [path, `${path}.html`, join(path, "index.html")].find(
    (name) => existsSync(join(site, name)) && statSync(join(site, name)).isFile(),
  );
}

const faults = new Set();
const linked = new Set(["index.html", "404.html"]);
let count = 0;
for (const [name, text] of html) {
  for (const [, href] of text.matchAll(/<(?:a|link|img)\b[^>]*? (?:href|src)="([^"]+)"/g)) {
    if (/^([a-z]+:|\/\/)/.test(href)) continue;
    count += 1;
    const [address, anchor] = href.replaceAll("&amp;", "&").split("#");
    const target = address === "" ? name : address.startsWith(base) ? file(address) : undefined;
    if (target !== undefined && target !== name) linked.add(target);
    if (target === undefined) faults.add(`${name}: ${href} leads nowhere`);
    else if (anchor && !ids.get(relative(site, join(site, target)))?.has(decodeURIComponent(anchor))) {
      faults.add(`${name}: ${href} leads to no heading`);
    }
  }
}
for (const name of pages) if (!linked.has(name)) faults.add(`${name}: no page links to it`);
for (const fault of faults) console.error(fault);
console.log(`${pages.length} pages, ${count} links, ${faults.size} faults`);
process.exit(faults.size > 0 || pages.length === 0 ? 1 : 0);
