//! Edits of YAML in block style. Collections in brackets are edited like JSON.

use super::layout::{Layout, line_start};
use super::{Edit, quoted};
use crate::syntax::{self, Dialect, Kind, Node, Pair, Resolved, Tree, resolve, resolve_1_2};
use crate::text::Span;

/// Formats a string in the style of the one that it replaces, or in double quotes if the style cannot represent it.
pub(super) fn restyled(old: &str, new: &str) -> String {
    let has_controls = new.chars().any(char::is_control);
    let needs_brackets = |text: &str| text.contains([',', '[', ']', '{', '}']);
    match old.bytes().next() {
        Some(b'\'') if !has_controls => format!("'{}'", new.replace('\'', "''")),
        Some(b'"' | b'\'' | b'|' | b'>') | None => quoted(new),
        _ if is_plain(new) && (!needs_brackets(new) || needs_brackets(old)) => new.to_owned(),
        _ => quoted(new),
    }
}

/// Whether a string needs no quotes outside of brackets.
fn is_plain(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let begins = match first {
        '-' | '?' | ':' => chars.next().is_some_and(|second| !second.is_whitespace()),
        first => !first.is_whitespace() && !",[]{}#&*!|>'\"%@`=".contains(first),
    };
    begins
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !["---", "..."].iter().any(|mark| text.starts_with(mark))
        && !text.starts_with("<<")
        && !text.contains(|c: char| c.is_control() || ['\u{2028}', '\u{2029}', '\u{feff}'].contains(&c))
        && !is_bool_of_1_1(text)
        && resolve(text) == Resolved::String
        && resolve_1_2(text) == Resolved::String
}

/// The forms of `true` and `false` that YAML 1.1 has, but PyYAML does not.
fn is_bool_of_1_1(text: &str) -> bool {
    matches!(text, "y" | "Y" | "n" | "N")
}

/// Formats a string outside of brackets, with quotes only if it needs them.
pub(super) fn word(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Converts a scalar from JSON, with quotes only if it needs them.
pub(super) fn value(json: &str) -> &str {
    let inner = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains(['\\', '"']) && is_plain(inner)).unwrap_or(json)
}

pub(super) fn replace_value(tree: &Tree, old: Node<'_>, json: &str) -> Edit {
    let span = old.span();
    if span.is_empty() {
        return Edit {
            span,
            text: format!("{}{}", gap_before(&tree.text()[..span.start as usize]), value(json)),
        };
    }
    let is_block = matches!(old.kind(), Kind::Array | Kind::Object) && !old.source().starts_with(['{', '[']);
    if !is_block {
        return Edit { span, text: value(json).to_owned() };
    }
    // A list may have the same indentation as its key, but brackets may not.
    let before = tree.text()[..span.start as usize].trim_end();
    let gap = if before.ends_with(':') { " " } else { "" };
    let start = if gap.is_empty() { span.start } else { before.len() as u32 };
    Edit { span: Span { start, end: span.end }, text: format!("{gap}{json}") }
}

/// The separator before a value that was missing: with a colon, if the key in brackets has none.
fn gap_before(before: &str) -> &'static str {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    match word.chars().next_back() {
        None => "",
        Some(':' | '-') => " ",
        _ if word.starts_with(['!', '&']) => " ",
        _ => ": ",
    }
}

pub(super) fn put_into_array(node: Node<'_>) -> Vec<Edit> {
    let span = node.span();
    if let Some(text) = node.as_str() {
        return vec![Edit { span, text: format!("[{}]", quoted(text)) }];
    }
    if node.source().starts_with('{') {
        return vec![Edit { span, text: format!("[{}]", node.source()) }];
    }
    let lines = node.source().match_indices('\n').map(|(at, _)| span.start + at as u32 + 1);
    let indented = lines.map(|at| Edit { span: Span::at(at), text: "  ".to_owned() });
    std::iter::once(Edit { span: Span::at(span.start), text: "- ".to_owned() }).chain(indented).collect()
}

