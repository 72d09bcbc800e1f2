//! Damaged places of YAML: what to say of them, and what to leave out so that the rest can be read.

use granit_parser::ErrorKind as Parsed;

use super::reader::{Place, content, indentation};
use crate::text::Span;
use crate::{ErrorKind, MAX_DEPTH, SyntaxError};

/// A damaged place.
pub(super) struct Damage {
    /// What is said of it; nothing if the line has been reported already.
    pub(super) error: Option<SyntaxError>,
    /// The parts of the text that are left out. Nothing where reading on is of no use.
    pub(super) blank: Vec<Span>,
}

/// Finds what is to blame for an error of the parser. `blanked` is the text without what was damaged before.
pub(super) fn locate(text: &str, blanked: &str, kind: &Parsed, at: usize, place: Place) -> Damage {
    let at = boundary(text, at);
    if *kind == Parsed::RecursionLimitExceeded {
        let message = format!("values are nested more than {MAX_DEPTH} levels deep here");
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

/// A quote that runs over its line, as the parser finds out only later.
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
    Some(Found::new(span, format!("this `{quote}` is not closed"), "", blank))
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

/// A tab in the indentation: it is read as a space.
fn tab(text: &str, at: usize) -> Option<Found> {
    let line = line_of(text, at);
    let start = line.start as usize;
    let indent = indentation(text, start);
    let tab = text[start..start + indent].find('\t')?;
    let tabs = text[start + tab..start + indent].bytes().take_while(|&b| b == b'\t').count();
    let span = Span::new(start + tab, start + tab + tabs);
    let blank = vec![Span::new(start, start + indent)];
    Some(Found::new(span, "a tab cannot indent a line of YAML", "indent with spaces", blank))
}

/// A bracket that is not closed before the text goes on outside of it.
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
        return Some(Found::new(span, format!("this `{bracket}` has no `{close}`"), "", blank));
    }
    let span = token_span(text, at);
    let message = format!("expected `,` or `{close}` here");
    Some(Found::new(span, message, "quote the text if the signs belong to it", blank))
}

