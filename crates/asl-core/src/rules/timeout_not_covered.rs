use super::prelude::*;
use crate::edit;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "timeout-not-covered",
    group: Group::Errors,
    summary: "`States.TaskFailed` is handled, the timeout of the Task is not",
    docs: include_str!("timeout_not_covered.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::Suggested,
    check: run,
};

const TIMEOUTS: [&str; 4] =
    ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"];

fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.is(StateKind::Task)) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let Some(timeout) = TIMEOUTS.into_iter().find_map(|name| object.field(name)) else { continue };
        let names: Vec<Text<'_>> = state.handlers().flat_map(Object::error_names).collect();
        // Whoever handles timeouts anywhere has thought of them.
        let covers = |name: &Text<'_>| {
            name.has_hole()
                || matches!(name.value, "States.ALL" | "States.Timeout" | "States.HeartbeatTimeout")
        };
        // The last one is that of a catcher, if there is one.
        let Some(failed) = names.iter().rfind(|name| name.value == "States.TaskFailed") else { continue };
        if names.iter().any(covers) {
            continue;
        }
        let edit = edit::insert_item(cx.tree(), *failed, "\"States.Timeout\"");
        cx.report(&RULE, failed.span, "`States.TaskFailed` does not stand for a timeout")
            .note("when the Task times out, no handler is used and the execution fails")
            .help("list `States.Timeout` too")
            .related(timeout.key().span, "the Task can time out")
            .fix(Fix::suggested("Add `States.Timeout`", vec![edit]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_another_error() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task", "TimeoutSeconds": 9,
      "Retry": [{ "ErrorEquals": ["States.TaskFailed"] }],
      "Catch": [{ "ErrorEquals": ["States.TaskFailed"], "Next": "A" }]
//                                ^^^^^^^^^^^^^^^^^^^ `States.TaskFailed` does not stand for a timeout
    },
    "B": {
      "Type": "Task", "TimeoutSeconds": 9,
      "Retry": [{ "ErrorEquals": ["States.Timeout"] }],
      "Catch": [{ "ErrorEquals": ["States.TaskFailed"], "Next": "A" }]
    },
    "C": { "Type": "Task", "TimeoutSeconds": 9, "Catch": [{ "ErrorEquals": ["OutOfStock"], "Next": "A" }] },
    "D": { "Type": "Task", "Catch": [{ "ErrorEquals": ["States.TaskFailed"], "Next": "A" }] }
  }
}"#,
        );
    }

    #[test]
    fn the_timeout_is_added() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "TimeoutSeconds": 9, "Retry": [{ "ErrorEquals": ["States.TaskFailed"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Task", "TimeoutSeconds": 9, "Retry": [{ "ErrorEquals": ["States.TaskFailed", "States.Timeout"] }] } } }"#,
        );
    }
}
