//! Which files to read.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Error, anyhow};
use asl_core::Language;
use asl_core::host::Holds;
use ignore::{DirEntry, WalkBuilder};
use memchr::memmem;

pub use crate::reading::{read, read_named, read_stdin};

/// A file to check.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    pub path: PathBuf,
    /// Found in a folder, and its name says nothing: it counts only if it holds a state machine.
    pub must_hold_state_machine: bool,
}

/// The files below the paths, ordered and each once, and what is wrong with the paths.
pub fn find(paths: &[PathBuf]) -> (Vec<Input>, Vec<Error>) {
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

fn walk(folder: &Path, inputs: &mut Vec<Input>, errors: &mut Vec<Error>) {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    if let Some(error) = absolute.ancestors().find_map(blocks) {
        errors.push(error);
        return;
    }
    let skipped = Arc::new(Mutex::new(Vec::new()));
    let blocked = Arc::clone(&skipped);
    let keep = move |error| blocked.lock().unwrap_or_else(PoisonError::into_inner).push(error);
    for entry in walker(folder, keep).build() {
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
    errors.append(&mut skipped.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Walks through a folder, without what `.gitignore` names. `skipped` is told of folders that cannot be entered.
pub(crate) fn walker(folder: &Path, skipped: impl Fn(Error) + Send + Sync + 'static) -> WalkBuilder {
    let mut walker = WalkBuilder::new(folder);
    walker.require_git(false).filter_entry(move |entry: &DirEntry| {
        let error = entry.file_type().filter(|kind| kind.is_dir()).and_then(|_| blocks(entry.path()));
        error.map(&skipped).is_none()
    });
    walker
}

/// Why a folder cannot be walked: one of the files that say what to leave out, which are opened on the way, is no file.
fn blocks(folder: &Path) -> Option<Error> {
    let names = [".ignore", ".gitignore", ".git/info/exclude"].map(|name| folder.join(name));
    let blocks = |file: &PathBuf| file.metadata().is_ok_and(|data| !data.is_file() && !data.is_dir());
    let file = names.into_iter().find(blocks)?;
    Some(anyhow!("cannot read {}: it is not a regular file", file.display()))
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

/// Whether a file has the two words that no definition is without.
pub(crate) fn holds_definition(bytes: &[u8]) -> bool {
    ["StartAt", "States"].iter().all(|word| memmem::find(bytes, word.as_bytes()).is_some())
}

/// Whether a file has the words somewhere that no state machine is without: a cheap look before it is parsed.
pub fn may_hold_state_machine(bytes: &[u8], language: Language) -> bool {
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    let has_definition = || holds_definition(bytes);
    match language {
        Language::Terraform | Language::TerraformJson => {
            has("_state_machine") || has_definition() || has("definition") && has("file(")
        }
        Language::Markdown => has_definition(),
        Language::Json(_) | Language::Yaml(_) | Language::JsonOrYaml | Language::Template { .. } => {
            let is_service = has("stepFunctions") || has("stateMachines") || has("${file(");
            has_definition() || names_state_machine(bytes) || is_service
        }
    }
}

/// Whether a file may name others that have definitions: a cheap look before it is parsed.
pub(crate) fn may_name_definition(bytes: &[u8], language: Language) -> bool {
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    match language {
        Language::Markdown | Language::Template { .. } => false,
        Language::Json(_) | Language::Yaml(_) | Language::JsonOrYaml => {
            names_state_machine(bytes) || has("${file(")
        }
        Language::Terraform | Language::TerraformJson => may_hold_state_machine(bytes, language),
    }
}

/// Whether a file that is named as a definition may be one. Of JSON and YAML, half of one counts, and what is filled in from its beginning.
pub(crate) fn may_be_definition(path: &Path, bytes: &[u8]) -> bool {
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    let language = Language::of(&path.to_string_lossy());
    let is_filled_in = || bytes.trim_ascii_start().starts_with(b"${");
    is_definition_name(path)
        || has("StartAt") && has("States")
        || is_filled_in()
        || holds(path) != Holds::Other
            && (has("StartAt") || has("States") || may_hold_state_machine(bytes, language))
}

/// Whether a template has a resource that is a state machine.
pub(crate) fn names_state_machine(bytes: &[u8]) -> bool {
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
}
