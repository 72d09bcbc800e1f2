// The playground as a part of the site, if it has been built.
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { deflateRawSync } from "node:zlib";

import type MarkdownIt from "markdown-it";
import type { UserConfig } from "vitepress";

import { fragment, HOST_OF_LANGUAGE, ruleToEnable } from "../../playground/src/links";
import { root } from "./pages.mjs";

const built = join(root, "target/playground");

export const hasPlayground = existsSync(join(built, "index.html"));
if (!hasPlayground) console.warn("The site has no playground: target/playground has not been built.");

/** Adds the playground to the built site, and a link to the home page. */
export const addPlayground: UserConfig = {
  head: [["style", {}, ".open-example { margin: -8px 0 16px; text-align: right; font-size: 13px }"]],
  buildEnd: ({ outDir }) => cpSync(built, join(outDir, "playground"), { recursive: true }),
  transformPageData({ relativePath, frontmatter }) {
    if (relativePath !== "index.md") return;
    frontmatter.hero.actions.push({ theme: "alt", text: "Try it", link: "/playground/", target: "_self" });
  },
};

/** Adds a link to each example on the page of a rule, which opens it in the playground. */
export function openExamples(markdown: MarkdownIt, base: string) {
  const fence = markdown.renderer.rules.fence!;
  markdown.renderer.rules.fence = (tokens, index, options, env, self) => {
    const block = fence(tokens, index, options, env, self);
    const heading = tokens.slice(0, index).findLastIndex((token) => token.type === "heading_open");
    const isExample = ["Reported", "Accepted"].includes(tokens[heading + 1]?.content);
    const page = env.realPath ?? env.path;
    const isRule = relative(root, page).startsWith("docs/rules/");
    const host = HOST_OF_LANGUAGE[tokens[index].info];
    if (!hasPlayground || !isRule || !isExample || !host) return block;
    const text = deflateRawSync(tokens[index].content, { level: 9 }).toString("base64url");
    const address = `${base}playground/${fragment(host, text, ruleToEnable(readFileSync(page, "utf8")))}`;
    return `${block}<p class="open-example"><a href="${address}" target="_self">Open in the playground</a></p>`;
  };
}
