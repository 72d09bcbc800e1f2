use std::collections::HashSet;

use crate::catalog::services::{Pattern, Resource};
use crate::model::StateId;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "callback-without-timeout",
    group: Group::Errors,
    docs: include_str!("callback_without_timeout.md"),
    severity: Severity::Warning,
    check: run,
    ..Rule::DEFAULTS
};

const LIMITS: [&str; 4] =
    ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"];

fn run(cx: &mut Context<'_>) {
    let has_limit = cx.model().root().is_some_and(|root| root.object().has_or_misspells("TimeoutSeconds"));
    if has_limit {
        return;
    }
    let mut found = Vec::new();
    for state in cx.states().filter(|state| state.is(StateKind::Task)) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let resource = state.resource().map(Resource::parse);
        let awaited = match resource {
            Some(Resource::Activity) => "an activity",
            Some(resource) if resource.pattern() == Some(Pattern::Callback) => "a task token",
            _ => continue,
        };
        // An Express workflow cannot wait for answers, and ends after five minutes.
        let is_express = cx.analysis.workflow_of(state.machine()) == WorkflowType::Express;
        if is_express || LIMITS.iter().any(|limit| object.has_or_misspells(limit)) {
            continue;
        }
        found.push((state, awaited));
    }
    let timed = if found.is_empty() { HashSet::new() } else { timed(cx) };
    for (state, awaited) in found {
        if around(state).any(|outer| timed.contains(&outer.id())) {
            continue;
        }
        let name = state.name();
        cx.report(&RULE, name.span, format!("`{}` waits for {awaited} without a time limit", name.value))
            .note("if nobody answers, the execution stays open for up to a year")
            .help("set `TimeoutSeconds`, and `HeartbeatSeconds` where the worker reports that it is alive");
    }
}

/// The Parallel states with a branch that waits and then fails: that ends all their branches.
fn timed(cx: &Context<'_>) -> HashSet<StateId> {
    let has = |machine: Machine<'_>, kind| machine.states().any(|state| state.is(kind));
    cx.machines()
        .filter(|machine| has(*machine, StateKind::Wait) && has(*machine, StateKind::Fail))
        .filter_map(Machine::parent)
        .filter(|parent| parent.is(StateKind::Parallel))
        .map(State::id)
        .collect()
}

/// The Parallel and Map states around a state.
fn around(state: State<'_>) -> impl Iterator<Item = State<'_>> {
    std::iter::successors(state.machine().parent(), |outer| outer.machine().parent())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAITS: &str = r#"
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken" },
//  ^^^ `A` waits for a task token without a time limit
    "B": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:pick" },
//  ^^^ `B` waits for an activity without a time limit
    "C": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.waitForTaskToken", "HeartbeatSecondsPath": "$.h" },
    "D": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.waitForTaskToken", "TimeoutSeconds": 9 },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.waitForTaskToken", "TimeoutSecond": 9 },
    "F": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync" }
  }
}"#;

    #[test]
    fn answers_from_outside_may_never_come() {
        check(&RULE, &format!("{{{WAITS}"));
    }

    #[test]
    fn the_machine_may_have_the_limit() {
        let without_marks: String = WAITS.lines().filter(|line| !line.starts_with("//")).collect();
        check(&RULE, &format!("{{ \"TimeoutSeconds\": 900, {without_marks}"));
    }

    #[test]
    fn a_branch_beside_it_may_be_the_limit() {
        let parallel = |end: &str| {
            format!(
                r#"{{ "States": {{ "P": {{ "Type": "Parallel", "Branches": [
                    {{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken" }} }} }},
                    {{ "States": {{ "W": {{ "Type": "Wait", "Seconds": 600, "Next": "F" }}, "F": {{ "Type": "{end}" }} }} }}] }} }} }}"#
            )
        };
        check(&RULE, &parallel("Fail"));
        assert_eq!(
            only_finding(&RULE, &parallel("Succeed")).message,
            "`A` waits for a task token without a time limit"
        );
    }
}
