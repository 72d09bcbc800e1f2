// Where the programs of this package are: in the package for the platform, an optional dependency.
"use strict";

const isMusl = () => process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;

/** The platform of this machine, as in the names of the packages. */
function platform() {
  return `${process.platform}-${process.arch}${isMusl() ? "-musl" : ""}`;
}

/** Returns the path of a program, and throws if there is no package for the platform. */
function find(name) {
  const program = `@asl-lint/${platform()}/bin/${name}${process.platform === "win32" ? ".exe" : ""}`;
  try {
    return require.resolve(program);
  } catch {
    throw new Error(
      `${name} is not installed for ${platform()}: install asl-lint with optional dependencies, or build it from source`,
    );
  }
}

module.exports = { find };
