//! Formatting of new values in the style of the document.

use super::{hcl, quoted, value, yaml};
use crate::syntax::{Kind, Node, Notation, Pair, Tree};

/// The maximum width in characters of a value on a single line.
pub const COLUMNS: usize = 100;

/// The style of a document around a collection.
pub(super) struct Layout<'t> {
    notation: Notation,
    newline: &'static str,
    /// The indentation of one level.
    unit: &'t str,
    /// Whether the document has no non-empty object on a single line.
    breaks_objects: bool,
    /// Whether the document has no non-empty array on a single line.
    breaks_arrays: bool,
    /// Whether YAML lists are indented further than their keys.
    indents_lists: bool,
    /// The separator after a key.
    sign: &'static str,
    /// The separator between pairs.
    comma: &'static str,
    /// The space after separators and inside brackets.
    pub(super) blank: &'static str,
    /// Whether keys have quotes that they do not need.
    quotes_keys: bool,
}

impl<'t> Layout<'t> {
    /// Detects the style inside a collection whose members have this indentation.
    pub(super) fn of(tree: &'t Tree, collection: Node<'_>, indent: &'t str) -> Layout<'t> {
        let (notation, style) = (tree.notation(), tree.style());
        let is_hcl = notation == Notation::Hcl;
        let pattern = collection.pairs().next().map(|pair| Pattern::of(tree.text(), pair));
        let is_compact = pattern.is_some_and(|pattern| pattern.is_compact) && !is_hcl;
        let has_colons = !is_hcl || pattern.is_some_and(|pattern| pattern.has_colon);
        let has_commas = !is_hcl || pattern.is_some_and(|pattern| pattern.has_comma);
        Layout {
            notation,
            newline: style.newline,
            // The position after the opening bracket, if there is one.
            unit: unit(tree.text(), collection.span().start as usize + 1, indent),
            breaks_objects: style.breaks_objects,
            breaks_arrays: style.breaks_arrays,
            indents_lists: style.indents_lists,
            sign: if has_colons { ":" } else { " =" },
            comma: if has_commas { "," } else { "" },
            blank: if is_compact { "" } else { " " },
            quotes_keys: pattern.is_some_and(|pattern| pattern.is_quoted),
        }
    }

    /// Formats a pair in brackets: on a line of its own with this indentation, or on the same line if `None`.
    pub(super) fn pair(&self, key: &str, value: Node<'_>, indent: Option<&str>) -> String {
        let key = self.key(key);
        let width = key.chars().count() + self.blank.len();
        let value = indent
            .map_or_else(|| self.flat(value), |indent| self.in_brackets(value, indent, indent.len() + width));
        format!("{key}{}{value}", self.blank)
    }

    /// Formats an item in brackets: on a line of its own with this indentation, or on the same line if `None`.
    pub(super) fn item(&self, item: Node<'_>, indent: Option<&str>) -> String {
        indent.map_or_else(|| self.flat(item), |indent| self.in_brackets(item, indent, indent.len()))
    }

    /// Formats a value that starts at a column, on lines with this indentation.
    fn in_brackets(&self, node: Node<'_>, indent: &str, column: usize) -> String {
        let flat = self.flat(node);
        let breaks = match node.kind() {
            Kind::Object => self.breaks_objects,
            Kind::Array => {
                self.breaks_arrays || self.breaks_objects && node.items().any(|item| item.is_object())
            }
            _ => false,
        };
        let is_short = column + flat.chars().count() < COLUMNS;
        if is_single(node) || is_short && !breaks {
            return flat;
        }
        let inner = format!("{indent}{}", self.unit);
        let line = format!("{}{inner}", self.newline);
        let comma = if node.is_object() { self.comma } else { "," };
        let items = node.items().map(|item| self.in_brackets(item, &inner, inner.len()));
        let pairs =
            node.pairs().filter_map(|pair| Some(self.pair(pair.key().value, pair.value()?, Some(&inner))));
        let parts: Vec<String> = items.chain(pairs).collect();
        let (open, close) = if node.is_object() { ('{', '}') } else { ('[', ']') };
        format!("{open}{line}{}{}{indent}{close}", parts.join(&format!("{comma}{line}")), self.newline)
    }

    /// The comma between a pair and the next one. In Terraform, a line end is enough.
    pub(super) fn comma_behind(&self, text: &str, pair: Pair<'_>, has_lines: bool) -> &'static str {
        let is_needed = self.notation != Notation::Hcl || !has_lines;
        if is_needed || Pattern::of(text, pair).has_comma { "," } else { "" }
    }

    fn flat(&self, node: Node<'_>) -> String {
        let items = node.items().map(|item| self.flat(item));
        let pairs = node.pairs().filter_map(|pair| Some(self.pair(pair.key().value, pair.value()?, None)));
        let parts: Vec<String> = items.chain(pairs).collect();
        let (blank, parts) = (self.blank, parts.join(&format!(",{}", self.blank)));
        match node.kind() {
            Kind::Object if !is_single(node) => format!("{{{blank}{parts}{blank}}}"),
            Kind::Array => format!("[{parts}]"),
            _ if self.notation == Notation::Yaml => Some(yaml::value(node.source()))
                .filter(|text| self.is_plain_in_brackets(text))
                .unwrap_or(node.source())
                .to_owned(),
            _ => value(self.notation, node.source()),
        }
    }

    fn key(&self, name: &str) -> String {
        let key = match self.notation {
            Notation::Hcl => hcl::key(name, self.quotes_keys),
            Notation::Yaml => Some(yaml::word(name))
                .filter(|word| self.is_plain_in_brackets(word))
                .unwrap_or_else(|| quoted(name)),
            notation => value(notation, &quoted(name)),
        };
        format!("{key}{}", self.sign)
    }

    /// Whether a YAML scalar needs no quotes in brackets.
    fn is_plain_in_brackets(&self, text: &str) -> bool {
        !self.quotes_keys && !text.contains([',', '[', ']', '{', '}', '"'])
    }

    /// Formats a YAML value, with the whitespace between the colon and the value.
    pub(super) fn below_key(&self, node: Node<'_>, indent: &str) -> String {
        if is_single(node) {
            return format!(" {}", yaml::value(node.source()));
        }
        let is_further_right = self.indents_lists || node.is_object();
        let indent = if is_further_right { format!("{indent}{}", self.unit) } else { indent.to_owned() };
        format!("{}{indent}{}", self.newline, self.block(node, &indent))
    }

    /// Formats a YAML value in block style. The first line is already indented.
    pub(super) fn block(&self, node: Node<'_>, indent: &str) -> String {
        if is_single(node) {
            return yaml::value(node.source()).to_owned();
        }
        let items = node.items().map(|item| format!("- {}", self.block(item, &format!("{indent}  "))));
        let pairs = node.pairs().filter_map(|pair| {
            Some(format!("{}:{}", yaml::word(pair.key().value), self.below_key(pair.value()?, indent)))
        });
        let parts: Vec<String> = items.chain(pairs).collect();
        parts.join(&format!("{}{indent}", self.newline))
    }
}

/// The style of a pair.
#[derive(Clone, Copy)]
struct Pattern {
    is_quoted: bool,
    has_colon: bool,
    has_comma: bool,
    /// Whether there is no space after the colon.
    is_compact: bool,
}

impl Pattern {
    fn of(text: &str, pair: Pair<'_>) -> Pattern {
        let behind = |end: u32| text.get(end as usize..).unwrap_or_default().trim_start_matches([' ', '\t']);
        let behind_key = behind(pair.key().span.end);
        Pattern {
            is_quoted: text.get(pair.key().span.range()).is_some_and(|key| key.starts_with('"')),
            has_colon: behind_key.starts_with(':'),
            has_comma: behind(pair.span().end).starts_with(','),
            is_compact: behind_key
                .strip_prefix(':')
                .is_some_and(|rest| !rest.starts_with(char::is_whitespace)),
        }
    }
}

/// Whether a value is a scalar or an empty collection.
fn is_single(node: Node<'_>) -> bool {
    node.items().len() + node.pairs().len() == 0
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The indentation of the line that contains an offset.
pub(super) fn indentation(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..at];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// The indentation of one level: the difference between an indentation and that of the enclosing line before an offset.
pub(super) fn unit<'t>(text: &'t str, at: usize, indent: &'t str) -> &'t str {
    // No line is indented less, so the search would go through the whole text.
    if indent.is_empty() {
        return "  ";
    }
    let width = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let is_outer =
        |line: &&str| width(line) < indent.len() && width(line) < line.trim_end().len() && !is_comment(line);
    let outer =
        text[..text.floor_char_boundary(at)].lines().rev().find(is_outer).map(|line| &line[..width(line)]);
    let default = if indent.starts_with('\t') { "\t" } else { "  " };
    outer.and_then(|outer| indent.strip_prefix(outer)).unwrap_or(default)
}

pub(super) fn is_comment(line: &str) -> bool {
    ["#", "//", "/*"].iter().any(|sign| line.trim_start().starts_with(sign))
}

/// The last line end before the first member of a collection with the indentation after it; or a space.
pub(super) fn gap(before_first: &str) -> &str {
    let Some(end) = before_first.rfind('\n') else { return " " };
    let width = before_first[end + 1..].find(|c| !matches!(c, ' ' | '\t'));
    let start = if before_first[..end].ends_with('\r') { end - 1 } else { end };
    &before_first[start..width.map_or(before_first.len(), |width| end + 1 + width)]
}

/// The rest of a line from an offset if it consists of a comment, and whether there is a comma before the comment.
pub(super) fn comment_behind(text: &str, at: usize) -> Option<(&str, bool)> {
    let rest = text.get(at..)?.split(['\n', '\r']).next()?;
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let has_comma = rest[blanks..].starts_with(',');
    let comment = rest[blanks..].trim_start_matches(',').trim();
    let is_whole = comment.starts_with("//") || comment.starts_with('#');
    is_whole.then_some((rest.trim_end(), has_comma))
}

#[cfg(test)]
mod tests {
    use crate::edit::{apply, insert_first_item, insert_pair, insert_pairs};
    use crate::syntax::{Dialect, Tree, parse, parse_yaml};

    const RETRIERS: &str = r#"[{ "ErrorEquals": ["A", "true"], "MaxAttempts": 1 }]"#;

    /// Inserts a list of retriers after the pair `a` of a document.
    fn added(tree: &Tree) -> String {
        let root = tree.root().unwrap();
        apply(tree.text(), &[insert_pair(tree, root, root.pair("a"), "Retry", RETRIERS)]).0
    }

    fn json(text: &str) -> String {
        added(&parse(text, Dialect::Jsonc))
    }

    #[test]
    fn collections_are_broken_if_all_others_are() {
        assert_eq!(
            json("{\n\t\"a\": { \"b\": 1 }\n}"),
            "{\n\t\"a\": { \"b\": 1 },\n\t\"Retry\": [{ \"ErrorEquals\": [\"A\", \"true\"], \"MaxAttempts\": 1 }]\n}"
        );
        assert_eq!(
            json("{\r\n   \"a\": [1]\r\n}"),
            "{\r\n   \"a\": [1],\r\n   \"Retry\": [\r\n      {\r\n         \"ErrorEquals\": [\"A\", \"true\"],\r\n         \"MaxAttempts\": 1\r\n      }\r\n   ]\r\n}"
        );
        assert_eq!(
            json("{\n  \"a\": [\n    1\n  ]\n}"),
            "{\n  \"a\": [\n    1\n  ],\n  \"Retry\": [\n    {\n      \"ErrorEquals\": [\n        \"A\",\n        \"true\"\n      ],\n      \"MaxAttempts\": 1\n    }\n  ]\n}"
        );
        assert_eq!(
            json("{\"a\":1}"),
            "{\"a\":1,\"Retry\":[{\"ErrorEquals\":[\"A\",\"true\"],\"MaxAttempts\":1}]}"
        );
    }

    #[test]
    fn long_values_are_broken() {
        let tree = parse("{\n  \"a\": [{}, { \"b\": 1 }]\n}", Dialect::Json);
        let long = format!("[\"{}\", \"{}\"]", "x".repeat(40), "y".repeat(60));
        let root = tree.root().unwrap();
        let after = apply(tree.text(), &[insert_pair(&tree, root, root.pair("a"), "l", &long)]).0;
        assert_eq!(after.lines().count(), 7, "{after}");
    }

    #[test]
    fn yaml_lists_are_indented_like_others() {
        assert_eq!(
            added(&parse_yaml("a:\n- b\nc: d\n")),
            "a:\n- b\nRetry:\n- ErrorEquals:\n  - A\n  - \"true\"\n  MaxAttempts: 1\nc: d\n"
        );
        assert_eq!(
            added(&parse_yaml("a: 1\n")),
            "a: 1\nRetry:\n  - ErrorEquals:\n      - A\n      - \"true\"\n    MaxAttempts: 1\n"
        );
        let tree = parse_yaml("s:\n    a: 1\n");
        let inner = tree.root().unwrap().get("s").unwrap();
        let after = apply(tree.text(), &[insert_pair(&tree, inner, inner.pair("a"), "b", r#"{ "c": 1 }"#)]).0;
        assert_eq!(after, "s:\n    a: 1\n    b:\n        c: 1\n");
        let tree = parse_yaml("a:\n- b: 1\n");
        let list = tree.root().unwrap().get("a").unwrap();
        let after = apply(tree.text(), &[insert_first_item(&tree, list, r#"{ "c": [1], "d": 2 }"#)]).0;
        assert_eq!(after, "a:\n- c:\n  - 1\n  d: 2\n- b: 1\n");
    }

    #[test]
    fn comments_stay_on_the_line_of_their_pair() {
        for (text, expected) in [
            ("{\n  \"a\": 1 // a\n}", "{\n  \"a\": 1, // a\n  \"b\": 2,\n  \"c\": 3\n}"),
            (
                "{\n  \"a\": 1, // a\n  \"d\": 1\n}",
                "{\n  \"a\": 1, // a\n  \"b\": 2,\n  \"c\": 3,\n  \"d\": 1\n}",
            ),
            (
                "{ // first\n  /* one */ \"a\": 1\n}",
                "{ // first\n  /* one */ \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}",
            ),
        ] {
            let tree = parse(text, Dialect::Jsonc);
            let root = tree.root().unwrap();
            let edit = insert_pairs(&tree, root, root.pair("a"), &[("b", "2"), ("c", "3")]);
            assert_eq!(apply(text, &[edit]).0, expected);
        }
    }
}
