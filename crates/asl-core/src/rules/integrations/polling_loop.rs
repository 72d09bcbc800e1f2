use crate::rules::prelude::*;
use crate::semantic::polling::Poll;

pub(super) static RULE: Rule = Rule {
    name: "polling-loop",
    group: Group::Integrations,
    docs: include_str!("polling_loop.md"),
    severity: Severity::Info,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    // An Express workflow cannot wait for jobs.
    if cx.analysis.workflow() == WorkflowType::Express {
        return;
    }
    for members in cx.graph().loops(cx.model()) {
        let Some(poll) = Poll::of(cx.graph(), &members) else { continue };
        let (asks, start) = (poll.asks.name(), poll.start.name());
        let resource = poll.start.get("Resource").map_or(start.span, Node::span);
        let message = format!("`{}` polls the job that `{}` starts", asks.value, start.value);
        cx.report(&RULE, asks.span, message)
            .note("Step Functions can wait for this job itself: the Task continues when the job is done, and fails when the job fails")
            .help(format!("call `{}`, and remove the loop", poll.resource()))
            .related(resource, "the job is started here");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::jobs::JOBS;
    use crate::catalog::services::{Pattern, actions};
    use crate::testing::check_as;

    #[test]
    fn sync_is_offered_for_all_jobs() {
        for job in JOBS {
            let integration = actions(job.service[0]).find(|integration| integration.action == job.start[0]);
            assert!(integration.is_some_and(|i| i.patterns.contains(&Pattern::Sync)), "{:?}", job.start);
        }
    }

    const LOOP: &str = r#"
{
  "StartAt": "Start",
  "States": {
    "Start": { "Type": "Task", "Resource": "arn:aws-cn:states:::aws-sdk:emr:addJobFlowSteps", "Next": "Pause" },
    "Pause": { "Type": "Wait", "Seconds": 60, "Next": "Ask" },
    "Ask": { "Type": "Task", "Resource": "arn:aws-cn:states:::aws-sdk:emr:describeStep", "Next": "Done?" },
//  ^^^^^ `Ask` polls the job that `Start` starts
    "Done?": { "Type": "Choice", "Choices": [{ "Variable": "$.s", "StringEquals": "ready", "Next": "End" }], "Default": "Pause" },
    "End": { "Type": "Succeed" }
  }
}"#;

    fn without_marks() -> String {
        LOOP.lines().filter(|line| !line.starts_with("//")).collect()
    }

    #[test]
    fn a_loop_that_waits_for_a_job() {
        check(&RULE, LOOP);
        let help = only_finding(&RULE, &without_marks()).help;
        assert_eq!(
            help.as_deref(),
            Some("call `arn:aws-cn:states:::elasticmapreduce:addStep.sync`, and remove the loop")
        );
    }

    #[test]
    fn nested_executions_use_json_output() {
        let text = without_marks()
            .replace("aws-sdk:emr:addJobFlowSteps", "states:startExecution")
            .replace("emr:describeStep", "sfn:describeExecution");
        let help = only_finding(&RULE, &text).help;
        assert_eq!(
            help.as_deref(),
            Some("call `arn:aws-cn:states:::states:startExecution.sync:2`, and remove the loop")
        );
    }

    #[test]
    fn other_loops_are_accepted() {
        let text = without_marks();
        // Nothing is started here, or nothing that a Task can wait for.
        check(&RULE, &text.replace("addJobFlowSteps", "putAutoScalingPolicy"));
        check(&RULE, &text.replace("describeStep", "describeCluster"));
        check(&RULE, &text.replace("aws-sdk:emr:add", "aws-sdk:glue:add"));
        // The loop does not wait, which another rule reports.
        check(&RULE, &text.replace("60", "0"));
        // The loop does more than wait, or follows other work.
        check(&RULE, &text.replace("\"Wait\", \"Seconds\": 60", "\"Task\", \"Resource\": \"x\""));
        check(
            &RULE,
            &text.replace(
                r#""Next": "Pause" },"#,
                r#""Next": "Work" }, "Work": { "Type": "Task", "Next": "Pause" },"#,
            ),
        );
        check_as(WorkflowType::Express, &RULE, &text);
    }
}
