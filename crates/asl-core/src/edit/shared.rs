//! YAML values that occur several times through aliases and merge keys.

use super::Edit;
use crate::syntax::{Node, Tree};

/// Whether an edit touches a value that an alias or a merge key repeats elsewhere.
pub fn is_shared(tree: &Tree, edits: &[Edit]) -> bool {
    let is_touched = |node: Node<'_>| {
        let span = node.span();
        edits.iter().any(|edit| edit.span.start <= span.end && span.start <= edit.span.end)
    };
    tree.is_shared() && tree.nodes().flat_map(anchored).any(is_touched)
}

/// The values in a collection that have an anchor.
fn anchored(collection: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let text = collection.text();
    let has_anchor =
        move |from: u32, to: u32| text.get(from as usize..to as usize).is_some_and(|gap| gap.contains('&'));
    let values = collection.pairs().filter_map(|pair| Some((pair.key().span.end, pair.value()?)));
    let mut before = collection.span().start;
    let items = collection.items().map(move |item| (std::mem::replace(&mut before, item.span().end), item));
    values
        .chain(items)
        .filter(move |(from, value)| has_anchor(*from, value.span().start))
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_yaml;
    use crate::text::Span;

    #[test]
    fn values_of_aliases_and_merge_keys_are_shared() {
        let text = "a: &a\n  b: 1\n  c: [2, &d 3]\ne: *a\nf:\n  <<: *a\n  g: 4\nh: 5\n";
        let tree = parse_yaml(text);
        let at = |part: &str| {
            let start = text.find(part).unwrap();
            [Edit { span: Span::new(start, start + part.len()), text: String::new() }]
        };
        for part in ["b: 1", "1", "2", "3"] {
            assert!(is_shared(&tree, &at(part)), "{part}");
        }
        for part in ["g: 4", "h: 5"] {
            assert!(!is_shared(&tree, &at(part)), "{part}");
        }
        let alone = parse_yaml("a: &a\n  b: 1\n");
        assert!(!is_shared(&alone, &at("b: 1")));
    }
}
