use std::collections::HashSet;

use crate::model::StateId;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "pointless-retry",
    group: Group::Errors,
    docs: include_str!("pointless_retry.md"),
    severity: Severity::Info,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let mut found = Vec::new();
    for retrier in cx.objects_of(ObjectKind::Retrier).filter(|object| !object.is_damaged()) {
        let Some(state) = retrier.state().filter(|state| state.has_handlers()) else { continue };
        let is_never = retrier.get("MaxAttempts").is_some_and(|attempts| attempts.as_f64() == Some(0.0));
        if is_never {
            continue;
        }
        for name in retrier.error_names() {
            let Some(why) = permanent(name.value) else { continue };
            let cannot_occur = state.obstacle_to(name.value).is_some();
            if !cannot_occur {
                found.push((state, name, why));
            }
        }
    }
    if found.is_empty() {
        return;
    }
    let side_effects = SideEffects::of(cx);
    for (state, name, why) in found {
        if !side_effects.may_resolve(state, name.value) {
            cx.report(&RULE, name.span, format!("retrying cannot resolve `{}`", name.value))
                .note(why)
                .help("catch it, or fix its cause");
        }
    }
}

/// Why an error occurs again on the next attempt.
fn permanent(error: &str) -> Option<&'static str> {
    const PERMISSIONS: &str = "the role of the state machine has the same permissions on the next attempt";
    const INPUT: &str = "the state runs again with the same input and fails in the same way";
    const REQUEST: &str = "the same request is sent again and rejected in the same way";
    const MISSING: &str = "the resource that it calls is still missing on the next attempt";
    Some(match error {
        "States.Permissions" => PERMISSIONS,
        "States.ParameterPathFailure"
        | "States.ReferencePathConflict"
        | "States.ResultPathMatchFailure"
        | "States.IntrinsicFailure"
        | "States.QueryEvaluationError"
        | "States.NoChoiceMatched"
        | "States.DataLimitExceeded" => INPUT,
        "Lambda.InvalidRequestContentException"
        | "Lambda.RequestTooLargeException"
        | "Lambda.UnsupportedMediaTypeException" => REQUEST,
        "Lambda.ResourceNotFoundException"
        | "DynamoDB.ResourceNotFoundException"
        | "DynamoDb.ResourceNotFoundException"
        | "StepFunctions.StateMachineDoesNotExistException"
        | "Sfn.StateMachineDoesNotExistException" => MISSING,
        "States.Http.StatusCode.400" | "States.Http.StatusCode.405" | "States.Http.StatusCode.413" => REQUEST,
        // Names without a service prefix are custom errors.
        _ => match error.split_once('.')?.1 {
            "AccessDeniedException" | "AccessDenied" => PERMISSIONS,
            "ValidationException" | "InvalidParameterException" => REQUEST,
            _ => return None,
        },
    })
}

/// What the definition itself may change between two attempts of a state.
struct SideEffects {
    grants_permissions: bool,
    creates_resources: bool,
    /// The Parallel and Map states with an inner state whose result may differ on the next attempt.
    with_varying_results: HashSet<StateId>,
}

impl SideEffects {
    fn of(cx: &Context<'_>) -> SideEffects {
        const SERVICES: [&str; 5] =
            [":iam:", ":organizations:", ":ssoadmin:", ":controltower:", ":lakeformation:"];
        let calls = |patterns: &[&str]| {
            let mut resources = cx.states().filter_map(State::resource);
            resources.any(|resource| patterns.iter().any(|pattern| resource.contains(pattern)))
        };
        let inner = cx.states().filter(|state| state.has_handlers());
        SideEffects {
            grants_permissions: calls(&SERVICES),
            creates_resources: calls(&[":create", ":updateFunction", ":restore"]),
            with_varying_results: inner.filter_map(|state| Some(state.machine().parent()?.id())).collect(),
        }
    }

