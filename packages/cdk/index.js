// A policy validation plugin of the CDK, which runs asl-lint on the synthesized templates.
"use strict";

const { execFileSync } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { basename, resolve } = require("node:path");
const { find } = require("asl-lint/binary.js");
const { checkArguments, processOptions } = require("asl-lint/command.js");
const { version } = require("./package.json");

const SEVERITIES = ["info", "warning", "error"];

class AslLint {
  constructor(options = {}) {
    this.name = "asl-lint";
    this.version = version;
    this.options = options;
  }

  validate({ templatePaths }) {
    const resources = templatePaths.flatMap(stateMachines);
    const violations = this.check(templatePaths).map((finding) => violation(finding, resources));
    const lowest = SEVERITIES.indexOf(this.options.failOn ?? "warning");
    const success = violations.every(({ severity }) => SEVERITIES.indexOf(severity) < lowest);
    return { success, violations };
  }

  /** The findings in templates and in the definitions that they refer to. */
  check(paths) {
    const { advice, select, ignore, failOn } = this.options;
    const args = checkArguments({ advice: advice || failOn === "info", select, ignore });
    const options = { ...processOptions(), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
    try {
      return JSON.parse(execFileSync(find("asl-lint"), [...args, "--", ...paths], options));
    } catch (error) {
      throw new Error(`asl-lint: ${error.stderr?.trim() || error.message}`);
    }
  }
}

/** The state machines of a template: where they are, and the property and the asset with their definition. */
function stateMachines(templatePath) {
  const { Resources: resources = {} } = JSON.parse(readFileSync(templatePath, "utf8"));
  return Object.entries(resources)
    .filter(([, { Type: type }]) => type === "AWS::StepFunctions::StateMachine")
    .map(([resourceLogicalId, { Properties: properties = {} }]) => ({
      templatePath,
      resourceLogicalId,
      property: ["Definition", "DefinitionString", "DefinitionS3Location"].find((name) => name in properties),
      asset: `asset.${properties.DefinitionS3Location?.Key}`,
    }));
}

function violation(finding, resources) {
  const { rule, message, pointer, severity, help, url } = finding;
  return {
    ruleName: rule,
    description: pointer ? `${message}, at ${pointer}` : message,
    severity,
    fix: help,
    ruleMetadata: { url },
    violatingResources: violatingResources(finding, resources),
  };
}

/** The state machines with a finding: that of its place in a template, or those whose definition is the file. */
function violatingResources({ path, definition, pointer, range: { start } }, resources) {
  const isIn = (resource) =>
    resolve(resource.templatePath) === resolve(path)
      ? resource.resourceLogicalId === definition
      : resource.asset === basename(path);
  const place = `${path}:${start.line}:${start.column}`;
  return resources.filter(isIn).map(({ templatePath, resourceLogicalId, property }) => ({
    templatePath,
    resourceLogicalId,
    locations: [`Properties/${property}${pointer ?? ""} (${place})`],
  }));
}

module.exports = { AslLint };
