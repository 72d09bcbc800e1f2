use crate::catalog::services::{Pattern, Resource};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "express-unsupported",
    group: Group::Integrations,
    docs: include_str!("express_unsupported.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for machine in cx.machines() {
        if cx.analysis.workflow_of(machine) != WorkflowType::Express {
            continue;
        }
        let runner = Runner::of(machine);
        for state in machine.states() {
            match state.kind() {
                Some(StateKind::Task) => check_task(cx, runner, state),
                Some(StateKind::Map) => check_map(cx, runner, state),
                _ => {}
            }
        }
    }
}

/// What runs the states of an Express machine.
#[derive(Clone, Copy)]
enum Runner<'a> {
    Workflow,
    /// The child executions of a distributed Map, with the value that makes them Express workflows.
    Children(Option<Node<'a>>),
}

impl<'a> Runner<'a> {
    fn of(machine: Machine<'a>) -> Runner<'a> {
        let mut enclosing = std::iter::successors(Some(machine), |machine| Some(machine.parent()?.machine()));
        let child = enclosing.find(|machine| machine.parent().is_some_and(State::is_distributed_map));
        child.map_or(Runner::Workflow, |child| {
            let config = child.object().objects("ProcessorConfig").next();
            Runner::Children(config.and_then(|config| config.get("ExecutionType")))
        })
    }

    fn report(self, cx: &mut Context<'_>, span: Span, action: &str, instead: &str) {
        match self {
            Runner::Workflow => {
                cx.report(&RULE, span, format!("an Express workflow cannot {action}"))
                    .help(format!("{instead}, or make the workflow Standard"));
            }
            // AWS probably rejects this too, but that is not known.
            Runner::Children(setting) => {
                let diagnostic =
                    cx.report(&RULE, span, format!("an Express child execution cannot {action}"));
                diagnostic
                    .warning()
                    .note("with `\"ExecutionType\": \"EXPRESS\"` each item runs as an Express workflow of its own")
                    .help(format!("{instead}, or set `\"ExecutionType\": \"STANDARD\"`"));
                if let Some(setting) = setting {
                    diagnostic.related(setting.span(), "this makes the child executions Express workflows");
                }
            }
        }
    }
}

fn check_task(cx: &mut Context<'_>, runner: Runner<'_>, task: State<'_>) {
    let Some(text) = task.get("Resource").and_then(Node::as_text) else { return };
    let resource = Resource::parse(text.value);
    let (action, span) = match resource.pattern() {
        _ if resource == Resource::Activity => ("wait for an activity".to_owned(), text.span),
        Some(pattern) if pattern != Pattern::RequestResponse => {
            (format!("wait with `{}`", pattern.suffix()), cx.ending(text, pattern))
        }
        _ => return,
    };
    runner.report(cx, span, &action, "call the service without waiting");
}

fn check_map(cx: &mut Context<'_>, runner: Runner<'_>, map: State<'_>) {
    let processors = ["ItemProcessor", "Iterator"].into_iter().flat_map(|name| map.objects(name));
    for mode in processors.filter_map(|processor| processor.objects("ProcessorConfig").next()?.get("Mode")) {
        if mode.as_str() == Some("DISTRIBUTED") {
            runner.report(cx, mode.span(), "run a distributed Map", "set `\"Mode\": \"INLINE\"`");
        }
    }
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
    fn features_of_standard_workflows() {
        check_as(WorkflowType::Express, &RULE, WAITS);
        let without_marks: String = WAITS.lines().filter(|line| !line.starts_with("//")).collect();
        check(&RULE, &without_marks);
    }

    #[test]
    fn express_child_executions() {
        check(
            &RULE,
            r#"
{
  "States": {
    "Start": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Next": "Each" },
    "Each": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
        "States": {
          "A": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Next": "P" },
//                                                                             ^^^^^ an Express child execution cannot wait with `.sync`
          "P": {
            "Type": "Parallel",
            "Branches": [{
              "States": { "B": { "Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:pick" } }
//                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ an Express child execution cannot wait for an activity
            }],
            "Next": "M"
          },
          "M": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" } }, "Next": "N" },
//                                                                              ^^^^^^^^^^^^^ an Express child execution cannot run a distributed Map
          "N": { "Type": "Map", "ItemProcessor": { "ProcessorConfig": { "Mode": "INLINE" } }, "End": true }
        }
      },
      "Next": "Other"
    },
    "Other": {
      "Type": "Map",
      "ItemProcessor": {
        "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" },
        "States": { "C": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "End": true } }
      },
      "End": true
    }
  }
}"#,
        );
        let finding = only_finding(
            &RULE,
            r#"{ "States": { "M": { "Type": "Map", "ItemProcessor": {
              "ProcessorConfig": { "Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS" },
              "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync" } }
            } } } }"#,
        );
        assert_eq!((finding.severity, finding.aws_location), (Severity::Warning, None));
    }
}
