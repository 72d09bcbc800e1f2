//! Errors of YAML: what to report, and what to blank so that the rest can be parsed.

use granit_parser::ErrorKind as Parsed;

use super::reader::{Place, content, indentation};
use crate::text::Span;
use crate::{ErrorKind, MAX_DEPTH, SyntaxError};

/// An error, and what is blanked because of it.
pub(super) struct Damage {
    /// The error to report; `None` if an error on the line has been reported.
    pub(super) error: Option<SyntaxError>,
    /// The parts of the text that are blanked. Empty if parsing cannot continue.
    pub(super) blank: Vec<Span>,
}

/// Finds the cause of an error of the parser at the offset `at`. `blanked` is the text in which earlier errors are
/// blanked.
pub(super) fn locate(text: &str, blanked: &str, kind: &Parsed, at: usize, place: Place) -> Damage {
    let at = boundary(text, at);
    if *kind == Parsed::RecursionLimitExceeded {
        let message = format!("values are nested more than {MAX_DEPTH} levels deep");
        let span = Span::new(at, at);
        return Damage {
            error: Some(SyntaxError { span, message, help: None, kind: ErrorKind::Depth, repair: None }),
            blank: vec![],
        };
    }
    let token = content(blanked, boundary(text, place.last_end), true);
    let found = unclosed_quote(blanked, kind, at, token)
        .or_else(|| tab(blanked, at))
        .or_else(|| {
            tab(blanked, next_line(blanked, line_of(blanked, at).end as usize)).filter(|_| is_tab(kind))
        })
        .or_else(|| unclosed_bracket(blanked, kind, at, place.opened.or(is_bracket(blanked, token))))
        .or_else(|| bad_value(blanked, kind, at))
        .or_else(|| missing_colon(blanked, kind, at, token))
        .or_else(|| half_key(blanked, kind, token.min(at)))
        .unwrap_or_else(|| bad_line(blanked, kind, at, token));
    let Found { span, message, help, blank } = found;
    let error = SyntaxError { span, message, help, kind: ErrorKind::Grammar, repair: None };
    Damage { error: Some(error), blank }
}

struct Found {
    span: Span,
    message: String,
    help: Option<String>,
    blank: Vec<Span>,
}

impl Found {
    fn new(span: Span, message: impl Into<String>, help: &str, blank: Vec<Span>) -> Found {
        let help = Some(help.to_owned()).filter(|help| !help.is_empty());
        Found { span, message: message.into(), help, blank }
    }
}

