use super::prelude::*;
use crate::catalog::services::{Pattern, Resource};

pub(super) static RULE: Rule = Rule {
    name: "polling-loop",
    group: Group::Integrations,
    summary: "a loop asks for the end of a job that a Task can wait for",
    docs: include_str!("polling_loop.md"),
    severity: Severity::Info,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    // An Express workflow cannot wait for jobs.
    if cx.analysis.workflow() == WorkflowType::Express {
        return;
    }
    for members in cx.graph().loops(cx.model()) {
        let Some(poll) = Poll::of(cx, &members) else { continue };
        let (asks, start) = (poll.asks.name(), poll.start.name());
        let resource = poll.start.get("Resource").map_or(start.span, Node::span);
        let message = format!("`{}` asks again and again for the job of `{}`", asks.value, start.value);
        cx.report(&RULE, asks.span, message)
            .note("Step Functions can wait for this job by itself: the Task goes on when the job is done, and fails when the job has failed")
            .help(format!("call `{}`, and remove the loop", poll.resource()))
            .related(resource, "the job is started here");
    }
}

/// A job that a service runs, with the actions that start it and that ask for it.
struct Job {
    /// The service in its optimized integration and in that of the AWS SDK.
    service: [&'static str; 2],
    /// The action that starts the job, in the same two.
    start: [&'static str; 2],
    asks: &'static [&'static str],
}

const fn job(service: [&'static str; 2], start: [&'static str; 2], asks: &'static [&'static str]) -> Job {
    Job { service, start, asks }
}

/// The jobs that `.sync` is offered for (§8.3) and that people ask for.
const JOBS: &[Job] = &[
    job(["athena"; 2], ["startQueryExecution"; 2], &["getQueryExecution", "batchGetQueryExecution"]),
    job(["batch"; 2], ["submitJob"; 2], &["describeJobs"]),
    job(["bedrock"; 2], ["createModelCustomizationJob"; 2], &["getModelCustomizationJob"]),
    job(["codebuild"; 2], ["startBuild"; 2], &["batchGetBuilds"]),
    job(["codebuild"; 2], ["startBuildBatch"; 2], &["batchGetBuildBatches"]),
    job(["codebuild"; 2], ["retryBuildBatch"; 2], &["batchGetBuildBatches"]),
    job(["databrew"; 2], ["startJobRun"; 2], &["describeJobRun"]),
    job(["ecs"; 2], ["runTask"; 2], &["describeTasks"]),
    job(["eks"; 2], ["createCluster"; 2], &["describeCluster"]),
    job(["eks"; 2], ["deleteCluster"; 2], &["describeCluster"]),
    job(["eks"; 2], ["createFargateProfile"; 2], &["describeFargateProfile"]),
    job(["eks"; 2], ["deleteFargateProfile"; 2], &["describeFargateProfile"]),
    job(["eks"; 2], ["createNodegroup"; 2], &["describeNodegroup"]),
    job(["eks"; 2], ["deleteNodegroup"; 2], &["describeNodegroup"]),
    job(["elasticmapreduce", "emr"], ["createCluster", "runJobFlow"], &["describeCluster"]),
    job(["elasticmapreduce", "emr"], ["terminateCluster", "terminateJobFlows"], &["describeCluster"]),
    job(["elasticmapreduce", "emr"], ["addStep", "addJobFlowSteps"], &["describeStep", "listSteps"]),
    job(["emr-containers", "emrcontainers"], ["startJobRun"; 2], &["describeJobRun"]),
    job(["emr-containers", "emrcontainers"], ["deleteVirtualCluster"; 2], &["describeVirtualCluster"]),
    job(["emr-serverless", "emrserverless"], ["createApplication"; 2], &["getApplication"]),
    job(["emr-serverless", "emrserverless"], ["startApplication"; 2], &["getApplication"]),
    job(["emr-serverless", "emrserverless"], ["stopApplication"; 2], &["getApplication"]),
    job(["emr-serverless", "emrserverless"], ["startJobRun"; 2], &["getJobRun"]),
    job(["glue"; 2], ["startJobRun"; 2], &["getJobRun", "getJobRuns"]),
    job(["mediaconvert"; 2], ["createJob"; 2], &["getJob"]),
    job(["sagemaker"; 2], ["createHyperParameterTuningJob"; 2], &["describeHyperParameterTuningJob"]),
    job(["sagemaker"; 2], ["createLabelingJob"; 2], &["describeLabelingJob"]),
    job(["sagemaker"; 2], ["createProcessingJob"; 2], &["describeProcessingJob"]),
    job(["sagemaker"; 2], ["createTrainingJob"; 2], &["describeTrainingJob"]),
    job(["sagemaker"; 2], ["createTransformJob"; 2], &["describeTransformJob"]),
    job(["states", "sfn"], ["startExecution"; 2], &["describeExecution"]),
];

