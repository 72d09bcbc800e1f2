//! Parsing a new version of a YAML document: if one block of it has changed, only that block is parsed again.
//!
//! granit-parser reads 45 MB/s, which is half the time from an edit of a large template to its findings. A block mapping
//! that is the value of a key and begins on a line of its own is parsed alone and gives the same values as in the
//! document, as long as all of its lines are indented as much as its keys and it has no anchors or aliases. Whenever that
//! is in doubt, the whole text is parsed.

use std::sync::{Arc, OnceLock};

use super::reader::Reader;
use crate::text::{Change, Span};
use crate::tree::DecodedString;
use crate::{
    Decoded, MAX_BYTES, MAX_DEPTH, Node, NodeData, NodeId, NodeKind, Notation, PairData, Tree, YamlVersion,
};

impl Tree {
    /// Returns the tree of a new version of the text, as if it had been parsed from scratch in the same version of YAML.
    /// Returns `None` if the whole text has to be parsed.
    pub fn reparsed(&self, text: &str) -> Option<Tree> {
        if !self.is_plain_yaml() || text.len() > MAX_BYTES {
            return None;
        }
        let change = Change::between(&self.text, text);
        let block = Block::around(self, change.before)?;
        let end = change.moved(block.lines.end);
        let source = &text[block.lines.start as usize..end as usize];
        if !block.holds(source) {
            return None;
        }
        let inner = tree_of_block(source, self.yaml_version)?;
        let root = inner.root().filter(|root| root.is_object())?;
        if block.depth + height(root) > MAX_DEPTH || !has_own_end(root) {
            return None;
        }
        Graft::new(self, &block, &inner, change)?.tree(text)
    }

    /// Whether the document is valid, and each value is where it is used.
    fn is_plain_yaml(&self) -> bool {
        let bytes = self.text.as_bytes();
        let has_directives = || bytes.starts_with(b"%") || memchr::memmem::find(bytes, b"\n%").is_some();
        // YAML has lines that end with a lone carriage return, and blocks are found by their lines.
        let is_alone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
        let has_other_lines = || memchr::memchr_iter(b'\r', bytes).any(is_alone);
        self.notation == Notation::Yaml
            && self.errors.is_empty()
            && self.damage.is_empty()
            && self.open.is_empty()
            && self.spliced.is_empty()
            && self.references.is_empty()
            && self.otherwise.is_none()
            && !self.is_shared
            && !self.is_unclear
            && !has_directives()
            && !has_other_lines()
    }
}

/// Parses a block alone. Returns `None` if it is invalid, or may refer to or name values elsewhere.
fn tree_of_block(source: &str, version: YamlVersion) -> Option<Tree> {
    let read = Reader::new(Arc::from(source), version, source, &[]).read();
    let is_alone = read.stop.is_none() && !read.has_anchors && !read.tree.is_shared;
    Some(read.tree).filter(|tree| is_alone && tree.errors.is_empty())
}

/// Whether the last value in a block is in the block, and not a missing one that the parser sees where the next value is.
fn has_own_end(node: Node<'_>) -> bool {
    let last = match node.tagged() {
        Some((_, value)) => Some(value),
        None => node.items().chain(node.pairs().filter_map(|pair| pair.value())).next_back(),
    };
    let span = node.span();
    last.map_or(!span.is_empty() || node.text()[..span.range().start].ends_with(':'), has_own_end)
}

/// The depth at which values are nested.
fn height(node: Node<'_>) -> usize {
    let inner = match node.tagged() {
        Some((_, value)) => return height(value),
        None => node.items().chain(node.pairs().filter_map(|pair| pair.value())),
    };
    let is_container = matches!(node.data().kind, NodeKind::Array(..) | NodeKind::Object(..));
    usize::from(is_container) + inner.map(height).max().unwrap_or(0)
}

/// A block mapping that is the value of a key.
struct Block {
    id: NodeId,
    span: Span,
    /// The number of spaces before its keys.
    indentation: usize,
    /// Its lines, and those after it that a scalar at its end could continue on.
    lines: Span,
    /// The number of containers around it.
    depth: usize,
}