/// Finds a quote that is not closed on its line. The parser reports it only later.
fn unclosed_quote(text: &str, kind: &Parsed, at: usize, token: usize) -> Option<Found> {
    let quote = text[token..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let is_unclosed = matches!(
        kind,
        Parsed::UnclosedQuotedScalar
            | Parsed::DocumentIndicatorInQuotedScalar
            | Parsed::InvalidQuotedScalarIndent
            | Parsed::InvalidFlowScalarIndent
    );
    let line = line_of(text, token);
    if !is_unclosed && at <= line.end as usize {
        return None;
    }
    let span = Span::new(token, token + 1);
    let mut blank = vec![Span::new(token, line.end as usize)];
    let begins_line = text[line.start as usize..token].trim_matches([' ', '-']).is_empty();
    blank.extend(block_below(text, token).filter(|_| begins_line && is_head(&text[line.range()])));
    Some(Found::new(span, format!("unclosed `{quote}`"), "", blank))
}

fn is_tab(kind: &Parsed) -> bool {
    matches!(
        kind,
        Parsed::TabInIndentation
            | Parsed::TabInBlockIndentation
            | Parsed::TabNotAllowed
            | Parsed::TabInPlainScalar
            | Parsed::TabAtBlockScalarStart
            | Parsed::InvalidIndentation
    )
}

fn is_bracket(text: &str, at: usize) -> Option<usize> {
    text[at..].starts_with(['{', '[']).then_some(at)
}

/// Finds a tab in the indentation, which is blanked.
fn tab(text: &str, at: usize) -> Option<Found> {
    let line = line_of(text, at);
    let start = line.start as usize;
    let indent = indentation(text, start);
    let tab = text[start..start + indent].find('\t')?;
    let tabs = text[start + tab..start + indent].bytes().take_while(|&b| b == b'\t').count();
    let span = Span::new(start + tab, start + tab + tabs);
    let blank = vec![Span::new(start, start + indent)];
    Some(Found::new(span, "line is indented with a tab", "indent it with spaces", blank))
}

/// Finds a bracket that is not closed before the text continues outside of it.
fn unclosed_bracket(text: &str, kind: &Parsed, at: usize, opened: Option<usize>) -> Option<Found> {
    let opened = opened.filter(|&opened| opened <= at)?;
    let line = line_of(text, opened);
    let is_at_end = matches!(
        kind,
        Parsed::UnexpectedEofFlowSequence
            | Parsed::UnexpectedEofFlowMapping
            | Parsed::UnexpectedEofImplicitFlowMapping
            | Parsed::UnclosedFlowCollection { .. }
    ) || text[at..].trim().is_empty();
    let is_outside = at > line.end as usize && indentation(text, at) <= indentation(text, opened);
    if !is_at_end && !is_outside && at > line.end as usize {
        return None;
    }
    let bracket = text[opened..].chars().next().filter(|c| matches!(c, '{' | '['))?;
    let close = if bracket == '{' { '}' } else { ']' };
    let span = Span::new(opened, opened + 1);
    let blank = vec![Span::new(opened, line.end as usize)];
    if is_at_end || is_outside {
        let mut blank = blank;
        blank.extend(block_below(text, opened));
        return Some(Found::new(span, format!("unclosed `{bracket}`"), "", blank));
    }
    let span = token_span(text, at);
    let message = format!("expected `,` or `{close}`");
    Some(Found::new(span, message, "put the value in quotes if these characters belong to it", blank))
}

/// Finds an invalid value. Its key is kept.
fn bad_value(text: &str, kind: &Parsed, at: usize) -> Option<Found> {
    let line = line_of(text, at);
    let before = &text[line.start as usize..at];
    let rest = vec![Span::new(at, line.end as usize)];
    if let Parsed::UnexpectedCharacter { character } = kind {
        let span = token_span(text, at);
        let (message, help) = match character.is_control() {
            true => ("unexpected control character".to_owned(), "remove it"),
            false => (format!("value begins with `{character}`"), "put the value in quotes"),
        };
        let mut blank = rest;
        let is_whole = before.trim_matches([' ', '-']).is_empty() && is_head(&text[line.range()]);
        blank.extend(block_below(text, at).filter(|_| is_whole));
        return Some(Found::new(span, message, help, blank));
    }
    let is_second_colon = matches!(kind, Parsed::MappingValueNotAllowed | Parsed::InvalidColonPlacement)
        && text[at..].starts_with(':');
    let key_end = before.find(": ").filter(|_| is_second_colon)?;
    let start = line.start as usize + key_end + 1;
    let value = start + (text[start..].len() - text[start..].trim_start_matches(' ').len());
    let span = Span::new(at, at + 1);
    let mut blank = vec![Span::new(value, line.end as usize)];
    blank.extend(block_below(text, value).filter(|_| is_head(&text[line.range()])));
    Some(Found::new(span, "unquoted value contains `: `", "put the value in quotes", blank))
}

/// Finds a line without a colon where a field is expected.
fn missing_colon(text: &str, kind: &Parsed, at: usize, token: usize) -> Option<Found> {
    let is_key =
        matches!(kind, Parsed::SimpleKeyExpected | Parsed::InvalidSimpleKey | Parsed::MappingValueNotAllowed);
    let token = token.min(at);
    let line = line_of(text, token);
    let source = text[token..line.end as usize].trim_end();
    let begins_line = text[line.start as usize..token].trim_matches([' ', '-']).is_empty();
    if !is_key || !begins_line || source.is_empty() || source.contains(": ") {
        return None;
    }
    let span = Span::new(token, token + source.len());
    let has_colon = source.contains(':');
    let (message, help) = match has_colon {
        true => ("expected a space after `:`".to_owned(), "write `name: value`"),
        false => (format!("expected `:` after `{}`", shortened(source)), "write `name: value`"),
    };
    let mut blank = vec![Span::new(token, line.end as usize)];
    blank.extend(block_below(text, token));
    Some(Found::new(span, message, help, blank))
}

/// Finds a word above the first field of an object, where another field is being typed.
fn half_key(text: &str, kind: &Parsed, at: usize) -> Option<Found> {
    let line = line_of(text, at);
    let word = last_line(&text[..line.start as usize])?;
    let source = text[word.range()].trim_matches([' ', '-', '\r']);
    let start = word.start as usize + text[word.range()].find(source)?;
    let is_beside = start - word.start as usize == indentation(text, line.start as usize);
    let is_first = text[word.start as usize..start].contains('-')
        || last_line(&text[..word.start as usize]).is_none_or(|above| is_head(&text[above.range()]));
    let is_plain =
        !source.starts_with(['"', '\'', '{', '[', '|', '>', '&', '*', '!']) && !source.contains(": ");
    if !matches!(kind, Parsed::MappingValueNotAllowed) || !is_plain || !is_beside || !is_first {
        return None;
    }
    let span = Span::new(start, start + source.len());
    let message = format!("expected `:` after `{}`", shortened(source));
    Some(Found::new(span, message, "write `name: value`", vec![span]))
}

/// Returns the last line that has more than whitespace and a comment.
fn last_line(text: &str) -> Option<Span> {
    let mut end = text.len();
    while let Some(before) = text[..end].strip_suffix('\n') {
        let line = line_of(before, before.len());
        if !matches!(before[line.range()].trim().chars().next(), None | Some('#')) {
            return Some(line);
        }
        end = line.start as usize;
    }
    None
}

/// Blames the whole line, for any other error.
fn bad_line(text: &str, kind: &Parsed, at: usize, token: usize) -> Found {
    let is_blank = |at: usize| text[line_of(text, at).range()].trim().is_empty();
    let at = match is_blank(at) {
        false => at,
        true if !is_blank(token.min(text.len())) => token,
        true => match text[..at].trim_end().len() {
            0 => at,
            len => boundary(text, len - 1),
        },
    };
    let line = line_of(text, at);
    let start = line.start as usize + indentation(text, line.start as usize).min(line.range().len());
    let end = start + text[start..line.end as usize].trim_end().len();
    let span = Span::new(start, end);
    let mut blank: Vec<Span> = if span.is_empty() { vec![] } else { vec![span] };
    if is_head(&text[span.range()]) {
        blank.extend(block_below(text, start));
    }
    let (message, help) = message(kind);
    Found::new(span, message, help, blank)
}

fn message(kind: &Parsed) -> (String, &'static str) {
    let (message, help) = match kind {
        Parsed::InvalidIndentation | Parsed::ExpectedBlockMappingKey | Parsed::ExpectedBlockSequenceEntry => {
            (
                "line does not match the structure of the lines before it",
                "indent it like its neighbors, and write `name: value` or `- item`",
            )
        }
        Parsed::MappingValueNotAllowed => {
            ("unexpected field", "indent the line like its neighbors, or put the value before it in quotes")
        }
        Parsed::SimpleKeyExpected | Parsed::InvalidSimpleKey | Parsed::MappingKeyNotAllowed => {
            ("expected `name: value`", "")
        }
        Parsed::UnclosedQuotedScalar => ("unclosed quote", ""),
        Parsed::InvalidTrailingSingleQuotedScalar | Parsed::InvalidTrailingDoubleQuotedScalar => (
            "unexpected text after the closing quote",
            "inside the string, double a single quote or escape a double quote",
        ),
        Parsed::UnknownQuotedScalarEscape => {
            ("unknown escape sequence", "write a backslash as `\\\\`, or use single quotes")
        }
        Parsed::InvalidQuotedScalarHexEscape
        | Parsed::InvalidLowSurrogateHexEscape
        | Parsed::InvalidLowSurrogate
        | Parsed::MissingLowSurrogate
        | Parsed::UnpairedLowSurrogate
        | Parsed::InvalidUnicodeEscape => ("escape sequence is not a valid character", ""),
        Parsed::BlockSequenceEntryNotAllowed
        | Parsed::BlockEntryInFlowCollection
        | Parsed::InvalidBlockEntryWhitespace => ("unexpected `- `", "begin the list on a line of its own"),
        Parsed::MisplacedFlowCollectionEnd => ("unmatched closing bracket", ""),
        Parsed::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("`{close}` does not match `{open}`"), "");
        }
        Parsed::ExpectedFlowMappingSeparator => ("expected `,` or `}`", ""),
        Parsed::ExpectedFlowSequenceSeparator => ("expected `,` or `]`", ""),
        Parsed::InvalidBlockScalarHeader => {
            ("unexpected text after `|` or `>`", "begin the string on the next line")
        }
        Parsed::InvalidBlockScalarIndent | Parsed::TabAtBlockScalarStart | Parsed::ZeroBlockScalarIndent => {
            ("block scalar is not indented correctly", "")
        }
        Parsed::CommentNotSeparated => ("missing space before the `#` of a comment", ""),
        Parsed::MissingAnchorOrAliasName => {
            ("missing name after `*` or `&`", "put the value in quotes if it is a string")
        }
        Parsed::InvalidTagTerminator
        | Parsed::UndeclaredTagHandle
        | Parsed::InvalidGlobalTagCharacter
        | Parsed::MissingTagUri => ("invalid tag", "put the value in quotes if it is a string"),
        Parsed::BomInsideDocument => ("byte order mark inside the document", "remove it"),
        _ => ("invalid YAML", ""),
    };
    (message.to_owned(), help)
}

