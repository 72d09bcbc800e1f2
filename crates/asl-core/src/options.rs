//! What the configuration tells the rules besides their levels.

use std::collections::{BTreeMap, BTreeSet};

use crate::metadata::{Rule, RuleOption};

/// The limits of rules that have been changed, and names with a meaning outside of the definition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// The changed limits, by rule and option.
    limits: BTreeMap<(&'static str, &'static str), u64>,
    /// Variables that have a value although the definition does not assign it.
    pub variables: BTreeSet<String>,
    /// Substitutions that a tool fills in although no template defines them.
    pub substitutions: BTreeSet<String>,
}

impl Options {
    /// Changes a limit of a rule.
    pub fn set(&mut self, rule: &Rule, option: &RuleOption, value: u64) {
        self.limits.insert((rule.name, option.name), value);
    }

    /// The value of a limit of a rule.
    pub fn get(&self, rule: &Rule, option: &RuleOption) -> u64 {
        self.limits.get(&(rule.name, option.name)).copied().unwrap_or(option.default)
    }
}
