//! An error-tolerant parser of JSON and JSONC: most tokens from jsonc-parser's scanner, tree and error recovery from here.
//! Punctuation and strings without escape sequences, which are nine of ten tokens, are read here: with the scanner, the
//! whole parse took 1.4 times as long.
//!
//! No token of JSON spans lines, so the scanner gets the rest of one line at a time: an error, such as an unterminated
//! string, cannot affect other lines. Block comments are the only exception, and are skipped here.

mod lexemes;
mod splices;
mod strings;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::build::Builder;
use crate::text::Span;
use crate::{
    Decoded, ErrorKind, MAX_BYTES, MAX_DEPTH, MAX_ERRORS, NodeData, NodeKind, Notation, Repair, SyntaxError,
    Tree,
};
use splices::Splices;

/// The dialects of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Strict JSON (RFC 8259).
    Json,
    /// JSON with comments and trailing commas.
    Jsonc,
}

/// A position where a directive of a template begins, continues or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Splice {
    /// The byte offset in the text.
    pub at: u32,
    /// The number of the directive, which is the same where it begins, continues and ends.
    pub directive: u32,
}

/// Parses a text into a tree. Parsing never fails; see [`Tree::errors`]. A text longer than [`MAX_BYTES`] has a tree
/// without values.
pub fn parse(text: &str, dialect: Dialect) -> Tree {
    read(text, dialect, None)
}

/// Parses the JSON that a template renders. At a splice, commas may be missing or superfluous, and an interpolation may
/// be in place of members.
pub fn parse_rendered(text: &str, splices: &[Splice]) -> Tree {
    read(text, Dialect::Json, Some(Splices::new(splices)))
}

fn read(text: &str, dialect: Dialect, splices: Option<Splices<'_>>) -> Tree {
    let mut parser = Parser {
        text,
        dialect,
        splices,
        tree: Builder::new(text.into(), Notation::Json),
        next: Vec::new(),
        too_deep: 0,
        recovering: false,
        before: Before::default(),
        has_controls: has_controls(text),
    };
    if text.len() <= MAX_BYTES {
        parser.read();
    }
    parser.tree.finish()
}

/// Returns whether a text has a control character other than `\n`. A fold has no early exit, so that it is vectorized.
fn has_controls(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | ((byte < 0x20) & (byte != b'\n')))
}

struct Parser<'t> {
    text: &'t str,
    dialect: Dialect,
    /// For a template only.
    splices: Option<Splices<'t>>,
    tree: Builder,
    /// For each open container, what the grammar expects next in it, outermost first.
    next: Vec<Next>,
    /// The number of open containers beyond [`MAX_DEPTH`].
    too_deep: usize,
    /// Whether the last token was invalid, so that errors that follow from it are not reported.
    recovering: bool,
    before: Before,
    /// Whether the text has a control character other than `\n`, which may be in a string.
    has_controls: bool,
}

/// The last token.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    end: u32,
    is_string: bool,
    is_placeholder: bool,
}

/// What the grammar expects next in a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A key or an item, or the end: the container has just been opened.
    FirstOrEnd,
    /// A key or an item, after a comma.
    AfterComma(Span),
    Colon,
    Value,
    CommaOrEnd,
}

/// A token of the grammar.
enum Lexeme {
    Open {
        is_object: bool,
    },
    Close {
        is_object: bool,
    },
    Comma,
    Colon,
    String(Decoded),
    Number,
    Bool(bool),
    Null,
    /// A `${...}` in place of a value.
    Placeholder,
    /// A word that is not a value. Its error has been reported.
    Invalid,
    /// Not a token. Its error has been reported.
    Damaged,
}

