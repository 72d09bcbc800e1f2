//! The places of a definition that a template fills in, where the cursor is on one.

use super::cursor::{Cursor, touches};
use crate::host::Name;
use crate::text::Span;

/// The name in the `${Name}` under a cursor, and the span from `$` to `}`.
pub(super) fn hole_at<'a>(cursor: Cursor<'a>) -> Option<(&'a str, Span)> {
    let tree = cursor.analysis.tree();
    let Some(text) = cursor.text() else {
        let node = cursor.node?;
        let name = node.written().strip_prefix("${")?.strip_suffix('}')?;
        return Some((name, node.span()));
    };
    let mut from = 0;
    while let Some(start) = text.value[from..].find("${").map(|at| from + at) {
        let end = start + text.value[start..].find('}')?;
        let span = tree.to_file(text, Span::new(start, end + 1));
        if touches(span, cursor.offset) {
            return Some((&text.value[start + 2..end], span));
        }
        from = end;
    }
    None
}

/// The entry that fills in the `${Name}` under a cursor: a place of the document, or of the template around it.
pub fn substitution(cursor: Cursor<'_>) -> Option<&Name> {
    let (name, _) = hole_at(cursor)?;
    cursor.analysis.host().substitutions.as_ref()?.iter().find(|entry| entry.value == name)
}
