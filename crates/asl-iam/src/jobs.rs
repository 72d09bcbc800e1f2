//! What Run a Job (`.sync`) needs besides the call: to describe and stop the job, and the EventBridge rule by which
//! Step Functions learns that it has ended.

const DG: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/";

/// What a job of an optimized integration needs.
#[derive(Debug)]
pub(crate) struct Job {
    pub service: &'static str,
    pub action: &'static str,
    /// The actions, with their prefix.
    pub actions: &'static [&'static str],
    /// The resource of the actions.
    pub on: On,
    /// The EventBridge rule.
    pub rule: Option<&'static str>,
}

/// The resource of the actions of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum On {
    /// The resource of the call.
    Same,
    /// Any resource, because that of the job is not known before it starts.
    Any,
    /// The executions of the state machine that is started.
    Executions,
    /// An ARN, as in `resources`.
    Arn(&'static str),
}

/// The actions on an EventBridge rule.
pub(crate) const RULE_ACTIONS: &[&str] = &["events:PutTargets", "events:PutRule", "events:DescribeRule"];

/// Returns what a job needs.
pub(crate) fn job(service: &str, action: &str) -> Option<&'static Job> {
    JOBS.iter().find(|job| job.service == service && job.action == action)
}

/// Returns AWS's page with the policies of an optimized integration.
pub(crate) fn page(service: &str) -> &'static str {
    PAGES.iter().find(|(known, _)| *known == service).map_or(DG, |(_, page)| page)
}

const fn job_of(
    service: &'static str,
    action: &'static str,
    actions: &'static [&'static str],
    on: On,
    rule: &'static str,
) -> Job {
    Job { service, action, actions, on, rule: if rule.is_empty() { None } else { Some(rule) } }
}

const APPLICATION_RULE: &str = "StepFunctionsGetEventsForEMRServerlessApplicationRule";
const JOB_RUN_RULE: &str = "StepFunctionsGetEventsForEMRServerlessJobRule";
const BUILD_BATCH_RULE: &str = "StepFunctionsGetEventForCodeBuildStartBuildBatchRule";

