//! `asl-lint merge`: the results of parts are those of one run.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;

use snapbox::str;

use common::{Folder, asl_lint, asl_lint_in, repository};

const BAD: &str = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;
const GOOD: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;

/// The standard output of a run, whose exit status is 0 or 1.
fn stdout(args: &[&str]) -> String {
    let output = asl_lint(args).output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn parts_give_the_same_bytes_as_one_run() {
    let fixtures = repository().join("fixtures");
    let mut files = Vec::new();
    for folder in ["broken", "templates", "."] {
        let Ok(entries) = fs::read_dir(fixtures.join(folder)) else { continue };
        let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        let paths = paths.filter(|path| path.to_string_lossy().contains(".asl."));
        files.extend(paths.map(|path| path.strip_prefix(repository()).unwrap().to_str().unwrap().to_owned()));
    }
    files.sort();
    assert!(files.len() > 20);
    let folder = Folder::new("merge-parts", &[]);
    let check = |format: &str, files: &[String]| {
        let args = ["check", "--no-config", "--advice", "--no-errors-on-unmatched", "--format", format];
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        stdout(&[&args[..], &files].concat())
    };
    // Each file is in one part or in several, and the parts are not in order.
    let parts: Vec<Vec<String>> = (0..5)
        .rev()
        .map(|part| {
            let is_in = |i: usize| i % 5 == part || i % 7 == part;
            files.iter().enumerate().filter(|(i, _)| is_in(*i)).map(|(_, file)| file.clone()).collect()
        })
        .collect();
    for format in ["json", "sarif"] {
        let names: Vec<String> = (0..parts.len())
            .map(|i| folder.0.join(format!("{i}.{format}")).to_str().unwrap().to_owned())
            .collect();
        for (name, part) in names.iter().zip(&parts) {
            fs::write(name, check(format, part)).unwrap();
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let merged = stdout(&[&["merge"][..], &names].concat());
        assert!(merged == check(format, &files), "{format}");
        if format == "json" {
            for other in ["compact", "github", "gitlab", "junit"] {
                let merged = stdout(&[&["merge", "--format", other][..], &names].concat());
                assert!(merged == check(other, &files), "{other}");
            }
        }
    }
}

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name, &[("a.asl.json", BAD), ("b.asl.json", GOOD), ("c.asl.json", BAD)]);
    for (part, format) in [("a", "json"), ("b", "json"), ("c", "json"), ("a", "sarif"), ("c", "sarif")] {
        let (file, out) = (format!("{part}.asl.json"), format!("{format}={part}.{format}"));
        folder.lint(&["check", &file, "--format", &out]).output().unwrap();
    }
    let missing = ["check", "gone.asl.json", "--format", "json=gone.json", "--format", "sarif=gone.sarif"];
    folder.lint(&missing).assert().code(2);
    folder
}

#[test]
fn the_status_is_that_of_check() {
    let folder = folder("merge-status");
    let code = |args: &[&str], code: i32| folder.lint(&[&["merge"], args].concat()).assert().code(code);
    code(&["b.json"], 0).stdout_eq("[]\n");
    code(&["a.json", "b.json"], 1);
    code(&["a.json", "--exit-zero"], 0);
    code(&["a.sarif", "c.sarif"], 1);
    code(&["a.sarif", "--exit-zero"], 0);
    let error = if cfg!(windows) {
        "error: cannot read gone.asl.json: [..]\n"
    } else {
        "error: cannot read gone.asl.json: No such file or directory (os error 2)\n"
    };
    code(&["a.json", "gone.json", "gone.json"], 2).stderr_eq(error);
    code(&["a.sarif", "gone.sarif", "gone.sarif"], 2).stderr_eq(error);
}

