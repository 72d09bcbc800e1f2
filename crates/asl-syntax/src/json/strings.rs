//! Invalid strings: with invalid escape sequences, control characters, other quotes, or unterminated.

use super::{Lexeme, Parser, error};
use crate::decode::{closing_quotes, quoted, unescape, units};
use crate::text::Span;
use crate::{ErrorKind, Repair, SyntaxError};

/// The maximum number of changes of a repair.
const MAX_CHANGES: usize = 1_000;

impl Parser<'_> {
    /// Reports the control characters of a string as one error.
    pub(super) fn controls(&mut self, string: Span) {
        let start = string.start as usize;
        let bytes = self.text.as_bytes()[string.range()].iter().enumerate();
        let mut controls =
            bytes.filter(|(_, byte)| **byte < 0x20).map(|(i, &byte)| (start + i, byte)).peekable();
        let Some(&(first, byte)) = controls.peek() else { return };
        let change = |(at, byte)| (Span::new(at, at + 1), escaped(byte));
        let changes = controls.take(MAX_CHANGES + 1).map(change).collect();
        let name = match byte {
            b'\t' => "tab".to_owned(),
            _ => format!("control character U+{byte:04X}"),
        };
        self.report(SyntaxError {
            help: Some(format!("write `{}`", escaped(byte))),
            repair: repair(changes),
            ..error(
                ErrorKind::ControlCharacter,
                Span::new(first, first + 1),
                format!("unescaped {name} in a string"),
            )
        });
    }

    /// Reads a string in quotes other than JSON's. Returns `None` if there is none, or if it does not end on its line.
    pub(super) fn foreign_string(&mut self, at: usize, rest: &str) -> Option<(Lexeme, usize)> {
        let open = rest.chars().next()?;
        let closing = closing_quotes(open)?;
        let to_file = |span: Span| Span::new(at + span.start as usize, at + span.end as usize);
        let mut value = String::new();
        let mut changes = vec![(Span::new(at, at + open.len_utf8()), "\"".to_owned())];
        let mut is_valid = true;
        for unit in units(rest, open.len_utf8(), open) {
            let span = to_file(unit.span);
            let source = &self.text[span.range()];
            let Ok(c) = unit.value else {
                is_valid = false;
                value.push('\u{fffd}');
                continue;
            };
            if source.starts_with(closing) {
                changes.push((span, "\"".to_owned()));
                let whole = Span::new(at, span.end as usize);
                let kind = if is_valid { ErrorKind::Quotes } else { ErrorKind::Grammar };
                let repair = repair(changes).filter(|_| is_valid);
                let repair = if open == '\'' { repair } else { repair.map(Repair::doubtful) };
                self.report(SyntaxError { repair, ..error(kind, whole, "string is not in double quotes") });
                return Some((Lexeme::String(self.tree.decoded(value, None)), span.end as usize));
            }
            value.push(c);
            if changes.len() <= MAX_CHANGES {
                let json = match c {
                    '"' if source == "\"" => "\\\"".to_owned(),
                    c if c == open && source.len() > c.len_utf8() => c.to_string(),
                    c if c < ' ' && source.len() == 1 => escaped(c as u8),
                    _ => continue,
                };
                changes.push((span, json));
            }
        }
        None
    }

    /// Reads a string with invalid escape sequences, or an unterminated one, which ends with its line.
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
            // It is not known what a backslash before `u` was meant to be.
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
        // A comma at the end of the line was most likely not meant to be a part of the string.
        let inner = rest.trim_end().trim_end_matches(',');
        let len = inner.len().max(1);
        self.error_with_help(
            Span::new(at, at + len),
            "unterminated string",
            "add a closing `\"` on the same line",
        );
        let decoded = self.tree.decoded(unescape(&rest[1..len]).0, None);
        (Lexeme::String(decoded), at + len)
    }
}

/// Returns a repair that makes these changes, unless there are too many.
pub(super) fn repair(changes: Vec<(Span, String)>) -> Option<Repair> {
    (changes.len() <= MAX_CHANGES).then_some(Repair { changes, is_evident: true })
}

/// Returns the JSON escape sequence of a control character.
fn escaped(byte: u8) -> String {
    let quoted = quoted(char::from(byte).encode_utf8(&mut [0]));
    quoted[1..quoted.len() - 1].to_owned()
}
