//! The syntax tree of a document: what stands where, with nothing left out and nothing judged.
//!
//! Any text gives a tree and a list of errors. Values, pairs and decoded strings lie in flat tables that the
//! tree owns; [`Node`], [`Pair`] and [`Text`] are cheap views into it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::build::Builder;
use crate::node::{Node, Pair, Text};
use crate::offsets::OffsetMap;
use crate::text::Span;
use crate::{ErrorKind, Style, SyntaxError, YamlVersion, decode};

/// Containers may be nested this deep; what is deeper is left out of the tree with an error.
pub const MAX_DEPTH: usize = 128;

/// Longer texts are not read at all: they are many times what AWS takes (§9.1).
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// After so many errors by which something may be lost, the rest of the text is not read; of other errors, no more are
/// kept: nobody fixes more at once.
pub const MAX_ERRORS: usize = 100;

/// A parsed document.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(crate) text: Arc<str>,
    pub(crate) notation: Notation,
    /// Of a document in YAML.
    pub(crate) yaml_version: YamlVersion,
    /// Whether values or keys of it are one thing to some readers of YAML and another to others.
    pub(crate) is_unclear: bool,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) pairs: Vec<PairData>,
    /// The values of strings that do not stand in the text as they are, and where they lie; without a map it is a
    /// string with escapes of JSON, or without its quotes.
    pub(crate) decoded: Vec<(Box<str>, Option<OffsetMap>)>,
    /// Values with a tag of YAML: the span of the tag, and what it is put to.
    pub(crate) tagged: Vec<(Span, NodeId)>,
    pub(crate) root: Option<NodeId>,
    /// Whether aliases or merge keys of YAML let values stand out of the order of the text, or more than once.
    pub(crate) is_shared: bool,
    /// The pairs whose value stands elsewhere in the text, and what stands for it. Sorted.
    pub(crate) apart: Vec<(PairId, Span)>,
    /// Everything that stands for a value elsewhere in the text.
    pub(crate) references: Vec<Span>,
    /// Where the containers begin of which a template adds or leaves out members. Sorted.
    pub(crate) open: Vec<u32>,
    /// The interpolations that stand for members. Sorted.
    pub(crate) spliced: Vec<Span>,
    pub(crate) errors: Vec<SyntaxError>,
    pub(crate) damage: Damage,
    /// What is there instead if the conditions of a template do not hold.
    pub(crate) otherwise: Option<Box<Tree>>,
    pub(crate) style: OnceLock<Style>,
}

/// How often a text has each kind of damage, also where the errors are too many to be kept.
pub type Damage = BTreeMap<ErrorKind, usize>;

/// How a definition is written: what has to be known to read damage, and to write into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// JSON, in a file of its own or in a text that keeps it letter by letter.
    Json,
    /// JSON in a string of JSON, or in one in double quotes of YAML.
    EscapedJson,
    /// JSON in a string in single quotes of YAML.
    SingleQuotedJson,
    Yaml,
    /// An expression of Terraform.
    Hcl,
}

/// The place of a value in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

/// The place of a key and its value in their tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PairId(pub(crate) u32);

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NodeData {
    pub span: Span,
    pub kind: NodeKind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NodeKind {
    Null,
    Bool(bool),
    /// As JSON writes it.
    Number(Decoded),
    String(Decoded),
    /// First item and number of items, in `nodes`.
    Array(u32, u32),
    /// First pair and number of pairs, in `pairs`.
    Object(u32, u32),
    /// A value that a template fills in.
    Placeholder,
    /// A value with a tag, in `tagged`.
    Tagged(u32),
    /// A value of YAML without quotes that is one thing to some readers and another to others.
    Unclear,
    /// Something stands here, but it is not a value.
    Error,
}

/// Where the value of a string or a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoded {
    /// In the text, between two quotes.
    Quoted,
    /// In the text, without quotes.
    Bare,
    /// In `Tree::decoded`.
    Table(u32),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PairData {
    pub(crate) key: Span,
    pub(crate) decoded: Decoded,
    pub(crate) value: Option<NodeId>,
}

/// What a value is. Displayed, it is the word that people use: "an object", "a number".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
    /// Another tool fills it in before AWS sees it: `${Name}` without quotes, or a tag like `!GetAtt`. Or readers of
    /// YAML take it for different things.
    Placeholder,
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
            Kind::Placeholder => "a value that is filled in",
            Kind::Error => "not a value",
        })
    }
}

impl Tree {
    /// The text that was parsed. All spans are bytes of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The version of YAML that it was read in.
    pub fn yaml_version(&self) -> YamlVersion {
        self.yaml_version
    }

    /// The same document for a reader of YAML of whom nothing was known when it was read.
    pub fn in_yaml_version(mut self, version: YamlVersion) -> Tree {
        if self.is_unclear {
            return crate::parse_yaml_version(&self.text, version);
        }
        self.yaml_version = version;
        self
    }

    /// How the document is written.
    pub fn style(&self) -> &Style {
        self.style.get_or_init(|| Style::of(self))
    }

    pub fn notation(&self) -> Notation {
        self.notation
    }

    /// A tree without values, for a document that has errors only.
    pub fn damaged(text: Arc<str>, notation: Notation, errors: Vec<SyntaxError>) -> Tree {
        let mut tree = Builder::of_part(text, notation, 0).finish();
        errors.into_iter().for_each(|error| tree.keep(error));
        tree
    }

