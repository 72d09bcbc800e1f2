//! Reads Amazon States Language (ASL, the language of AWS Step Functions), understands it, and says what is wrong.
//!
//! Text goes in, values come out: no I/O, no clock, no threads, and no `Result` for a bad document.
//!
//! ```
//! use asl_core::{Dialect, Source, analyze, check};
//!
//! let source = Source::new(r#"{ "StartAt": "A", "States": { "B": { "Type": "Succeed" } } }"#, Dialect::Json);
//! let findings = check(&analyze(source), asl_core::RULES.iter().copied());
//! assert_eq!(findings[0].message, "no state named `A` here");
//! ```

pub mod catalog;
pub mod config;
mod diagnostic;
pub mod edit;
pub mod expr;
pub mod model;
mod names;
pub mod rules;
pub mod semantic;
pub mod syntax;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;

pub use diagnostic::{Applicability, Diagnostic, Fix, Related, Severity};
pub use rules::{RULES, Rule, check, rule};
pub use semantic::{Analysis, WorkflowType};
pub use syntax::Dialect;

use text::Span;

/// A document to analyse.
#[derive(Debug, Clone)]
pub struct Source<'t> {
    pub text: &'t str,
    pub dialect: Dialect,
    pub workflow: WorkflowType,
    /// Where bytes of the file were not UTF-8; [`text::decode`] finds them.
    pub not_utf8: Vec<Span>,
}

impl<'t> Source<'t> {
    pub fn new(text: &'t str, dialect: Dialect) -> Source<'t> {
        Source { text, dialect, workflow: WorkflowType::default(), not_utf8: Vec::new() }
    }
}

/// Reads a document. Texts longer than [`syntax::MAX_BYTES`] are not read; a rule says so.
pub fn analyze(source: Source<'_>) -> Analysis {
    let mut tree = syntax::parse(source.text, source.dialect);
    tree.add_not_utf8(&source.not_utf8);
    Analysis::new(tree, source.workflow)
}
