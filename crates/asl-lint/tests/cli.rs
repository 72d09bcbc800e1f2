//! The output and the exit status of the binary.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;
use std::path::Path;

use snapbox::IntoData;
use snapbox::str;

use common::{Folder, asl_lint, repository};

const GOOD: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;
const BAD: &str = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;
const WARNED: &str = r#"{ "StartAt": "A", "States": {
  "A": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "B" }] },
  "B": { "Type": "Succeed" } } }"#;

#[test]
fn text_is_the_default_and_shows_the_source() {
    let folder = Folder::new(
        "text",
        &[(
            "order.asl.json",
            "{\n  \"StartAt\": \"Pakc\",\n  \"States\": {\n    \"Pack\": { \"Type\": \"Succeed\" }\n  }\n}\n",
        )],
    );
    folder.lint(&["check"]).assert().code(1).stderr_eq("").stdout_eq(str![[r#"
error[unknown-state]: no state named `Pakc` in this scope
   ╭─[order.asl.json:2:14]
 1 │ {
 2 │   "StartAt": "Pakc",
   ·              ──────
 3 │   "States": {
   ╰────
  help: did you mean `Pack`?

error[unreachable-state]: state `Pack` is unreachable from `StartAt`
   ╭─[order.asl.json:4:5]
 3 │   "States": {
 4 │     "Pack": { "Type": "Succeed" }
   ·     ──────
 5 │   }
   ╰────
  help: add a transition to it, or remove it

2 errors in 1 file, 1 definition checked; --fix=suggested fixes 1

"#]]);
}

#[test]
fn the_image_in_the_readme_shows_the_output() {
    let args = ["check", "--no-config", "--color", "always", "fixtures/broken/choice.asl.json"];
    asl_lint(&args).assert().code(1).stdout_eq(snapbox::file!["../../../docs/output.term.svg"]);
}

#[test]
fn json_has_all_parts_of_a_finding() {
    let folder = Folder::new(
        "json",
        &[("a.asl.json", "{\n \"StartAt\": \"Bx\", \"States\": { \"B\": { \"Type\": \"Succeed\" } } }")],
    );
    folder.lint(&["check", "--format", "json", "--select", "unknown-state"]).assert().code(1).stdout_eq(
        str![[r#"
[
  {
    "path": "a.asl.json",
    "rule": "unknown-state",
    "severity": "error",
    "message": "no state named `Bx` in this scope",
    "aws_code": "MISSING_TRANSITION_TARGET",
    "aws_location": "/StartAt",
    "pointer": "/StartAt",
    "range": {
      "start": {
        "line": 2,
        "column": 13,
        "offset": 14
      },
      "end": {
        "line": 2,
        "column": 17,
        "offset": 18
      }
    },
    "notes": [],
    "help": "did you mean `B`?",
    "related": [],
    "url": "https://github.com/asl-lint/asl-lint/blob/v0.1.0/docs/rules/unknown-state.md",
    "fix": {
      "title": "Change to `B`",
      "applicability": "suggested",
      "edits": [
        {
          "offset": 14,
          "end": 18,
          "text": "\"B\""
        }
      ]
    },
    "fingerprint": "e464241b9d472234"
  }
]

"#]]
        .raw(),
    );
    let folder = Folder::new("json-empty", &[("a.asl.json", GOOD)]);
    folder.lint(&["check", "--format", "json"]).assert().code(0).stdout_eq("[]\n");
}

#[test]
fn exit_status_is_the_same_for_every_format() {
    let folder =
        Folder::new("status", &[("good.asl.json", GOOD), ("bad.asl.json", BAD), ("warned.asl.json", WARNED)]);
    for format in ["text", "compact", "json", "sarif", "github", "gitlab", "junit"] {
        let code = |args: &[&str], code: i32| {
            let args = [&["check", "--format", format], args].concat();
            folder.lint(&args).assert().code(code);
        };
        code(&["good.asl.json"], 0);
        code(&["bad.asl.json"], 1);
        code(&["warned.asl.json"], 1);
        code(&["warned.asl.json", "--fail-on", "error"], 0);
        code(&["bad.asl.json", "--ignore", "unknown-state,unreachable-state"], 0);
        code(&["missing.asl.json", "bad.asl.json"], 2);
        code(&["--select", "no-such-rule"], 2);
    }
}

#[test]
fn advice_is_shown_on_request() {
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Parallel", "Retry": [], "End": true,
        "Branches": [{ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }] } } }"#;
    let folder = Folder::new("advice", &[("a.asl.json", text)]);
    folder
        .lint(&["check"])
        .assert()
        .code(0)
        .stdout_eq("no problems in 1 definition; --advice shows 1 more\n");
    folder.lint(&["check", "--advice", "--format", "compact"]).assert().code(0).stdout_eq(str![[r#"
a.asl.json:1:67: info[empty-collection] `Retry` is empty and has no effect

"#]]);
    folder.lint(&["check", "--advice", "--fail-on", "info"]).assert().code(1);
    folder
        .lint(&["check", "--select", "pointless-state", "--format", "compact"])
        .assert()
        .code(0)
        .stdout_eq("");
}

#[test]
fn folders_are_searched_for_definitions() {
    let folder = Folder::new(
        "folders",
        &[
            (".gitignore", "ignored\n"),
            ("a.asl.json", BAD),
            ("b.asl", BAD),
            (
                "c.asl.jsonc",
                "// yes\n{ \"StartAt\": \"B\", \"States\": { \"A\": { \"Type\": \"Succeed\" }, } }",
            ),
            ("deep/er/d.json", BAD),
            ("ignored/e.asl.json", BAD),
            ("package.json", "{ \"name\": \"x\" }"),
            ("nested.json", "{ \"definition\": { \"StartAt\": \"B\", \"States\": {} } }"),
            ("notes.txt", BAD),
        ],
    );
    folder
        .lint(&["check", "--format", "compact", "--select", "unknown-state,invalid-json"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
a.asl.json:1:14: error[unknown-state] no state named `B` in this scope
b.asl:1:14: error[unknown-state] no state named `B` in this scope
c.asl.jsonc:2:14: error[unknown-state] no state named `B` in this scope
deep/er/d.json:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
    // A given file is read whatever its name is.
    folder.lint(&["check", "notes.txt", "package.json", "--format", "compact"]).assert().code(1).stdout_eq(
        str![[r#"
notes.txt:1:14: error[unknown-state] no state named `B` in this scope
notes.txt:1:31: error[unreachable-state] state `A` is unreachable from `StartAt`

"#]],
    );
}

#[test]
fn unreadable_files_are_reported_and_the_rest_is_checked() {
    let folder = Folder::new("unreadable", &[("bad.asl.json", BAD), ("a.yaml", "StartAt: A")]);
    fs::write(folder.0.join("binary.asl.json"), b"\0\x01").unwrap();
    fs::write(folder.0.join("wide.asl.json"), b"\xff\xfe{\0}\0").unwrap();
    fs::write(
        folder.0.join("latin.asl.json"),
        b"{\"Comment\": \"\xe9\", \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}",
    )
    .unwrap();
    let args = [
        "check",
        "--format",
        "compact",
        "bad.asl.json",
        "binary.asl.json",
        "wide.asl.json",
        "latin.asl.json",
        "a.yaml",
        "none",
    ];
    folder
        .lint(&args)
        .assert()
        .code(2)
        .stdout_eq(str![[r#"
bad.asl.json:1:14: error[unknown-state] no state named `B` in this scope
bad.asl.json:1:31: error[unreachable-state] state `A` is unreachable from `StartAt`
latin.asl.json:1:14: error[invalid-json] invalid UTF-8

"#]])
        .stderr_eq(str![[r#"
error: cannot read binary.asl.json: it is not a text file
error: cannot read none: No such file or directory (os error 2)
error: cannot read wide.asl.json: it is UTF-16; save it as UTF-8

"#]]);
    let empty = Folder::new("empty", &[("readme.txt", "hello")]);
    empty.lint(&["check", "."]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: no state machine found in .: definitions are named *.asl.json, *.asl.yaml or *.asl, or contain StartAt and States; templates are those of CloudFormation, SAM, Serverless and Terraform

"#]]);
}

#[test]
fn standard_input_has_a_name() {
    let folder = Folder::new("stdin", &[]);
    folder
        .lint(&["check", "-", "--format", "compact", "--select", "unknown-state"])
        .stdin(BAD)
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
stdin.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
    let jsonc = format!("// a comment\n{GOOD}");
    let named = ["check", "-", "--stdin-filename", "src/order.asl.jsonc", "--format", "compact"];
    folder.lint(&named).stdin(jsonc.clone()).assert().code(0).stdout_eq("");
    folder.lint(&["check", "-", "--format", "compact"]).stdin(jsonc).assert().code(1).stdout_eq(str![[r#"
stdin.asl.json:1:1: error[invalid-json] comments are not allowed in JSON

"#]]);
    folder.lint(&["check", "-"]).stdin("").assert().code(1);
}

#[test]
fn the_nearest_configuration_applies() {
    let folder = Folder::new(
        "config",
        &[
            ("asl-lint.toml", "[rules]\nunknown-state = \"warning\"\nunreachable-state = \"off\"\n"),
            ("a.asl.json", BAD),
            ("sub/asl-lint.toml", "[rules]\nunknown-state = \"off\"\nunreachable-state = \"off\"\n"),
            ("sub/b.asl.json", BAD),
        ],
    );
    folder.lint(&["check", "--format", "compact"]).assert().code(1).stdout_eq(str![[r#"
a.asl.json:1:14: warning[unknown-state] no state named `B` in this scope

"#]]);
    folder.lint(&["check", "--no-config", "--format", "compact", "sub"]).assert().code(1).stdout_eq(str![[
        r#"
sub/b.asl.json:1:14: error[unknown-state] no state named `B` in this scope
sub/b.asl.json:1:31: error[unreachable-state] state `A` is unreachable from `StartAt`

"#
    ]]);
    let broken = Folder::new(
        "config-broken",
        &[("asl-lint.toml", "[rules]\nunknwon-state = \"off\"\n"), ("a.asl.json", BAD)],
    );
    broken.lint(&["check"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: [..]asl-lint.toml:2:1: unknown rule `unknwon-state`; did you mean `unknown-state`?

"#]]);
}

#[test]
fn the_workflow_type_is_an_option() {
    let text = r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync",
        "Parameters": { "TaskDefinition": "t" }, "End": true } } }"#;
    let folder = Folder::new("type", &[("a.asl.json", text)]);
    folder.lint(&["check"]).assert().code(0);
    folder.lint(&["check", "--type", "express", "--format", "compact"]).assert().code(1).stdout_eq(str![[
        r#"
a.asl.json:1:95: error[express-unsupported] an Express workflow cannot wait with `.sync`

"#
    ]]);
}

#[test]
fn colors_follow_the_terminal_and_the_option() {
    let folder = Folder::new("colours", &[("a.asl.json", BAD)]);
    let output = |args: &[&str]| String::from_utf8(folder.lint(args).output().unwrap().stdout).unwrap();
    assert!(!output(&["check"]).contains('\u{1b}'), "not in a pipe");
    assert!(output(&["check", "--color", "always"]).contains('\u{1b}'));
    assert!(!output(&["check", "--color", "never"]).contains('\u{1b}'));
}

#[test]
fn long_lines_are_cut() {
    let long = format!(
        r#"{{ "Comment": "{}", "StartAt": "B", "States": {{ "A": {{ "Type": "Succeed" }} }} }}"#,
        "é".repeat(100_000)
    );
    let folder = Folder::new("long", &[("a.asl.json", &long)]);
    let output = folder.lint(&["check", "--select", "unknown-state"]).output().unwrap().stdout;
    assert!(output.len() < 1_000, "{} bytes", output.len());
    assert!(String::from_utf8(output).unwrap().contains("a.asl.json:1:100029"));
}

#[test]
fn rules_are_explained() {
    asl_lint(&["explain", "unknown-state"]).assert().code(0).stdout_eq(str![[r#"
# unknown-state

**error** · AWS: `MISSING_TRANSITION_TARGET` · suggested fix

Reports transitions to a state that does not exist in the same machine, branch or item processor.
...
"#]]);
    asl_lint(&["explain", "unknown-sate"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: unknown rule `unknown-sate`; did you mean `unknown-state`?

"#]]);
    asl_lint(&["rules"]).assert().code(0).stdout_eq(str![[r#"
Syntax and structure
  invalid-json [..]error    Reports syntax errors in JSON definitions.
...
"#]]);
    let json = asl_lint(&["rules", "--format", "json"]).output().unwrap().stdout;
    let rules: Vec<serde_json::Value> = serde_json::from_slice(&json).unwrap();
    assert_eq!(rules.len(), asl_core::RULES.len());
}

#[test]
fn good_fixtures_have_no_findings_and_broken_ones_match_their_snapshots() {
    let fixtures = repository().join("fixtures");
    let mut good: Vec<String> = names(&fixtures);
    good.retain(|name| name.contains(".asl.json"));
    let args: Vec<String> = ["check", "--no-config", "--advice"]
        .into_iter()
        .map(str::to_owned)
        .chain(good.iter().map(|n| format!("fixtures/{n}")))
        .collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let expected = format!("no problems in {} definitions\n", good.len());
    asl_lint(&args).assert().code(0).stdout_eq(expected);

    let broken = fixtures.join("broken");
    for name in names(&broken).iter().filter(|name| name.ends_with(".asl.json")) {
        let out = broken.join(name.replace(".asl.json", ".out"));
        let expected = fs::read_to_string(&out).unwrap_or_else(|_| panic!("{} is missing", out.display()));
        let file = format!("fixtures/broken/{name}");
        let run =
            asl_lint(&["check", "--no-config", "--advice", "--format", "compact", &file]).output().unwrap();
        assert_eq!(
            String::from_utf8(run.stdout).unwrap(),
            expected,
            "{name}: run `cargo xtask gen` and review the diff"
        );
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_definition_is_drawn() {
    let folder = Folder::new("graph", &[("a.asl.json", GOOD), ("b.json", "[]")]);
    folder.lint(&["graph", "a.asl.json"]).assert().success().stdout_eq(str![[r#"
flowchart TD
  s0(["start"]):::mark
  s1(["A"]):::succeed
  s0 --> s1
...
"#]]);
    folder
        .lint(&["graph", "a.asl.json", "--format", "svg"])
        .assert()
        .success()
        .stdout_eq("<svg [..]\n...\n</svg>\n");
    folder
        .lint(&["graph", "b.json"])
        .assert()
        .code(2)
        .stderr_eq("error: b.json does not contain a state machine\n");
}

#[test]
fn definitions_are_formatted() {
    let good = format!("{GOOD}\n");
    let messy = "{ \"StartAt\": \"A\",\n\"States\": { \"A\": { \"Type\": \"Succeed\" } }}";
    let files =
        [("good.asl.json", good.as_str()), ("messy.asl.json", messy), ("broken.asl.json", "{ \"a\": ")];
    let folder = Folder::new("format", &files);
    let changes = str![[r#"
would reformat messy.asl.json

"#]];
    folder
        .lint(&["format", "--check", "good.asl.json", "messy.asl.json"])
        .assert()
        .code(1)
        .stdout_eq(changes);
    assert_eq!(fs::read_to_string(folder.0.join("messy.asl.json")).unwrap(), messy);
    folder.lint(&["format", "messy.asl.json", "good.asl.json"]).assert().success();
    let after = "{\n  \"StartAt\": \"A\",\n  \"States\": { \"A\": { \"Type\": \"Succeed\" } }\n}\n";
    assert_eq!(fs::read_to_string(folder.0.join("messy.asl.json")).unwrap(), after);
    folder.lint(&["format", "--check", "messy.asl.json"]).assert().success();
    folder.lint(&["format", "broken.asl.json"]).assert().code(2);
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 3, "no temporary file remains");
}
