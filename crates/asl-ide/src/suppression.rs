//! Rule names in suppressions.

use super::cursor::Cursor;
use asl_core::rules::{Rule, rule};
use asl_core::semantic::Analysis;
use asl_core::suppress;
use asl_core::text::Span;

/// The rule that a suppression names at an offset.
pub(super) fn rule_at(analyses: &[Analysis], offset: u32) -> Option<(&'static Rule, Span)> {
    let span = name_at(analyses, offset)?;
    let name = analyses.first()?.tree().text().get(span.range())?;
    Some((rule(name)?, span))
}

/// The span of the rule name at an offset, known or not: in a comment anywhere in the file, or in a `Comment` field of
/// a definition.
pub(super) fn name_at(analyses: &[Analysis], offset: u32) -> Option<Span> {
    let span = suppress::name_at(analyses.first()?.tree().text(), offset)?;
    let cursor = Cursor::at(analyses, offset);
    let is_other_text = cursor.is_some_and(|cursor| {
        let is_comment = cursor.pair.is_some_and(|pair| pair.is_named("Comment") && !cursor.is_on_key());
        cursor.text().is_some() && !is_comment
    });
    (!is_other_text).then_some(span)
}
