//! What packages contain, completions and man pages, and the size of the help texts.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;

use common::Folder;

#[test]
fn completions_are_printed_for_every_shell() {
    let folder = Folder::new("completions", &[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = folder.lint(&["completions", shell]).output().unwrap();
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && output.stderr.is_empty());
        for word in ["asl-lint", "check", "output-file", "fail-on"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    folder.lint(&["completions", "tcsh"]).assert().code(2);
}

#[test]
fn man_pages_are_written_for_every_command() {
    let folder = Folder::new("man", &[]);
    folder.lint(&["man", "share/man1"]).assert().code(0).stdout_eq("").stderr_eq("");
    let page = |name: &str| fs::read_to_string(folder.0.join("share/man1").join(name)).unwrap();
    assert!(page("asl-lint.1").contains("asl\\-lint\\-check(1)"));
    for command in ["check", "merge", "validate", "explain", "rules", "format", "graph", "iam"] {
        assert!(page(&format!("asl-lint-{command}.1")).contains(".SH OPTIONS"), "{command}");
    }
}

#[test]
fn help_is_short() {
    let folder = Folder::new("help", &[]);
    let lines = |args: &[&str]| {
        let output = folder.lint(args).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{args:?}");
        let help = String::from_utf8(output.stdout).unwrap();
        (help.lines().count(), help)
    };
    let (short, help) = lines(&["check", "-h"]);
    assert!(short <= 25 && !help.contains("--no-ignore"), "{short} lines:\n{help}");
    let (all, help) = lines(&["check", "--help"]);
    assert!(all <= 70 && help.contains("--no-ignore") && help.contains("Examples:"), "{all} lines:\n{help}");
    assert_eq!(lines(&["help", "check"]).1, help);
    for command in ["merge", "validate", "explain", "rules", "format", "graph", "iam", "init", "config"] {
        let (count, help) = lines(&[command, "--help"]);
        assert!(count <= 45, "{count} lines:\n{help}");
    }
}
