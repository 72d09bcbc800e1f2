use super::prelude::*;
use crate::catalog::services::{Pattern, Resource};
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "express-unsupported",
    group: Group::Integrations,
    summary: "an Express workflow uses what only Standard workflows have",
    docs: include_str!("express_unsupported.md"),
    severity: Severity::Error,
    default: Default::On,
    aws: schema(AwsPlace::Here),
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    if cx.analysis.workflow() != WorkflowType::Express {
        return;
    }
    for state in cx.states() {
        if let Some(text) =
            state.get("Resource").and_then(Node::as_text).filter(|_| state.is(StateKind::Task))
        {
            check_resource(cx, text);
        }
    }
    for mode in
        cx.objects().filter(|object| object.place() == Place::ProcessorConfig).filter_map(|o| o.get("Mode"))
    {
        if mode.as_str() == Some("DISTRIBUTED") {
            cx.report(&RULE, mode.span(), "an Express workflow cannot run a distributed Map")
                .help("set `\"Mode\": \"INLINE\"`, or make the workflow Standard");
        }
    }
}

fn check_resource(cx: &mut Context<'_>, text: Text<'_>) {
    let resource = Resource::parse(text.value);
    let (what, span) = match resource.pattern() {
        _ if resource == Resource::Activity => ("wait for an activity".to_owned(), text.span),
        Some(pattern) if pattern != Pattern::RequestResponse => {
            (format!("wait with `{}`", pattern.suffix()), cx.ending(text, pattern))
        }
        _ => return,
    };
    cx.report(&RULE, span, format!("an Express workflow cannot {what}"))
        .help("call the service without waiting, or make the workflow Standard");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::check_as;

    const WAITS: &str = r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Next": "B" },
//                                                                            ^^^^^^^ an Express workflow cannot wait with `.sync:2`
    "B": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:pick", "Next": "C" },
//                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ an Express workflow cannot wait for an activity
    "C": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "M" },
    "M": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED" } }, "End": true }
//                                                                        ^^^^^^^^^^^^^ an Express workflow cannot run a distributed Map
  }
}"#;

    #[test]
    fn what_only_standard_workflows_have() {
        check_as(WorkflowType::Express, &RULE, WAITS);
        let without_marks: String = WAITS.lines().filter(|line| !line.starts_with("//")).collect();
        check(&RULE, &without_marks);
    }
}
