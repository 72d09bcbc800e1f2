//! Strings that are not as JSON has them: with bad escapes, control characters, other quotes, or without an end.

use super::{Lexeme, Parser, error};
use crate::decode::{closing_quotes, quoted, unescape, units};
use crate::text::Span;
use crate::{ErrorKind, Repair, SyntaxError};

/// A string in which more has to be changed has no repair.
const MAX_CHANGES: usize = 1_000;

impl Parser<'_> {
    /// The control characters of a string, which are one error.
    pub(super) fn controls(&mut self, string: Span) {
        let start = string.start as usize;
        let bytes = self.text.as_bytes()[string.range()].iter().enumerate();
        let mut controls =
            bytes.filter(|(_, byte)| **byte < 0x20).map(|(i, &byte)| (start + i, byte)).peekable();
        let Some(&(first, byte)) = controls.peek() else { return };
        let change = |(at, byte)| (Span::new(at, at + 1), escaped(byte));
        let changes = controls.take(MAX_CHANGES + 1).map(change).collect();
        let name = match byte {
            b'\t' => "a tab".to_owned(),
            _ => format!("the control character U+{byte:04X}"),
        };
        self.report(SyntaxError {
            help: Some(format!("write `{}`", escaped(byte))),
            repair: repair(changes),
            ..error(
                ErrorKind::ControlCharacter,
                Span::new(first, first + 1),
                format!("{name} must be escaped inside a string"),
            )
        });
    }

    /// A string in quotes that JSON does not have; nothing if it does not end on its line, or does not begin here.
    pub(super) fn foreign_string(&mut self, at: usize, rest: &str) -> Option<(Lexeme, usize)> {
        let open = rest.chars().next()?;
        let closing = closing_quotes(open)?;
        let place = |span: Span| Span::new(at + span.start as usize, at + span.end as usize);
        let mut value = String::new();
        let mut changes = vec![(Span::new(at, at + open.len_utf8()), "\"".to_owned())];
        let mut is_sound = true;
        for unit in units(rest, open.len_utf8(), open) {
            let span = place(unit.span);
            let written = &self.text[span.range()];
            let Ok(c) = unit.value else {
                is_sound = false;
                value.push('\u{fffd}');
                continue;
            };
            if written.starts_with(closing) {
                changes.push((span, "\"".to_owned()));
                let whole = Span::new(at, span.end as usize);
                let kind = if is_sound { ErrorKind::Quotes } else { ErrorKind::Grammar };
                let repair = repair(changes).filter(|_| is_sound);
                let repair = if open == '\'' { repair } else { repair.map(Repair::doubtful) };
                self.report(SyntaxError { repair, ..error(kind, whole, "strings take double quotes") });
                return Some((Lexeme::String(self.tree.decoded(value, None)), span.end as usize));
            }
            value.push(c);
            if changes.len() <= MAX_CHANGES {
                let json = match c {
                    '"' if written == "\"" => "\\\"".to_owned(),
                    c if c == open && written.len() > c.len_utf8() => c.to_string(),
                    c if c < ' ' && written.len() == 1 => escaped(c as u8),
                    _ => continue,
                };
                changes.push((span, json));
            }
        }
        None
    }

    /// A string with bad escapes, or one without its closing quote; that one ends with its line.
    pub(super) fn damaged_string(&mut self, at: usize, rest: &str) -> (Lexeme, usize) {
        let bytes = rest.as_bytes();
        let mut i = 1;
        while i < bytes.len() && bytes[i] != b'"' {
            i += if bytes[i] == b'\\' { 2 } else { 1 };
        }
        if i >= bytes.len() {
            return self.unclosed_string(at, rest);
        }
        let (value, bad) = unescape(&rest[1..i]);
        let escape = |span: Span| Span::new(at + 1 + span.start as usize, at + 1 + span.end as usize);
        if let Some((span, message)) = bad.first() {
            // What a backslash before `u` should be is not known.
            let is_plain = |(span, _): &(Span, String)| !rest[span.start as usize + 1..].starts_with("\\u");
            let backslash = |(span, _): &(Span, String)| {
                let start = escape(*span).start as usize;
                (Span::new(start, start + 1), r"\\".to_owned())
            };
            let repair = bad.iter().all(is_plain).then(|| repair(bad.iter().map(backslash).collect()));
            self.report(SyntaxError {
                repair: repair.flatten().map(Repair::doubtful),
                ..error(ErrorKind::Escape, escape(*span), message)
            });
        }
        (Lexeme::String(self.tree.decoded(value, None)), at + i + 1)
    }

    pub(super) fn unclosed_string(&mut self, at: usize, rest: &str) -> (Lexeme, usize) {
        // The comma that ends such a line was most likely not meant as a part of the string.
        let inner = rest.trim_end().trim_end_matches(',');
        let len = inner.len().max(1);
        self.error_with_help(
            Span::new(at, at + len),
            "this string has no closing quote",
            "a string ends with `\"` on the line where it begins",
        );
        let decoded = self.tree.decoded(unescape(&rest[1..len]).0, None);
        (Lexeme::String(decoded), at + len)
    }
}

/// The repair that makes these changes, if they are not too many.
pub(super) fn repair(changes: Vec<(Span, String)>) -> Option<Repair> {
    (changes.len() <= MAX_CHANGES).then_some(Repair { changes, is_evident: true })
}

/// A control character as JSON writes it.
fn escaped(byte: u8) -> String {
    let quoted = quoted(char::from(byte).encode_utf8(&mut [0]));
    quoted[1..quoted.len() - 1].to_owned()
}
