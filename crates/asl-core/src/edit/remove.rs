//! Removal of pairs and items with their comma and their line. Comments stay.

use super::{Edit, is_block, order, yaml};
use crate::syntax::{Node, Notation, Pair, Tree};
use crate::text::Span;

/// Removes a pair, with its comma and its line. The edit is empty if the pair cannot be removed alone.
pub fn remove_pair(tree: &Tree, object: Node<'_>, pair: Pair<'_>) -> Edit {
    if is_block(tree, object) {
        return yaml::remove_pair(tree, object, pair);
    }
    pair_removal(tree, object, pair).unwrap_or(nothing(object))
}

/// Removes an item of an array, with its comma and its line. The edit is empty if the item cannot be removed alone.
pub(crate) fn remove_item(tree: &Tree, array: Node<'_>, item: Node<'_>) -> Edit {
    if is_block(tree, array) {
        return yaml::remove_item(tree, array, item);
    }
    let removal = array.items_around(item).and_then(|(before, behind)| {
        removal(tree, array, before.map(Node::span), item.span(), behind.map(Node::span))
    });
    removal.unwrap_or(nothing(array))
}

/// Removes some pairs of an object, but not all of them. Returns `None` if one of them cannot be removed.
pub fn remove_pairs(tree: &Tree, object: Node<'_>, pairs: &[Pair<'_>]) -> Option<Vec<Edit>> {
    if is_block(tree, object) {
        let edits = pairs.iter().map(|pair| yaml::remove_pair(tree, object, *pair)).collect();
        return Some(order::deletions(edits));
    }
    let is_gone = |pair: &Pair<'_>| pairs.iter().any(|gone| gone.id() == pair.id());
    let spans: Vec<Span> = object.pairs().map(Pair::span).collect();
    // The comma after the last remaining pair is removed too.
    let (kept, tail) = spans.split_at(object.pairs().rposition(|pair| !is_gone(&pair))? + 1);
    let earlier = pairs.iter().filter(|pair| kept.contains(&pair.span()));
    let mut edits = earlier.map(|pair| pair_removal(tree, object, *pair)).collect::<Option<Vec<_>>>()?;
    if let Some(last) = tail.last() {
        let ends = kept.last().into_iter().chain(tail).map(|span| span.end);
        let starts = tail.iter().map(|span| span.start);
        let gaps = ends.zip(starts).map(|(end, start)| Some(gap(tree, end, start)?.without_comma()));
        let span = Span { start: kept.last()?.end, end: last.end };
        edits.push(Edit { span, text: gaps.collect::<Option<String>>()? });
    }
    Some(order::joined(&edits))
}

/// Returns an edit that changes nothing, for a part that cannot be removed alone.
fn nothing(container: Node<'_>) -> Edit {
    Edit { span: Span::at(container.span().start), text: String::new() }
}

fn pair_removal(tree: &Tree, object: Node<'_>, pair: Pair<'_>) -> Option<Edit> {
    let (before, behind) = object.pairs_around(pair)?;
    removal(tree, object, before.map(Pair::span), pair.span(), behind.map(Pair::span))
}

/// Removes a part of a container, given the parts before and behind it.
fn removal(
    tree: &Tree,
    container: Node<'_>,
    before: impl DoubleEndedIterator<Item = Span>,
    part: Span,
    mut behind: impl Iterator<Item = Span>,
) -> Option<Edit> {
    let container = container.span();
    // The members of an aliased value are elsewhere.
    let is_here = |span: &Span| container.covers(*span);
    let gap = |start: u32, end: u32| gap(tree, start, end);
    let edit = |start: u32, end: u32, kept: String| Edit { span: Span { start, end }, text: kept };
    match (before.rev().find(is_here), behind.find(is_here)) {
        _ if !is_here(&part) => None,
        // The edit ends at the next part, so that it includes the comma between them.
        (_, Some(next)) => gap(part.end, next.start)
            .map(|gap| edit(part.start, next.start, gap.without_comma().trim_start().to_owned())),
        (Some(before), None) => {
            gap(before.end, part.start).map(|gap| edit(before.end, part.end, gap.without_comma()))
        }
        (None, None) => {
            let (start, end) = (container.start + 1, inner_end(tree.text(), container).max(part.end));
            let kept = gap(start, part.start).zip(gap(part.end, end));
            kept.map(|(before, behind)| edit(start, end, before.without_comma() + &behind.without_comma()))
        }
    }
}

fn gap(tree: &Tree, start: u32, end: u32) -> Option<Gap<'_>> {
    Gap::of(tree.notation(), tree.text().get(start as usize..end as usize)?)
}

/// The end of the content of an object or array: before its closing bracket, if it has one.
pub(super) fn inner_end(text: &str, container: Span) -> u32 {
    let is_closed = container.end - container.start > 1 && text[container.range()].ends_with(['}', ']']);
    if is_closed { container.end - 1 } else { container.end }
}

/// The text between two parts: whitespace, comments, and at most one comma.
struct Gap<'t> {
    text: &'t str,
    comma: Option<usize>,
    has_comment: bool,
}

