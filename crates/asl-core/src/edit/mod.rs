//! Edits of a document that leave the rest of it, with its comments and its formatting, as it is.

mod comments;
mod hcl;
mod layout;
mod order;
mod remove;
mod shared;
mod wrap;
mod yaml;

pub use comments::has_comment;
pub use layout::COLUMNS;
pub use order::{apply, difference, joined, non_overlapping};
pub(crate) use remove::remove_item;
pub use remove::{remove_pair, remove_pairs};
pub use shared::is_shared;
pub use wrap::{Wrapper, wrap_pairs};

use crate::semantic::Analysis;
pub use crate::syntax::quoted;
use crate::syntax::{self, Dialect, Kind, Node, Notation, Pair, Text, Tree};
use crate::text::Span;
use layout::Layout;
use remove::inner_end;

/// The replacement of a span of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the file to replace; an empty span for an insertion.
    pub span: Span,
    /// The new text; empty for a deletion.
    pub text: String,
}

/// Whether edits of a definition can be applied together: each changes something, none overlaps another, and each is
/// within one part of a definition that is composed of several strings.
pub fn are_applicable(analysis: &Analysis, edits: &[Edit]) -> bool {
    let text = analysis.tree().text();
    // The spans of a composed definition need not be in the order of the file.
    let is_sound =
        |edit: &Edit| analysis.host().is_contiguous(edit.span) && text.get(edit.span.range()).is_some();
    let changes = |edit: &Edit| !(edit.span.is_empty() && edit.text.is_empty());
    edits.iter().all(|edit| changes(edit) && is_sound(edit)) && !order::overlap(edits)
}

/// Replaces a string or a key. `new` is the string without quotes; it is quoted as the notation requires.
pub fn replace_text(tree: &Tree, text: Text<'_>, new: &str) -> Edit {
    let text_of = match tree.notation() {
        Notation::Hcl => return hcl::replace_text(tree, text, new),
        Notation::Yaml => yaml::restyled(&tree.text()[text.span.range()], new),
        notation => value(notation, &quoted(new)),
    };
    Edit { span: text.span, text: text_of }
}

/// Replaces a value by another, given as JSON.
pub fn replace_value(tree: &Tree, old: Node<'_>, json: &str) -> Edit {
    match tree.notation() {
        Notation::Yaml => yaml::replace_value(tree, old, json),
        notation => Edit { span: old.span(), text: value(notation, json) },
    }
}

/// Replaces a part of the file by a fragment of JSON.
pub(crate) fn replace_part(tree: &Tree, part: Span, json: &str) -> Edit {
    Edit { span: part, text: value(tree.notation(), json) }
}

/// Replaces the key and the value of a pair. The new value is given as JSON.
pub fn replace_pair(tree: &Tree, old: Pair<'_>, key: &str, json: &str) -> Vec<Edit> {
    let key = replace_text(tree, old.key(), key);
    let value = old.value().map(|value| replace_value(tree, value, json));
    std::iter::once(key).chain(value).collect()
}

/// Wraps a value in an array.
pub(crate) fn put_into_array(tree: &Tree, node: Node<'_>) -> Vec<Edit> {
    match tree.notation() {
        Notation::Yaml => yaml::put_into_array(node),
        _ => vec![Edit { span: node.span(), text: format!("[{}]", node.source()) }],
    }
}

/// Converts JSON to the notation.
fn value(notation: Notation, json: &str) -> String {
    match notation {
        Notation::Json | Notation::Yaml => json.to_owned(),
        Notation::Hcl => hcl::value(json),
        Notation::EscapedJson => {
            let escaped = quoted(json);
            escaped[1..escaped.len() - 1].to_owned()
        }
        Notation::SingleQuotedJson => json.replace('\'', "''"),
    }
}

/// Moves an item of an array to its end.
pub(crate) fn move_to_end(tree: &Tree, array: Node<'_>, item: Node<'_>) -> Vec<Edit> {
    let end = array.items().next_back().map_or(array.span().end, |last| last.span().end);
    let text = match is_block(tree, array) {
        true => yaml::item_line(tree, array.span(), item.source()),
        false => format!(", {}", item.source()),
    };
    vec![remove_item(tree, array, item), Edit { span: Span::at(end), text }]
}