#[test]
fn text_shows_the_source_if_it_is_there() {
    let folder = folder("merge-text");
    fs::remove_file(folder.0.join("c.asl.json")).unwrap();
    folder.lint(&["merge", "c.json", "a.json", "--format", "text"]).assert().code(1).stdout_eq(str![[r#"
error[unknown-state]: no state named `B` in this scope
   ╭─[a.asl.json:1:14]
 1 │ { "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }
   ·              ───
   ╰────

error[unreachable-state]: state `A` is unreachable from `StartAt`
   ╭─[a.asl.json:1:31]
 1 │ { "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }
   ·                               ───
   ╰────
  help: add a transition to it, or remove it

c.asl.json:1:14: error[unknown-state] no state named `B` in this scope
c.asl.json:1:31: error[unreachable-state] state `A` is unreachable from `StartAt`
4 errors in 2 files

"#]]);
    let args = ["merge", "c.json", "a.json", "--statistics", "--format", "text", "--format", "junit=out.xml"];
    folder.lint(&args).assert().code(1).stdout_eq(str![[r#"
2  error    unknown-state
2  error    unreachable-state

4 errors in 2 files

"#]]);
    assert!(fs::read_to_string(folder.0.join("out.xml")).unwrap().contains("tests=\"4\" failures=\"4\""));
}

#[test]
fn text_has_no_source_if_the_file_has_changed() {
    let folder = folder("merge-changed");
    let original = fs::read_to_string(folder.0.join("a.json")).unwrap();
    let changes: [(&str, &str); 4] = [
        ("\"offset\": 13", "\"offset\": 4000000000"),
        ("\"line\": 1", "\"line\": 0"),
        ("\"column\": 14", "\"column\": 0"),
        ("\"offset\": 16", "\"offset\": 2"),
    ];
    for (from, to) in changes {
        let changed = original.replacen(from, to, 1);
        assert_ne!(changed, original);
        fs::write(folder.0.join("changed.json"), changed).unwrap();
        for format in ["text", "compact", "github", "gitlab", "junit", "json"] {
            folder.lint(&["merge", "changed.json", "--format", format]).assert().code(1).stderr_eq("");
        }
    }
    fs::write(folder.0.join("a.asl.json"), "é".repeat(40)).unwrap();
    folder.lint(&["merge", "a.json", "--format", "text", "--quiet"]).assert().code(1).stdout_eq(str![[r#"
a.asl.json:1:14: error[unknown-state] no state named `B` in this scope
a.asl.json:1:31: error[unreachable-state] state `A` is unreachable from `StartAt`

"#]]);
}

#[test]
fn results_cannot_control_the_terminal() {
    let folder = folder("merge-hostile");
    let original = fs::read_to_string(folder.0.join("a.json")).unwrap();
    for (from, to) in [("unknown-state\"", "x\\u001b[31m\""), ("https://", "\\u001b]8;;x")] {
        fs::write(folder.0.join("hostile.json"), original.replacen(from, to, 1)).unwrap();
        folder
            .lint(&["merge", "hostile.json"])
            .assert()
            .code(2)
            .stdout_eq("")
            .stderr_eq("error: hostile.json is not the output of `asl-lint check --format json`\n");
    }
    let hostile = original
        .replace("no state named", "\\u001b[31m\\n::error::x")
        .replace("a.asl.json", "\\u001b\\n::error::a");
    fs::write(folder.0.join("hostile.json"), hostile).unwrap();
    for format in ["text", "compact", "github", "gitlab", "junit", "json"] {
        let output = folder.lint(&["merge", "hostile.json", "--format", format]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(!text.contains('\u{1b}') && !text.contains("\n::error::"), "{format}: {text}");
    }
}

#[test]
fn only_results_are_merged() {
    let folder = folder("merge-faulty");
    fs::write(
        folder.0.join("other.sarif"),
        "{ \"runs\": [{ \"tool\": { \"driver\": { \"name\": \"x\" } } }] }",
    )
    .unwrap();
    fs::write(folder.0.join("other.json"), "[{ \"path\": \"a\" }]").unwrap();
    for (args, error) in [
        (&["a.json", "a.sarif"][..], "some of the files are JSON and some are SARIF; merge them separately"),
        (&["none.json"], "cannot read none.json: [..]"),
        (
            &["other.json"],
            "other.json is not the output of `asl-lint check --format json`: missing field `rule`",
        ),
        (&["other.sarif"], "other.sarif is not the output of `asl-lint check --format sarif`"),
        (&["a.asl.json"], "a.asl.json is not the output of `asl-lint check --format sarif`"),
        (
            &["a.json", "--format", "sarif"],
            "SARIF is merged from SARIF; run `asl-lint check --format sarif` for each part",
        ),
        (
            &["a.sarif", "--format", "text"],
            "SARIF is only merged to SARIF; merge the JSON output for the format `text`",
        ),
    ] {
        let run = folder.lint(&[&["merge"], args].concat()).assert().code(2).stdout_eq("");
        run.stderr_eq(format!("error: {error}\n"));
    }
}

#[test]
fn parts_of_different_folders_have_no_common_root() {
    let one = folder("merge-root-1");
    let two = folder("merge-root-2");
    let other = two.0.join("c.sarif");
    let run = asl_lint_in(&one.0, &["merge", "a.sarif", other.to_str().unwrap()]);
    let merged: serde_json::Value = serde_json::from_slice(&run.output().unwrap().stdout).unwrap();
    let run = &merged["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), 4);
    assert_eq!(run["originalUriBaseIds"]["SRCROOT"].get("uri"), None);
}
