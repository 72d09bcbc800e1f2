//! The optimized integrations and the service integration patterns of their actions.

use Pattern::{Callback, RequestResponse, Sync, Sync2};

/// A service integration pattern: how a Task waits for the service, which is the suffix of its `Resource`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Request Response (no suffix): the Task continues with the response to the call.
    RequestResponse,
    /// Run a Job (`.sync`): the Task waits for the end of the job.
    Sync,
    /// Run a Job (`.sync:2`): the same, with the output as JSON instead of a string.
    Sync2,
    /// Wait for Callback (`.waitForTaskToken`): the Task waits until the task token is returned.
    Callback,
}

impl Pattern {
    /// All patterns.
    pub const ALL: [Pattern; 4] = [RequestResponse, Sync, Sync2, Callback];

    /// Returns the suffix of `Resource`.
    pub fn suffix(self) -> &'static str {
        match self {
            RequestResponse => "",
            Sync => ".sync",
            Sync2 => ".sync:2",
            Callback => ".waitForTaskToken",
        }
    }
}

/// An action of an optimized integration. Callbacks about which AWS's documentation is inconsistent are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integration {
    /// The service, as in `Resource`.
    pub service: &'static str,
    /// The action, as in `Resource`.
    pub action: &'static str,
    /// The supported patterns.
    pub patterns: &'static [Pattern],
    /// The required parameters.
    pub required: &'static [&'static str],
    /// Whether AWS is known to reject a definition without one of them.
    pub is_checked: bool,
}

impl Integration {
    const fn needs(self, required: &'static [&'static str]) -> Integration {
        Integration { required, ..self }
    }

    const fn demands(self, required: &'static [&'static str]) -> Integration {
        Integration { required, is_checked: true, ..self }
    }
}

/// Returns parameters of which a call requires one.
pub fn alternatives(integration: &Integration) -> &'static [&'static str] {
    match (integration.service, integration.action) {
        ("sns", "publish") => &["TopicArn", "TargetArn", "PhoneNumber"],
        ("http", "invoke") => &["InvocationConfig", "Authentication"],
        _ => &[],
    }
}

/// Returns the actions of the optimized integration of a service. Services without one have no actions.
pub fn actions(service: &str) -> impl Iterator<Item = &'static Integration> {
    INTEGRATIONS.iter().filter(move |integration| integration.service == service)
}

const fn on(service: &'static str, action: &'static str, patterns: &'static [Pattern]) -> Integration {
    Integration { service, action, patterns, required: &[], is_checked: false }
}

const CALL: &[Pattern] = &[RequestResponse];
const JOB: &[Pattern] = &[RequestResponse, Sync];
const TOKEN: &[Pattern] = &[RequestResponse, Callback];

