//! Puts values together to a tree, whatever notation they were read from.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use crate::text::Span;
use crate::{
    Damage, Decoded, ErrorKind, NodeData, NodeId, NodeKind, Notation, OffsetMap, PairData, PairId, Repair,
    SyntaxError, Tree, YamlVersion, doubtful_lines, is_doubtful,
};

/// A tree in the making. Containers are opened and closed in the order of the text.
pub struct Builder {
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
    /// What stands for the value, if that stands elsewhere.
    reference: Option<Span>,
}

impl Builder {
    pub fn new(text: Arc<str>, notation: Notation) -> Builder {
        let length = text.len();
        Builder::of_part(text, notation, length)
    }

    /// For a tree of a part of the text; `length` is the number of bytes that it has.
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
                apart: Vec::new(),
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

    /// For a document in a version of YAML.
    pub fn new_yaml(text: Arc<str>, version: YamlVersion) -> Builder {
        let mut builder = Builder::new(text, Notation::Yaml);
        builder.set_yaml_version(version);
        builder
    }

    pub fn set_yaml_version(&mut self, version: YamlVersion) {
        self.tree.yaml_version = version;
    }

    /// Says that readers of YAML take values for different things.
    pub fn set_unclear(&mut self) {
        self.tree.is_unclear = true;
    }

    pub fn yaml_version(&self) -> YamlVersion {
        self.tree.yaml_version
    }

    pub fn text(&self) -> &str {
        &self.tree.text
    }

    pub(crate) fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.tree.text)
    }

    /// How many containers are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The span of the bracket or the first character of the innermost open container.
    pub fn innermost(&self) -> Option<(bool, u32)> {
        self.open.last().map(|open| (open.is_object, open.start))
    }

    pub fn is_inside(&self, is_object: bool) -> bool {
        self.open.iter().any(|open| open.is_object == is_object)
    }

    pub fn has_root(&self) -> bool {
        self.tree.root.is_some()
    }

    pub fn open(&mut self, is_object: bool, start: u32) {
        let first = if is_object { self.pairs.len() } else { self.items.len() };
        self.open.push(Open { start, is_object, first });
    }

    /// Closes the innermost container and puts it where it belongs.
    pub fn close(&mut self, end: u32) {
        let node = self.take(end);
        self.add(node);
    }

    /// Closes the innermost container. It is the caller's to put it where it belongs.
    pub fn take(&mut self, end: u32) -> NodeData {
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
                    tree.apart.push((PairId(tree.pairs.len() as u32), reference));
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

    /// A value with a tag of YAML. It is the caller's to put it where it belongs.
    pub fn tagged(&mut self, tag: Span, value: NodeData) -> NodeData {
        let tree = &mut self.tree;
        tree.nodes.push(value);
        tree.tagged.push((tag, NodeId(tree.nodes.len() as u32 - 1)));
        let kind = NodeKind::Tagged(tree.tagged.len() as u32 - 1);
        NodeData { span: tag.to(value.span), kind }
    }

    /// Says that values stand in the tree in another order than in the text, or more than once.
    pub fn set_shared(&mut self) {
        self.tree.is_shared = true;
    }

    /// Says that the next value stands elsewhere in the text than what stands for it.
    pub fn set_reference(&mut self, reference: Span) {
        self.set_shared();
        self.tree.references.push(reference);
        if self.open.last().is_some_and(|open| open.is_object) {
            self.pairs.last_mut().expect("a value in an object has a key").reference = Some(reference);
        }
    }

    /// Says that a template may add members to the innermost container or leave some out.
    pub fn set_open(&mut self) {
        let start = self.open.last().map(|open| open.start);
        self.tree.open.extend(start);
    }

    /// Adds an interpolation that stands for members of the innermost container.
    pub(crate) fn splice(&mut self, span: Span) {
        self.set_open();
        self.tree.spliced.push(span);
    }

    /// Takes over where a template adds members, from a tree of another text.
    pub(crate) fn take_open(&mut self, from: &Tree, place: impl Fn(Span) -> Span) {
        self.tree.open.extend(from.open.iter().map(|&start| place(Span { start, end: start + 1 }).start));
        self.tree.spliced.extend(from.spliced.iter().map(|&span| place(span)));
    }

    /// Puts the pairs of other objects in place of merge keys of YAML. `merges` are the numbers of these pairs in the
    /// innermost container, which is an object. Returns the places of those that name no objects.
    pub fn merge(&mut self, merges: &[usize]) -> Vec<Span> {
        let Some(open) = self.open.last().filter(|_| !merges.is_empty()) else { return Vec::new() };
        let own = self.pairs.split_off(open.first);
        let is_merge = |index: &usize| merges.contains(index);
        let (sources, own): (Vec<_>, Vec<_>) =
            own.into_iter().enumerate().partition(|(index, _)| is_merge(index));
        let mut names: HashSet<Box<str>> =
            own.iter().map(|(_, pair)| self.tree.value(pair.key, pair.decoded).into()).collect();
        self.pairs.extend(own.into_iter().map(|(_, pair)| pair));
        let mut bad = Vec::new();
        // Of several merge keys the last one counts; in a list it is the first.
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

    /// First pair and number of pairs of an object, or of each object of a list of nothing else.
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
            // What is damaged has been reported.
            NodeKind::Error => Some(Vec::new()),
            _ => None,
        }
    }

    fn merge_object(&mut self, first: u32, count: u32, names: &mut HashSet<Box<str>>) {
        // Of equal keys the last one counts.
        for index in (first as usize..(first + count) as usize).rev() {
            let PairData { key, decoded, value } = self.tree.pairs[index];
            if names.insert(self.tree.value(key, decoded).into()) {
                let value = value.map(|id| self.tree.nodes[id.0 as usize]);
                self.pairs.push(OpenPair { key, decoded, value, reference: None });
            }
        }
    }

    /// Begins a pair in the innermost container, which is an object.
    pub fn key(&mut self, key: Span, decoded: Decoded) {
        self.pairs.push(OpenPair { key, decoded, value: None, reference: None });
    }

    /// The key of the last pair of the innermost container.
    pub fn last_key(&self) -> Span {
        self.pairs.last().expect("a pair is open").key
    }

    /// Puts a finished value where it belongs: into the last pair, the array, or as the root.
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

    /// Keeps the value of a string that is not written letter by letter; without a map it has the escapes of JSON.
    pub fn decoded(&mut self, value: impl Into<Box<str>>, map: Option<OffsetMap>) -> Decoded {
        self.tree.decoded.push((value.into(), map));
        Decoded::Table(self.tree.decoded.len() as u32 - 1)
    }

    pub fn error(&mut self, error: SyntaxError) {
        self.tree.keep(error);
    }

    pub fn errors(&self) -> usize {
        self.tree.errors.len()
    }

    /// How many errors there are by which something may be lost.
    pub fn losses(&self) -> usize {
        self.tree.damage.iter().filter(|(kind, _)| kind.may_lose()).map(|(_, count)| count).sum()
    }

    /// Takes back the repairs of which all errors of a text of JSON together make doubtful what they do. Where a bracket is
    /// missing, a comma may be missing elsewhere than where the reader has missed it.
    pub fn settle(&mut self) {
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

    /// The finished tree. Everything is closed.
    pub fn finish(mut self) -> Tree {
        debug_assert!(self.open.is_empty());
        self.tree.open.sort_unstable();
        self.tree.spliced.sort_unstable();
        self.tree
    }
}
