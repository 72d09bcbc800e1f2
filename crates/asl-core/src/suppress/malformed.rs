//! Texts that are meant as suppressions and have no effect.

use super::{MARK, NAME, names};
use crate::text::Span;

/// Words with which people try to suppress findings, as in other linters.
const DIRECTIVES: [&str; 12] = [
    "ignore", "disable", "enable", "suppress", "skip", "noqa", "nolint", "allow", "off", "except", "expect",
    "exclude",
];

/// A text that is meant as a suppression and has no effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Malformed<'t> {
    /// From `asl-lint` to the end of the directive, with the brackets.
    pub(crate) span: Span,
    pub(crate) flaw: Flaw,
    /// The names of rules, which may not exist.
    pub(crate) rules: Vec<&'t str>,
}

/// Why a suppression has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It is written as in another linter, or misspelled.
    Misspelled,
    /// It names no rule.
    NoRule,
    /// The bracket is not closed.
    Unclosed,
    /// It is in a place where it covers nothing.
    NoEffect,
}

/// Whether a text that starts with the name of the tool is meant as a suppression.
pub(super) fn is_meant(text: &str, at: u32) -> bool {
    directive(text, at as usize).is_some()
}

/// What is wrong with a suppression.
pub(super) fn flaw(text: &str, at: u32) -> Option<Malformed<'_>> {
    let start = at as usize;
    let directive = directive(text, start)?;
    let is_exact = text[start..].starts_with(MARK);
    let (flaw, names, end) = match directive.list {
        List::Closed(list) => {
            (Flaw::Misspelled, names(list, directive.end + 1), directive.end + list.len() + 2)
        }
        List::Open(list) => {
            (Flaw::Unclosed, names(list, directive.end + 1), directive.end + 1 + list.trim_end().len())
        }
        List::None => {
            let words = text[directive.end..].lines().next().unwrap_or_default();
            let names = names(words.split("*/").next().unwrap_or_default(), directive.end);
            let known = names.iter().take_while(|(name, _)| may_be_rule(name));
            let end = known.last().map_or(directive.end, |(_, span)| span.end as usize);
            (Flaw::NoRule, names, end)
        }
    };
    let is_empty = names.iter().all(|(name, _)| name.is_empty());
    let rules: Vec<&str> =
        names.into_iter().map(|(name, _)| name).take_while(|name| may_be_rule(name)).collect();
    let flaw = match flaw {
        Flaw::Misspelled if is_empty => Flaw::NoRule,
        Flaw::Misspelled if is_exact => return None,
        Flaw::NoRule if !is_ignore(directive.word) || !rules.is_empty() => Flaw::Misspelled,
        flaw => flaw,
    };
    Some(Malformed { span: Span::new(start, end), flaw, rules })
}

/// The directive of a text that starts with the name of the tool.
struct Directive<'t> {
    word: &'t str,
    /// The end of the word, in bytes of the text.
    end: usize,
    list: List<'t>,
}

/// What follows the word.
enum List<'t> {
    /// A list in brackets.
    Closed(&'t str),
    /// A list without a closing bracket.
    Open(&'t str),
    None,
}

fn directive(text: &str, start: usize) -> Option<Directive<'_>> {
    let rest = &text[start + NAME.len()..];
    let after = rest.trim_start_matches([' ', '\t']);
    let (has_colon, after) = match after.strip_prefix(':') {
        Some(after) => (true, after.trim_start_matches([' ', '\t'])),
        None => (false, after.strip_prefix('-').unwrap_or(after)),
    };
    let word = &after[..after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len())];
    let end = text.len() - after.len() + word.len();
    let list = match text[end..].strip_prefix('[') {
        None => List::None,
        Some(list) => {
            let line = list.lines().next().unwrap_or_default();
            line.split_once(']').map_or(List::Open(line), |(list, _)| List::Closed(list))
        }
    };
    let is_known = DIRECTIVES.iter().any(|known| word.eq_ignore_ascii_case(known)) || is_ignore(word);
    // A sentence may mention the tool: "asl-lint skips this file".
    let begins = || text[..start].trim_end_matches([' ', '\t']).ends_with(['#', '/', '*', '"', '\'']);
    let is_meant = has_colon && !word.is_empty() || is_known && (!matches!(list, List::None) || begins());
    is_meant.then_some(Directive { word, end, list })
}

/// Whether a word has the form of the name of a rule.
fn may_be_rule(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.contains('-')
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Whether a word is `ignore`, or nearly.
fn is_ignore(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    matches!(word.as_str(), "ignore" | "ignores" | "ignored" | "ignor" | "ingore")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_meant_as_suppressions() {
        for (text, flaw, covered, rules) in [
            (
                "asl-lint:ignore[busy-loop] why",
                Flaw::Misspelled,
                "asl-lint:ignore[busy-loop]",
                &["busy-loop"][..],
            ),
            ("asl-lint ignore[busy-loop]", Flaw::Misspelled, "asl-lint ignore[busy-loop]", &["busy-loop"]),
            (
                "asl-lint: Ignore[busy-loop, lost-input]",
                Flaw::Misspelled,
                "asl-lint: Ignore[busy-loop, lost-input]",
                &["busy-loop", "lost-input"],
            ),
            (
                "asl-lint: disable[busy-loop]",
                Flaw::Misspelled,
                "asl-lint: disable[busy-loop]",
                &["busy-loop"],
            ),
            ("asl-lint: disable[loop]", Flaw::Misspelled, "asl-lint: disable[loop]", &[]),
            ("# asl-lint-disable busy-loop", Flaw::Misspelled, "asl-lint-disable busy-loop", &["busy-loop"]),
            ("// asl-lint disable", Flaw::Misspelled, "asl-lint disable", &[]),
            ("asl-lint: ignore busy-loop", Flaw::Misspelled, "asl-lint: ignore busy-loop", &["busy-loop"]),
            ("asl-lint: ignore", Flaw::NoRule, "asl-lint: ignore", &[]),
            ("asl-lint: ignore all of this", Flaw::NoRule, "asl-lint: ignore", &[]),
            ("asl-lint: ignore[]", Flaw::NoRule, "asl-lint: ignore[]", &[]),
            ("asl-lint: ignore[busy-loop", Flaw::Unclosed, "asl-lint: ignore[busy-loop", &["busy-loop"]),
            ("asl-lint: ignore-next-line", Flaw::NoRule, "asl-lint: ignore", &[]),
            ("asl-lint: file", Flaw::Misspelled, "asl-lint: file", &[]),
        ] {
            let at = text.find(NAME).unwrap() as u32;
            let found = flaw_of(text, at);
            assert_eq!(
                (found.flaw, &text[found.span.range()], &found.rules[..]),
                (flaw, covered, rules),
                "{text}"
            );
        }
        for text in ["asl-lint: ignore[busy-loop]", "asl-lint: ignore[a, b] c"] {
            assert!(is_meant(text, 0) && flaw(text, 0).is_none(), "{text}");
        }
        for text in
            ["asl-lint", "asl-lint check order.json", "see asl-lint skip", "asl-lint: ", "asl-lint-disabled"]
        {
            let at = text.find(NAME).unwrap() as u32;
            assert!(!is_meant(text, at), "{text}");
        }
    }

    fn flaw_of(text: &str, at: u32) -> Malformed<'_> {
        assert!(is_meant(text, at), "{text}");
        flaw(text, at).unwrap()
    }
}
