// Checks all links inside of a built site: every page and every heading that a page links to exists, and every page is linked to.
//   node links.mjs SITE BASE
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { inflateRawSync } from "node:zlib";

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

/** Whether the playground can open the text of a link. */
function opens(anchor) {
  const [, host, text] = /^(\w+)=([\w-]+)(?:&(?:amp;)?rule=[a-z-]+:(?:error|warning|info))?$/.exec(anchor) ?? [];
  if (host === "sample") return true;
  try {
    return inflateRawSync(Buffer.from(text, "base64url")).length > 0;
  } catch {
    return false;
  }
}

const faults = new Set();
const linked = new Set(["index.html", "404.html"]);
let count = 0;
for (const [name, text] of html) {
  for (const [, href] of text.matchAll(/<(?:a|link|img)\b[^>]*? (?:href|src)="([^"]+)"/g)) {
    if (/^([a-z]+:|\/\/)/.test(href)) continue;
    count += 1;
    const { pathname, hash } = new URL(href.replaceAll("&amp;", "&"), `http://site${base}${name.replace(/(^|\/)index\.html$/, "$1")}`);
    const anchor = hash.slice(1);
    const target = pathname.startsWith(base) ? file(pathname) : undefined;
    if (target !== undefined && target !== name) linked.add(target);
    if (target === undefined) faults.add(`${name}: ${href} leads nowhere`);
    else if (target === "playground/index.html" && anchor) opens(anchor) || faults.add(`${name}: ${href} opens no text`);
    else if (anchor && !ids.get(relative(site, join(site, target)))?.has(decodeURIComponent(anchor))) {
      faults.add(`${name}: ${href} leads to no heading`);
    }
  }
}
for (const name of pages) if (!linked.has(name)) faults.add(`${name}: no page links to it`);
for (const fault of faults) console.error(fault);
console.log(`${pages.length} pages, ${count} links, ${faults.size} faults`);
process.exit(faults.size > 0 || pages.length === 0 ? 1 : 0);
