//! Comments inside values.

use crate::syntax::{Kind, Node, Pair};
use crate::text::Span;

/// Whether there is a comment between the key of a pair and the end of its value.
pub fn has_comment(pair: Pair<'_>) -> bool {
    let Some(node) = pair.value() else { return false };
    let mut scalars = Vec::new();
    collect_scalars(node, &mut scalars);
    scalars.retain(|scalar| pair.span().covers(*scalar));
    scalars.sort_unstable();
    scalars.push(Span::at(pair.span().end));
    let mut at = pair.key().span.end;
    scalars.into_iter().any(|scalar| {
        let gap = node.text().get(at as usize..scalar.start as usize).unwrap_or_default();
        at = scalar.end;
        ["#", "//", "/*"].iter().any(|marker| gap.contains(marker))
    })
}

/// Collects the spans of keys and of values that are not collections.
fn collect_scalars(node: Node<'_>, scalars: &mut Vec<Span>) {
    if !matches!(node.kind(), Kind::Array | Kind::Object) {
        scalars.push(node.span());
    }
    node.items().for_each(|item| collect_scalars(item, scalars));
    for pair in node.pairs() {
        scalars.push(pair.key().span);
        if let Some(value) = pair.value() {
            collect_scalars(value, scalars);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Dialect, parse, parse_yaml};

    #[test]
    fn comments_are_distinguished_from_strings() {
        for (text, expected) in [
            ("a:\n  - b # c\n  - d\n", true),
            ("a:\n  # b\n  c: d\n", true),
            ("a: ['#', \"//\", http://x]\nb: c#d\n", false),
            ("a: {b: 1} # c\n", false),
        ] {
            let tree = parse_yaml(text);
            assert_eq!(has_comment(tree.root().unwrap().pair("a").unwrap()), expected, "{text}");
        }
        for (text, expected) in [
            (r##"{ "a": { "b": "//", "#": [1] } }"##, false),
            ("{ \"a\": [1, // b\n 2] }", true),
            ("{ \"a\": { /* b */ } }", true),
            ("{ \"a\": {} /* b */ }", false),
        ] {
            let tree = parse(text, Dialect::Jsonc);
            assert_eq!(has_comment(tree.root().unwrap().pair("a").unwrap()), expected, "{text}");
        }
    }
}
