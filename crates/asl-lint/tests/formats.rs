//! The output formats, and where they go.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;

use serde_json::Value;
use snapbox::IntoData;
use snapbox::{file, str};

use common::Folder;

/// A definition with an error, a warning and advice, with a name that every format has to escape.
const ORDER: &str = r#"{
  "StartAt": "Check",
  "States": {
    "Check": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.größe", "IsNull": true, "Next": "50%, <ok>: 'a' & {b}" }]
    },
    "Done": {
      "Type": "Parallel",
      "Retry": [],
      "Branches": [{ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }],
      "End": true
    }
  }
}
"#;
const GOOD: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;

fn order(name: &str) -> Folder {
    let folder = Folder::new(name, &[("src/order.asl.json", ORDER)]);
    fs::create_dir(folder.0.join(".git")).unwrap();
    folder
}

/// The output of a format, with an unreadable file.
fn output(folder: &Folder, format: &str) -> snapbox::cmd::OutputAssert {
    let args = ["check", "--advice", "--format", format, "src/order.asl.json", "gone.asl.json"];
    let missing = if cfg!(windows) {
        "error: cannot read gone.asl.json: [..]\n"
    } else {
        "error: cannot read gone.asl.json: No such file or directory (os error 2)\n"
    };
    folder.lint(&args).assert().code(2).stderr_eq(missing)
}

