//! The builder of trees, for values of any notation.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use crate::text::Span;
use crate::tree::DecodedString;
use crate::{
    Damage, Decoded, ErrorKind, NodeData, NodeId, NodeKind, Notation, OffsetMap, PairData, PairId, Repair,
    SyntaxError, Tree, YamlVersion, doubtful_lines, is_doubtful,
};

/// Builds a [`Tree`]. Containers are opened and closed in source order.
pub struct Builder {
    tree: Tree,
    /// The open containers, outermost first.
    open: Vec<Open>,
    /// The items of all open arrays; each array stores the index of its first one.
    items: Vec<NodeData>,
    /// The pairs of all open objects; each object stores the index of its first one.
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
    /// The reference to the value, if the value is elsewhere.
    reference: Option<Span>,
}

impl Builder {
    pub(crate) fn new(text: Arc<str>, notation: Notation) -> Builder {
        let length = text.len();
        Builder::of_part(text, notation, length)
    }

    /// Returns a builder for the tree of a part of the text. `length` is the length of the part in bytes, which
    /// determines how much memory is reserved.
    pub fn of_part(text: Arc<str>, notation: Notation, length: usize) -> Builder {
        Builder {
            tree: Tree {
                notation,
                yaml_version: YamlVersion::default(),
                is_unclear: false,
                nodes: Vec::with_capacity(length / 16),
                pairs: Vec::with_capacity(length / 24),
                decoded: Vec::new(),
                tagged: Vec::new(),
                root: None,
                is_shared: false,
                pair_references: Vec::new(),
                references: Vec::new(),
                open: Vec::new(),
                spliced: Vec::new(),
                errors: Vec::new(),
                damage: Damage::new(),
                otherwise: None,
                style: OnceLock::new(),
                text,
            },
            open: Vec::new(),
            items: Vec::new(),
            pairs: Vec::new(),
        }
    }

    /// Returns a builder for a document in a version of YAML.
    pub(crate) fn new_yaml(text: Arc<str>, version: YamlVersion) -> Builder {
        let mut builder = Builder::new(text, Notation::Yaml);
        builder.set_yaml_version(version);
        builder
    }

    pub(crate) fn set_yaml_version(&mut self, version: YamlVersion) {
        self.tree.yaml_version = version;
    }

    /// Records that YAML parsers disagree about values.
    pub(crate) fn set_unclear(&mut self) {
        self.tree.is_unclear = true;
    }

    pub(crate) fn yaml_version(&self) -> YamlVersion {
        self.tree.yaml_version
    }

    pub(crate) fn text(&self) -> &str {
        &self.tree.text
    }

