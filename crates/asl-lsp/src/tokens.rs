//! What was last said of the words of each document, so that the next time only the difference is sent.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use tower_lsp::ls_types::*;

#[derive(Debug, Default)]
pub(crate) struct SentTokens {
    by_document: Mutex<HashMap<Uri, SemanticTokens>>,
    last_id: AtomicU64,
}

impl SentTokens {
    /// Notes tokens as sent, with a number of their own.
    pub(crate) fn send(&self, uri: &Uri, data: Vec<SemanticToken>) -> SemanticTokens {
        self.replace(uri, data).0
    }

    /// The difference to what has been sent under a number, or else all of it.
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
        self.by_document.lock().unwrap_or_else(PoisonError::into_inner).remove(uri);
    }

    fn replace(&self, uri: &Uri, data: Vec<SemanticToken>) -> (SemanticTokens, Option<SemanticTokens>) {
        let id = self.last_id.fetch_add(1, Ordering::SeqCst);
        let next = SemanticTokens { result_id: Some(id.to_string()), data };
        let mut sent = self.by_document.lock().unwrap_or_else(PoisonError::into_inner);
        let last = sent.insert(uri.clone(), next.clone());
        (next, last)
    }
}

/// The one edit between two rows of tokens: what lies between their common beginning and their common end.
fn difference(before: &[SemanticToken], after: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    /// So many numbers stand for a token.
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
