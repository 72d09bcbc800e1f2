use std::collections::HashSet;

use crate::catalog::services::{Pattern, Resource};
use crate::model::StateId;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "callback-without-timeout",
    group: Group::Errors,
    docs: include_str!("callback_without_timeout.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

const LIMITS: [&str; 4] =
    ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"];

pub(super) fn run(cx: &mut Context<'_>) {
    let has_limit = cx.model().root().is_some_and(|root| root.object().has_or_misspells("TimeoutSeconds"));
    if has_limit {
        return;
    }
    let mut found = Vec::new();
    for state in cx.states_of(StateKind::Task) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let resource = state.resource().map(Resource::parse);
        let awaited = match resource {
            Some(Resource::Activity) => "an activity",
            Some(resource) if resource.pattern() == Some(Pattern::Callback) => "a task token",
            _ => continue,
        };
        // An Express workflow cannot wait for a callback, and ends after five minutes.
        let is_express = cx.analysis.workflow_of(state.machine()) == WorkflowType::Express;
        if is_express || LIMITS.iter().any(|limit| object.has_or_misspells(limit)) {
            continue;
        }
        found.push((state, awaited));
    }
    let time_limited = if found.is_empty() { HashSet::new() } else { time_limited(cx) };
    for (state, awaited) in found {
        if enclosing(state).any(|outer| time_limited.contains(&outer.id())) {
            continue;
        }
        let name = state.name();
        cx.report(&RULE, name.span, format!("`{}` waits for {awaited} without a timeout", name.value))
            .note("if no response arrives, the execution stays open for up to a year")
            .help("set `TimeoutSeconds`, and `HeartbeatSeconds` if the worker sends heartbeats");
    }
}

/// The Parallel states with a branch that waits and then fails, which ends all their branches.
fn time_limited(cx: &Context<'_>) -> HashSet<StateId> {
    let has = |machine: Machine<'_>, kind| machine.states().any(|state| state.is(kind));
    cx.machines()
        .filter(|machine| has(*machine, StateKind::Wait) && has(*machine, StateKind::Fail))
        .filter_map(Machine::parent)
        .filter(|parent| parent.is(StateKind::Parallel))
        .map(State::id)
        .collect()
}

/// The Parallel and Map states that enclose a state, innermost first.
fn enclosing(state: State<'_>) -> impl Iterator<Item = State<'_>> {
    std::iter::successors(state.machine().parent(), |outer| outer.machine().parent())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAITS: &str = r#"
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken" },
//  ^^^ `A` waits for a task token without a timeout
    "B": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:pick" },
//  ^^^ `B` waits for an activity without a timeout
    "C": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.waitForTaskToken", "HeartbeatSecondsPath": "$.h" },
    "D": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.waitForTaskToken", "TimeoutSeconds": 9 },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.waitForTaskToken", "TimeoutSecond": 9 },
    "F": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync" }
  }
}"#;

    #[test]
    fn callbacks_may_never_arrive() {
        check(&RULE, &format!("{{{WAITS}"));
    }

    #[test]
    fn a_timeout_of_the_definition_is_enough() {
        let without_marks: String = WAITS.lines().filter(|line| !line.starts_with("//")).collect();
        check(&RULE, &format!("{{ \"TimeoutSeconds\": 900, {without_marks}"));
    }

    #[test]
    fn another_branch_may_act_as_the_timeout() {
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
            "`A` waits for a task token without a timeout"
        );
    }
}