    /// What is damaged of this document besides its definitions.
    pub fn rest(&self, errors: Vec<SyntaxError>) -> Tree {
        let mut tree = Tree::damaged(self.shared_text(), self.notation, errors);
        tree.damage = self.damage.clone();
        tree
    }

    /// The text that was parsed, to be shared with trees of its parts.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The outermost value, if there is one.
    pub fn root(&self) -> Option<Node<'_>> {
        self.root.map(|id| self.node(id))
    }

    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id }
    }

    /// Whether aliases or merge keys of YAML let values stand more than once.
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Every value of the document, in no particular order.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|i| self.node(NodeId(i)))
    }

    pub fn pair(&self, id: PairId) -> Pair<'_> {
        Pair { tree: self, id }
    }

    /// The damaged places, in the order of the text: at most [`MAX_ERRORS`] by which something may be lost, and as many
    /// others.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Whether everything is there that the text says, whatever is wrong with how it says it.
    pub fn is_complete(&self) -> bool {
        !self.errors.iter().any(|error| error.kind.may_lose() || error.kind == ErrorKind::Form)
    }

    /// How often each kind of damage is there.
    pub fn damage(&self) -> &Damage {
        &self.damage
    }

    pub(crate) fn keep(&mut self, error: SyntaxError) {
        *self.damage.entry(error.kind).or_default() += 1;
        if error.kind.may_lose() || self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        }
    }

    /// Adds the places where the file was not UTF-8: damage that the text no longer shows.
    pub fn add_not_utf8(&mut self, places: &[Span]) {
        for &span in places.iter().take(MAX_ERRORS) {
            self.add_error(SyntaxError {
                span,
                message: "this is not UTF-8".to_owned(),
                help: Some("save the file as UTF-8".to_owned()),
                kind: ErrorKind::Form,
                repair: None,
            });
        }
    }

    /// Takes `${Name}` without quotes for what it is in a definition of YAML: the whole value is put in before the text
    /// is read. In quotes it is a part of a text.
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

    /// Takes texts for values that are filled in, and forgets the damage that they are where they have no quotes.
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

    /// Adds damage that the reader of the document around has found.
    pub fn add_error(&mut self, error: SyntaxError) {
        self.keep(error);
        self.errors.sort_by_key(|error| error.span);
    }

    /// Adds what is there if the conditions of a template do not hold.
    #[must_use]
    pub fn with_otherwise(mut self, otherwise: Option<Tree>) -> Tree {
        self.otherwise = otherwise.map(Box::new);
        self
    }

    /// Takes out what is there if the conditions of a template do not hold.
    pub fn take_otherwise(&mut self) -> Option<Tree> {
        self.otherwise.take().map(|tree| *tree)
    }

    /// Whether what stands at a place is put in for values that stand elsewhere, or that nobody knows.
    pub fn is_put_in(&self, offset: u32) -> bool {
        let is_inside = |span: &Span| span.start < offset && offset < span.end;
        let touches = |span: &Span| span.start <= offset && offset <= span.end;
        self.spliced.iter().any(is_inside) || self.references.iter().any(touches)
    }

    /// The interpolations of a template that stand for members of an object or an array.
    pub fn spliced(&self) -> &[Span] {
        &self.spliced
    }

    /// Whether a template may give some container other members than those that can be seen.
    pub fn has_open_parts(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether a place is in a container to which a template adds members or of which it leaves some out.
    pub fn is_in_open_part(&self, place: Span) -> bool {
        !self.open.is_empty() && self.nodes().any(|node| node.is_open() && node.span().covers(place))
    }

    /// Whether something may be lost at a place that touches the span. What is absent there is not known to be absent.
    pub fn is_damaged(&self, span: Span) -> bool {
        let touches = |error: &SyntaxError| error.span.start <= span.end && span.start <= error.span.end;
        self.errors.iter().any(|error| error.kind.may_lose() && touches(error))
    }

    /// The place in the file of a part of a string's value, given as bytes of the value.
    pub fn to_file(&self, text: Text<'_>, part: Span) -> Span {
        let quote = match text.origin {
            Decoded::Quoted => 1,
            Decoded::Bare => 0,
            Decoded::Table(_) => return self.offsets_of(text).to_file(part),
        };
        let start = text.span.start + quote;
        Span { start: start + part.start, end: start + part.end }
    }

    /// Where the value of a string lies in the file.
    pub fn offsets_of(&self, text: Text<'_>) -> Cow<'_, OffsetMap> {
        self.offsets(text.span, text.origin)
    }

    pub(crate) fn offsets(&self, span: Span, decoded: Decoded) -> Cow<'_, OffsetMap> {
        let quote = match decoded {
            Decoded::Quoted => 1,
            Decoded::Bare => 0,
            Decoded::Table(index) => match &self.decoded[index as usize].1 {
                Some(map) => return Cow::Borrowed(map),
                None => return Cow::Owned(decode::offsets(&self.text[span.range()], span.start)),
            },
        };
        let inner = Span { start: span.start + quote, end: span.end - quote };
        let mut map = OffsetMap::default();
        map.push(inner.range().len(), inner);
        Cow::Owned(map)
    }

    #[inline]
    pub(crate) fn value(&self, span: Span, decoded: Decoded) -> &str {
        match decoded {
            Decoded::Quoted => &self.text[span.start as usize + 1..span.end as usize - 1],
            Decoded::Bare => &self.text[span.range()],
            Decoded::Table(index) => &self.decoded[index as usize].0,
        }
    }

    pub(crate) fn string(&self, span: Span, decoded: Decoded) -> Text<'_> {
        Text { value: self.value(span, decoded), span, origin: decoded }
    }
}
