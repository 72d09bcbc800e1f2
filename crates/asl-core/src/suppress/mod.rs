//! Suppressions: `asl-lint: ignore[rule]` in a comment, or in a `Comment` field if the notation has no comments.

mod malformed;

use memchr::memmem;

use crate::syntax::{Kind, Node, Tree};
use crate::text::Span;

pub(crate) use malformed::{Flaw, Malformed};

/// What every suppression begins with, and every text that is meant as one.
const NAME: &str = "asl-lint";

const MARK: &str = "asl-lint: ignore[";

/// A suppression of rules in a part of a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suppression<'t> {
    /// From `asl-lint` to the closing bracket.
    pub(crate) span: Span,
    /// The names between the brackets, with their spans.
    pub(crate) rules: Vec<(&'t str, Span)>,
    /// Findings that start in this span are suppressed.
    pub(crate) covers: Span,
    /// Whether a reason follows.
    pub(crate) has_reason: bool,
}

impl Suppression<'_> {
    /// Whether findings of the rule at an offset are suppressed.
    pub(crate) fn is_for(&self, rule: &str, at: u32) -> bool {
        self.covers(at) && self.rules.iter().any(|(name, _)| *name == rule)
    }

    /// Whether findings that begin at a byte offset are covered.
    pub(crate) fn covers(&self, at: u32) -> bool {
        self.covers.start <= at && at < self.covers.end.max(self.covers.start + 1)
    }
}

/// The suppressions of a definition, in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Suppressions<'t> {
    /// Those that have an effect.
    pub(crate) valid: Vec<Suppression<'t>>,
    /// Texts that are meant as suppressions and have no effect.
    pub(crate) malformed: Vec<Malformed<'t>>,
}

impl<'t> Suppressions<'t> {
    /// Returns the suppressions of a definition in a file with the given [`marks`]. A comment at the end of a line covers
    /// the line, a comment on a line of its own covers the field or item below it, a comment above everything else covers
    /// the whole file, and a `Comment` field covers its object.
    pub(crate) fn of(tree: &'t Tree, marks: &[u32]) -> Suppressions<'t> {
        let mut found = Suppressions::default();
        for &at in marks {
            let place = covers(tree, at);
            if place.is_none() && !is_inside(tree, at) {
                continue;
            }
            match (malformed::flaw(tree.text(), at), place) {
                (Some(malformed), _) => found.malformed.push(malformed),
                (None, Some(place)) => found.valid.push(suppression(tree, at, place)),
                (None, None) => {
                    let span = suppression(tree, at, Place::of(tree, Span::at(at), at)).span;
                    found.malformed.push(Malformed { span, flaw: Flaw::NoEffect, rules: Vec::new() });
                }
            }
        }
        found
    }

    #[cfg(test)]
    pub(crate) fn of_tree(tree: &'t Tree) -> Suppressions<'t> {
        Suppressions::of(tree, &marks(tree.text()))
    }
}

/// The offsets in bytes at which suppressions start in a file, and texts that are meant as such. A file with many
/// definitions is searched only once.
pub(crate) fn marks(text: &str) -> Vec<u32> {
    let found = memmem::find_iter(text.as_bytes(), NAME).map(|at| at as u32);
    found.filter(|at| malformed::is_meant(text, *at)).collect()
}

/// Returns the span of the rule name between the brackets of a suppression that contains or touches an offset in bytes. The
/// span is empty if the name is missing.
pub fn name_at(text: &str, offset: u32) -> Option<Span> {
    let (before, after) = text.split_at_checked(offset as usize)?;
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let list = before.trim_end_matches(|c| is_of_name(c) || matches!(c, ',' | ' ' | '\t'));
    if !list.ends_with(MARK) {
        return None;
    }
    let typed = before.len() - before.trim_end_matches(is_of_name).len();
    let rest = after.len() - after.trim_start_matches(is_of_name).len();
    Some(Span::new(before.len() - typed, before.len() + rest))
}

fn suppression<'t>(tree: &'t Tree, at: u32, place: Place) -> Suppression<'t> {
    let text = tree.text();
    let start = at as usize + MARK.len();
    let list = text[start..].split([']', '\n']).next().unwrap_or_default();
    let span = Span { start: at, end: (start + list.len()) as u32 + 1 };
    let rest = text.get(span.end as usize..place.end as usize).unwrap_or_default();
    let reason = rest.split("*/").next().unwrap_or_default();
    let has_reason = reason.contains(char::is_alphanumeric);
    Suppression { span, rules: names(list, start), covers: place.covers, has_reason }
}

