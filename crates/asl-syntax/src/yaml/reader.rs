//! Builds a tree from the events of the parser.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Event, Parser, StructureStyle, Tag};

use super::damage::Damage;
use super::scalar::Scalar;
use crate::text::Span;
use crate::{
    Builder, Decoded, ErrorKind, MAX_DEPTH, MAX_ERRORS, NodeData, NodeKind, SyntaxError, Tree, YamlVersion,
};

/// The maximum number of values that all aliases of a document refer to.
const MAX_ALIASED: usize = 100_000;

/// The nesting depth at which granit-parser stops.
const PARSER_DEPTH: usize = 1000;

/// Where the parser stopped, and why.
pub(super) struct Stop {
    pub(super) kind: granit_parser::ErrorKind,
    pub(super) at: usize,
    pub(super) flow: Place,
}

/// What a reader has read.
pub(super) struct Read {
    pub(super) tree: Tree,
    pub(super) stop: Option<Stop>,
    pub(super) has_anchors: bool,
}

/// The state when the parser stopped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// The end of the last value or key.
    pub(super) last_end: usize,
    /// The start of the outermost open collection in brackets.
    pub(super) opened: Option<usize>,
}

pub(super) struct Reader<'s> {
    /// The text of the file in which invalid text is blanked, with the same offsets.
    pub(super) source: &'s str,
    pub(super) damages: &'s [Damage],
    pub(super) tree: Builder,
    pub(super) frames: Vec<Frame>,
    /// The complete values that have an anchor.
    anchors: HashMap<usize, Anchored>,
    names: HashMap<String, Span>,
    /// The end of the last value or key.
    pub(super) last_end: usize,
    /// The number of open collections that are not part of the tree.
    pub(super) skipping: usize,
    /// The number of values that the aliases so far refer to.
    aliased: usize,
    documents: usize,
}

/// An open collection.
pub(super) struct Frame {
    is_object: bool,
    is_flow: bool,
    /// Whether a key comes next.
    at_key: bool,
    start: usize,
    /// The end of the value or key before it.
    after: usize,
    tag: Option<Span>,
    anchor: usize,
    /// The indices of the pairs with the key `<<`.
    pub(super) merges: Vec<usize>,
    pub(super) pairs: usize,
    size: usize,
    height: usize,
}

/// A value that aliases can refer to.
#[derive(Clone, Copy)]
struct Anchored {
    node: NodeData,
    /// The number of values in it, including itself.
    size: usize,
    /// The depth at which they are nested.
    height: usize,
}