/// A loop that waits for a job.
pub(super) struct Poll<'a> {
    asks: State<'a>,
    start: State<'a>,
    job: &'static Job,
}

impl<'a> Poll<'a> {
    /// The loop as a poll: it waits, asks and decides, does nothing else, and comes right after the start of the job.
    pub(super) fn of(cx: &Context<'a>, members: &[State<'a>]) -> Option<Poll<'a>> {
        let machine = members[0].machine();
        // A loop without a pause is reported as that.
        let waits = members.iter().any(|state| state.is(StateKind::Wait) && state.pauses());
        let decides = members.iter().any(|state| state.is(StateKind::Choice));
        if !waits || !decides || machine.is_damaged() {
            return None;
        }
        let asks = members
            .iter()
            .copied()
            .find(|state| called(*state).is_some_and(|call| jobs(call).next().is_some()))?;
        let call = called(asks)?;
        let starts =
            |state: State<'a>| jobs(call).find(|job| called(state).is_some_and(|call| job.is_started(call)));
        let does_more = |state: &State<'a>| {
            state.has_handlers() && called(*state) != Some(call) && starts(*state).is_none()
        };
        if members.iter().any(does_more) {
            return None;
        }
        let mut found = machine.states().filter_map(|state| Some((state, starts(state)?)));
        found.find_map(|(start, job)| {
            let way = cx.graph().way(start, asks)?;
            let is_straight = way[1..].iter().all(|edge| !edge.from.has_handlers());
            is_straight.then_some(Poll { asks, start, job })
        })
    }

    /// What to call instead.
    fn resource(&self) -> String {
        let written = self.start.resource().unwrap_or_default();
        let partition = written.split(':').nth(1).unwrap_or("aws");
        let pattern = if self.job.service[0] == "states" { Pattern::Sync2 } else { Pattern::Sync };
        format!("arn:{partition}:states:::{}:{}{}", self.job.service[0], self.job.start[0], pattern.suffix())
    }
}

/// A call that does not wait: the integration (0 for the optimized one, 1 for the AWS SDK), the service, the action.
type Call<'a> = (usize, &'a str, &'a str);

fn called(state: State<'_>) -> Option<Call<'_>> {
    match Resource::parse(state.resource().filter(|_| state.is(StateKind::Task))?) {
        Resource::Optimized { service, action, pattern: Pattern::RequestResponse } => {
            Some((0, service, action))
        }
        Resource::Sdk { service, action, pattern: Pattern::RequestResponse } => Some((1, service, action)),
        _ => None,
    }
}

/// The jobs that a call asks for.
fn jobs((which, service, action): Call<'_>) -> impl Iterator<Item = &'static Job> {
    JOBS.iter().filter(move |job| job.service[which] == service && job.asks.contains(&action))
}

impl Job {
    fn is_started(&self, (which, service, action): Call<'_>) -> bool {
        self.service[which] == service && self.start[which] == action
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::services::actions;
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
//  ^^^^^ `Ask` asks again and again for the job of `Start`
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
    fn executions_are_waited_for_with_json_output() {
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
    fn other_loops_are_left_alone() {
        let text = without_marks();
        // Nothing is started here, or something that nobody can wait for.
        check(&RULE, &text.replace("addJobFlowSteps", "putAutoScalingPolicy"));
        check(&RULE, &text.replace("describeStep", "describeCluster"));
        check(&RULE, &text.replace("aws-sdk:emr:add", "aws-sdk:glue:add"));
        // The loop does not wait: that is another fault.
        check(&RULE, &text.replace("60", "0"));
        // The loop does more than to wait, or other work is done before it.
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