/// Removes the lines of a pair. In `- a: 1` the dash stays.
pub(super) fn remove_pair(tree: &Tree, object: Node<'_>, pair: Pair<'_>) -> Edit {
    let own = object.pairs().filter(|pair| object.span().covers(pair.key().span)).take(2).count();
    if !object.span().covers(pair.key().span) {
        return Edit { span: Span::at(object.span().start), text: String::new() };
    }
    if own == 1 {
        return Edit { span: object.span(), text: "{}".to_owned() };
    }
    remove_lines(tree.text(), pair.key().span.start, pair.span().end)
}

/// Removes the lines of an item.
pub(super) fn remove_item(tree: &Tree, array: Node<'_>, item: Node<'_>) -> Edit {
    if !array.span().covers(item.span()) {
        return Edit { span: Span::at(array.span().start), text: String::new() };
    }
    if array.items().len() == 1 {
        return replace_value(tree, array, "[]");
    }
    remove_lines(tree.text(), dash(tree.text(), item.span()), item.span().end)
}

/// Removes from `start` to the end of the line that contains `end`, with the indentation if nothing else precedes `start`.
fn remove_lines(text: &str, start: u32, end: u32) -> Edit {
    let (start, end) = (start as usize, end as usize);
    let line = line_start(text, start);
    let line_end = text[end..].find('\n').map(|i| end + i + 1);
    let begins_line = text[line..start].trim().is_empty();
    // A `?`, a tag or an anchor before the key belongs to more than these lines.
    if !text[line..start].chars().all(|c| matches!(c, ' ' | '\t' | '-')) {
        return Edit { span: Span::new(start, start), text: String::new() };
    }
    let span = match (begins_line, line_end) {
        (true, Some(end)) => Span::new(line, end),
        (true, None) => Span::new(text[..line].trim_end_matches(['\n', '\r']).len(), text.len()),
        (false, Some(end)) => {
            let rest = &text[end..];
            Span::new(start, end + (rest.len() - rest.trim_start_matches([' ', '\t']).len()))
        }
        (false, None) => Span::new(start, text.len()),
    };
    Edit { span, text: String::new() }
}

/// Inserts pairs on lines of their own.
pub(super) fn insert_pairs(
    tree: &Tree,
    object: Node<'_>,
    after: Option<Pair<'_>>,
    pairs: &[(&str, &str)],
) -> Edit {
    let text = tree.text();
    let is_own = |pair: &&Pair<'_>| object.span().covers(pair.key().span);
    let all: Vec<Pair<'_>> = object.pairs().collect();
    let first = all.iter().find(is_own);
    // If there are only merge keys, the indentation is theirs.
    let at = first.map_or(object.span().start, |first| first.key().span.start);
    let indent = " ".repeat(text[line_start(text, at as usize)..at as usize].chars().count());
    let layout = Layout::of(tree, object, &indent);
    let written = pairs.iter().map(|(key, json)| {
        let value = syntax::parse(json, Dialect::Json);
        let value = value.root().map(|value| layout.below_key(value, &indent)).unwrap_or_default();
        format!("{}:{value}", word(key))
    });
    let newline = tree.style().newline;
    let last = || all.iter().filter(is_own).max_by_key(|pair| pair.key().span);
    match after
        .as_ref()
        .filter(|_| first.is_some())
        .and_then(|after| Some(after).filter(is_own).or_else(last))
    {
        Some(after) => {
            let end = line_end(text, after.span().end as usize);
            let text = written.map(|pair| format!("{newline}{indent}{pair}")).collect();
            Edit { span: Span::at(end), text }
        }
        None => {
            let text = written.map(|pair| format!("{pair}{newline}{indent}")).collect();
            Edit { span: Span::at(at), text }
        }
    }
}

