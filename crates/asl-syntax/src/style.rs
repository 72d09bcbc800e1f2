//! The formatting style of a document, for edits that add to it.

use crate::{Kind, Node, Notation, Tree};

/// The formatting style of a document. It is computed once for each tree, since every edit needs it.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The line break, `\n` or `\r\n`.
    pub newline: &'static str,
    /// Whether every non-empty object contains a line break. False if there are none.
    pub breaks_objects: bool,
    /// Whether every non-empty array contains a line break. False if there are none.
    pub breaks_arrays: bool,
    /// Whether block lists of a YAML document are indented more than their keys.
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

/// Returns the first line break of the definition, or else one of the text around it.
fn newline(tree: &Tree) -> &'static str {
    let span = tree.root().map_or(0..0, |root| root.span().range());
    let (before, rest) = tree.text().split_at(span.start);
    let (inside, after) = rest.split_at(span.len());
    let end = inside
        .find('\n')
        .map(|at| before.len() + at)
        .or_else(|| before.rfind('\n'))
        .or_else(|| after.find('\n').map(|at| span.end + at));
    match end {
        Some(end) if tree.text()[..end].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

fn breaks_all(tree: &Tree, kind: Kind) -> bool {
    let is_empty = |node: Node<'_>| node.items().len() + node.pairs().len() == 0;
    let mut nodes = tree.nodes().filter(|node| node.kind() == kind && !is_empty(*node)).peekable();
    // A value of an assembled definition may not be contiguous in the file.
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
    fn line_breaks_are_those_of_the_definition() {
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
