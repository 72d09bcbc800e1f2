//! Rules about suppressions.

use crate::metadata::Rule;
use crate::rules::context::Check;

mod unknown_rule;
pub(super) mod unused_suppression;

pub(super) const RULES: &[(&Rule, Check)] =
    &[(&unknown_rule::RULE, unknown_rule::run), (&unused_suppression::RULE, unused_suppression::run)];
