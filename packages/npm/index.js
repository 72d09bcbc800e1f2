// Calls the command line, and returns its output as objects.
"use strict";

const { execFile } = require("node:child_process");
const { readFile } = require("node:fs/promises");
const { find } = require("./binary.js");
const { checkArguments, processOptions } = require("./command.js");

async function check(source, options = {}) {
  const args = checkArguments(options);
  const text = textOf(source);
  return JSON.parse(await (text === undefined ? run(args, source) : runOnText(args, text, options.filename)));
}

async function fix(source, options = {}) {
  const text = textOf(source);
  const args = ["check", options.suggested ? "--fix=suggested" : "--fix", "--exit-zero"];
  if (text !== undefined) return runOnText(args, text, options.filename);
  return runOnText(args, await readFile(source, "utf8"), options.filename ?? source);
}

async function graph(source, options = {}) {
  const args = ["graph", "--format", options.format ?? "mermaid"];
  if (options.name) args.push("--name", options.name);
  const text = textOf(source);
  return text === undefined ? run(args, source) : run(args, "-", text);
}

/** The text of a source, or `undefined` if it is a path. */
function textOf(source) {
  if (typeof source !== "string") return JSON.stringify(source, undefined, 2);
  return /[\n{]/.test(source) ? source : undefined;
}

function runOnText(args, text, filename) {
  const assumed = text.trimStart().startsWith("{") ? "definition.asl.json" : "definition.asl.yaml";
  return run([...args, "--stdin-filename", filename ?? assumed], "-", text);
}

function run(args, path, input = "") {
  return new Promise((resolve, reject) => {
    const child = execFile(find("asl-lint"), [...args, "--", path], processOptions(), (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() || error.message));
      else resolve(stdout);
    });
    // The program may end before it has read all input, for example because of an invalid option.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

module.exports = { check, fix, graph };