impl Block {
    /// Returns the innermost block whose lines contain a change, without their last line break.
    fn around(tree: &Tree, change: Span) -> Option<Block> {
        let mut found = None;
        let mut node = tree.root()?;
        let mut depth = 0;
        loop {
            depth += 1;
            let mut inner = node.items().chain(node.pairs().filter_map(|pair| pair.value()));
            // The changed lines may begin before the first key, or end after the last value.
            let next = inner.find(|value| {
                let lines = lines(&tree.text, value.span());
                lines.start <= change.start && change.end < lines.end
            });
            let Some(next) = next else { return found };
            found = Block::of(tree, next, depth)
                .filter(|block| block.lines.start <= change.start && change.end < block.lines.end)
                .or(found);
            node = next;
        }
    }

    fn of(tree: &Tree, node: Node<'_>, depth: usize) -> Option<Block> {
        let text = &*tree.text;
        let span = node.span();
        let start = lines(text, span).start;
        let indentation = (span.start - start) as usize;
        let is_first = text[start as usize..span.start as usize].bytes().all(|byte| byte == b' ');
        if !node.is_object() || node.source().starts_with('{') || !is_first || indentation == 0 {
            return None;
        }
        let mut end = lines(text, span).end as usize;
        for line in text[end..].split_inclusive('\n') {
            let content = line.trim_start_matches(' ');
            if !content.trim_end().is_empty() && line.len() - content.len() < indentation {
                break;
            }
            end += line.len();
        }
        Some(Block { id: node.id(), span, indentation, lines: Span { start, end: end as u32 }, depth })
    }

    /// Whether a new source of the block ends where the old one did, because all lines are indented enough.
    fn holds(&self, source: &str) -> bool {
        let is_inside = |line: &str| {
            let content = line.trim_start_matches(' ');
            content.is_empty() || line.len() - content.len() >= self.indentation
        };
        let lines = source.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let breaks = ['\r', '\t', '\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'];
        lines.into_iter().all(|line| is_inside(line) && !line.contains(breaks))
    }
}

/// Returns the lines that contain a span, with their line breaks.
fn lines(text: &str, span: Span) -> Span {
    let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end as usize..].find('\n').map_or(text.len(), |at| span.end as usize + at + 1);
    Span::new(start, end)
}

/// The replacement of a block in the tables of its tree. Everything in a container is stored between what precedes it in
/// the text and what follows it.
struct Graft<'t> {
    old: &'t Tree,
    block: &'t Block,
    inner: &'t Tree,
    change: Change,
    nodes: Part,
    pairs: Part,
    decoded: Part,
    tagged: Part,
}

/// The entries of a table that belong to a block, and how many replace them.
#[derive(Clone, Copy)]
struct Part {
    start: u32,
    end: u32,
    new: u32,
}

impl Part {
    fn new(start: usize, len: usize, new: usize) -> Part {
        Part { start: start as u32, end: (start + len) as u32, new: new as u32 }
    }

    /// Returns the new index of an entry outside the block.
    fn moved(self, index: u32) -> u32 {
        if index < self.end { index } else { index - self.end + self.start + self.new }
    }

    /// Returns the new table, if the places of all entries are known.
    fn replace<T>(
        self,
        old: &[T],
        new: &[T],
        outside: impl Fn(&T) -> Option<T>,
        inside: impl Fn(&T) -> Option<T>,
    ) -> Option<Vec<T>> {
        let (before, after) = (&old[..self.start as usize], &old[self.end as usize..]);
        let mut table = Vec::with_capacity(before.len() + new.len() + after.len());
        for entry in before {
            table.push(outside(entry)?);
        }
        for entry in new {
            table.push(inside(entry)?);
        }
        for entry in after {
            table.push(outside(entry)?);
        }
        Some(table)
    }
}

