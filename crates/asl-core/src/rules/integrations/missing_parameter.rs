use crate::catalog::services::{actions, alternatives};
use crate::model::Call;
use crate::rules::prelude::*;
use crate::semantic::arguments::{Arguments, parameter};

pub(super) static RULE: Rule = Rule {
    name: "missing-parameter",
    group: Group::Integrations,
    docs: include_str!("missing_parameter.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task).filter(|state| !state.is_downgrade()) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let Some(call) = state.call() else { continue };
        let (field, other) = match state.language() {
            QueryLanguage::JsonPath => ("Parameters", "Arguments"),
            QueryLanguage::Jsonata => ("Arguments", "Parameters"),
        };
        // Another rule reports the field of the other query language.
        if object.has(other) {
            continue;
        }
        match object.field_or_misspelling(field) {
            Some(_) => check_arguments(cx, call, state),
            None => missing_arguments(cx, object, call, field),
        }
    }
}

/// Every call needs arguments, even if none of them is required.
fn missing_arguments(cx: &mut Context<'_>, task: Object<'_>, call: Call<'_>, field: &str) {
    if call.known_action().is_none() {
        return;
    }
    let required: Vec<String> = call
        .input()
        .into_iter()
        .flat_map(|input| input.members().filter(|member| member.is_required() && !member.is_token()))
        .map(|member| format!("`{}`", member.name()))
        .collect();
    let diag = cx.report(&RULE, task.name(), format!("`{}` requires `{field}`", call.name()));
    if let Some(resource) = task.get("Resource") {
        diag.related(resource.span(), "called here");
    }
    diag.help(match required.is_empty() {
        true => format!("add `\"{field}\": {{}}`; no parameter is required"),
        false => format!("pass {} in `{field}`", listed(&required, "and")),
    });
}

fn check_arguments(cx: &mut Context<'_>, call: Call<'_>, state: State<'_>) {
    let Some(arguments) = Arguments::of(state) else { return };
    let integration =
        (!call.is_sdk()).then(|| actions(call.service()).find(|known| known.action == call.action()));
    let integration = integration.flatten();
    for (depth, (object, structure, span)) in arguments.objects.into_iter().enumerate() {
        let is_known =
            |pair: &crate::syntax::Pair<'_>| !pair.key().has_placeholder() && !pair.key().span.is_empty();
        if object.is_open() || !object.pairs().all(|pair| is_known(&pair)) {
            continue;
        }
        // Another rule reports a misspelled parameter.
        let unknown: Vec<&str> =
            object.pairs().map(parameter).filter(|name| structure.member(name).is_none()).collect();
        let has = |name: &str| {
            object.pairs().any(|pair| parameter(pair) == name)
                || unknown.iter().any(|unknown| nearest(unknown, [name]).is_some())
        };
        let required = structure.members().filter(|member| member.is_required() && !member.is_token());
        let missing: Vec<&str> = required.map(|member| member.name()).filter(|name| !has(name)).collect();
        for name in missing {
            let diag = cx.report_node(&RULE, object, span, format!("`{}` requires `{name}`", call.name()));
            if depth > 0 || !integration.is_some_and(|integration| integration.is_checked) {
                diag.warning();
            }
        }
        let one_of = integration.filter(|_| depth == 0).map_or(&[][..], alternatives);
        if !one_of.is_empty() && !one_of.iter().any(|name| has(name)) {
            let names: Vec<String> = one_of.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("`{}` requires {}", call.name(), listed(&names, "or"));
            cx.report(&RULE, span, message).warning();
        }
    }
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
