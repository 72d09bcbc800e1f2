use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "error-cannot-occur",
    group: Group::Errors,
    docs: include_str!("error_cannot_occur.md"),
    severity: Severity::Info,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    // Errors of inner states surface in the Parallel or Map state around them, so any of them may occur there.
    for state in cx.states_of(StateKind::Task) {
        if state.object().is_none_or(Object::is_damaged) {
            continue;
        }
        for name in state.handlers().flat_map(Object::error_names) {
            if let Some(why) = state.obstacle_to(name.value) {
                cx.report(&RULE, name.span, format!("this Task cannot raise `{}`", name.value)).note(why);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflicts_require_a_path_into_the_input() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task", "Resource": "x", "ResultPath": "$.a.b",
      "Catch": [{ "ErrorEquals": ["States.ReferencePathConflict", "States.ResultPathMatchFailure"], "Next": "A" }]
    },
    "B": {
      "Type": "Task", "Resource": "x", "ResultPath": null,
      "Catch": [{ "ErrorEquals": ["States.ReferencePathConflict"], "Next": "A" }]
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this Task cannot raise `States.ReferencePathConflict`
    },
    "C": {
      "Type": "Task", "Resource": "x",
      "Catch": [{ "ErrorEquals": ["States.ReferencePathConflict"], "ResultPath": "$.error", "Next": "A" }]
    },
    "D": {
      "Type": "Task", "Resource": "x", "ResultPath": "$",
      "Retry": [{ "ErrorEquals": ["States.ResultPathMatchFailure"], "MaxAttempts": 0 }]
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this Task cannot raise `States.ResultPathMatchFailure`
    },
    "E": {
      "Type": "Task", "Resource": "x", "QueryLanguage": "JSONata",
      "Retry": [{ "ErrorEquals": ["States.ReferencePathConflict"] }]
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this Task cannot raise `States.ReferencePathConflict`
    },
    "F": { "Type": "Task", "Resource": "x", "ResultPath": "${Path}", "Retry": [{ "ErrorEquals": ["States.ReferencePathConflict"] }] },
    "G": { "Type": "Map", "ItemsPath": "$.a.b", "Retry": [{ "ErrorEquals": ["States.ReferencePathConflict"] }] }
  }
}"#,
        );
    }

    #[test]
    fn errors_of_other_states() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
      "Retry": [{ "ErrorEquals": ["States.BranchFailed", "States.Http.Socket", "States.IntrinsicFailure"] }],
//                                ^^^^^^^^^^^^^^^^^^^^^ this Task cannot raise `States.BranchFailed`
//                                                       ^^^^^^^^^^^^^^^^^^^^ this Task cannot raise `States.Http.Socket`
      "Catch": [{ "ErrorEquals": ["States.HeartbeatTimeout", "States.QueryEvaluationError"], "Next": "A" }]
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^ this Task cannot raise `States.HeartbeatTimeout`
//                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this Task cannot raise `States.QueryEvaluationError`
    },
    "B": {
      "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "HeartbeatSeconds": 5,
      "Retry": [{ "ErrorEquals": ["States.HeartbeatTimeout", "States.Http.StatusCode.429"] }]
    },
    "C": {
      "Type": "Task", "QueryLanguage": "JSONata", "Resource": "x",
      "Retry": [{ "ErrorEquals": ["States.QueryEvaluationError", "States.IntrinsicFailure"] }]
//                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^ this Task cannot raise `States.IntrinsicFailure`
    },
    "D": { "Type": "Parallel", "Catch": [{ "ErrorEquals": ["States.NoChoiceMatched"], "Next": "A" }] }
  }
}"#,
        );
    }
}
