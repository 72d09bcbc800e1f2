//! What rules ask of retriers and catchers: which errors they are for, and when a failed state runs again.

use super::{Object, State};
use crate::syntax::{Node, Text};

impl<'m> Object<'m> {
    /// The error names of a retrier or catcher.
    pub fn error_names(self) -> impl Iterator<Item = Text<'m>> {
        self.get("ErrorEquals").into_iter().flat_map(Node::items).filter_map(Node::as_text)
    }
}

impl<'m> State<'m> {
    /// The retriers and the catchers.
    pub fn handlers(self) -> impl Iterator<Item = Object<'m>> {
        ["Retry", "Catch"].into_iter().flat_map(move |list| self.objects(list))
    }
}

/// Whether an entry for one name handles the errors of another name too. A few errors that the wildcards are said not to
/// match, or of which that is not known, count as not handled (§4.4).
pub fn handles(listed: &str, error: &str) -> bool {
    const APART: [&str; 5] = [
        "States.ALL",
        "States.DataLimitExceeded",
        "States.HeartbeatTimeout",
        "States.Runtime",
        "States.Timeout",
    ];
    listed == error || listed == "States.TaskFailed" && !APART.contains(&error)
}
