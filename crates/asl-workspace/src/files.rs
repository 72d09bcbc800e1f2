//! Discovery of files with state machines.

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
    /// The path as given, or below a given folder.
    pub path: PathBuf,
    /// Whether the file was found in a folder and its name says nothing, so that it is ignored unless it contains a state
    /// machine.
    pub must_hold_state_machine: bool,
}

/// Finds files to check: the paths that are files, and the files in the paths that are folders, without those that
/// `.gitignore` excludes. Returns the files, sorted and without duplicates, and an error for each folder that cannot be
/// walked.
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
    // Of a file that is both given and found, the given one stays: it sorts first.
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

/// Walks through a folder, without the files that `.gitignore` excludes. `skipped` receives an error for each folder that
/// cannot be walked.
pub(crate) fn walker(folder: &Path, skipped: impl Fn(Error) + Send + Sync + 'static) -> WalkBuilder {
    let mut walker = WalkBuilder::new(folder);
    walker.require_git(false).filter_entry(move |entry: &DirEntry| {
        let error = entry.file_type().filter(|kind| kind.is_dir()).and_then(|_| blocks(entry.path()));
        error.map(&skipped).is_none()
    });
    walker
}

/// Returns why a folder cannot be walked: one of its ignore files, which are opened on the way, is not a regular file.
fn blocks(folder: &Path) -> Option<Error> {
    let names = [".ignore", ".gitignore", ".git/info/exclude"].map(|name| folder.join(name));
    let blocks = |file: &PathBuf| file.metadata().is_ok_and(|data| !data.is_file() && !data.is_dir());
    let file = names.into_iter().find(blocks)?;
    Some(anyhow!("cannot read {}: it is not a regular file", file.display()))
}

/// Removes `./` from the start of a path, as it does not belong in the output.
fn plain(path: &Path) -> PathBuf {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// Whether a file is a definition by its name, such as `order.asl.json`.
pub fn is_definition_name(path: &Path) -> bool {
    holds(path) == Holds::Definition
}

/// Whether a file may be a template by its name, such as `template.yaml`.
pub fn may_be_template(path: &Path) -> bool {
    holds(path) == Holds::Perhaps
}

fn holds(path: &Path) -> Holds {
    Holds::of(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Whether the content of a file contains the two keys that every definition has.
pub(crate) fn holds_definition(bytes: &[u8]) -> bool {
    ["StartAt", "States"].iter().all(|word| memmem::find(bytes, word.as_bytes()).is_some())
}

/// Whether the content of a file contains strings that every state machine has. This is a cheap test before parsing.
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

/// Whether a file with this content may have links to other files. This is a cheap test before parsing.
pub fn may_have_links(bytes: &[u8], language: Language) -> bool {
    match language {
        Language::Json(_) | Language::Yaml(_) | Language::JsonOrYaml => {
            names_state_machine(bytes) || memmem::find(bytes, b"file(").is_some()
        }
        Language::Terraform | Language::TerraformJson | Language::Markdown | Language::Template { .. } => {
            true
        }
    }
}

/// Whether the content of a file may refer to files with definitions. This is a cheap test before parsing.
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

/// Whether a file that another one refers to as a definition may be one. One of the two keys is enough in JSON and YAML, and
/// so is a placeholder at the start.
pub(crate) fn may_be_definition(path: &Path, bytes: &[u8]) -> bool {
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    let language = Language::of(&path.to_string_lossy());
    let starts_with_placeholder = || bytes.trim_ascii_start().starts_with(b"${");
    is_definition_name(path)
        || has("StartAt") && has("States")
        || starts_with_placeholder()
        || holds(path) != Holds::Other
            && (has("StartAt") || has("States") || may_hold_state_machine(bytes, language))
}

/// Whether the content of a template may have a resource that is a state machine.
pub(crate) fn names_state_machine(bytes: &[u8]) -> bool {
    ["AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine"]
        .iter()
        .any(|name| memmem::find(bytes, name.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use asl_core::{Source, analyze};

    use super::*;

    #[test]
    fn no_fixture_has_links_that_the_cheap_test_does_not_expect() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
        let (inputs, errors) = find(&[fixtures]);
        assert!(errors.is_empty());
        let mut with_links = 0;
        for input in inputs {
            let Ok(text) = String::from_utf8(read(&input.path).unwrap()) else { continue };
            let source = Source::new(&text, &input.path.to_string_lossy());
            let may_have_links = may_have_links(text.as_bytes(), source.language);
            let has_links = analyze(source).iter().any(|analysis| analysis.host().link.is_some());
            assert!(may_have_links || !has_links, "{}", input.path.display());
            with_links += usize::from(has_links);
        }
        assert!(with_links >= 5, "{with_links}");
        assert!(!may_have_links(b"{ \"StartAt\": \"A\" }", Language::of("a.asl.json")));
    }

    #[test]
    fn given_files_sort_before_found_ones() {
        let given = Input { path: "a.json".into(), must_hold_state_machine: false };
        let found = Input { path: "a.json".into(), must_hold_state_machine: true };
        assert!(given < found);
    }
}
