//! What nearly every rule uses.

pub(super) use super::context::Context;
pub(super) use super::{Aws, AwsPlace, Default, FixKind, Group, Rule};
pub(super) use crate::catalog::{self, Place, QueryLanguage, StateKind};
pub(super) use crate::diagnostic::{Fix, Severity};
pub(super) use crate::expr::{Code, Site};
pub(super) use crate::model::retry::duration;
pub(super) use crate::model::{Machine, Object, State};
pub(super) use crate::names::nearest;
pub(super) use crate::semantic::WorkflowType;
pub(super) use crate::syntax::{Kind, Node};
#[cfg(test)]
pub(super) use crate::testing::{check, check_fix, only_finding};
pub(super) use crate::text::Span;

/// AWS's code for a break of the schema, and the place that it names.
pub(super) const fn schema(place: AwsPlace) -> Option<Aws> {
    Some(Aws { code: "SCHEMA_VALIDATION_FAILED", place })
}

/// Names as people list them: "`a`, `b` and `c`".
pub(super) fn listed(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A whole number with commas between thousands: "99,999,999".
pub(super) fn grouped(number: f64) -> String {
    let digits = format!("{}", number.abs());
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if number < 0.0 { format!("-{out}") } else { out }
}
