use crate::catalog::services::{arn_parts, is_filled_in};
use crate::host;
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "invalid-resource",
    group: Group::Integrations,
    docs: include_str!("invalid_resource.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(text) = state.get("Resource").and_then(Node::as_text) else { continue };
        if is_stand_in(text.value) && !has_known_end(text.value) {
            continue;
        }
        if text.value.starts_with("arn:") {
            check_arn(cx, text);
        } else {
            not_an_arn(cx, text);
        }
    }
}

/// Whether another tool or the reader is meant to replace the value: `{{function}}`, `<function>`, `FUNCTION_ARN`,
/// `@@function@@`.
fn is_stand_in(resource: &str) -> bool {
    if resource.starts_with("{%") {
        return false;
    }
    // An ARN can only contain such a placeholder.
    if !resource.starts_with("arn:") && (host::is_stand_in(resource) || host::is_in_capitals(resource)) {
        return true;
    }
    let is_mark = |c| matches!(c, '{' | '}' | '<' | '>' | '%' | '@' | '#' | '$' | '[' | ']' | '…');
    let resource = resource.trim_end_matches(":$LATEST");
    resource.chars().any(is_mark) || resource.as_bytes().windows(3).any(|three| three == b"...")
}

/// Whether a template only fills in whole parts at the start of an ARN: `arn:${AWS::Partition}:states:::sns:publish`.
fn has_known_end(resource: &str) -> bool {
    arn_parts(resource).is_some_and(|parts| parts.iter().all(|part| is_filled_in(part) || !is_stand_in(part)))
        && !resource.ends_with('}')
}

fn not_an_arn(cx: &mut Context<'_>, text: Text<'_>) {
    let message = match text.value {
        "" => "`Resource` is empty".to_owned(),
        value if value.starts_with("{%") => "`Resource` cannot be an expression".to_owned(),
        value => format!("`{value}` is not an ARN"),
    };
    cx.report(&RULE, text.span, message)
        .help("use `arn:aws:states:::service:action`, or the ARN of a Lambda function or an activity");
}

/// Reports ARNs that AWS is not known to reject, but that a Task cannot call.
fn check_arn(cx: &mut Context<'_>, text: Text<'_>) {
    let Some([_, partition, service, region, account, rest]) = arn_parts(text.value) else {
        warn(cx, text, format!("`{}` is not a complete ARN", text.value));
        return;
    };
    let is_regional = !region.is_empty() || !account.is_empty();
    let is_filled = is_filled_in(partition);
    if !is_filled && partition.chars().any(char::is_uppercase) {
        // A name that is meant to be replaced.
    } else if !partition.starts_with("aws") && !is_filled {
        warn(cx, text, format!("unknown partition `{partition}`"));
    } else if service == "lambda" {
        if !rest.starts_with("function:") && !is_stand_in(rest) {
            warn(cx, text, "`Resource` is not the ARN of a Lambda function".to_owned());
        }
    } else if is_filled_in(service) {
        // It may be any service.
    } else if service != "states" {
        warn(cx, text, format!("a Task cannot call an ARN of `{service}`"))
            .help(format!("call `arn:{partition}:states:::{service}:…` or `…:states:::aws-sdk:{service}:…`"));
    } else if rest.starts_with("activity:") {
        // Examples omit the Region and the account.
    } else if rest.starts_with("stateMachine:") || rest.starts_with("express:") {
        warn(cx, text, "a Task cannot call a state machine by its ARN".to_owned()).help(format!(
            "call `arn:{partition}:states:::states:startExecution` with the ARN as `StateMachineArn`"
        ));
    } else if is_regional {
        let fixed = format!("arn:{partition}:states:::{rest}");
        let change = cx.replace_text(text, &fixed);
        // Public definitions that work have them, so this is merely unusual.
        warn(cx, text, "integration ARN has a Region or an account".to_owned())
            .advice()
            .help(format!("change it to `{fixed}`"))
            .fix(Fix::suggested(format!("Change to `{fixed}`"), vec![change]));
    } else if rest.trim_start_matches("aws-sdk:").split_once(':').is_none_or(|(_, action)| action.is_empty())
    {
        warn(cx, text, format!("`{rest}` does not name an action"))
            .help("name the action: `service:action` or `aws-sdk:service:action`");
    }
}