/// Whether a value is an item of a list in block style.
pub(super) fn is_block_item(tree: &Tree, item: Span) -> bool {
    let before = &tree.text()[..item.start as usize];
    before.trim_end().ends_with('-') && before.ends_with([' ', '\t', '\n'])
}

pub(super) fn insert_item(tree: &Tree, after: Span, json: &str) -> Edit {
    let text = tree.text();
    let dash = dash(text, after) as usize;
    let indent = " ".repeat(text[line_start(text, dash)..dash].chars().count());
    let end = line_end(text, after.end as usize);
    Edit { span: Span::at(end), text: format!("{}{indent}- {}", tree.style().newline, value(json)) }
}

pub(super) fn insert_first_item(tree: &Tree, array: Node<'_>, json: &str) -> Edit {
    let text = tree.text();
    let start = array.span().start as usize;
    let indent = " ".repeat(text[line_start(text, start)..start].chars().count());
    let layout = Layout::of(tree, array, &indent);
    let item = syntax::parse(json, Dialect::Json);
    let item = item.root().map(|item| layout.block(item, &format!("{indent}  "))).unwrap_or_default();
    Edit { span: Span::at(start as u32), text: format!("- {item}{}{indent}", tree.style().newline) }
}

/// Formats a line with a new item for the end of an array.
pub(super) fn item_line(tree: &Tree, array: Span, written: &str) -> String {
    let text = tree.text();
    let start = array.start as usize;
    let indent = " ".repeat(text[line_start(text, start)..start].chars().count());
    format!("{}{indent}- {written}", tree.style().newline)
}

/// The offset of the dash before an item.
fn dash(text: &str, item: Span) -> u32 {
    let before = &text[..item.start as usize];
    let line = line_start(text, before.trim_end().len());
    before[line..].rfind("- ").or_else(|| before[line..].rfind('-')).map_or(item.start, |i| (line + i) as u32)
}

/// The end of the line, if only a comment is in between; otherwise the offset itself.
fn line_end(text: &str, at: usize) -> u32 {
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |i| at + i);
    let rest = text[at..end].trim_start();
    let is_free = rest.is_empty() || rest.starts_with('#') || rest.starts_with(": *");
    if is_free { end as u32 } else { at as u32 }
}

#[cfg(test)]
mod tests {
    use super::super::{
        apply, insert_item, insert_pair, move_to_end, put_into_array, remove_item, remove_pair,
    };
    use super::super::{replace_text, replace_value};
    use crate::syntax::{Node, Tree, parse_yaml};

