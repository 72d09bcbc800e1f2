// Prints for each definition of a list whether asl-validator accepts it, with the checks that its command line makes:
//   run_asl_validator.cjs FOLDER LIST
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const [folder, list] = process.argv.slice(2);
const validate = require(join(folder, "node_modules/asl-validator"));

for (const path of readFileSync(list, "utf8").split("\n")) {
  let isValid = false;
  try {
    ({ isValid } = validate(JSON.parse(readFileSync(path, "utf8")), { checkArn: true, checkPaths: true }));
  } catch {
    // As the command line, which then reports that the definition is invalid.
  }
  console.log(isValid ? "accepted" : "rejected");
}