impl<'t> Graft<'t> {
    fn new(old: &'t Tree, block: &'t Block, inner: &'t Tree, change: Change) -> Option<Graft<'t>> {
        let node = old.node(block.id);
        let contents = Contents::of(node);
        let NodeKind::Object(first, count) = node.data().kind else { return None };
        let last = node.pairs().filter_map(|pair| pair.value()).map(|value| value.id.0 + 1).max()?;
        let (nodes, pairs) = (last as usize - contents.nodes, (first + count) as usize - contents.pairs);
        let strings = || old.nodes.iter().filter_map(string_of).chain(old.pairs.iter().filter_map(key_of));
        // Each of them is a value or a key.
        if strings().count() != old.decoded.len() {
            return None;
        }
        let decoded = strings().filter(|span| span.start < block.span.start).count();
        let is_before = |&(_, id): &(Span, NodeId)| old.nodes[id.index()].span.end <= block.span.start;
        let tagged = old.tagged.iter().copied().filter(is_before).count();
        Some(Graft {
            nodes: Part::new(nodes, contents.nodes, inner.nodes.len() - 1),
            pairs: Part::new(pairs, contents.pairs, inner.pairs.len()),
            decoded: Part::new(decoded, contents.decoded, inner.decoded.len()),
            tagged: Part::new(tagged, contents.tagged, inner.tagged.len()),
            old,
            block,
            inner,
            change,
        })
    }

    fn tree(&self, text: &str) -> Option<Tree> {
        let Graft { old, inner, .. } = self;
        // The root of the block is stored with its siblings.
        let (root, inside) = inner.nodes.split_last()?;
        let root = self.inner_node(root);
        let mut nodes = self.nodes.replace(
            &old.nodes,
            inside,
            |node| self.outer_node(node),
            |node| Some(self.inner_node(node)),
        )?;
        nodes[self.nodes.moved(self.block.id.0) as usize] = root;
        Some(Tree {
            text: Arc::from(text),
            nodes,
            pairs: self.pairs.replace(
                &old.pairs,
                &inner.pairs,
                |pair| self.outer_pair(pair),
                |pair| Some(self.inner_pair(pair)),
            )?,
            decoded: self.decoded.replace(
                &old.decoded,
                &inner.decoded,
                |string| string.moved(|span| self.outer_span(span)),
                |string| string.moved(|span| Some(self.inner_span(span))),
            )?,
            tagged: self.tagged.replace(
                &old.tagged,
                &inner.tagged,
                |&(tag, id)| Some((self.outer_span(tag)?, NodeId(self.nodes.moved(id.0)))),
                |&(tag, id)| Some((self.inner_span(tag), NodeId(self.nodes.start + id.0))),
            )?,
            root: old.root.map(|id| NodeId(self.nodes.moved(id.0))),
            is_unclear: inner.is_unclear,
            style: OnceLock::new(),
            ..Tree::damaged(Arc::from(""), old.notation, Vec::new()).in_yaml_version(old.yaml_version)
        })
    }

    fn inner_span(&self, span: Span) -> Span {
        let start = self.block.lines.start;
        Span { start: start + span.start, end: start + span.end }
    }

    fn outer_span(&self, span: Span) -> Option<Span> {
        Some(Span { start: self.outer_offset(span.start)?, end: self.outer_offset(span.end)? })
    }

    /// Returns where an offset outside the block is in the new text. Containers that end with the block end where it ends
    /// now.
    fn outer_offset(&self, offset: u32) -> Option<u32> {
        let lines = self.block.lines;
        if offset == self.block.span.end {
            let end = self.inner.root().map(|root| root.span().end);
            return end.map(|end| lines.start + end);
        }
        match offset {
            _ if offset <= lines.start => Some(offset),
            _ if offset >= lines.end => Some(self.change.moved(offset)),
            _ => None,
        }
    }

    fn outer_node(&self, node: &NodeData) -> Option<NodeData> {
        let kind = match node.kind {
            NodeKind::Array(first, count) => NodeKind::Array(self.nodes.moved(first), count),
            NodeKind::Object(first, count) => NodeKind::Object(self.pairs.moved(first), count),
            NodeKind::String(decoded) => NodeKind::String(self.outer_decoded(decoded)),
            NodeKind::Number(decoded) => NodeKind::Number(self.outer_decoded(decoded)),
            NodeKind::Tagged(index) => NodeKind::Tagged(self.tagged.moved(index)),
            kind => kind,
        };
        // The block itself is replaced.
        let is_block = node.kind == self.old.node(self.block.id).data().kind;
        let span = if is_block { node.span } else { self.outer_span(node.span)? };
        Some(NodeData { span, kind })
    }

    fn inner_node(&self, node: &NodeData) -> NodeData {
        let kind = match node.kind {
            NodeKind::Array(first, count) => NodeKind::Array(self.nodes.start + first, count),
            NodeKind::Object(first, count) => NodeKind::Object(self.pairs.start + first, count),
            NodeKind::String(decoded) => NodeKind::String(self.inner_decoded(decoded)),
            NodeKind::Number(decoded) => NodeKind::Number(self.inner_decoded(decoded)),
            NodeKind::Tagged(index) => NodeKind::Tagged(self.tagged.start + index),
            kind => kind,
        };
        NodeData { span: self.inner_span(node.span), kind }
    }

    fn outer_decoded(&self, decoded: Decoded) -> Decoded {
        match decoded {
            Decoded::Table(index) => Decoded::Table(self.decoded.moved(index)),
            decoded => decoded,
        }
    }

    fn inner_decoded(&self, decoded: Decoded) -> Decoded {
        match decoded {
            Decoded::Table(index) => Decoded::Table(self.decoded.start + index),
            decoded => decoded,
        }
    }

    fn outer_pair(&self, pair: &PairData) -> Option<PairData> {
        Some(PairData {
            key: self.outer_span(pair.key)?,
            decoded: self.outer_decoded(pair.decoded),
            value: pair.value.map(|id| NodeId(self.nodes.moved(id.0))),
        })
    }

    fn inner_pair(&self, pair: &PairData) -> PairData {
        PairData {
            key: self.inner_span(pair.key),
            decoded: self.inner_decoded(pair.decoded),
            value: pair.value.map(|id| NodeId(self.nodes.start + id.0)),
        }
    }
}

/// The number of entries of each table that belong to a value.
#[derive(Default)]
struct Contents {
    nodes: usize,
    pairs: usize,
    decoded: usize,
    tagged: usize,
}

impl Contents {
    fn of(node: Node<'_>) -> Contents {
        let mut contents = Contents::default();
        contents.add(node);
        contents
    }

