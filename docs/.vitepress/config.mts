import { fileURLToPath } from "node:url";

import { defineConfig } from "vitepress";

import { links, literalCode, page, repository, rewrites, root, rules, version } from "./pages.mjs";
import { addPlayground, hasPlayground, openExamples } from "./playground.mjs";

const resolved = (name: string) => fileURLToPath(import.meta.resolve(name));
const base = process.env.BASE ?? "/asl-lint/";
const item = (text: string, file: string) => ({ text, link: `/${page(file)}` });

export default defineConfig({
  title: "asl-lint",
  description: "A linter and language server for Amazon States Language, the language of AWS Step Functions",
  base,
  srcDir: root,
  // Everything but the pages: files outside of docs that are no rewrites.
  srcExclude: ["{crates,dist,fixtures,fuzz,playground,target,tests,xtask,.github}/**", "editors/vscode/{media,src,walkthrough}/**", "{,editors/}README.md"],
  rewrites: (file) => rewrites[file] ?? file.replace(/^docs\//, ""),
  outDir: "../target/site",
  cacheDir: "../target/site-cache",
  cleanUrls: true,
  // Pages outside of docs do not find the packages of docs by themselves.
  vite: {
    resolve: {
      alias: [
        { find: /^vue$/, replacement: resolved("vue/dist/vue.runtime.esm-bundler.js") },
        { find: /^vue\/server-renderer$/, replacement: resolved("vue/server-renderer") },
      ],
    },
  },
  markdown: { config: (markdown) => void markdown.use(links).use(literalCode).use(openExamples, base), languageAlias: { groovy: "java", asl: "json", jsonata: "text" } },
  ...(hasPlayground ? addPlayground : {}),
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    socialLinks: [{ icon: "github", link: repository }],
    nav: [
      item("Get started", "docs/getting-started.md"),
      item("Rules", "docs/rules/README.md"),
      item("Editors", "docs/editors/README.md"),
      ...(hasPlayground ? [{ text: "Playground", link: "/playground/", target: "_self" }] : []),
      { text: `v${version}`, items: [item("Changelog", "CHANGELOG.md"), { text: "Releases", link: `${repository}/releases` }] },
    ],
    sidebar: [
      {
        text: "Start",
        items: [
          item("Get started", "docs/getting-started.md"),
          item("Install", "docs/install.md"),
          item("CI", "docs/ci.md"),
          item("Git hooks", "docs/hooks.md"),
        ],
      },
      {
        text: "Command line",
        items: [
          item("Command line", "docs/cli.md"),
          item("Files and formats", "docs/files.md"),
          item("Configuration", "docs/configuration.md"),
          item("Settings", "docs/settings.md"),
          item("Suppressions", "docs/suppressions.md"),
          item("Output", "docs/output.md"),
          item("New findings only", "docs/baseline.md"),
          item("Many files", "docs/scale.md"),
          item("Formatting", "docs/formatting.md"),
          item("IAM policies", "docs/iam.md"),
        ],
      },
      {
        text: "Editors",
        collapsed: true,
        items: [
          item("Overview", "docs/editors/README.md"),
          item("VS Code", "docs/editors/vscode.md"),
          item("Neovim", "docs/editors/neovim.md"),
          item("Helix", "docs/editors/helix.md"),
          item("Emacs", "docs/editors/emacs.md"),
          item("Vim", "docs/editors/vim.md"),
          item("Sublime Text", "docs/editors/sublime.md"),
          item("JetBrains IDEs", "docs/editors/jetbrains.md"),
          item("Visual Studio", "docs/editors/visual-studio.md"),
          item("Zed", "docs/editors/zed.md"),
          item("Conversion to JSONata", "docs/conversion.md"),
        ],
      },
      {
        text: "APIs",
        items: [
          item("Python", "packages/python/README.md"),
          item("Node.js", "packages/npm/README.md"),
          item("WebAssembly", "packages/wasm/README.md"),
          item("CDK plugin", "packages/cdk/README.md"),
          item("Agents", "docs/mcp.md"),
          item("Skill for agents", "skills/step-functions/SKILL.md"),
        ],
      },
      { text: "Rules", link: "/rules/", collapsed: true, items: rules() },
      {
        text: "Background",
        items: [
          item("Agreement with AWS", "docs/aws-agreement.md"),
          item("Comparison with other tools", "docs/comparison.md"),
          item("Public definitions", "docs/real-world.md"),
          item("Measurements", "docs/measurements.md"),
          item("Architecture", "docs/architecture.md"),
          item("Contributing", "CONTRIBUTING.md"),
          item("Security", "SECURITY.md"),
        ],
      },
    ],
  },
});
