//! Commands about a single file: standard input, templates that refer to definitions, and answers of the API.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;

use snapbox::str;

use common::Folder;

const GOOD: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;
const LAID_OUT: &str = "{\n  \"StartAt\": \"A\",\n  \"States\": { \"A\": { \"Type\": \"Succeed\" } }\n}\n";

fn template(machines: &[(&str, &str)]) -> String {
    let machine = |(name, file): &(&str, &str)| {
        format!(
            "  {name}:\n    Type: AWS::Serverless::StateMachine\n    Properties: {{ DefinitionUri: {file} }}\n"
        )
    };
    format!("Resources:\n{}", machines.iter().map(machine).collect::<String>())
}

#[test]
fn the_graph_of_the_machine_that_a_template_names() {
    let template = template(&[
        ("First", "flows/a.asl.json"),
        ("Second", "flows/b.asl.json"),
        ("Third", "flows/b.asl.json"),
    ]);
    let other = GOOD.replace("\"A\"", "\"Other\"");
    let folder = Folder::new(
        "graph",
        &[("t.yaml", &template), ("flows/a.asl.json", GOOD), ("flows/b.asl.json", &other)],
    );
    folder.lint(&["graph", "t.yaml"]).assert().code(2).stderr_eq(str![[r#"
error: t.yaml contains several state machines; choose one with --name: First, Second, Third

"#]]);
    folder.lint(&["graph", "t.yaml", "--name", "Third"]).assert().code(0).stdout_eq(str![[r#"
flowchart TD
  s0(["start"]):::mark
  s1(["Other"]):::succeed
...
"#]]);
    folder.lint(&["graph", "flows/b.asl.json"]).assert().code(0);
    folder.lint(&["graph", "t.yaml", "--name", "Fourth"]).assert().code(2).stderr_eq(str![[r#"
error: no state machine named Fourth in t.yaml; it contains First, Second, Third

"#]]);
    folder.lint(&["graph", "-"]).stdin(GOOD).assert().code(0);
    folder.lint(&["graph", "-"]).stdin("[]").assert().code(2);
}

#[test]
fn standard_input_is_formatted() {
    let folder = Folder::new("format-stdin", &[("a.asl.json", GOOD)]);
    folder.lint(&["format", "-"]).stdin(GOOD).assert().code(0).stdout_eq(format!("{GOOD}\n"));
    let wild = GOOD.replace("{ \"StartAt\": \"A\",", "{ \"StartAt\":\"A\",\n");
    folder.lint(&["format", "-"]).stdin(wild.as_str()).assert().code(0).stdout_eq(LAID_OUT);
    folder
        .lint(&["format", "-", "--check"])
        .stdin(wild.as_str())
        .assert()
        .code(1)
        .stdout_eq("would reformat stdin.asl.json\n");
    folder.lint(&["format", "-", "--diff"]).stdin(format!("{GOOD}\n")).assert().code(0).stdout_eq("");
    folder
        .lint(&["format", "-", "--stdin-filename", "x.asl.yaml"])
        .stdin("StartAt: A\nStates:\n    A: { Type: Succeed }\n")
        .assert()
        .code(0)
        .stdout_eq("StartAt: A\nStates:\n  A: { Type: Succeed }\n");
    folder.lint(&["format", "-", "a.asl.json"]).assert().code(2);
    folder.lint(&["format", "-"]).stdin("{").assert().code(2);
}

#[test]
fn format_shows_a_diff_and_searches_the_current_folder() {
    let wild = GOOD.replace("{ \"StartAt\": \"A\",", "{ \"StartAt\":\"A\",\n");
    let folder =
        Folder::new("format-diff", &[("a.asl.json", &wild), ("package.json", "{ broken"), ("b.json", "{}")]);
    folder.lint(&["format", "--diff"]).assert().code(1).stdout_eq(str![[r#"
--- a.asl.json
+++ a.asl.json
@@ -1,2 +1,4 @@
-{ "StartAt":"A",
- "States": { "A": { "Type": "Succeed" } } }
/ No newline at end of file
+{
+  "StartAt": "A",
+  "States": { "A": { "Type": "Succeed" } }
+}

"#]]);
    folder
        .lint(&["format", "package.json"])
        .assert()
        .code(2)
        .stderr_eq("error: package.json: it contains no state machine\n");
    folder.lint(&["format"]).assert().code(0).stdout_eq("reformatted a.asl.json\n");
    assert_eq!(fs::read_to_string(folder.0.join("a.asl.json")).unwrap(), LAID_OUT);
}

#[test]
fn format_follows_a_named_template() {
    let wild = GOOD.replace("{ \"StartAt\": \"A\",", "{ \"StartAt\":\"A\",\n");
    let folder = Folder::new(
        "format-template",
        &[
            ("t.yaml", &template(&[("M", "a.flow.json")])),
            ("a.flow.json", &wild),
            ("empty.yaml", &template(&[])),
        ],
    );
    folder.lint(&["format", "t.yaml", "--check"]).assert().code(1).stdout_eq("would reformat a.flow.json\n");
    folder.lint(&["format", "t.yaml"]).assert().code(0).stdout_eq("reformatted a.flow.json\n");
    folder.lint(&["format", "empty.yaml"]).assert().code(2);
}

#[test]
fn the_answer_of_the_api_is_checked() {
    let escaped = GOOD.replace("\"StartAt\": \"A\"", "\"StartAt\": \"B\"").replace('"', "\\\"");
    let answer = format!(
        "{{\n  \"stateMachineArn\": \"arn:aws:states:eu-west-1:123456789012:stateMachine:o\",\n  \"type\": \"EXPRESS\",\n  \"definition\": \"{escaped}\"\n}}\n"
    );
    let folder = Folder::new("described", &[("described.json", &answer)]);
    let expected = str![[r#"
stdin.asl.json:4:33: error[unknown-state] no state named `B` in this scope

"#]];
    let args = ["check", "--format=compact", "--select", "unknown-state"];
    folder.lint(&[&args[..], &["-"]].concat()).stdin(answer.as_str()).assert().code(1).stdout_eq(expected);
    folder.lint(&args).assert().code(1);
}

#[test]
fn a_hook_on_a_file_and_a_check_of_the_folder_agree() {
    let express = "Resources:\n  A: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: ../flows/a.asl.json } }\n  B:\n    Type: AWS::Serverless::StateMachine\n    Properties: { Type: EXPRESS, DefinitionUri: ../flows/a.asl.json }\n";
    let flow = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": { "QueueUrl": "q", "MessageBody.$": "$$.Task.Token" }, "TimeoutSeconds": 60, "End": true } } }"#;
    let reversed = {
        let (head, a_and_b) = express.split_once("  A:").unwrap();
        let (a, b) = a_and_b.split_once("  B:").unwrap();
        format!("{head}  B:{b}  A:{a}")
    };
    for (name, template) in [("hook", express), ("hook-reversed", &reversed)] {
        let folder =
            Folder::new(name, &[(".git/HEAD", ""), ("infra/t.yaml", template), ("flows/a.asl.json", flow)]);
        let expected = "flows/a.asl.json:1:99: error[express-unsupported] an Express workflow cannot wait with `.waitForTaskToken`\n";
        for paths in [&["flows/a.asl.json"][..], &["."], &["infra/t.yaml"], &["infra", "flows"]] {
            let args = [&["check", "--format=compact"][..], paths].concat();
            folder.lint(&args).assert().code(1).stdout_eq(expected);
        }
    }
}
