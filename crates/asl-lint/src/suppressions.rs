//! Suppressions for the findings of today.

use asl_core::edit::{self, Edit};
use asl_core::{Diagnostic, Severity};
use asl_ide::actions::ignore;
use asl_workspace::files;

use anyhow::Result;

use crate::documents::Document;
use crate::links::Links;
use crate::run::{Job, findings};
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
        let mut next = document.with_text(text);
        self.links.analyse_changed(&mut next, self.documents);
        let found = next.is_checked().then(|| findings(&next, self.settings).0)?;
        Some((next, found))
    }

    /// The edits that suppress findings, without those that touch an earlier one.
    fn edits(&self, document: &Document, found: &[Diagnostic]) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        for finding in found {
            let Some(action) = ignore(&document.analyses, finding, self.reason) else { continue };
            let touches = |edit: &Edit| {
                edits
                    .iter()
                    .any(|other| other.span.start <= edit.span.end && edit.span.start <= other.span.end)
            };
            if !action.edits.iter().any(touches) {
                edits.extend(action.edits);
            }
        }
        edits.sort_by_key(|edit| edit.span);
        edits
    }
}

fn errors(found: &[Diagnostic]) -> usize {
    found.iter().filter(|one| one.severity == Severity::Error).count()
}
