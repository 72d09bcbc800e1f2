use super::cursor::{Cursor, touches};
use asl_core::text::Span;

/// Returns the selection ranges around the cursor, from the innermost to the outermost: the string without its quotes,
/// the string, the field, the object, and so on up to the whole definition. Words inside expressions are left to the
/// editor.
pub fn selection(cursor: Cursor<'_>) -> Vec<Span> {
    let tree = cursor.analysis.tree();
    let mut spans = Vec::new();
    let mut next = tree.root().filter(|root| touches(root.span(), cursor.offset));
    while let Some(node) = next {
        spans.push(node.span());
        next = node.items().find(|item| touches(item.span(), cursor.offset));
        if let Some(pair) = node.pairs().find(|pair| touches(pair.span(), cursor.offset)) {
            spans.push(pair.span());
            if touches(pair.key().span, cursor.offset) {
                spans.push(pair.key().span);
                break;
            }
            next = pair.value().filter(|value| touches(value.span(), cursor.offset));
        }
    }
    if let Some(text) = cursor.text() {
        spans.push(tree.to_file(text, Span::new(0, text.value.len())));
    }
    spans.reverse();
    spans.dedup();
    spans
}
