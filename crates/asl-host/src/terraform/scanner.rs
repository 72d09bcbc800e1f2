//! A scanner of Terraform's syntax, which recognizes strings, comments, heredocs and brackets.

use std::ops::Range;

/// The maximum number of unterminated heredocs.
const MAX_OPEN_HEREDOCS: usize = 16;

/// Scans a text and keeps track of open brackets and quotes.
pub(super) struct Scanner<'t> {
    text: &'t str,
    pub(super) at: usize,
    pub(super) open: Vec<Open>,
    /// The number of unterminated heredocs.
    open_heredocs: usize,
    /// The lines of each heredoc, without the last line break.
    pub(super) heredocs: Vec<Range<usize>>,
    /// The offset of the first unterminated string.
    pub(super) unclosed: Option<usize>,
    /// The maximum number of `=` and `:` in a bracket.
    pub(super) most_pairs: usize,
}

pub(super) enum Open {
    /// A bracket, with the number of `=` and `:` in it.
    Bracket(usize),
    /// A quote, with its offset.
    Quote(usize),
}

/// Returns the offset after the bracket that closes the one opened before an offset.
pub(super) fn closing(text: &str, at: usize) -> Option<usize> {
    let mut scanner = Scanner::new(text, at);
    scanner.open.push(Open::Bracket(0));
    while !scanner.open.is_empty() {
        scanner.step()?;
    }
    Some(scanner.at)
}

impl Scanner<'_> {
    /// Returns a scanner that begins at an offset.
    pub(super) fn new(text: &str, at: usize) -> Scanner<'_> {
        Scanner {
            text,
            at,
            open: Vec::new(),
            open_heredocs: 0,
            heredocs: Vec::new(),
            unclosed: None,
            most_pairs: 0,
        }
    }

    /// Advances to the next line, after heredocs and comments that span several lines.
    pub(super) fn line(&mut self) {
        while self.step().is_some_and(|byte| byte != b'\n') {}
    }

    /// Advances to the end.
    pub(super) fn all(&mut self) {
        while self.step().is_some() {}
    }

    /// Advances past the next character with a meaning, comment or heredoc. Returns its first byte, or `None` at the
    /// end.
    pub(super) fn step(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(self.at..)?;
        let plain = rest.iter().position(|byte| HAS_MEANING[usize::from(*byte)]).unwrap_or(rest.len());
        self.at += plain;
        let rest = &rest[plain..];
        let byte = *rest.first()?;
        self.at += 1;
        match self.open.last() {
            // Strings do not span lines.
            Some(Open::Quote(start)) if byte == b'\n' => {
                self.unclosed.get_or_insert(*start);
                self.open.pop();
            }
            Some(Open::Quote(_)) => self.in_quotes(rest),
            _ if byte == b'\n' => {}
            _ => self.in_code(rest),
        }
        Some(byte)
    }

    fn in_quotes(&mut self, rest: &[u8]) {
        match rest {
            [b'\\', b'"' | b'\\', ..] => self.at += 1,
            [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => self.at += 2,
            [b'$' | b'%', b'{', ..] => {
                self.at += 1;
                self.open.push(Open::Bracket(0));
            }
            [b'"', ..] => {
                self.open.pop();
            }
            _ => {}
        }
    }

    fn in_code(&mut self, rest: &[u8]) {
        match rest {
            [b'"', ..] => self.open.push(Open::Quote(self.at - 1)),
            [b'{' | b'[' | b'(', ..] => self.open.push(Open::Bracket(0)),
            [b'}' | b']' | b')', ..] => {
                self.open.pop();
            }
            [b'=' | b':', ..] => {
                if let Some(Open::Bracket(pairs)) = self.open.last_mut() {
                    *pairs += 1;
                    self.most_pairs = self.most_pairs.max(*pairs);
                }
            }
            [b'#', ..] | [b'/', b'/', ..] => self.skip_to("\n", 0),
            [b'/', b'*', ..] => self.skip_to("*/", 2),
            [b'<', b'<', ..] => self.heredoc(),
            _ => {}
        }
    }

    fn skip_to(&mut self, end: &str, len: usize) {
        self.at = self.text[self.at..].find(end).map_or(self.text.len(), |i| self.at + i + len);
    }

    /// Skips a heredoc whose `<` precedes the current position. An unterminated heredoc is ignored.
    fn heredoc(&mut self) {
        let Some(head) = self.text[self.at..].lines().next() else { return };
        let name = head[1..].trim_start_matches('-').trim_end();
        if self.open_heredocs == MAX_OPEN_HEREDOCS
            || name.is_empty()
            || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        {
            return;
        }
        let mut at = self.at + head.len();
        let rest = &self.text[at..];
        let first = rest.find('\n').map_or(self.text.len(), |line_break| at + line_break + 1);
        for line in rest.split_inclusive('\n') {
            let closes = line.trim_start().strip_prefix(name);
            if closes.is_some_and(|rest| {
                !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'))
            }) {
                let before = &self.text[..at];
                let lines = before.strip_suffix('\n').unwrap_or(before);
                let end = lines.strip_suffix('\r').unwrap_or(lines).len();
                self.heredocs.push(first..end.max(first));
                self.at = at + (line.len() - line.trim_start().len()) + name.len();
                return;
            }
            at += line.len();
        }
        self.open_heredocs += 1;
    }
}

/// Whether a byte has a meaning in code or in quotes. Most have none.
const HAS_MEANING: [bool; 256] = {
    let bytes = b"\n\"\\$%{}[]()=:#/<";
    let mut table = [false; 256];
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
};
