//! Comments inside of values, which go with them.

use crate::syntax::{Kind, Node, Pair};
use crate::text::Span;

/// Whether a comment stands in the value of a pair, or before it.
pub fn has_comment(pair: Pair<'_>) -> bool {
    let Some(node) = pair.value() else { return false };
    let mut words = Vec::new();
    collect(node, &mut words);
    words.retain(|word| pair.span().covers(*word));
    words.sort_unstable();
    words.push(Span::at(pair.span().end));
    let mut at = pair.key().span.end;
    words.into_iter().any(|word| {
        let gap = node.text().get(at as usize..word.start as usize).unwrap_or_default();
        at = word.end;
        ["#", "//", "/*"].iter().any(|sign| gap.contains(sign))
    })
}

/// The keys and the values that are no collections.
fn collect(node: Node<'_>, words: &mut Vec<Span>) {
    if !matches!(node.kind(), Kind::Array | Kind::Object) {
        words.push(node.span());
    }
    node.items().for_each(|item| collect(item, words));
    for pair in node.pairs() {
        words.push(pair.key().span);
        if let Some(value) = pair.value() {
            collect(value, words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Dialect, parse, parse_yaml};

    #[test]
    fn comments_are_told_from_texts() {
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
