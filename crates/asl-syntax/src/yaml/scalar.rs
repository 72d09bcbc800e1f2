//! The values and the spans of scalars.

use granit_parser::{ScalarStyle, Tag};

use super::offsets;
use super::reader::{Reader, content};
use super::resolve::Resolved;
use crate::text::Span;
use crate::{Decoded, NodeData, NodeKind};

/// A scalar event of the parser.
pub(super) struct Scalar<'e> {
    pub(super) value: &'e str,
    pub(super) style: ScalarStyle,
    pub(super) anchor: usize,
    pub(super) tag: Option<&'e Tag>,
    pub(super) span: granit_parser::Span,
}

impl Reader<'_> {
    pub(super) fn scalar(&mut self, scalar: &Scalar<'_>) {
        let range = self.range(scalar.span);
        let span = self.scalar_span(scalar);
        if self.skipping > 0 {
            self.last_end = self.last_end.max(range.end);
            return;
        }
        let is_absent = span.is_empty() && scalar.tag.is_none() && scalar.style == ScalarStyle::Plain;
        if is_absent && self.frames.is_empty() && scalar.anchor == 0 {
            return;
        }
        let is_key = self.is_at_key();
        let merges =
            is_key && scalar.value == "<<" && scalar.style == ScalarStyle::Plain && scalar.tag.is_none();
        let (span, kind) = match self.damaged_scalar(scalar, span).filter(|_| !is_key) {
            Some(span) => (span, NodeKind::Error),
            None => (span, self.scalar_kind(scalar, span)),
        };
        self.last_end = self.last_end.max(span.end as usize);
        let tag = tag_span(scalar);
        if let Some(tag) = tag.filter(|_| is_key) {
            self.form(tag, "a key cannot have a tag".to_owned(), None);
        }
        let node = self.tagged(NodeData { span, kind }, tag.filter(|_| !is_key));
        if merges {
            let frame = self.frames.last_mut().expect("a key is in an object");
            frame.merges.push(frame.pairs);
        }
        self.put(node, 1, 0, scalar.anchor);
    }

    /// Returns the span of a scalar: that of a block includes its header, that of a missing value is after the colon.
    fn scalar_span(&self, scalar: &Scalar<'_>) -> Span {
        let range = self.range(scalar.span);
        match scalar.style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let start = content(self.source, self.last_end, true).min(range.start);
                let end = start + self.source[start..range.end].trim_end().len();
                Span::new(start, end)
            }
            _ if range.is_empty() && !self.is_at_key() => {
                let rest = &self.source[range.start..];
                let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                let colon = if rest[spaces..].starts_with(':') { spaces + 1 } else { 0 };
                Span::new(range.start + colon, range.start + colon)
            }
            _ => Span::new(range.start, range.end),
        }
    }

    /// Returns the span of a scalar of which a part is blanked.
    fn damaged_scalar(&self, scalar: &Scalar<'_>, span: Span) -> Option<Span> {
        let is_empty_block =
            scalar.value.is_empty() && matches!(scalar.style, ScalarStyle::Literal | ScalarStyle::Folded);
        if span.is_empty() || is_empty_block {
            return self.blanked_value(span.end);
        }
        let range = self.range(scalar.span);
        (self.source[range.clone()] != self.tree.text()[range]).then_some(span)
    }

    fn scalar_kind(&mut self, scalar: &Scalar<'_>, span: Span) -> NodeKind {
        let tag = scalar.tag.map(|tag| (tag.core_suffix(), tag));
        let is_plain = scalar.style == ScalarStyle::Plain;
        let resolve = |text| self.tree.yaml_version().resolve(text);
        let resolved = match tag {
            Some((Some("int" | "float" | "bool" | "null"), _)) => resolve(scalar.value),
            Some((Some(_), _)) => Resolved::String,
            Some((None, _)) if span.is_empty() => Resolved::Null,
            Some((None, _)) => Resolved::String,
            None if span.is_empty() => Resolved::Null,
            None if is_plain => resolve(scalar.value),
            None => Resolved::String,
        };
        match resolved {
            Resolved::Null => NodeKind::Null,
            Resolved::Bool(value) => NodeKind::Bool(value),
            Resolved::Unclear => {
                self.tree.set_unclear();
                NodeKind::Unclear
            }
            Resolved::Number(number) => {
                let is_verbatim = number == self.tree.text()[span.range()];
                let decoded = if is_verbatim { Decoded::Bare } else { self.whole(&number, span) };
                NodeKind::Number(decoded)
            }
            Resolved::Other | Resolved::String => NodeKind::String(self.string(scalar, span)),
        }
    }

    fn string(&mut self, scalar: &Scalar<'_>, span: Span) -> Decoded {
        let range = self.range(scalar.span);
        let (inner, verbatim) = match scalar.style {
            ScalarStyle::Plain => (range, Some(Decoded::Bare)),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if range.len() >= 2 => {
                (range.start + 1..range.end - 1, Some(Decoded::Quoted))
            }
            _ => (range.start..range.start + without_indentation(&self.source[range]).len(), None),
        };
        if let Some(decoded) = verbatim.filter(|_| self.tree.text()[inner.clone()] == *scalar.value) {
            return decoded;
        }
        let value = if span.is_empty() { "" } else { scalar.value };
        let indent = scalar.span.indent.unwrap_or(0);
        let is_blanked = self.source[inner.clone()] != self.tree.text()[inner.clone()];
        let map = match is_blanked {
            true => offsets::whole(value, Span::new(inner.start, inner.end)),
            // The parser says of a block without text that it is where the next value is.
            false if verbatim.is_none() && value.trim().is_empty() => offsets::whole(value, span),
            false => offsets::offsets(&self.source[inner.clone()], inner.start, value, scalar.style, indent),
        };
        self.tree.decoded(value, Some(map))
    }

    /// Stores a value that is not verbatim in the file.
    pub(super) fn whole(&mut self, value: &str, span: Span) -> Decoded {
        self.tree.decoded(value, Some(offsets::whole(value, span)))
    }
}

/// Returns the source of a block without the indentation of the line after it.
fn without_indentation(source: &str) -> &str {
    let trimmed = source.trim_end_matches(' ');
    if trimmed.ends_with(['\n', '\r']) { trimmed } else { source }
}

/// Returns the span of a tag that is not part of YAML's core schema.
fn tag_span(scalar: &Scalar<'_>) -> Option<Span> {
    scalar.tag.filter(|tag| tag.core_suffix().is_none() && !is_non_specific(tag))?;
    let range = scalar.span.tag_span()?.byte_range()?;
    Some(Span::new(range.start, range.end))
}

/// Returns whether a tag is `!` alone, which makes the value a string.
fn is_non_specific(tag: &Tag) -> bool {
    tag.suffix().is_empty() || (tag.handle().is_empty() && tag.suffix() == "!")
}
