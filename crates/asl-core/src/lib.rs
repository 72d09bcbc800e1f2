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

pub mod brief;
pub mod catalog;
pub mod config;
mod diagnostic;
pub mod edit;
mod effort;
pub mod expr;
mod file;
pub mod fix;
mod fuzzy;
pub mod host;
pub mod model;
pub mod rules;
pub mod semantic;
pub mod suppress;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod visible;

pub use asl_syntax::Dialect;
pub use asl_syntax::{self as syntax, text};
pub use diagnostic::{Applicability, Diagnostic, Fix, Related, Severity};
pub use file::{Source, analyze, analyze_for, check_file, check_file_while};
pub use fuzzy::matches;
pub use host::Language;
pub use rules::{RULES, Rule, check, rule};
pub use semantic::{Analysis, WorkflowType};
