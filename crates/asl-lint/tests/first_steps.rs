//! The first steps of a new user, with the commands of the documentation: a SAM project whose CI fails, and passes with a baseline.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;

use serde_json::Value;
use snapbox::str;

use common::{Folder, repository};

const TEMPLATE: &str = "\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  OrderMachine:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: statemachine/order.asl.json
      DefinitionSubstitutions:
        ChargeFunction: !GetAtt ChargeFunction.Arn
  ChargeFunction:
    Type: AWS::Serverless::Function
    Properties: { Handler: index.handler, Runtime: nodejs22.x, CodeUri: src/ }
";
const ORDER: &str = r#"{
  "StartAt": "Charge",
  "States": {
    "Charge": { "Type": "Task", "Resource": "${ChargeFuntion}", "Next": "Ship" },
    "Done": { "Type": "Succeed" }
  }
}
"#;

/// The commands of `docs/ci.md` for every CI server.
fn commands() -> Vec<Vec<String>> {
    let page = fs::read_to_string(repository().join("docs/ci.md")).unwrap();
    let section = page.split("## Any CI server").nth(1).unwrap();
    let block = section.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let words = |line: &str| {
        let command = line.split('#').next().unwrap().trim();
        command.strip_prefix("asl-lint ").unwrap().split_whitespace().map(str::to_owned).collect()
    };
    block.lines().map(words).collect()
}

#[test]
fn the_templates_of_the_extension_of_vs_code_have_no_findings() {
    let templates = repository().join("editors/vscode/templates");
    let count = fs::read_dir(&templates).unwrap().count();
    let folder = Folder::new("templates-of-vs-code", &[]);
    let templates = templates.to_str().unwrap();
    let checked = folder.lint(&["check", "--advice", templates]).assert().code(0);
    checked.stdout_eq(format!("no problems in {count} definitions\n"));
}

#[test]
fn a_sam_project_fails_and_passes_with_a_baseline() {
    let files =
        [("template.yaml", TEMPLATE), ("statemachine/order.asl.json", ORDER), ("src/package.json", "{}")];
    let folder = Folder::new("first-steps", &files);
    fs::create_dir(folder.0.join(".git")).unwrap();
    let run =
        |command: &[String]| folder.lint(&command.iter().map(String::as_str).collect::<Vec<_>>()).assert();
    let results = || {
        let log = fs::read(folder.0.join("asl-lint.sarif")).unwrap();
        let log: Value = serde_json::from_slice(&log).unwrap();
        let uri = |result: &Value| {
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap().to_owned()
        };
        log["runs"][0]["results"].as_array().unwrap().iter().map(uri).collect::<Vec<_>>()
    };
    let commands = commands();
    let [first, write, check] = commands.as_slice() else { panic!("{commands:?}") };

    run(first).code(1).stderr_eq("").stdout_eq(str![[r#"
warning[unknown-substitution]: `DefinitionSubstitutions` has no `ChargeFuntion`
   ╭─[statemachine/order.asl.json:4:46]
 3 │   "States": {
 4 │     "Charge": { "Type": "Task", "Resource": "${ChargeFuntion}", "Next": "Ship" },
   ·                                              ────────────────
 5 │     "Done": { "Type": "Succeed" }
   ╰────
  note: Step Functions receives the literal text `${ChargeFuntion}`
  help: did you mean `ChargeFunction`?

error[unknown-state]: no state named `Ship` in this scope
   ╭─[statemachine/order.asl.json:4:73]
 3 │   "States": {
 4 │     "Charge": { "Type": "Task", "Resource": "${ChargeFuntion}", "Next": "Ship" },
   ·                                                                         ──────
 5 │     "Done": { "Type": "Succeed" }
   ╰────

error[unreachable-state]: state `Done` is unreachable from `StartAt`
   ╭─[statemachine/order.asl.json:5:5]
 4 │     "Charge": { "Type": "Task", "Resource": "${ChargeFuntion}", "Next": "Ship" },
 5 │     "Done": { "Type": "Succeed" }
   ·     ──────
 6 │   }
   ╰────
  help: add a transition to it, or remove it

2 errors, 1 warning in 1 file, 1 definition checked; --fix=suggested fixes 1; --advice shows 1 more

"#]]);
    assert!(results().contains(&"statemachine/order.asl.json".to_owned()), "{:?}", results());

    run(write)
        .code(0)
        .stdout_eq(str![[r#"
no problems in 1 definition; 3 in the baseline; --advice shows 1 more

"#]])
        .stderr_eq(str![[r#"
note: 3 findings written to asl-lint-baseline.json

"#]]);
    run(check).code(0).stderr_eq("").stdout_eq(str![[r#"
no problems in 1 definition; 3 in the baseline; --advice shows 1 more

"#]]);
    assert_eq!(results(), Vec::<String>::new());

    // The baseline does not accept what is new.
    let new =
        ORDER.replace("\"Done\": {", "\"Refund\": { \"Type\": \"Pass\", \"End\": true },\n    \"Done\": {");
    fs::write(folder.0.join("statemachine/order.asl.json"), new).unwrap();
    run(check).code(1).stderr_eq("").stdout_eq(str![[r#"
error[unreachable-state]: state `Refund` is unreachable from `StartAt`
   ╭─[statemachine/order.asl.json:5:5]
 4 │     "Charge": { "Type": "Task", "Resource": "${ChargeFuntion}", "Next": "Ship" },
 5 │     "Refund": { "Type": "Pass", "End": true },
   ·     ────────
 6 │     "Done": { "Type": "Succeed" }
   ╰────
  help: add a transition to it, or remove it

1 error in 1 file, 1 definition checked; 3 in the baseline; --advice shows 1 more

"#]]);
    assert_eq!(results(), ["statemachine/order.asl.json"]);
}
