use super::prelude::*;
use crate::catalog::services::Resource;

pub(super) static RULE: Rule = Rule {
    name: "error-cannot-occur",
    group: Group::Errors,
    summary: "a handler for an error that this Task cannot have",
    docs: include_str!("error_cannot_occur.md"),
    severity: Severity::Info,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    // A Parallel or Map state gets the errors of what is inside it, so any of them may occur.
    for state in cx.states().filter(|state| state.is(StateKind::Task)) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        for name in state.handlers().flat_map(Object::error_names) {
            if let Some(why) = obstacle(state, object, name.value) {
                cx.report(&RULE, name.span, format!("`{}` cannot occur here", name.value)).note(why);
            }
        }
    }
}

/// Why a Task cannot have an error.
pub(super) fn obstacle(state: State<'_>, object: Object<'_>, error: &str) -> Option<&'static str> {
    let has_heartbeat = || ["HeartbeatSeconds", "HeartbeatSecondsPath"].iter().any(|f| object.means(f));
    match error {
        "States.BranchFailed" => Some("only a Parallel state raises it"),
        "States.NoChoiceMatched" => Some("only a Choice state raises it"),
        "States.ExceedToleratedFailureThreshold"
        | "States.ItemReaderFailed"
        | "States.ResultWriterFailed" => Some("only a Map state raises it"),
        "States.HeartbeatTimeout" if !has_heartbeat() => Some("this Task has no heartbeat"),
        "States.ParameterPathFailure" | "States.IntrinsicFailure" | "States.ResultPathMatchFailure"
            if state.language() == QueryLanguage::Jsonata =>
        {
            Some("a JSONata state raises `States.QueryEvaluationError` instead")
        }
        "States.QueryEvaluationError" if state.language() == QueryLanguage::JsonPath => {
            Some("only a JSONata state raises it")
        }
        _ if error.starts_with("States.Http.") => {
            let is_other = match Resource::parse(state.resource()?) {
                Resource::Optimized { service, .. } => service != "http",
                Resource::Sdk { .. } | Resource::Activity => true,
                Resource::Other => false,
            };
            is_other.then_some("only a Task that calls `http:invoke` raises it")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
//                                ^^^^^^^^^^^^^^^^^^^^^ `States.BranchFailed` cannot occur here
//                                                       ^^^^^^^^^^^^^^^^^^^^ `States.Http.Socket` cannot occur here
      "Catch": [{ "ErrorEquals": ["States.HeartbeatTimeout", "States.QueryEvaluationError"], "Next": "A" }]
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^ `States.HeartbeatTimeout` cannot occur here
//                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `States.QueryEvaluationError` cannot occur here
    },
    "B": {
      "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "HeartbeatSeconds": 5,
      "Retry": [{ "ErrorEquals": ["States.HeartbeatTimeout", "States.Http.StatusCode.429"] }]
    },
    "C": {
      "Type": "Task", "QueryLanguage": "JSONata", "Resource": "x",
      "Retry": [{ "ErrorEquals": ["States.QueryEvaluationError", "States.IntrinsicFailure"] }]
//                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^ `States.IntrinsicFailure` cannot occur here
    },
    "D": { "Type": "Parallel", "Catch": [{ "ErrorEquals": ["States.NoChoiceMatched"], "Next": "A" }] }
  }
}"#,
        );
    }
}
