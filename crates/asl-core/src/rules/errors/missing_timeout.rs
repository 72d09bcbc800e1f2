use crate::catalog::services::{Pattern, Resource};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "missing-timeout",
    group: Group::Errors,
    docs: include_str!("missing_timeout.md"),
    severity: Severity::Info,
    default: Default::Off,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        if object.has_or_misspells("TimeoutSeconds") || object.has_or_misspells("TimeoutSecondsPath") {
            continue;
        }
        let resource = state.resource().map(Resource::parse);
        let is_callback = resource.and_then(Resource::pattern) == Some(Pattern::Callback);
        // `callback-without-timeout` reports these, unless they have a heartbeat.
        if is_callback || resource == Some(Resource::Activity) {
            continue;
        }
        let name = state.name();
        cx.report(&RULE, name.span, format!("`{}` has no timeout", name.value))
            .note(
                "a Task that never gets a response keeps the execution open for as long as the execution may run",
            )
            .help(
                "set `TimeoutSeconds` slightly above the longest expected duration, and handle `States.Timeout`",
            );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_task_needs_its_own_timeout() {
        check(
            &RULE,
            r#"
{
  "TimeoutSeconds": 3600,
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync" },
//  ^^^ `A` has no timeout
    "B": { "Type": "Task", "Resource": "${Function}", "HeartbeatSeconds": 5 },
//  ^^^ `B` has no timeout
    "C": { "Type": "Task", "Resource": "x", "TimeoutSeconds": 5 },
    "D": { "Type": "Task", "Resource": "x", "TimeoutSecondsPath": "$.limit" },
    "E": { "Type": "Task", "Resource": "x", "TimeoutSecond": 5 },
    "F": { "Type": "Wait", "Seconds": 5 }
  }
}"#,
        );
    }

    #[test]
    fn callbacks_are_reported_by_another_rule() {
        check(
            &RULE,
            r#"{ "States": {
                "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken" },
                "B": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:pick" } } }"#,
        );
    }
}