/// A value that cannot be one: the key before it stays.
fn bad_value(text: &str, kind: &Parsed, at: usize) -> Option<Found> {
    let line = line_of(text, at);
    let before = &text[line.start as usize..at];
    let rest = vec![Span::new(at, line.end as usize)];
    if let Parsed::UnexpectedCharacter { character } = kind {
        let span = token_span(text, at);
        let (message, help) = match character.is_control() {
            true => ("a control character cannot stand here".to_owned(), "remove it"),
            false => (format!("`{character}` cannot begin a value"), "put the value in quotes"),
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
    Some(Found::new(span, "a second `: ` in a value without quotes", "put the value in quotes", blank))
}

/// A line without a colon where a name of a field should stand.
fn missing_colon(text: &str, kind: &Parsed, at: usize, token: usize) -> Option<Found> {
    let is_key =
        matches!(kind, Parsed::SimpleKeyExpected | Parsed::InvalidSimpleKey | Parsed::MappingValueNotAllowed);
    let token = token.min(at);
    let line = line_of(text, token);
    let written = text[token..line.end as usize].trim_end();
    let begins_line = text[line.start as usize..token].trim_matches([' ', '-']).is_empty();
    if !is_key || !begins_line || written.is_empty() || written.contains(": ") {
        return None;
    }
    let span = Span::new(token, token + written.len());
    let has_colon = written.contains(':');
    let (message, help) = match has_colon {
        true => ("expected a space after the `:`".to_owned(), "write `name: value`"),
        false => (format!("expected `:` after `{}`", shortened(written)), "write `name: value`"),
    };
    let mut blank = vec![Span::new(token, line.end as usize)];
    blank.extend(block_below(text, token));
    Some(Found::new(span, message, help, blank))
}

/// A word above the first field of an object, as when another field is being written there.
fn half_key(text: &str, kind: &Parsed, at: usize) -> Option<Found> {
    let line = line_of(text, at);
    let word = last_line(&text[..line.start as usize])?;
    let written = text[word.range()].trim_matches([' ', '-', '\r']);
    let start = word.start as usize + text[word.range()].find(written)?;
    let is_beside = start - word.start as usize == indentation(text, line.start as usize);
    let is_first = text[word.start as usize..start].contains('-')
        || last_line(&text[..word.start as usize]).is_none_or(|above| is_head(&text[above.range()]));
    let is_plain =
        !written.starts_with(['"', '\'', '{', '[', '|', '>', '&', '*', '!']) && !written.contains(": ");
    if !matches!(kind, Parsed::MappingValueNotAllowed) || !is_plain || !is_beside || !is_first {
        return None;
    }
    let span = Span::new(start, start + written.len());
    let message = format!("expected `:` after `{}`", shortened(written));
    Some(Found::new(span, message, "write `name: value`", vec![span]))
}

/// The last line that has more than blanks and a comment.
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

/// A line that does not fit, for whatever reason.
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
                "this line does not fit to the lines before it",
                "indent it as its neighbours, and write `name: value` or `- item`",
            )
        }
        Parsed::MappingValueNotAllowed => {
            ("no field can begin here", "indent the line as its neighbours, or quote the value before it")
        }
        Parsed::SimpleKeyExpected | Parsed::InvalidSimpleKey | Parsed::MappingKeyNotAllowed => {
            ("expected `name: value` here", "")
        }
        Parsed::UnclosedQuotedScalar => ("a quote is not closed", ""),
        Parsed::InvalidTrailingSingleQuotedScalar | Parsed::InvalidTrailingDoubleQuotedScalar => {
            ("something stands behind the closing quote", "double a single quote, escape a double quote")
        }
        Parsed::UnknownQuotedScalarEscape => {
            ("this is not an escape of YAML", "a backslash itself is written `\\\\`, or use single quotes")
        }
        Parsed::InvalidQuotedScalarHexEscape
        | Parsed::InvalidLowSurrogateHexEscape
        | Parsed::InvalidLowSurrogate
        | Parsed::MissingLowSurrogate
        | Parsed::UnpairedLowSurrogate
        | Parsed::InvalidUnicodeEscape => ("this escape does not name a character", ""),
        Parsed::BlockSequenceEntryNotAllowed
        | Parsed::BlockEntryInFlowCollection
        | Parsed::InvalidBlockEntryWhitespace => {
            ("no `- ` can stand here", "begin the list on a line of its own")
        }
        Parsed::MisplacedFlowCollectionEnd => ("this bracket closes nothing", ""),
        Parsed::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("`{close}` cannot close `{open}`"), "");
        }
        Parsed::ExpectedFlowMappingSeparator => ("expected `,` or `}` here", ""),
        Parsed::ExpectedFlowSequenceSeparator => ("expected `,` or `]` here", ""),
        Parsed::InvalidBlockScalarHeader => {
            ("nothing but `+`, `-` or a digit can follow `|` or `>`", "begin the text on the next line")
        }
        Parsed::InvalidBlockScalarIndent | Parsed::TabAtBlockScalarStart | Parsed::ZeroBlockScalarIndent => {
            ("this text is not indented as a block", "")
        }
        Parsed::CommentNotSeparated => ("a comment needs a space before its `#`", ""),
        Parsed::MissingAnchorOrAliasName => {
            ("a name should follow `*` or `&`", "put the value in quotes if it is a text")
        }
        Parsed::InvalidTagTerminator
        | Parsed::UndeclaredTagHandle
        | Parsed::InvalidGlobalTagCharacter
        | Parsed::MissingTagUri => ("this tag is not one of YAML", "put the value in quotes if it is a text"),
        Parsed::BomInsideDocument => ("a byte order mark stands inside of the document", "remove it"),
        _ => ("this is not YAML", ""),
    };
    (message.to_owned(), help)
}

/// The lines below a line that belong to it: those that are indented as deep as the first of them.
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

/// Whether the lines below a line belong to it: it ends with the sign of a field, an item or a block.
fn is_head(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with([':', '|', '>']) || line.ends_with(" -") || line.ends_with("|-") || line.ends_with(">-")
}

/// The line that holds a place, without its line end.
pub(super) fn line_of(text: &str, at: usize) -> Span {
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |i| at + i);
    Span::new(start, end.max(start))
}

fn next_line(text: &str, line_end: usize) -> usize {
    text[line_end..].find('\n').map_or(text.len(), |i| line_end + i + 1)
}

/// The word at a place.
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
