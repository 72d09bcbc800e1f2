use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "express-too-long",
    group: Group::Integrations,
    docs: include_str!("express_too_long.md"),
    severity: Severity::Warning,
    check: run,
    ..Rule::DEFAULTS
};

/// The seconds that an Express execution has (§9.1).
const MOST: f64 = 300.0;
/// The greatest limit that there can be.
const VALID: f64 = 99_999_999.0;

fn run(cx: &mut Context<'_>) {
    for machine in cx.machines() {
        if cx.analysis.workflow_of(machine) != WorkflowType::Express {
            continue;
        }
        if machine.is_outermost() {
            check_limit(cx, machine.object(), "this definition");
        }
        for state in machine.states().filter(|state| state.is(StateKind::Task)) {
            // That a Task waits for somebody at all is reported as such.
            let Some(object) = state.object().filter(|task| too_long(*task).is_some() && !state.pauses())
            else {
                continue;
            };
            check_limit(cx, object, &format!("`{}`", state.name().value));
        }
    }
}

/// The limit of an object, if it is longer than an Express execution lasts.
fn too_long(object: Object<'_>) -> Option<(Node<'_>, f64)> {
    let limit = object.get("TimeoutSeconds")?;
    let seconds = limit.as_f64().filter(|seconds| *seconds > MOST && *seconds <= VALID)?;
    Some((limit, seconds))
}

fn check_limit(cx: &mut Context<'_>, object: Object<'_>, name: &str) {
    let Some((limit, seconds)) = too_long(object) else { return };
    let message = format!(
        "{name} gets {}, and an Express workflow ends after {}",
        duration(seconds as u64),
        duration(MOST as u64)
    );
    cx.report(&RULE, limit.span(), message)
        .note("the limit is never reached: when the five minutes are over, the whole execution ends and no catcher is asked")
        .help("set at most 300, or run what takes longer in a Standard workflow");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_as;

    const LIMITS: &str = r#"
{
  "TimeoutSeconds": 600,
//                  ^^^ this definition gets 10 min, and an Express workflow ends after 5 min
  "States": {
    "A": { "Type": "Task", "TimeoutSeconds": 301, "Next": "B" },
//                                           ^^^ `A` gets 5 min 1 s, and an Express workflow ends after 5 min
    "B": { "Type": "Task", "TimeoutSeconds": 300, "Next": "C" },
    "C": { "Type": "Task", "TimeoutSecondsPath": "$.time", "Next": "D" },
    "D": { "Type": "Task", "TimeoutSeconds": 100000000, "Next": "W" },
    "W": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "TimeoutSeconds": 900, "Next": "M" },
    "M": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "INLINE" },
        "States": { "E": { "Type": "Task", "TimeoutSeconds": 900, "End": true } }
//                                                           ^^^ `E` gets 15 min, and an Express workflow ends after 5 min
      },
      "End": true
    }
  }
}"#;

    #[test]
    fn limits_of_an_express_workflow() {
        check_as(WorkflowType::Express, &RULE, LIMITS);
        let without_marks: String = LIMITS.lines().filter(|line| !line.starts_with("//")).collect();
        check(&RULE, &without_marks);
    }

    #[test]
    fn limits_of_express_children() {
        let map = |kind: &str| {
            let task = r#"{ "Type": "Task", "TimeoutSeconds": 900, "End": true }"#;
            format!(
                r#"{{ "TimeoutSeconds": 3600, "States": {{ "M": {{ "Type": "Map", "ItemProcessor": {{
                "ProcessorConfig": {{ "Mode": "DISTRIBUTED", "ExecutionType": "{kind}" }}, "States": {{ "A": {task} }} }} }} }} }}"#
            )
        };
        let finding = only_finding(&RULE, &map("EXPRESS"));
        assert_eq!(finding.message, "`A` gets 15 min, and an Express workflow ends after 5 min");
        check(&RULE, &map("STANDARD"));
    }
}
