use super::cursor::Cursor;
use super::rename::{Symbol, occurrences, symbol_at};
use asl_core::text::Span;

/// Returns the spans to edit together when the name of a state changes: its declaration and the transitions to it that
/// are spelled identically in the source. `None` if the cursor is not on the name of a state, or if there is only one
/// such span.
pub fn linked(cursor: Cursor<'_>) -> Option<Vec<Span>> {
    let (found, here) = symbol_at(cursor)?;
    let Symbol::State(_) = found else { return None };
    let text = cursor.analysis.tree().text();
    let written = text.get(here.range())?;
    let places = occurrences(cursor.analysis, found).into_iter().map(|place| place.span);
    let same: Vec<Span> = places.filter(|span| text.get(span.range()) == Some(written)).collect();
    (same.len() > 1).then_some(same)
}

#[cfg(test)]
mod tests {
    use super::linked;
    use crate::testing::with_cursor;

    fn count(text: &str) -> Option<usize> {
        with_cursor(text, |cursor| linked(cursor).map(|spans| spans.len()))
    }

    #[test]
    fn what_is_written_alike_changes_together() {
        assert_eq!(
            count(
                r#"{ "StartAt": "<|>Aé", "States": { "Aé": { "Next": "A\u00e9" }, "B": { "Next": "Aé" } } }"#
            ),
            Some(3)
        );
        assert_eq!(count("StartAt: <|>A\nStates:\n  A: { Type: Pass, Next: 'A' }\n"), Some(3));
        let template = r#"{ "Resources": { "Flow": { "Type": "AWS::StepFunctions::StateMachine", "Properties": {
            "DefinitionString": "{ \"StartAt\": \"<|>A\", \"States\": { \"A\": {} } }" } } } }"#;
        assert_eq!(count(template), Some(2));
        assert_eq!(count(r#"{ "States": { "<|>A": {}, "B": { "Next": "C" } } }"#), None);
        assert_eq!(count(r#"{ "States": { "A": { "Next": "C<|>" } } }"#), None);
    }
}
