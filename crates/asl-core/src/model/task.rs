//! Tasks: the resource that they call, the payload that they pass to it, and whether they wait.

use super::{Field, State};
use crate::catalog::StateKind;
use crate::catalog::services::{Pattern, Resource};
use crate::syntax::Node;

impl<'m> State<'m> {
    /// The `Resource` of a Task, if it is a string.
    pub fn resource(self) -> Option<&'m str> {
        self.get("Resource")?.as_str()
    }

    /// The field with the payload of the call: `Parameters`, or `Arguments` in a JSONata state.
    pub(crate) fn payload(self) -> Option<Field<'m>> {
        self.object()?.field_or_misspelling(self.language().arguments_field())
    }

    /// Whether the state waits for a time, a job, a task token or an activity worker.
    pub(crate) fn pauses(self) -> bool {
        let waits = |resource: &str| {
            let resource = Resource::parse(resource);
            resource == Resource::Activity
                || resource.pattern().is_some_and(|p| p != Pattern::RequestResponse)
        };
        match self.kind() {
            Some(StateKind::Wait) => self.get("Seconds").and_then(Node::as_f64) != Some(0.0),
            Some(StateKind::Task) => self.resource().is_some_and(waits),
            _ => false,
        }
    }
}