/// The source of a row is the page of its service in [`PAGES`], under "IAM policies for calling ...", with the policy
/// for Run a Job (`.sync`).
pub(crate) const JOBS: &[Job] = &[
    job_of(
        "athena",
        "startQueryExecution",
        &["athena:StopQueryExecution", "athena:GetQueryExecution"],
        On::Same,
        "",
    ),
    job_of(
        "batch",
        "submitJob",
        &["batch:DescribeJobs", "batch:TerminateJob"],
        On::Any,
        "StepFunctionsGetEventsForBatchJobsRule",
    ),
    job_of(
        "bedrock",
        "createModelCustomizationJob",
        &["bedrock:GetModelCustomizationJob", "bedrock:StopModelCustomizationJob"],
        On::Arn("bedrock:{region}:{account}:model-customization-job/*"),
        "",
    ),
    job_of(
        "codebuild",
        "startBuild",
        &["codebuild:StopBuild", "codebuild:BatchGetBuilds"],
        On::Same,
        "StepFunctionsGetEventForCodeBuildStartBuildRule",
    ),
    job_of(
        "codebuild",
        "startBuildBatch",
        &["codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches"],
        On::Same,
        BUILD_BATCH_RULE,
    ),
    job_of(
        "codebuild",
        "retryBuildBatch",
        &["codebuild:StopBuildBatch", "codebuild:BatchGetBuildBatches"],
        On::Same,
        "",
    ),
    job_of("databrew", "startJobRun", &["databrew:ListJobRuns", "databrew:StopJobRun"], On::Same, ""),
    job_of(
        "ecs",
        "runTask",
        &["ecs:StopTask", "ecs:DescribeTasks"],
        On::Any,
        "StepFunctionsGetEventsForECSTaskRule",
    ),
    job_of(
        "eks",
        "createCluster",
        &["eks:DescribeCluster", "eks:DeleteCluster"],
        On::Arn("eks:{region}:{account}:cluster/{Name}"),
        "",
    ),
    job_of("eks", "deleteCluster", &["eks:DescribeCluster"], On::Same, ""),
    job_of(
        "eks",
        "createNodegroup",
        &["eks:DescribeNodegroup", "eks:DeleteNodegroup"],
        On::Arn("eks:{region}:{account}:nodegroup/{ClusterName}/{NodegroupName}/*"),
        "",
    ),
    job_of("eks", "deleteNodegroup", &["eks:DescribeNodegroup"], On::Same, ""),
    job_of(
        "eks",
        "createFargateProfile",
        &["eks:DescribeFargateProfile", "eks:DeleteFargateProfile"],
        On::Arn("eks:{region}:{account}:fargateprofile/{ClusterName}/{FargateProfileName}/*"),
        "",
    ),
    job_of("eks", "deleteFargateProfile", &["eks:DescribeFargateProfile"], On::Same, ""),
    job_of(
        "elasticmapreduce",
        "addStep",
        &["elasticmapreduce:DescribeStep", "elasticmapreduce:CancelSteps"],
        On::Same,
        "StepFunctionsGetEventForEMRAddJobFlowStepsRule",
    ),
    job_of(
        "elasticmapreduce",
        "createCluster",
        &["elasticmapreduce:DescribeCluster", "elasticmapreduce:TerminateJobFlows"],
        On::Any,
        "StepFunctionsGetEventForEMRRunJobFlowRule",
    ),
    job_of(
        "elasticmapreduce",
        "terminateCluster",
        &["elasticmapreduce:DescribeCluster"],
        On::Same,
        "StepFunctionsGetEventForEMRTerminateJobFlowsRule",
    ),
    job_of(
        "emr-containers",
        "deleteVirtualCluster",
        &["emr-containers:DescribeVirtualCluster"],
        On::Same,
        "",
    ),
    job_of(
        "emr-containers",
        "startJobRun",
        &["emr-containers:DescribeJobRun", "emr-containers:CancelJobRun"],
        On::Arn("emr-containers:{region}:{account}:/virtualclusters/{VirtualClusterId}/jobruns/*"),
        "",
    ),
    job_of(
        "emr-serverless",
        "createApplication",
        &["emr-serverless:GetApplication", "emr-serverless:DeleteApplication"],
        On::Arn("emr-serverless:{region}:{account}:/applications/*"),
        APPLICATION_RULE,
    ),
    job_of(
        "emr-serverless",
        "startApplication",
        &["emr-serverless:GetApplication", "emr-serverless:StopApplication"],
        On::Same,
        APPLICATION_RULE,
    ),
    job_of(
        "emr-serverless",
        "stopApplication",
        &["emr-serverless:GetApplication"],
        On::Same,
        APPLICATION_RULE,
    ),
    job_of(
        "emr-serverless",
        "deleteApplication",
        &["emr-serverless:GetApplication"],
        On::Same,
        APPLICATION_RULE,
    ),
    job_of(
        "emr-serverless",
        "startJobRun",
        &["emr-serverless:GetJobRun", "emr-serverless:CancelJobRun"],
        On::Arn("emr-serverless:{region}:{account}:/applications/{ApplicationId}/jobruns/*"),
        JOB_RUN_RULE,
    ),
    job_of("emr-serverless", "cancelJobRun", &["emr-serverless:GetJobRun"], On::Same, JOB_RUN_RULE),
    job_of(
        "glue",
        "startJobRun",
        &["glue:GetJobRun", "glue:GetJobRuns", "glue:BatchStopJobRun"],
        On::Same,
        "",
    ),
    // Only those with the tag that Step Functions adds.
    job_of(
        "mediaconvert",
        "createJob",
        &["mediaconvert:GetJob", "mediaconvert:CancelJob"],
        On::Arn("mediaconvert:{region}:{account}:jobs/*"),
        "StepFunctionsGetEventsForMediaConvertJobRule",
    ),
    job_of(
        "sagemaker",
        "createHyperParameterTuningJob",
        &["sagemaker:DescribeHyperParameterTuningJob", "sagemaker:StopHyperParameterTuningJob"],
        On::Same,
        "StepFunctionsGetEventsForSageMakerTuningJobsRule",
    ),
    job_of(
        "sagemaker",
        "createLabelingJob",
        &["sagemaker:DescribeLabelingJob", "sagemaker:StopLabelingJob"],
        On::Same,
        "",
    ),
    job_of(
        "sagemaker",
        "createProcessingJob",
        &["sagemaker:DescribeProcessingJob", "sagemaker:StopProcessingJob"],
        On::Same,
        "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
    ),
    job_of(
        "sagemaker",
        "createTrainingJob",
        &["sagemaker:DescribeTrainingJob", "sagemaker:StopTrainingJob"],
        On::Same,
        "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
    ),
    job_of(
        "sagemaker",
        "createTransformJob",
        &["sagemaker:DescribeTransformJob", "sagemaker:StopTransformJob"],
        On::Same,
        "StepFunctionsGetEventsForSageMakerTransformJobsRule",
    ),
    job_of(
        "states",
        "startExecution",
        &["states:DescribeExecution", "states:StopExecution"],
        On::Executions,
        "StepFunctionsGetEventsForStepFunctionsExecutionRule",
    ),
];

