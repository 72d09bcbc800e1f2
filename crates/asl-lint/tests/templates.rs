//! State machines in templates and documents: which are found, and how templates affect them.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use snapbox::str;

use common::Folder;

const BAD: &str = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;

#[test]
fn state_machines_are_found_in_templates_and_documents() {
    let yaml = "StartAt: A\nStates:\n  A: { Type: Pass, Next: B }\n  C: { Type: Succeed }\n";
    let folder = Folder::new(
        "hosts",
        &[
            ("a.asl.yaml", yaml),
            ("docker-compose.yml", "services: { web: { image: StartAt, command: States } }"),
            ("guide.md", "# Guide\n\n```yaml\nStartAt: A\nStates:\n  B: { Type: Succeed }\n```\n"),
            (
                "main.tf",
                "resource \"aws_sfn_state_machine\" \"x\" {\n  definition = jsonencode({ StartAt = \"A\", States = { B = { Type = \"Succeed\" } } })\n}\n",
            ),
            (
                "serverless.yml",
                "stepFunctions:\n  stateMachines:\n    x:\n      definition:\n        StartAt: A\n        States: { B: { Type: Succeed } }\n",
            ),
            (
                "template.yaml",
                "Resources:\n  X:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States: { B: { Type: Succeed } }\n",
            ),
        ],
    );
    let select = ["check", "--format", "compact", "--select", "unknown-state"];
    folder.lint(&select).assert().code(1).stdout_eq(str![[r#"
a.asl.yaml:3:26: error[unknown-state] no state named `B` in this scope
guide.md:4:10: error[unknown-state] no state named `A` in this scope
main.tf:2:39: error[unknown-state] no state named `A` in this scope
serverless.yml:5:18: error[unknown-state] no state named `A` in this scope
template.yaml:6:18: error[unknown-state] no state named `A` in this scope

"#]]);
    let named = ["check", "docker-compose.yml"];
    folder.lint(&named).assert().code(2).stdout_eq("");
    folder.lint(&[&named[..], &["--no-errors-on-unmatched"]].concat()).assert().code(0).stderr_eq("");
    let stdin =
        ["check", "-", "--stdin-filename", "x.asl.yaml", "--format", "compact", "--select", "unknown-state"];
    folder.lint(&stdin).stdin(yaml).assert().code(1).stdout_eq(str![[r#"
x.asl.yaml:3:26: error[unknown-state] no state named `B` in this scope

"#]]);
}

#[test]
fn a_template_and_its_definition_are_checked_together() {
    let template = "Resources:
  X:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: flows/x.asl.json
      Type: EXPRESS
      DefinitionSubstitutions: { Table: orders, Queue: jobs }
  Y:
    Type: AWS::Serverless::StateMachine
    Properties: { DefinitionUri: flows/y.asl.json }
  Z:
    Type: AWS::Serverless::StateMachine
    Properties: { DefinitionUri: ../../etc/z.asl.json }
";
    let definition = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "End": true, "TimeoutSeconds": ${Limit},
  "Resource": "arn:aws:states:::ecs:runTask.sync", "Parameters": { "TaskDefinition": "${Table}" } } } }"#;
    let folder = Folder::new(
        "links",
        &[(".git/HEAD", ""), ("app/template.yaml", template), ("app/flows/x.asl.json", definition)],
    );
    let both = str![[r#"
app/flows/x.asl.json:1:85: warning[unknown-substitution] `DefinitionSubstitutions` has no `Limit`
app/flows/x.asl.json:2:44: error[express-unsupported] an Express workflow cannot wait with `.sync`
app/template.yaml:7:49: info[unused-substitution] substitution `Queue` is not used in the definition
app/template.yaml:10:34: warning[missing-definition-file] file `flows/y.asl.json` does not exist
app/template.yaml:13:34: info[unchecked-definition] the definition of `Z` is not checked: `../../etc/z.asl.json` is outside the workspace

"#]];
    let check = |paths: &[&str]| {
        let args = ["check", "--advice", "--ignore", "missing-retry", "--format", "compact"];
        folder.lint(&[&args[..], paths].concat()).assert().code(1)
    };
    check(&[]).stdout_eq(both.clone());
    check(&["app/template.yaml"]).stdout_eq(both);
    check(&["app/flows/x.asl.json"]).stdout_eq(str![[r#"
app/flows/x.asl.json:1:85: warning[unknown-substitution] `DefinitionSubstitutions` has no `Limit`
app/flows/x.asl.json:2:44: error[express-unsupported] an Express workflow cannot wait with `.sync`

"#]]);
}

#[test]
fn files_that_terraform_renders_are_read_as_templates() {
    let flow = r#"{ "StartAt": "A", "States": {
  %{ for name in names ~}
  "${name}": { "Type": "Pass", "Next": "A" },
  %{ endfor ~}
  "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.sync", "Parameters": { "QueueUrl": "${urll}", "MessageBody": "x" }, "End": true }
} }"#;
    let replaced = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "@ARN@", "Nxt": "A", "End": true } } }"#;
    let main = r#"
resource "aws_sfn_state_machine" "a" {
  definition = templatefile("${path.module}/flow.json", { names = var.names, url = var.url })
}
resource "aws_sfn_state_machine" "b" {
  definition = replace(file("replaced.json"), "@ARN@", var.arn)
}
resource "aws_sfn_state_machine" "c" {
  definition = jsonencode(yamldecode(file("flow.txt")))
}
module "d" {
  definition = file("given.json")
}
module "e" {
  task_definition = file("other.json")
}
module "f" {
  task_definition = file("missing.json")
}
"#;
    let folder = Folder::new(
        "templatefile",
        &[
            (".git/HEAD", ""),
            ("main.tf", main),
            ("flow.json", flow),
            ("replaced.json", replaced),
            ("flow.txt", "StartAt: A\nStates:\n  A: { Type: Succeed, Nxt: A }\n"),
            ("given.json", BAD),
            ("other.json", "[1, 2,}"),
            (
                "modules/flow/main.tf",
                "resource \"aws_sfn_state_machine\" \"g\" {\n  definition = file(\"flows/g.txt\")\n  type = \"EXPRESS\"\n}\nresource \"aws_sfn_state_machine\" \"h\" {\n  definition = file(\"flows/h.txt\")\n}\n",
            ),
            ("flows/g.txt", r#"{ "StartAt": "A", "States": { "B": { "Type": "Succeed" } } }"#),
            ("walked/flow.asl.json.tftpl", r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#),
            ("walked/flow.tmpl", "StartAt: B\nStates:\n  A: { Type: Succeed }\n"),
            ("walked/flow.json.example", r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#),
            ("walked/install.sh.tpl", "echo ${a}\n"),
        ],
    );
    let args = ["check", "--format", "compact", "--ignore", "unreachable-state,no-terminal-state"];
    folder.lint(&args).assert().code(1).stdout_eq(str![[r#"
flow.json:5:71: error[unsupported-pattern] `sqs:sendMessage` does not support `.sync`
flow.json:5:108: error[unknown-substitution] `urll` is not passed to the template
flow.txt:3:23: error[unknown-field] unknown field `Nxt` in a Succeed state
flows/g.txt:1:14: error[unknown-state] no state named `A` in this scope
given.json:1:14: error[unknown-state] no state named `B` in this scope
replaced.json:1:75: error[unknown-field] unknown field `Nxt` in a Task state
walked/flow.asl.json.tftpl:1:14: error[unknown-state] no state named `B` in this scope
walked/flow.json.example:1:14: error[unknown-state] no state named `B` in this scope
walked/flow.tmpl:1:10: error[unknown-state] no state named `B` in this scope

"#]]);
    let alone = ["check", "replaced.json", "--format", "compact"];
    folder.lint(&alone).assert().code(1).stdout_eq(str![[r#"
replaced.json:1:75: error[unknown-field] unknown field `Nxt` in a Task state

"#]]);
    let other = Folder::new(
        "no-definition",
        &[("main.tf", "module \"e\" {\n  definition = file(\"a.json\")\n}\n"), ("a.json", "[]")],
    );
    other.lint(&["check"]).assert().code(2).stdout_eq("");
}
