use aws_services::{Structure, names, version};

use crate::model::Call;
use crate::rules::prelude::*;
use crate::semantic::arguments::{TaskCall, is_evaluated, parameter};
use crate::syntax::Pair;

pub(super) static RULE: Rule = Rule {
    name: "unknown-parameter",
    group: Group::Integrations,
    docs: include_str!("unknown_parameter.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    fix: FixKind::Safe,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for TaskCall { state, call, arguments, .. } in cx.calls() {
        let Some(arguments) = arguments.as_ref().filter(|_| !state.is_downgrade()) else { continue };
        for (pair, structure) in &arguments.unknown {
            report(cx, *call, *pair, *structure);
        }
    }
}

fn report(cx: &mut Context<'_>, call: Call<'_>, pair: Pair<'_>, structure: Structure<'static>) {
    let (key, name) = (pair.key(), parameter(pair));
    let respelled = respelled(structure, name);
    let near = respelled.or_else(|| cx.nearest(name, structure.members().map(|member| member.name())));
    let suffix = if is_evaluated(pair) { ".$" } else { "" };
    let edit = near.map(|near| cx.replace_text(key, &format!("{near}{suffix}")));
    let diag = cx.report(&RULE, key.span, format!("unknown parameter `{name}` of `{}`", call.name()));
    if respelled.is_some() {
        diag.note(match call.is_sdk() {
            true => {
                "AWS SDK integrations spell names as the AWS SDK for Java does, with a capital first letter"
            }
            false => "names of parameters are case-sensitive and begin with a capital letter",
        });
    }
    if let Some((near, edit)) = near.zip(edit) {
        let title = format!("Change to `{near}{suffix}`");
        diag.help(format!("did you mean `{near}`?"));
        diag.fix(match respelled {
            Some(_) => Fix::safe(title, vec![edit]),
            None => Fix::suggested(title, vec![edit]),
        });
    }
    if is_evaluated(pair) {
        diag.note("AWS accepts the definition, but the Task fails").warning();
    } else if call.is_sdk() && respelled.is_none() {
        diag.note(format!("{} has no such parameter", version())).warning();
    }
}

/// The member that a key names in another spelling: that of the API, or one that differs only in case.
fn respelled(structure: Structure<'static>, name: &str) -> Option<&'static str> {
    let in_sdk = structure.member(&names::sdk_member(name));
    let is_same = |member: &aws_services::Member<'_>| {
        member.name().eq_ignore_ascii_case(name) || member.api_name().eq_ignore_ascii_case(name)
    };
    let member = in_sdk.or_else(|| structure.members().find(is_same))?;
    Some(member.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(resource: &str, parameters: &str) -> String {
        format!(
            r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::{resource}", "Parameters": {parameters} }} }} }}"#
        )
    }

    #[test]
    fn names_at_every_depth() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::batch:submitJob.sync",
      "Parameters": {
        "JobName": "j",
        "Jobqueue": "q",
//      ^^^^^^^^^^ unknown parameter `Jobqueue` of `batch:submitJob`
        "JobDefinition": "d",
        "Parameters": { "anything": "is allowed here" },
        "ContainerOverrides": { "Environment": [{ "Name": "A", "Value": "b", "Comment": "c" }] },
//                                                                           ^^^^^^^^^ unknown parameter `Comment` of `batch:submitJob`
        "${Key}": "x"
      },
      "Next": "B"
    },
    "B": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:dynamodb:putItem",
      "Parameters": { "TableName": "t", "Item": { "id": { "s.$": "$.id" }, "on": { "BOOL": true } } },
//                                                        ^^^^^ unknown parameter `s` of `aws-sdk:dynamodb:putItem`
//                                                                                 ^^^^^^ unknown parameter `BOOL` of `aws-sdk:dynamodb:putItem`
      "Next": "C"
    },
    "C": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:putItem",
      "Parameters": { "TableName": "t", "Item": { "on": { "BOOL": true } } },
      "Next": "D"
    },
    "D": {
      "Type": "Task",
      "QueryLanguage": "JSONata",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Arguments": { "FunctionName": "f", "Payload": { "any": "thing" }, "Qualfier": "{% $v %}" },
//                                                                       ^^^^^^^^^^ unknown parameter `Qualfier` of `lambda:invoke`
      "Next": "E"
    },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:new:doIt", "Parameters": { "x": 1 }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn severity_and_fix() {
        for (resource, parameters, severity, safe) in [
            ("glue:startJobRun", r#"{ "Jobname": "j" }"#, Severity::Error, Some(true)),
            ("glue:startJobRun", r#"{ "JobName": "j", "Xyzzy": 1 }"#, Severity::Error, None),
            ("glue:startJobRun", r#"{ "Jobname.$": "$.j" }"#, Severity::Warning, Some(true)),
            (
                "aws-sdk:rds:deleteDBInstance",
                r#"{ "DBInstanceIdentifier": "d" }"#,
                Severity::Error,
                Some(true),
            ),
            (
                "aws-sdk:rds:deleteDBInstance",
                r#"{ "DbInstanceIdentifer": "d" }"#,
                Severity::Warning,
                Some(false),
            ),
            (
                "aws-sdk:rds:deleteDBInstance",
                r#"{ "DbInstanceIdentifier": "d", "Xyzzy": 1 }"#,
                Severity::Warning,
                None,
            ),
        ] {
            let found = only_finding(&RULE, &task(resource, parameters));
            let is_safe = |fix: Fix| fix.applicability == crate::diagnostic::Applicability::Safe;
            assert_eq!((found.severity, found.fix.map(is_safe)), (severity, safe), "{resource} {parameters}");
        }
    }

    #[test]
    fn the_fix_respells_the_name() {
        for (resource, before, after) in [
            (
                "aws-sdk:textract:startDocumentAnalysis",
                r#"{ "NotificationChannel": { "SNSTopicArn.$": "$.t" } }"#,
                r#"{ "NotificationChannel": { "SnsTopicArn.$": "$.t" } }"#,
            ),
            ("aws-sdk:sfn:startExecution", r#"{ "stateMachineArn": "m" }"#, r#"{ "StateMachineArn": "m" }"#),
            (
                "aws-sdk:lambda:createFunction",
                r#"{ "Code": { "zipFile": "z" } }"#,
                r#"{ "Code": { "ZipFile": "z" } }"#,
            ),
            (
                "aws-sdk:dynamodb:putItem",
                r#"{ "Item": { "x": { "NULL": true } } }"#,
                r#"{ "Item": { "x": { "Nul": true } } }"#,
            ),
            (
                "ecs:runTask",
                r#"{ "NetworkConfiguration": { "AwsVpcConfiguration": {} } }"#,
                r#"{ "NetworkConfiguration": { "AwsvpcConfiguration": {} } }"#,
            ),
        ] {
            check_fix(&RULE, &task(resource, before), &task(resource, after));
        }
    }
}
