//! The path from the root of a tree to a value, as JSON Pointer and as AWS write it.

use std::ops::Range;

use crate::node::{Node, Pair};
use crate::text::Span;
use crate::tree::*;

/// A step of a path from a value to a value inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeStep<'t> {
    /// The key of an object.
    Key(&'t str),
    /// The 0-based index of an array.
    Index(usize),
}

impl TreeStep<'_> {
    /// Returns the approximate number of bytes that the step takes in a printed path.
    pub fn size(&self) -> usize {
        match self {
            TreeStep::Key(key) => key.len() + 1,
            TreeStep::Index(_) => 4,
        }
    }
}

impl Tree {
    /// Returns the path from the root to the innermost value that contains a byte offset. A key belongs to its value.
    pub fn path_at(&self, offset: u32) -> Vec<TreeStep<'_>> {
        self.path_until(offset, None)
    }

    /// Returns the path from the root to a value. [`Tree::path_at`] cannot distinguish a YAML block from its first key,
    /// which starts at the same offset.
    pub fn path_to(&self, node: Node<'_>) -> Vec<TreeStep<'_>> {
        self.path_until(node.span().start, Some(node.id()))
    }

    fn path_until(&self, offset: u32, last: Option<NodeId>) -> Vec<TreeStep<'_>> {
        let mut path = Vec::with_capacity(8);
        let mut node = self.root();
        while let Some(outer) = node.filter(|node| Some(node.id()) != last) {
            node = match outer.data().kind {
                NodeKind::Object(first, count) => {
                    let pair = |i| self.pair(PairId(i));
                    let Some(i) = self.find_at(first..first + count, offset, |i| pair(i).span()) else {
                        break;
                    };
                    path.push(TreeStep::Key(pair(i).key().value));
                    pair(i).value().filter(|value| value.span().start <= offset)
                }
                NodeKind::Array(first, count) => {
                    let span = |i| self.node(NodeId(i)).span();
                    let Some(i) = self.find_at(first..first + count, offset, span) else {
                        break;
                    };
                    path.push(TreeStep::Index((i - first) as usize));
                    Some(self.node(NodeId(i)))
                }
                _ => None,
            };
        }
        path
    }

    /// Returns the first part that begins after an offset. Parts that occur more than once may not be in source order.
    fn find_after(&self, mut parts: Range<u32>, offset: u32, span: impl Fn(u32) -> Span) -> Option<u32> {
        match self.is_shared {
            true => parts.find(|&i| span(i).start > offset),
            false => Some(upper_bound(parts.clone(), offset, span)).filter(|i| parts.contains(i)),
        }
    }

    /// Returns the part that contains an offset. Of parts that occur more than once, it is the first occurrence.
    fn find_at(&self, parts: Range<u32>, offset: u32, span: impl Fn(u32) -> Span) -> Option<u32> {
        match self.is_shared {
            true => parts.into_iter().find(|&i| (span(i).start..span(i).end).contains(&offset)),
            false => find_at(parts, offset, span),
        }
    }
}

impl<'t> Node<'t> {
    /// Returns the pair of an object that contains a byte offset.
    pub fn pair_at(self, offset: u32) -> Option<Pair<'t>> {
        let NodeKind::Object(first, count) = self.data().kind else { return None };
        let pair = |i| self.tree.pair(PairId(i));
        self.tree.find_at(first..first + count, offset, |i| pair(i).span()).map(pair)
    }

    /// Returns the item of an array that contains a byte offset.
    pub fn item_at(self, offset: u32) -> Option<Node<'t>> {
        let NodeKind::Array(first, count) = self.data().kind else { return None };
        let item = |i| self.tree.node(NodeId(i));
        self.tree.find_at(first..first + count, offset, |i| item(i).span()).map(item)
    }

    /// Returns the span of the first pair or item that begins after a byte offset.
    pub fn part_behind(self, offset: u32) -> Option<Span> {
        let pair = |i| self.tree.pair(PairId(i)).span();
        let item = |i| self.tree.node(NodeId(i)).span();
        match self.data().kind {
            NodeKind::Object(first, count) => {
                self.tree.find_after(first..first + count, offset, pair).map(pair)
            }
            NodeKind::Array(first, count) => {
                self.tree.find_after(first..first + count, offset, item).map(item)
            }
            _ => None,
        }
    }
}

/// Returns the part that contains an offset, by binary search: parts are in source order.
fn find_at(parts: Range<u32>, offset: u32, span: impl Fn(u32) -> Span) -> Option<u32> {
    let after = upper_bound(parts.clone(), offset, &span);
    let last = after.checked_sub(1).filter(|last| parts.contains(last))?;
    (offset < span(last).end).then_some(last)
}

/// Returns the first part that begins after an offset, or the end of the parts.
fn upper_bound(parts: Range<u32>, offset: u32, span: impl Fn(u32) -> Span) -> u32 {
    let (mut low, mut high) = (parts.start, parts.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if span(middle).start <= offset { low = middle + 1 } else { high = middle }
    }
    low
}

/// Returns the path as a JSON Pointer (RFC 6901).
pub fn pointer(path: &[TreeStep<'_>]) -> String {
    let mut out = String::with_capacity(16 * path.len());
    for step in path {
        out.push('/');
        match step {
            TreeStep::Key(key) if !key.contains(['~', '/']) => out.push_str(key),
            TreeStep::Key(key) => out.push_str(&key.replace('~', "~0").replace('/', "~1")),
            TreeStep::Index(index) => out.push_str(&index.to_string()),
        }
    }
    out
}

/// Returns the path as AWS prints locations: keys are not escaped, items are `Name[0]`, and the root is `/` (§10.4).
pub fn aws_location(path: &[TreeStep<'_>]) -> String {
    let mut out = String::new();
    for step in path {
        match step {
            TreeStep::Key(key) => {
                out.push('/');
                out.push_str(key);
            }
            TreeStep::Index(index) => out.push_str(&format!("[{index}]")),
        }
    }
    if out.is_empty() { "/".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, parse};

    #[test]
    fn paths_lead_to_the_innermost_value() {
        let text = r#"{"States": {"a/b": {"Choices": [{"Next": "X"}]}}}"#;
        let tree = parse(text, Dialect::Json);
        let at = |needle: &str| tree.path_at(text.find(needle).unwrap() as u32);
        assert_eq!(aws_location(&at("\"X\"")), "/States/a/b/Choices[0]/Next");
        assert_eq!(pointer(&at("\"X\"")), "/States/a~1b/Choices/0/Next");
        assert_eq!(aws_location(&at("\"a/b\"")), "/States/a/b", "a key belongs to its value");
        assert_eq!(aws_location(&at("{\"Next")), "/States/a/b/Choices[0]");
        assert_eq!(aws_location(&tree.path_at(0)), "/");
        assert_eq!(pointer(&tree.path_at(0)), "");
    }
}
