//! Rules about suppressions.

use super::Rule;

mod unknown_rule;
pub(super) mod unused_suppression;

pub(super) const RULES: &[&Rule] = &[&unknown_rule::RULE, &unused_suppression::RULE];
