//! Parses a definition again after edits, to verify the result.

use asl_core::edit::{self, Edit};
use asl_core::host;
use asl_core::model::State;
use asl_core::semantic::Analysis;
use asl_core::syntax::{Node, Tree, TreeStep};

/// The definition after edits; `None` if they overlap, or if they introduce syntax errors.
pub(super) fn read_again(analysis: &Analysis, edits: &[Edit]) -> Option<Tree> {
    let tree = analysis.tree();
    let (text, all) = edit::apply(tree.text(), edits);
    let start = |tree: &Tree| tree.root().map(|root| root.span().start);
    let regions = host::embedded_definitions(&text, analysis.file_language());
    let mut regions = regions.into_iter().map(|region| region.tree);
    let again = regions.find(|other| start(other) == start(tree)).filter(|_| all)?;
    (again.errors().len() == tree.errors().len()).then_some(again)
}

/// Whether the edits leave the values of all other states unchanged, including those that share YAML anchors.
pub(super) fn are_others_kept(analysis: &Analysis, edits: &[Edit], state: State<'_>) -> bool {
    let tree = analysis.tree();
    let Some(again) = read_again(analysis, edits) else { return false };
    let path = state.object().map(|object| tree.path_to(object.node())).unwrap_or_default();
    let roots = tree.root().zip(again.root());
    roots.is_some_and(|(before, after)| are_same_beside(before, after, &path))
}

/// Whether two values are equal except for the parts at a path.
fn are_same_beside(a: Node<'_>, b: Node<'_>, path: &[TreeStep<'_>]) -> bool {
    let Some((step, rest)) = path.split_first() else { return true };
    if a.kind() != b.kind() || a.items().len() != b.items().len() || a.pairs().len() != b.pairs().len() {
        return false;
    }
    let items = a.items().zip(b.items()).enumerate().all(|(at, (a, b))| match *step == TreeStep::Index(at) {
        true => are_same_beside(a, b, rest),
        false => edit::are_same(a, b),
    });
    items
        && a.pairs().zip(b.pairs()).all(|(a, b)| match (a.value(), b.value()) {
            (Some(inner), Some(other)) if *step == TreeStep::Key(a.key().value) => {
                a.key().value == b.key().value && are_same_beside(inner, other, rest)
            }
            _ => edit::are_same_pairs(a, b),
        })
}

/// The value at a path.
pub(super) fn walk<'t>(root: Node<'t>, path: &[TreeStep<'_>]) -> Option<Node<'t>> {
    path.iter().try_fold(root, |node, step| match step {
        TreeStep::Key(key) => node.get(key),
        TreeStep::Index(index) => node.item(*index),
    })
}
