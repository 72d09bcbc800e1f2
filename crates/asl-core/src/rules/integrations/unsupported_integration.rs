use aws_services::{Support, version};

use crate::rules::prelude::*;
use crate::semantic::arguments::TaskCall;

pub(super) static RULE: Rule = Rule {
    name: "unsupported-integration",
    group: Group::Integrations,
    docs: include_str!("unsupported_integration.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for TaskCall { call, service, action, .. } in cx.calls().iter().filter(|task| task.call.is_sdk()) {
        let Some(service) = service else { continue };
        let title = service.title();
        let of_service = cx.part(call.resource(), call.service_span());
        let of_action = cx.part(call.resource(), call.action_span());
        if service.is_retired() {
            cx.report(&RULE, of_service, format!("`{}` is a retired service", service.name()))
                .note(format!("{} has no API for it any more", version()))
                .warning();
            continue;
        }
        let Some(action) = action else { continue };
        match action.support() {
            Support::Unsupported => {
                cx.report(&RULE, of_action, format!("Step Functions does not support `{}`", call.name()))
                    .note("AWS lists the action as unsupported")
                    .help("call it from a Lambda function");
            }
            Support::Stream => {
                cx.report(&RULE, of_action, format!("Step Functions probably does not support `{}`", call.name()))
                    .note("the action sends or returns a stream of events, and AWS lists other such actions as unsupported")
                    .help("call it from a Lambda function")
                    .warning();
            }
            Support::Supported if !service.is_listed() => {
                cx.report(&RULE, of_service, format!("Step Functions may not support {title}"))
                    .note("AWS does not list it among the services that AWS SDK integrations support")
                    .warning();
            }
            Support::Supported => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_and_actions_that_step_functions_lacks() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sts:assumeRole", "Next": "B" },
//                                                                   ^^^^^^^^^^ Step Functions does not support `aws-sdk:sts:assumeRole`
    "B": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:polly:startSpeechSynthesisStream", "Next": "C" },
//                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^ Step Functions probably does not support `aws-sdk:polly:startSpeechSynthesisStream`
    "C": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:qldb:describeLedger", "Next": "D" },
//                                                               ^^^^ `qldb` is a retired service
    "D": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:apigatewaymanagementapi:postToConnection", "Next": "E" },
//                                                               ^^^^^^^^^^^^^^^^^^^^^^^ Step Functions may not support AmazonApiGatewayManagementApi
    "E": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sts:getCallerIdentity", "Next": "F" },
    "F": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:${Service}:assumeRole", "Next": "G" },
    "G": { "Type": "Task", "Resource": "arn:aws:states:::sts:assumeRole", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn only_documented_actions_are_errors() {
        for (call, severity) in [
            ("sts:assumeRole", Severity::Error),
            ("polly:startSpeechSynthesisStream", Severity::Warning),
            ("qldb:describeLedger", Severity::Warning),
            ("machinelearning:predict", Severity::Warning),
        ] {
            let text = format!(
                r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:{call}" }} }} }}"#
            );
            assert_eq!(only_finding(&RULE, &text).severity, severity, "{call}");
        }
    }
}
