//! Findings for the client: published after a pause in the edits, or pulled by the client.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Weak};

use ls_types::*;

use crate::analyses::Analyzed;
use crate::documents::Document;
use crate::messages::{Check, Checked, Effect, FaultyFile, Findings, Scope};
use crate::session::Session;
use crate::snapshot::Snapshot;

/// The published findings, so that only changes are sent.
#[derive(Debug, Default)]
pub(crate) struct Published {
    by_document: HashMap<Uri, PublishedFindings>,
    /// The diagnostics of invalid configuration files.
    faulty: BTreeMap<Uri, Vec<Diagnostic>>,
}

#[derive(Debug)]
struct PublishedFindings {
    /// The revision of the session that they belong to.
    revision: u64,
    version: Option<i32>,
    analyzed: Weak<Analyzed>,
    diagnostics: Vec<Diagnostic>,
}

impl Published {
    /// The documents with published findings, and the analyses of these.
    pub(crate) fn known(&self) -> Vec<(Uri, Weak<Analyzed>)> {
        let known = |(uri, findings): (&Uri, &PublishedFindings)| (uri.clone(), findings.analyzed.clone());
        self.by_document.iter().map(known).collect()
    }

    /// Makes the next check publish all findings again.
    pub(crate) fn outdate(&mut self) {
        self.by_document.values_mut().for_each(|findings| findings.analyzed = Weak::new());
    }

    /// The version of a document with published findings.
    fn version(&self, uri: &Uri) -> Option<Option<i32>> {
        self.by_document.get(uri).map(|findings| findings.version)
    }
}

impl Snapshot {
    /// Updates findings. This may take as long as analyzing all open documents, so call it on a worker thread, and pass
    /// the result to the session as [`Event::Checked`](crate::Event::Checked).
    pub fn check(&self, check: &Check) -> Checked {
        let mut checked = Checked {
            scope: check.scope.clone(),
            revision: self.revision,
            findings: Vec::new(),
            is_outdated: false,
            faulty: None,
        };
        match &check.scope {
            Scope::Document(uri) => {
                // From here on, others see the interface of this version, even if it is large. The analysis, which may be
                // under way for a request, sets it: to read it here would parse the whole text once more.
                self.documents.get(uri).iter().for_each(|document| _ = self.analyzed(document));
                checked.findings = self.findings(&[(uri.clone(), Weak::new())]);
            }
            Scope::Dependents(known) | Scope::Files(known) => {
                checked.findings = self.findings(known);
                let is_outdated =
                    |document: &&Arc<Document>| self.sent.is_outdated(document, &self.analyzed(document));
                checked.is_outdated = self.documents.values().filter(is_outdated).count() > 0;
            }
            Scope::Configuration => checked.faulty = Some(self.faulty_files()),
        }
        checked
    }

    /// The findings of open documents whose analyses are not the known ones, unless the client pulls them.
    fn findings(&self, known: &[(Uri, Weak<Analyzed>)]) -> Vec<Findings> {
        if self.client.pulls_diagnostics {
            return Vec::new();
        }
        let findings = |(uri, known): &(Uri, Weak<Analyzed>)| {
            let document = self.documents.get(uri)?;
            let analyzed = self.analyzed(document);
            if std::ptr::eq(Arc::as_ptr(&analyzed), known.as_ptr()) {
                return None;
            }
            let diagnostics = diagnostics(self, document, &analyzed)?;
            Some(Findings {
                document: Arc::clone(document),
                analyzed: Arc::downgrade(&analyzed),
                diagnostics,
            })
        };
        known.iter().filter_map(findings).collect()
    }
}

impl Session {
    /// Records the result of a check, and returns what is new to the client.
    pub(crate) fn record(&mut self, checked: Checked) -> Vec<Effect> {
        let Checked { scope, revision, findings, is_outdated, faulty } = checked;
        let mut effects = Vec::new();
        let is_own = matches!(scope, Scope::Document(_));
        for findings in findings {
            // A newer version gets its own check after a pause in the edits.
            let document = &findings.document;
            if is_own || self.published.version(&document.uri) == Some(document.version) {
                effects.extend(self.publish(findings, revision));
            }
        }
        if let Some(faulty) = faulty {
            effects.extend(self.publish_faulty(faulty));
        }
        let client = self.snapshot().client;
        let refreshes_diagnostics = client.pulls_diagnostics && client.refreshes_diagnostics;
        // The findings of files that are not open may have changed as well.
        let is_about_files = matches!(scope, Scope::Files(_));
        if is_outdated && client.refreshes_hints {
            effects.push(Effect::RefreshHints);
        }
        if (is_outdated || is_about_files) && refreshes_diagnostics {
            effects.push(Effect::RefreshDiagnostics);
        }
        if is_own {
            effects.push(self.check_dependents());
        }
        effects
    }

