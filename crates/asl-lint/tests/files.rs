//! Which files are checked: the configuration, ignore files, options and lists.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;

use snapbox::str;

use common::Folder;

const BAD: &str = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;
const GOOD: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;
const COMPACT: [&str; 4] = ["check", "--format=compact", "--select", "unknown-state"];

fn check(folder: &Folder, args: &[&str]) -> snapbox::cmd::Command {
    folder.lint(&[&COMPACT[..], args].concat())
}

#[test]
fn the_configuration_excludes_files() {
    let folder = Folder::new(
        "exclude",
        &[
            ("asl-lint.toml", "exclude = ['legacy/', '*.gen.json', '!dist/']\n"),
            ("a.asl.json", BAD),
            ("legacy/b.asl.json", BAD),
            ("c.gen.json", BAD),
            ("node_modules/d.asl.json", BAD),
            ("dist/e.asl.json", BAD),
            ("nested/asl-lint.toml", "exclude = []\n"),
            ("nested/legacy/f.asl.json", BAD),
        ],
    );
    check(&folder, &[]).assert().code(1).stdout_eq(str![[r#"
a.asl.json:1:14: error[unknown-state] no state named `B` in this scope
dist/e.asl.json:1:14: error[unknown-state] no state named `B` in this scope
nested/legacy/f.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
    check(&folder, &["--no-config"]).assert().code(1).stdout_eq(str![[r#"
a.asl.json:1:14: error[unknown-state] no state named `B` in this scope
c.gen.json:1:14: error[unknown-state] no state named `B` in this scope
legacy/b.asl.json:1:14: error[unknown-state] no state named `B` in this scope
nested/legacy/f.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
    check(&folder, &["--exclude", "nested/", "--exclude=a.*", "--no-ignore"]).assert().code(1).stdout_eq(
        str![[r#"
c.gen.json:1:14: error[unknown-state] no state named `B` in this scope
dist/e.asl.json:1:14: error[unknown-state] no state named `B` in this scope
legacy/b.asl.json:1:14: error[unknown-state] no state named `B` in this scope
node_modules/d.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]],
    );
    // Named files are checked, unless a hook names them.
    check(&folder, &["legacy/b.asl.json"]).assert().code(1);
    check(&folder, &["legacy/b.asl.json", "legacy"]).assert().code(1);
    check(&folder, &["--force-exclude", "--no-errors-on-unmatched", "legacy/b.asl.json", "c.gen.json"])
        .assert()
        .code(0)
        .stdout_eq("");
    check(&folder, &["--exclude", "a[z-a]"]).assert().code(2).stderr_eq(str![[r#"
error: invalid pattern `a[z-a]`: invalid range; 'z' > 'a'

"#]]);
}

#[test]
fn the_configuration_includes_files_of_any_name() {
    let folder = Folder::new(
        "include",
        &[
            ("asl-lint.toml", "include = ['flows/', '*.workflow']\n"),
            ("a.asl.json", BAD),
            ("flows/b.json", BAD),
            ("flows/readme.txt", "StartAt"),
            ("x/c.workflow", BAD),
        ],
    );
    check(&folder, &[]).assert().code(1).stdout_eq(str![[r#"
flows/b.json:1:14: error[unknown-state] no state named `B` in this scope
x/c.workflow:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
}

#[test]
fn overrides_apply_to_matching_files() {
    let folder = Folder::new(
        "overrides",
        &[
            (
                "asl-lint.toml",
                "[[overrides]]\nfiles = ['sandbox/**']\nrules = { unknown-state = 'warning' }\n\
                 [[overrides]]\nfiles = ['express/']\ntype = 'express'\n",
            ),
            ("a.asl.json", BAD),
            ("sandbox/b.asl.json", BAD),
            (
                "express/c.asl.json",
                r#"{ "StartAt": "A", "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": { "QueueUrl": "q", "MessageBody.$": "$$.Task.Token" }, "TimeoutSeconds": 60, "End": true } } }"#,
            ),
        ],
    );
    folder
        .lint(&["check", "--format=compact", "--select", "unknown-state,express-unsupported"])
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
a.asl.json:1:14: error[unknown-state] no state named `B` in this scope
express/c.asl.json:1:99: error[express-unsupported] an Express workflow cannot wait with `.waitForTaskToken`
sandbox/b.asl.json:1:14: warning[unknown-state] no state named `B` in this scope

"#]]);
    // The command line takes precedence.
    folder
        .lint(&["check", "--type", "standard", "--select", "express-unsupported", "express"])
        .assert()
        .code(0);
    folder.lint(&["check", "--ignore", "graph", "sandbox", "a.asl.json"]).assert().code(0);
}

#[test]
fn a_configuration_file_can_be_chosen() {
    let folder = Folder::new(
        "chosen",
        &[
            ("ci/strict.toml", "exclude = ['x/']\n[rules]\nunknown-state = 'info'\n"),
            ("asl-lint.toml", "[rules]\nunknown-state = 'off'\n"),
            ("a.asl.json", BAD),
            ("x/b.asl.json", BAD),
        ],
    );
    folder
        .lint(&["check", "--config", "ci/strict.toml", "--format=compact", "--ignore=unreachable-state"])
        .assert()
        .code(0)
        .stdout_eq(str![[r#"
a.asl.json:1:14: info[unknown-state] no state named `B` in this scope

"#]]);
    folder.lint(&["check", "--config", "none.toml"]).assert().code(2).stderr_eq(str![[r#"
error: [..]none.toml:1:1: cannot be read: No such file or directory (os error 2)

"#]]);
    folder.lint(&["check", "--config", "none.toml", "--no-config"]).assert().code(2);
}

#[test]
fn files_that_cannot_be_definitions_are_skipped() {
    let folder = Folder::new("skipped", &[("a.asl.json", GOOD)]);
    fs::write(folder.0.join("data.yaml"), b"\0\x01").unwrap();
    fs::write(folder.0.join("wide.asl.json"), b"\xff\xfe{\0}\0").unwrap();
    folder.lint(&["check"]).assert().code(0).stderr_eq("").stdout_eq(str![[r#"
no problems in 1 definition
skipped 2 files: data.yaml (it is not a text file), wide.asl.json (it is UTF-16; save it as UTF-8)

"#]]);
    folder.lint(&["check", "wide.asl.json"]).assert().code(2);
}

#[test]
fn a_hook_names_files_that_are_no_definitions() {
    let folder = Folder::new(
        "hook",
        &[("package.json", "{ \"name\": \"x\" }"), ("a.tf", "locals {}"), ("b.asl.json", GOOD)],
    );
    folder.lint(&["check", "package.json", "a.tf", "b.asl.json"]).assert().code(0);
    folder.lint(&["check", "package.json", "a.tf"]).assert().code(2);
    folder
        .lint(&["check", "--no-errors-on-unmatched", "package.json", "a.tf"])
        .assert()
        .code(0)
        .stdout_eq("");
}

#[test]
fn the_reason_for_each_file_is_shown() {
    let folder = Folder::new(
        "show-files",
        &[
            ("asl-lint.toml", "exclude = ['legacy/']\n"),
            (".gitignore", "ignored/\n"),
            (".github/workflows/ci.yaml", "on: push\n"),
            ("a.asl.json", GOOD),
            ("flow.json", GOOD),
            ("package.json", "{ \"name\": \"x\" }"),
            ("states.json", "{ \"x\": { \"StartAt\": 1, \"States\": 2 } }"),
            ("main.py", ""),
            ("ignored/b.asl.json", GOOD),
            ("legacy/c.asl.json", GOOD),
            ("node_modules/x/d.asl.json", GOOD),
        ],
    );
    fs::write(folder.0.join("data.yaml"), b"\0\x01").unwrap();
    folder.lint(&["check", "--show-files"]).assert().code(0).stdout_eq(str![[r#"
.github: ignored, it is hidden
a.asl.json: checked, by its name
data.yaml: skipped, it is not a text file
flow.json: checked, it contains a state machine
ignored: ignored by an ignore file
legacy: excluded by the pattern `legacy/`
node_modules: excluded by the default pattern `node_modules/`
package.json: skipped, it contains no state machine
states.json: skipped, it contains no state machine

"#]]);
}

#[test]
fn a_list_of_files() {
    let folder =
        Folder::new("list", &[("a b.asl.json", BAD), ("c.asl.json", BAD), ("list.txt", "c.asl.json\r\n")]);
    check(&folder, &["--files-from", "list.txt"]).assert().code(1).stdout_eq(str![[r#"
c.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
    check(&folder, &["--files-from", "-", "c.asl.json"]).stdin("a b.asl.json\0").assert().code(1).stdout_eq(
        str![[r#"
a b.asl.json:1:14: error[unknown-state] no state named `B` in this scope
c.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]],
    );
    check(&folder, &["--files-from", "-", "-"]).assert().code(2).stderr_eq(str![[r#"
error: standard input cannot be both the list of files and a definition

"#]]);
    check(&folder, &["--files-from", "none.txt"]).assert().code(2);
    check(&folder, &["--files-from", "-", "--no-errors-on-unmatched"]).stdin("").assert().code(0);
}

#[test]
fn a_name_for_standard_input_is_enough() {
    let folder = Folder::new("stdin-name", &[("b.asl.json", BAD)]);
    check(&folder, &["--stdin-filename", "x.asl.json"]).stdin(BAD).assert().code(1).stdout_eq(str![[r#"
x.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
    check(&folder, &["--stdin-filename", "x.asl.json", "b.asl.json"]).assert().code(1).stdout_eq(str![[r#"
b.asl.json:1:14: error[unknown-state] no state named `B` in this scope

"#]]);
}