    pub(crate) fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.tree.text)
    }

    /// Returns the number of open containers.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Returns whether the innermost open container is an object, and where it starts.
    pub(crate) fn innermost(&self) -> Option<(bool, u32)> {
        self.open.last().map(|open| (open.is_object, open.start))
    }

    /// Returns whether an object, or an array, is open.
    pub(crate) fn is_inside(&self, is_object: bool) -> bool {
        self.open.iter().any(|open| open.is_object == is_object)
    }

    pub(crate) fn has_root(&self) -> bool {
        self.tree.root.is_some()
    }

    /// Opens an object or an array that starts at a byte offset.
    pub fn open(&mut self, is_object: bool, start: u32) {
        let first = if is_object { self.pairs.len() } else { self.items.len() };
        self.open.push(Open { start, is_object, first });
    }

    /// Closes the innermost container, which ends at a byte offset, and adds it to its parent. Panics if no container
    /// is open.
    pub fn close(&mut self, end: u32) {
        let node = self.take(end);
        self.add(node);
    }

    /// Closes the innermost container. The caller must add it to its parent.
    pub(crate) fn take(&mut self, end: u32) -> NodeData {
        let Open { start, is_object, first } = self.open.pop().expect("only open containers are closed");
        let tree = &mut self.tree;
        let kind = if is_object {
            let start = tree.pairs.len();
            for pair in self.pairs.drain(first..) {
                let value = pair.value.map(|value| {
                    tree.nodes.push(value);
                    NodeId(tree.nodes.len() as u32 - 1)
                });
                if let Some(reference) = pair.reference {
                    tree.pair_references.push((PairId(tree.pairs.len() as u32), reference));
                }
                tree.pairs.push(PairData { key: pair.key, decoded: pair.decoded, value });
            }
            NodeKind::Object(start as u32, (tree.pairs.len() - start) as u32)
        } else {
            let start = tree.nodes.len();
            tree.nodes.extend(self.items.drain(first..));
            NodeKind::Array(start as u32, (tree.nodes.len() - start) as u32)
        };
        NodeData { span: Span { start, end }, kind }
    }

    /// Returns a value with a YAML tag. The caller must add it to its parent.
    pub(crate) fn tagged(&mut self, tag: Span, value: NodeData) -> NodeData {
        let tree = &mut self.tree;
        tree.nodes.push(value);
        tree.tagged.push((tag, NodeId(tree.nodes.len() as u32 - 1)));
        let kind = NodeKind::Tagged(tree.tagged.len() as u32 - 1);
        NodeData { span: tag.to(value.span), kind }
    }

    /// Records that values in the tree are not in source order, or occur more than once.
    pub fn set_shared(&mut self) {
        self.tree.is_shared = true;
    }

    /// Records that the next value is elsewhere in the text than `reference`, which refers to it. Panics if the
    /// innermost container is an object without a key.
    pub fn set_reference(&mut self, reference: Span) {
        self.set_shared();
        self.tree.references.push(reference);
        if self.open.last().is_some_and(|open| open.is_object) {
            self.pairs.last_mut().expect("a value in an object has a key").reference = Some(reference);
        }
    }

    /// Records that a template may add members to the innermost container or remove some.
    pub fn set_open(&mut self) {
        let start = self.open.last().map(|open| open.start);
        self.tree.open.extend(start);
    }

    /// Adds an interpolation in place of members of the innermost container.
    pub(crate) fn splice(&mut self, span: Span) {
        self.set_open();
        self.tree.spliced.push(span);
    }

    /// Copies the open containers and the interpolations of another tree; `to_file` converts its spans.
    pub(crate) fn take_open(&mut self, from: &Tree, to_file: impl Fn(Span) -> Span) {
        self.tree.open.extend(from.open.iter().map(|&start| to_file(Span { start, end: start + 1 }).start));
        self.tree.spliced.extend(from.spliced.iter().map(|&span| to_file(span)));
    }

    /// Replaces YAML merge keys with the pairs of the objects that they refer to. `merges` are the indices of the merge
    /// keys in the innermost container, which is an object. Returns the spans of those that do not refer to objects.
    pub(crate) fn merge(&mut self, merges: &[usize]) -> Vec<Span> {
        let Some(open) = self.open.last().filter(|_| !merges.is_empty()) else { return Vec::new() };
        let own = self.pairs.split_off(open.first);
        let is_merge = |index: &usize| merges.contains(index);
        let (sources, own): (Vec<_>, Vec<_>) =
            own.into_iter().enumerate().partition(|(index, _)| is_merge(index));
        let mut names: HashSet<Box<str>> =
            own.iter().map(|(_, pair)| self.tree.value(pair.key, pair.decoded).into()).collect();
        self.pairs.extend(own.into_iter().map(|(_, pair)| pair));
        let mut bad = Vec::new();
        // Of several merge keys, the last one takes precedence; within a list, the first object.
        for (_, source) in sources.into_iter().rev() {
            let Some(value) = source.value else { continue };
            let Some(objects) = self.objects(value) else {
                bad.push(source.key);
                continue;
            };
            for (first, count) in objects {
                self.merge_object(first, count, &mut names);
            }
        }
        self.set_shared();
        bad
    }

    /// Returns the first pair and the number of pairs of an object, or of each object of a list of objects.
    fn objects(&self, value: NodeData) -> Option<Vec<(u32, u32)>> {
        match value.kind {
            NodeKind::Object(first, count) => Some(vec![(first, count)]),
            NodeKind::Array(first, count) => {
                let items = &self.tree.nodes[first as usize..(first + count) as usize];
                items
                    .iter()
                    .map(|item| match item.kind {
                        NodeKind::Object(first, count) => Some((first, count)),
                        _ => None,
                    })
                    .collect()
            }
            // Invalid values have been reported.
            NodeKind::Error => Some(Vec::new()),
            _ => None,
        }
    }

    fn merge_object(&mut self, first: u32, count: u32, names: &mut HashSet<Box<str>>) {
        // Of duplicate keys, the last one is used.
        for index in (first as usize..(first + count) as usize).rev() {
            let PairData { key, decoded, value } = self.tree.pairs[index];
            if names.insert(self.tree.value(key, decoded).into()) {
                let value = value.map(|id| self.tree.nodes[id.0 as usize]);
                self.pairs.push(OpenPair { key, decoded, value, reference: None });
            }
        }
    }

    /// Begins a pair in the innermost container, which must be an object.
    pub fn key(&mut self, key: Span, decoded: Decoded) {
        self.pairs.push(OpenPair { key, decoded, value: None, reference: None });
    }

    /// Returns the span of the key of the last pair of the innermost container.
    pub(crate) fn last_key(&self) -> Span {
        self.pairs.last().expect("a pair is open").key
    }

    /// Adds a value: to the last pair of the innermost container, to the array, or as the root. Panics if the innermost
    /// container is an object without a key.
    pub fn add(&mut self, value: NodeData) {
        match self.open.last().map(|open| open.is_object) {
            None => {
                self.tree.nodes.push(value);
                self.tree.root = Some(NodeId(self.tree.nodes.len() as u32 - 1));
            }
            Some(true) => self.pairs.last_mut().expect("a value in an object has a key").value = Some(value),
            Some(false) => self.items.push(value),
        }
    }

    /// Stores the value of a string that is not verbatim in the text. Without a map, the source text has JSON's escape
    /// sequences.
    pub fn decoded(&mut self, value: impl Into<Box<str>>, map: Option<OffsetMap>) -> Decoded {
        let map = map.map_or_else(OnceLock::new, OnceLock::from);
        self.tree.decoded.push(DecodedString { value: value.into(), map });
        Decoded::Table(self.tree.decoded.len() as u32 - 1)
    }

    pub(crate) fn error(&mut self, error: SyntaxError) {
        self.tree.keep(error);
    }

    pub(crate) fn errors(&self) -> usize {
        self.tree.errors.len()
    }

    /// Returns the number of errors by which something may be lost.
    pub(crate) fn losses(&self) -> usize {
        self.tree.damage.iter().filter(|(kind, _)| kind.may_lose()).map(|(_, count)| count).sum()
    }

    /// Drops or downgrades the repairs that other errors of a JSON text make doubtful. Where a bracket is missing, a
    /// comma may be missing elsewhere than where the parser expected it.
    pub(crate) fn settle(&mut self) {
        let lines = doubtful_lines(&self.tree.text, &self.tree.errors);
        if lines.is_empty() {
            return;
        }
        for error in &mut self.tree.errors {
            let parts = error.repair.iter().flat_map(|repair| &repair.changes).map(|(part, _)| *part);
            if std::iter::once(error.span).chain(parts).any(|part| is_doubtful(&lines, part)) {
                error.repair = None;
            } else if error.kind == ErrorKind::MissingComma {
                error.repair = error.repair.take().map(Repair::doubtful);
            }
        }
    }

    /// Returns the tree. All containers must be closed.
    pub fn finish(mut self) -> Tree {
        debug_assert!(self.open.is_empty());
        self.tree.open.sort_unstable();
        self.tree.spliced.sort_unstable();
        self.tree
    }
}