/// Inserts an item, given as JSON, at the start of an array.
pub(crate) fn insert_first_item(tree: &Tree, array: Node<'_>, json: &str) -> Edit {
    let Some(first) = array.items().next() else { return replace_value(tree, array, &format!("[{json}]")) };
    if is_block(tree, array) {
        return yaml::insert_first_item(tree, array, json);
    }
    let start = first.span().start.max(array.span().start + 1);
    let gap = layout::gap(&tree.text()[array.span().start as usize + 1..start as usize]);
    let indent = gap.rsplit_once('\n').map(|(_, indent)| indent);
    let layout = Layout::of(tree, array, indent.unwrap_or_default());
    let item = syntax::parse(json, Dialect::Json);
    let item = item.root().map(|item| layout.item(item, indent)).unwrap_or_default();
    Edit { span: Span::at(start), text: format!("{item},{gap}") }
}

/// Inserts an item, given as JSON, after another item, which is a string.
pub(crate) fn insert_item(tree: &Tree, after: Text<'_>, json: &str) -> Edit {
    let json = value(tree.notation(), json);
    match tree.notation() == Notation::Yaml && yaml::is_block_item(tree, after.span) {
        true => yaml::insert_item(tree, after.span, &json),
        false => Edit { span: Span::at(after.span.end), text: format!(", {json}") },
    }
}

/// Whether a collection is in block style, without brackets.
fn is_block(tree: &Tree, container: Node<'_>) -> bool {
    tree.notation() == Notation::Yaml && !container.source().starts_with(['{', '['])
}

/// Inserts a pair after another, or as the first if `after` is `None`, formatted like its neighbours. The value is given
/// as JSON.
pub fn insert_pair(tree: &Tree, object: Node<'_>, after: Option<Pair<'_>>, key: &str, value: &str) -> Edit {
    insert_pairs(tree, object, after, &[(key, value)])
}

/// Inserts pairs after another, or as the first ones if `after` is `None`, formatted like their neighbours. Each pair is a
/// key and a value as JSON.
pub fn insert_pairs(tree: &Tree, object: Node<'_>, after: Option<Pair<'_>>, pairs: &[(&str, &str)]) -> Edit {
    if is_block(tree, object) {
        return yaml::insert_pairs(tree, object, after, pairs);
    }
    let text = tree.text();
    let inner_start = object.span().start + 1;
    let first = object.pairs().next();
    // In a composed definition, the span of the gap may not be in the file.
    let gap = first.map_or(" ", |first| {
        layout::gap(text.get(inner_start as usize..first.span().start as usize).unwrap_or_default())
    });
    let indent = gap.rsplit_once('\n').map(|(_, indent)| indent);
    let layout = Layout::of(tree, object, indent.unwrap_or_default());
    let gap = if indent.is_some() { gap } else { layout.blank };
    let written = pairs.iter().map(|(key, json)| {
        let value = syntax::parse(json, Dialect::Json);
        value.root().map(|value| layout.pair(key, value, indent)).unwrap_or_default()
    });
    let comma = |pair: Pair<'_>| layout.comma_behind(text, pair, indent.is_some());
    match (first, after) {
        (None, _) => {
            let span = Span { start: inner_start, end: inner_end(text, object.span()) };
            let pairs: Vec<String> = written.collect();
            Edit { span, text: format!(" {} ", pairs.join(", ")) }
        }
        (Some(_), Some(after)) => {
            let end = after.span().end;
            let comma = comma(after);
            match layout::comment_behind(text, end as usize).filter(|_| indent.is_some()) {
                // A comment stays on the line of its pair.
                Some((comment, true)) => Edit {
                    span: Span::at(end + comment.len() as u32),
                    text: written.map(|pair| format!("{gap}{pair},")).collect(),
                },
                Some((comment, false)) => {
                    let pairs: Vec<String> = written.map(|pair| format!("{gap}{pair}")).collect();
                    let span = Span { start: end, end: end + comment.len() as u32 };
                    Edit { span, text: format!("{comma}{comment}{}", pairs.join(comma)) }
                }
                None => Edit {
                    span: Span::at(end),
                    text: written.map(|pair| format!("{comma}{gap}{pair}")).collect(),
                },
            }
        }
        (Some(first), None) => {
            let comma = comma(first);
            let text = written.map(|pair| format!("{pair}{comma}{gap}")).collect();
            Edit { span: Span::at(first.span().start), text }
        }
    }
}

