use crate::catalog::services::{self, Pattern, Resource};
use crate::edit::Edit;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unsupported-pattern",
    group: Group::Integrations,
    docs: include_str!("unsupported_pattern.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(text) = state.get("Resource").and_then(Node::as_text) else { continue };
        let (prefix, service, action, pattern, supported) = match Resource::parse(text.value) {
            Resource::Optimized { service, action, pattern } => {
                let Some(known) = services::actions(service).find(|known| known.action == action) else {
                    continue;
                };
                ("", service, action, pattern, known.patterns)
            }
            Resource::Sdk { service, action, pattern } => {
                ("aws-sdk:", service, action, pattern, &[Pattern::RequestResponse, Pattern::Callback][..])
            }
            _ => continue,
        };
        if supported.contains(&pattern) {
            continue;
        }
        let suffix = cx.ending(text, pattern);
        let others: Vec<String> =
            supported.iter().skip(1).map(|pattern| format!("`{}`", pattern.suffix())).collect();
        let message = format!("`{prefix}{service}:{action}` does not support `{}`", pattern.suffix());
        let diag = cx.report(&RULE, suffix, message);
        diag.help(match others.is_empty() {
            true => "call it without a suffix".to_owned(),
            false => format!("call it without a suffix, or with {}", listed(&others, "or")),
        });
        diag.fix(Fix::suggested(
            format!("Remove `{}`", pattern.suffix()),
            vec![Edit { span: suffix, text: String::new() }],
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_optimized_and_sdk_integrations() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.sync", "Next": "B" },
//                                                                    ^^^^^ `lambda:invoke` does not support `.sync`
    "B": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:glue:startJobRun.sync", "Next": "C" },
//                                                                               ^^^^^ `aws-sdk:glue:startJobRun` does not support `.sync`
    "C": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.waitForTaskToken", "Next": "D" },
//                                                                       ^^^^^^^^^^^^^^^^^ `glue:startJobRun` does not support `.waitForTaskToken`
    "D": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync:2", "Next": "E" },
//                                                                  ^^^^^^^ `ecs:runTask` does not support `.sync:2`
    "E": { "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Next": "F" },
    "F": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken", "Next": "G" },
    "G": { "Type": "Task", "Resource": "arn:aws:states:::brandnew:doIt.sync", "Next": "H" },
    "H": { "Type": "Task", "Resource": "arn:${AWS::Partition}:states:::sns:publish.sync", "Next": "I" },
//                                                                                ^^^^^ `sns:publish` does not support `.sync`
    "I": { "Type": "Task", "Resource": "arn:aws:states:::${Service}:${Action}.sync", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_removes_the_suffix() {
        let task = |resource: &str| {
            format!(r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "{resource}" }} }} }}"#)
        };
        check_fix(&RULE, &task("arn:aws:states:::sns:publish.sync"), &task("arn:aws:states:::sns:publish"));
    }
}
