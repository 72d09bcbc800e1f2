//! The syntax tree of a document.
//!
//! Any text has a tree and a list of errors. Values, pairs and decoded strings are in flat tables that the tree owns;
//! [`Node`], [`Pair`] and [`Text`] are cheap views into them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::build::Builder;
use crate::node::{Node, Pair, Text};
use crate::offsets::OffsetMap;
use crate::text::Span;
use crate::{ErrorKind, Style, SyntaxError, YamlVersion, decode};

/// The maximum nesting depth of containers. Deeper ones are not part of the tree and are reported as an error.
pub const MAX_DEPTH: usize = 128;

/// The maximum length of a text in bytes. Longer ones are not parsed: they exceed AWS's limit many times (§9.1).
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The maximum number of errors. After this many errors by which something may be lost, parsing stops; of other errors,
/// further ones are dropped.
pub const MAX_ERRORS: usize = 100;

/// A parsed document.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(crate) text: Arc<str>,
    pub(crate) notation: Notation,
    /// For a document in YAML.
    pub(crate) yaml_version: YamlVersion,
    /// Whether YAML parsers disagree about values or keys of the document.
    pub(crate) is_unclear: bool,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) pairs: Vec<PairData>,
    pub(crate) decoded: Vec<DecodedString>,
    /// Values with a YAML tag: the span of the tag, and the value that it applies to.
    pub(crate) tagged: Vec<(Span, NodeId)>,
    pub(crate) root: Option<NodeId>,
    /// Whether YAML aliases or merge keys make values occur out of source order, or more than once.
    pub(crate) is_shared: bool,
    /// The pairs whose value is elsewhere in the text, and the span of the reference to it. Sorted.
    pub(crate) pair_references: Vec<(PairId, Span)>,
    /// All references to values elsewhere in the text.
    pub(crate) references: Vec<Span>,
    /// The starts of the containers to which a template adds members or from which it removes some. Sorted.
    pub(crate) open: Vec<u32>,
    /// The interpolations in place of members. Sorted.
    pub(crate) spliced: Vec<Span>,
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) damage: Damage,
    /// The document with the other branch of each condition of a template.
    pub(crate) otherwise: Option<Box<Tree>>,
    pub(crate) style: OnceLock<Style>,
}

/// A string that is not verbatim in the text.
#[derive(Debug, Clone)]
pub(crate) struct DecodedString {
    pub(crate) value: Box<str>,
    /// Where the parts of the value are in the file. It is not set until it is needed for a string that has JSON's escape
    /// sequences or no quotes. Expressions with escaped quotes need it for each span: decoding them again each time was a
    /// tenth of the time of a definition in JSONata.
    pub(crate) map: OnceLock<OffsetMap>,
}

/// The number of errors of each kind, including those that were dropped.
pub type Damage = BTreeMap<ErrorKind, usize>;

/// The notation of a definition in its file, which determines how the file is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// JSON, in a file of its own or verbatim in another text.
    Json,
    /// JSON in a JSON string, or in a double-quoted YAML string.
    EscapedJson,
    /// JSON in a single-quoted YAML string.
    SingleQuotedJson,
    /// YAML.
    Yaml,
    /// A Terraform expression.
    Hcl,
}

/// The number of a value in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

/// The number of a pair in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PairId(pub(crate) u32);

/// A value as the tree stores it, for [`Builder`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NodeData {
    /// The span of the value in the file.
    pub span: Span,
    /// The value, or where it is stored.
    pub kind: NodeKind,
}

/// The kinds of values as the tree stores them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NodeKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number in JSON's notation.
    Number(Decoded),
    /// A string.
    String(Decoded),
    /// The first item and the number of items, in the table of values.
    Array(u32, u32),
    /// The first pair and the number of pairs, in the table of pairs.
    Object(u32, u32),
    /// A value that a template fills in.
    Placeholder,
    /// A value with a YAML tag, in the table of tagged values.
    Tagged(u32),
    /// An unquoted YAML scalar about which parsers disagree.
    Unclear,
    /// Text that is not a value.
    Error,
}

/// Where the value of a string or a number is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoded {
    /// In the text, between two quotes.
    Quoted,
    /// In the text, without quotes.
    Bare,
    /// In the table of decoded strings, see [`Builder::decoded`].
    Table(u32),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PairData {
    pub(crate) key: Span,
    pub(crate) decoded: Decoded,
    pub(crate) value: Option<NodeId>,
}

/// The kinds of values. They are displayed with their article, such as "an object" or "a number".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// A value that another tool fills in before AWS sees it, such as `${Name}` without quotes or a value with the tag
    /// `!GetAtt`. Also a value about which YAML parsers disagree.
    Placeholder,
    /// Text that is not a value.
    Error,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Null => "`null`",
            Kind::Bool => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::Array => "an array",
            Kind::Object => "an object",
            Kind::Placeholder => "a placeholder",
            Kind::Error => "an invalid value",
        })
    }
}

