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

/// Writes a suppression for each finding. Returns the number of findings that are suppressed.
///
/// # Errors
///
/// If an option is invalid, or a file cannot be written.
pub(crate) fn add(job: &Job<'_>, reason: &str) -> Result<usize> {
    let reader = job.reader();
    let mut documents = job.read(&reader)?.documents;
    let links = Links::new(&mut documents, &reader);
    let mut count = 0;
    for document in documents.iter().filter(|document| document.is_utf8()) {
        let suppressing =
            Suppressing { documents: &documents, links: &links, settings: job.settings, reason };
        if let Some((text, suppressed)) = suppressing.suppressed(document) {
            files::write(&document.path, &text)?;
            count += suppressed;
        }
    }
    Ok(count)
}

struct Suppressing<'a> {
    documents: &'a [Document],
    links: &'a Links<'a>,
    settings: &'a Settings,
    reason: &'a str,
}

impl Suppressing<'_> {
    /// The text of a document with suppressions, and the number of findings that they suppress.
    fn suppressed(&self, document: &Document) -> Option<(String, usize)> {
        let mut current = self.checked(document, document.text.clone())?;
        let all = current.1.len();
        for _ in 0..ROUNDS {
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
        (left < all).then(|| (current.0.text, all - left))
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
