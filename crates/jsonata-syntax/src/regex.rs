//! Regular expressions: where a literal ends, and whether JavaScript accepts it.

use crate::pattern;

/// Returns the length in bytes of the pattern at the start of `text`, up to the slash that ends it. A slash within
/// brackets does not end it; all kinds of brackets are counted together.
pub(super) fn length(text: &str) -> Option<usize> {
    let mut depth = 0i64;
    let mut backslashes = 0usize;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'/' if depth == 0 && backslashes.is_multiple_of(2) => return Some(index),
            b'(' | b'[' | b'{' if backslashes == 0 => depth += 1,
            b')' | b']' | b'}' if backslashes == 0 => depth -= 1,
            _ => {}
        }
        backslashes = if byte == b'\\' { backslashes + 1 } else { 0 };
    }
    None
}

/// Checks a literal; the error is JavaScript's message.
pub(super) fn check_literal(pattern: &str, flags: &str) -> Result<(), String> {
    if flags.matches('i').count() > 1 || flags.matches('m').count() > 1 {
        return Err(format!("Invalid flags supplied to RegExp constructor '{flags}g'"));
    }
    let mut sorted = String::from("g");
    for flag in ['i', 'm'] {
        if flags.contains(flag) {
            sorted.push(flag);
        }
    }
    check(&pattern.encode_utf16().collect::<Vec<_>>(), &sorted)
}

/// Checks a pattern; the error is JavaScript's message. The flags are only used in the message.
pub(super) fn check(units: &[u16], flags: &str) -> Result<(), String> {
    pattern::check(units).map_err(|reason| {
        let source = String::from_utf16_lossy(units);
        format!("Invalid regular expression: /{source}/{flags}: {reason}")
    })
}

/// Returns the text of a valid literal as JavaScript prints it.
pub(super) fn print(pattern: &str, flags: &str) -> String {
    let mut out = String::from("/");
    let mut in_class = false;
    let mut escaped = false;
    for c in pattern.chars() {
        match c {
            '/' if !escaped && !in_class => out.push_str("\\/"),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => {
                if !escaped {
                    out.push('\\');
                }
                match c {
                    '\n' => out.push('n'),
                    '\r' => out.push('r'),
                    _ => out.push_str(&format!("u{:04x}", u32::from(c))),
                }
            }
            _ => out.push(c),
        }
        match c {
            _ if escaped => {}
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    out.push_str("/g");
    for flag in ['i', 'm'] {
        if flags.contains(flag) {
            out.push(flag);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_literal() {
        assert_eq!(length("a/b"), Some(1));
        assert_eq!(length("a\\/b/"), Some(4));
        assert_eq!(length("[/]/"), Some(3));
        assert_eq!(length("a)/"), None);
    }

    #[test]
    fn what_javascript_rejects() {
        for (pattern, reason) in [
            ("a**", "Nothing to repeat"),
            ("(", "Unterminated group"),
            (")", "Unmatched ')'"),
            ("[b-a]", "Range out of order in character class"),
            ("(?<a>x)(?<a>y)", "Duplicate capture group name"),
            ("a{2,1}", "numbers out of order in {} quantifier"),
            ("(?a)", "Invalid group"),
            ("(?<=a)*", "Invalid quantifier"),
            ("(?<a>)\\k<b>", "Invalid named capture referenced"),
        ] {
            let message = check_literal(pattern, "").unwrap_err();
            assert_eq!(message, format!("Invalid regular expression: /{pattern}/g: {reason}"));
        }
    }

    #[test]
    fn what_javascript_accepts() {
        for pattern in
            ["a{,2}", "]", "}", "a{1}?", "(?=a)*", "\\k<a>", "[\\w-a]", "\\c", "[]", "[^]", "(?<é>a)"]
        {
            assert_eq!(check_literal(pattern, "im"), Ok(()), "{pattern}");
        }
    }
}
