//! Strings as they are written and the values that they stand for.

use crate::text::Span;

/// The value of a string with a bad escape, and the first bad one: its span in the text given and what is wrong.
pub(super) fn unescape(written: &str) -> (String, Option<(Span, String)>) {
    let mut value = String::with_capacity(written.len());
    let mut bad = None;
    let mut at = 0;
    while let Some(c) = written[at..].chars().next() {
        if c != '\\' {
            value.push(c);
            at += c.len_utf8();
            continue;
        }
        let (decoded, len) = escape(&written[at..]);
        match decoded {
            Ok(c) => value.push(c),
            Err(message) => {
                bad.get_or_insert((Span::new(at, at + len), message));
                value.push('\u{fffd}');
            }
        }
        at += len;
    }
    (value, bad)
}

/// Where a part of a string's value stands in the string as it is written, both in bytes. `written` has its quotes.
pub(super) fn written_offsets(written: &str, start: usize, end: usize) -> (usize, usize) {
    let mut at = written.starts_with(['"', '\'']) as usize;
    let mut value = 0;
    let mut from = None;
    while let Some(c) = written[at..].chars().next() {
        if value >= start && from.is_none() {
            from = Some(at);
        }
        if value >= end {
            break;
        }
        let (decoded, len) = match c {
            '\\' => {
                let (decoded, len) = escape(&written[at..]);
                (decoded.unwrap_or('\u{fffd}'), len)
            }
            c => (c, c.len_utf8()),
        };
        value += decoded.len_utf8();
        at += len;
    }
    (from.unwrap_or(at), at)
}

/// The escape that a text begins with: its character, or what is wrong with it, and its length in bytes.
fn escape(text: &str) -> (Result<char, String>, usize) {
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
        _ => None,
    };
    if let Some(c) = simple {
        return (Ok(c), 2);
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
