//! The rules, with a folder for each group that contains a file and a page for each rule.

mod context;
mod prelude;
mod rule;
mod run;

mod errors;
mod graph;
mod integrations;
mod jsonata;
mod paths;
mod security;
mod structure;
mod suppressions;
mod templates;
#[cfg(test)]
mod tests;
mod variables;

pub use rule::{Aws, AwsPlace, Default, FixKind, Group, QuickFix, Rule, Tag, facts, overview};
pub(crate) use run::Run;
#[cfg(test)]
pub(crate) use run::check_rule;

/// The rules by group, in the order of the documentation.
const GROUPS: [(Group, &[&Rule]); 10] = [
    (Group::Structure, structure::RULES),
    (Group::Graph, graph::RULES),
    (Group::Paths, paths::RULES),
    (Group::Jsonata, jsonata::RULES),
    (Group::Variables, variables::RULES),
    (Group::Errors, errors::RULES),
    (Group::Integrations, integrations::RULES),
    (Group::Templates, templates::RULES),
    (Group::Security, security::RULES),
    (Group::Suppressions, suppressions::RULES),
];

/// All rules, ordered by group.
pub static RULES: &[&Rule] = &all();

/// Joins the rules of all groups.
const fn all() -> [&'static Rule; count()] {
    let mut rules = [GROUPS[0].1[0]; count()];
    let (mut next, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut i = 0;
        while i < GROUPS[group].1.len() {
            rules[next] = GROUPS[group].1[i];
            (next, i) = (next + 1, i + 1);
        }
        group += 1;
    }
    rules
}

const fn count() -> usize {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].1.len();
        group += 1;
    }
    count
}

/// Returns the rule with this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