fn warn<'d>(
    cx: &'d mut Context<'_>,
    text: Text<'_>,
    message: String,
) -> &'d mut crate::diagnostic::Diagnostic {
    cx.report(&RULE, text.span, message).warning()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(resource: &str) -> String {
        format!(r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "{resource}" }} }} }}"#)
    }

    #[test]
    fn values_that_are_not_arns() {
        for (resource, message) in [
            ("Hello", "`Hello` is not an ARN"),
            ("", "`Resource` is empty"),
            ("lambda:invoke", "`lambda:invoke` is not an ARN"),
            ("{% $fn %}", "`Resource` cannot be an expression"),
        ] {
            let found = only_finding(&RULE, &task(resource));
            assert_eq!((found.severity, &*found.message), (Severity::Error, message));
            assert_eq!(found.aws_location.as_deref(), Some("/States/A/Resource"));
        }
    }

    #[test]
    fn arns_that_cannot_be_called_are_warnings() {
        for (resource, message) in [
            ("arn:aws:sqs:us-east-1:111122223333:orders", "a Task cannot call an ARN of `sqs`"),
            (
                "arn:aws:states:us-east-1:111122223333:stateMachine:m",
                "a Task cannot call a state machine by its ARN",
            ),
            (
                "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:orders",
                "a Task cannot call an ARN of `sqs`",
            ),
            ("arn:aws:states:::lambda", "`lambda` does not name an action"),
            ("arn:aws:states:::aws-sdk:s3", "`aws-sdk:s3` does not name an action"),
            ("arn:aws:states:::aws-sdk:s3:", "`aws-sdk:s3:` does not name an action"),
            ("arn:aws:lambda", "`arn:aws:lambda` is not a complete ARN"),
            ("arn:amazon:states:::lambda:invoke", "unknown partition `amazon`"),
            (
                "arn:aws:lambda:us-east-1:111122223333:layer:l:1",
                "`Resource` is not the ARN of a Lambda function",
            ),
            (
                "arn:aws:lambda:us-east-1:111122223333:f:$LATEST:$LATEST",
                "`Resource` is not the ARN of a Lambda function",
            ),
        ] {
            let found = only_finding(&RULE, &task(resource));
            assert_eq!((found.severity, &*found.message), (Severity::Warning, message));
        }
    }

    #[test]
    fn an_integration_with_a_region_is_advice() {
        let found = only_finding(&RULE, &task("arn:aws:states:us-east-1:111122223333:lambda:invoke"));
        assert_eq!(found.message, "integration ARN has a Region or an account");
        assert_eq!(found.severity, Severity::Info);
    }

    #[test]
    fn callable_arns_and_placeholders() {
        for resource in [
            "arn:aws:states:::lambda:invoke",
            "arn:aws-cn:states:::ecs:runTask.sync",
            "arn:aws:states:::aws-sdk:s3:getObject",
            "arn:aws:states:us-east-1:111122223333:activity:pick",
            "arn:aws:states:::activity:pick",
            "arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:f:$LATEST",
            "arn:aws:lambda:::function:f",
            "arn:aws:lambda:us-east-1:111122223333:function:${f}",
            "arn:${AWS::Partition}:states:::lambda:invoke",
            "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:f",
            "arn:${AWS::Partition}:${Service}:::f",
            "arn:aws:lambda:REGION:ACCOUNT_ID:function:f",
            "arn:aws:lambda:...",
            "${Function}",
            "{{ function }}",
            "arn:{{partition}}:lambda:{{region}}:111122223333:function:f",
            "arn:PARTITION:states:::lambda:invoke",
            "<FUNCTION_ARN>",
            "%FUNCTION%",
            "REPLACE_ME_ARN",
            "YOUR_FUNCTION_ARN",
            "your-function-arn",
            "LAMBDA_FUNCTION",
            "__ARN__",
            "XXXXXXXXXXXX",
            "arn:aws:lambda:us-east-1:XXXXXXXXXXXX:YOUR_FUNCTION",
        ] {
            check(&RULE, &task(resource));
        }
    }

    #[test]
    fn the_fix_removes_region_and_account() {
        check_fix(
            &RULE,
            &task("arn:aws:states:us-east-1:111122223333:lambda:invoke"),
            &task("arn:aws:states:::lambda:invoke"),
        );
    }
}
