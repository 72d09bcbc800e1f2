#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

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
mod incremental;
mod metadata;
pub mod model;
mod name;
pub mod options;
pub mod rules;
pub mod semantic;
pub mod suppress;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod visible;

pub use asl_host::{self as host, Language};
pub use asl_syntax::Dialect;
pub use asl_syntax::{self as syntax, text};
pub use diagnostic::{Applicability, Diagnostic, Fix, Related, Severity};
pub use file::{Source, analyze, analyze_again, analyze_for, lint, lint_again, lint_analyses, lint_while};
pub use fuzzy::matches;
pub use incremental::{Earlier, Findings};
pub use rules::{RULES, Rule, rule};
pub use semantic::{Analysis, WorkflowType};
