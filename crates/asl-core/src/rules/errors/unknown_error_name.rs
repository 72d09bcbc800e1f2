use std::collections::HashSet;

use crate::catalog::errors::{KNOWN, is_known, prefixes, sdk_prefix};
use crate::catalog::services::Resource;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "unknown-error-name",
    group: Group::Errors,
    docs: include_str!("unknown_error_name.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    let raised: HashSet<&str> = cx
        .states()
        .filter(|state| state.is(StateKind::Fail))
        .filter_map(|state| state.get("Error")?.as_str())
        .collect();
    for state in cx.states().filter(|state| state.has_handlers()) {
        for name in state.handlers().flat_map(Object::error_names) {
            if !is_known(name.value) && !name.has_placeholder() && !raised.contains(name.value) {
                check_name(cx, state, name);
            }
        }
    }
}

fn check_name(cx: &mut Context<'_>, state: State<'_>, name: Text<'_>) {
    if let Some(right) = right_prefix(state, name.value) {
        let (wrong, rest) = name.value.split_once('.').unwrap_or_default();
        let fix = Fix::suggested(
            format!("Change to `{right}.{rest}`"),
            vec![cx.replace_text(name, &format!("{right}.{rest}"))],
        );
        cx.report(&RULE, name.span, format!("errors of this integration begin with `{right}.`, not `{wrong}.`"))
            .note("each integration has its own prefix for the errors of a service, and names are compared letter by letter")
            .help(format!("write `{right}.{rest}`"))
            .fix(fix);
    } else if lacks_ending(state, name.value) {
        let right = format!("{}Exception", name.value);
        let fix = Fix::suggested(format!("Change to `{right}`"), vec![cx.replace_text(name, &right)]);
        cx.report(&RULE, name.span, "errors of this integration end with `Exception`")
            .note("the integration of the AWS SDK adds the word where the service leaves it out, and names are compared letter by letter")
            .help(format!("write `{right}`"))
            .fix(fix);
    } else if let Some(near) = near(name.value) {
        let fix = Fix::suggested(format!("Change to `{near}`"), vec![cx.replace_text(name, near)]);
        cx.report(&RULE, name.span, format!("no error is named `{}`", name.value))
            .note("Step Functions takes it for a name of your own, and compares letter by letter")
            .help(format!("did you mean `{near}`?"))
            .fix(fix);
    } else if name.value.contains('*') {
        cx.report(&RULE, name.span, format!("`{}` is not a pattern", name.value))
            .note("error names are compared letter by letter; only `States.ALL` and `States.TaskFailed` stand for others")
            .help("list the names, or use `States.ALL`");
    } else if name.value.starts_with("States.") {
        cx.report(&RULE, name.span, format!("Step Functions has no error named `{}`", name.value))
            .note("names that begin with `States.` are reserved, and no Fail state here raises this one");
    }
}

fn near(name: &str) -> Option<&'static str> {
    // A name without a prefix may well be that of an exception of somebody's own.
    nearest(name, KNOWN.iter().copied().filter(|_| name.contains('.')))
}

/// The prefix that the integration of a Task uses, where the name has that of the other integration of the service, or
/// the same in other case.
fn right_prefix(state: State<'_>, name: &str) -> Option<&'static str> {
    let written = name.split_once('.')?.0;
    let (service, is_sdk) = match Resource::parse(state.resource()?) {
        Resource::Optimized { service, .. } => (service, false),
        Resource::Sdk { service, .. } => (service, true),
        Resource::Activity | Resource::Other => return None,
    };
    if let Some((optimized, sdk)) = prefixes(service) {
        let (right, wrong) = if is_sdk { (sdk, optimized) } else { (optimized, sdk) };
        return (written == wrong).then_some(right);
    }
    let is_near = is_sdk && written.eq_ignore_ascii_case(service);
    sdk_prefix(service).filter(|right| is_near && *right != written)
}

/// Whether a name is meant for an error of the AWS SDK integration of the Task, and does not end as these do (§4.5).
fn lacks_ending(state: State<'_>, name: &str) -> bool {
    let Some(Resource::Sdk { service, .. }) = state.resource().map(Resource::parse) else { return false };
    let Some((prefix, error)) = name.split_once('.') else { return false };
    let is_word = !error.is_empty() && error.bytes().all(|byte| byte.is_ascii_alphanumeric());
    prefix.eq_ignore_ascii_case(service) && is_word && !error.ends_with("Exception")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_and_reserved_names() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Retry": [
        { "ErrorEquals": ["States.Timout", "States.Timeout", "Timeout", "MyError", "${E}"] },
//                        ^^^^^^^^^^^^^^^ no error is named `States.Timout`
        { "ErrorEquals": ["Lambda.ServiceExeption", "Lambda.SDKClientException"] },
//                        ^^^^^^^^^^^^^^^^^^^^^^^^ no error is named `Lambda.ServiceExeption`
//                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no error is named `Lambda.SDKClientException`
        { "ErrorEquals": ["Lambda.*", "States.OutOfLuck", "States.QuorumMet", "States.Http.StatusCode.429"] }
//                        ^^^^^^^^^^ `Lambda.*` is not a pattern
//                                    ^^^^^^^^^^^^^^^^^^ Step Functions has no error named `States.OutOfLuck`
      ],
      "Catch": [{ "ErrorEquals": ["states.all"], "Next": "F" }]
//                                ^^^^^^^^^^^^ no error is named `states.all`
    },
    "F": { "Type": "Fail", "Error": "States.QuorumMet" }
  }
}"#,
        );
    }

    #[test]
    fn the_integration_decides_on_the_prefix() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:putItem",
      "Retry": [{ "ErrorEquals": ["DynamoDb.ThrottlingException", "DynamoDB.ThrottlingException"] }]
//                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ errors of this integration begin with `DynamoDB.`, not `DynamoDb.`
    },
    "B": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:dynamodb:query",
      "Retry": [{ "ErrorEquals": ["DynamoDb.ThrottlingException", "DynamoDB.ThrottlingException"] }]
//                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ errors of this integration begin with `DynamoDb.`, not `DynamoDB.`
    },
    "C": { "Type": "Parallel", "Catch": [{ "ErrorEquals": ["DynamoDb.X", "DynamoDB.X"], "Next": "A" }] }
  }
}"#,
        );
    }

    #[test]
    fn errors_of_the_sdk_are_exceptions() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
      "Retry": [{ "ErrorEquals": ["S3.NoSuchKey", "S3.NoSuchKeyException", "S3.${E}", "NoSuchKey"] }]
//                                ^^^^^^^^^^^^^^ errors of this integration end with `Exception`
    },
    "B": { "Type": "Parallel", "Catch": [{ "ErrorEquals": ["S3.NoSuchKey"], "Next": "A" }] },
    "C": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Retry": [{ "ErrorEquals": ["DynamoDB.RequestLimitExceeded"] }]
    },
    "D": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:ecs:describeTasks",
      "Retry": [{ "ErrorEquals": ["ECS.ServerException", "Ecs.ServerException", "Amazon.ServerException"] }]
//                                ^^^^^^^^^^^^^^^^^^^^^ errors of this integration begin with `Ecs.`, not `ECS.`
    }
  }
}"#,
        );
    }

    #[test]
    fn the_nearest_name_is_proposed() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["State.ALL"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["States.ALL"] }] } } }"#,
        );
    }
}
