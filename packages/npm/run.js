"use strict";

const { spawn } = require("node:child_process");
const { find } = require("./binary.js");

/** Runs a program instead of this process: with its arguments, streams and signals, and with its exit status. */
module.exports = function run(name) {
  let child;
  try {
    child = spawn(find(name), process.argv.slice(2), { stdio: "inherit" });
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exit(2);
  }
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`error: ${error.message}`);
    process.exit(2);
  });
  child.on("exit", (status, signal) => {
    if (signal === null) process.exit(status);
    for (const one of signals) process.removeAllListeners(one);
    process.kill(process.pid, signal);
  });
};
