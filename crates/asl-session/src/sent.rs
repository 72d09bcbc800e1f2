//! Responses that the client has received, so that only differences are sent and only outdated data is refreshed.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use ls_types::*;

use crate::analyses::Analyzed;
use crate::documents::Document;
use crate::snapshot::lock;

/// The responses that the client has received.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    tokens: Mutex<HashMap<Uri, SemanticTokens>>,
    last_id: AtomicU64,
    /// The hash of a document's dependencies when the client last requested or was told to refresh data that depends on
    /// them.
    dependencies: Mutex<HashMap<Uri, u64>>,
    /// The documents that have been open with findings which the client has pulled. Some clients show these until a report
    /// of the workspace says otherwise, and cannot know that it leaves out a file that is gone.
    with_findings: Mutex<BTreeSet<Uri>>,
}

impl Sent {
    /// Records that the client has requested data that depends on more than the text of a document.
    pub(crate) fn depends(&self, document: &Document, dependencies: u64) {
        lock(&self.dependencies).entry(document.uri.clone()).or_insert(dependencies);
    }

    /// Whether data that the client has requested is outdated. Reports each change only once.
    pub(crate) fn is_outdated(&self, document: &Document, analyzed: &Analyzed) -> bool {
        let mut dependencies = lock(&self.dependencies);
        let known = dependencies.get_mut(&document.uri);
        known.is_some_and(|known| std::mem::replace(known, analyzed.dependencies) != analyzed.dependencies)
    }

    /// Records that the client has pulled findings of an open document.
    pub(crate) fn has_findings(&self, uri: &Uri) {
        lock(&self.with_findings).insert(uri.clone());
    }

    /// The documents whose findings the client has ever pulled while they were open.
    pub(crate) fn with_findings(&self) -> BTreeSet<Uri> {
        lock(&self.with_findings).clone()
    }

    /// Records tokens as sent, with a new result ID.
    pub(crate) fn send(&self, uri: &Uri, data: Vec<SemanticToken>) -> SemanticTokens {
        self.replace(uri, data).0
    }

    /// The difference from the tokens with the given result ID, or else all tokens.
    pub(crate) fn send_changes(
        &self,
        uri: &Uri,
        data: Vec<SemanticToken>,
        previous: &str,
    ) -> SemanticTokensFullDeltaResult {
        let (next, last) = self.replace(uri, data);
        match last.filter(|last| last.result_id.as_deref() == Some(previous)) {
            Some(last) => {
                let edits = difference(&last.data, &next.data).into_iter().collect();
                SemanticTokensDelta { result_id: next.result_id, edits }.into()
            }
            None => next.into(),
        }
    }

    pub(crate) fn forget(&self, uri: &Uri) {
        lock(&self.tokens).remove(uri);
        lock(&self.dependencies).remove(uri);
    }

    fn replace(&self, uri: &Uri, data: Vec<SemanticToken>) -> (SemanticTokens, Option<SemanticTokens>) {
        let id = self.last_id.fetch_add(1, Ordering::SeqCst);
        let next = SemanticTokens { result_id: Some(id.to_string()), data };
        let mut sent = lock(&self.tokens);
        let last = sent.insert(uri.clone(), next.clone());
        (next, last)
    }
}

/// A single edit between two lists of tokens: everything between their common prefix and suffix.
fn difference(before: &[SemanticToken], after: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    /// The number of integers that encode a token.
    const NUMBERS: usize = 5;
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (old, new) = (&before[start..], &after[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    (!old.is_empty() || !new.is_empty()).then(|| SemanticTokensEdit {
        start: (start * NUMBERS) as u32,
        delete_count: (old.len() * NUMBERS) as u32,
        data: Some(new.to_vec()),
    })
}
