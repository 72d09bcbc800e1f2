//! Values that an edit elsewhere in the file only moves.

use crate::text::{Change, Span};
use crate::{Node, Tree};

impl Tree {
    /// Returns whether a tree of the new version of the file has the same values as this one: `change` replaces nothing
    /// in them, nor in the lines around them, and everything that follows it is moved. Trees with errors, conditions or
    /// open parts are never the same.
    pub fn is_moved(&self, new: &Tree, change: Change) -> bool {
        let is_plain = |tree: &Tree| {
            tree.errors.is_empty()
                && tree.open.is_empty()
                && tree.spliced.is_empty()
                && tree.otherwise.is_none()
        };
        let span = |old: Span, new: Span| change.span(old) == Some(new);
        let spans = |old: &[Span], new: &[Span]| {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| span(*old, *new))
        };
        is_plain(self)
            && is_plain(new)
            && self.root().is_some_and(|root| is_apart(root, change))
            && (self.notation, self.yaml_version, self.is_unclear, self.is_shared, self.root)
                == (new.notation, new.yaml_version, new.is_unclear, new.is_shared, new.root)
            && (self.nodes.len(), self.pairs.len(), self.decoded.len(), self.tagged.len())
                == (new.nodes.len(), new.pairs.len(), new.decoded.len(), new.tagged.len())
            && self.damage == new.damage
            && self.nodes.iter().zip(&new.nodes).all(|(old, new)| old.kind == new.kind && span(old.span, new.span))
            && self.pairs.iter().zip(&new.pairs).all(|(old, new)| {
                (old.decoded, old.value) == (new.decoded, new.value) && span(old.key, new.key)
            })
            // Each of them is a value or a key, so that it is where it was in the text.
            && self.decoded.iter().zip(&new.decoded).all(|(old, new)| old.value == new.value)
            && self.tagged.iter().zip(&new.tagged).all(|(old, new)| old.1 == new.1 && span(old.0, new.0))
            && self.pair_references.iter().map(|(pair, _)| pair).eq(new.pair_references.iter().map(|(pair, _)| pair))
            && spans(&self.references, &new.references)
    }
}

/// Whether at least one whole line is between a value and a change, and the value shows the line breaks of the file.
fn is_apart(value: Node<'_>, change: Change) -> bool {
    let (text, value_span, edit) = (value.text(), value.span().range(), change.before.range());
    let between = match edit.end <= value_span.start {
        true => &text[edit.end..value_span.start],
        false if value_span.end <= edit.start => &text[value_span.end..edit.start],
        false => return false,
    };
    between.matches('\n').nth(1).is_some() && value.source().contains('\n')
}
