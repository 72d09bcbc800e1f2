//! The analyses of documents. They are computed on first use, and again when their dependencies have changed.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock};

use asl_core::config::Config;
use asl_core::host::{Link, TemplateContext};
use asl_core::syntax::Tree;
use asl_core::{Analysis, Diagnostic, Earlier, Findings, Source, analyze_again, analyze_for, lint_again};
use asl_workspace::settle;

use crate::dependencies::{Interface, Seen, number};
use crate::documents::Document;
use crate::requests::{NamedSymbol, named_symbols};
use crate::snapshot::{Snapshot, lock};

/// Something derived from a version of a document and its dependencies.
#[derive(Debug)]
pub(crate) struct Cached<T> {
    /// The [`Snapshot::context`] in which it was last up to date.
    context: u64,
    /// The files that the document referred to then.
    seen: Seen,
    value: Arc<T>,
}

impl<T> Cached<T> {
    pub(crate) fn value(&self) -> Arc<T> {
        Arc::clone(&self.value)
    }
}

/// What is derived from a version of a document and its dependencies.
trait Derived {
    /// A hash of the dependencies.
    fn dependencies(&self) -> u64;
    /// The links whose targets are dependencies.
    fn links(&self) -> impl Iterator<Item = &Link>;
}

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
    is_excluded: bool,
    findings: OnceLock<Findings>,
    /// The tree of a template in YAML, for the next version.
    template: Option<Tree>,
    /// The last version with findings, until they are known for this one.
    earlier: Mutex<Option<Arc<Analyzed>>>,
}

/// What is kept of the analyses of a file that is not open: analyses take about ten times the memory of the text.
#[derive(Debug)]
pub(crate) struct Summary {
    pub holds_state_machine: bool,
    pub symbols: Vec<NamedSymbol>,
    /// A hash of the dependencies.
    pub dependencies: u64,
    links: Vec<Link>,
}

impl Derived for Summary {
    fn dependencies(&self) -> u64 {
        self.dependencies
    }

    fn links(&self) -> impl Iterator<Item = &Link> {
        self.links.iter()
    }
}

impl Derived for Analyzed {
    fn dependencies(&self) -> u64 {
        self.dependencies
    }

    fn links(&self) -> impl Iterator<Item = &Link> {
        self.all.iter().filter_map(|analysis| analysis.host().link.as_ref())
    }
}

impl Analyzed {
    /// One analysis for each definition.
    pub(crate) fn analyses(&self) -> &[Analysis] {
        &self.all[..self.first]
    }

    /// The findings of the rules under the configuration of the document, which may exclude it; `None` if the document becomes
    /// outdated before the rules are finished.
    pub(crate) fn findings(&self, document: &Document) -> Option<&[Diagnostic]> {
        if self.is_excluded {
            return Some(&[]);
        }
        if let Some(found) = self.findings.get() {
            return Some(&found.all);
        }
        let earlier = lock(&self.earlier).clone().filter(|other| Arc::ptr_eq(&other.config, &self.config));
        let earlier = earlier
            .as_ref()
            .and_then(|earlier| Some(Earlier { analyses: &earlier.all, findings: earlier.findings.get()? }));
        let findings = lint_again(&self.all, &self.config, earlier, || !document.is_outdated())?;
        *lock(&self.earlier) = None;
        Some(&self.findings.get_or_init(|| findings).all)
    }

    /// The tree of the whole file, if it is YAML.
    fn tree(&self) -> Option<&Tree> {
        match self.all.as_slice() {
            [one] if *one.host() == TemplateContext::default() => Some(one.tree()),
            _ => self.template.as_ref(),
        }
    }

    /// The last version with findings: this one or an earlier one.
    fn with_findings(self: Arc<Analyzed>) -> Option<Arc<Analyzed>> {
        if self.findings.get().is_some() { Some(self) } else { lock(&self.earlier).take() }
    }
}

impl Snapshot {
    /// The analyses of a document with its current dependencies. Concurrent calls for the same document wait for the
    /// first one.
    pub(crate) fn analyzed(&self, document: &Document) -> Arc<Analyzed> {
        self.derived(document, &document.analyzed, || self.analyze(document))
    }

    /// The summary of a file with its current dependencies.
    pub(crate) fn summary(&self, document: &Document) -> Arc<Summary> {
        self.derived(document, &document.summary, || {
            let (analyzed, context, seen) = self.analyze(document);
            let summary = Summary {
                holds_state_machine: !analyzed.all.is_empty(),
                symbols: named_symbols(analyzed.analyses()),
                dependencies: analyzed.dependencies,
                links: analyzed.links().cloned().collect(),
            };
            (summary, context, seen)
        })
    }

