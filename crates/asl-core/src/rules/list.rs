//! The rules of all groups.

use std::ptr;

use super::context::Check;
use super::{
    errors, graph, integrations, jsonata, paths, security, structure, suppressions, templates, variables,
};
use crate::metadata::{Group, Rule};

/// The rules by group, in the order of the documentation.
pub(super) const GROUPS: [(Group, &[(&Rule, Check)]); 10] = [
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
pub static RULES: &[&Rule] = &{
    let mut rules = [CHECKS[0].0; CHECKS.len()];
    let mut i = 0;
    while i < rules.len() {
        rules[i] = CHECKS[i].0;
        i += 1;
    }
    rules
};

/// All rules with their functions, in the same order.
pub(crate) static CHECKS: [(&Rule, Check); count()] = {
    let mut checks = [GROUPS[0].1[0]; count()];
    let (mut next, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut i = 0;
        while i < GROUPS[group].1.len() {
            checks[next] = GROUPS[group].1[i];
            (next, i) = (next + 1, i + 1);
        }
        group += 1;
    }
    checks
};

const fn count() -> usize {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].1.len();
        group += 1;
    }
    count
}

/// Returns the index of a rule in [`RULES`].
pub(crate) fn index(rule: &Rule) -> usize {
    let is_other = |(group, _): &&(Group, &[(&Rule, Check)])| *group != rule.group;
    let before: usize = GROUPS.iter().take_while(is_other).map(|(_, rules)| rules.len()).sum();
    let within = RULES[before..].iter().position(|known| ptr::eq(*known, rule));
    before + within.expect("all rules are in the list of their group")
}

/// Returns the rule with this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
