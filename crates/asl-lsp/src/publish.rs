//! Findings for the client: sent after a pause in the edits, or given when it asks.

use std::sync::Arc;
use std::time::Duration;

use dashmap::DashMap;
use tower_lsp::ls_types::{
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::configs::publish_faulty;
use crate::documents::Document;
use crate::workspace::State;

/// How long no edit has to come before findings are sent.
const PAUSE: Duration = Duration::from_millis(100);

/// Sends the findings of a document after a pause, and of those that it says something of, unless a newer version has
/// come by then.
pub(crate) fn publish_later(state: &Arc<State>, document: Arc<Document>) {
    let state = Arc::clone(state);
    tokio::spawn(async move {
        tokio::time::sleep(PAUSE).await;
        if !is_current(&state, &document) {
            return;
        }
        if !state.client_info().pulls_diagnostics {
            publish(&state, document).await;
        }
        tell_others(state).await;
    });
}

/// Sends the findings of a document, unless a newer version comes meanwhile.
async fn publish(state: &Arc<State>, document: Arc<Document>) {
    let (for_rules, of_rules) = (Arc::clone(state), Arc::clone(&document));
    let found = tokio::task::spawn_blocking(move || {
        let document = for_rules.fresh(of_rules);
        let view = for_rules.view(&document);
        let findings = for_rules.findings(&document);
        for_rules.told.findings.insert(document.uri.clone(), for_rules.meaning(&document).ties);
        findings.iter().map(|finding| view.diagnostic(finding)).collect::<Vec<_>>()
    });
    let Ok(diagnostics) = found.await else {
        tracing::error!("the rules failed on {}", document.uri.as_str());
        return;
    };
    if is_current(state, &document) {
        state.client.publish_diagnostics(document.uri.clone(), diagnostics, Some(document.version)).await;
    }
}

fn is_current(state: &State, document: &Document) -> bool {
    state.documents.get(&document.uri).is_some_and(|current| current.is_same_version(document))
}

/// Brings to the client what has changed in open documents because others have.
pub(crate) async fn tell_others(state: Arc<State>) {
    let client = state.client_info();
    let for_ties = Arc::clone(&state);
    let changed = tokio::task::spawn_blocking(move || {
        let told = &for_ties.told;
        let hints = take_out_of_date(&for_ties, &told.hints);
        (take_out_of_date(&for_ties, &told.findings), !hints.is_empty())
    });
    let Ok((findings, hints)) = changed.await else {
        tracing::error!("what documents say of each other could not be compared");
        return;
    };
    let has_findings = !findings.is_empty();
    if !client.pulls_diagnostics {
        for document in findings {
            publish(&state, document).await;
        }
    }
    // A client that does not answer is told again with the next change.
    if hints && client.refreshes_hints {
        let _ = state.client.inlay_hint_refresh().await;
    }
    if has_findings && client.pulls_diagnostics && client.refreshes_diagnostics {
        let _ = state.client.workspace_diagnostic_refresh().await;
    }
}

/// Takes out the open documents of which others say something else than when the client was told of them.
fn take_out_of_date(state: &State, told: &DashMap<Uri, u64>) -> Vec<Arc<Document>> {
    let mut documents = state.documents.all();
    documents.retain(|document| {
        let now = state.ties(document);
        told.remove_if(&document.uri, |_, told| *told != now).is_some()
    });
    documents
}

/// After files have changed that are not open: everything is found again. Does not wait for the client.
pub(crate) fn refresh(state: Arc<State>) {
    if !state.client_info().pulls_diagnostics {
        for document in state.documents.all() {
            publish_later(&state, document);
        }
    }
    tokio::spawn(publish_faulty(Arc::clone(&state)));
    tokio::spawn(async move {
        let client = state.client_info();
        // A client that does not answer is told again with the next change.
        if client.refreshes_hints {
            // What fills in a hole stands in other files too.
            let _ = state.client.inlay_hint_refresh().await;
        }
        if client.pulls_diagnostics && client.refreshes_diagnostics {
            let _ = state.client.workspace_diagnostic_refresh().await;
        }
    });
}

/// The findings of a document, or that they are those that the client has.
pub(crate) fn report(
    state: &State,
    document: &Document,
    previous: Option<String>,
) -> DocumentDiagnosticReport {
    let id = state.result_id(document);
    if previous.as_ref() == Some(&id) {
        return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        });
    }
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: full(state, document, id),
    })
}

/// The findings of all files of the workspace.
pub(crate) fn workspace_report(state: &State, previous: &[(Uri, String)]) -> WorkspaceDiagnosticReport {
    let report = |document: Arc<Document>| {
        let id = state.result_id(&document);
        let version =
            Some(i64::from(document.version)).filter(|_| state.documents.get(&document.uri).is_some());
        let uri = document.uri.clone();
        if previous.iter().any(|(known, value)| *known == uri && *value == id) {
            return WorkspaceDocumentDiagnosticReport::Unchanged(
                WorkspaceUnchangedDocumentDiagnosticReport {
                    uri,
                    version,
                    unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
                },
            );
        }
        WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
            uri,
            version,
            full_document_diagnostic_report: full(state, &document, id),
        })
    };
    WorkspaceDiagnosticReport { items: state.scan().into_iter().map(report).collect() }
}

fn full(state: &State, document: &Document, id: String) -> FullDocumentDiagnosticReport {
    let view = state.view(document);
    state.told.findings.insert(document.uri.clone(), state.meaning(document).ties);
    let items = state.findings(document).iter().map(|finding| view.diagnostic(finding)).collect();
    FullDocumentDiagnosticReport { result_id: Some(id), items }
}