impl NodeId {
    /// Returns the index of the value in [`Tree::nodes`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Tree {
    /// Returns the text of the file. All spans are byte offsets into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the version of YAML that the document was parsed with.
    pub fn yaml_version(&self) -> YamlVersion {
        self.yaml_version
    }

    /// Returns the same document in another version of YAML. The text is parsed again if the version makes a
    /// difference.
    pub fn in_yaml_version(mut self, version: YamlVersion) -> Tree {
        if self.is_unclear {
            return crate::parse_yaml_version(&self.text, version);
        }
        self.yaml_version = version;
        self
    }

    /// Returns how the document is formatted.
    pub fn style(&self) -> &Style {
        self.style.get_or_init(|| Style::of(self))
    }

    /// Returns the notation of the document in its file.
    pub fn notation(&self) -> Notation {
        self.notation
    }

    /// Returns a tree without values, for a document that only has errors.
    pub fn damaged(text: Arc<str>, notation: Notation, errors: Vec<SyntaxError>) -> Tree {
        let mut tree = Builder::of_part(text, notation, 0).finish();
        errors.into_iter().for_each(|error| tree.keep(error));
        tree
    }

    /// Returns a tree without values for the same file, with errors that belong to none of its definitions.
    pub fn rest(&self, errors: Vec<SyntaxError>) -> Tree {
        let mut tree = Tree::damaged(self.shared_text(), self.notation, errors);
        tree.damage = self.damage.clone();
        tree
    }

