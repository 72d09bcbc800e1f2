use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "express-too-long",
    group: Group::Integrations,
    docs: include_str!("express_too_long.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

/// The seconds after which an Express execution ends (§9.1).
const MAX_DURATION: f64 = 300.0;
/// The largest valid timeout.
const MAX_TIMEOUT: f64 = 99_999_999.0;

pub(super) fn run(cx: &mut Context<'_>) {
    for machine in cx.machines() {
        if cx.analysis.workflow_of(machine) != WorkflowType::Express {
            continue;
        }
        if machine.is_outermost() {
            check_timeout(cx, machine.object(), "this definition");
        }
        for state in machine.states().filter(|state| state.is(StateKind::Task)) {
            // `express-unsupported` reports Tasks that wait for a job, a callback or an activity.
            let Some(object) = state.object().filter(|task| too_long(*task).is_some() && !state.pauses())
            else {
                continue;
            };
            check_timeout(cx, object, &format!("`{}`", state.name().value));
        }
    }
}

/// The timeout of an object, if it exceeds the duration of an Express execution.
fn too_long(object: Object<'_>) -> Option<(Node<'_>, f64)> {
    let limit = object.get("TimeoutSeconds")?;
    let seconds = limit.as_f64().filter(|seconds| *seconds > MAX_DURATION && *seconds <= MAX_TIMEOUT)?;
    Some((limit, seconds))
}

fn check_timeout(cx: &mut Context<'_>, object: Object<'_>, name: &str) {
    let Some((limit, seconds)) = too_long(object) else { return };
    let message = format!(
        "the timeout of {name} is {}, but an Express workflow ends after {}",
        duration(seconds as u64),
        duration(MAX_DURATION as u64)
    );
    cx.report(&RULE, limit.span(), message)
        .note("the timeout is never reached: after five minutes the whole execution ends, and no catcher applies")
        .help("set at most 300, or use a Standard workflow for longer work");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_as;

    const LIMITS: &str = r#"
{
  "TimeoutSeconds": 600,
//                  ^^^ the timeout of this definition is 10 min, but an Express workflow ends after 5 min
  "States": {
    "A": { "Type": "Task", "TimeoutSeconds": 301, "Next": "B" },
//                                           ^^^ the timeout of `A` is 5 min 1 s, but an Express workflow ends after 5 min
    "B": { "Type": "Task", "TimeoutSeconds": 300, "Next": "C" },
    "C": { "Type": "Task", "TimeoutSecondsPath": "$.time", "Next": "D" },
    "D": { "Type": "Task", "TimeoutSeconds": 100000000, "Next": "W" },
    "W": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "TimeoutSeconds": 900, "Next": "M" },
    "M": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "INLINE" },
        "States": { "E": { "Type": "Task", "TimeoutSeconds": 900, "End": true } }
//                                                           ^^^ the timeout of `E` is 15 min, but an Express workflow ends after 5 min
      },
      "End": true
    }
  }
}"#;

    #[test]
    fn timeouts_of_an_express_workflow() {
        check_as(WorkflowType::Express, &RULE, LIMITS);
        let without_marks: String = LIMITS.lines().filter(|line| !line.starts_with("//")).collect();
        check(&RULE, &without_marks);
    }

    #[test]
    fn timeouts_of_express_child_executions() {
        let map = |kind: &str| {
            let task = r#"{ "Type": "Task", "TimeoutSeconds": 900, "End": true }"#;
            format!(
                r#"{{ "TimeoutSeconds": 3600, "States": {{ "M": {{ "Type": "Map", "ItemProcessor": {{
                "ProcessorConfig": {{ "Mode": "DISTRIBUTED", "ExecutionType": "{kind}" }}, "States": {{ "A": {task} }} }} }} }} }}"#
            )
        };
        let finding = only_finding(&RULE, &map("EXPRESS"));
        assert_eq!(finding.message, "the timeout of `A` is 15 min, but an Express workflow ends after 5 min");
        check(&RULE, &map("STANDARD"));
    }
}
