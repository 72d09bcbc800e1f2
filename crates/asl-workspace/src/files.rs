//! Which files to read, and reading them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use asl_core::Language;
use asl_core::host::Holds;
use ignore::WalkBuilder;
use memchr::memmem;

/// Larger files are not read; a definition has at most 1 MB.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A file to check.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    pub path: PathBuf,
    /// Found in a folder, and its name says nothing: it counts only if it holds a state machine.
    pub must_hold_state_machine: bool,
}

/// The files below the paths, ordered and each once, and what is wrong with the paths.
pub fn find(paths: &[PathBuf]) -> (Vec<Input>, Vec<anyhow::Error>) {
    let mut inputs = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut inputs, &mut errors);
        } else {
            inputs.push(Input { path: plain(path), must_hold_state_machine: false });
        }
    }
    inputs.sort();
    // Of a file that is named and found as well, the one that is named counts: it sorts first.
    inputs.dedup_by(|a, b| a.path == b.path);
    (inputs, errors)
}

fn walk(folder: &Path, inputs: &mut Vec<Input>, errors: &mut Vec<anyhow::Error>) {
    for entry in WalkBuilder::new(folder).require_git(false).build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                errors.push(error.into());
                continue;
            }
        };
        let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
        let holds = holds(entry.path());
        if is_file && holds != Holds::Other {
            let must_hold_state_machine = holds == Holds::Perhaps;
            inputs.push(Input { path: plain(entry.path()), must_hold_state_machine });
        }
    }
}

/// "./a.json" is "a.json" for everybody who reads the output.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// Whether the name of a file says that it is a definition.
pub fn is_definition_name(path: &Path) -> bool {
    holds(path) == Holds::Definition
}

/// Whether a file with this name may be a template.
pub fn may_be_template(path: &Path) -> bool {
    holds(path) == Holds::Perhaps
}

fn holds(path: &Path) -> Holds {
    Holds::of(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// The content of a file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    read_text(file).with_context(|| format!("cannot read {}", path.display()))
}

/// What comes from standard input.
pub fn read_stdin() -> Result<Vec<u8>> {
    read_text(io::stdin().lock()).context("cannot read standard input")
}

fn read_text(reader: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("it is larger than {} MB", MAX_BYTES / 1024 / 1024);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        bail!("it is UTF-16; save it as UTF-8");
    }
    if bytes.contains(&0) {
        bail!("it is not a text file");
    }
    Ok(bytes)
}

/// Whether a file has the words somewhere that no state machine is without: a cheap look before it is parsed.
pub fn may_hold_state_machine(bytes: &[u8], language: Language) -> bool {
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    let has_definition = || has("StartAt") && has("States");
    match language {
        Language::Terraform => has("aws_sfn_state_machine"),
        Language::Markdown => has_definition(),
        Language::Json(_) | Language::Yaml(_) | Language::JsonOrYaml => {
            let is_service = has("stepFunctions") || has("stateMachines") || has("${file(");
            has_definition() || names_state_machine(bytes) || is_service
        }
    }
}

/// Whether a file may name others that have definitions: a cheap look before it is parsed.
pub fn may_name_definition(bytes: &[u8], language: Language) -> bool {
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    match language {
        Language::Markdown => false,
        Language::Json(_) | Language::Yaml(_) | Language::JsonOrYaml => {
            names_state_machine(bytes) || has("${file(")
        }
        Language::Terraform => may_hold_state_machine(bytes, language),
    }
}

/// Whether a template has a resource that is a state machine.
pub fn names_state_machine(bytes: &[u8]) -> bool {
    ["AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"]
        .iter()
        .any(|name| memmem::find(bytes, name.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_named_and_found_is_read_once_as_named() {
        let named = Input { path: "a.json".into(), must_hold_state_machine: false };
        let found = Input { path: "a.json".into(), must_hold_state_machine: true };
        assert!(named < found);
    }

    #[test]
    fn what_a_text_file_is() {
        assert!(read_text(&b"{}"[..]).is_ok());
        assert_eq!(read_text(&b"\xff\xfe{\0"[..]).unwrap_err().to_string(), "it is UTF-16; save it as UTF-8");
        assert_eq!(read_text(&b"a\0b"[..]).unwrap_err().to_string(), "it is not a text file");
    }
}
