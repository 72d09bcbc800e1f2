//! The blocks at the top of a file, found by their brackets alone, so that damage stays in its block.

use std::borrow::Cow;
use std::ops::Range;

use hcl_edit::structure::Body;

use super::scanner::{Open, Scanner, closing};
use crate::text::Span;

/// So many times the place of an error is blanked and the block read again.
const MAX_REPAIRS: usize = 16;

/// So many keys that stand for the second time get another name.
const MAX_RENAMED: usize = 64;

/// The parser compares every key of an object with all others: objects with more pairs take too long.
const MAX_PAIRS: usize = 4000;

/// What keeps a block from being read.
#[derive(Debug)]
pub(super) enum Damage {
    None,
    /// The first error.
    Error(Fault),
    /// Terraform may read it, the parser here does not, for this reason.
    Unreadable(&'static str),
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

/// Reads the text of a block. Around an error as much is kept as can be. Of equal keys all but the first have other
/// names in what comes back: the text has the right ones.
pub(super) fn parse(text: &str) -> (Option<Body>, Damage) {
    if is_wide(text) {
        return (None, Damage::Unreadable("an object of its block has more keys than are read here"));
    }
    let mut text = Cow::Borrowed(text);
    let mut damage = Damage::None;
    let mut renamed = 0;
    let mut repairs = 0;
    while repairs < MAX_REPAIRS {
        let error = match hcl_edit::parser::parse_body(&text) {
            Ok(body) => return (Some(body), damage),
            Err(error) => error,
        };
        // Terraform takes the last of equal keys, and does not count levels.
        if error.message().contains("nested levels") {
            return (None, unreadable(damage, "its block is nested deeper than is read here"));
        }
        if error.message().contains("redefined object key") {
            if renamed == MAX_RENAMED || !rename(text.to_mut(), error.location().offset(), renamed) {
                return (None, unreadable(damage, "its block has more equal keys than are read here"));
            }
            renamed += 1;
            continue;
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
        repairs += 1;
    }
    (None, damage)
}

/// What is said of a block that cannot be read: the first error, if there is one.
fn unreadable(damage: Damage, why: &'static str) -> Damage {
    if matches!(damage, Damage::None) { Damage::Unreadable(why) } else { damage }
}

/// Gives the key at a place another name of the same length. The number makes names differ. Says whether there is one.
fn rename(text: &mut String, at: usize, number: usize) -> bool {
    let rest = &text[at..];
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let inner = match rest.chars().next() {
        Some('"') => string_end(rest).map(|end| at + 1..at + end),
        Some('(') => closing(text, at + 1).map(|end| at + 1..end - 1),
        _ => Some(at..at + rest.find(|c| !is_part(c)).unwrap_or(rest.len())),
    };
    let Some(inner) = inner.filter(|inner| !inner.is_empty()) else { return false };
    let mut rest = number;
    let mut letter = || {
        let letter = LETTERS[rest % LETTERS.len()];
        rest /= LETTERS.len();
        letter as char
    };
    let name: String = inner.clone().map(|_| letter()).collect();
    text.replace_range(inner, &name);
    true
}

const LETTERS: &[u8] = b"zyxwvutsrqponmlkjihgfedcbaZYXWVUTSRQPONMLKJIHGFEDCBA";

/// Where the string that a text begins with is closed.
fn string_end(text: &str) -> Option<usize> {
    let mut scanner = Scanner::new(text, 1);
    scanner.open.push(Open::Quote(0));
    while !scanner.open.is_empty() {
        scanner.step()?;
    }
    Some(scanner.at - 1)
}

/// Whether an object has more than [`MAX_PAIRS`].
fn is_wide(text: &str) -> bool {
    let mut scanner = Scanner::new(text, 0);
    while scanner.at < text.len() {
        scanner.line();
    }
    scanner.most_pairs > MAX_PAIRS
}

/// What is wrong. `met` is the byte at which the parser gave up.
fn fault(text: &str, met: usize) -> Fault {
    if let Some(at) = unclosed_string(text) {
        let message = "unterminated string".to_owned();
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
    let mut scanner = Scanner::new(text, 0);
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
    let mut scanner = Scanner::new(text, start);
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
    let mut scanner = Scanner::new(text, mark);
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
