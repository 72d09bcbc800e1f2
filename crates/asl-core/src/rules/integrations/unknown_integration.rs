use crate::catalog::services::{self, Resource};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unknown-integration",
    group: Group::Integrations,
    docs: include_str!("unknown_integration.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(text) = state.get("Resource").and_then(Node::as_text) else { continue };
        let Resource::Optimized { service, action, .. } = Resource::parse(text.value) else { continue };
        // An unknown service may be new.
        let known: Vec<&str> = services::actions(service).map(|integration| integration.action).collect();
        if known.is_empty() || known.contains(&action) || action.contains("${") {
            continue;
        }
        let near = nearest(action, known.iter().copied());
        // A suffix that is not part of the action is kept.
        let change = |near: &str| {
            cx.replace_text(text, &text.value.replacen(&format!(":{action}"), &format!(":{near}"), 1))
        };
        let fix = near.map(|near| Fix::suggested(format!("Change to `{near}`"), vec![change(near)]));
        let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
        let diag = cx.report(
            &RULE,
            text.span,
            format!("the optimized integration of `{service}` has no action `{action}`"),
        );
        diag.help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "it supports {}; call other actions of the service as `aws-sdk:{service}:{action}`",
                listed(&names, "and")
            ),
        });
        if let Some(fix) = fix {
            diag.fix(fix);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_of_known_services() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "Next": "B" },
//                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the optimized integration of `dynamodb` has no action `query`
    "B": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:query", "Next": "C" },
    "C": { "Type": "Task", "Resource": "arn:aws:states:::brandnew:doIt", "Next": "D" },
    "D": { "Type": "Task", "Resource": "arn:aws:states:::lambda:${Action}", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_suggests_the_nearest_action() {
        let task = |resource: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", "Resource": "{resource}", "End": true }} }} }}"#
            )
        };
        check_fix(
            &RULE,
            &task("arn:aws:states:::ecs:RunTask.sync"),
            &task("arn:aws:states:::ecs:runTask.sync"),
        );
    }
}
