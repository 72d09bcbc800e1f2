//! How a document is written, for edits that add to it.

use crate::{Kind, Node, Notation, Tree};

/// What is the same everywhere in a document. Computed once for a tree, since every edit asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// What its lines end with.
    pub newline: &'static str,
    /// Whether each of its objects has a line break, unless it is empty.
    pub breaks_objects: bool,
    /// Whether each of its arrays has a line break, unless it is empty.
    pub breaks_arrays: bool,
    /// Whether lists of YAML are further right than their keys.
    pub indents_lists: bool,
}

impl Style {
    pub(crate) fn of(tree: &Tree) -> Style {
        Style {
            newline: newline(tree),
            breaks_objects: breaks_all(tree, Kind::Object),
            breaks_arrays: breaks_all(tree, Kind::Array),
            indents_lists: tree.notation() == Notation::Yaml && indents_lists(tree),
        }
    }
}

/// The line end that the definition has first, or else one of the text around it.
fn newline(tree: &Tree) -> &'static str {
    let span = tree.root().map_or(0..0, |root| root.span().range());
    let (before, rest) = tree.text().split_at(span.start);
    let (inside, behind) = rest.split_at(span.len());
    let end = inside
        .find('\n')
        .map(|at| before.len() + at)
        .or_else(|| before.rfind('\n'))
        .or_else(|| behind.find('\n').map(|at| span.end + at));
    match end {
        Some(end) if tree.text()[..end].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

fn breaks_all(tree: &Tree, kind: Kind) -> bool {
    let is_empty = |node: Node<'_>| node.items().len() + node.pairs().len() == 0;
    let mut nodes = tree.nodes().filter(|node| node.kind() == kind && !is_empty(*node)).peekable();
    // Of a text that is put together, a value need not be one piece of the file.
    let has_lines = |node: Node<'_>| tree.text().get(node.span().range()).is_none_or(|it| it.contains('\n'));
    nodes.peek().is_some() && nodes.all(has_lines)
}

fn indents_lists(tree: &Tree) -> bool {
    let column = |at: u32| {
        let before = &tree.text()[..at as usize];
        before.len() - before.rfind('\n').map_or(0, |end| end + 1)
    };
    let mut lists = tree.nodes().flat_map(|node| node.pairs()).filter_map(|pair| {
        let list =
            pair.value().filter(|value| value.kind() == Kind::Array && value.source().starts_with("- "))?;
        let (list, key) = (column(list.span().start), column(pair.key().span.start));
        Some(list > key)
    });
    lists.next().unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use crate::{Dialect, parse};

    #[test]
    fn line_ends_are_those_of_the_definition() {
        for (text, expected) in [
            ("{\r\n}", "\r\n"),
            ("{\n}\r\n", "\n"),
            ("\r\n{}\n", "\r\n"),
            ("{}\r\n", "\r\n"),
            ("{}", "\n"),
            ("\r\n", "\r\n"),
        ] {
            assert_eq!(parse(text, Dialect::Json).style().newline, expected, "{text:?}");
        }
    }
}