/// All optimized integrations.
pub const INTEGRATIONS: &[Integration] = &[
    on("lambda", "invoke", TOKEN).demands(&["FunctionName"]),
    on("dynamodb", "getItem", CALL).demands(&["TableName", "Key"]),
    on("dynamodb", "putItem", CALL).demands(&["TableName", "Item"]),
    on("dynamodb", "updateItem", CALL).needs(&["TableName", "Key"]),
    on("dynamodb", "deleteItem", CALL).needs(&["TableName", "Key"]),
    on("sns", "publish", TOKEN).demands(&["Message"]),
    on("sqs", "sendMessage", TOKEN).demands(&["QueueUrl", "MessageBody"]),
    on("states", "startExecution", &[RequestResponse, Sync, Sync2, Callback]).demands(&["StateMachineArn"]),
    on("ecs", "runTask", &[RequestResponse, Sync, Callback]).demands(&["TaskDefinition"]),
    on("batch", "submitJob", JOB).needs(&["JobName", "JobQueue", "JobDefinition"]),
    on("glue", "startJobRun", JOB).demands(&["JobName"]),
    on("databrew", "startJobRun", JOB).needs(&["Name"]),
    on("sagemaker", "createEndpoint", CALL).needs(&["EndpointName", "EndpointConfigName"]),
    on("sagemaker", "createEndpointConfig", CALL).needs(&["EndpointConfigName", "ProductionVariants"]),
    on("sagemaker", "createHyperParameterTuningJob", JOB)
        .needs(&["HyperParameterTuningJobName", "HyperParameterTuningJobConfig"]),
    on("sagemaker", "createLabelingJob", JOB).needs(&[
        "LabelingJobName",
        "LabelAttributeName",
        "InputConfig",
        "OutputConfig",
        "RoleArn",
        "HumanTaskConfig",
    ]),
    on("sagemaker", "createModel", CALL).needs(&["ModelName"]),
    on("sagemaker", "createProcessingJob", JOB).needs(&[
        "ProcessingJobName",
        "ProcessingResources",
        "AppSpecification",
        "RoleArn",
    ]),
    on("sagemaker", "createTrainingJob", JOB).needs(&["TrainingJobName", "RoleArn", "OutputDataConfig"]),
    on("sagemaker", "createTransformJob", JOB).needs(&[
        "TransformJobName",
        "ModelName",
        "TransformInput",
        "TransformOutput",
        "TransformResources",
    ]),
    on("sagemaker", "updateEndpoint", CALL).needs(&["EndpointName", "EndpointConfigName"]),
    on("elasticmapreduce", "createCluster", JOB).needs(&["Name", "Instances"]),
    on("elasticmapreduce", "setClusterTerminationProtection", CALL)
        .needs(&["ClusterId", "TerminationProtected"]),
    on("elasticmapreduce", "terminateCluster", JOB).needs(&["ClusterId"]),
    on("elasticmapreduce", "addStep", JOB).needs(&["ClusterId", "Step"]),
    on("elasticmapreduce", "cancelStep", CALL).needs(&["ClusterId", "StepId"]),
    on("elasticmapreduce", "modifyInstanceFleetByName", CALL).needs(&[
        "ClusterId",
        "InstanceFleetName",
        "InstanceFleet",
    ]),
    on("elasticmapreduce", "modifyInstanceGroupByName", CALL).needs(&["ClusterId", "InstanceGroup"]),
    on("emr-containers", "createVirtualCluster", CALL).needs(&["Name", "ContainerProvider"]),
    on("emr-containers", "deleteVirtualCluster", JOB).needs(&["Id"]),
    on("emr-containers", "startJobRun", JOB).needs(&["VirtualClusterId"]),
    on("emr-serverless", "createApplication", JOB).needs(&["ReleaseLabel", "Type"]),
    on("emr-serverless", "startApplication", JOB).needs(&["ApplicationId"]),
    on("emr-serverless", "stopApplication", JOB).needs(&["ApplicationId"]),
    on("emr-serverless", "deleteApplication", JOB).needs(&["ApplicationId"]),
    on("emr-serverless", "startJobRun", JOB).needs(&["ApplicationId", "ExecutionRoleArn"]),
    on("emr-serverless", "cancelJobRun", JOB).needs(&["ApplicationId", "JobRunId"]),
    on("codebuild", "startBuild", JOB).needs(&["ProjectName"]),
    on("codebuild", "stopBuild", CALL).needs(&["Id"]),
    on("codebuild", "batchDeleteBuilds", CALL).needs(&["Ids"]),
    on("codebuild", "batchGetReports", CALL).needs(&["ReportArns"]),
    on("codebuild", "startBuildBatch", JOB).needs(&["ProjectName"]),
    on("codebuild", "stopBuildBatch", CALL).needs(&["Id"]),
    on("codebuild", "retryBuildBatch", JOB),
    on("codebuild", "deleteBuildBatch", CALL).needs(&["Id"]),
    on("athena", "startQueryExecution", JOB).needs(&["QueryString"]),
    on("athena", "stopQueryExecution", CALL).needs(&["QueryExecutionId"]),
    on("athena", "getQueryExecution", CALL).needs(&["QueryExecutionId"]),
    on("athena", "getQueryResults", CALL).needs(&["QueryExecutionId"]),
    on("apigateway", "invoke", TOKEN).needs(&["ApiEndpoint", "Method"]),
    on("http", "invoke", CALL).needs(&["ApiEndpoint", "Method"]),
    on("eks", "createCluster", JOB).needs(&["Name", "RoleArn", "ResourcesVpcConfig"]),
    on("eks", "deleteCluster", JOB).needs(&["Name"]),
    on("eks", "createFargateProfile", JOB).needs(&[
        "FargateProfileName",
        "ClusterName",
        "PodExecutionRoleArn",
    ]),
    on("eks", "deleteFargateProfile", JOB).needs(&["ClusterName", "FargateProfileName"]),
    on("eks", "createNodegroup", JOB).needs(&["ClusterName", "NodegroupName", "Subnets", "NodeRole"]),
    on("eks", "deleteNodegroup", JOB).needs(&["ClusterName", "NodegroupName"]),
    on("eks", "runJob", &[RequestResponse, Sync, Callback]).needs(&[
        "ClusterName",
        "CertificateAuthority",
        "Endpoint",
        "Job",
    ]),
    on("eks", "call", TOKEN).needs(&["ClusterName", "CertificateAuthority", "Endpoint", "Method", "Path"]),
    on("events", "putEvents", TOKEN).demands(&["Entries"]),
    on("bedrock", "invokeModel", TOKEN).needs(&["ModelId"]),
    on("bedrock", "createModelCustomizationJob", JOB).needs(&[
        "JobName",
        "CustomModelName",
        "RoleArn",
        "BaseModelIdentifier",
        "TrainingDataConfig",
        "OutputDataConfig",
    ]),
    on("bedrockagentcore", "invokeHarness", CALL).needs(&["HarnessArn", "Messages"]),
    on("mediaconvert", "createJob", JOB).needs(&["Role", "Settings"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_supports_request_response_and_is_listed_once() {
        for (i, integration) in INTEGRATIONS.iter().enumerate() {
            assert!(integration.patterns.contains(&RequestResponse));
            let is_same = |other: &Integration| {
                other.service == integration.service && other.action == integration.action
            };
            assert!(!INTEGRATIONS[i + 1..].iter().any(is_same), "{integration:?}");
        }
    }
}
