//! Names: which characters they have, and what their escapes stand for.

/// What an escaped name stands for. `named` is for `\n` and its kind, which only names in quotes have.
pub(super) fn unescape(text: &str, named: Escapes) -> String {
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
            value.push(if named == Escapes::Quoted { control(c) } else { c });
            rest = &rest[c.len_utf8()..];
        }
    }
    value.push_str(rest);
    value
}

/// Which escapes a name has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// A backslash makes the next character plain.
    Plain,
    /// As in Java: `\n`, `\t` and so on are control characters.
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

/// The character of `uXXXX`, or of two of them for one beyond the first plane, and the length of its text.
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

// Combining marks are part of identifiers and have no test in the standard library, hence all of non-ASCII.
pub(super) fn continues_variable(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}