    /// The cached value, unless the dependencies of the document have changed.
    fn derived<T: Derived>(
        &self,
        document: &Document,
        cache: &Mutex<Option<Cached<T>>>,
        derive: impl FnOnce() -> (T, u64, Seen),
    ) -> Arc<T> {
        let mut cache = lock(cache);
        let known = cache.take().and_then(|known| self.up_to_date(document, known));
        let cached = known.unwrap_or_else(|| {
            let (value, context, seen) = derive();
            Cached { context, seen, value: Arc::new(value) }
        });
        Arc::clone(&cache.insert(cached).value)
    }

    /// The same value, unless the dependencies of the document have changed.
    fn up_to_date<T: Derived>(&self, document: &Document, known: Cached<T>) -> Option<Cached<T>> {
        let context = self.context();
        if known.context == context && self.are_current(&known.seen) {
            return Some(known);
        }
        let targets = self.targets(document, known.value.links());
        let is_same = number(&self.dependencies(document), &targets) == known.value.dependencies();
        is_same.then_some(Cached { context, seen: targets.seen, value: known.value })
    }

    /// Analyzes a document, whether or not that has been done. Also returns what the analyses depend on.
    pub(crate) fn analyze(&self, document: &Document) -> (Analyzed, u64, Seen) {
        let earlier = lock(&document.replaced).take().and_then(|replaced| replaced.last_analyzed());
        let name = document.uri.as_str();
        let source = Source { language: document.language, ..Source::new(document.text(), name) };
        let tree = earlier.as_ref().and_then(|earlier| earlier.tree());
        let (mut own, template) = analyze_again(source.clone(), tree);
        document.set_interface(|| Interface::of(&own));
        // Not earlier: without the interface, the text would be parsed twice.
        let context = self.context();
        if let Some(path) = &document.path {
            settle(self.disk.roots(), path, &mut own);
        }
        let dependencies = self.dependencies(document);
        let mut analyses = analyze_for(own, &source, &dependencies.hosts);
        if !document.is_definition && !analyses.iter().any(Analysis::is_of_state_machine) {
            analyses.clear();
        }
        let links = analyses.iter().filter_map(|analysis| analysis.host().link.as_ref());
        let targets = self.targets(document, links);
        targets.apply(self.disk.roots(), document, &mut analyses);
        let number = number(&dependencies, &targets);
        let mut places = HashSet::new();
        let place = |analysis: &Analysis| Some(analysis.tree().root()?.span());
        let is_first = |analysis: &Analysis| analysis.named_by().is_empty() || places.insert(place(analysis));
        let (mut all, again): (Vec<_>, Vec<_>) = analyses.into_iter().partition(is_first);
        let first = all.len();
        all.extend(again);
        let analyzed = Analyzed {
            all,
            first,
            dependencies: number,
            config: dependencies.config,
            is_excluded: dependencies.is_excluded,
            findings: OnceLock::new(),
            template: template.filter(|_| document.version.is_some()),
            earlier: Mutex::new(earlier.and_then(Analyzed::with_findings)),
        };
        (analyzed, context, targets.seen)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::Ordering;

    use ls_types::*;
    use serde_json::{Value, json};

    use crate::snapshot::lock;
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
    fn an_edit_changes_the_context_only_if_it_matters_to_others() {
        let mut session = Session::new();
        let uri = |name: &str| -> Uri { format!("file:///nowhere/{name}").parse().unwrap() };
        let template = |file: &str| {
            format!(
                "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties: {{ DefinitionUri: {file} }}\n"
            )
        };
        let (definition, yaml) = (uri("a.asl.json"), uri("template.yaml"));
        open(&mut session, &definition);
        let item = json!({ "uri": yaml, "languageId": "yaml", "version": 1, "text": template("a.asl.json") });
        tell(&mut session, "textDocument/didOpen", json!({ "textDocument": item }));
        let mut after = |uri: &Uri, text: &str| {
            let id = json!({ "uri": uri, "version": 2 });
            let change = json!({ "textDocument": id, "contentChanges": [{ "text": text }] });
            tell(&mut session, "textDocument/didChange", change);
            session.snapshot().context()
        };
        let before = after(&definition, DEFINITION);
        assert_eq!(after(&definition, "{}"), before);
        assert_eq!(after(&yaml, &format!("# Moved.\n{}", template("a.asl.json"))), before);
        assert_ne!(after(&yaml, &template("b.asl.json")), before);
    }

    #[test]
    fn nothing_waits_for_a_large_document_and_everything_follows_it() {
        let mut session = Session::new();
        let folder = std::env::temp_dir().join(format!("asl-session-large-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.asl.json"), DEFINITION).unwrap();
        let uri = |name: &str| Uri::from_file_path(folder.join(name)).unwrap();
        let (definition, yaml) = (uri("a.asl.json"), uri("template.yaml"));
        let template = |file: &str| {
            let comments = "# A long comment.\n".repeat(20_000);
            format!(
                "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties: {{ DefinitionUri: {file} }}\n{comments}"
            )
        };
        let item = json!({ "uri": yaml, "languageId": "yaml", "version": 1, "text": template("a.asl.json") });
        tell(&mut session, "textDocument/didOpen", json!({ "textDocument": item }));
        open(&mut session, &definition);
        let named_by = |session: &Session| {
            let snapshot = session.snapshot();
            snapshot.analyzed(&snapshot.documents[&definition]).analyses()[0].named_by().len()
        };
        assert_eq!(named_by(&session), 1);
        let id = json!({ "uri": yaml, "version": 2 });
        let change = json!({ "textDocument": id, "contentChanges": [{
            "range": { "start": { "line": 3, "character": 33 }, "end": { "line": 3, "character": 34 } },
            "text": "b",
        }] });
        tell(&mut session, "textDocument/didChange", change);
        let snapshot = session.snapshot();
        assert!(snapshot.documents[&yaml].text().contains("DefinitionUri: b.asl.json"));
        assert_eq!(named_by(&session), 1, "the new version has not been parsed");
        snapshot.analyzed(&snapshot.documents[&yaml]);
        assert_eq!(named_by(&session), 0);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn only_a_summary_is_kept_of_files_that_are_not_open() {
        let folder = std::env::temp_dir().join(format!("asl-session-summary-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.asl.json"), DEFINITION).unwrap();
        let mut session = Session::new();
        let uri = Uri::from_file_path(&folder).unwrap();
        session.initialize(&InitializeParams {
            workspace_folders: Some(vec![WorkspaceFolder { uri, name: "flows".to_owned() }]),
            ..InitializeParams::default()
        });
        let snapshot = session.snapshot();
        assert_eq!(snapshot.read_workspace(), 1);
        let found = snapshot.answer("workspace/symbol", json!({ "query": "A" })).unwrap().unwrap();
        snapshot.answer("workspace/diagnostic", json!({ "previousResultIds": [] })).unwrap().unwrap();
        let files = snapshot.all_documents();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(serde_json::to_value(found).unwrap()[0]["name"], "A");
        let [file] = files.as_slice() else { panic!("one file") };
        assert!(lock(&file.analyzed).is_none() && lock(&file.summary).is_some());
    }

    #[test]
    fn nothing_is_kept_of_a_closed_document() {
        let mut session = Session::new();
        let uris: Vec<Uri> = (0..3).map(|i| format!("file:///{i}.asl.json").parse().unwrap()).collect();
        uris.iter().for_each(|uri| open(&mut session, uri));
        let snapshot = session.snapshot();
        let kept: Vec<_> = uris.iter().map(|uri| Arc::downgrade(&snapshot.documents[uri])).collect();
        for uri in &uris {
            let params = json!({ "textDocument": { "uri": uri } });
            snapshot.answer("textDocument/diagnostic", params).unwrap().unwrap();
        }
        let analyzed: Vec<_> =
            uris.iter().map(|uri| Arc::downgrade(&snapshot.analyzed(&snapshot.documents[uri]))).collect();
        drop(snapshot);
        for uri in uris {
            let text_document = TextDocumentIdentifier { uri };
            session.handle(Event::Closed(DidCloseTextDocumentParams { text_document }));
        }
        for (kept, analyzed) in kept.iter().zip(&analyzed) {
            assert!(kept.upgrade().is_none() && analyzed.upgrade().is_none());
        }
    }

    #[test]
    fn a_newer_request_for_symbols_cancels_an_older_one() {
        let mut session = Session::new();
        let uris: Vec<Uri> =
            ["a", "b"].map(|name| format!("file:///{name}.asl.json").parse().unwrap()).into();
        uris.iter().for_each(|uri| open(&mut session, uri));
        let snapshot = session.snapshot();
        let ask = || {
            let snapshot = snapshot.clone();
            std::thread::spawn(move || snapshot.answer("workspace/symbol", json!({ "query": "A" })).unwrap())
        };
        let wait_for = |requests: u64| {
            while snapshot.symbol_requests.load(Ordering::Relaxed) != requests {
                std::thread::yield_now();
            }
        };
        // Both requests wait for the analyses of the first document that they look at.
        let held: Vec<_> = uris.iter().map(|uri| lock(&snapshot.documents[uri].analyzed)).collect();
        let older = ask();
        wait_for(1);
        let newer = ask();
        wait_for(2);
        drop(held);
        assert_eq!(older.join().unwrap().unwrap_err().code, -32800);
        let found = serde_json::to_value(newer.join().unwrap().unwrap()).unwrap();
        assert_eq!(found.as_array().unwrap().len(), 2);
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
