//! The files that are checked or skipped, with the reasons.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use asl_core::visible::visible;
use asl_workspace::Exclusion;
use asl_workspace::files::{self, Input, NotText};

use crate::documents::DocumentReader;
use crate::run::{Job, search};
use crate::{Outcome, print_error};

/// Prints the files that a check would read, and those that it would not, with the reasons.
pub(crate) fn print(job: &Job<'_>) -> Result<Outcome> {
    let search = search(job.args, job.settings)?;
    let found = search.find(&job.paths);
    let reader = job.reader();
    let mut reasons: BTreeMap<PathBuf, String> = BTreeMap::new();
    let mut outcome = Outcome::Clean;
    for error in &found.errors {
        print_error(error);
        outcome = Outcome::CouldNotRun;
    }
    for path in search.ignored(&job.paths) {
        if let Some(reason) = ignored(&path) {
            reasons.insert(path, reason);
        }
    }
    for (path, exclusion) in found.excluded {
        reasons.insert(path, excluded(&exclusion));
    }
    for input in found.inputs {
        let reason = reason(&input, &reader)?;
        reasons.insert(input.path, reason);
    }
    let mut out = anstream::stdout().lock();
    for (path, reason) in reasons {
        writeln!(out, "{}: {reason}", visible(&path.to_string_lossy()))?;
    }
    Ok(outcome)
}

/// Why a file is checked or skipped.
fn reason(input: &Input, reader: &DocumentReader<'_>) -> Result<String> {
    reader.settings.levels(&input.path)?;
    Ok(match reader.input(input) {
        Err(error) if input.is_found && error.is::<NotText>() => format!("skipped, {}", error.root_cause()),
        Err(error) => format!("failed, {}", error.root_cause()),
        Ok(None) => "skipped, it contains no state machine".to_owned(),
        Ok(Some(mut document)) => {
            document.analyse(&reader.settings.roots);
            match document.is_checked() {
                false => "skipped, it contains no state machine".to_owned(),
                true if files::is_definition_name(&input.path) => "checked, by its name".to_owned(),
                true => "checked, it contains a state machine".to_owned(),
            }
        }
    })
}

fn excluded(exclusion: &Exclusion) -> String {
    let whose = if exclusion.is_default { "the default pattern" } else { "the pattern" };
    format!("excluded by {whose} `{}`", visible(&exclusion.pattern))
}

/// Why a search does not see a file or folder; `None` if it could not contain a definition anyway.
fn ignored(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    if name == ".git" || !path.is_dir() && !files::is_definition_name(path) && !files::may_be_template(path) {
        return None;
    }
    Some(if name.starts_with('.') { "ignored, it is hidden" } else { "ignored by an ignore file" }.to_owned())
}
