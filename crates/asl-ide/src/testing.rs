//! What the tests of features share.

use asl_core::testing::{analyses, marked_place};

use crate::Cursor;

/// Asks something at the mark `<|>` of a document. What does not begin with a brace is YAML; a template of
/// CloudFormation is known by its `Resources`.
pub(crate) fn with_cursor<T>(marked: &str, ask: impl FnOnce(Cursor<'_>) -> T) -> T {
    let (text, offset) = marked_place(marked);
    let analyses = analyses(&text);
    ask(Cursor::at(&analyses, offset).expect("the mark is in a definition"))
}
