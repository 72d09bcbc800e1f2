//! How long an execution can run.

use crate::rules::prelude::*;

const EXPRESS: f64 = 300.0;
const YEAR: f64 = 31_536_000.0;

/// The time that an execution has.
pub(super) struct Limit {
    pub seconds: f64,
    pub why: &'static str,
    pub place: Option<Span>,
}

impl Limit {
    pub(super) fn of(cx: &Context<'_>, machine: Machine<'_>) -> Limit {
        let (most, why) = match cx.analysis.workflow_of(machine) {
            WorkflowType::Express => (EXPRESS, "an Express workflow has"),
            WorkflowType::Standard => (YEAR, "an execution has"),
        };
        let timeout = cx.model().root().and_then(|root| root.object().get("TimeoutSeconds"));
        match timeout.and_then(|node| Some((node.as_f64()?, node.span()))) {
            Some((seconds, span)) if 0.0 < seconds && seconds < most => {
                Limit { seconds, why: "this definition has", place: Some(span) }
            }
            _ => Limit { seconds: most, why, place: None },
        }
    }

    /// "the 5 min that an Express workflow has"
    pub(super) fn words(&self) -> String {
        format!("the {} that {}", duration(self.seconds as u64), self.why)
    }
}