/// The names in a list that commas separate and that starts at an offset, with their spans.
fn names(list: &str, start: usize) -> Vec<(&str, Span)> {
    let mut names = Vec::new();
    let mut place = start;
    for part in list.split(',') {
        let name = part.trim();
        let from = place + part.len() - part.trim_start().len();
        names.push((name, Span::new(from, from + name.len())));
        place += part.len() + 1;
    }
    names
}

/// Where a suppression is.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The part of the definition that it covers.
    covers: Span,
    /// The end of the comment line, or of the text of the `Comment` field.
    end: u32,
}

impl Place {
    /// The place of a comment.
    fn of(tree: &Tree, covers: Span, at: u32) -> Place {
        Place { covers, end: line(tree.text(), at).end }
    }
}

fn is_inside(tree: &Tree, at: u32) -> bool {
    tree.root().is_some_and(|root| holds(root.span(), at))
}

/// What a suppression at an offset covers; `None` if it has no effect there.
fn covers(tree: &Tree, at: u32) -> Option<Place> {
    let mut node = tree.root()?;
    let comment = |covers: Span| Some(Place::of(tree, covers, at));
    if at < node.span().start {
        return is_above(tree.text(), at, node.span().start).then(|| node.span()).and_then(comment);
    }
    let mut whole = node.span();
    loop {
        if at >= node.span().end && node.kind() != Kind::Object {
            return None;
        }
        let pair = node.pair_at(at);
        let inner = match pair {
            Some(pair) if holds(pair.key().span, at) => return None,
            Some(pair) => pair.value().filter(|value| holds(value.span(), at)),
            None => node.item_at(at),
        };
        match inner {
            Some(inner) if inner.as_text().is_some() => {
                let is_comment = pair.is_some_and(|pair| pair.is_named("Comment"));
                return is_comment.then(|| Place { covers: whole, end: inner.span().end });
            }
            Some(inner) => {
                whole = pair.map_or(inner.span(), |pair| pair.span());
                node = inner;
            }
            None if is_alone(tree.text(), at) => {
                // In the block style of YAML, the next part is the first one of the value that has just started.
                let value = pair.and_then(|pair| pair.value()).map(first_part);
                let part = value.filter(|part| part.start > at).or_else(|| node.part_behind(at));
                return part.and_then(comment);
            }
            None => return comment(line(tree.text(), at)),
        }
    }
}

/// Whether a comment covers a definition that starts below it, in a file of its own or in a template: nothing is above the
/// comment, or the definition is in the block that follows it.
fn is_above(text: &str, at: u32, definition: u32) -> bool {
    let is_comment = |line: &str| {
        let line = line.trim_start_matches('\u{feff}').trim();
        line.is_empty() || ["#", "//", "/*", "*", "---", "%"].iter().any(|mark| line.starts_with(mark))
    };
    let indent = |line: &str| line.len() - line.trim_start().len();
    if !is_alone(text, at) {
        return false;
    }
    let start = line(text, at).start as usize;
    if text[..start].lines().all(is_comment) {
        return true;
    }
    let between = &text[line(text, at).end as usize..definition as usize];
    let mut lines = between.lines().filter(|line| !is_comment(line));
    // The last line may be the beginning of the one with the definition.
    let first = lines.next().map(indent);
    first.is_none_or(|first| lines.all(|line| indent(line) > first))
}

/// The first field or item of a collection in block style; otherwise the value itself.
fn first_part(value: Node<'_>) -> Span {
    let is_block = !value.source().starts_with(['{', '[']);
    let pair = value.pairs().next().map(|pair| pair.span());
    let part = pair.or_else(|| value.items().next().map(Node::span)).filter(|_| is_block);
    part.unwrap_or(value.span())
}

fn holds(span: Span, at: u32) -> bool {
    span.start <= at && at < span.end
}

