//! What nearly every rule uses.

pub(super) use super::context::Context;
pub(super) use super::{Aws, AwsPlace, Default, FixKind, Group, Rule};
pub(super) use crate::catalog::{self, Place, QueryLanguage, StateKind};
pub(super) use crate::diagnostic::{Fix, Severity};
pub(super) use crate::expr::{Code, Site};
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

/// A time as people say it: "45 s", "2 min 6 s", "3 h 51 min", "2 d 4 h".
pub(super) fn duration(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let first = UNITS.iter().position(|(size, _)| seconds >= *size).unwrap_or(3);
    let (size, unit) = UNITS[first];
    let rest = UNITS.get(first + 1).map(|(smaller, unit)| (seconds % size / smaller, unit));
    match rest {
        Some((count, smaller)) if count > 0 => format!("{} {unit} {count} {smaller}", seconds / size),
        _ => format!("{} {unit}", seconds / size),
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
