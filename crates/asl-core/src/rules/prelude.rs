//! Imports and functions that most rules use.

pub(super) use super::context::Context;
pub(super) use crate::catalog::{self, FieldInfo, ObjectKind, QueryLanguage, StateKind};
pub(super) use crate::diagnostic::{Fix, Severity};
pub(super) use crate::expr::{Code, ExpressionRef};
pub(super) use crate::fuzzy::nearest;
pub(super) use crate::metadata::{Aws, AwsPlace, Default, FixKind, Group, QuickFix, Rule, RuleOption, Tag};
pub(super) use crate::model::retry::duration;
pub(super) use crate::model::{Machine, Object, State};
pub(super) use crate::semantic::WorkflowType;
pub(super) use crate::syntax::{Kind, Node};
#[cfg(test)]
pub(super) use crate::testing::{check, check_fix, only_finding};
pub(super) use crate::text::Span;

/// AWS's code for a violation of the schema, with the location that it names.
pub(super) const fn schema(place: AwsPlace) -> Option<Aws> {
    Some(Aws { code: "SCHEMA_VALIDATION_FAILED", place })
}

/// Joins phrases as in a sentence: "`a`, `b` and `c`".
pub(super) fn listed(phrases: &[String], last: &str) -> String {
    joined(phrases.iter().map(String::as_str), "", last)
}

/// Joins names in backquotes, likewise.
pub(super) fn listed_names(names: &[&str], last: &str) -> String {
    joined(names.iter().copied(), "`", last)
}

fn joined<'p>(parts: impl ExactSizeIterator<Item = &'p str>, quote: &str, last: &str) -> String {
    let count = parts.len();
    let mut text = String::new();
    for (i, part) in parts.enumerate() {
        match i {
            0 => {}
            i if i + 1 == count => text.extend([" ", last, " "]),
            _ => text.push_str(", "),
        }
        text.extend([quote, part, quote]);
    }
    text
}

/// Formats a whole number with commas between thousands: "99,999,999".
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

/// Whether a string is a placeholder that a person or a tool replaces later: `TOOL_LIST`, `__TOOLS__`, `<tools>`,
/// `{{tools}}`, `%tools%`, `@@tools@@`.
pub(super) fn is_placeholder(text: &str) -> bool {
    const MARKS: [(&str, &str); 5] = [("__", "__"), ("<", ">"), ("{{", "}}"), ("%", "%"), ("@@", "@@")];
    let is_word = text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.contains('_')
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let is_marked = |(open, close): &(&str, &str)| {
        text.len() > open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
    };
    is_word || MARKS.iter().any(is_marked)
}

/// Shortens a long string.
pub(super) fn excerpt(text: &str) -> String {
    beginning(text, 60)
}

/// Shortens a very long string, such as a replacement that should be shown in full where possible.
pub(super) fn long_excerpt(text: &str) -> String {
    beginning(text, 200)
}

fn beginning(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
