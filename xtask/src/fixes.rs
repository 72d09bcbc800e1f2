//! Applies all fixes to copies of the fixtures and the corpora, and checks what they leave: no new error, no lost comment,
//! and nothing to change in a second run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::summary::Summary;
use crate::{CORPORA, corpora, root};

/// The rules that report syntax errors, which hide other errors.
const SYNTAX: [&str; 3] = ["invalid-json", "invalid-yaml", "invalid-hcl"];

/// Fixes the fixtures, and the corpora if they are there.
pub(crate) fn run(summary: &mut Summary) -> Result<()> {
    summary.run("fixes of the fixtures", || check(&root().join("fixtures")))?;
    match corpora() {
        Some(corpora) => summary.run("fixes of the corpora", || {
            check(&corpora.join("real-world"))?;
            check(&corpora.join("reports"))
        }),
        None => {
            summary.skip("fixes of the corpora", CORPORA);
            Ok(())
        }
    }
}

fn check(folder: &Path) -> Result<()> {
    for level in ["safe", "suggested"] {
        let copy = root().join("target/fixes").join(level).join(folder.file_name().unwrap_or_default());
        if copy.exists() {
            fs::remove_dir_all(&copy)?;
        }
        copy_folder(folder, &copy)?;
        let before = State::of(&copy)?;
        let fix = format!("--fix={level}");
        asl_lint(&copy, &[&fix])?;
        let after = State::of(&copy)?;
        let mut faults = after.faults(&before);
        asl_lint(&copy, &[&fix])?;
        let again = texts(&copy)?;
        let moved = again.iter().filter(|(path, text)| after.texts.get(*path) != Some(text));
        faults.extend(moved.map(|(path, _)| format!("{}: a second run changes it", path.display())));
        let changed = after.texts.iter().filter(|(path, text)| before.texts.get(*path) != Some(text)).count();
        println!("{level} fixes of {}: {changed} files changed, {} faults", folder.display(), faults.len());
        if !faults.is_empty() {
            bail!("{}", faults.join("\n"));
        }
    }
    Ok(())
}

/// The files of a folder, with their errors.
struct State {
    texts: BTreeMap<PathBuf, String>,
    /// The numbers of syntax errors and of other errors of each file.
    errors: BTreeMap<PathBuf, (usize, usize)>,
}

impl State {
    fn of(folder: &Path) -> Result<State> {
        let output = asl_lint(folder, &["--format", "json"])?;
        let findings: Vec<Value> =
            serde_json::from_slice(&output).context("the output of asl-lint is not JSON")?;
        let mut errors: BTreeMap<PathBuf, (usize, usize)> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding["severity"] == "error") {
            let path = folder.join(finding["path"].as_str().unwrap_or_default());
            let (syntax, others) = errors.entry(path).or_default();
            let is_syntax = finding["rule"].as_str().is_some_and(|rule| SYNTAX.contains(&rule));
            *if is_syntax { syntax } else { others } += 1;
        }
        Ok(State { texts: texts(folder)?, errors })
    }

    /// What is worse than before.
    fn faults(&self, before: &State) -> Vec<String> {
        let mut faults = Vec::new();
        for (path, text) in &self.texts {
            let old = before.texts.get(path).map(String::as_str).unwrap_or_default();
            let counts = |state: &State| state.errors.get(path).copied().unwrap_or_default();
            let ((old_syntax, old_others), (syntax, others)) = (counts(before), counts(self));
            // Without a syntax error, errors behind it become visible.
            if syntax > old_syntax || old_syntax == 0 && others > old_others {
                faults.push(format!("{}: new errors", path.display()));
            }
            let comments = comments(text);
            let lost = self::comments(old).into_iter().find(|comment| !comments.contains(comment));
            if let Some(lost) = lost.filter(|_| text != old) {
                faults.push(format!("{}: lost the comment `{lost}`", path.display()));
            }
        }
        faults
    }
}

/// The lines that are comments.
fn comments(text: &str) -> Vec<&str> {
    let is_comment = |line: &&str| line.starts_with('#') || line.starts_with("//");
    text.lines().map(str::trim).filter(is_comment).collect()
}

/// Runs a check of a folder with all findings.
fn asl_lint(folder: &Path, args: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--package", "asl-lint", "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .args(["--", "check", "--no-config", "--no-ignore", "--advice"])
        .args(args)
        .current_dir(folder)
        .output()
        .context("cannot run asl-lint")?;
    Ok(output.stdout)
}

fn texts(folder: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(texts(&path)?);
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.insert(path, text);
        }
    }
    Ok(found)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            fs::write(&target, fs::read(&path)?)?;
        }
    }
    Ok(())
}
