//! Changes to a document that keep the rest of it as it was written.

mod hcl;

use crate::syntax::{Node, Notation, Pair, Text, Tree};
use crate::text::Span;

/// Replaces a span of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// Replaces a string by another, quoted as the notation of the document wants it.
pub fn replace_text(tree: &Tree, text: Text<'_>, new: &str) -> Edit {
    match tree.notation() {
        Notation::Hcl => hcl::replace_text(tree, text, new),
        notation => Edit { span: text.span, text: value(notation, &quoted(new)) },
    }
}

/// Replaces a value by another, which is given as JSON.
pub fn replace_value(tree: &Tree, old: Node<'_>, json: &str) -> Edit {
    Edit { span: old.span(), text: value(tree.notation(), json) }
}

/// A value as the notation writes it, given as JSON.
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

/// A string as JSON writes it.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Removes a pair, with the comma and the line that go with it.
pub fn remove_pair(tree: &Tree, object: Node<'_>, pair: Pair<'_>) -> Edit {
    let spans: Vec<Span> = object.pairs().map(Pair::span).collect();
    remove_part(tree, object.span(), &spans, pair.span())
}

/// Removes an item of an array, with the comma and the line that go with it.
pub fn remove_item(tree: &Tree, array: Node<'_>, item: Node<'_>) -> Edit {
    let spans: Vec<Span> = array.items().map(Node::span).collect();
    remove_part(tree, array.span(), &spans, item.span())
}

fn remove_part(tree: &Tree, container: Span, parts: &[Span], part: Span) -> Edit {
    let index = parts.iter().position(|&span| span == part).expect("the part is one of its container");
    let text = tree.text();
    let span = match (index.checked_sub(1), parts.get(index + 1)) {
        // From this part to the next one, so that the comma between them goes too.
        (_, Some(next)) => Span { start: part.start, end: next.start },
        (Some(before), None) => Span { start: parts[before].end, end: part.end },
        (None, None) => Span { start: container.start + 1, end: inner_end(text, container).max(part.end) },
    };
    Edit { span, text: String::new() }
}

/// Where the content of an object or array ends: before its closing bracket, if it has one.
fn inner_end(text: &str, container: Span) -> u32 {
    let is_closed = container.end - container.start > 1 && text[container.range()].ends_with(['}', ']']);
    if is_closed { container.end - 1 } else { container.end }
}

/// Adds a pair behind another one, or as the first when `after` is `None`, laid out as its neighbours are. The value is
/// given as JSON.
pub fn insert_pair(tree: &Tree, object: Node<'_>, after: Option<Pair<'_>>, key: &str, value: &str) -> Edit {
    if tree.notation() == Notation::Hcl {
        return hcl::insert_pair(tree, object, after, key, value);
    }
    let pair = self::value(tree.notation(), &format!("{}: {value}", quoted(key)));
    let text = tree.text();
    let inner_start = object.span().start + 1;
    let Some(first) = object.pairs().next() else {
        let span = Span { start: inner_start, end: inner_end(text, object.span()) };
        return Edit { span, text: format!(" {pair} ") };
    };
    let gap = &text[inner_start as usize..first.span().start as usize];
    // A gap with a comment in it is not a pattern to repeat.
    let gap = if gap.trim().is_empty() { gap } else { " " };
    match after {
        Some(after) => {
            let gap = if gap.is_empty() { " " } else { gap };
            Edit { span: Span::at(after.span().end), text: format!(",{gap}{pair}") }
        }
        None => {
            let gap = if gap.is_empty() { " " } else { gap };
            Edit { span: Span::at(first.span().start), text: format!("{pair},{gap}") }
        }
    }
}

/// Applies edits to a text. Of edits that overlap, only the first is made; says whether all were.
pub fn apply(text: &str, edits: &[Edit]) -> (String, bool) {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut all = true;
    for edit in sorted {
        let range = edit.span.range();
        if range.start < at {
            all = false;
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(&text[at..]);
    (out, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Dialect, parse};

    fn removed(text: &str, key: &str) -> String {
        let tree = parse(text, Dialect::Json);
        let root = tree.root().unwrap();
        apply(text, &[remove_pair(&tree, root, root.pair(key).unwrap())]).0
    }

    #[test]
    fn a_pair_goes_with_its_comma_and_line() {
        let text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}";
        assert_eq!(removed(text, "a"), "{\n  \"b\": 2,\n  \"c\": 3\n}");
        assert_eq!(removed(text, "b"), "{\n  \"a\": 1,\n  \"c\": 3\n}");
        assert_eq!(removed(text, "c"), "{\n  \"a\": 1,\n  \"b\": 2\n}");
        assert_eq!(removed("{ \"a\": 1 }", "a"), "{}");
    }

    #[test]
    fn a_pair_is_added_as_its_neighbours_are_laid_out() {
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
    fn of_edits_that_overlap_the_first_is_made() {
        let edit = |start, end, text: &str| Edit { span: Span { start, end }, text: text.into() };
        assert_eq!(apply("abcd", &[edit(2, 3, "X"), edit(0, 1, "Y")]), ("YbXd".into(), true));
        assert_eq!(apply("abcd", &[edit(0, 2, "X"), edit(1, 3, "Y")]), ("Xcd".into(), false));
    }
}