    fn at<'t>(tree: &'t Tree, key: &str) -> Node<'t> {
        tree.root().unwrap().get(key).unwrap()
    }

    #[test]
    fn a_missing_value_is_inserted() {
        for (text, expected) in [
            ("a:\nb: 1\n", "a: x\nb: 1\n"),
            ("a: # c\nb: 1\n", "a: x # c\nb: 1\n"),
            ("a:", "a: x"),
            ("a: &x\nb: *x\n", "a: &x x\nb: *x\n"),
            ("{a, b: 1}", "{a: x, b: 1}"),
            ("{a: , b: 1}", "{a: x , b: 1}"),
            ("{\"a\":, b: 1}", "{\"a\": x, b: 1}"),
        ] {
            let tree = parse_yaml(text);
            assert_eq!(apply(text, &[replace_value(&tree, at(&tree, "a"), "\"x\"")]).0, expected);
        }
    }

    #[test]
    fn a_pair_is_removed_with_its_lines() {
        let removed = |text: &str, key: &str| {
            let tree = parse_yaml(text);
            let root = tree.root().unwrap();
            apply(text, &[remove_pair(&tree, root, root.pair(key).unwrap())]).0
        };
        let text = "# one\na: 1 # a\n# two\nb:\n  c: 2\n# three\nd: |\n  x\n  y";
        assert_eq!(removed(text, "a"), "# one\n# two\nb:\n  c: 2\n# three\nd: |\n  x\n  y");
        assert_eq!(removed(text, "b"), "# one\na: 1 # a\n# two\n# three\nd: |\n  x\n  y");
        assert_eq!(removed(text, "d"), "# one\na: 1 # a\n# two\nb:\n  c: 2\n# three");
        assert_eq!(removed("a: &x 1\r\nb: *x # b\r\nc: 2\r\n", "b"), "a: &x 1\r\nc: 2\r\n");
        assert_eq!(removed("{a: 1, b: 2}", "a"), "{b: 2}");
        assert_eq!(removed("a: 1\n", "a"), "{}\n");
        for text in ["? a\n: 1\nb: 2\n", "!!str a: 1\nb: 2\n"] {
            assert_eq!(removed(text, "a"), text);
        }
        let text = "l:\n- a: 1\n  # b\n  b: 2\n";
        let tree = parse_yaml(text);
        let item = at(&tree, "l").items().next().unwrap();
        let first = remove_pair(&tree, item, item.pair("a").unwrap());
        assert_eq!(apply(text, &[first]).0, "l:\n- # b\n  b: 2\n");
    }

    #[test]
    fn a_pair_is_inserted_on_a_line_of_its_own() {
        let added = |text: &str, after: Option<&str>, json: &str| {
            let tree = parse_yaml(text);
            let object = at(&tree, "o");
            let after = after.map(|key| object.pair(key).unwrap());
            apply(text, &[insert_pair(&tree, object, after, "Z", json)]).0
        };
        assert_eq!(added("o:\n  a: 1 # c\n", Some("a"), "\"x y\""), "o:\n  a: 1 # c\n  Z: x y\n");
        assert_eq!(added("o:\n  a: |\n    x\n", Some("a"), "\"yes\""), "o:\n  a: |\n    x\n  Z: \"yes\"\n");
        assert_eq!(added("o:\n  a: 1\n", None, "true"), "o:\n  Z: true\n  a: 1\n");
        assert_eq!(added("o: {a: 1}\n", Some("a"), "\"x\""), "o: {a: 1, Z: x}\n");
        assert_eq!(added("o: {}\n", None, "1"), "o: { Z: 1 }\n");
        assert_eq!(added("o: {\"a\": 1}\n", Some("a"), "\"x\""), "o: {\"a\": 1, \"Z\": \"x\"}\n");
        assert_eq!(added("o: {a: 1}\n", Some("a"), "[\"[]\", \"no\"]"), "o: {a: 1, Z: [\"[]\", \"no\"]}\n");
        assert_eq!(
            added("x: &x {b: 1}\no:\n  <<: *x\n  a: 1\n", Some("b"), "1"),
            "x: &x {b: 1}\no:\n  <<: *x\n  a: 1\n  Z: 1\n"
        );
    }

    #[test]
    fn items_are_removed_moved_and_inserted_with_their_lines() {
        let text = "l:\n  - a\n  # b\n  - b: 1\n    c: 2\n  - d\n";
        let tree = parse_yaml(text);
        let list = at(&tree, "l");
        let item = |index: usize| list.item(index).unwrap();
        let removed = |index: usize| apply(text, &[remove_item(&tree, list, item(index))]).0;
        assert_eq!(removed(0), "l:\n  # b\n  - b: 1\n    c: 2\n  - d\n");
        assert_eq!(removed(1), "l:\n  - a\n  # b\n  - d\n");
        let moved = apply(text, &move_to_end(&tree, list, item(1))).0;
        assert_eq!(moved, "l:\n  - a\n  # b\n  - d\n  - b: 1\n    c: 2\n");
        let added = apply(text, &[insert_item(&tree, item(0).as_text().unwrap(), "\"x\"")]).0;
        assert_eq!(added, "l:\n  - a\n  - x\n  # b\n  - b: 1\n    c: 2\n  - d\n");
        let text = "l:\n- a\nm: [b]\nn: {o: p}\n";
        let tree = parse_yaml(text);
        let list = at(&tree, "l");
        let only = remove_item(&tree, list, list.items().next().unwrap());
        assert_eq!(apply(text, &[only]).0, "l: []\nm: [b]\nn: {o: p}\n");
        let inner = insert_item(&tree, at(&tree, "m").items().next().unwrap().as_text().unwrap(), "\"x\"");
        assert_eq!(apply(text, &[inner]).0, "l:\n- a\nm: [b, \"x\"]\nn: {o: p}\n");
    }

    #[test]
    fn a_value_is_wrapped_in_an_array() {
        let put = |text: &str| {
            let tree = parse_yaml(text);
            apply(text, &put_into_array(&tree, at(&tree, "a"))).0
        };
        assert_eq!(put("a:\n  b: 1\n  c: 2\n"), "a:\n  - b: 1\n    c: 2\n");
        assert_eq!(put("a: {b: 1}\n"), "a: [{b: 1}]\n");
        assert_eq!(put("a: x\n"), "a: [\"x\"]\n");
    }

    #[test]
    fn strings_that_some_parser_resolves_to_another_type_get_quotes() {
        let words = "true True TRUE false False FALSE yes Yes YES no No NO on On ON off Off OFF y Y n N \
                     null Null NULL ~ 0 1 -1 +1 007 0o17 0x1F 0b11 1_000 1:30 1:30.5 1.5 .5 1. 1e3 1.5e+3 \
                     .inf -.Inf .NAN 2024-01-01 2024-01-01T00:00:00Z << = ... --- - ?";
        for word in words.split_whitespace() {
            for (text, expected) in
                [("a: x\n", format!("a: \"{word}\"\n")), ("a: [x]\n", format!("a: [\"{word}\"]\n"))]
            {
                let tree = parse_yaml(text);
                let value = at(&tree, "a");
                let value = value.items().next().unwrap_or(value).as_text().unwrap();
                assert_eq!(apply(text, &[replace_text(&tree, value, word)]).0, expected);
            }
            let tree = parse_yaml("a: x\n");
            let root = tree.root().unwrap();
            let json = super::quoted(word);
            let added = apply(tree.text(), &[insert_pair(&tree, root, None, word, &json)]).0;
            assert_eq!(added, format!("{json}: {json}\na: x\n"));
            assert_eq!(
                apply(tree.text(), &[replace_value(&tree, at(&tree, "a"), &json)]).0,
                format!("a: {json}\n")
            );
        }
    }

    #[test]
    fn strings_keep_their_style_if_possible() {
        let replaced = |old: &str, new: &str| {
            let text = format!("a: {old}\n");
            let tree = parse_yaml(&text);
            let edit = replace_text(&tree, at(&tree, "a").as_text().unwrap(), new);
            let (changed, _) = apply(&text, &[edit]);
            assert_eq!(at(&parse_yaml(&changed), "a").as_str(), Some(new), "{changed}");
            changed["a: ".len()..].trim_end().to_owned()
        };
        assert_eq!(replaced("x", "y z"), "y z");
        for new in [
            "1",
            "yes",
            "~",
            "a: b",
            "a #b",
            "- a",
            "@a",
            "2024-01-01",
            "0o17",
            " a",
            "",
            "a:",
            "[a",
            "<<",
            "a, b",
        ] {
            assert_eq!(replaced("x", new), format!("\"{new}\""));
        }
        assert_eq!(replaced("'x'", "it's"), "'it''s'");
        assert_eq!(replaced("'x'", "a\nb"), "\"a\\nb\"");
        assert_eq!(replaced("\"x\"", "y\\"), "\"y\\\\\"");
        assert_eq!(replaced("|\n  x", "y"), "\"y\"");
        let text = "a:\n- b\n";
        let tree = parse_yaml(text);
        assert_eq!(apply(text, &[replace_value(&tree, at(&tree, "a"), "[\"c\"]")]).0, "a: [\"c\"]\n");
    }
}
