// The plugin in real CDK apps, with the installed package: the folder of the installation is the current folder.
"use strict";

const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { mkdtempSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { test } = require("node:test");

const PRELUDE = `
const { App, Stack, Validations } = require("aws-cdk-lib");
const sfn = require("aws-cdk-lib/aws-stepfunctions");
const { AslLint } = require("asl-lint-cdk");
const machine = (stack, name, definitionBody) => new sfn.StateMachine(stack, name, { definitionBody });
const chain = (stack, name, start) => machine(stack, name, sfn.DefinitionBody.fromChainable(start));
`;

/** Synthesizes an app whose stack `Shop` has what `code` creates, and returns the status and the report. */
function synthesize(code, options = "", app = "new App({ outdir: 'cdk.out' })") {
  const folder = mkdtempSync(join(process.cwd(), "app-"));
  writeFileSync(join(folder, "flow.asl.json"), '{ "StartAt": "A", "States": { "A": { "Type": "Pas", "End": true } } }');
  const plugin = app.includes("Beta1") ? "" : `Validations.of(app).addPlugins(new AslLint(${options}));`;
  const text = `${PRELUDE}\nconst app = ${app};\n${plugin}\nconst stack = new Stack(app, "Shop");\n${code}\napp.synth();\n`;
  writeFileSync(join(folder, "app.js"), text);
  const { status, stderr } = spawnSync(process.execPath, ["app.js"], { cwd: folder, encoding: "utf8" });
  const report = readFileSync(join(folder, "cdk.out/validation-report.json"), "utf8");
  return { status, stderr, report: JSON.parse(report) };
}

const FAULTS = [
  ["Chain", "missing-parameter", `chain(stack, "Chain", new sfn.Pass(stack, "A").next(new sfn.CustomState(stack, "B",
    { stateJson: { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Parameters: {} } })));`],
  ["File", "invalid-value", `machine(stack, "File", sfn.DefinitionBody.fromFile("flow.asl.json"));`],
  ["Text", "unknown-state", `machine(stack, "Text", sfn.DefinitionBody.fromString('{"StartAt":"B","States":{}}'));`],
  ["Jsonata", "invalid-jsonata", `chain(stack, "Jsonata", sfn.Pass.jsonata(stack, "J", { outputs: { a: "{% 1 + %}" } }));`],
  ["Map", "invalid-path", `chain(stack, "Map", new sfn.DistributedMap(stack, "M", { maxConcurrency: 2 })
    .itemProcessor(new sfn.Pass(stack, "I", { parameters: { "a.$": "$.b[" } })));`],
];

for (const [construct, rule, code] of FAULTS) {
  test(`a fault in ${construct} fails the synthesis, and CDK names the construct`, () => {
    const { status, stderr } = synthesize(code);
    assert.notEqual(status, 0);
    assert.match(stderr, new RegExp(`asl-lint::${rule}`));
    assert.match(stderr, new RegExp(`Shop/${construct}/Resource`));
  });
}

test("an app without faults is synthesized", () => {
  const { status, stderr } = synthesize(`chain(stack, "Good", new sfn.Succeed(stack, "S"));`);
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stderr, /asl-lint::/);
});

test("warnings pass if only errors fail, and rules can be disabled", () => {
  const code = `chain(stack, "Warned", new sfn.Pass(stack, "P", { parameters: { a: "$.x" } }));`;
  assert.notEqual(synthesize(code).status, 0);
  const lenient = synthesize(code, '{ failOn: "error" }');
  assert.equal(lenient.status, 0, lenient.stderr);
  assert.match(lenient.stderr, /path-without-dollar-key/);
  assert.doesNotMatch(synthesize(code, '{ ignore: ["path-without-dollar-key"] }').stderr, /path-without/);
});

test("the report has the location", () => {
  const { report } = synthesize(FAULTS[1][2]);
  assert.match(JSON.stringify(report), /DefinitionS3Location\/States\/A\/Type .*asset\.[0-9a-f]+\.json:1:\d+/);
});

test("an unknown rule is an error that names it", () => {
  const { stderr } = synthesize(`chain(stack, "Good", new sfn.Succeed(stack, "S"));`, '{ ignore: ["no-such-rule"] }');
  assert.match(stderr, /no-such-rule/);
});

test("versions of the CDK without Validations take the plugin as a property", () => {
  const app = "new App({ outdir: 'cdk.out', policyValidationBeta1: [new AslLint()] })";
  const { status, stderr } = synthesize(FAULTS[2][2], "", app);
  assert.notEqual(status, 0);
  assert.match(stderr, /Shop\/Text\/Resource/);
});
