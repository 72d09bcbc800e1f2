//! What rules ask of Tasks: what they call, what they hand on to it, and whether they wait.

use super::{Field, State};
use crate::catalog::services::{Pattern, Resource};
use crate::catalog::{QueryLanguage, StateKind};
use crate::syntax::Node;

impl<'m> State<'m> {
    /// The service call of a Task: what stands in `Resource`.
    pub fn resource(self) -> Option<&'m str> {
        self.get("Resource")?.as_str()
    }

    /// The service and the action that a Task calls by an integration, optimized or of the AWS SDK.
    pub fn call(self) -> Option<(&'m str, &'m str)> {
        match Resource::parse(self.resource()?) {
            Resource::Optimized { service, action, .. } | Resource::Sdk { service, action, .. } => {
                Some((service, action))
            }
            Resource::Activity | Resource::Other => None,
        }
    }

    /// What the state hands on to what it calls: `Parameters`, in a JSONata state `Arguments`.
    pub fn payload(self) -> Option<Field<'m>> {
        let name = match self.language() {
            QueryLanguage::JsonPath => "Parameters",
            QueryLanguage::Jsonata => "Arguments",
        };
        self.object()?.field(name)
    }

    /// Whether the state waits for a time, a job, a token or a worker.
    pub fn pauses(self) -> bool {
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
