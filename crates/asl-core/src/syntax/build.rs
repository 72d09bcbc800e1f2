//! Puts values together to a tree, whatever notation they were read from.

use std::sync::Arc;

use super::{Decoded, NodeData, NodeId, NodeKind, Notation, OffsetMap, PairData, SyntaxError, Tree};
use crate::text::Span;

/// A tree in the making. Containers are opened and closed in the order of the text.
pub(crate) struct Builder {
    tree: Tree,
    /// The open containers, outermost first.
    open: Vec<Open>,
    /// Items of the open arrays; each container knows where its own begin. The same for the pairs of open objects.
    items: Vec<NodeData>,
    pairs: Vec<OpenPair>,
}

struct Open {
    start: u32,
    is_object: bool,
    first: usize,
}

struct OpenPair {
    key: Span,
    decoded: Decoded,
    value: Option<NodeData>,
}

impl Builder {
    pub(crate) fn new(text: Arc<str>, notation: Notation) -> Builder {
        let length = text.len();
        Builder::of_part(text, notation, length)
    }

    /// A builder for a tree of a part of a text, so many bytes long.
    pub(crate) fn of_part(text: Arc<str>, notation: Notation, length: usize) -> Builder {
        Builder {
            tree: Tree {
                notation,
                nodes: Vec::with_capacity(length / 16),
                pairs: Vec::with_capacity(length / 24),
                decoded: Vec::new(),
                tagged: Vec::new(),
                root: None,
                errors: Vec::new(),
                text,
            },
            open: Vec::new(),
            items: Vec::new(),
            pairs: Vec::new(),
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.tree.text
    }

    /// How many containers are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The span of the bracket or the first character of the innermost open container.
    pub(crate) fn innermost(&self) -> Option<(bool, u32)> {
        self.open.last().map(|open| (open.is_object, open.start))
    }

    pub(crate) fn is_inside(&self, is_object: bool) -> bool {
        self.open.iter().any(|open| open.is_object == is_object)
    }

    pub(crate) fn has_root(&self) -> bool {
        self.tree.root.is_some()
    }

    pub(crate) fn open(&mut self, is_object: bool, start: u32) {
        let first = if is_object { self.pairs.len() } else { self.items.len() };
        self.open.push(Open { start, is_object, first });
    }

    /// Closes the innermost container and puts it where it belongs. Returns it, so that it can stand elsewhere too.
    pub(crate) fn close(&mut self, end: u32) -> NodeData {
        let Open { start, is_object, first } = self.open.pop().expect("only open containers are closed");
        let tree = &mut self.tree;
        let kind = if is_object {
            let start = tree.pairs.len();
            for pair in self.pairs.drain(first..) {
                let value = pair.value.map(|value| {
                    tree.nodes.push(value);
                    NodeId(tree.nodes.len() as u32 - 1)
                });
                tree.pairs.push(PairData { key: pair.key, decoded: pair.decoded, value });
            }
            NodeKind::Object(start as u32, (tree.pairs.len() - start) as u32)
        } else {
            let start = tree.nodes.len();
            tree.nodes.extend(self.items.drain(first..));
            NodeKind::Array(start as u32, (tree.nodes.len() - start) as u32)
        };
        let node = NodeData { span: Span { start, end }, kind };
        self.add(node);
        node
    }

    /// Begins a pair in the innermost container, which is an object.
    pub(crate) fn key(&mut self, key: Span, decoded: Decoded) {
        self.pairs.push(OpenPair { key, decoded, value: None });
    }

    /// The key of the last pair of the innermost container.
    pub(crate) fn last_key(&self) -> Span {
        self.pairs.last().expect("a pair is open").key
    }

    /// Puts a finished value where it belongs: into the last pair, the array, or as the root.
    pub(crate) fn add(&mut self, value: NodeData) {
        match self.open.last().map(|open| open.is_object) {
            None => {
                self.tree.nodes.push(value);
                self.tree.root = Some(NodeId(self.tree.nodes.len() as u32 - 1));
            }
            Some(true) => self.pairs.last_mut().expect("a value in an object has a key").value = Some(value),
            Some(false) => self.items.push(value),
        }
    }

    /// Keeps the value of a string that is not written letter by letter; without a map it has the escapes of JSON.
    pub(crate) fn decoded(&mut self, value: impl Into<Box<str>>, map: Option<OffsetMap>) -> Decoded {
        self.tree.decoded.push((value.into(), map));
        Decoded::Table(self.tree.decoded.len() as u32 - 1)
    }

    pub(crate) fn error(&mut self, error: SyntaxError) {
        self.tree.errors.push(error);
    }

    pub(crate) fn errors(&self) -> usize {
        self.tree.errors.len()
    }

    /// The finished tree. Everything is closed.
    pub(crate) fn finish(self) -> Tree {
        debug_assert!(self.open.is_empty());
        self.tree
    }
}
