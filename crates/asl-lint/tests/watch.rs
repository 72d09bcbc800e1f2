//! `--watch` runs again when a file changes.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use common::Folder;

const BAD: &str = r#"{ "StartAt": "B", "States": { "A": { "Type": "Succeed" } } }"#;

struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_changed_file_is_checked_again() {
    let folder = Folder::new("watch", &[("flows/a.asl.json", BAD)]);
    let child = Command::new(snapbox::cmd::cargo_bin!("asl-lint"))
        .args(["check", "--watch", "--format=compact", "--select", "unknown-state"])
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut watching = Watching(child);
    let mut findings = BufReader::new(watching.0.stdout.take().unwrap()).lines();
    let mut messages = BufReader::new(watching.0.stderr.take().unwrap()).lines();
    let mut next = || messages.next().unwrap().unwrap();
    assert_eq!(next(), "watching for changes; Ctrl-C ends");
    assert!(findings.next().unwrap().unwrap().contains("no state named `B`"));
    fs::write(folder.0.join("flows/a.asl.json"), BAD.replace("\"B\"", "\"C\"")).unwrap();
    assert!(findings.next().unwrap().unwrap().contains("no state named `C`"));
    assert_eq!(next(), "watching for changes; Ctrl-C ends");
    fs::write(folder.0.join("asl-lint.toml"), "nonsense = 1").unwrap();
    assert!(next().contains("unknown setting `nonsense`"));
    folder
        .lint(&["check", "--watch", "-"])
        .stdin("")
        .assert()
        .code(2)
        .stderr_eq("error: standard input cannot be watched\n");
}
