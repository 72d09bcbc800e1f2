//! Loops that poll the status of a job.

use crate::catalog::StateKind;
use crate::catalog::jobs::{JOBS, Job};
use crate::catalog::services::{Pattern, Resource};
use crate::model::State;
use crate::semantic::Graph;

/// A loop that waits for a job by polling its status.
pub(crate) struct Poll<'a> {
    /// The state that gets the status.
    pub(crate) asks: State<'a>,
    /// The state that starts the job.
    pub(crate) start: State<'a>,
    job: &'static Job,
}

impl<'a> Poll<'a> {
    /// Returns the loop as a poll, if it waits, gets the status, decides, does nothing else, and follows directly on the
    /// state that starts the job. `members` are the states of the loop.
    pub(crate) fn of(graph: &Graph, members: &[State<'a>]) -> Option<Poll<'a>> {
        let machine = members[0].machine();
        // Loops without a pause are reported as such.
        let waits = members.iter().any(|state| state.is(StateKind::Wait) && state.pauses());
        let decides = members.iter().any(|state| state.is(StateKind::Choice));
        if !waits || !decides || machine.is_damaged() {
            return None;
        }
        let asks = members
            .iter()
            .copied()
            .find(|state| called(*state).is_some_and(|call| jobs(call).next().is_some()))?;
        let call = called(asks)?;
        let starts =
            |state: State<'a>| jobs(call).find(|job| called(state).is_some_and(|call| job.is_started(call)));
        let does_more = |state: &State<'a>| {
            state.has_handlers() && called(*state) != Some(call) && starts(*state).is_none()
        };
        if members.iter().any(does_more) {
            return None;
        }
        let mut found = machine.states().filter_map(|state| Some((state, starts(state)?)));
        found.find_map(|(start, job)| {
            let way = graph.way(start, asks)?;
            let is_straight = way[1..].iter().all(|edge| !edge.from.has_handlers());
            is_straight.then_some(Poll { asks, start, job })
        })
    }

    /// The `Resource` that waits for the end of the job.
    pub(crate) fn resource(&self) -> String {
        let written = self.start.resource().unwrap_or_default();
        let partition = written.split(':').nth(1).unwrap_or("aws");
        let pattern = if self.job.service[0] == "states" { Pattern::Sync2 } else { Pattern::Sync };
        format!("arn:{partition}:states:::{}:{}{}", self.job.service[0], self.job.start[0], pattern.suffix())
    }
}

/// A call that does not wait: the integration (0 for optimized, 1 for AWS SDK), the service and the action.
type PolledCall<'a> = (usize, &'a str, &'a str);

fn called(state: State<'_>) -> Option<PolledCall<'_>> {
    match Resource::parse(state.resource().filter(|_| state.is(StateKind::Task))?) {
        Resource::Optimized { service, action, pattern: Pattern::RequestResponse } => {
            Some((0, service, action))
        }
        Resource::Sdk { service, action, pattern: Pattern::RequestResponse } => Some((1, service, action)),
        _ => None,
    }
}

/// The jobs whose status a call gets.
fn jobs((which, service, action): PolledCall<'_>) -> impl Iterator<Item = &'static Job> {
    JOBS.iter().filter(move |job| job.service[which] == service && job.asks.contains(&action))
}

impl Job {
    fn is_started(&self, (which, service, action): PolledCall<'_>) -> bool {
        self.service[which] == service && self.start[which] == action
    }
}
