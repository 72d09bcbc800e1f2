//! A position in a string that moves forward by whole characters, for the parsers of paths and intrinsic functions.

use crate::text::Span;

#[derive(Clone, Debug)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    /// Always at a character boundary.
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Cursor<'t> {
        Cursor { text, at }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Returns the text from an earlier position up to the current one.
    pub(super) fn since(&self, start: usize) -> &'t str {
        &self.text[start..self.at]
    }

    pub(super) fn peek(&self) -> Option<char> {
        match self.text.as_bytes().get(self.at)? {
            byte if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.rest().chars().next(),
        }
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn eat(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.at += expected.len_utf8();
        }
        found
    }

    /// Consumes characters while the predicate is true, and returns them.
    pub(super) fn take_while(&mut self, predicate: impl Fn(char) -> bool) -> &'t str {
        let start = self.at;
        while let Some(c) = self.peek().filter(|c| predicate(*c)) {
            self.at += c.len_utf8();
        }
        self.since(start)
    }

    pub(super) fn skip_whitespace(&mut self) {
        self.take_while(is_whitespace);
    }

    pub(super) fn span_from(&self, start: usize) -> Span {
        span(start, self.at)
    }

    /// Returns the span of the next character, or an empty span at the end.
    pub(super) fn here(&self) -> Span {
        span(self.at, self.at + self.peek().map_or(0, char::len_utf8))
    }
}

pub(super) fn is_whitespace(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

// AWS limits definitions to 1 MiB. Offsets beyond 4 GiB are clamped instead of panicking.
pub(super) fn span(start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: offset(start), end: offset(end) }
}

/// Formats a piece of source text for a message: long text is cut off, control characters are escaped.
pub(super) fn display(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        match c {
            _ if at == MAX_CHARS => {
                out.push('…');
                break;
            }
            c if c.is_control() => out.extend(c.escape_default()),
            c => out.push(c),
        }
    }
    out
}

pub(super) fn display_char(c: char) -> String {
    display(c.encode_utf8(&mut [0; 4]))
}

const MAX_CHARS: usize = 40;
