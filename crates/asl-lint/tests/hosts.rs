//! Definitions in templates, services and documents, and the files that they name, as the command line finds them.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use common::Folder;

/// Checks paths of a folder. Of each finding its place and its rule are compared.
#[track_caller]
fn check(name: &str, files: &[(&str, &str)], paths: &[&str], expected: &[&str]) {
    let folder = Folder::new(name, files);
    let mut args = vec!["check", "--format", "compact", "--no-config"];
    args.extend(paths);
    let output = folder.lint(&args).output().unwrap();
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let place_and_rule = |line: &str| line.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" ");
    let found: Vec<String> = printed.lines().map(place_and_rule).collect();
    assert_eq!(found, expected);
}

const TEMPLATE: &str = r#"Resources:
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: !GetAtt Role.Arn
      Definition:
        StartAt: B
        States: {}
"#;

const JSON_TEMPLATE: &str = r#"{ "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
  "Definition": { "StartAt": "B", "States": {} } } } } }"#;

#[test]
fn templates_have_many_endings() {
    check(
        "endings",
        &[
            ("a.template", TEMPLATE),
            ("b.template", JSON_TEMPLATE),
            ("c.template.yaml", TEMPLATE),
            ("d.cfn.json", JSON_TEMPLATE),
            ("e.yml.template", TEMPLATE),
            ("nginx.template", "server { listen ${PORT}; }\n"),
        ],
        &["."],
        &[
            "a.template:7:18: error[unknown-state]",
            "b.template:2:30: error[unknown-state]",
            "c.template.yaml:7:18: error[unknown-state]",
            "d.cfn.json:2:30: error[unknown-state]",
            "e.yml.template:7:18: error[unknown-state]",
        ],
    );
}

const AMBIGUOUS: &str = "StartAt: A\nStates:\n  A: { Type: Pass, Next: No }\n  No: { Type: Succeed }\n";

#[test]
fn the_tool_that_names_a_file_decides_how_its_yaml_is_read() {
    let serverless = "service: a\nprovider: { name: aws }\nstepFunctions:\n  stateMachines:\n    a:\n      definition: ${file(flow.asl.yml)}\n";
    check("serverless-yaml", &[("flow.asl.yml", AMBIGUOUS), ("serverless.yml", serverless)], &["."], &[]);
    let sam = "Resources:\n  A:\n    Type: AWS::Serverless::StateMachine\n    Properties: { DefinitionUri: flow.asl.yml }\n";
    check(
        "sam-yaml",
        &[("flow.asl.yml", AMBIGUOUS), ("template.yml", sam)],
        &["."],
        &[
            "flow.asl.yml:3:26: warning[ambiguous-scalar]",
            "flow.asl.yml:3:26: error[wrong-type]",
            "flow.asl.yml:4:3: warning[ambiguous-scalar]",
        ],
    );
    check(
        "plain-yaml",
        &[("flow.asl.yml", AMBIGUOUS)],
        &["."],
        &["flow.asl.yml:3:26: warning[ambiguous-scalar]", "flow.asl.yml:4:3: warning[ambiguous-scalar]"],
    );
}
