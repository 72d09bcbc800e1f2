//! The blocks at the top of a file, found by their brackets alone, so that damage stays in its block.

use std::borrow::Cow;
use std::ops::Range;

use hcl_edit::structure::Body;

use crate::text::Span;

/// So many times the place of an error is blanked and the block read again.
const MAX_REPAIRS: usize = 16;

/// So many heredocs without an end are looked for.
const MAX_OPEN_HEREDOCS: usize = 16;

/// The parser compares every key of an object with all others: objects with more pairs take too long.
const MAX_PAIRS: usize = 4000;

/// What keeps a block from being read.
#[derive(Debug)]
pub(super) enum Damage {
    None,
    /// The first error.
    Error(Fault),
    /// Terraform may read it, the parser here does not.
    Unreadable,
}

/// An error in a block. Places are bytes of the block.
#[derive(Debug)]
pub(super) struct Fault {
    /// Where it is.
    at: usize,
    /// The text to look at.
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Reads the text of a block. Around an error as much is kept as can be.
pub(super) fn parse(text: &str) -> (Option<Body>, Damage) {
    if is_wide(text) {
        return (None, Damage::Unreadable);
    }
    let mut text = Cow::Borrowed(text);
    let mut damage = Damage::None;
    for _ in 0..MAX_REPAIRS {
        let error = match hcl_edit::parser::parse_body(&text) {
            Ok(body) => return (Some(body), damage),
            Err(error) => error,
        };
        // Terraform takes the last of equal keys, and does not count levels.
        if error.message().contains("redefined object key") || error.message().contains("nested levels") {
            return (None, if matches!(damage, Damage::None) { Damage::Unreadable } else { damage });
        }
        let fault = fault(&text, error.location().offset());
        let broken = construct_at(&text, fault.at);
        if matches!(damage, Damage::None) {
            damage = Damage::Error(fault);
        }
        if text[broken.clone()].trim().is_empty() {
            break;
        }
        blank(text.to_mut(), broken);
    }
    (None, damage)
}

/// Whether an object has more than [`MAX_PAIRS`].
fn is_wide(text: &str) -> bool {
    let mut scanner = Scanner::new(text);
    while scanner.at < text.len() {
        scanner.line();
    }
    scanner.most_pairs > MAX_PAIRS
}

/// What is wrong. `met` is the byte at which the parser gave up.
fn fault(text: &str, met: usize) -> Fault {
    if let Some(at) = unclosed_string(text) {
        let message = "this string has no closing quote".to_owned();
        return Fault { at, span: Span::new(at, at + 1), message, help: None };
    }
    if let Some(at) = stray_directive(text) {
        let message = "`%{` begins a directive of Terraform".to_owned();
        let help = Some("write `%%{` for the two characters".to_owned());
        return Fault { at, span: Span::new(at, at + 2), message, help };
    }
    let at = place(text, text.floor_char_boundary(met.min(text.len())));
    let (span, message) = describe(text, at);
    Fault { at, span, message, help: None }
}

/// The first `%{` that no directive follows, as in an expression of JSONata that begins with an object.
fn stray_directive(text: &str) -> Option<usize> {
    const NAMES: &[&str] = &["if", "else", "endif", "for", "endfor"];
    let is_stray = |line: &str, at: usize| {
        let inside = line[at + 2..].trim_start_matches(|c: char| c == '~' || c.is_whitespace());
        let name = inside.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
        !line[..at].ends_with('%') && !NAMES.contains(&name)
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let is_comment = line.trim_start().starts_with(['#', '/']);
        let mut signs = line.match_indices("%{").filter(|_| !is_comment);
        if let Some((at, _)) = signs.find(|(at, _)| is_stray(line, *at)) {
            return Some(start + at);
        }
        start += line.len();
    }
    None
}

/// The first string that its line does not close. The parser takes what is behind the line for a part of it, and meets
/// an error anywhere.
fn unclosed_string(text: &str) -> Option<usize> {
    let mut scanner = Scanner::new(text);
    while scanner.at < text.len() && scanner.unclosed.is_none() {
        scanner.line();
    }
    scanner.unclosed
}

/// Where an error is that the parser has met at a byte offset.
fn place(text: &str, met: usize) -> usize {
    // It has sometimes read the character that it does not expect.
    if text[..met].ends_with('\n') {
        return met - 1 - text[..met - 1].ends_with('\r') as usize;
    }
    let is_behind = text[met..].starts_with([' ', '\t']) && !text[..met].ends_with(char::is_whitespace);
    let read = text[..met].chars().next_back().map_or(0, char::len_utf8);
    if is_behind { met - read } else { met }
}

/// What is wrong at a place, and the text to look at.
fn describe(text: &str, at: usize) -> (Span, String) {
    let rest = &text[at..];
    if rest.trim().is_empty() {
        return (word_at(text, 0), "this block is not closed".to_owned());
    }
    let line = rest.lines().next().unwrap_or_default();
    if !line.trim().is_empty() {
        let span = word_at(text, at);
        let message = format!("Terraform does not expect `{}` here", &text[span.range()]);
        return (span, message);
    }
    let before = text[..at].trim_end();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let last = before.chars().next_back().map_or(0, char::len_utf8);
    let word = before.len() - before.trim_end_matches(is_part).len();
    let span = word_at(text, before.len() - word.max(last));
    (span, format!("Terraform expects more behind `{}`", &text[span.range()]))
}

/// The characters at a byte offset that people see as one: a word or a sign.
fn word_at(text: &str, at: usize) -> Span {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let start = text[at..].find(|c| !matches!(c, ' ' | '\t')).map_or(at, |i| at + i);
    let rest = &text[start..];
    let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let len = len.max(rest.chars().next().map_or(0, char::len_utf8));
    Span::new(start, start + rest.floor_char_boundary(len.min(40)))
}

/// The line with a byte offset, and what its brackets open.
fn construct_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let mut scanner = Scanner { at: start, ..Scanner::new(text) };
    scanner.line();
    while scanner.at < text.len() && !scanner.open.is_empty() {
        scanner.line();
    }
    start..scanner.at
}