impl<'t> Gap<'t> {
    /// Returns `None` if the text contains anything else: a syntax error, a YAML indicator, or the end of a string in a
    /// composed definition.
    fn of(notation: Notation, text: &'t str) -> Option<Gap<'t>> {
        let mut gap = Gap { text, comma: None, has_comment: false };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let is_escaped = notation == Notation::EscapedJson;
            let comment = comment(notation, rest);
            at += match c {
                ',' if gap.comma.is_none() => {
                    gap.comma = Some(at);
                    1
                }
                ' ' | '\t' | '\n' | '\r' => 1,
                _ if is_escaped && [r"\n", r"\r", r"\t"].iter().any(|blank| rest.starts_with(blank)) => 2,
                _ => {
                    gap.has_comment = true;
                    comment?
                }
            };
        }
        Some(gap)
    }

    /// The comments with the whitespace around them; empty if there are none.
    fn without_comma(&self) -> String {
        match (self.has_comment, self.comma) {
            (false, _) => String::new(),
            (true, None) => self.text.to_owned(),
            (true, Some(comma)) => format!("{}{}", &self.text[..comma], &self.text[comma + 1..]),
        }
    }
}

/// The length of the comment at the start of a text, in bytes.
fn comment(notation: Notation, text: &str) -> Option<usize> {
    let to_line_end = || text.find('\n').unwrap_or(text.len());
    let (has_hashes, has_slashes) = match notation {
        Notation::Yaml => (true, false),
        Notation::Hcl => (true, true),
        Notation::Json => (false, true),
        Notation::EscapedJson | Notation::SingleQuotedJson => (false, false),
    };
    if has_hashes && text.starts_with('#') || has_slashes && text.starts_with("//") {
        return Some(to_line_end());
    }
    let is_block = has_slashes && text.starts_with("/*");
    if is_block { text[2..].find("*/").map(|end| end + 4) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;
    use crate::syntax::{Dialect, parse, parse_yaml};

    fn removed(tree: &Tree, key: &str) -> String {
        let root = tree.root().unwrap();
        apply(tree.text(), &[remove_pair(tree, root, root.pair(key).unwrap())]).0
    }

    #[test]
    fn a_pair_is_removed_with_its_comma_and_line() {
        let tree = parse("{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", Dialect::Json);
        assert_eq!(removed(&tree, "a"), "{\n  \"b\": 2,\n  \"c\": 3\n}");
        assert_eq!(removed(&tree, "b"), "{\n  \"a\": 1,\n  \"c\": 3\n}");
        assert_eq!(removed(&tree, "c"), "{\n  \"a\": 1,\n  \"b\": 2\n}");
        assert_eq!(removed(&parse("{ \"a\": 1 }", Dialect::Json), "a"), "{}");
    }

    #[test]
    fn several_pairs_are_removed_together() {
        let removed = |text: &str, keys: &[&str], tree: &Tree| {
            let root = tree.root().unwrap();
            let pairs: Vec<Pair<'_>> = keys.iter().map(|key| root.pair(key).unwrap()).collect();
            crate::testing::applied(text, &remove_pairs(tree, root, &pairs).unwrap()).unwrap()
        };
        let text = "{ \"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4 }";
        for (keys, expected) in [
            (&["c", "d"][..], "{ \"a\": 1, \"b\": 2 }"),
            (&["a", "b"], "{ \"c\": 3, \"d\": 4 }"),
            (&["a", "d"], "{ \"b\": 2, \"c\": 3 }"),
            (&["b", "d", "c"], "{ \"a\": 1 }"),
        ] {
            assert_eq!(removed(text, keys, &parse(text, Dialect::Json)), expected);
        }
        let text = "a: 1\nb:\n  c: 2\nd: 4";
        assert_eq!(removed(text, &["b", "d"], &parse_yaml(text)), "a: 1\n");
    }

    #[test]
    fn comments_stay() {
        for (text, key, after) in [
            ("{\n  \"a\": 1, // a\n  // b\n  \"b\": 2\n}", "a", "{\n  // a\n  // b\n  \"b\": 2\n}"),
            ("{\n  \"a\": 1, // a\n  // b\n  \"b\": 2 }", "b", "{\n  \"a\": 1 // a\n  // b\n   }"),
            ("{ \"a\": 1 /* , */, \"b\": 2 }", "a", "{ /* , */ \"b\": 2 }"),
            ("{ \"a\": 1 /* , */, \"b\": 2, }", "b", "{ \"a\": 1 /* , */ , }"),
            ("{ // first\n  \"a\": 1, // a\n}", "a", "{ // first\n   // a\n}"),
        ] {
            let tree = parse(text, Dialect::Jsonc);
            let found = removed(&tree, key);
            assert_eq!(found, after);
            assert_eq!(parse(&found, Dialect::Jsonc).errors(), []);
        }
        let tree = parse_yaml("{a: 1, # a\n  b: 2}\n");
        assert_eq!(removed(&tree, "a"), "{# a\n  b: 2}\n");
    }

    #[test]
    fn parts_beside_unknown_text_are_not_removed() {
        for text in [r#"{ "a": 1, @@@ "b": 2 }"#, r#"{ "a": 1,, "b": 2 }"#] {
            let tree = parse(text, Dialect::Json);
            assert_eq!(removed(&tree, "a"), text);
            assert_eq!(removed(&tree, "b"), text);
        }
        let tree = parse_yaml("{a: 1, &x b: 2}\n");
        assert_eq!(removed(&tree, "a"), "{a: 1, &x b: 2}\n");
    }
}
