use std::collections::HashSet;

use aws_services::names;

use crate::catalog::errors::{KNOWN, is_known, prefixes};
use crate::model::Call;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "unknown-error-name",
    group: Group::Errors,
    docs: include_str!("unknown_error_name.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
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
        cx.report(
            &RULE,
            name.span,
            format!("errors of this integration begin with `{right}.`, not `{wrong}.`"),
        )
        .note("each integration of a service has its own error prefix, and names must match exactly")
        .help(format!("change it to `{right}.{rest}`"))
        .fix(fix);
    } else if let Some(right) = state.call().and_then(|call| sdk_error(cx, call, name.value)) {
        let fix = Fix::suggested(format!("Change to `{right}`"), vec![cx.replace_text(name, &right)]);
        cx.report(&RULE, name.span, format!("this integration raises no error `{}`", name.value))
            .note("the AWS SDK integration names errors as the AWS SDK for Java does, and names must match exactly")
            .help(format!("did you mean `{right}`?"))
            .fix(fix);
    } else if let Some(call) = state.call().filter(|call| is_of_other_action(*call, name.value)) {
        cx.report(&RULE, name.span, format!("`{}` does not raise `{}`", call.name(), name.value))
            .note("the API lists this error for other actions only")
            .help("remove it, unless you have seen it")
            .advice();
    } else if lacks_suffix(state, name.value) {
        let (prefix, error) = name.value.split_once('.').unwrap_or_default();
        let right = format!("{prefix}.{}", names::error(error));
        let fix = Fix::suggested(format!("Change to `{right}`"), vec![cx.replace_text(name, &right)]);
        cx.report(&RULE, name.span, "errors of this integration end with `Exception`")
            .note("the AWS SDK integration appends `Exception` where the service omits it, and names must match exactly")
            .help(format!("change it to `{right}`"))
            .fix(fix);
    } else if let Some(near) = near(name.value) {
        let fix = Fix::suggested(format!("Change to `{near}`"), vec![cx.replace_text(name, near)]);
        cx.report(&RULE, name.span, format!("unknown error name `{}`", name.value))
            .note("Step Functions treats it as a custom error name, and names must match exactly")
            .help(format!("did you mean `{near}`?"))
            .fix(fix);
    } else if name.value.contains('*') {
        cx.report(&RULE, name.span, format!("`{}` is matched literally, not as a pattern", name.value))
            .note("error names must match exactly; only `States.ALL` and `States.TaskFailed` match other errors")
            .help("list the names, or use `States.ALL`");
    } else if name.value.starts_with("States.") {
        cx.report(&RULE, name.span, format!("Step Functions has no error named `{}`", name.value))
            .note("the prefix `States.` is reserved, and no Fail state in this definition raises this name");
    }
}

fn near(name: &str) -> Option<&'static str> {
    // A name without a prefix is likely that of a custom exception.
    nearest(name, KNOWN.iter().copied().filter(|_| name.contains('.')))
}

