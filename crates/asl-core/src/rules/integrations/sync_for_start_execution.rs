use crate::catalog::services::{Pattern, Resource};
use crate::edit::Edit;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "sync-for-start-execution",
    group: Group::Integrations,
    docs: include_str!("sync_for_start_execution.md"),
    severity: Severity::Info,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(text) = state.get("Resource").and_then(Node::as_text) else { continue };
        let Resource::Optimized { service: "states", action: "startExecution", pattern: Pattern::Sync } =
            Resource::parse(text.value)
        else {
            continue;
        };
        let suffix = cx.ending(text, Pattern::Sync);
        cx.report(&RULE, suffix, "`.sync` returns the output of the execution as a string")
            .note("`.sync:2` returns it as JSON, which paths and expressions can read")
            .help("use `.sync:2`, and read `Output` as JSON")
            .fix(Fix::suggested(
                "Change to `.sync:2`",
                vec![Edit { span: suffix, text: ".sync:2".to_owned() }],
            ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nested_executions_are_reported() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync", "Next": "B" },
//                                                                            ^^^^^ `.sync` returns the output of the execution as a string
    "B": { "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Next": "C" },
    "C": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_changes_the_suffix() {
        let task = |ending: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::states:startExecution{ending}" }} }} }}"#
            )
        };
        check_fix(&RULE, &task(".sync"), &task(".sync:2"));
    }
}