impl Parser<'_> {
    fn read(&mut self) {
        let mut at = 0;
        if self.text.starts_with('\u{feff}') {
            at = '\u{feff}'.len_utf8();
            let mark = Span::new(0, at);
            self.report(SyntaxError {
                help: Some("save the file as UTF-8 without a byte order mark".to_owned()),
                repair: Some(Repair::new(mark, "")),
                ..error(
                    ErrorKind::ByteOrderMark,
                    mark,
                    "file begins with a byte order mark, which is not valid JSON",
                )
            });
        }
        while at < self.text.len() {
            let end = line_end(self.text, at);
            match self.line(at, end) {
                Some(next) => at = next,
                None => break,
            }
        }
        self.finish();
    }

    /// Processes one token.
    fn token(&mut self, lexeme: Lexeme, span: Span) {
        if self.too_deep > 0 {
            match lexeme {
                Lexeme::Open { .. } => self.too_deep += 1,
                Lexeme::Close { .. } => self.too_deep -= 1,
                _ => {}
            }
            return;
        }
        if self.splices.is_some() && self.is_spliced(&lexeme, span) {
            return;
        }
        let damaged = matches!(lexeme, Lexeme::Damaged);
        self.recovering |= damaged;
        let before = Before {
            end: span.end,
            is_string: matches!(lexeme, Lexeme::String(_)),
            is_placeholder: matches!(lexeme, Lexeme::Placeholder),
        };
        match self.tree.innermost() {
            None => self.outside(lexeme, span),
            Some((true, _)) => self.in_object(lexeme, span),
            Some((false, _)) => self.in_array(lexeme, span),
        }
        // One error is enough for all text after the end of the definition.
        self.recovering = damaged || (self.next.is_empty() && self.recovering);
        self.before = before;
    }

    fn outside(&mut self, lexeme: Lexeme, span: Span) {
        if self.tree.has_root() {
            self.unexpected(span, "after the end of the definition");
            self.recovering = true;
            return;
        }
        match lexeme {
            Lexeme::Close { .. } | Lexeme::Comma | Lexeme::Colon => {
                self.unexpected(span, "before the definition")
            }
            _ => self.value(lexeme, span),
        }
    }

    fn in_object(&mut self, lexeme: Lexeme, span: Span) {
        let next = self.next.last_mut().expect("the caller has seen the container");
        match (*next, lexeme) {
            (Next::FirstOrEnd | Next::AfterComma(_), Lexeme::String(decoded)) => self.key(span, decoded),
            (Next::CommaOrEnd, Lexeme::Comma) | (Next::AfterComma(_), Lexeme::Damaged) => {
                *next = Next::AfterComma(span);
            }
            (Next::AfterComma(comma), Lexeme::Close { is_object: true }) => {
                self.trailing_comma(comma, "trailing comma after the last field");
                self.close(true, span);
            }
            (Next::CommaOrEnd, Lexeme::String(decoded)) => {
                self.missing_comma(span, self.has_colon_after(span));
                self.key(span, decoded);
            }
            (Next::FirstOrEnd | Next::AfterComma(_), Lexeme::Comma) => {
                self.report(SyntaxError {
                    repair: Some(Repair::new(span, "")),
                    ..error(ErrorKind::ExtraComma, span, "expected a field name, found `,`")
                });
            }
            (Next::Colon, Lexeme::Colon) => *next = Next::Value,
            (Next::Colon | Next::Value, Lexeme::Comma) => {
                let missing = *next;
                *next = Next::AfterComma(span);
                self.missing_value(missing);
            }
            (Next::Colon | Next::Value, Lexeme::Close { is_object }) => {
                let missing = *next;
                *next = Next::CommaOrEnd;
                self.missing_value(missing);
                self.close(is_object, span);
            }
            // A string on a new line is the name of the next field; the previous field is incomplete.
            (missing @ (Next::Colon | Next::Value), Lexeme::String(decoded))
                if self.begins_field(missing, span) =>
            {
                self.missing_value(missing);
                self.key(span, decoded);
            }
            (Next::Colon, lexeme) => {
                self.error(span, "expected `:` before this value");
                self.value(lexeme, span);
            }
            (Next::Value, Lexeme::Colon) => self.error(span, "expected a value, found `:`"),
            (Next::Value, lexeme) => self.value(lexeme, span),
            (_, Lexeme::Close { is_object }) => self.close(is_object, span),
            (Next::FirstOrEnd | Next::CommaOrEnd, Lexeme::Damaged) => {}
            // A value without a name is added under an empty name, so that it is not lost.
            (_, Lexeme::Colon) => {
                self.error(span, "expected a field name, found `:`");
                self.nameless(span);
                self.expect(Next::Value);
            }
            (_, lexeme) => {
                self.error(span, "value in an object has no field name");
                self.nameless(span);
                self.value(lexeme, span);
            }
        }
    }

    fn in_array(&mut self, lexeme: Lexeme, span: Span) {
        let next = self.next.last_mut().expect("the caller has seen the container");
        match (*next, lexeme) {
            (Next::CommaOrEnd, Lexeme::Comma) => *next = Next::AfterComma(span),
            (Next::AfterComma(comma), Lexeme::Close { is_object: false }) => {
                self.trailing_comma(comma, "trailing comma after the last item");
                self.close(false, span);
            }
            (_, Lexeme::Close { is_object }) => self.close(is_object, span),
            (_, Lexeme::Comma | Lexeme::Colon) => self.unexpected(span, "in an array"),
            (Next::CommaOrEnd, Lexeme::Damaged) => {}
            (Next::CommaOrEnd, lexeme) => {
                let is_placeholder = self.before.is_placeholder || matches!(lexeme, Lexeme::Placeholder);
                // `"a""b"` may also be a single string whose quotes are not escaped.
                let touches = self.before.is_string && self.before.end == span.start;
                self.missing_comma(span, !is_placeholder && !touches);
                self.value(lexeme, span);
            }
            (_, lexeme) => self.value(lexeme, span),
        }
    }

    fn key(&mut self, span: Span, decoded: Decoded) {
        self.expect(Next::Colon);
        self.tree.key(span, decoded);
    }

    /// Begins a field without a name.
    fn nameless(&mut self, span: Span) {
        let name = self.tree.decoded("", None);
        self.key(Span::at(span.start), name);
    }

    /// Returns whether a string is the name of the next field, although the last field has no value yet.
    fn begins_field(&self, missing: Next, span: Span) -> bool {
        let key = self.tree.last_key();
        let on_new_line = self.text[key.end as usize..span.start as usize].contains('\n');
        on_new_line && (missing == Next::Colon || self.has_colon_after(span))
    }

    fn has_colon_after(&self, span: Span) -> bool {
        self.text[span.end as usize..].trim_start().starts_with(':')
    }

    fn value(&mut self, lexeme: Lexeme, span: Span) {
        let kind = match lexeme {
            Lexeme::Open { is_object } => return self.open(is_object, span),
            Lexeme::String(decoded) => NodeKind::String(decoded),
            Lexeme::Number => NodeKind::Number(Decoded::Bare),
            Lexeme::Bool(value) => NodeKind::Bool(value),
            Lexeme::Null => NodeKind::Null,
            Lexeme::Placeholder => NodeKind::Placeholder,
            _ => NodeKind::Error,
        };
        self.add(NodeData { span, kind });
    }

    fn open(&mut self, is_object: bool, span: Span) {
        if self.tree.depth() == MAX_DEPTH {
            self.too_deep = 1;
            let message = format!("values are nested more than {MAX_DEPTH} levels deep");
            self.tree.error(error(ErrorKind::Depth, span, message));
            self.add(NodeData { span, kind: NodeKind::Error });
            return;
        }
        self.next.push(Next::FirstOrEnd);
        self.tree.open(is_object, span.start);
    }

    fn close(&mut self, is_object: bool, span: Span) {
        let is_innermost = |tree: &Builder| tree.innermost().is_some_and(|(object, _)| object == is_object);
        if !is_innermost(&self.tree) {
            let (found, expected) = if is_object { ('}', ']') } else { (']', '}') };
            self.error(span, format!("expected `{expected}`, found `{found}`"));
            if !self.tree.is_inside(is_object) {
                return;
            }
            while !is_innermost(&self.tree) {
                self.pop(span.start);
            }
        }
        self.pop(span.end);
    }

    /// Closes the innermost container.
    fn pop(&mut self, end: u32) {
        self.next.pop();
        self.tree.close(end);
        self.expect(Next::CommaOrEnd);
    }

    fn add(&mut self, value: NodeData) {
        self.tree.add(value);
        self.expect(Next::CommaOrEnd);
    }

    /// Sets what the grammar expects next in the innermost container, if there is one.
    fn expect(&mut self, next: Next) {
        if let Some(innermost) = self.next.last_mut() {
            *innermost = next;
        }
    }

    /// Closes the containers that are open at the end of the text. A text that is empty or only whitespace has no
    /// error.
    fn finish(&mut self) {
        if self.has_given_up() {
            // The rest of the text has not been read.
        } else if let (Some((is_object, start)), Some(&missing)) = (self.tree.innermost(), self.next.last()) {
            let message = if is_object { "unclosed `{`" } else { "unclosed `[`" };
            if matches!(missing, Next::Colon | Next::Value) {
                self.missing_value(missing);
            } else {
                self.error(Span { start, end: start + 1 }, message);
            }
        }
        while !self.next.is_empty() {
            self.pop(self.text.len() as u32);
        }
        self.tree.settle();
    }

    /// Returns whether there are so many errors that the rest of the text is not parsed.
    fn has_given_up(&self) -> bool {
        self.tree.errors() >= MAX_ERRORS && self.tree.losses() >= MAX_ERRORS
    }

    /// Reports a missing comma. `is_certain` is whether certainly nothing but a comma is missing.
    fn missing_comma(&mut self, span: Span, is_certain: bool) {
        let repair = Repair::new(Span::at(self.before.end), ",");
        self.report(SyntaxError {
            repair: Some(repair).filter(|_| is_certain),
            ..error(ErrorKind::MissingComma, span, "expected `,` before this")
        });
    }

    fn trailing_comma(&mut self, comma: Span, message: &str) {
        if self.dialect == Dialect::Json {
            self.report(SyntaxError {
                help: Some("remove it, or name the file `.asl.jsonc`".to_owned()),
                repair: Some(Repair::new(comma, "")),
                ..error(ErrorKind::TrailingComma, comma, message)
            });
        }
    }

    /// Reports that the last field has no value; `missing` is whether it has no colon either.
    fn missing_value(&mut self, missing: Next) {
        let key = self.tree.last_key();
        let name = shortened(&self.text[key.range()]).into_owned();
        let colon = if missing == Next::Colon { "`:` and " } else { "" };
        self.error(key, format!("expected {colon}a value after `{name}`"));
    }

    fn unexpected(&mut self, span: Span, position: &str) {
        let source = shortened(&self.text[span.range()]).into_owned();
        self.error(span, format!("unexpected `{source}` {position}"));
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.report(error(ErrorKind::Grammar, span, message));
    }

    fn error_with_help(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let help = Some(help.into());
        self.report(SyntaxError { help, ..error(ErrorKind::Grammar, span, message) });
    }

    /// Adds an error, unless it only follows from the error just before it.
    fn report(&mut self, error: SyntaxError) {
        if !self.recovering {
            self.tree.error(error);
        }
    }
}

fn error(kind: ErrorKind, span: Span, message: impl Into<String>) -> SyntaxError {
    SyntaxError { span, message: message.into(), help: None, kind, repair: None }
}

/// Returns the offset after the line that contains `at`, its line break included.
fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |i| at + i + 1)
}

/// Shortens a piece of the text for a message.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", &text[..end]).into(),
        None => text.into(),
    }
}
