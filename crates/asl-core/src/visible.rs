//! Texts of others as they are shown to people. A name or a message may hold characters that act on a terminal, on a log or
//! on the text around them instead of being seen: these are written as escapes of Rust, wherever a text goes out.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character acts instead of being seen: control characters (C0, DEL and C1), marks that change the direction of
/// the text, the separators of lines and paragraphs, and the byte order mark.
pub fn is_hidden(c: char) -> bool {
    match c {
        '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => true,
        c => c.is_control(),
    }
}

/// A text on one line in which everything is seen: a line end is `\n`, an escape character `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    text.chars().for_each(|c| push_visible(&mut out, c));
    out.into()
}

/// Adds a character, or its escape.
pub fn push_visible(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_hidden(c) => _ = write!(out, "{}", c.escape_unicode()),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_written_as_an_escape() {
        assert_eq!(visible("\u{1b}]0;x\u{7}\na\tb\r"), "\\u{1b}]0;x\\u{7}\\na\\tb\\r");
        assert_eq!(
            visible("\u{7f}\u{9b}\u{202e}\u{2066}\u{2028}\u{feff}"),
            "\\u{7f}\\u{9b}\\u{202e}\\u{2066}\\u{2028}\\u{feff}"
        );
    }

    #[test]
    fn everything_else_stays() {
        for text in ["", "größer", "名前 😀", "e\u{301}", "👩\u{200d}👩", "{%\u{a0}%}", "\\n"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }
}
