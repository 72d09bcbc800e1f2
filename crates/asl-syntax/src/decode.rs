//! Encoding and decoding of JSON strings.

use crate::OffsetMap;
use crate::text::Span;

/// Returns a string in JSON's notation, with quotes and escape sequences.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Decodes the source text of a string, without its quotes. Returns the value, and the span in `source` and the message
/// of each error.
pub(super) fn unescape(source: &str) -> (String, Vec<(Span, String)>) {
    let mut value = String::with_capacity(source.len());
    let mut bad = Vec::new();
    for piece in pieces(source, 0, '"') {
        match piece.escaped {
            None => value.push_str(&source[piece.span.range()]),
            Some(Ok(c)) => value.push(c),
            Some(Err(message)) => {
                bad.push((piece.span, message));
                value.push('\u{fffd}');
            }
        }
    }
    (value, bad)
}

/// Returns the map of a string to the file. `source` includes the quotes, and starts at `base`.
pub(super) fn offsets(source: &str, base: u32) -> OffsetMap {
    let quote = source.chars().next().filter(|&c| c == '"' || closing_quotes(c).is_some());
    let mut map = OffsetMap::default();
    for Piece { escaped, span } in pieces(source, quote.map_or(0, char::len_utf8), quote.unwrap_or('"')) {
        let len = match escaped {
            None => span.range().len(),
            Some(value) => value.map_or('\u{fffd}'.len_utf8(), char::len_utf8),
        };
        map.push(len, Span { start: base + span.start, end: base + span.end });
    }
    map
}

/// Returns the quotes that close a string that opens with a quote other than JSON's: a single quote, or a typographic
/// one.
pub(super) fn closing_quotes(open: char) -> Option<&'static [char]> {
    match open {
        '\'' => Some(&['\'']),
        '\u{201c}' | '\u{201d}' | '\u{201e}' => Some(&['\u{201c}', '\u{201d}']),
        '\u{2018}' | '\u{2019}' | '\u{201a}' => Some(&['\u{2018}', '\u{2019}']),
        '\u{ab}' => Some(&['\u{bb}']),
        _ => None,
    }
}

/// An escape sequence, or the text between two of them.
struct Piece {
    /// `None` for verbatim text.
    escaped: Option<Result<char, String>>,
    span: Span,
}

/// Returns the pieces of a string from `start` on. `quote` is the quote of the string, which may be escaped.
fn pieces(source: &str, start: usize, quote: char) -> impl Iterator<Item = Piece> {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = source.get(at..).filter(|rest| !rest.is_empty())?;
        let (escaped, len) = match memchr::memchr(b'\\', rest.as_bytes()) {
            Some(0) => {
                let (value, len) = escape(rest, quote);
                (Some(value), len)
            }
            next => (None, next.unwrap_or(rest.len())),
        };
        at += len;
        Some(Piece { escaped, span: Span::new(at - len, at) })
    })
}

/// A character or an escape sequence.
pub(super) struct Unit {
    pub(super) value: Result<char, String>,
    pub(super) span: Span,
}

/// Returns the characters of a string from `start` on. `quote` is the quote of the string, which may be escaped.
pub(super) fn units(source: &str, start: usize, quote: char) -> impl Iterator<Item = Unit> {
    let mut at = start;
    std::iter::from_fn(move || {
        let (value, len) = match source[at..].chars().next()? {
            '\\' => escape(&source[at..], quote),
            c => (Ok(c), c.len_utf8()),
        };
        at += len;
        Some(Unit { value, span: Span::new(at - len, at) })
    })
}

/// Decodes the escape sequence at the start of `text`. Returns the character or a message, and the length of the
/// sequence in bytes.
fn escape(text: &str, quote: char) -> (Result<char, String>, usize) {
    let Some(kind) = text[1..].chars().next() else {
        return (Err("incomplete escape sequence `\\`".to_owned()), 1);
    };
    let simple = match kind {
        '"' | '\\' | '/' => Some(kind),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        c if c == quote => Some(c),
        _ => None,
    };
    if let Some(c) = simple {
        return (Ok(c), 1 + kind.len_utf8());
    }
    if kind != 'u' {
        let message = format!("`\\{kind}` is not an escape sequence of JSON; a backslash is written `\\\\`");
        return (Err(message), 1 + kind.len_utf8());
    }
    let Some(first) = hex4(&text[2..]) else {
        let len = 2 + text[2..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        return (Err("`\\u` is not followed by four hexadecimal digits".to_owned()), len);
    };
    let second = text[6..].strip_prefix("\\u").and_then(hex4);
    let paired = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    match (char::from_u32(first.into()), paired) {
        (Some(c), _) => (Ok(c), 6),
        (None, Some(c)) => (Ok(c), 12),
        (None, None) => (Err(format!("`{}` is an unpaired surrogate", &text[..6])), 6),
    }
}

fn hex4(text: &str) -> Option<u16> {
    let digits = text.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}