    /// Whether the next attempt may get different data, more permissions or a resource that was missing before.
    fn may_resolve(&self, state: State<'_>, error: &str) -> bool {
        match error {
            // New permissions take a while to take effect.
            "States.Permissions" => return self.grants_permissions,
            _ if error.contains(".AccessDenied") => return self.grants_permissions,
            _ if error.contains("NotFound") || error.contains("DoesNotExist") => {
                return self.creates_resources;
            }
            _ if !error.starts_with("States.") || error.starts_with("States.Http.") => return false,
            _ => {}
        }
        if !state.is(StateKind::Task) {
            return self.with_varying_results.contains(&state.id());
        }
        // The next result of a Task may differ.
        let has = |fields: [&str; 2]| fields.iter().any(|field| state.has(field));
        match error {
            "States.ParameterPathFailure" | "States.IntrinsicFailure" => has(["ResultSelector", "Assign"]),
            "States.QueryEvaluationError" => has(["Output", "Assign"]),
            "States.DataLimitExceeded" => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permanent_errors() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "ResultPath": "$.answer",
      "Retry": [
        { "ErrorEquals": ["States.Permissions", "Lambda.ServiceException", "Lambda.ResourceNotFoundException"] },
//                        ^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `States.Permissions`
//                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `Lambda.ResourceNotFoundException`
        { "ErrorEquals": ["States.ParameterPathFailure"], "MaxAttempts": 0 },
        { "ErrorEquals": ["States.ResultPathMatchFailure", "States.IntrinsicFailure"] },
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `States.ResultPathMatchFailure`
//                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `States.IntrinsicFailure`
        { "ErrorEquals": ["States.ReferencePathConflict"] },
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `States.ReferencePathConflict`
        { "ErrorEquals": ["S3.AccessDeniedException", "ValidationException", "Glue.ValidationException"] },
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `S3.AccessDeniedException`
//                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `Glue.ValidationException`
        { "ErrorEquals": ["States.ALL"] }
      ],
      "Catch": [{ "ErrorEquals": ["States.Permissions"], "Next": "A" }]
    }
  }
}"#,
        );
    }

    #[test]
    fn the_next_result_may_differ() {
        let with = |fields: &str, error: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ {fields}, "Retry": [{{ "ErrorEquals": ["States.{error}"] }}] }} }} }}"#
            )
        };
        check(&RULE, &with(r#""Type": "Task", "ResultSelector": {}"#, "ParameterPathFailure"));
        check(
            &RULE,
            &with(r#""Type": "Task", "QueryLanguage": "JSONata", "Output": 1"#, "QueryEvaluationError"),
        );
        let map = |inner: &str| {
            with(
                &format!(
                    r#""Type": "Map", "ItemProcessor": {{ "States": {{ "I": {{ "Type": "{inner}" }} }} }}"#
                ),
                "NoChoiceMatched",
            )
        };
        check(&RULE, &map("Task"));
        assert_eq!(
            only_finding(&RULE, &map("Choice")).message,
            "retrying cannot resolve `States.NoChoiceMatched`"
        );
    }

    #[test]
    fn requests_are_rejected_again() {
        check(
            &RULE,
            r#"
{ "States": {
  "A": {
    "Type": "Task",
    "Resource": "arn:aws:states:::lambda:invoke",
    "Retry": [{ "ErrorEquals": ["Lambda.RequestTooLargeException", "States.DataLimitExceeded"] }]
//                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `Lambda.RequestTooLargeException`
  },
  "B": {
    "Type": "Task",
    "Resource": "arn:aws:states:::http:invoke",
    "Retry": [{ "ErrorEquals": ["States.Http.StatusCode.400"] }]
//                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `States.Http.StatusCode.400`
  },
  "M": {
    "Type": "Map",
    "ItemProcessor": { "States": { "I": { "Type": "Task" } } },
    "Retry": [{ "ErrorEquals": ["Lambda.RequestTooLargeException", "States.Http.StatusCode.400"] }]
//                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `Lambda.RequestTooLargeException`
//                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ retrying cannot resolve `States.Http.StatusCode.400`
  }
} }"#,
        );
    }

    #[test]
    fn a_missing_resource_may_be_created() {
        let text = |action: &str| {
            format!(
                r#"{{ "States": {{
                "A": {{ "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:lambda:{action}", "Next": "B" }},
                "B": {{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Retry": [
                    {{ "ErrorEquals": ["Lambda.ResourceNotFoundException"] }}] }} }} }}"#
            )
        };
        check(&RULE, &text("createFunction"));
        only_finding(&RULE, &text("listFunctions"));
    }

    #[test]
    fn new_permissions_take_a_while() {
        check(
            &RULE,
            r#"{ "States": {
                "A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:iam:createRole", "Next": "B" },
                "B": { "Type": "Task", "Retry": [{ "ErrorEquals": ["States.Permissions", "S3.AccessDeniedException"] }] } } }"#,
        );
    }

    #[test]
    fn errors_that_cannot_occur_are_reported_by_another_rule() {
        check(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["States.QueryEvaluationError"] }] } } }"#,
        );
    }
}
