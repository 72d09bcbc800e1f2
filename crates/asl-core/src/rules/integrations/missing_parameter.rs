use aws_services::Structure;

use crate::catalog::services::alternatives;
use crate::model::Call;
use crate::rules::prelude::*;
use crate::semantic::arguments::{Arguments, TaskCall, parameter};
use crate::syntax::Pair;

pub(super) static RULE: Rule = Rule {
    name: "missing-parameter",
    group: Group::Integrations,
    docs: include_str!("missing_parameter.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    actions: &[QuickFix::AddMissingParameters],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for task in cx.calls().iter().filter(|task| !task.state.is_downgrade()) {
        let Some(object) = task.state.object().filter(|object| !object.is_damaged()) else { continue };
        let language = task.state.language();
        let (field, other) = (language.arguments_field(), language.other().arguments_field());
        match &task.arguments {
            // Another rule reports the field of the other query language.
            _ if object.has(other) => {}
            Some(arguments) => check_arguments(cx, task.call, arguments),
            None if object.field_or_misspelling(field).is_some() => {}
            None => missing_arguments(cx, object, task, field),
        }
    }
}

/// Every call needs arguments, even if none of them is required.
fn missing_arguments(cx: &mut Context<'_>, object: Object<'_>, task: &TaskCall<'_>, field: &str) {
    let Some(action) = task.action else { return };
    let required: Vec<String> =
        action.input().mandatory().map(|member| format!("`{}`", member.name())).collect();
    let help = match required.is_empty() {
        true => format!("add `\"{field}\": {{}}`; no parameter is required"),
        false => format!("pass {} in `{field}`", listed(&required, "and")),
    };
    cx.report(&RULE, object.name(), format!("`{}` requires `{field}`", task.call.name()))
        .related(task.call.resource().span, "called here")
        .help(help);
}

fn check_arguments(cx: &mut Context<'_>, call: Call<'_>, arguments: &Arguments<'_>) {
    let integration = call.integration();
    let is_checked = integration.is_some_and(|integration| integration.is_checked);
    for (depth, (object, structure, span)) in arguments.objects.iter().enumerate() {
        let required = structure.mandatory().map(|member| member.name());
        for name in required.filter(|name| lacks(*object, *structure, name)) {
            let diag = cx.report_node(&RULE, *object, *span, format!("`{}` requires `{name}`", call.name()));
            if depth > 0 || !is_checked {
                diag.warning();
            }
        }
        let one_of = integration.filter(|_| depth == 0).map_or(&[][..], alternatives);
        if !one_of.is_empty() && one_of.iter().all(|name| lacks(*object, *structure, name)) {
            let message = format!("`{}` requires {}", call.name(), listed_names(one_of, "or"));
            cx.report(&RULE, *span, message).warning();
        }
    }
}

/// Whether an object certainly lacks a member. Another rule reports a misspelled one.
fn lacks(object: Node<'_>, structure: Structure<'static>, name: &str) -> bool {
    let is_unclear = |pair: &Pair<'_>| pair.key().has_placeholder() || pair.key().span.is_empty();
    let misspells = |passed: &str| structure.member(passed).is_none() && nearest(passed, [name]).is_some();
    !object.is_open()
        && !object.pairs().any(|pair| parameter(pair) == name)
        && !object.pairs().any(|pair| is_unclear(&pair) || misspells(parameter(pair)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(resource: &str, rest: &str) -> String {
        format!(
            r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::{resource}", {rest} }} }} }}"#
        )
    }

    #[test]
    fn a_call_without_parameters() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "B" },
//  ^^^ `lambda:invoke` requires `Parameters`
    "B": { "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Next": "C" },
//  ^^^ `glue:startJobRun` requires `Arguments`
    "C": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listBuckets", "Next": "D" },
//  ^^^ `aws-sdk:s3:listBuckets` requires `Parameters`
    "D": { "Type": "Task", "Resource": "arn:aws:states:::${Call}", "Next": "E" },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parametres": {}, "Next": "F" },
//                                                                       ^^^^^^^^^^^^ `lambda:invoke` requires `FunctionName`
    "F": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {}, "Next": "G" },
    "G": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f", "End": true }
  }
}"#,
        );
        let found = only_finding(&RULE, &task("sns:publish", r#""End": true"#));
        assert_eq!(found.aws_location.as_deref(), Some("/States/A"));
    }

    #[test]
    fn parameters_of_the_call() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": { "QueueUrl.$": "$.q" }, "Next": "B" },
//                                                                         ^^^^^^^^^^^^ `sqs:sendMessage` requires `MessageBody`
    "B": { "Type": "Task", "Resource": "arn:aws:states:::batch:submitJob", "Parameters": { "JobName": "j", "JobQueue": "q" }, "Next": "C" },
//                                                                         ^^^^^^^^^^^^ `batch:submitJob` requires `JobDefinition`
    "C": { "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": { "Message": "m" }, "Next": "D" },
//                                                                     ^^^^^^^^^^^^ `sns:publish` requires `TopicArn`, `TargetArn` or `PhoneNumber`
    "D": { "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": "{% $x %}", "Next": "E" },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "${Key}": "x" }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn parameters_of_the_api_at_every_depth() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds:createDBInstance", "Parameters": { "Engine": "postgres" }, "Next": "B" },
//                                                                                      ^^^^^^^^^^^^ `aws-sdk:rds:createDBInstance` requires `DbInstanceClass`
//                                                                                      ^^^^^^^^^^^^ `aws-sdk:rds:createDBInstance` requires `DbInstanceIdentifier`
    "B": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:ecs:runTask",
      "Parameters": {
        "TaskDefinition": "t",
        "NetworkConfiguration": { "AwsvpcConfiguration": { "AssignPublicIp": "ENABLED" } },
//                                ^^^^^^^^^^^^^^^^^^^^^ `aws-sdk:ecs:runTask` requires `Subnets`
        "CapacityProviderStrategy": [{ "Weight": 1 }, { "CapacityProvider.$": "$.p" }]
//                                   ^ `aws-sdk:ecs:runTask` requires `CapacityProvider`
      },
      "Next": "C"
    },
    "C": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds:deleteDBInstance", "Parameters": { "DBInstanceIdentifier": "d" }, "Next": "D" },
    "D": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ec2:runInstances", "Parameters": { "MinCount": 1, "MaxCount": 1 }, "Next": "E" },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:unheard:ofThis", "Next": "F" },
    "F": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:ecs:runTask", "Parameters": { "TaskDefinition": "t", "NetworkConfiguration": "${Net}" }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn calls_that_aws_is_not_known_to_reject_are_warnings() {
        for (resource, payload, severity) in [
            ("ecs:runTask", "{}", Severity::Error),
            ("aws-sdk:ecs:runTask", "{}", Severity::Warning),
            ("athena:getQueryExecution", "{}", Severity::Warning),
        ] {
            let found = only_finding(&RULE, &task(resource, &format!(r#""Parameters": {payload}"#)));
            assert_eq!(found.severity, severity);
            let location = (severity == Severity::Error).then_some("/States/A/Parameters");
            assert_eq!(found.aws_location.as_deref(), location);
        }
    }
}
