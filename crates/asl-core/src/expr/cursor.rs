//! A place in a text that moves forward by whole characters. Both parsers read through it.

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

    /// The text from a place that was read before up to here.
    pub(super) fn since(&self, start: usize) -> &'t str {
        &self.text[start..self.at]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// Moves over characters as long as they are wanted and returns them.
    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let len = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    pub(super) fn skip_blanks(&mut self) {
        self.take_while(is_blank);
    }

    pub(super) fn span_from(&self, start: usize) -> Span {
        span(start, self.at)
    }

    /// The next character, or an empty span at the end.
    pub(super) fn here(&self) -> Span {
        span(self.at, self.at + self.peek().map_or(0, char::len_utf8))
    }
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

// A definition has at most 1 MiB at AWS; a text beyond 4 GiB gets spans at its end instead of a panic.
pub(super) fn span(start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { start: offset(start), end: offset(end) }
}

/// A piece of the user's text for a message: the beginning if it is long, control characters as escapes.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (at, c) in text.chars().enumerate() {
        match c {
            _ if at == MOST_SHOWN => {
                shown.push('…');
                break;
            }
            c if c.is_control() => shown.extend(c.escape_default()),
            c => shown.push(c),
        }
    }
    shown
}

pub(super) fn shown_char(c: char) -> String {
    shown(c.encode_utf8(&mut [0; 4]))
}

const MOST_SHOWN: usize = 40;
