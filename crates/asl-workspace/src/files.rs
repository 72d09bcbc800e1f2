//! Discovery of files with state machines.

use std::path::{Path, PathBuf};

use asl_core::Language;
use asl_core::host::Holds;
use memchr::memmem;

pub use crate::reading::{NotText, read, read_named, read_stdin, write};
pub use crate::search::{Found, Input, Search};

/// Finds files to check as [`Search::find`] does with the configuration files of the folders.
pub fn find(paths: &[PathBuf]) -> Found {
    Search::default().find(paths)
}

/// Whether a file is a definition by its name, such as `order.asl.json`.
pub fn is_definition_name(path: &Path) -> bool {
    holds(path) == Holds::Definition
}

/// Whether a file may be a template by its name, such as `template.yaml`.
pub fn may_be_template(path: &Path) -> bool {
    holds(path) == Holds::Perhaps
}

pub(crate) fn holds(path: &Path) -> Holds {
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

/// Whether a file that the user or another file names as a definition may be one. One of the two keys is enough in JSON and YAML, and
/// so is a placeholder at the start.
pub fn may_be_definition(path: &Path, bytes: &[u8]) -> bool {
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
        let Found { inputs, errors, .. } = find(&[fixtures]);
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
}
