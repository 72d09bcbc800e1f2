//! The maximum duration of an execution.

use crate::rules::prelude::*;

const EXPRESS: f64 = 300.0;
const YEAR: f64 = 31_536_000.0;

/// The time after which an execution ends.
pub(super) struct Limit {
    pub seconds: f64,
    /// What imposes the limit, to follow the duration in a sentence.
    origin: &'static str,
    /// The field that sets the limit.
    pub span: Option<Span>,
}

impl Limit {
    pub(super) fn of(cx: &Context<'_>, machine: Machine<'_>) -> Limit {
        let (most, origin) = match cx.analysis.workflow_of(machine) {
            WorkflowType::Express => (EXPRESS, "limit of an Express workflow"),
            WorkflowType::Standard => (YEAR, "limit of an execution"),
        };
        let timeout = cx.model().root().and_then(|root| root.object().get("TimeoutSeconds"));
        match timeout.and_then(|node| Some((node.as_f64()?, node.span()))) {
            Some((seconds, span)) if 0.0 < seconds && seconds < most => {
                Limit { seconds, origin: "timeout of this definition", span: Some(span) }
            }
            _ => Limit { seconds: most, origin, span: None },
        }
    }

    /// Describes the limit: "the 5 min limit of an Express workflow".
    pub(super) fn describe(&self) -> String {
        format!("the {} {}", duration(self.seconds as u64), self.origin)
    }
}