/// Returns the lines below a line that belong to it: those that are indented at least as deep as the first of them.
fn block_below(text: &str, at: usize) -> Option<Span> {
    let line = line_of(text, at);
    let mut indent = indentation(text, line.start as usize) + 1;
    let start = next_line(text, line.end as usize);
    let mut end = start;
    let mut next = start;
    while next < text.len() {
        let below = line_of(text, next);
        let is_blank = text[below.range()].trim().is_empty();
        if !is_blank {
            let own = indentation(text, next);
            if own < indent {
                break;
            }
            indent = if end == start { own } else { indent };
            end = below.end as usize;
        }
        next = next_line(text, below.end as usize);
    }
    (start < end).then(|| Span::new(start + indentation(text, start).min(end - start), end))
}

/// Returns whether the lines below a line belong to it, because it ends with the indicator of a field, an item or a
/// block.
fn is_head(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with([':', '|', '>']) || line.ends_with(" -") || line.ends_with("|-") || line.ends_with(">-")
}

/// Returns the line that contains an offset, without its line break.
pub(super) fn line_of(text: &str, at: usize) -> Span {
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |i| at + i);
    Span::new(start, end.max(start))
}

fn next_line(text: &str, line_end: usize) -> usize {
    text[line_end..].find('\n').map_or(text.len(), |i| line_end + i + 1)
}

/// Returns the span of the word at an offset.
fn token_span(text: &str, at: usize) -> Span {
    let len = text[at..].find([' ', '\t', '\n', '\r', ',', ']', '}']).unwrap_or(text.len() - at);
    Span::new(at, at + len.max(text[at..].chars().next().map_or(0, char::len_utf8)))
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
