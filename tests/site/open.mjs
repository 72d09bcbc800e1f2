// Serves a built site and opens it in Chromium. The arguments of the script are SITE BASE SCREENSHOTS.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, resolve } from "node:path";

// It is a dependency of the site.
const { chromium } = createRequire(resolve("docs/package.json"))("playwright-core");

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

export async function open() {
  const [site, base, screenshots] = process.argv.slice(2);
  mkdirSync(screenshots, { recursive: true });

  /** Serves the site like GitHub Pages: addresses have no `.html`. */
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname).slice(base.length);
    const isFile = (name) => statSync(join(site, name), { throwIfNoEntry: false })?.isFile();
    const name = [path, `${path}.html`, join(path, "index.html")].find(isFile);
    response.writeHead(name ? 200 : 404, { "content-type": TYPES[extname(name ?? "404.html")] ?? "application/octet-stream" });
    response.end(readFileSync(join(site, name ?? "404.html")));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const address = `http://127.0.0.1:${server.address().port}${base}`;

  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
  const page = await context.newPage();
  const problems = [];
  const requests = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  // A reader without a network beyond the site sees everything.
  await page.route("**", (route) => (route.request().url().startsWith(address) ? route.continue() : route.abort()));
  page.on("request", (request) => {
    const url = request.url();
    if (url.startsWith(address)) requests.push(url.slice(address.length));
    else if (url.startsWith("http")) problems.push(`request to ${url}`);
  });

  return {
    address,
    context,
    page,
    /** The errors that the browser reports, and requests to other sites. */
    problems,
    /** The files of the site that have been asked for. */
    requests,
    shot: (name) => page.screenshot({ path: join(screenshots, `${name}.png`) }),
    async step(name, run) {
      await run();
      assert.deepEqual(problems, [], name);
      console.log(`passed: ${name}`);
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