/// Whether the line contains only whitespace and comment markers before an offset.
fn is_alone(text: &str, at: u32) -> bool {
    let start = line(text, at).start as usize;
    text[start..at as usize].chars().all(|c| c.is_whitespace() || matches!(c, '/' | '*' | '#'))
}

/// The line that contains an offset, without the line end.
fn line(text: &str, at: u32) -> Span {
    let at = at as usize;
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let end = text[at..].find('\n').map_or(text.len(), |i| at + i);
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Dialect, parse, parse_yaml};

    fn covered(tree: &Tree) -> Vec<(Vec<&str>, &str)> {
        Suppressions::of_tree(tree)
            .valid
            .into_iter()
            .map(|one| {
                (one.rules.into_iter().map(|(name, _)| name).collect(), &tree.text()[one.covers.range()])
            })
            .collect()
    }

    #[test]
    fn comments_cover_their_line_or_the_next_part() {
        let tree = parse(
            "{\n  // asl-lint: ignore[a, b] because\n  \"x\": {\n    \"y\": 1, // asl-lint: ignore[c]\n    \"z\": \"asl-lint: ignore[d]\"\n    // asl-lint: ignore[e]\n  }\n}",
            Dialect::Jsonc,
        );
        let found = covered(&tree);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, ["a", "b"]);
        assert!(found[0].1.starts_with("\"x\": {") && found[0].1.ends_with('}'));
        assert_eq!(found[1], (vec!["c"], "    \"y\": 1, // asl-lint: ignore[c]"));
    }

    #[test]
    fn a_name_is_found_at_each_of_its_offsets() {
        let name = |marked: &str| {
            let (text, offset) = crate::testing::marked_place(marked);
            name_at(&text, offset).map(|span| text[span.range()].to_owned())
        };
        for (marked, expected) in [
            ("// asl-lint: ignore[<|>]", ""),
            ("// asl-lint: ignore[<|>", ""),
            ("// asl-lint: ignore[<|>busy-loop]", "busy-loop"),
            ("// asl-lint: ignore[bu<|>sy-loop]", "busy-loop"),
            ("// asl-lint: ignore[busy-loop<|>]", "busy-loop"),
            ("// asl-lint: ignore[a_1,\tb<|>-c ,d]", "b-c"),
            ("// asl-lint: ignore[a, <|>]", ""),
            ("// asl-lint: ignore[a] asl-lint: ignore[b<|>]", "b"),
        ] {
            assert_eq!(name(marked).as_deref(), Some(expected), "{marked}");
        }
        for marked in
            ["// asl-lint: ignore<|>[a]", "// asl-lint: ignore[a]<|>", "// asl-lint: ignore[a] b<|>", "<|>"]
        {
            assert_eq!(name(marked), None, "{marked}");
        }
    }

    #[test]
    fn each_name_has_its_span() {
        let tree = parse("// asl-lint: ignore[a,  bb ,c]\n{}", Dialect::Jsonc);
        let found = Suppressions::of_tree(&tree).valid;
        assert_eq!(found[0].rules.len(), 3);
        for (name, span) in &found[0].rules {
            assert_eq!(&tree.text()[span.range()], *name);
        }
    }

    #[test]
    fn a_comment_field_covers_its_object() {
        let tree = parse(r#"{ "A": { "Comment": "asl-lint: ignore[a]", "B": 1 }, "C": 2 }"#, Dialect::Json);
        assert_eq!(covered(&tree), [(vec!["a"], r#""A": { "Comment": "asl-lint: ignore[a]", "B": 1 }"#)]);
    }

    /// The part that the only suppression of a text covers. The text is JSONC, or YAML if it has no brackets.
    fn covers_of(text: &str) -> Option<String> {
        let is_json = text.contains(['{', '[']) && !text.starts_with(['a', '#']);
        let tree = if is_json { parse(text, Dialect::Jsonc) } else { parse_yaml(text) };
        let found = Suppressions::of_tree(&tree).valid;
        assert!(found.len() < 2, "{text}");
        found.first().map(|one| {
            assert_eq!(&text[one.span.range()], "asl-lint: ignore[x]");
            let (name, place) = one.rules[0];
            assert_eq!((name, &text[place.range()]), ("x", "x"));
            text[one.covers.range()].to_owned()
        })
    }

    #[test]
    fn every_position_of_a_comment() {
        for (text, expected) in [
            // Around the whole document.
            ("// asl-lint: ignore[x]\n{ \"a\": 1 }", Some("{ \"a\": 1 }")),
            ("/* asl-lint: ignore[x] */ { \"a\": 1 }", Some("{ \"a\": 1 }")),
            ("/* why asl-lint: ignore[x] */ { \"a\": 1 }", None),
            ("{ \"a\": 1 } // asl-lint: ignore[x]", Some("{ \"a\": 1 } // asl-lint: ignore[x]")),
            ("{ // asl-lint: ignore[x]\n}", Some("{ // asl-lint: ignore[x]")),
            ("[1] // asl-lint: ignore[x]", None),
            ("asl-lint: ignore[x]", None),
            // Between fields and items.
            ("{ \"a\": 1, // asl-lint: ignore[x]\n\"b\": 2 }", Some("{ \"a\": 1, // asl-lint: ignore[x]")),
            ("{ \"a\": 1,\n// asl-lint: ignore[x]\n\"b\": 2 }", Some("\"b\": 2")),
            ("{ \"a\": 1\n// asl-lint: ignore[x]\n}", None),
            ("{ \"a\":\n// asl-lint: ignore[x]\n1, \"b\": 2 }", Some("1")),
            ("{ \"a\": [\n// asl-lint: ignore[x]\n1, 2] }", Some("1")),
            ("{ \"a\": [1,\n// asl-lint: ignore[x]\n{ \"b\": 2 }] }", Some("{ \"b\": 2 }")),
            // In strings.
            ("{ \"asl-lint: ignore[x]\": 1 }", None),
            ("{ \"a\": \"asl-lint: ignore[x]\" }", None),
            (
                "{ \"Comment\": \"asl-lint: ignore[x]\", \"a\": 1 }",
                Some("{ \"Comment\": \"asl-lint: ignore[x]\", \"a\": 1 }"),
            ),
            (
                "{ \"a\": [{ \"Comment\": \"asl-lint: ignore[x]\" }, 2] }",
                Some("{ \"Comment\": \"asl-lint: ignore[x]\" }"),
            ),
            ("{ \"Comment\": [\"asl-lint: ignore[x]\"] }", None),
            // YAML.
            ("# asl-lint: ignore[x]\na: 1\nb: 2\n", Some("a: 1\nb: 2")),
            ("a: 1\n# asl-lint: ignore[x]\nb: 2\n", Some("b: 2")),
            ("a: # asl-lint: ignore[x]\n  b: 1\n", Some("a: # asl-lint: ignore[x]")),
            ("a:\n  # asl-lint: ignore[x]\n  - b\n  - c\n", Some("b")),
            ("a:\n  # asl-lint: ignore[x]\n  { b: 1 }\n", Some("{ b: 1 }")),
            ("a: 1\n# asl-lint: ignore[x]\n", None),
        ] {
            assert_eq!(covers_of(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_finding_is_covered_if_its_start_is() {
        let place = |start: u32, end: u32| Suppression {
            span: Span { start: 0, end: 0 },
            rules: vec![("a", Span::at(0)), ("b", Span::at(0))],
            covers: Span { start, end },
            has_reason: false,
        };
        let one = place(3, 5);
        assert_eq!(
            (2..7).map(|at| one.is_for("b", at)).collect::<Vec<_>>(),
            [false, true, true, false, false]
        );
        assert!(!one.is_for("c", 3));
        // An empty span covers its offset.
        assert!(place(3, 3).is_for("a", 3) && !place(3, 3).is_for("a", 4) && !place(3, 3).is_for("a", 2));
    }

    #[test]
    fn yaml_has_comments() {
        let tree = parse_yaml("a:\n  # asl-lint: ignore[x]\n  b: 1\n  c: 2 # asl-lint: ignore[y]\n");
        assert_eq!(covered(&tree), [(vec!["x"], "b: 1"), (vec!["y"], "  c: 2 # asl-lint: ignore[y]")]);
    }
}