impl<'s> Reader<'s> {
    pub(super) fn new(
        text: Arc<str>,
        version: YamlVersion,
        source: &'s str,
        damages: &'s [Damage],
    ) -> Reader<'s> {
        let mut tree = Builder::new_yaml(text, version);
        for error in damages.iter().filter_map(|damage| damage.error.as_ref()) {
            tree.error(error.clone());
        }
        Reader {
            source,
            damages,
            tree,
            frames: Vec::new(),
            anchors: HashMap::new(),
            names: HashMap::new(),
            last_end: 0,
            skipping: 0,
            aliased: 0,
            documents: 0,
        }
    }

    /// Reads until the end, or until the parser stops. The tree contains everything up to there.
    pub(super) fn read(mut self) -> Read {
        let options = granit_parser::options! {
            block_scalar_eof_without_line_feed: true,
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            emit_comments: false,
            flow_nesting_limit: PARSER_DEPTH,
            block_nesting_limit: PARSER_DEPTH,
        };
        let source = self.source;
        let mut stop = None;
        for next in Parser::new_from_str_with_options(source, options) {
            match next {
                Ok((event, span)) => {
                    if !self.event(event, span) {
                        break;
                    }
                }
                Err(error) => {
                    stop = Some(self.stop(&error));
                    break;
                }
            }
        }
        while !self.frames.is_empty() {
            self.close(self.last_end);
        }
        let mut tree = self.tree.finish();
        tree.errors.sort_by_key(|error| error.span);
        tree.errors.truncate(MAX_ERRORS);
        Read { tree, stop, has_anchors: !self.names.is_empty() }
    }

    /// Returns the bytes of a span of the parser. It may begin or end inside a character: a byte order mark in the middle
    /// of a text counts as an indicator, or is blanked.
    pub(super) fn range(&self, span: granit_parser::Span) -> Range<usize> {
        let Range { start, end } = span.byte_range().unwrap_or_default();
        let text = self.tree.text();
        text.floor_char_boundary(start)..text.floor_char_boundary(end)
    }

    fn stop(&self, error: &granit_parser::ScanError) -> Stop {
        let at = error.marker().byte_offset().unwrap_or(self.source.len()).min(self.source.len());
        let flow = self.frames.iter().find(|frame| frame.is_flow);
        let flow = Place { last_end: self.last_end, opened: flow.map(|frame| frame.start) };
        Stop { kind: error.kind().clone(), at, flow }
    }

    /// Processes the next event. Returns false if all further events can be ignored.
    fn event(&mut self, event: Event<'_>, span: granit_parser::Span) -> bool {
        let range = self.range(span);
        match event {
            Event::DocumentStart(..) => return self.document(range.start),
            Event::Scalar(value, style, anchor, tag) => {
                self.scalar(&Scalar { value: &value, style, anchor, tag: tag.as_deref(), span });
            }
            Event::Anchor(_, name) => self.name(&name, Span::new(range.start, range.end)),
            Event::Alias(anchor) => self.alias(anchor, Span::new(range.start, range.end)),
            Event::UnresolvedAlias(name) => {
                let span = Span::new(range.start, range.end);
                let help = format!("define the anchor `&{name}` before the alias");
                self.report(span, format!("alias refers to unknown anchor `{name}`"), Some(help));
                self.last_end = range.end;
                self.put(NodeData { span, kind: NodeKind::Error }, 1, 0, 0);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.open(false, style, anchor, tag.as_deref(), span);
            }
            Event::MappingStart(style, anchor, tag) => self.open(true, style, anchor, tag.as_deref(), span),
            Event::SequenceEnd | Event::MappingEnd => self.end(range.start, range.end),
            _ => {}
        }
        true
    }

    /// AWS's tools accept a single document. The first one that is not empty is read.
    fn document(&mut self, start: usize) -> bool {
        self.documents += 1;
        if self.documents == 1 {
            return true;
        }
        if self.documents == 2 {
            let end = start + if self.source[start..].starts_with("---") { 3 } else { 0 };
            let help = "keep a single document in the file".to_owned();
            self.form(Span::new(start, end), "file contains a second document".to_owned(), Some(help));
        }
        !self.tree.has_root()
    }

    pub(super) fn tagged(&mut self, node: NodeData, tag: Option<Span>) -> NodeData {
        match tag {
            Some(tag) => self.tree.tagged(tag, node),
            None => node,
        }
    }

    pub(super) fn is_at_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.at_key)
    }

    /// Adds a complete value to its parent: as a key, as the value of a key, or as an item.
    pub(super) fn put(&mut self, node: NodeData, size: usize, height: usize, anchor: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, Anchored { node, size, height });
        }
        if self.skipping > 0 {
            return;
        }
        let Some(frame) = self.frames.last_mut() else { return self.tree.add(node) };
        // Merged pairs are siblings of the object's own pairs, not nested in them.
        let is_merged = !frame.at_key && frame.merges.last().is_some_and(|last| last + 1 == frame.pairs);
        frame.size += size;
        frame.height = frame.height.max(if is_merged { height.saturating_sub(1) } else { height });
        if !frame.at_key {
            frame.at_key = frame.is_object;
            return self.tree.add(node);
        }
        frame.at_key = false;
        frame.pairs += 1;
        self.key(node);
    }

    /// Adds a key. In JSON it is a string, whatever it is in YAML.
    fn key(&mut self, node: NodeData) {
        let decoded = match node.kind {
            NodeKind::String(decoded) | NodeKind::Number(decoded) => decoded,
            NodeKind::Null => self.whole("null", node.span),
            NodeKind::Bool(true) => self.whole("true", node.span),
            NodeKind::Bool(false) => self.whole("false", node.span),
            NodeKind::Unclear => Decoded::Bare,
            _ => {
                let help = "use a string as the key".to_owned();
                self.form(node.span, "key is a mapping or a list".to_owned(), Some(help));
                self.tree.decoded("", None)
            }
        };
        self.tree.key(node.span, decoded);
    }

    fn name(&mut self, name: &str, span: Span) {
        if self.names.insert(name.to_owned(), span).is_some() {
            let help = "rename one of the anchors".to_owned();
            self.form(span, format!("duplicate anchor `&{name}`"), Some(help));
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        self.last_end = span.end as usize;
        if self.skipping > 0 {
            return;
        }
        let node = match self.anchors.get(&anchor).copied() {
            None => {
                self.report(span, "alias is inside the value that it refers to".to_owned(), None);
                None
            }
            Some(anchored) if self.tree.depth() + anchored.height > MAX_DEPTH => {
                self.too_deep(span);
                None
            }
            Some(anchored) => {
                let before = self.aliased;
                self.aliased += anchored.size;
                if before <= MAX_ALIASED && self.aliased > MAX_ALIASED {
                    let message = format!("aliases expand to more than {MAX_ALIASED} values");
                    self.report(span, message, Some("use fewer aliases of aliases".to_owned()));
                }
                (self.aliased <= MAX_ALIASED).then_some(anchored)
            }
        };
        match node {
            Some(Anchored { node, size, height }) => {
                self.tree.set_shared();
                self.put(node, size, height, 0);
            }
            None => self.put(NodeData { span, kind: NodeKind::Error }, 1, 0, 0),
        }
    }

    fn open(
        &mut self,
        is_object: bool,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: granit_parser::Span,
    ) {
        let at = self.range(span).start;
        if self.skipping > 0 {
            self.skipping += 1;
            return;
        }
        let is_too_deep = self.tree.depth() == MAX_DEPTH;
        if is_too_deep || self.is_at_key() {
            let error = NodeData { span: Span::new(at, at), kind: NodeKind::Error };
            if is_too_deep {
                self.too_deep(Span::new(at, at));
            }
            self.put(error, 1, 0, 0);
            self.skipping = 1;
            return;
        }
        let is_flow = style == StructureStyle::Flow;
        let start =
            if is_flow || is_object { at } else { content(self.source, self.last_end, false).min(at) };
        let tag = tag.filter(|tag| tag.core_suffix().is_none()).and_then(|_| span.tag_span());
        let tag = tag.and_then(|tag| tag.byte_range()).map(|tag| Span::new(tag.start, tag.end));
        self.frames.push(Frame {
            is_object,
            is_flow,
            at_key: is_object,
            start,
            after: self.last_end,
            tag,
            anchor,
            merges: Vec::new(),
            pairs: 0,
            size: 1,
            height: 0,
        });
        self.tree.open(is_object, start as u32);
        self.last_end = self.last_end.max(if is_flow { start + 1 } else { start });
    }

    fn end(&mut self, start: usize, end: usize) {
        if self.skipping > 0 {
            self.skipping -= 1;
            self.last_end = self.last_end.max(end.min(self.source.len()));
            return;
        }
        let Some(frame) = self.frames.last() else { return };
        if frame.is_flow {
            self.last_end = self.last_end.max(end);
            self.close(end);
        } else {
            let blanked = self.blanked_to(start);
            self.close(blanked);
        }
    }

    /// Returns the end of a block: after its last value, or after the blanked text that follows it.
    fn blanked_to(&self, next: usize) -> usize {
        let belongs = |span: &&Span| self.last_end <= span.start as usize && span.end as usize <= next;
        self.blanks().filter(belongs).map(|span| span.end as usize).fold(self.last_end, usize::max)
    }

    /// Returns the blanked spans.
    fn blanks(&self) -> impl Iterator<Item = &'s Span> + use<'s> {
        self.damages.iter().flat_map(|damage| &damage.blank)
    }

    /// Returns the blanked span where a value is expected.
    pub(super) fn blanked_value(&self, at: u32) -> Option<Span> {
        let is_here = |span: &&Span| {
            if self.last_end <= span.start as usize && span.end <= at {
                return true;
            }
            let gap = self.source.get(at as usize..span.start as usize);
            let text = self.tree.text();
            let is_below = indentation(text, span.start as usize) > indentation(text, at as usize);
            gap.is_some_and(|gap| gap.trim().is_empty() && (is_below || !gap.contains('\n')))
        };
        self.blanks().find(is_here).copied()
    }

    /// Closes the innermost collection.
    fn close(&mut self, end: usize) {
        let frame = self.frames.pop().expect("a collection is open");
        for span in self.tree.merge(&frame.merges) {
            let help = "use an alias of a mapping, or a list of aliases in brackets".to_owned();
            self.form(span, "value of `<<` is not a mapping or a list of mappings".to_owned(), Some(help));
        }
        let mut node = self.tree.take(end.max(frame.start) as u32);
        let is_before = |span: &&Span| frame.after <= span.start as usize && span.end <= node.span.start;
        let own = self.blanks().filter(is_before).filter(|_| !frame.is_flow);
        node.span.start = own.map(|span| span.start).fold(node.span.start, u32::min);
        let node = self.tagged(node, frame.tag);
        self.put(node, frame.size, frame.height + 1, frame.anchor);
    }

    fn too_deep(&mut self, span: Span) {
        let message = format!("values are nested more than {MAX_DEPTH} levels deep");
        self.tree.error(SyntaxError { span, message, help: None, kind: ErrorKind::Depth, repair: None });
    }

    fn report(&mut self, span: Span, message: String, help: Option<String>) {
        self.error(SyntaxError { span, message, help, kind: ErrorKind::Grammar, repair: None });
    }

    /// Reports an error by which nothing is lost.
    pub(super) fn form(&mut self, span: Span, message: String, help: Option<String>) {
        self.error(SyntaxError { span, message, help, kind: ErrorKind::Form, repair: None });
    }

    fn error(&mut self, error: SyntaxError) {
        if self.tree.errors() < MAX_ERRORS {
            self.tree.error(error);
        }
    }
}

/// Returns the start of a block: after whitespace, comments, properties and the indicators before it.
pub(super) fn content(source: &str, from: usize, skip_dash: bool) -> usize {
    let mut at = from;
    loop {
        let rest = &source[at..];
        let Some(first) = rest.chars().next() else { return at };
        at += match first {
            ' ' | '\t' | '\n' | '\r' | '\u{feff}' | ',' => first.len_utf8(),
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '!' | '&' => rest.find([' ', '\t', '\n', '\r']).unwrap_or(rest.len()),
            ':' | '?' => 1,
            '-' if skip_dash && rest[1..].starts_with([' ', '\t', '\n', '\r']) => 1,
            '-' if rest.starts_with("---") => 3,
            _ => return at,
        };
    }
}

/// Returns the length of the indentation of the line that contains an offset.
pub(super) fn indentation(text: &str, at: usize) -> usize {
    let line = &text[text[..at].rfind('\n').map_or(0, |i| i + 1)..];
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
