// How the command line is called, here and in asl-lint-cdk.
"use strict";

/** The arguments that print the findings as JSON, for the options of `check`. */
function checkArguments({ type, advice, config, select = [], ignore = [] }) {
  const args = ["check", "--format", "json", "--exit-zero"];
  if (type) args.push("--type", type);
  if (advice) args.push("--advice");
  if (config) args.push("--config", config);
  for (const rule of select) args.push("--select", rule);
  for (const rule of ignore) args.push("--ignore", rule);
  return args;
}

/** The options of the process. Annotations of GitHub Actions are for the command line. */
function processOptions() {
  const { GITHUB_ACTIONS, ...env } = process.env;
  return { env, maxBuffer: Infinity };
}

module.exports = { checkArguments, processOptions };