    /// Returns the text of the file, to share it with trees of its parts.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Returns the outermost value, if there is one.
    pub fn root(&self) -> Option<Node<'_>> {
        self.root.map(|id| self.node(id))
    }

    /// Returns a value. The view panics when it is used if `id` is a number of another tree with more values.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id }
    }

    /// Returns whether values occur more than once, because of YAML aliases or merge keys.
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Returns whether a key or a value may contain a text. This is faster than looking at each of them.
    pub fn may_contain(&self, text: &str) -> bool {
        let finder = memchr::memmem::Finder::new(text);
        self.may_hold(|bytes| finder.find(bytes).is_some())
    }

    /// Returns whether a key or a value may contain what a test finds in bytes. This is faster than testing each of them.
    pub fn may_hold(&self, has: impl Fn(&[u8]) -> bool) -> bool {
        // A part of the document may be a copy from elsewhere in the file.
        let all = self.nodes.iter().map(|node| node.span);
        let all = all.reduce(|a, b| Span { start: a.start.min(b.start), end: a.end.max(b.end) });
        let source = all.map_or(&[][..], |all| &self.text.as_bytes()[all.range()]);
        self.is_shared || has(source) || self.decoded.iter().any(|string| has(string.value.as_bytes()))
    }

    /// Returns every value of the document, in no particular order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|i| self.node(NodeId(i)))
    }

    /// Returns every string of the document that is a value, in no particular order.
    pub fn strings(&self) -> impl Iterator<Item = Node<'_>> {
        self.nodes_of(|kind| matches!(kind, NodeKind::String(_)))
    }

    /// Returns every object of the document, in no particular order.
    pub fn objects(&self) -> impl Iterator<Item = Node<'_>> {
        self.nodes_of(|kind| matches!(kind, NodeKind::Object(..)))
    }

    fn nodes_of(&self, is_wanted: impl Fn(NodeKind) -> bool) -> impl Iterator<Item = Node<'_>> {
        let nodes = (0..).zip(&self.nodes).filter(move |(_, node)| is_wanted(node.kind));
        nodes.map(|(id, _)| self.node(NodeId(id)))
    }

    /// Returns a pair. The view panics when it is used if `id` is a number of another tree with more pairs.
    pub fn pair(&self, id: PairId) -> Pair<'_> {
        Pair { tree: self, id }
    }

    /// Returns the syntax errors in source order: at most [`MAX_ERRORS`] by which something may be lost, and as many
    /// others.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Returns whether the tree contains everything that the text says, although it may have syntax errors.
    pub fn is_complete(&self) -> bool {
        !self.errors.iter().any(|error| error.kind.may_lose() || error.kind == ErrorKind::Form)
    }

    /// Returns the number of errors of each kind.
    pub fn damage(&self) -> &Damage {
        &self.damage
    }

    pub(crate) fn keep(&mut self, error: SyntaxError) {
        *self.damage.entry(error.kind).or_default() += 1;
        if error.kind.may_lose() || self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        }
    }

    /// Adds errors for the spans where the file was not UTF-8, which [`text::decode`](crate::text::decode) returns.
    pub fn add_not_utf8(&mut self, spans: &[Span]) {
        for &span in spans.iter().take(MAX_ERRORS) {
            self.add_error(SyntaxError {
                span,
                message: "invalid UTF-8".to_owned(),
                help: Some("save the file as UTF-8".to_owned()),
                kind: ErrorKind::Form,
                repair: None,
            });
        }
    }

    /// Turns the unquoted `${Name}` of a YAML definition into placeholders: the whole value is substituted before the
    /// text is parsed. In quotes, `${Name}` is a part of a string.
    pub fn take_placeholders(&mut self) {
        if self.notation != Notation::Yaml {
            return;
        }
        for node in &mut self.nodes {
            let written = &self.text[node.span.range()];
            let is_placeholder = || written.starts_with("${") && written.find('}') == Some(written.len() - 1);
            if node.kind == NodeKind::String(Decoded::Bare) && is_placeholder() {
                node.kind = NodeKind::Placeholder;
            }
        }
    }

    /// Turns strings that are placeholders into placeholders, and removes the errors of those without quotes.
    pub fn take_for_placeholders(&mut self, is_placeholder: impl Fn(&str) -> bool) {
        for index in 0..self.nodes.len() {
            let NodeData { span, kind } = self.nodes[index];
            if let NodeKind::String(decoded) = kind
                && is_placeholder(self.value(span, decoded))
            {
                self.nodes[index].kind = NodeKind::Placeholder;
            }
        }
        let Tree { text, errors, .. } = self;
        errors.retain(|error| !is_placeholder(&text[error.span.range()]));
    }

    /// Adds an error that was found in the file outside of this document.
    pub fn add_error(&mut self, error: SyntaxError) {
        self.keep(error);
        self.errors.sort_by_key(|error| error.span);
    }

    /// Sets the document with the other branch of each condition of a template.
    #[must_use]
    pub fn with_otherwise(mut self, otherwise: Option<Tree>) -> Tree {
        self.otherwise = otherwise.map(Box::new);
        self
    }

    /// Takes the document with the other branch of each condition of a template.
    pub fn take_otherwise(&mut self) -> Option<Tree> {
        self.otherwise.take().map(|tree| *tree)
    }

    /// Returns whether a byte offset is in a reference to a value elsewhere in the text, or inside an interpolation in
    /// place of members.
    pub fn is_substituted(&self, offset: u32) -> bool {
        let is_inside = |span: &Span| span.start < offset && offset < span.end;
        let touches = |span: &Span| span.start <= offset && offset <= span.end;
        self.spliced.iter().any(is_inside) || self.references.iter().any(touches)
    }

    /// Returns the interpolations of a template that are in place of members of an object or an array.
    pub fn spliced(&self) -> &[Span] {
        &self.spliced
    }

    /// Returns whether any container is [open](Node::is_open).
    pub fn has_open_parts(&self) -> bool {
        !self.open.is_empty()
    }

    /// Returns whether a span is in an [open](Node::is_open) container.
    pub fn is_in_open_part(&self, span: Span) -> bool {
        !self.open.is_empty() && self.nodes().any(|node| node.is_open() && node.span().covers(span))
    }

    /// Returns whether an error by which something may be lost touches a span. What the tree lacks there may be in the
    /// text.
    pub fn is_damaged(&self, span: Span) -> bool {
        let touches = |error: &SyntaxError| error.span.start <= span.end && span.start <= error.span.end;
        self.errors.iter().any(|error| error.kind.may_lose() && touches(error))
    }

    /// Returns the span in the file of a part of a string. `part` is in bytes of the value of the string.
    pub fn to_file(&self, text: Text<'_>, part: Span) -> Span {
        let quote = match text.origin {
            Decoded::Quoted => 1,
            Decoded::Bare => 0,
            Decoded::Table(index) => return self.map(text.span, index).to_file(part),
        };
        let start = text.span.start + quote;
        Span { start: start + part.start, end: start + part.end }
    }

    /// Returns the map from the value of a string to the file.
    pub fn offsets_of(&self, text: Text<'_>) -> Cow<'_, OffsetMap> {
        self.offsets(text.span, text.origin)
    }

    pub(crate) fn offsets(&self, span: Span, decoded: Decoded) -> Cow<'_, OffsetMap> {
        let quote = match decoded {
            Decoded::Quoted => 1,
            Decoded::Bare => 0,
            Decoded::Table(index) => return Cow::Borrowed(self.map(span, index)),
        };
        let inner = Span { start: span.start + quote, end: span.end - quote };
        let mut map = OffsetMap::default();
        map.push(inner.range().len(), inner);
        Cow::Owned(map)
    }

    fn map(&self, span: Span, index: u32) -> &OffsetMap {
        let map = &self.decoded[index as usize].map;
        map.get_or_init(|| decode::offsets(&self.text[span.range()], span.start))
    }

    #[inline]
    pub(crate) fn value(&self, span: Span, decoded: Decoded) -> &str {
        match decoded {
            Decoded::Quoted => &self.text[span.start as usize + 1..span.end as usize - 1],
            Decoded::Bare => &self.text[span.range()],
            Decoded::Table(index) => &self.decoded[index as usize].value,
        }
    }

    pub(crate) fn string(&self, span: Span, decoded: Decoded) -> Text<'_> {
        Text { value: self.value(span, decoded), span, origin: decoded }
    }
}
