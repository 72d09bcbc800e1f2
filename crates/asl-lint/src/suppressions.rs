//! Suppressions for the findings of today.

use anyhow::Result;
use asl_core::edit::{self, Edit};
use asl_core::{Diagnostic, Severity};
use asl_ide::actions::ignore;
use asl_workspace::files;

use crate::documents::Document;
use crate::links::Links;
use crate::run::{Job, changed};
use crate::settings::Settings;

/// The maximum number of rounds for a file. Several findings in one state are suppressed in several rounds.
const ROUNDS: usize = 50;

/// The numbers of findings that are suppressed, and that cannot be, such as syntax errors.
#[derive(Debug, Default)]
pub(crate) struct Added {
    pub suppressed: usize,
    pub left: usize,
}

/// Writes a suppression for each finding.
///
/// # Errors
///
/// If an option is invalid, or a file cannot be written.
pub(crate) fn add(job: &Job<'_>, reason: &str) -> Result<Added> {
    let reader = job.reader();
    let mut documents = job.read(&reader)?.documents;
    let links = Links::new(&mut documents, &reader);
    let mut added = Added::default();
    for document in &documents {
        let suppressing =
            Suppressing { documents: &documents, links: &links, settings: job.settings, reason };
        let Some((text, Added { suppressed, left })) = suppressing.suppressed(document) else { continue };
        if suppressed > 0 {
            files::write(&document.path, &text)?;
        }
        added = Added { suppressed: added.suppressed + suppressed, left: added.left + left };
    }
    Ok(added)
}

struct Suppressing<'a> {
    documents: &'a [Document],
    links: &'a Links<'a>,
    settings: &'a Settings,
    reason: &'a str,
}

impl Suppressing<'_> {
    /// The text of a document with suppressions; `None` if it is not checked.
    fn suppressed(&self, document: &Document) -> Option<(String, Added)> {
        let mut current = self.checked(document, document.text.clone())?;
        let all = current.1.len();
        let rounds = if document.is_utf8() { ROUNDS } else { 0 };
        for _ in 0..rounds {
            let edits = self.edits(&current.0, &current.1);
            if edits.is_empty() {
                break;
            }
            let (text, _) = edit::apply(&current.0.text, &edits);
            let next = self.checked(document, text)?;
            if next.1.len() >= current.1.len() || errors(&next.1) > errors(&current.1) {
                break;
            }
            current = next;
        }
        let left = current.1.len();
        Some((current.0.text, Added { suppressed: all - left, left }))
    }

    /// A version of a document with its findings; `None` if it is not checked.
    fn checked(&self, document: &Document, text: String) -> Option<(Document, Vec<Diagnostic>)> {
        changed(document, text, self.documents, self.links, self.settings)
    }

    /// The edits that suppress findings, without those that touch an earlier one.
    fn edits(&self, document: &Document, found: &[Diagnostic]) -> Vec<Edit> {
        let actions = found.iter().filter_map(|finding| ignore(&document.analyses, finding, self.reason));
        let actions = edit::non_overlapping(actions, |action| &action.edits);
        actions.into_iter().flat_map(|action| action.edits).collect()
    }
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|one| one.severity == Severity::Error).count()
}