    fn add(&mut self, node: Node<'_>) {
        self.decoded += usize::from(string_of(node.data()).is_some());
        if let Some((_, value)) = node.tagged() {
            self.nodes += 1;
            self.tagged += 1;
            self.add(value);
        }
        self.pairs += node.pairs().len();
        self.decoded += node.pairs().filter(|pair| key_of(pair.data()).is_some()).count();
        for value in node.items().chain(node.pairs().filter_map(|pair| pair.value())) {
            self.nodes += 1;
            self.add(value);
        }
    }
}

/// The span of a string or a number that is not verbatim in the text.
fn string_of(node: &NodeData) -> Option<Span> {
    let is_decoded =
        matches!(node.kind, NodeKind::String(Decoded::Table(_)) | NodeKind::Number(Decoded::Table(_)));
    is_decoded.then_some(node.span)
}

/// The span of a key that is not verbatim in the text.
fn key_of(pair: &PairData) -> Option<Span> {
    matches!(pair.decoded, Decoded::Table(_)).then_some(pair.key)
}

impl DecodedString {
    /// Returns the string with another map to the file.
    fn moved(&self, to: impl Fn(Span) -> Option<Span>) -> Option<DecodedString> {
        let map = match self.map.get() {
            Some(map) => OnceLock::from(map.moved(to)?),
            None => OnceLock::new(),
        };
        Some(DecodedString { value: self.value.clone(), map })
    }
}

#[cfg(test)]
mod tests;
