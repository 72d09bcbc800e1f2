//! Baselines and `--diff-base`: only new findings are reported.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;
use std::process::Command;

use snapbox::IntoData;
use snapbox::str;

use common::{Folder, asl_lint_in};

/// A definition with two choice rules that lead to states that do not exist.
const ORDER: &str = r#"{
  "StartAt": "Check",
  "States": {
    "Check": {
      "Type": "Choice",
      "Default": "Done",
      "Choices": [
        { "Variable": "$.a", "IsNull": true, "Next": "Gone" },
        { "Variable": "$.b", "IsNull": true, "Next": "Gone" }
      ]
    },
    "Done": { "Type": "Succeed" }
  }
}
"#;

fn check(folder: &Folder, args: &[&str]) -> snapbox::cmd::OutputAssert {
    folder.lint(&[&["check", "--format", "compact"], args].concat()).assert()
}

impl Folder {
    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }
}

#[test]
fn a_baseline_hides_what_is_known() {
    let folder = Folder::new("baseline", &[("order.asl.json", ORDER)]);
    check(&folder, &["--write-baseline", "known.json"])
        .code(0)
        .stdout_eq("")
        .stderr_eq("note: 2 findings written to known.json\n");
    snapbox::assert_data_eq!(
        folder.read("known.json"),
        str![[r#"
{
  "version": 1,
  "files": {
    "order.asl.json": [
      {
        "severity": "error",
        "rule": "unknown-state",
        "message": "no state named `Gone` in this scope",
        "pointer": "/States/Check/Choices/[Gone]/Next",
        "count": 2
      }
    ]
  }
}

"#]]
        .raw()
    );
    folder
        .lint(&["check", "--baseline", "known.json"])
        .assert()
        .code(0)
        .stdout_eq("no problems in 1 definition; 2 in the baseline\n")
        .stderr_eq("");

    // Lines move, the file is formatted, an item is added in front, and others are as they were.
    let moved = ORDER.replace('\n', "\r\n\r\n").replace(
        "\"Choices\": [",
        "\"Choices\": [ { \"Variable\": \"$.c\", \"IsNull\": true, \"Next\": \"Done\" },",
    );
    folder.write("order.asl.json", &moved);
    check(&folder, &["--baseline", "known.json"]).code(0).stdout_eq("").stderr_eq("");

    // Something else is new.
    folder.write("order.asl.json", &ORDER.replace("\"Default\": \"Done\"", "\"Default\": \"Dnoe\""));
    check(&folder, &["--baseline", "known.json"]).code(1).stdout_eq(str![[r#"
order.asl.json:6:18: error[unknown-state] no state named `Dnoe` in this scope
order.asl.json:12:5: error[unreachable-state] state `Done` is unreachable from `StartAt`

"#]]);
}

#[test]
fn an_equal_finding_more_is_new() {
    let folder = Folder::new("baseline-count", &[("order.asl.json", ORDER)]);
    check(&folder, &["--write-baseline", "known.json"]).code(0);
    let third = ORDER.replace(
        "\"Choices\": [",
        "\"Choices\": [ { \"Variable\": \"$.c\", \"IsNull\": true, \"Next\": \"Gone\" },",
    );
    folder.write("order.asl.json", &third);
    check(&folder, &["--baseline", "known.json"]).code(1).stdout_eq(str![[r#"
order.asl.json:7:65: error[unknown-state] no state named `Gone` in this scope
order.asl.json:8:54: error[unknown-state] no state named `Gone` in this scope
order.asl.json:9:54: error[unknown-state] no state named `Gone` in this scope

"#]]);
}

#[test]
fn a_baseline_shrinks() {
    let folder = Folder::new("baseline-shrinks", &[("a.asl.json", ORDER), ("b.asl.json", ORDER)]);
    check(&folder, &["--write-baseline", "known.json"])
        .code(0)
        .stderr_eq("note: 4 findings written to known.json\n");
    folder.write("a.asl.json", &ORDER.replacen("Gone", "Done", 1));
    fs::remove_file(folder.0.join("b.asl.json")).unwrap();
    let before = folder.read("known.json");
    let note = str![[r#"
note: 3 findings of known.json no longer occur; `--baseline known.json --write-baseline known.json` removes them

"#]];
    check(&folder, &["--baseline", "known.json"]).code(0).stdout_eq("").stderr_eq(note);
    check(&folder, &["--baseline", "known.json", "--quiet"]).code(0).stdout_eq("").stderr_eq("");
    assert_eq!(folder.read("known.json"), before, "it is only written on request");

    // Nothing is added: what is new is reported.
    folder.write("c.asl.json", ORDER);
    check(&folder, &["--baseline", "known.json", "--write-baseline", "known.json"])
        .code(1)
        .stdout_eq(str![[r#"
c.asl.json:8:54: error[unknown-state] no state named `Gone` in this scope
c.asl.json:9:54: error[unknown-state] no state named `Gone` in this scope

"#]])
        .stderr_eq("note: 3 findings removed from known.json\n");
    snapbox::assert_data_eq!(
        folder.read("known.json"),
        str![[r#"
{
  "version": 1,
  "files": {
    "a.asl.json": [
      {
        "severity": "error",
        "rule": "unknown-state",
        "message": "no state named `Gone` in this scope",
        "pointer": "/States/Check/Choices/[Gone]/Next"
      }
    ]
  }
}

"#]]
        .raw()
    );
}

#[test]
fn what_a_run_says_nothing_about_stays_in_the_baseline() {
    let advice = r#"{ "StartAt": "A", "States": { "A": { "Type": "Parallel", "Retry": [], "End": true,
        "Branches": [{ "StartAt": "B", "States": { "B": { "Type": "Succeed" } } }] } } }"#;
    let files = [("a.asl.json", ORDER), ("b.asl.json", advice), ("sub/c.asl.json", ORDER)];
    let folder = Folder::new("baseline-part", &files);
    check(&folder, &["--advice", "--write-baseline", "known.json"]).code(0);
    let before = folder.read("known.json");
    let update = ["--baseline", "known.json", "--write-baseline", "known.json"];
    for args in [&["a.asl.json"][..], &["--select", "unreachable-state"], &["--ignore", "unknown-state"], &[]]
    {
        check(&folder, &[&update, args].concat()).code(0).stdout_eq("").stderr_eq("");
        assert_eq!(folder.read("known.json"), before, "{args:?}");
    }
    // Paths are those from the folder of the baseline.
    let args = ["check", "--format", "compact", "--baseline", "../known.json", "--advice", ".."];
    asl_lint_in(&folder.0.join("sub"), &args).assert().code(0).stdout_eq("").stderr_eq("");
}

#[test]
fn a_faulty_baseline_is_an_error() {
    let files =
        [("a.asl.json", ORDER), ("old.json", "{ \"version\": 9, \"files\": {} }"), ("not.json", "[]")];
    let folder = Folder::new("baseline-faulty", &files);
    for (args, error) in [
        (&["--baseline", "gone.json"][..], "cannot read gone.json: [..]"),
        (&["--baseline", "not.json"], "not.json is not a baseline; `--write-baseline` writes one: [..]"),
        (&["--baseline", "old.json"], "old.json has version 9, but only 1 is known"),
        (
            &["--baseline", "old.json", "--write-baseline", "new.json"],
            "--baseline and --write-baseline together update a baseline, and take the same file",
        ),
        (
            &["--write-baseline", "new.json", "gone.asl.json"],
            "new.json has not been written, as some files could not be read",
        ),
    ] {
        check(&folder, args).code(2).stdout_eq("").stderr_eq(format!("error: {error}\n"));
    }
    assert!(!folder.0.join("new.json").exists());
}

fn git(folder: &Folder, args: &[&str]) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "core.autocrlf=false"];
    let output = Command::new("git").args(identity).args(args).current_dir(&folder.0).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn only_findings_in_changed_lines_are_reported() {
    let name = "größe \"x\".asl.json";
    let name = if cfg!(windows) { "größe.asl.json" } else { name };
    let folder = Folder::new("diff-base", &[("a.asl.json", ORDER), (name, ORDER)]);
    git(&folder, &["init", "--quiet", "--initial-branch=main"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "--quiet", "-m", "a"]);
    let check = |args: &[&str]| check(&folder, &[&["--diff-base", "HEAD"], args].concat());
    check(&[]).code(0).stdout_eq("");
    folder
        .lint(&["check", "--diff-base", "HEAD"])
        .assert()
        .code(0)
        .stdout_eq("no problems in 2 definitions; 4 in unchanged lines\n");

    // A changed line, a new file, and a line that looks like the head of a diff.
    folder.write(name, &ORDER.replacen("\"$.b\"", "\"$.c\"", 1));
    folder.write("new.asl.json", ORDER);
    folder.write("a.asl.json", &format!("{ORDER}\n++ b/{name}\n"));
    check(&["--select", "unknown-state"]).code(1).stdout_eq(str![[r#"
größe "x".asl.json:9:54: error[unknown-state] no state named `Gone` in this scope
new.asl.json:8:54: error[unknown-state] no state named `Gone` in this scope
new.asl.json:9:54: error[unknown-state] no state named `Gone` in this scope

"#]]);

    // The branch that has gone on since then does not count.
    git(&folder, &["stash", "--quiet"]);
    git(&folder, &["checkout", "--quiet", "-b", "other"]);
    folder.write("a.asl.json", &ORDER.replace("$.", "$.x."));
    git(&folder, &["commit", "--quiet", "-am", "b"]);
    git(&folder, &["checkout", "--quiet", "main"]);
    fs::remove_file(folder.0.join("new.asl.json")).unwrap();
    let args = ["check", "--format", "compact", "--diff-base", "other"];
    folder.lint(&args).assert().code(0).stdout_eq("");

    for revision in ["nowhere", "--output=x", "", "-h", "HEAD:a.asl.json"] {
        let error = format!(
            "error: git does not know the revision `{revision}`; a shallow clone has to fetch it first\n"
        );
        folder
            .lint(&["check", &format!("--diff-base={revision}")])
            .assert()
            .code(2)
            .stdout_eq("")
            .stderr_eq(error);
    }
    assert!(!folder.0.join("x").exists());
}

#[test]
fn changed_lines_need_a_repository() {
    let folder = Folder::new("diff-base-none", &[("a.asl.json", ORDER)]);
    folder
        .lint(&["check", "--diff-base", "HEAD"])
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq("error: --diff-base needs a git repository, and the current folder is in none\n");
}

#[cfg(unix)]
#[test]
fn the_repository_runs_no_programs() {
    let folder =
        Folder::new("diff-base-programs", &[("a.asl.json", ORDER), (".gitattributes", "* diff=x\n")]);
    git(&folder, &["init", "--quiet", "--initial-branch=main"]);
    for key in ["core.fsmonitor", "diff.external", "diff.x.textconv", "diff.x.command", "core.pager"] {
        git(&folder, &["config", key, "touch ran; true"]);
    }
    git(&folder, &["-c", "core.fsmonitor=false", "add", "."]);
    git(&folder, &["-c", "core.fsmonitor=false", "commit", "--quiet", "-m", "a"]);
    folder.write("a.asl.json", &ORDER.replacen("\"$.b\"", "\"$.c\"", 1));
    let _ = fs::remove_file(folder.0.join("ran"));
    check(&folder, &["--diff-base", "HEAD"]).code(1);
    assert!(!folder.0.join("ran").exists());
}
