//! The top-level blocks of a file, which are found by their brackets alone, so that errors do not affect other blocks.

use std::borrow::Cow;
use std::ops::Range;

use hcl_edit::structure::Body;

use super::heredocs::without_text;
use super::scanner::{Open, Scanner, closing};
use asl_syntax::text::Span;

/// The maximum number of errors that are blanked before the block is parsed again.
const MAX_REPAIRS: usize = 16;

/// The maximum number of duplicate keys that are renamed.
const MAX_RENAMED: usize = 64;

/// The maximum number of pairs of an object. The parser compares every key with all others, which would take too long.
const MAX_PAIRS: usize = 4000;

/// Why a block cannot be parsed completely.
#[derive(Debug)]
pub(super) enum Damage {
    None,
    /// The first error.
    Error(Fault),
    /// The block exceeds a limit of this parser, for this reason. Terraform may accept it.
    Unreadable(&'static str),
}

/// An error in a block. Offsets are relative to the block.
#[derive(Debug)]
pub(super) struct Fault {
    /// The offset of the error.
    at: usize,
    /// The span to report.
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// A top-level block.
pub(super) struct Block {
    /// The bytes of the file.
    pub(super) range: Range<usize>,
    /// Whether an object in it has more than [`MAX_PAIRS`].
    is_wide: bool,
}

/// Parses a block of a file. As much as possible is kept around an error. All duplicate keys except the first have other
/// names in the result, but the same spans.
pub(super) fn parse(file: &str, block: &Block) -> (Option<Body>, Damage) {
    if block.is_wide {
        return (None, Damage::Unreadable("an object in its block has too many keys"));
    }
    let mut text = Cow::Borrowed(&file[block.range.clone()]);
    let mut damage = Damage::None;
    let mut renamed = 0;
    let mut repairs = 0;
    while repairs < MAX_REPAIRS {
        let error = match hcl_edit::parser::parse_body(&without_text(&text)) {
            Ok(body) => return (Some(body), damage),
            Err(error) => error,
        };
        // Terraform uses the last of duplicate keys, and does not limit the nesting depth.
        if error.message().contains("nested levels") {
            return (None, unreadable(damage, "its block is nested too deeply"));
        }
        if error.message().contains("redefined object key") {
            if renamed == MAX_RENAMED || !rename(text.to_mut(), error.location().offset(), renamed) {
                return (None, unreadable(damage, "its block has too many duplicate keys"));
            }
            renamed += 1;
            continue;
        }
        let fault = fault(&text, error.location().offset());
        let invalid = construct_at(&text, fault.at);
        if matches!(damage, Damage::None) {
            damage = Damage::Error(fault);
        }
        if text[invalid.clone()].trim().is_empty() {
            break;
        }
        blank(text.to_mut(), invalid);
        repairs += 1;
    }
    (None, damage)
}

/// Returns why a block cannot be parsed: the first error, if there is one.
fn unreadable(damage: Damage, why: &'static str) -> Damage {
    if matches!(damage, Damage::None) { Damage::Unreadable(why) } else { damage }
}

/// Renames the key at an offset to a name of the same length that depends on `number`. Returns whether there is a key.
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

/// Returns the offset of the closing quote of the string at the start of a text.
fn string_end(text: &str) -> Option<usize> {
    let mut scanner = Scanner::new(text, 1);
    scanner.open.push(Open::Quote(0));
    while !scanner.open.is_empty() {
        scanner.step()?;
    }
    Some(scanner.at - 1)
}

/// Returns the cause of an error. `met` is the byte offset at which the parser failed.
fn fault(text: &str, met: usize) -> Fault {
    if let Some(at) = unclosed_string(text) {
        let message = "unterminated string".to_owned();
        return Fault { at, span: Span::new(at, at + 1), message, help: None };
    }
    if let Some(at) = stray_directive(text) {
        let message = "`%{` begins a Terraform directive".to_owned();
        let help = Some("write `%%{` for a literal `%{`".to_owned());
        return Fault { at, span: Span::new(at, at + 2), message, help };
    }
    let at = place(text, text.floor_char_boundary(met.min(text.len())));
    let (span, message) = describe(text, at);
    Fault { at, span, message, help: None }
}

/// Returns the first `%{` that is not followed by a directive, such as in a JSONata expression that begins with an
/// object.
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

/// Returns the first unterminated string. The parser continues it on the next line, and fails somewhere else.
fn unclosed_string(text: &str) -> Option<usize> {
    let mut scanner = Scanner::new(text, 0);
    while scanner.at < text.len() && scanner.unclosed.is_none() {
        scanner.line();
    }
    scanner.unclosed
}

/// Returns the offset of an error that the parser found at a byte offset.
fn place(text: &str, met: usize) -> usize {
    // The parser may already have consumed the unexpected character.
    if text[..met].ends_with('\n') {
        return met - 1 - text[..met - 1].ends_with('\r') as usize;
    }
    let is_after = text[met..].starts_with([' ', '\t']) && !text[..met].ends_with(char::is_whitespace);
    let read = text[..met].chars().next_back().map_or(0, char::len_utf8);
    if is_after { met - read } else { met }
}

/// Returns the span and the message of an error at an offset.
fn describe(text: &str, at: usize) -> (Span, String) {
    let rest = &text[at..];
    if rest.trim().is_empty() {
        return (word_at(text, 0), "unclosed block".to_owned());
    }
    let line = rest.lines().next().unwrap_or_default();
    if !line.trim().is_empty() {
        let span = word_at(text, at);
        let message = format!("unexpected `{}`", &text[span.range()]);
        return (span, message);
    }
    let before = text[..at].trim_end();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let last = before.chars().next_back().map_or(0, char::len_utf8);
    let word = before.len() - before.trim_end_matches(is_part).len();
    let span = word_at(text, before.len() - word.max(last));
    (span, format!("unexpected end of the line after `{}`", &text[span.range()]))
}

/// Returns the span of the token at a byte offset: a word or a character.
fn word_at(text: &str, at: usize) -> Span {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let start = text[at..].find(|c| !matches!(c, ' ' | '\t')).map_or(at, |i| at + i);
    let rest = &text[start..];
    let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let len = len.max(rest.chars().next().map_or(0, char::len_utf8));
    Span::new(start, start + rest.floor_char_boundary(len.min(40)))
}

/// Returns the range of the line that contains a byte offset, and of what its brackets open.
fn construct_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let mut scanner = Scanner::new(text, start);
    scanner.line();
    while scanner.at < text.len() && !scanner.open.is_empty() {
        scanner.line();
    }
    start..scanner.at
}

/// Replaces everything but line breaks with spaces.
fn blank(text: &mut String, range: Range<usize>) {
    let spaces: String = text[range.clone()]
        .chars()
        .flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, c.len_utf8()))
        .collect();
    text.replace_range(range, &spaces);
}

/// Returns the blocks, in source order.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut scanner = Scanner::new(text, mark);
    while scanner.at < text.len() {
        let start = scanner.at;
        if scanner.open.is_empty() || begins_block(&text[start..]) {
            scanner.open.clear();
            scanner.most_pairs = 0;
            if let Some(last) = found.last_mut() {
                last.range.end = start;
            }
            found.push(Block { range: start..text.len(), is_wide: false });
        }
        scanner.line();
        if let Some(last) = found.last_mut() {
            last.is_wide = scanner.most_pairs > MAX_PAIRS;
        }
    }
    found
}

/// Returns whether a line begins a block, even if the previous block is not closed.
fn begins_block(line: &str) -> bool {
    const NAMES: &[&str] =
        &["data", "locals", "module", "output", "provider", "resource", "terraform", "variable"];
    let name = line.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
    NAMES.contains(&name) && line[name.len()..].trim_start_matches([' ', '\t']).starts_with(['"', '{'])
}
