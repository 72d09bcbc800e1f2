// Which Markdown files of the repository are pages of the site, and where they are on it.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import type MarkdownIt from "markdown-it";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const repository = "https://github.com/asl-lint/asl-lint";
export const version = /^version = "(.*)"$/m.exec(readFileSync(join(root, "Cargo.toml"), "utf8"))![1];

/** Pages outside of `docs`, and README files: their paths in the repository and on the site. */
export const rewrites: Record<string, string> = {
  "CHANGELOG.md": "changelog.md",
  "CODE_OF_CONDUCT.md": "code-of-conduct.md",
  "CONTRIBUTING.md": "contributing.md",
  "SECURITY.md": "security.md",
  "packages/cdk/README.md": "cdk.md",
  "packages/npm/README.md": "node.md",
  "packages/python/README.md": "python.md",
  "packages/wasm/README.md": "wasm.md",
  "skills/step-functions/SKILL.md": "skill.md",
  "editors/neovim/README.md": "editors/neovim-plugin.md",
  "editors/vscode/README.md": "editors/vscode-extension.md",
  "docs/editors/README.md": "editors/index.md",
  "docs/rules/README.md": "rules/index.md",
};

/** The path on the site of a file of the repository, or `undefined` if it is no page. */
export function page(file: string): string | undefined {
  const path = rewrites[file] ?? (/^docs\/.*\.md$/.test(file) ? file.slice("docs/".length) : undefined);
  return path?.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "");
}

/** Replaces relative links by those of the site, or of the repository for files that are no pages. Fails if the file does not exist. */
export function links(markdown: MarkdownIt) {
  markdown.core.ruler.push("links", ({ tokens, env }) => {
    for (const token of tokens.flatMap((token) => token.children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href === null || /^([a-z]+:|#|\/)/.test(href)) continue;
      const [path, anchor] = href.split("#");
      const target = resolve(dirname(env.realPath ?? env.path), decodeURI(path));
      if (!existsSync(target)) throw new Error(`${env.realPath}: the link to ${href} leads nowhere`);
      const file = relative(root, target);
      const on = page(file);
      const address = on === undefined ? `${repository}/blob/v${version}/${file}` : `/${on}`;
      token.attrSet("href", anchor === undefined ? address : `${address}#${anchor}`);
    }
  });
}

/** Keeps `{{ }}` in code from being read as an expression of Vue. */
export function literalCode(markdown: MarkdownIt) {
  markdown.renderer.rules.code_inline = (tokens, index) =>
    `<code v-pre>${markdown.utils.escapeHtml(tokens[index].content)}</code>`;
}

/** The rules by group, from the list of all rules. */
export function rules() {
  const groups = readFileSync(join(root, "docs/rules/README.md"), "utf8").split("\n## ").slice(1);
  return groups.map((group) => ({
    text: group.split("\n", 1)[0],
    collapsed: true,
    items: [...group.matchAll(/^\| \[([a-z0-9-]+)\]/gm)].map(([, name]) => ({ text: name, link: `/rules/${name}` })),
  }));
}
