//! What rules ask of retriers and catchers.

use super::Object;
use crate::syntax::{Node, Text};

impl<'m> Object<'m> {
    /// The error names of a retrier or catcher.
    pub fn error_names(self) -> impl Iterator<Item = Text<'m>> {
        self.get("ErrorEquals").into_iter().flat_map(Node::items).filter_map(Node::as_text)
    }
}
