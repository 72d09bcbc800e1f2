//! Strings and heredocs: their values as Terraform makes them, with interpolations as they are written.

use hcl_edit::expr::Expression;
use hcl_edit::template::{Element, Template};

use super::Part;
use crate::syntax::OffsetMap;
use crate::text::Span;

/// A string or a heredoc, taken apart.
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    style: Style,
}

enum Piece {
    Literal(Span),
    /// An interpolation, from `${` to `}`.
    Hole(Span),
    /// A part of the text that may be there or not.
    Directive,
}

#[derive(Clone, Copy)]
enum Style {
    Quoted,
    /// So many blanks are removed from each line.
    Heredoc {
        indent: usize,
    },
}

impl Pieces {
    /// The pieces of an expression; nothing if it is no string.
    pub(super) fn new(part: &Part, expression: &Expression) -> Option<Pieces> {
        let inner = |span: Span| Span { start: span.start + 1, end: span.end - 1 };
        let (pieces, style) = match expression {
            Expression::String(string) => (vec![Piece::Literal(inner(part.span(string)?))], Style::Quoted),
            Expression::StringTemplate(template) => {
                (pieces(part, template, inner(part.span(template)?)), Style::Quoted)
            }
            Expression::HeredocTemplate(heredoc) => {
                let indent = heredoc.indent().unwrap_or(0);
                let span = part.span(&heredoc.template)?;
                (pieces(part, &heredoc.template, span), Style::Heredoc { indent })
            }
            _ => return None,
        };
        Some(Pieces { pieces, style })
    }

    pub(super) fn is_quoted(&self) -> bool {
        matches!(self.style, Style::Quoted)
    }

    pub(super) fn has_directive(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Directive))
    }

    /// The places of the interpolations.
    pub(super) fn holes(&self) -> impl Iterator<Item = Span> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Hole(span) => Some(*span),
            _ => None,
        })
    }

    /// The value, and where it lies in the file.
    pub(super) fn value(&self, file: &str) -> (String, OffsetMap) {
        self.decode(file, str::to_owned)
    }

    /// The value as a text of JSON: nothing inside of interpolations is taken for a sign of JSON.
    pub(super) fn json(&self, file: &str) -> (String, OffsetMap) {
        self.decode(file, masked)
    }

    fn decode(&self, file: &str, hole: impl Fn(&str) -> String) -> (String, OffsetMap) {
        let mut value = Value { file, text: String::new(), map: OffsetMap::default() };
        let mut begins_line = true;
        for piece in &self.pieces {
            match (piece, self.style) {
                (Piece::Literal(span), Style::Quoted) => value.quoted(*span),
                (Piece::Literal(span), Style::Heredoc { indent }) => {
                    value.lines(*span, indent, begins_line);
                }
                (Piece::Hole(span), _) => value.push(&hole(&file[span.range()]), *span),
                (Piece::Directive, _) => {}
            }
            begins_line = false;
        }
        (value.text, value.map)
    }
}

/// The pieces of a template that has this span without its quotes.
fn pieces(part: &Part, template: &Template, span: Span) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = span.start;
    for element in template {
        let Some(span) = part.span(element).filter(|_| !element.is_literal()) else { continue };
        if at < span.start {
            found.push(Piece::Literal(Span { start: at, end: span.start }));
        }
        found.push(match element {
            Element::Directive(_) => Piece::Directive,
            _ => Piece::Hole(span),
        });
        at = span.end;
    }
    if at < span.end {
        found.push(Piece::Literal(Span { start: at, end: span.end }));
    }
    found
}

/// An interpolation of the same length without quotes, brackets and line ends inside.
fn masked(hole: &str) -> String {
    let inner = 2..hole.len().saturating_sub(1);
    let mask = |(i, c): (usize, char)| match c {
        _ if !inner.contains(&i) => c,
        '"' | '\'' | '\\' | '{' | '}' => '_',
        c if c.is_ascii_control() => ' ',
        c => c,
    };
    hole.char_indices().map(mask).collect()
}

struct Value<'t> {
    file: &'t str,
    text: String,
    map: OffsetMap,
}

impl Value<'_> {
    fn push(&mut self, text: &str, span: Span) {
        self.text.push_str(text);
        self.map.push(text.len(), span);
    }

    /// A part of a string in quotes.
    fn quoted(&mut self, span: Span) {
        self.decode(span, &["\\", "$${", "%%{"]);
    }

    /// A part of a heredoc. There are no escapes in it, except for the signs of templates.
    fn lines(&mut self, span: Span, indent: usize, begins_line: bool) {
        let mut start = span.start as usize;
        let mut begins_line = begins_line;
        let file = self.file;
        for line in file[span.range()].split_inclusive('\n') {
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            let skipped = if begins_line { blanks.min(indent) } else { 0 };
            self.decode(Span::new(start + skipped, start + line.len()), &["$${", "%%{"]);
            start += line.len();
            begins_line = true;
        }
    }

    /// A text in which escapes begin with one of these signs.
    fn decode(&mut self, span: Span, signs: &[&str]) {
        let mut start = span.start as usize;
        let end = span.end as usize;
        let file = self.file;
        while start < end {
            let rest = &file[start..end];
            let plain = signs.iter().filter_map(|sign| rest.find(sign)).min().unwrap_or(rest.len());
            self.push(&rest[..plain], Span::new(start, start + plain));
            start += plain;
            if start < end {
                let (text, len) = escape(&file[start..end]);
                self.push(&text, Span::new(start, start + len));
                start += len;
            }
        }
    }
}

/// The escape that a text begins with: what it stands for, and its length in bytes.
fn escape(text: &str) -> (String, usize) {
    if text.starts_with(['$', '%']) {
        return (text[1..3].to_owned(), 3);
    }
    let kind = text[1..].chars().next();
    let digits = match kind {
        Some('u') => 4,
        Some('U') => 8,
        _ => 0,
    };
    if digits > 0 {
        let code = text.get(2..2 + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
        return match code.and_then(char::from_u32) {
            Some(c) => (c.into(), 2 + digits),
            None => ('\u{fffd}'.into(), 2),
        };
    }
    match kind {
        Some('n') => ("\n".into(), 2),
        Some('r') => ("\r".into(), 2),
        Some('t') => ("\t".into(), 2),
        Some(c) => (c.into(), 1 + c.len_utf8()),
        None => ("\\".into(), 1),
    }
}