    /// Publishes the findings of a version of a document, unless the client has the same or newer ones.
    fn publish(&mut self, findings: Findings, revision: u64) -> Option<Effect> {
        let Findings { document, analyzed, diagnostics } = findings;
        let (uri, version) = (document.uri.clone(), document.version);
        let is_current = self.is_current(&document);
        let known = self.published.by_document.get_mut(&uri);
        if !is_current || known.as_ref().is_some_and(|known| known.revision > revision) {
            return None;
        }
        let is_known =
            known.as_ref().is_some_and(|known| known.version == version && known.diagnostics == diagnostics);
        let findings = PublishedFindings { revision, version, analyzed, diagnostics: diagnostics.clone() };
        self.published.by_document.insert(uri.clone(), findings);
        (!is_known).then_some(Effect::Publish(PublishDiagnosticsParams { uri, diagnostics, version }))
    }

    /// Clears the findings of a closed document.
    pub(crate) fn clear(&mut self, uri: &Uri) -> Option<Effect> {
        self.published.by_document.remove(uri).map(|_| empty(uri.clone()))
    }

    /// Publishes the errors of invalid configuration files, instead of which the defaults apply.
    fn publish_faulty(&mut self, faulty: BTreeMap<Uri, FaultyFile>) -> Vec<Effect> {
        let before = std::mem::take(&mut self.published.faulty);
        let gone = before.keys().filter(|uri| !faulty.contains_key(uri));
        let mut effects: Vec<Effect> = gone.cloned().map(empty).collect();
        for (uri, FaultyFile { diagnostics, message }) in faulty {
            let known = before.get(&uri);
            if known != Some(&diagnostics) {
                let params = PublishDiagnosticsParams {
                    uri: uri.clone(),
                    diagnostics: diagnostics.clone(),
                    version: None,
                };
                effects.push(Effect::Publish(params));
            }
            if known.is_none() {
                effects.push(Effect::Show(ShowMessageParams { typ: MessageType::WARNING, message }));
            }
            self.published.faulty.insert(uri, diagnostics);
        }
        effects
    }
}

fn empty(uri: Uri) -> Effect {
    Effect::Publish(PublishDiagnosticsParams { uri, diagnostics: Vec::new(), version: None })
}

/// `None` if the document becomes outdated before the findings are known.
fn diagnostics(snapshot: &Snapshot, document: &Document, analyzed: &Analyzed) -> Option<Vec<Diagnostic>> {
    let (findings, view) = (analyzed.findings(document)?, snapshot.view(document));
    let diagnostic = |finding: &asl_core::Diagnostic| {
        let severity = snapshot.preferences.severity(finding.severity)?;
        Some(Diagnostic { severity: Some(severity), ..view.diagnostic(finding) })
    };
    Some(findings.iter().filter_map(diagnostic).collect())
}

/// The diagnostic report of a document, or an unchanged report. `None` if the document becomes outdated before the
/// findings are known.
pub(crate) fn report(
    snapshot: &Snapshot,
    document: &Document,
    previous: Option<String>,
) -> Option<DocumentDiagnosticReport> {
    let open = document.version.map(|_| snapshot.analyzed(document));
    let dependencies = match &open {
        Some(analyzed) => analyzed.dependencies,
        None => snapshot.summary(document).dependencies,
    };
    snapshot.sent.depends(document, dependencies);
    let id = result_id(snapshot, document, dependencies);
    if previous.as_ref() == Some(&id) {
        return Some(DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        }));
    }
    let analyzed = open.unwrap_or_else(|| Arc::new(snapshot.analyze(document).0));
    let items = diagnostics(snapshot, document, &analyzed)?;
    if document.version.is_some() && !items.is_empty() {
        snapshot.sent.has_findings(&document.uri);
    }
    Some(DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
    }))
}

/// The diagnostic report of a document that does not exist any more.
pub(crate) fn no_findings() -> DocumentDiagnosticReport {
    DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport::default())
}

/// The diagnostic reports of all files of the workspace.
pub(crate) fn workspace_report(snapshot: &Snapshot, previous: &[(Uri, String)]) -> WorkspaceDiagnosticReport {
    let previous: HashMap<&Uri, &String> = previous.iter().map(|(uri, id)| (uri, id)).collect();
    let report = |document: Arc<Document>| {
        let uri = document.uri.clone();
        let version = document.version.map(i64::from);
        let known = previous.get(&uri).map(|id| (*id).clone());
        Some(match report(snapshot, &document, known)? {
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
        })
    };
    let documents = snapshot.all_documents();
    let known: HashSet<&Uri> = documents.iter().map(|document| &document.uri).collect();
    // Files that are gone, or that have no state machine any more, have no findings.
    let mut reported = snapshot.sent.with_findings();
    reported.extend(previous.keys().map(|uri| (*uri).clone()));
    let gone = reported.into_iter().filter(|uri| !known.contains(uri)).map(|uri| {
        let full_document_diagnostic_report = FullDocumentDiagnosticReport::default();
        WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report }.into()
    });
    let gone: Vec<WorkspaceDocumentDiagnosticReport> = gone.collect();
    WorkspaceDiagnosticReport { items: documents.into_iter().filter_map(report).chain(gone).collect() }
}

/// An ID that changes whenever the findings may change.
fn result_id(snapshot: &Snapshot, document: &Document, dependencies: u64) -> String {
    let mut hasher = DefaultHasher::new();
    format!("{:?}", snapshot.preferences).hash(&mut hasher);
    document.text().hash(&mut hasher);
    dependencies.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}
