//! The configuration file: written, shown, and its mistakes.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;

use snapbox::str;

use common::Folder;

const BAD: &str = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;

#[test]
fn a_first_configuration() {
    let folder = Folder::new("init", &[("a.asl.json", BAD), ("b.asl.json", BAD)]);
    folder.lint(&["init"]).assert().code(0).stdout_eq("wrote asl-lint.toml: 2 definitions found\n");
    let text = fs::read_to_string(folder.0.join("asl-lint.toml")).unwrap();
    assert!(text.starts_with("#:schema https://"), "{text}");
    assert!(text.contains("# unknown-state = \"error\"  # 2 findings\n"), "{text}");
    folder.lint(&["init"]).assert().code(2).stderr_eq("error: asl-lint.toml already exists\n");
    folder.lint(&["init", "none"]).assert().code(2).stderr_eq("error: none is not a folder\n");
    // As written, it changes nothing; without the comment marks, it is valid too.
    folder.lint(&["check", "--format=compact", "a.asl.json"]).assert().code(1);
    let settings = |line: &str| line.starts_with("# ") && (line.contains(" = ") || line.starts_with("# [["));
    let all: Vec<&str> = text.lines().map(|line| if settings(line) { &line[2..] } else { line }).collect();
    fs::write(folder.0.join("asl-lint.toml"), all.join("\n")).unwrap();
    folder.lint(&["check", "--format=compact", "a.asl.json"]).assert().code(1).stderr_eq("");
    // A folder without state machines.
    let folder = Folder::new("init-none", &[("a.txt", "")]);
    folder.lint(&["init"]).assert().code(0).stdout_eq("wrote asl-lint.toml: no state machine found\n");
}

#[test]
fn what_holds_for_a_file_and_where_it_is_set() {
    let text = "variables = ['a']\nignore = ['lost-input', 'security']\n\n[rules]\nunknown-state = 'warning'\n\n\
                [[overrides]]\nfiles = ['x/']\ntype = 'express'\nvariables = ['b']\nrules.retry-storm = { seconds = 5 }\nrequire-reason = true\n";
    let folder = Folder::new("config", &[("asl-lint.toml", text), ("x/a.asl.json", BAD)]);
    folder.lint(&["config", "x/a.asl.json"]).assert().code(0).stdout_eq(str![[r#"
# x/a.asl.json
# configured by [..]asl-lint.toml
type = "express"  # asl-lint.toml:9
variables = ["a", "b"]  # asl-lint.toml:10

[rules]
unknown-state = "warning"  # asl-lint.toml:5
lost-input = "off"  # asl-lint.toml:2
retry-storm = { level = "info", retries = 3, seconds = 5 }  # asl-lint.toml:11
role-from-input = "off"  # asl-lint.toml:2
...
missing-reason = "warning"  # asl-lint.toml:12
# [..] rules have their defaults

"#]]);
    folder.lint(&["config", "node_modules/a.asl.json"]).assert().code(0).stdout_eq(str![[r#"
# node_modules/a.asl.json
# configured by [..]asl-lint.toml
# excluded: searches and editors skip it
type = "standard"
...
"#]]);
    let folder =
        Folder::new("config-none", &[("a.asl.json", BAD), ("one.toml", "select = ['unknown-state']")]);
    folder.lint(&["config", "a.asl.json"]).assert().code(0).stdout_eq(str![[r#"
# a.asl.json
# no asl-lint.toml applies: these are the defaults
type = "standard"

[rules]
# [..] rules have their defaults

"#]]);
    folder.lint(&["config", "a.asl.json", "--config", "one.toml"]).assert().code(0).stdout_eq(str![[r#"
# a.asl.json
# configured by [..]one.toml
...
unknown-field = "off"  # one.toml:1
...
"#]]);
}

#[test]
fn mistakes_have_their_place() {
    let text = "exclud = []\n[rules]\nunknwon-state = 'off'\nretry-storm = { second = 5 }\n[[overrides]]\nfiles = ['a[z-a]']\n";
    let folder = Folder::new("config-bad", &[("asl-lint.toml", text), ("a.asl.json", BAD)]);
    folder.lint(&["check"]).assert().code(2).stdout_eq("").stderr_eq(str![[r#"
error: [..]asl-lint.toml:1:1: unknown setting `exclud`; did you mean `exclude`?
       [..]asl-lint.toml:3:1: unknown rule `unknwon-state`; did you mean `unknown-state`?
       [..]asl-lint.toml:4:17: `retry-storm` has no option `second`; it has `level`, `retries`, `seconds`

"#]]);
    folder.lint(&["config", "a.asl.json"]).assert().code(2);
    fs::write(folder.0.join("asl-lint.toml"), "exclude = ['a', 'b[z-a]']").unwrap();
    folder.lint(&["check"]).assert().code(2).stderr_eq(str![[r#"
error: [..]asl-lint.toml:1:17: invalid pattern: invalid range; 'z' > 'a'

"#]]);
}

#[test]
fn findings_of_today_are_suppressed() {
    let json = "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": { \"Type\": \"Pass\", \"Comment\": \"first\", \"Next\": \"B\" }\n  }\n}\n";
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    InputPath: $.a[\n    Next: B\n";
    let folder = Folder::new("suppress", &[("a.asl.json", json), ("b.asl.yaml", yaml)]);
    folder
        .lint(&["check", "--add-suppressions=ticket 7"])
        .assert()
        .code(0)
        .stdout_eq("suppressed 5 findings\n");
    folder.lint(&["check"]).assert().code(0);
    let read = |file: &str| fs::read_to_string(folder.0.join(file)).unwrap();
    assert!(
        read("a.asl.json").contains("\"first asl-lint: ignore[unknown-state] ticket 7"),
        "{}",
        read("a.asl.json")
    );
    assert!(
        read("b.asl.yaml").contains("    # asl-lint: ignore[invalid-path] ticket 7\n    InputPath: $.a[\n"),
        "{}",
        read("b.asl.yaml")
    );
    folder.lint(&["check", "--add-suppressions"]).assert().code(0).stdout_eq("suppressed 0 findings\n");
    folder.lint(&["check", "--add-suppressions", "--fix"]).assert().code(2);

    let broken = "{ \"StartAt\": \"A\" \"States\": { \"A\": { \"Type\": \"Pass\", \"Next\": \"B\" } } }\n";
    let folder = Folder::new("suppress-broken", &[("a.asl.json", broken)]);
    let added = folder.lint(&["check", "--add-suppressions"]).assert().code(0);
    added.stdout_eq("suppressed 1 finding; 2 cannot be suppressed\n");
}