/// Whether two values have the same meaning, except that whitespace in numbers and placeholders is ignored.
pub fn are_same(a: Node<'_>, b: Node<'_>) -> bool {
    if a.kind() != b.kind() || a.items().len() != b.items().len() || a.pairs().len() != b.pairs().len() {
        return false;
    }
    let is_same = match (a.kind(), a.tagged(), b.tagged()) {
        (_, Some((tag, inner)), Some((other, value))) => tag == other && are_same(inner, value),
        (_, None, None) => match a.kind() {
            Kind::String => a.as_str() == b.as_str(),
            Kind::Array | Kind::Object => true,
            _ => a.source().split_whitespace().eq(b.source().split_whitespace()),
        },
        _ => false,
    };
    is_same
        && a.items().zip(b.items()).all(|(a, b)| are_same(a, b))
        && a.pairs().zip(b.pairs()).all(|(a, b)| are_same_pairs(a, b))
}

/// Whether two pairs have the same key and the same value.
pub fn are_same_pairs(a: Pair<'_>, b: Pair<'_>) -> bool {
    let is_same = match (a.value(), b.value()) {
        (Some(a), Some(b)) => are_same(a, b),
        (a, b) => a.is_none() && b.is_none(),
    };
    is_same && a.key().value == b.key().value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Dialect, embedded, parse};

    #[test]
    fn a_pair_is_formatted_like_its_neighbours() {
        let add = |text: &str, after: Option<&str>| {
            let tree = parse(text, Dialect::Json);
            let root = tree.root().unwrap();
            let after = after.map(|key| root.pair(key).unwrap());
            apply(text, &[insert_pair(&tree, root, after, "n", "0")]).0
        };
        assert_eq!(add("{\n  \"a\": 1\n}", Some("a")), "{\n  \"a\": 1,\n  \"n\": 0\n}");
        assert_eq!(add("{\n  \"a\": 1\n}", None), "{\n  \"n\": 0,\n  \"a\": 1\n}");
        assert_eq!(add("{\"a\": 1}", Some("a")), "{\"a\": 1, \"n\": 0}");
        assert_eq!(add("{}", None), "{ \"n\": 0 }");
    }

    #[test]
    fn strings_are_quoted_as_json() {
        assert_eq!(quoted("a\"b\\\n\u{1}é"), "\"a\\\"b\\\\\\n\\u0001é\"");
    }

    #[test]
    fn edits_inside_strings_are_escaped_like_the_strings() {
        let changed = |text: &str, parse: fn(&str) -> Tree, notation: Notation| {
            let outer = parse(text);
            let string = outer.root().unwrap().get("d").unwrap().as_text().unwrap();
            let map = outer.offsets_of(string).into_owned();
            let tree = embedded(text.into(), string.value, &map, notation);
            let root = tree.root().unwrap();
            let value = root.get("a").unwrap().as_text().unwrap();
            let edits =
                [replace_text(&tree, value, "it's"), insert_pair(&tree, root, root.pair("a"), "n", "\"'\"")];
            apply(text, &edits).0
        };
        let json = |text: &str| parse(text, Dialect::Json);
        assert_eq!(
            changed(r#"{"d": "{\"a\": \"b\"}"}"#, json, Notation::EscapedJson),
            r#"{"d": "{\"a\": \"it's\", \"n\": \"'\"}"}"#
        );
        assert_eq!(
            changed("d: '{\"a\": \"b\"}'\n", crate::syntax::parse_yaml, Notation::SingleQuotedJson),
            "d: '{\"a\": \"it''s\", \"n\": \"''\"}'\n"
        );
    }
}