#[test]
fn text() {
    output(&order("format-text"), "text").stdout_eq(str![[r#"
warning[missing-default]: `Check` has no `Default` for input that matches no rule
   ╭─[src/order.asl.json:4:5]
 3 │   "States": {
 4 │     "Check": {
   ·     ───────
 5 │       "Type": "Choice",
   ╰────
  note: for such input, the execution fails with `States.NoChoiceMatched`, which a `Choice` state cannot catch
  help: add a `Default` that names a state, such as a `Fail` state with a clear error

error[unknown-state]: no state named `50%, <ok>: 'a' & {b}` in this scope
   ╭─[src/order.asl.json:6:68]
 5 │       "Type": "Choice",
 6 │       "Choices": [{ "Variable": "$.größe", "IsNull": true, "Next": "50%, <ok>: 'a' & {b}" }]
   ·                                                                    ──────────────────────
 7 │     },
   ╰────

error[unreachable-state]: state `Done` is unreachable from `StartAt`
   ╭─[src/order.asl.json:8:5]
 7 │     },
 8 │     "Done": {
   ·     ──────
 9 │       "Type": "Parallel",
   ╰────
  help: add a transition to it, or remove it

info[empty-collection]: `Retry` is empty and has no effect
    ╭─[src/order.asl.json:10:16]
  9 │       "Type": "Parallel",
 10 │       "Retry": [],
    ·                ──
 11 │       "Branches": [{ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }],
    ╰────

2 errors, 1 warning, 1 advice in 1 file, 1 definition checked

"#]]);
}

#[test]
fn compact() {
    output(&order("format-compact"), "compact").stdout_eq(str![[r#"
src/order.asl.json:4:5: warning[missing-default] `Check` has no `Default` for input that matches no rule
src/order.asl.json:6:68: error[unknown-state] no state named `50%, <ok>: 'a' & {b}` in this scope
src/order.asl.json:8:5: error[unreachable-state] state `Done` is unreachable from `StartAt`
src/order.asl.json:10:16: info[empty-collection] `Retry` is empty and has no effect

"#]]);
}

#[test]
fn json() {
    output(&order("format-json"), "json").stdout_eq(file!["formats/order.json"].raw());
}

#[test]
fn the_schema_of_json_lists_its_fields() {
    let read = |path: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(common::repository().join(path)).unwrap()).unwrap()
    };
    let schema = read("docs/output.schema.json");
    let schema = &schema["$defs"]["finding"];
    let properties = schema["properties"].as_object().unwrap();
    let findings = read("crates/asl-lint/tests/formats/order.json");
    for finding in findings.as_array().unwrap() {
        let fields = finding.as_object().unwrap();
        assert!(fields.keys().all(|field| properties.contains_key(field)), "{finding}");
        let required = schema["required"].as_array().unwrap();
        assert!(required.iter().all(|field| fields.contains_key(field.as_str().unwrap())), "{finding}");
    }
}

#[test]
fn sarif() {
    let folder = order("format-sarif");
    let output = output(&folder, "sarif");
    let mut log: Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let run = &mut log["runs"][0];
    let root = run["originalUriBaseIds"]["SRCROOT"]["uri"].take();
    let name = folder.0.file_name().unwrap().to_str().unwrap();
    assert!(
        root.as_str().is_some_and(|root| root.starts_with("file:///") && root.ends_with(&format!("{name}/")))
    );
    for rule in run["tool"]["driver"]["rules"].as_array_mut().unwrap() {
        let help = rule["help"].take();
        assert!(
            help["markdown"].as_str().is_some_and(|page| page.contains("\n\n## Reported\n\n```json\n{\n"))
        );
        assert!(help["text"].as_str().is_some_and(|text| text.contains("https://")));
    }
    let log = serde_json::to_string_pretty(&log).unwrap() + "\n";
    snapbox::assert_data_eq!(log.raw(), file!["formats/order.sarif"].raw());
}

#[test]
fn github() {
    output(&order("format-github"), "github").stdout_eq(file!["formats/order.github.txt"].raw());
}

#[test]
fn gitlab() {
    output(&order("format-gitlab"), "gitlab").stdout_eq(file!["formats/order.gitlab.json"].raw());
}

#[test]
fn junit() {
    output(&order("format-junit"), "junit").stdout_eq(file!["formats/order.junit.xml"].raw());
}

#[test]
fn a_report_without_findings_has_a_test_case() {
    let folder = Folder::new("format-none", &[("a.asl.json", GOOD)]);
    folder.lint(&["check", "--format", "junit"]).assert().code(0).stdout_eq(str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="asl-lint" tests="1" failures="0" errors="0">
  <testsuite name="asl-lint" tests="1" failures="0" errors="0">
    <testcase name="no findings" classname="asl-lint"/>
  </testsuite>
</testsuites>

"#]]);
    folder.lint(&["check", "--format", "gitlab"]).assert().code(0).stdout_eq("[]\n");
    folder.lint(&["check", "--format", "github"]).assert().code(0).stdout_eq("");
}

#[test]
fn several_formats_are_written_at_once() {
    let folder = order("outputs");
    let formats = ["--format", "compact", "--format", "sarif=out.sarif", "--format", "json=out.json"];
    let run = folder.lint(&[&["check", "src"][..], &formats].concat()).assert().code(1);
    run.stdout_eq(str![[r#"
src/order.asl.json:4:5: warning[missing-default] `Check` has no `Default` for input that matches no rule
src/order.asl.json:6:68: error[unknown-state] no state named `50%, <ok>: 'a' & {b}` in this scope
src/order.asl.json:8:5: error[unreachable-state] state `Done` is unreachable from `StartAt`

"#]]);
    let read =
        |name: &str| -> Value { serde_json::from_slice(&fs::read(folder.0.join(name)).unwrap()).unwrap() };
    assert_eq!(read("out.json").as_array().unwrap().len(), 3);
    assert_eq!(read("out.sarif")["runs"][0]["results"].as_array().unwrap().len(), 3);
    folder
        .lint(&["check", "src", "--output-file", "out.txt", "--color", "always"])
        .assert()
        .code(1)
        .stdout_eq("");
    let text = fs::read_to_string(folder.0.join("out.txt")).unwrap();
    assert!(text.starts_with("warning[missing-default]: "), "without colors: {text:?}");
    let names: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 5, "no temporary file is left: {names:?}");
    // Text and annotations are lines, and can be mixed.
    folder
        .lint(&["check", "src", "--format", "compact", "--format", "github"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
src/order.asl.json:4:5: warning[missing-default] `Check` has no `Default` for input that matches no rule
src/order.asl.json:6:68: error[unknown-state] no state named `50%, <ok>: 'a' & {b}` in this scope
src/order.asl.json:8:5: error[unreachable-state] state `Done` is unreachable from `StartAt`
::warning title=asl-lint%3A missing-default,file=src/order.asl.json,line=4,col=5,endLine=4,endColumn=12::`Check` has no `Default` for input that matches no rule%0Anote: for such input, the execution fails with `States.NoChoiceMatched`, which a `Choice` state cannot catch%0Ahelp: add a `Default` that names a state, such as a `Fail` state with a clear error
::error title=asl-lint%3A unknown-state,file=src/order.asl.json,line=6,col=68,endLine=6,endColumn=90::no state named `50%25, <ok>: 'a' & {b}` in this scope
::error title=asl-lint%3A unreachable-state,file=src/order.asl.json,line=8,col=5,endLine=8,endColumn=11::state `Done` is unreachable from `StartAt`%0Ahelp: add a transition to it, or remove it

"#]]);
}

#[cfg(unix)]
#[test]
fn an_output_file_is_replaced_but_not_its_link_or_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("outputs-link", &[("a.asl.json", GOOD), ("real.json", "old")]);
    fs::set_permissions(folder.0.join("real.json"), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.json", folder.0.join("link.json")).unwrap();
    folder.lint(&["check", "--format", "json=link.json", "a.asl.json"]).assert().code(0).stdout_eq("");
    assert!(folder.0.join("link.json").is_symlink());
    assert_eq!(fs::read_to_string(folder.0.join("real.json")).unwrap(), "[]\n");
    assert_eq!(fs::metadata(folder.0.join("real.json")).unwrap().permissions().mode() & 0o777, 0o640);
    folder.lint(&["check", "--format", "json=/dev/stdout", "a.asl.json"]).assert().code(0).stdout_eq("[]\n");
}

#[test]
fn outputs_do_not_get_into_each_others_way() {
    let folder = Folder::new("outputs-conflict", &[("a.asl.json", GOOD)]);
    for (args, error) in [
        (&["--format", "text", "--format", "text"][..], "`text` goes to standard output twice"),
        (
            &["--format", "text", "--format", "sarif"],
            "`text` and `sarif` both go to standard output; write one to a file, such as `--format sarif=FILE`",
        ),
        (&["--format", "json=x", "--format", "sarif=x"], "two formats go to x"),
        (&["--format", "json=x", "--output-file", "x"], "--output-file needs a format without a file"),
        (
            &["--format", "json", "--format", "text", "--output-file", "x"],
            "--output-file takes one format; name a file for each, such as `--format sarif=out.sarif`",
        ),
        (
            &["--format", "json", "--statistics"],
            "--statistics prints text; write the other formats to files, such as `--format json=out.json`",
        ),
    ] {
        let run = folder.lint(&[&["check"], args].concat()).assert().code(2).stdout_eq("");
        run.stderr_eq(format!("error: {error}\n"));
    }
    for value in ["xml", "json=", "=x"] {
        folder.lint(&["check", "--format", value]).assert().code(2).stderr_eq(format!(
            "error: invalid value '{value}' for '--format <FORMAT[=FILE]>'\n  [possible values: text, compact, json, sarif, \
             github, gitlab, junit]\n\nFor more information, try '--help'.\n"
        ));
    }
    let run = folder.lint(&["check", "--format", "json=no/such/folder.json"]).assert().code(2).stdout_eq("");
    run.stderr_eq("error: cannot write no/such/folder.json: [..]\n");
}

#[test]
fn github_actions_gets_annotations_beside_text() {
    let folder = order("outputs-github");
    let args = ["check", "src", "--select", "unreachable-state"];
    folder.lint(&args).env("GITHUB_ACTIONS", "true").assert().code(1).stdout_eq(str![[r#"
error[unreachable-state]: state `Done` is unreachable from `StartAt`
   ╭─[src/order.asl.json:8:5]
 7 │     },
 8 │     "Done": {
   ·     ──────
 9 │       "Type": "Parallel",
   ╰────
  help: add a transition to it, or remove it

1 error in 1 file, 1 definition checked
::error title=asl-lint%3A unreachable-state,file=src/order.asl.json,line=8,col=5,endLine=8,endColumn=11::state `Done` is unreachable from `StartAt`%0Ahelp: add a transition to it, or remove it

"#]]);
    folder
        .lint(&[&args[..], &["--format", "compact"]].concat())
        .env("GITHUB_ACTIONS", "true")
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
src/order.asl.json:8:5: error[unreachable-state] state `Done` is unreachable from `StartAt`

"#]]);
}

#[test]
fn annotations_are_only_added_to_text() {
    let folder = order("outputs-github-only");
    let on_github = |args: &[&str]| folder.lint(args).env("GITHUB_ACTIONS", "true").assert();
    let statistics =
        String::from_utf8(on_github(&["check", "src", "--statistics"]).get_output().stdout.clone());
    assert!(!statistics.unwrap().contains("::error"));
    on_github(&["check", "src", "--output-file", "out.txt"]).code(1);
    assert!(!fs::read_to_string(folder.0.join("out.txt")).unwrap().contains("::error"));
    on_github(&["check", "src", "--format", "json=out.json"]).code(1).stdout_eq("");
    let merged = on_github(&["merge", "out.json"]).code(1);
    assert!(serde_json::from_slice::<Value>(&merged.get_output().stdout).is_ok());
}

#[test]
fn findings_are_counted_by_rule() {
    let folder = order("statistics");
    let one = str![[r#"
1  warning  missing-default
1  error    unknown-state
1  error    unreachable-state

2 errors, 1 warning in 1 file, 1 definition checked; --advice shows 1 more

"#]];
    folder.lint(&["check", "src", "--statistics"]).assert().code(1).stdout_eq(one);
    folder.lint(&["check", "src", "--statistics", "--quiet"]).assert().code(1).stdout_eq(str![[r#"
1  warning  missing-default
1  error    unknown-state
1  error    unreachable-state

"#]]);
}

#[test]
fn quiet_prints_findings_and_errors_only() {
    let folder = order("quiet");
    folder
        .lint(&["check", "src", "-q", "--format", "text", "gone", "--select", "unreachable-state"])
        .assert()
        .code(2)
        .stdout_eq(str![[r#"
error[unreachable-state]: state `Done` is unreachable from `StartAt`
   ╭─[src/order.asl.json:8:5]
 7 │     },
 8 │     "Done": {
   ·     ──────
 9 │       "Type": "Parallel",
   ╰────
  help: add a transition to it, or remove it


"#]])
        .stderr_eq("error: cannot read gone: [..]\n");
    let good = Folder::new("quiet-good", &[("a.asl.json", GOOD)]);
    good.lint(&["check", "--quiet"]).assert().code(0).stdout_eq("").stderr_eq("");
}

#[test]
fn findings_can_leave_the_status_alone() {
    let folder = order("exit-zero");
    folder.lint(&["check", "src", "--exit-zero"]).assert().code(0);
    folder.lint(&["check", "src", "gone", "--exit-zero"]).assert().code(2);
}

#[test]
fn what_fails_is_shown() {
    let advice = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Retry": [], "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": { "QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/q", "MessageBody": "m" }, "End": true } } }"#;
    let folder = Folder::new("fail-on-info", &[("a.asl.json", advice)]);
    let args = ["check", "--format", "compact", "--ignore", "hard-coded-account", "a.asl.json"];
    folder.lint(&args).assert().code(0).stdout_eq("");
    folder.lint(&[&args[..], &["--fail-on", "info"]].concat()).assert().code(1).stdout_eq(str![[r#"
a.asl.json:1:63: info[empty-collection] `Retry` is empty and has no effect

"#]]);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_leaves_the_status_of_the_findings() {
    use std::process::{Command, Stdio};
    let bad = ORDER.to_owned();
    let files: Vec<(String, String)> = (0..200).map(|i| (format!("{i}.asl.json"), bad.clone())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = Folder::new("closed-pipe", &files);
    for (args, code) in [(&["check"][..], 1), (&["check", "--exit-zero"], 0), (&["check", ".", "gone"], 2)] {
        let mut command = Command::new(snapbox::cmd::cargo_bin!("asl-lint"));
        command.args(args).current_dir(&folder.0).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("pipe"));
    }
}

#[test]
fn colors_follow_the_environment() {
    let folder = order("colors");
    let has_colors = |variables: &[(&str, &str)]| {
        let mut command = folder.lint(&["check", "src"]);
        for (name, value) in variables {
            command = command.env(name, value);
        }
        command.output().unwrap().stdout.contains(&0x1b)
    };
    assert!(!has_colors(&[]), "not in a pipe");
    assert!(has_colors(&[("FORCE_COLOR", "1")]) && has_colors(&[("CLICOLOR_FORCE", "1")]));
    assert!(!has_colors(&[("FORCE_COLOR", "0")]) && !has_colors(&[("FORCE_COLOR", "")]));
    assert!(!has_colors(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    assert!(!has_colors(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn paths_are_relative_to_the_repository() {
    let folder = order("outputs-paths");
    for format in ["github", "gitlab", "junit", "sarif"] {
        let run = common::asl_lint_in(&folder.0.join("src"), &["check", "--format", format]);
        let output = String::from_utf8(run.output().unwrap().stdout).unwrap();
        assert!(output.contains("src/order.asl.json"), "{format}: {output}");
    }
    let run = common::asl_lint_in(&folder.0.join("src"), &["check", "--format", "compact", ".."]);
    run.assert().code(1).stdout_eq(str![[r#"
../src/order.asl.json:4:5: warning[missing-default] `Check` has no `Default` for input that matches no rule
../src/order.asl.json:6:68: error[unknown-state] no state named `50%, <ok>: 'a' & {b}` in this scope
../src/order.asl.json:8:5: error[unreachable-state] state `Done` is unreachable from `StartAt`

"#]]);
}