/// Puts blanks for everything but line ends.
fn blank(text: &mut String, range: Range<usize>) {
    let blanks: String = text[range.clone()]
        .chars()
        .flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, c.len_utf8()))
        .collect();
    text.replace_range(range, &blanks);
}

/// The places of the blocks, in the order of the text.
pub(super) fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut scanner = Scanner { at: mark, ..Scanner::new(text) };
    while scanner.at < text.len() {
        let start = scanner.at;
        if scanner.open.is_empty() || begins_block(&text[start..]) {
            scanner.open.clear();
            if let Some(last) = found.last_mut() {
                last.end = start;
            }
            found.push(start..text.len());
        }
        scanner.line();
    }
    found
}

/// Whether a line begins a block, even where the one before has not been closed.
fn begins_block(line: &str) -> bool {
    const NAMES: &[&str] =
        &["data", "locals", "module", "output", "provider", "resource", "terraform", "variable"];
    let name = line.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
    NAMES.contains(&name) && line[name.len()..].trim_start_matches([' ', '\t']).starts_with(['"', '{'])
}

/// Walks over a text and knows what is open.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Open>,
    /// How many heredocs had no end.
    heredocs: usize,
    /// The first string that its line does not close.
    unclosed: Option<usize>,
    /// The most signs between keys and values that have been met in one bracket.
    most_pairs: usize,
}

enum Open {
    /// With the signs between keys and values that are in it.
    Bracket(usize),
    /// With the place where it begins.
    Quote(usize),
}

impl Scanner<'_> {
    fn new(text: &str) -> Scanner<'_> {
        Scanner { text, at: 0, open: Vec::new(), heredocs: 0, unclosed: None, most_pairs: 0 }
    }

    /// Goes to the next line: the one behind a heredoc or a comment, where they go over several.
    fn line(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            let rest = &bytes[self.at..];
            self.at += 1;
            if byte == b'\n' {
                // No string goes over a line.
                if let Some(Open::Quote(start)) = self.open.last() {
                    self.unclosed.get_or_insert(*start);
                    self.open.pop();
                }
                return;
            }
            if let Some(Open::Quote(_)) = self.open.last() {
                self.in_quotes(rest);
            } else {
                self.in_code(rest);
            }
        }
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

    /// Skips a heredoc whose `<<` begins before the current place; one that is not closed is none.
    fn heredoc(&mut self) {
        let Some(head) = self.text[self.at..].lines().next() else { return };
        let name = head[1..].trim_start_matches('-').trim_end();
        if self.heredocs == MAX_OPEN_HEREDOCS
            || name.is_empty()
            || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        {
            return;
        }
        let mut at = self.at + head.len();
        let rest = &self.text[at..];
        for line in rest.split_inclusive('\n') {
            let closes = line.trim_start().strip_prefix(name);
            if closes.is_some_and(|rest| {
                !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'))
            }) {
                self.at = at + (line.len() - line.trim_start().len()) + name.len();
                return;
            }
            at += line.len();
        }
        self.heredocs += 1;
    }
}
