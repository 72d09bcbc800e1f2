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
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    for state in cx.states().filter(|state| state.is(StateKind::Task)) {
        let Some(text) = state.get("Resource").and_then(Node::as_text) else { continue };
        let (name, pattern, offered) = match Resource::parse(text.value) {
            Resource::Optimized { service, action, pattern } => {
                let Some(known) = services::actions(service).find(|known| known.action == action) else {
                    continue;
                };
                (format!("{service}:{action}"), pattern, known.patterns)
            }
            Resource::Sdk { service, action, pattern } => (
                format!("aws-sdk:{service}:{action}"),
                pattern,
                &[Pattern::RequestResponse, Pattern::Callback][..],
            ),
            _ => continue,
        };
        if offered.contains(&pattern) {
            continue;
        }
        let ending = cx.ending(text, pattern);
        let others: Vec<String> =
            offered.iter().skip(1).map(|pattern| format!("`{}`", pattern.suffix())).collect();
        let diag = cx.report(&RULE, ending, format!("`{name}` does not offer `{}`", pattern.suffix()));
        diag.help(match others.is_empty() {
            true => "it can only be called without an ending".to_owned(),
            false => format!("it can be called without an ending or with {}", listed(&others, "or")),
        });
        diag.fix(Fix::suggested(
            format!("Remove `{}`", pattern.suffix()),
            vec![Edit { span: ending, text: String::new() }],
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
//                                                                    ^^^^^ `lambda:invoke` does not offer `.sync`
    "B": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:glue:startJobRun.sync", "Next": "C" },
//                                                                               ^^^^^ `aws-sdk:glue:startJobRun` does not offer `.sync`
    "C": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.waitForTaskToken", "Next": "D" },
//                                                                       ^^^^^^^^^^^^^^^^^ `glue:startJobRun` does not offer `.waitForTaskToken`
    "D": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync:2", "Next": "E" },
//                                                                  ^^^^^^^ `ecs:runTask` does not offer `.sync:2`
    "E": { "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Next": "F" },
    "F": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken", "Next": "G" },
    "G": { "Type": "Task", "Resource": "arn:aws:states:::brandnew:doIt.sync", "Next": "H" },
    "H": { "Type": "Task", "Resource": "arn:${AWS::Partition}:states:::sns:publish.sync", "Next": "I" },
//                                                                                ^^^^^ `sns:publish` does not offer `.sync`
    "I": { "Type": "Task", "Resource": "arn:aws:states:::${Service}:${Action}.sync", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_ending_is_removed() {
        let task = |resource: &str| {
            format!(r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "{resource}" }} }} }}"#)
        };
        check_fix(&RULE, &task("arn:aws:states:::sns:publish.sync"), &task("arn:aws:states:::sns:publish"));
    }
}
