//! Jobs that a Task can wait for, with the actions that start and poll them.

/// A job that a service runs, with the actions that start and poll it.
#[derive(Debug)]
pub(crate) struct Job {
    /// The name of the service in its optimized integration and in its AWS SDK integration.
    pub(crate) service: [&'static str; 2],
    /// The action that starts the job, in the two integrations.
    pub(crate) start: [&'static str; 2],
    /// The actions that return the status of the job.
    pub(crate) asks: &'static [&'static str],
}

const fn job(service: [&'static str; 2], start: [&'static str; 2], asks: &'static [&'static str]) -> Job {
    Job { service, start, asks }
}

/// The jobs that support `.sync` (§8.3) and can be polled.
pub(crate) const JOBS: &[Job] = &[
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
