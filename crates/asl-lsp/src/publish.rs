//! Findings for the client: sent after a pause in the edits, or given when it asks.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use dashmap::DashMap;
use tokio::sync::Mutex;
use tower_lsp::ls_types::{
    Diagnostic, DocumentDiagnosticReport, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::analyzed::Analyzed;
use crate::configs::publish_faulty;
use crate::convert::View;
use crate::documents::Document;
use crate::workspace::State;

/// How long no edit has to come before findings are sent.
const PAUSE: Duration = Duration::from_millis(100);

/// What the client has, so that it is sent only what is new.
#[derive(Debug, Default)]
pub(crate) struct Published {
    /// Those of each document. Locked until new ones are sent, so that the last are the newest.
    findings: Mutex<HashMap<Uri, Findings>>,
    /// What is wrong with configuration files.
    pub faulty: Mutex<BTreeMap<Uri, Vec<Diagnostic>>>,
    /// What stood for the dependencies of a document when the client asked for what follows from them, or when it was
    /// last told to ask again.
    dependencies: DashMap<Uri, u64>,
}

impl Published {
    /// Notes that the client has asked for something that depends on more than the text of a document.
    pub(crate) fn note(&self, document: &Document, analyzed: &Analyzed) {
        self.dependencies.entry(document.uri.clone()).or_insert(analyzed.dependencies);
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Findings {
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
}

/// Sends the findings of a document after a pause, and of those that depend on it, unless a newer version has come by
/// then.
pub(crate) fn publish_later(state: &Arc<State>, document: Arc<Document>) {
    let state = Arc::clone(state);
    tokio::spawn(async move {
        tokio::time::sleep(PAUSE).await;
        if is_current(&state, &document) {
            publish(&state, document).await;
            publish_dependents(state).await;
        }
    });
}

/// Sends the findings of a document that the client does not have, unless a newer version comes meanwhile.
async fn publish(state: &Arc<State>, document: Arc<Document>) {
    if state.client_info().pulls_diagnostics {
        return;
    }
    let mut published = state.published.findings.lock().await;
    if !is_current(state, &document) {
        return;
    }
    let (for_rules, of_rules) = (Arc::clone(state), Arc::clone(&document));
    let found = tokio::task::spawn_blocking(move || {
        diagnostics(for_rules.view(&of_rules), &for_rules.analyzed(&of_rules))
    });
    let Ok(diagnostics) = found.await else {
        tracing::error!("the rules failed on {}", document.uri.as_str());
        return;
    };
    let findings = Findings { version: document.version, diagnostics };
    if is_current(state, &document) && published.get(&document.uri) != Some(&findings) {
        published.insert(document.uri.clone(), findings.clone());
        state.client.publish_diagnostics(document.uri.clone(), findings.diagnostics, findings.version).await;
    }
}

fn diagnostics(view: View<'_>, analyzed: &Analyzed) -> Vec<Diagnostic> {
    analyzed.findings().iter().map(|finding| view.diagnostic(finding)).collect()
}

fn is_current(state: &State, document: &Arc<Document>) -> bool {
    state.documents.get(&document.uri).is_some_and(|current| Arc::ptr_eq(&current, document))
}

/// After a document has been closed: takes back its findings, and sends those of the documents that depend on it.
pub(crate) async fn withdraw(state: Arc<State>, uri: Uri) {
    state.published.dependencies.remove(&uri);
    let mut published = state.published.findings.lock().await;
    if state.documents.get(&uri).is_none() && published.remove(&uri).is_some() {
        state.client.publish_diagnostics(uri, Vec::new(), None).await;
    }
    drop(published);
    publish_dependents(state).await;
}

/// Brings to the client what has changed in open documents because others have.
async fn publish_dependents(state: Arc<State>) {
    publish_all(&state).await;
    if dependencies_changed(&state).await {
        tokio::join!(refresh_hints(&state), refresh_diagnostics(&state));
    }
}

/// After files have changed that are not open: everything is found again. Does not wait for the client.
pub(crate) fn refresh(state: Arc<State>) {
    tokio::spawn(publish_faulty(Arc::clone(&state)));
    tokio::spawn(async move {
        publish_all(&state).await;
        if dependencies_changed(&state).await {
            refresh_hints(&state).await;
        }
        // Those of files that are not open may have changed too.
        refresh_diagnostics(&state).await;
    });
}

/// Sends new findings of all documents of which the client has some.
async fn publish_all(state: &Arc<State>) {
    let published: Vec<Uri> = state.published.findings.lock().await.keys().cloned().collect();
    for document in published.iter().filter_map(|uri| state.documents.get(uri)) {
        publish(state, document).await;
    }
}

/// Whether what the client has asked for is out of date because of other documents. Then it counts as told.
async fn dependencies_changed(state: &Arc<State>) -> bool {
    let state = Arc::clone(state);
    let changed = tokio::task::spawn_blocking(move || {
        let documents = state.documents.all();
        let changed = documents.iter().filter(|document| {
            let now = state.analyzed(document).dependencies;
            let known = state.published.dependencies.get_mut(&document.uri);
            known.is_some_and(|mut known| std::mem::replace(&mut *known, now) != now)
        });
        changed.count() > 0
    });
    changed.await.unwrap_or_default()
}

/// Makes the client ask again. One that does not answer is told with the next change.
async fn refresh_hints(state: &State) {
    if state.client_info().refreshes_hints {
        let _ = state.client.inlay_hint_refresh().await;
    }
}

async fn refresh_diagnostics(state: &State) {
    let client = state.client_info();
    if client.pulls_diagnostics && client.refreshes_diagnostics {
        let _ = state.client.workspace_diagnostic_refresh().await;
    }
}

/// The findings of a document, or that they are those that the client has.
pub(crate) fn report(
    state: &State,
    document: &Document,
    previous: Option<String>,
) -> DocumentDiagnosticReport {
    let analyzed = state.analyzed(document);
    state.published.note(document, &analyzed);
    let id = result_id(document, &analyzed);
    if previous.as_ref() == Some(&id) {
        return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        });
    }
    let items = diagnostics(state.view(document), &analyzed);
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
    })
}

/// The findings of all files of the workspace.
pub(crate) fn workspace_report(state: &State, previous: &[(Uri, String)]) -> WorkspaceDiagnosticReport {
    let previous: HashMap<&Uri, &String> = previous.iter().map(|(uri, id)| (uri, id)).collect();
    let report = |document: Arc<Document>| {
        let uri = document.uri.clone();
        let version = document.version.map(i64::from);
        let known = previous.get(&uri).map(|id| (*id).clone());
        match report(state, &document, known) {
            DocumentDiagnosticReport::Unchanged(report) => {
                let unchanged_document_diagnostic_report = report.unchanged_document_diagnostic_report;
                WorkspaceUnchangedDocumentDiagnosticReport {
                    uri,
                    version,
                    unchanged_document_diagnostic_report,
                }
                .into()
            }
            DocumentDiagnosticReport::Full(report) => {
                let full_document_diagnostic_report = report.full_document_diagnostic_report;
                WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
            }
        }
    };
    WorkspaceDiagnosticReport { items: state.all_documents().into_iter().map(report).collect() }
}

/// Differs when findings may.
fn result_id(document: &Document, analyzed: &Analyzed) -> String {
    let mut hasher = DefaultHasher::new();
    document.text().hash(&mut hasher);
    analyzed.dependencies.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}
