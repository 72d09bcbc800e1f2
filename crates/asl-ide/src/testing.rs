//! Helpers for the tests of features.

use asl_core::testing::{analyses, marked_place};

use crate::Cursor;

/// Calls a function with the cursor at the mark `<
/// ` of a document. A document that does not begin with a brace is YAML; a CloudFormation template is recognized by its
/// `Resources`.
pub(crate) fn with_cursor<T>(marked: &str, ask: impl FnOnce(Cursor<'_>) -> T) -> T {
    let (text, offset) = marked_place(marked);
    let analyses = analyses(&text);
    ask(Cursor::at(&analyses, offset).expect("the mark is in a definition"))
}
