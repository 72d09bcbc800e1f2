//! `asl-lint validate`: the options and the output of the AWS CLI.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use serde_json::Value;
use snapbox::IntoData;
use snapbox::str;

use common::Folder;

const BAD: &str =
    r#"{ "StartAt": "B", "States": { "A": { "Type": "Pass", "Result": "$.x", "End": true } } }"#;
const GOOD: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;

#[test]
fn the_output_is_that_of_the_api() {
    let folder = Folder::new("validate", &[("bad.asl.json", BAD), ("good.asl.json", GOOD)]);
    let file = ["validate", "--definition", "file://bad.asl.json"];
    folder.lint(&file).assert().code(0).stderr_eq("").stdout_eq(
        str![[r#"
{
    "result": "FAIL",
    "diagnostics": [
        {
            "severity": "ERROR",
            "code": "MISSING_TRANSITION_TARGET",
            "message": "no state named `B` in this scope",
            "location": "/StartAt"
        },
        {
            "severity": "ERROR",
            "code": "MISSING_TRANSITION_TARGET",
            "message": "state `A` is unreachable from `StartAt`",
            "location": "/States/A"
        }
    ],
    "truncated": false
}

"#]]
        .raw(),
    );
    folder.lint(&["validate", "good.asl.json"]).assert().code(0).stdout_eq(
        str![[r#"
{
    "result": "OK",
    "diagnostics": [],
    "truncated": false
}

"#]]
        .raw(),
    );
    folder
        .lint(&["validate", "bad.asl.json", "--severity", "WARNING", "--max-results", "2"])
        .assert()
        .code(0)
        .stdout_eq(
            str![[r#"
{
    "result": "FAIL",
    "diagnostics": [
        {
            "severity": "ERROR",
            "code": "MISSING_TRANSITION_TARGET",
            "message": "no state named `B` in this scope",
            "location": "/StartAt"
        },
        {
            "severity": "ERROR",
            "code": "MISSING_TRANSITION_TARGET",
            "message": "state `A` is unreachable from `StartAt`",
            "location": "/States/A"
        }
    ],
    "truncated": true
}

"#]]
            .raw(),
        );
    let text = |args: &[&str]| String::from_utf8(folder.lint(args).output().unwrap().stdout).unwrap();
    assert_eq!(text(&["validate", "--definition", BAD]), text(&file));
    assert_eq!(text(&["validate", "bad.asl.json"]), text(&file));
    let stdin = folder.lint(&["validate", "-"]).stdin(BAD).output().unwrap();
    assert_eq!(String::from_utf8(stdin.stdout).unwrap(), text(&file));
}

#[test]
fn the_options_are_those_of_the_aws_cli() {
    let sync = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync",
        "Parameters": { "TaskDefinition": "t" }, "End": true } } }"#;
    let folder = Folder::new("validate-options", &[("sync.asl.json", sync), ("bad.asl.json", BAD)]);
    let result = |args: &[&str]| {
        let output = folder.lint(&[&["validate"], args].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let output: Value = serde_json::from_slice(&output.stdout).unwrap();
        let count = output["diagnostics"].as_array().unwrap().len();
        (output["result"].as_str().unwrap().to_owned(), count, output["truncated"] == true)
    };
    assert_eq!(result(&["sync.asl.json"]), ("OK".to_owned(), 0, false));
    assert_eq!(result(&["sync.asl.json", "--type", "EXPRESS"]), ("FAIL".to_owned(), 1, false));
    assert_eq!(result(&["bad.asl.json", "--max-results", "1"]), ("FAIL".to_owned(), 1, true));
    assert_eq!(result(&["bad.asl.json", "--max-results", "0"]), ("FAIL".to_owned(), 2, false));
    let ignored = ["--region", "eu-west-1", "--profile", "p", "--output", "json", "--no-cli-pager"];
    assert_eq!(result(&[&["bad.asl.json"], &ignored[..]].concat()).1, 2);
    for args in [
        &[][..],
        &["bad.asl.json", "--definition", GOOD],
        &["bad.asl.json", "--max-results", "101"],
        &["bad.asl.json", "--type", "FAST"],
        &["bad.asl.json", "--output", "table"],
        &["--definition", "file://gone.asl.json"],
    ] {
        folder.lint(&[&["validate"], args].concat()).assert().code(2).stdout_eq("");
    }
}

#[test]
fn the_status_says_fail_on_request() {
    let folder = Folder::new("validate-status", &[("bad.asl.json", BAD), ("good.asl.json", GOOD)]);
    folder.lint(&["validate", "bad.asl.json", "--exit-code"]).assert().code(1);
    folder.lint(&["validate", "good.asl.json", "--exit-code"]).assert().code(0);
}

#[test]
fn suppressions_do_not_count() {
    let suppressed =
        BAD.replacen('{', "{ \"Comment\": \"asl-lint: ignore[unknown-state, unreachable-state]\",", 1);
    let folder =
        Folder::new("validate-suppressed", &[("asl-lint.toml", "[rules]\nunknown-state = \"off\"\n")]);
    let run = folder.lint(&["validate", "--definition", &suppressed, "--exit-code"]).assert().code(1);
    run.stdout_eq("...\n    \"result\": \"FAIL\",\n...\n");
}
