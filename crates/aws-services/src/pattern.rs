//! The regular expressions that strings match.
//!
//! AWS's services evaluate them as Java does. Only what all common engines agree on is evaluated here: ASCII, without
//! look-around, backreferences, inline flags, possessive quantifiers, character properties and set operations.

use regex_automata::nfa::thompson::{self, pikevm::PikeVM};
use regex_automata::util::syntax;

/// The maximum size of a compiled expression, in bytes. Only counted repetitions of many characters need more.
const SIZE: usize = 1 << 18;

/// A regular expression for a whole string.
#[derive(Debug, Clone)]
pub struct StringPattern(PikeVM);

impl StringPattern {
    /// Reads the expression of an API; `None` if engines could disagree on its meaning.
    ///
    /// Services compare the whole string, whether or not the expression has anchors. An expression with an anchor at one
    /// end only is meant for that end.
    pub fn new(pattern: &str) -> Option<StringPattern> {
        if !is_simple(pattern) {
            return None;
        }
        let is_open = pattern.starts_with('^') != ends_with_anchor(pattern);
        let whole = if is_open { pattern.to_owned() } else { format!("^(?:{pattern})$") };
        let config = thompson::Config::new().utf8(false).nfa_size_limit(Some(SIZE));
        let syntax = syntax::Config::new().unicode(false).utf8(false);
        PikeVM::builder().syntax(syntax).thompson(config).build(&whole).ok().map(StringPattern)
    }

    /// Returns whether a string matches; `None` if engines could disagree, as on line breaks and letters beyond ASCII.
    pub fn matches(&self, text: &str) -> Option<bool> {
        let is_plain = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        is_plain.then(|| self.0.is_match(&mut self.0.create_cache(), text))
    }
}

fn ends_with_anchor(pattern: &str) -> bool {
    pattern
        .strip_suffix('$')
        .is_some_and(|rest| (rest.len() - rest.trim_end_matches('\\').len()).is_multiple_of(2))
}

/// Whether Java, Python and the engine used here agree on the meaning of an expression.
fn is_simple(pattern: &str) -> bool {
    let mut rest = pattern.as_bytes();
    let mut in_class = false;
    let mut repeats = false;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let could_repeat = std::mem::take(&mut repeats);
        match byte {
            b'\\' => {
                let Some((&escaped, after)) = rest.split_first() else { return false };
                rest = after;
                // Letters other than these have different meanings.
                if escaped.is_ascii_alphanumeric() && !b"dDwWsS".contains(&escaped) || !escaped.is_ascii() {
                    return false;
                }
            }
            b'[' if in_class => return false,
            b'[' => {
                in_class = true;
                rest = rest.strip_prefix(b"^").unwrap_or(rest);
                // A bracket or hyphen at the start is a character for some engines only.
                if rest.starts_with(b"]") {
                    return false;
                }
            }
            b']' if in_class => in_class = false,
            b'&' | b'-' | b'~' if in_class && rest.first() == Some(&byte) => return false,
            _ if in_class => {}
            b'(' if rest.starts_with(b"?") && !rest.starts_with(b"?:") => return false,
            b'(' => rest = rest.strip_prefix(b"?:").unwrap_or(rest),
            b'{' if could_repeat => return false,
            b'{' => {
                let Some(end) = rest.iter().position(|&byte| byte == b'}') else { return false };
                let (count, after) = rest.split_at(end);
                if count.is_empty() || !count.iter().all(|byte| byte.is_ascii_digit() || *byte == b',') {
                    return false;
                }
                rest = &after[1..];
                repeats = true;
            }
            b'}' | b']' => return false,
            // `a++` is possessive, and `a**` an error for some.
            b'*' | b'+' if could_repeat => return false,
            b'*' | b'+' | b'?' => repeats = true,
            _ => {}
        }
        if !byte.is_ascii() {
            return false;
        }
    }
    !in_class
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_string_is_compared() {
        for (pattern, text, matches) in [
            ("[a-z]+", "table", true),
            ("[a-z]+", "my table", false),
            ("a|b", "b", true),
            ("a|b", "bc", false),
            ("^a|b$", "bc", false),
            (r"\d{12}", "123456789012", true),
            (r"\d{12}", "12345678901", false),
            (r"[\w+=,.@-]+", "a@b-c", true),
            (r"^[\S\s]*$", "what ever", true),
            (r"cost\$", "cost$", true),
            (r"cost\$", "cost", false),
            // One anchor is enough for one end.
            ("^arn:", "arn:aws", true),
            ("^arn:", "aws", false),
            (r"\.fifo$", "queue.fifo", true),
            (r"\.fifo$", "queue", false),
            ("", "", true),
            ("", "a", false),
        ] {
            let found = StringPattern::new(pattern).unwrap().matches(text);
            assert_eq!(found, Some(matches), "{pattern} {text}");
        }
    }

    #[test]
    fn what_engines_disagree_on_is_unknown() {
        for pattern in [
            r"\p{L}+",
            "(?!aws).*",
            "(?i)a",
            "(?=.*[a-z]).*",
            r"(a)\1",
            "a++",
            "a*+",
            "a{2}+",
            "[a-z&&[^b]]",
            "[[a]]",
            "[]a]",
            "[a--b]",
            "[a",
            "a]",
            "a{",
            "a{x}",
            r"\bword",
            r"\u00e9",
            "é",
            "[é]",
            r"\",
            "(",
            "a**b)",
            "[\\w-.]",
            "(?<name>a)",
            r"\Qa\E",
            r"\h",
            "a{99999}",
            "[z-a]",
        ] {
            assert!(StringPattern::new(pattern).is_none(), "{pattern}");
        }
        let any = StringPattern::new(".*").unwrap();
        for text in ["é", "a\nb", "\u{7f}", "\t"] {
            assert_eq!(any.matches(text), None);
        }
    }
}
