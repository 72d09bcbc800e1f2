//! The analyses of documents, each made when somebody first asks, and again when its dependencies have changed.

use std::sync::{Arc, OnceLock};

use asl_core::config::{Config, Level};
use asl_core::{Analysis, Diagnostic, RULES, Source, analyze, check_file};

use crate::dependencies::Interface;
use crate::documents::Document;
use crate::workspace::{State, lock};

/// The analyses of a version of a document, with its dependencies.
#[derive(Debug)]
pub(crate) struct Analyzed {
    /// None for a document that holds no state machine.
    pub analyses: Vec<Analysis>,
    /// Stands for the dependencies.
    pub dependencies: u64,
    config: Arc<Config>,
    findings: OnceLock<Vec<Diagnostic>>,
}

impl Analyzed {
    /// What the rules find, by the configuration for the folder of the document.
    pub(crate) fn findings(&self) -> &[Diagnostic] {
        self.findings.get_or_init(|| {
            let config = &self.config;
            let rules = RULES.iter().copied().filter(|rule| config.is_on(rule));
            let mut findings = check_file(&self.analyses, rules);
            findings.iter_mut().for_each(|finding| config.apply(finding));
            findings.retain(|finding| config.level(finding.rule) != Some(Level::Off));
            findings
        })
    }
}

impl State {
    /// The analyses of a document with its dependencies as they are now. Whoever asks for the same at the same time waits.
    pub(crate) fn analyzed(&self, document: &Document) -> Arc<Analyzed> {
        let revision = self.documents.revision();
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
        match self.dependencies(document).number() == known.dependencies {
            true => known,
            false => Arc::new(self.analyze(document)),
        }
    }

    fn analyze(&self, document: &Document) -> Analyzed {
        let name = document.uri.as_str();
        let read = |language| analyze(Source { language, ..Source::new(document.text(), name) });
        let mut analyses = read(document.language);
        document.set_interface(|| Interface::of(&analyses));
        let dependencies = self.dependencies(document);
        if let Some(language) = dependencies.language.filter(|&language| language != document.language) {
            analyses = read(language);
        }
        let (number, config) = (dependencies.number(), Arc::clone(&dependencies.config));
        if document.is_definition || analyses.iter().any(is_state_machine) {
            dependencies.apply(document, &mut analyses);
        } else {
            analyses.clear();
        }
        Analyzed { analyses, dependencies: number, config, findings: OnceLock::new() }
    }
}

fn is_state_machine(analysis: &Analysis) -> bool {
    !analysis.host().is_whole_file() || analysis.is_definition()
}
