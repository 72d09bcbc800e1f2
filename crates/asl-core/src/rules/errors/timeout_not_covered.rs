use crate::edit;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "timeout-not-covered",
    group: Group::Errors,
    docs: include_str!("timeout_not_covered.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

const TIMEOUTS: [&str; 4] =
    ["TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath"];

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let Some(timeout) = TIMEOUTS.into_iter().find_map(|name| object.field(name)) else { continue };
        let names_of = |list: &str| state.objects(list).flat_map(Object::error_names);
        // A handler for timeouts anywhere means that they were considered.
        let covers = |name: Text<'_>| {
            name.has_placeholder()
                || matches!(name.value, "States.ALL" | "States.Timeout" | "States.HeartbeatTimeout")
        };
        let is_known = |handler: Object<'_>| {
            let names = handler.get("ErrorEquals");
            names.is_some_and(|names| {
                !names.is_unknown() && !names.is_open() && !names.items().any(Node::is_unknown)
            })
        };
        if !state.handlers().all(is_known) || state.handlers().flat_map(Object::error_names).any(covers) {
            continue;
        }
        let is_failed = |name: &Text<'_>| name.value == "States.TaskFailed";
        let caught = names_of("Catch").find(is_failed);
        let Some(failed) = caught.or_else(|| names_of("Retry").find(is_failed)) else { continue };
        let edit = edit::insert_item(cx.tree(), failed, "\"States.Timeout\"");
        let diag = cx.report(&RULE, failed.span, "`States.TaskFailed` does not match a timeout");
        if caught.is_some() {
            diag.note("when the Task times out, its `Catch` does not apply and the execution fails");
        } else {
            // Not retrying a timeout may be intended.
            diag.advice().note("when the Task times out, it is not retried");
        }
        diag.help("add `States.Timeout` to the list")
            .related(timeout.key().span, "the Task can time out")
            .fix(Fix::suggested("Add `States.Timeout`", vec![edit]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timeout_is_a_different_error() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task", "TimeoutSeconds": 9,
      "Retry": [{ "ErrorEquals": ["States.TaskFailed"] }],
      "Catch": [{ "ErrorEquals": ["States.TaskFailed"], "Next": "A" }]
//                                ^^^^^^^^^^^^^^^^^^^ `States.TaskFailed` does not match a timeout
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
    fn a_timeout_that_is_not_retried_is_advice() {
        let task = |handlers: &str| {
            format!(r#"{{ "States": {{ "A": {{ "Type": "Task", "TimeoutSeconds": 9, {handlers} }} }} }}"#)
        };
        let retry = r#""Retry": [{ "ErrorEquals": ["States.TaskFailed"] }]"#;
        let catch = r#""Catch": [{ "ErrorEquals": ["States.TaskFailed"], "Next": "A" }]"#;
        let found = only_finding(&RULE, &task(retry));
        assert_eq!(found.severity, Severity::Info);
        assert_eq!(found.notes, ["when the Task times out, it is not retried"]);
        let found = only_finding(&RULE, &task(&format!("{catch}, {retry}")));
        assert_eq!(found.severity, Severity::Warning);
        assert_eq!(
            found.notes,
            ["when the Task times out, its `Catch` does not apply and the execution fails"]
        );
    }

    #[test]
    fn the_fix_adds_the_timeout() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "TimeoutSeconds": 9, "Retry": [{ "ErrorEquals": ["States.TaskFailed"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Task", "TimeoutSeconds": 9, "Retry": [{ "ErrorEquals": ["States.TaskFailed", "States.Timeout"] }] } } }"#,
        );
    }

    #[test]
    fn names_from_a_template_may_be_those_of_timeouts() {
        let task = |names: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Task", "TimeoutSeconds": 9,
                "Retry": [{{ "ErrorEquals": {names} }}],
                "Catch": [{{ "ErrorEquals": ["States.TaskFailed"], "Next": "A" }}] }} }} }}"#
            )
        };
        only_finding(&RULE, &task(r#"["E"]"#));
        check(&RULE, &task("${Names}"));
        check(&RULE, &task(r#"["E", ${More}]"#));
    }
}
