//! Reads Amazon States Language (ASL, the language of AWS Step Functions), understands it, and says what is wrong.
//!
//! Text goes in, values come out: no I/O, no clock, no threads, and no `Result` for a bad document.
//!
//! ```
//! use asl_core::{Source, analyze, check_file};
//!
//! let source = Source::new(r#"{ "StartAt": "A", "States": { "B": { "Type": "Succeed" } } }"#, "a.asl.json");
//! let findings = check_file(&analyze(source), asl_core::RULES.iter().copied());
//! assert_eq!(findings[0].message, "no state named `A` here");
//! ```

pub mod catalog;
pub mod config;
mod diagnostic;
pub mod diagram;
pub mod edit;
pub mod expr;
pub mod fix;
pub mod host;
pub mod ide;
pub mod model;
mod names;
pub mod rules;
pub mod semantic;
pub mod suppress;
pub mod syntax;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;

pub use diagnostic::{Applicability, Diagnostic, Fix, Related, Severity};
pub use host::Language;
pub use names::matches;
pub use rules::{RULES, Rule, check, rule};
pub use semantic::{Analysis, WorkflowType};
pub use syntax::Dialect;

use text::Span;

/// A file to analyse.
#[derive(Debug, Clone)]
pub struct Source<'t> {
    pub text: &'t str,
    pub language: Language,
    /// The type of the workflows of which the file does not say it.
    pub workflow: WorkflowType,
    /// Where bytes of the file were not UTF-8; [`text::decode`] finds them.
    pub not_utf8: Vec<Span>,
}

impl<'t> Source<'t> {
    /// A text in the language that belongs to the name of its file.
    pub fn new(text: &'t str, name: &str) -> Source<'t> {
        Source { text, language: Language::of(name), workflow: WorkflowType::default(), not_utf8: Vec::new() }
    }
}

/// Reads a file: each of the state machines that it holds or points to, and what is damaged besides them. A file of
/// JSON or YAML that is no template has exactly one. Texts longer than [`syntax::MAX_BYTES`] are not read; a rule
/// says so.
pub fn analyze(source: Source<'_>) -> Vec<Analysis> {
    let mut regions = host::regions(source.text, source.language);
    if let Some(first) = regions.first_mut() {
        first.tree.add_not_utf8(&source.not_utf8);
    }
    let analysis = |region: host::Region| {
        let workflow = region.host.workflow.unwrap_or(source.workflow);
        Analysis::new(region.tree, workflow).with_host(region.host)
    };
    regions.into_iter().map(analysis).collect()
}

/// Runs rules over all that a file holds. Findings come in the order of the text; what is found twice in a part that two
/// definitions share is said once, and what a suppression covers is left out.
pub fn check_file(analyses: &[Analysis], rules: impl IntoIterator<Item = &'static Rule>) -> Vec<Diagnostic> {
    let rules: Vec<&Rule> = rules.into_iter().collect();
    let found = analyses.iter().flat_map(|analysis| rules::check_unless_suppressed(analysis, &rules));
    let mut found: Vec<Diagnostic> = found.collect();
    if analyses.len() > 1 {
        found.sort_by_key(|diagnostic| diagnostic.span);
    }
    found.dedup_by(|b, a| a.span == b.span && a.rule.name == b.rule.name && a.message == b.message);
    found
}