/// The prefix that the integration of a Task uses, if the name has the prefix of the service's other integration or
/// differs from the right prefix only in case.
fn right_prefix(state: State<'_>, name: &str) -> Option<&'static str> {
    let prefix = name.split_once('.')?.0;
    let call = state.call()?;
    if let Some((optimized, sdk)) = prefixes(call.service()) {
        let (right, wrong) = if call.is_sdk() { (sdk, optimized) } else { (optimized, sdk) };
        return (prefix == wrong).then_some(right);
    }
    let right = call.known_service().filter(|_| call.is_sdk())?.error_prefix();
    (prefix != right && prefix.eq_ignore_ascii_case(right)).then_some(right)
}

/// The error of an AWS SDK integration that a name probably means: one that the API spells differently, or the nearest
/// one of the action.
fn sdk_error(cx: &Context<'_>, call: Call<'_>, name: &str) -> Option<String> {
    let service = call.known_service().filter(|_| call.is_sdk())?;
    let (prefix, error) = name.split_once('.').filter(|(prefix, _)| *prefix == service.error_prefix())?;
    let all = || service.model().actions().flat_map(|action| action.errors());
    let is_generic = error == "SdkClientException" || error.strip_suffix("Exception") == Some(prefix);
    if is_generic || all().any(|known| known == name) {
        return None;
    }
    let respelled = format!("{prefix}.{}", names::error(error));
    if let Some(known) = all().find(|known| known.eq_ignore_ascii_case(&respelled)) {
        return Some(known.to_owned());
    }
    cx.nearest(name, service.action(call.action())?.errors()).map(str::to_owned)
}

/// Whether the API lists an error for other actions of the service, but not for the called one.
fn is_of_other_action(call: Call<'_>, name: &str) -> bool {
    let Some(service) = call.known_service().filter(|_| call.is_sdk()) else { return false };
    let Some(action) = service.action(call.action()) else { return false };
    let is_listed = |action: aws_services::Action<'_>| action.errors().any(|error| error == name);
    // Some APIs list no errors.
    action.errors().next().is_some() && !is_listed(action) && service.model().actions().any(is_listed)
}

/// Whether a name refers to an error of the Task's AWS SDK integration but lacks the suffix of these errors (§4.5).
fn lacks_suffix(state: State<'_>, name: &str) -> bool {
    let Some(call) = state.call().filter(|call| call.is_sdk()) else { return false };
    let Some((prefix, error)) = name.split_once('.') else { return false };
    let is_identifier = !error.is_empty() && error.bytes().all(|byte| byte.is_ascii_alphanumeric());
    prefix.eq_ignore_ascii_case(call.service()) && is_identifier && !error.ends_with("Exception")
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
//                        ^^^^^^^^^^^^^^^ unknown error name `States.Timout`
        { "ErrorEquals": ["Lambda.ServiceExeption", "Lambda.SDKClientException"] },
//                        ^^^^^^^^^^^^^^^^^^^^^^^^ unknown error name `Lambda.ServiceExeption`
//                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ unknown error name `Lambda.SDKClientException`
        { "ErrorEquals": ["Lambda.*", "States.OutOfLuck", "States.QuorumMet", "States.Http.StatusCode.429"] }
//                        ^^^^^^^^^^ `Lambda.*` is matched literally, not as a pattern
//                                    ^^^^^^^^^^^^^^^^^^ Step Functions has no error named `States.OutOfLuck`
      ],
      "Catch": [{ "ErrorEquals": ["states.all"], "Next": "F" }]
//                                ^^^^^^^^^^^^ unknown error name `states.all`
    },
    "F": { "Type": "Fail", "Error": "States.QuorumMet" }
  }
}"#,
        );
    }

    #[test]
    fn the_integration_determines_the_prefix() {
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
//                                ^^^^^^^^^^^^^^ this integration raises no error `S3.NoSuchKey`
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
    fn errors_that_the_api_lists() {
        let text = |name: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds:deleteDBInstance", "Retry": [{{ "ErrorEquals": ["{name}"] }}] }} }} }}"#
            )
        };
        for (before, after) in [
            ("Rds.DBInstanceNotFoundFault", "Rds.DbInstanceNotFoundException"),
            ("Rds.DBInstanceNotFoundException", "Rds.DbInstanceNotFoundException"),
            ("Rds.DbInstanceNotFound", "Rds.DbInstanceNotFoundException"),
            ("Rds.DbInstanceNotFoundExeption", "Rds.DbInstanceNotFoundException"),
            ("RDS.DbInstanceNotFoundException", "Rds.DbInstanceNotFoundException"),
        ] {
            check_fix(&RULE, &text(before), &text(after));
        }
        check_fix(&RULE, &text("Rds.ThrottlingFault"), &text("Rds.ThrottlingException"));
        check_fix(&RULE, &text("Rds.Throttling"), &text("Rds.ThrottlingException"));
        let found = only_finding(&RULE, &text("Rds.DbParameterGroupNotFoundException"));
        assert_eq!(found.severity, Severity::Info);
        // AWS raises it for any action, and nobody knows.
        for name in ["Rds.RdsException", "Rds.SdkClientException", "Rds.ThrottlingException"] {
            check(&RULE, &text(name));
        }
    }

    #[test]
    fn the_fix_suggests_the_nearest_name() {
        check_fix(
            &RULE,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["State.ALL"] }] } } }"#,
            r#"{ "States": { "A": { "Type": "Task", "Retry": [{ "ErrorEquals": ["States.ALL"] }] } } }"#,
        );
    }
}
