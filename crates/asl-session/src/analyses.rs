//! The analyses of documents. They are computed on first use, and again when their dependencies have changed.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use asl_core::config::Config;
use asl_core::{Analysis, Diagnostic, Source, analyze, analyze_for, lint_while};
use asl_workspace::settle;

use crate::dependencies::{Interface, number};
use crate::documents::Document;
use crate::snapshot::{Snapshot, lock};

/// The analyses of one version of a document, and a hash of its dependencies.
#[derive(Debug)]
pub(crate) struct Analyzed {
    /// Empty for a document without a state machine. After the first ones follow additional analyses of definitions
    /// that other files read in another way.
    all: Vec<Analysis>,
    /// The number of analyses without the additional ones.
    first: usize,
    /// A hash of the dependencies.
    pub dependencies: u64,
    config: Arc<Config>,
    findings: OnceLock<Vec<Diagnostic>>,
}

impl Analyzed {
    /// One analysis for each definition.
    pub(crate) fn analyses(&self) -> &[Analysis] {
        &self.all[..self.first]
    }

    /// The findings of the rules under the configuration of the document's folder; `None` if the document becomes
    /// outdated before the rules are finished.
    pub(crate) fn findings(&self, document: &Document) -> Option<&[Diagnostic]> {
        if let Some(found) = self.findings.get() {
            return Some(found);
        }
        let findings = lint_while(&self.all, &self.config, || !document.is_outdated())?;
        Some(self.findings.get_or_init(|| findings))
    }
}

impl Snapshot {
    /// The analyses of a document with its current dependencies. Concurrent calls for the same document wait for the
    /// first one.
    pub(crate) fn analyzed(&self, document: &Document) -> Arc<Analyzed> {
        let revision = self.revision;
        let mut cached = lock(&document.analyzed);
        let known = match cached.take() {
            Some((checked, known)) if checked == revision => known,
            Some((_, known)) => self.up_to_date(document, known),
            None => Arc::new(self.analyze(document)),
        };
        *cached = Some((revision, Arc::clone(&known)));
        known
    }

    fn up_to_date(&self, document: &Document, known: Arc<Analyzed>) -> Arc<Analyzed> {
        let targets = self.targets(document, &known.all);
        match number(&self.dependencies(document), &targets) == known.dependencies {
            true => known,
            false => Arc::new(self.analyze(document)),
        }
    }

    fn analyze(&self, document: &Document) -> Analyzed {
        let name = document.uri.as_str();
        let source = Source { language: document.language, ..Source::new(document.text(), name) };
        let mut own = analyze(source.clone());
        document.set_interface(|| Interface::of(&own));
        if let Some(path) = &document.path {
            settle(self.disk.roots(), path, &mut own);
        }
        let dependencies = self.dependencies(document);
        let mut analyses = analyze_for(own, &source, &dependencies.hosts);
        if !document.is_definition && !analyses.iter().any(Analysis::is_of_state_machine) {
            analyses.clear();
        }
        let targets = self.targets(document, &analyses);
        targets.apply(self.disk.roots(), document, &mut analyses);
        let number = number(&dependencies, &targets);
        let mut places = HashSet::new();
        let place = |analysis: &Analysis| Some(analysis.tree().root()?.span());
        let is_first = |analysis: &Analysis| analysis.named_by().is_empty() || places.insert(place(analysis));
        let (mut all, again): (Vec<_>, Vec<_>) = analyses.into_iter().partition(is_first);
        let first = all.len();
        all.extend(again);
        let (config, findings) = (dependencies.config, OnceLock::new());
        Analyzed { all, first, dependencies: number, config, findings }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ls_types::*;
    use serde_json::{Value, json};

    use crate::{Event, Session};

    const DEFINITION: &str = r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#;

    fn tell(session: &mut Session, method: &str, params: Value) {
        let event = Event::of(method, params).expect("the method is one of an event").unwrap();
        session.handle(event);
    }

    fn open(session: &mut Session, uri: &Uri) {
        let item = json!({ "uri": uri, "languageId": "asl", "version": 1, "text": DEFINITION });
        tell(session, "textDocument/didOpen", json!({ "textDocument": item }));
    }

    #[test]
    fn an_edit_analyzes_no_other_document() {
        let mut session = Session::new();
        let uris: Vec<Uri> =
            ["a", "b"].map(|name| format!("file:///{name}.asl.json").parse().unwrap()).into();
        uris.iter().for_each(|uri| open(&mut session, uri));
        let analyzed = |session: &Session| {
            let snapshot = session.snapshot();
            uris.iter().map(|uri| snapshot.analyzed(&snapshot.documents[uri])).collect::<Vec<_>>()
        };
        let before = analyzed(&session);
        let id = json!({ "uri": uris[1], "version": 2 });
        let change = json!({ "textDocument": id, "contentChanges": [{ "text": "{}" }] });
        tell(&mut session, "textDocument/didChange", change);
        let after = analyzed(&session);
        assert!(Arc::ptr_eq(&before[0], &after[0]), "its dependencies have not changed");
        assert!(!Arc::ptr_eq(&before[1], &after[1]));
    }

    #[test]
    fn an_unchanged_file_is_not_analyzed_again() {
        let folder = std::env::temp_dir().join(format!("asl-session-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = |name: &str| folder.join(format!("{name}.asl.json"));
        ["a", "b"].iter().for_each(|name| std::fs::write(path(name), DEFINITION).unwrap());
        let mut session = Session::new();
        let uri = Uri::from_file_path(&folder).unwrap();
        session.initialize(&InitializeParams {
            workspace_folders: Some(vec![WorkspaceFolder { uri, name: "flows".to_owned() }]),
            ..InitializeParams::default()
        });
        let analyzed = |session: &Session| {
            let snapshot = session.snapshot();
            let mut files = snapshot.all_documents();
            files.sort_by_key(|file| file.uri.to_string());
            files.iter().map(|file| snapshot.analyzed(file)).collect::<Vec<_>>()
        };
        let before = analyzed(&session);
        std::fs::write(path("b"), DEFINITION.replace('A', "B")).unwrap();
        tell(&mut session, "workspace/didChangeWatchedFiles", json!({ "changes": [] }));
        let after = analyzed(&session);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!((before.len(), after.len()), (2, 2));
        assert!(Arc::ptr_eq(&before[0], &after[0]) && !Arc::ptr_eq(&before[1], &after[1]));
    }

    #[test]
    fn no_rule_runs_over_an_outdated_version() {
        let mut session = Session::new();
        let uri: Uri = "file:///flows/a.asl.json".parse().unwrap();
        open(&mut session, &uri);
        let snapshot = session.snapshot();
        let first = snapshot.documents[&uri].clone();
        let before = snapshot.analyzed(&first);
        let id = json!({ "uri": uri, "version": 2 });
        let changes = json!([{ "text": DEFINITION }]);
        tell(
            &mut session,
            "textDocument/didChange",
            json!({ "textDocument": id, "contentChanges": changes }),
        );
        let snapshot = session.snapshot();
        let second = snapshot.documents[&uri].clone();
        assert!(first.is_outdated() && before.findings(&first).is_none());
        let after = snapshot.analyzed(&second);
        assert!(after.findings(&second).is_some());
        tell(&mut session, "textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        assert!(second.is_outdated() && after.findings(&second).is_some(), "what is known is told");
    }
}
