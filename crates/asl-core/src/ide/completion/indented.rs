//! Spots in YAML: between keys, colons and dashes, by the indentation of lines.

use super::spot::Spot;
use crate::syntax::Node;

pub(super) fn find<'a>(spot: Spot<'a>, root: Node<'a>) -> Option<Spot<'a>> {
    let _ = (spot, root);
    None
}