/// Jobs for which AWS's page shows no rule, although the integration may need one.
pub(crate) const RULE_IS_UNKNOWN: &[(&str, &str)] =
    &[("bedrock", "createModelCustomizationJob"), ("sagemaker", "createLabelingJob")];

/// The pages with the policies of the optimized integrations.
pub(crate) const PAGES: &[(&str, &str)] = &[
    ("apigateway", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html"),
    ("athena", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html"),
    ("batch", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-batch.html"),
    ("bedrock", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrock.html"),
    (
        "bedrockagentcore",
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-bedrockagentcore.html",
    ),
    ("codebuild", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-codebuild.html"),
    ("databrew", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-databrew.html"),
    ("dynamodb", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html"),
    ("ecs", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html"),
    ("eks", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html"),
    ("elasticmapreduce", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html"),
    ("emr-containers", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-eks.html"),
    ("emr-serverless", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr-serverless.html"),
    ("events", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html"),
    ("glue", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-glue.html"),
    ("http", "https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html"),
    ("lambda", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html"),
    ("mediaconvert", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-mediaconvert.html"),
    ("sagemaker", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html"),
    ("sns", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html"),
    ("sqs", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sqs.html"),
    ("states", "https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html"),
];

#[cfg(test)]
mod tests {
    use aws_services::optimized::{INTEGRATIONS, Pattern};
    use aws_services::sdk_services;

    use super::*;

    #[test]
    fn every_job_is_in_the_table_and_the_other_way_around() {
        let runs_jobs = INTEGRATIONS.iter().filter(|known| known.patterns.contains(&Pattern::Sync));
        for known in runs_jobs.filter(|known| known.action != "runJob") {
            assert!(job(known.service, known.action).is_some(), "{}:{}", known.service, known.action);
        }
        for job in JOBS {
            let known = |known: &&aws_services::optimized::Integration| {
                known.service == job.service && known.action == job.action
            };
            let known = INTEGRATIONS.iter().find(known).expect("an integration");
            assert!(known.patterns.contains(&Pattern::Sync), "{}:{}", job.service, job.action);
        }
    }

    #[test]
    fn every_action_is_in_the_services_model() {
        for action in JOBS.iter().flat_map(|job| job.actions).chain(RULE_ACTIONS) {
            let (prefix, name) = action.split_once(':').expect("a prefix");
            let mut name = name.to_owned();
            name[..1].make_ascii_lowercase();
            let known = sdk_services()
                .iter()
                .filter(|service| service.iam_prefix() == prefix)
                .any(|service| service.action(&name).is_some());
            assert!(known, "{action}");
        }
    }

    #[test]
    fn every_optimized_service_has_a_page() {
        for integration in INTEGRATIONS {
            assert_ne!(page(integration.service), DG, "{}", integration.service);
        }
    }
}
