use std::collections::HashSet;

use crate::model::StateId;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "pointless-retry",
    group: Group::Errors,
    docs: include_str!("pointless_retry.md"),
    severity: Severity::Info,
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    let mut found = Vec::new();
    for retrier in cx.objects().filter(|object| object.kind() == ObjectKind::Retrier && !object.is_damaged())
    {
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
    let surroundings = Surroundings::of(cx);
    for (state, name, why) in found {
        if !surroundings.may_change(state, name.value) {
            cx.report(&RULE, name.span, format!("a retry does not help against `{}`", name.value))
                .note(why)
                .help("catch it, or repair what it comes from");
        }
    }
}

/// Why an error is there again at the next run.
fn permanent(error: &str) -> Option<&'static str> {
    const RIGHTS: &str = "the role of the state machine has no more rights at the next run";
    const INPUT: &str = "the state runs again with the same input, and fails in the same way";
    const REQUEST: &str = "the same request is sent again, and refused in the same way";
    const NOT_THERE: &str = "what it calls is not there at the next run either";
    Some(match error {
        "States.Permissions" => RIGHTS,
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
        | "Sfn.StateMachineDoesNotExistException" => NOT_THERE,
        "States.Http.StatusCode.400" | "States.Http.StatusCode.405" | "States.Http.StatusCode.413" => REQUEST,
        // Names without a service in front are somebody's own.
        _ => match error.split_once('.')?.1 {
            "AccessDeniedException" | "AccessDenied" => RIGHTS,
            "ValidationException" | "InvalidParameterException" => REQUEST,
            _ => return None,
        },
    })
}

/// What the definition itself changes between two runs of a state.
struct Surroundings {
    grants_rights: bool,
    creates: bool,
    /// The Parallel and Map states with something inside that may have another result the next time.
    lively: HashSet<StateId>,
}

impl Surroundings {
    fn of(cx: &Context<'_>) -> Surroundings {
        const RIGHTS: [&str; 5] =
            [":iam:", ":organizations:", ":ssoadmin:", ":controltower:", ":lakeformation:"];
        let calls = |words: &[&str]| {
            let mut resources = cx.states().filter_map(State::resource);
            resources.any(|resource| words.iter().any(|word| resource.contains(word)))
        };
        let inner = cx.states().filter(|state| state.has_handlers());
        Surroundings {
            grants_rights: calls(&RIGHTS),
            creates: calls(&[":create", ":updateFunction", ":restore"]),
            lively: inner.filter_map(|state| Some(state.machine().parent()?.id())).collect(),
        }
    }

    /// Whether the next run may find other data, other rights, or what was not there, after all.
    fn may_change(&self, state: State<'_>, error: &str) -> bool {
        match error {
            // New rights take a while to arrive.
            "States.Permissions" => return self.grants_rights,
            _ if error.contains(".AccessDenied") => return self.grants_rights,
            _ if error.contains("NotFound") || error.contains("DoesNotExist") => return self.creates,
            _ if !error.starts_with("States.") || error.starts_with("States.Http.") => return false,
            _ => {}
        }
        if !state.is(StateKind::Task) {
            return self.lively.contains(&state.id());
        }
        // The next result of a Task may be another one.
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
    fn errors_that_stay() {
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
//                        ^^^^^^^^^^^^^^^^^^^^ a retry does not help against `States.Permissions`
//                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a retry does not help against `Lambda.ResourceNotFoundException`
        { "ErrorEquals": ["States.ParameterPathFailure"], "MaxAttempts": 0 },
        { "ErrorEquals": ["States.ResultPathMatchFailure", "States.IntrinsicFailure"] },
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a retry does not help against `States.ResultPathMatchFailure`
//                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^ a retry does not help against `States.IntrinsicFailure`
        { "ErrorEquals": ["States.ReferencePathConflict"] },
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a retry does not help against `States.ReferencePathConflict`
        { "ErrorEquals": ["S3.AccessDeniedException", "ValidationException", "Glue.ValidationException"] },
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^ a retry does not help against `S3.AccessDeniedException`
//                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^ a retry does not help against `Glue.ValidationException`
        { "ErrorEquals": ["States.ALL"] }
      ],
      "Catch": [{ "ErrorEquals": ["States.Permissions"], "Next": "A" }]
    }
  }
}"#,
        );
    }

    #[test]
    fn another_result_may_be_better() {
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
            "a retry does not help against `States.NoChoiceMatched`"
        );
    }

    #[test]
    fn new_rights_take_a_while() {
        check(
            &RULE,
            r#"{ "States": {
                "A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:iam:createRole", "Next": "B" },
                "B": { "Type": "Task", "Retry": [{ "ErrorEquals": ["States.Permissions", "S3.AccessDeniedException"] }] } } }"#,
        );
    }

    #[test]
    fn what_cannot_occur_is_reported_as_that() {
        check(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["States.QueryEvaluationError"] }] } } }"#,
        );
    }
}
