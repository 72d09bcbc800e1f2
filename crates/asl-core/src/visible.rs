//! Escapes untrusted text for display. Names and messages may contain characters that control a terminal, a log or the
//! text around them; these are replaced by Rust escapes wherever text is printed.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character has an effect instead of a shape: control characters (C0, DEL and C1), bidirectional formatting
/// characters, line and paragraph separators, and the byte order mark.
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

/// Escapes hidden characters in a string: a line feed becomes `\n`, an escape character `\u{1b}`. The result is a single
/// line.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    text.chars().for_each(|c| push_visible(&mut out, c));
    out.into()
}

/// Appends a character, or its escape if it is hidden.
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
    fn hidden_characters_are_escaped() {
        assert_eq!(visible("\u{1b}]0;x\u{7}\na\tb\r"), "\\u{1b}]0;x\\u{7}\\na\\tb\\r");
        assert_eq!(
            visible("\u{7f}\u{9b}\u{202e}\u{2066}\u{2028}\u{feff}"),
            "\\u{7f}\\u{9b}\\u{202e}\\u{2066}\\u{2028}\\u{feff}"
        );
    }

    #[test]
    fn everything_else_is_unchanged() {
        for text in ["", "größer", "名前 😀", "e\u{301}", "👩\u{200d}👩", "{%\u{a0}%}", "\\n"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }
}
