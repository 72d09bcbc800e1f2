//! The rules, with a folder for each group that contains a file and a page for each rule.

mod context;
mod list;
mod prelude;
mod run;

mod errors;
mod graph;
mod integrations;
mod jsonata;
mod paths;
mod security;
mod structure;
pub(crate) mod suppressions;
mod templates;
#[cfg(test)]
mod tests;
mod variables;

pub use crate::metadata::{Aws, AwsPlace, Default, FixKind, Group, QuickFix, Rule, Tag, facts, overview};
pub(crate) use list::{CHECKS, index};
pub use list::{RULES, rule};
#[cfg(test)]
pub(crate) use run::check_rule;
pub(crate) use run::{EnabledRule, Run};
