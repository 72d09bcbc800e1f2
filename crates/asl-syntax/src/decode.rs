//! Strings as JSON writes them and the values that they stand for.

use crate::OffsetMap;
use crate::text::Span;

/// A string as JSON writes it.
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

/// The value of a string without its quotes, and what is bad in it: a place in the text given, and what is wrong there.
pub(super) fn unescape(written: &str) -> (String, Vec<(Span, String)>) {
    let mut value = String::with_capacity(written.len());
    let mut bad = Vec::new();
    for unit in units(written, 0, '"') {
        match unit.value {
            Ok(c) => value.push(c),
            Err(message) => {
                bad.push((unit.span, message));
                value.push('\u{fffd}');
            }
        }
    }
    (value, bad)
}

/// Where the value of a string lies. `written` has its quotes and stands at `base`.
pub(super) fn offsets(written: &str, base: u32) -> OffsetMap {
    let quote = written.chars().next().filter(|&c| c == '"' || closing_quotes(c).is_some());
    let mut map = OffsetMap::default();
    for Unit { value, span } in units(written, quote.map_or(0, char::len_utf8), quote.unwrap_or('"')) {
        let len = value.map_or('\u{fffd}'.len_utf8(), char::len_utf8);
        map.push(len, Span { start: base + span.start, end: base + span.end });
    }
    map
}

/// The quotes that end a string which begins with one that JSON does not have: a single one, or one of word processors.
pub(super) fn closing_quotes(open: char) -> Option<&'static [char]> {
    match open {
        '\'' => Some(&['\'']),
        '\u{201c}' | '\u{201d}' | '\u{201e}' => Some(&['\u{201c}', '\u{201d}']),
        '\u{2018}' | '\u{2019}' | '\u{201a}' => Some(&['\u{2018}', '\u{2019}']),
        '\u{ab}' => Some(&['\u{bb}']),
        _ => None,
    }
}

/// A character or an escape.
pub(super) struct Unit {
    pub(super) value: Result<char, String>,
    pub(super) span: Span,
}

/// The characters of a string from a place on. The quote that the string is in may be escaped.
pub(super) fn units(written: &str, start: usize, quote: char) -> impl Iterator<Item = Unit> {
    let mut at = start;
    std::iter::from_fn(move || {
        let (value, len) = match written[at..].chars().next()? {
            '\\' => escape(&written[at..], quote),
            c => (Ok(c), c.len_utf8()),
        };
        at += len;
        Some(Unit { value, span: Span::new(at - len, at) })
    })
}

/// The escape that a text begins with: its character, or what is wrong with it, and its length in bytes.
fn escape(text: &str, quote: char) -> (Result<char, String>, usize) {
    let Some(kind) = text[1..].chars().next() else {
        return (Err("nothing follows this `\\`".to_owned()), 1);
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
        let message = format!("`\\{kind}` is not an escape of JSON; a backslash itself is written `\\\\`");
        return (Err(message), 1 + kind.len_utf8());
    }
    let Some(first) = hex4(&text[2..]) else {
        let len = 2 + text[2..].bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
        return (Err("`\\u` takes four hexadecimal digits".to_owned()), len);
    };
    let second = text[6..].strip_prefix("\\u").and_then(hex4);
    let paired = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
    match (char::from_u32(first.into()), paired) {
        (Some(c), _) => (Ok(c), 6),
        (None, Some(c)) => (Ok(c), 12),
        (None, None) => (Err(format!("`{}` is half of a surrogate pair", &text[..6])), 6),
    }
}

fn hex4(text: &str) -> Option<u16> {
    let digits = text.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}
