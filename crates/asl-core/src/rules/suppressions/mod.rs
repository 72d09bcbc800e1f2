//! Rules about suppressions.

use crate::metadata::Rule;
use crate::rules::context::Check;

mod invalid_suppression;
pub(crate) mod missing_reason;
mod unknown_rule;
pub(super) mod unused_suppression;

pub(super) const RULES: &[(&Rule, Check)] = &[
    (&unknown_rule::RULE, unknown_rule::run),
    (&invalid_suppression::RULE, invalid_suppression::run),
    (&missing_reason::RULE, missing_reason::run),
    (&unused_suppression::RULE, unused_suppression::run),
];
