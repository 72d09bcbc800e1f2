//! The characters and escape sequences of names.

/// Decodes the escape sequences of a name.
pub(super) fn unescape(text: &str, escapes: Escapes) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some((c, len)) = unicode(rest) {
            value.push(c);
            rest = &rest[len..];
        } else if let Some(c) = rest.chars().next() {
            value.push(if escapes == Escapes::Quoted { control(c) } else { c });
            rest = &rest[c.len_utf8()..];
        }
    }
    value.push_str(rest);
    value
}

/// The escape sequences of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// A backslash escapes the next character.
    Plain,
    /// The same, and `\n`, `\t` and so on are control characters, as in Java.
    Quoted,
}

fn control(c: char) -> char {
    match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        other => other,
    }
}

/// Decodes `uXXXX`, or a surrogate pair of two of them. Returns the character and the length of the sequence in bytes.
fn unicode(text: &str) -> Option<(char, usize)> {
    let first = unit(text)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 5));
    }
    let second = text.get(5..)?.strip_prefix('\\').and_then(unit)?;
    char::decode_utf16([first, second].map(|u| u as u16)).next()?.ok().map(|c| (c, 11))
}

fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    if digits.bytes().all(|b| b.is_ascii_hexdigit()) { u32::from_str_radix(digits, 16).ok() } else { None }
}

pub(super) fn starts_variable(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

// Combining marks are part of identifiers. The standard library cannot recognize them, so all non-ASCII characters
// count.
pub(super) fn continues_variable(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}
