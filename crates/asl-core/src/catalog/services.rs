//! The optimized integrations and the service integration patterns of their actions (§8.2, §8.3).

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

/// What a Task calls, according to its `Resource`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'r> {
    /// An optimized integration: `arn:<partition>:states:::<service>:<action>` with the suffix of a pattern.
    Optimized {
        /// The service.
        service: &'r str,
        /// The action.
        action: &'r str,
        /// The pattern.
        pattern: Pattern,
    },
    /// An AWS SDK integration: the same with `aws-sdk:` before the service.
    Sdk {
        /// The service.
        service: &'r str,
        /// The action.
        action: &'r str,
        /// The pattern.
        pattern: Pattern,
    },
    /// An activity.
    Activity,
    /// A Lambda function, a substitution, or an unknown resource.
    Other,
}

impl<'r> Resource<'r> {
    /// Parses a `Resource` (§8.1). Substitutions may be in place of the partition, the region and the account.
    pub fn parse(text: &'r str) -> Resource<'r> {
        // The fast path: nearly all of them begin like this.
        let rest = match text.strip_prefix("arn:aws:states:::") {
            Some(rest) => rest,
            None => {
                let Some(["arn", partition, "states", region, _, rest]) = arn_parts(text) else {
                    return Resource::Other;
                };
                if !partition.starts_with("aws") && !is_filled_in(partition) {
                    return Resource::Other;
                }
                if !region.is_empty() && !rest.starts_with("activity:") {
                    return Resource::Other;
                }
                rest
            }
        };
        if rest.starts_with("activity:") {
            return Resource::Activity;
        }
        // The substitution may be a suffix.
        if rest.ends_with('}') {
            return Resource::Other;
        }
        let (is_sdk, rest) = rest.strip_prefix("aws-sdk:").map_or((false, rest), |rest| (true, rest));
        // The empty suffix last, because it matches everything.
        let ending = Pattern::ALL.into_iter().rev().find_map(|p| Some((p, rest.strip_suffix(p.suffix())?)));
        let Some((pattern, (service, action))) =
            ending.and_then(|(p, name)| Some((p, name.split_once(':')?)))
        else {
            return Resource::Other;
        };
        match is_sdk {
            true => Resource::Sdk { service, action, pattern },
            false => Resource::Optimized { service, action, pattern },
        }
    }

    /// Returns the name and the qualifier of the Lambda function that a `Resource` calls directly:
    /// `arn:<partition>:lambda:<region>:<account>:function:<name>[:<qualifier>]`. Substitutions may be in place of any
    /// of them.
    pub fn function(text: &'r str) -> Option<(&'r str, Option<&'r str>)> {
        let rest = text.strip_prefix("arn:aws")?;
        let (_, rest) = rest.split_once(":lambda:").filter(|(partition, _)| !partition.contains(':'))?;
        let (_, name) = rest.split_once(":function:")?;
        // A substitution may contain colons: `${AWS::StackName}`.
        let mut depth = 0;
        let colon = name.bytes().position(|byte| {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            byte == b':' && depth == 0
        });
        Some(colon.map_or((name, None), |colon| (&name[..colon], Some(&name[colon + 1..]))))
    }

    /// Returns the URL of AWS's page about the integration; `None` for an unknown resource.
    pub fn page(self) -> Option<String> {
        let page = match self {
            Resource::Optimized { service, .. } => {
                PAGES.iter().find(|(known, _)| *known == service).map(|(_, page)| *page)?
            }
            Resource::Sdk { .. } => "supported-services-awssdk",
            Resource::Activity => "concepts-activities",
            Resource::Other => return None,
        };
        Some(format!("https://docs.aws.amazon.com/step-functions/latest/dg/{page}.html"))
    }

    /// Returns the pattern of an integration.
    pub fn pattern(self) -> Option<Pattern> {
        match self {
            Resource::Optimized { pattern, .. } | Resource::Sdk { pattern, .. } => Some(pattern),
            _ => None,
        }
    }
}

/// Returns the six parts of an ARN. Colons in substitutions do not separate parts.
pub(crate) fn arn_parts(text: &str) -> Option<[&str; 6]> {
    let mut rest = text;
    let mut parts = [""; 6];
    for part in &mut parts[..5] {
        let mut at = 0;
        while let Some(inner) = rest[at..].strip_prefix("${") {
            at += 2 + inner.find('}')? + 1;
        }
        let end = at + rest[at..].find(':')?;
        (*part, rest) = (&rest[..end], &rest[end + 1..]);
    }
    parts[5] = rest;
    Some(parts)
}

/// Returns whether a part of an ARN is a substitution as a whole.
pub fn is_filled_in(part: &str) -> bool {
    part.starts_with("${") && part.ends_with('}')
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

/// The names of AWS's pages about the services (§8.3).
const PAGES: &[(&str, &str)] = &[
    ("apigateway", "connect-api-gateway"),
    ("athena", "connect-athena"),
    ("batch", "connect-batch"),
    ("bedrock", "connect-bedrock"),
    ("bedrockagentcore", "connect-bedrockagentcore"),
    ("codebuild", "connect-codebuild"),
    ("databrew", "connect-databrew"),
    ("dynamodb", "connect-ddb"),
    ("ecs", "connect-ecs"),
    ("eks", "connect-eks"),
    ("elasticmapreduce", "connect-emr"),
    ("emr-containers", "connect-emr-eks"),
    ("emr-serverless", "connect-emr-serverless"),
    ("events", "connect-eventbridge"),
    ("glue", "connect-glue"),
    ("http", "call-https-apis"),
    ("lambda", "connect-lambda"),
    ("mediaconvert", "connect-mediaconvert"),
    ("sagemaker", "connect-sagemaker"),
    ("sns", "connect-sns"),
    ("sqs", "connect-sqs"),
    ("states", "connect-stepfunctions"),
];

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
    fn resources_are_classified() {
        let optimized = |service, action, pattern| Resource::Optimized { service, action, pattern };
        for (text, resource) in [
            ("arn:aws:states:::lambda:invoke", optimized("lambda", "invoke", RequestResponse)),
            ("arn:aws-cn:states:::ecs:runTask.sync", optimized("ecs", "runTask", Sync)),
            ("arn:aws:states:::states:startExecution.sync:2", optimized("states", "startExecution", Sync2)),
            ("arn:aws:states:::sqs:sendMessage.waitForTaskToken", optimized("sqs", "sendMessage", Callback)),
            (
                "arn:aws-us-gov:states:::aws-sdk:s3:getObject",
                Resource::Sdk { service: "s3", action: "getObject", pattern: RequestResponse },
            ),
            ("arn:aws:states:us-east-1:111122223333:activity:pick", Resource::Activity),
            ("arn:aws:lambda:us-east-1:111122223333:function:f", Resource::Other),
            ("arn:aws:states:us-east-1:111122223333:lambda:invoke", Resource::Other),
            ("arn:${AWS::Partition}:states:::lambda:invoke", optimized("lambda", "invoke", RequestResponse)),
            ("arn:${Partition}:states:${AWS::Region}:${AWS::AccountId}:activity:pick", Resource::Activity),
            ("arn:aws:states:::${Service}:${Action}.sync", optimized("${Service}", "${Action}", Sync)),
            ("arn:aws:states:::sqs:sendMessage${Ending}", Resource::Other),
            ("arn:${AWS::Partition:states:::lambda:invoke", Resource::Other),
            ("${Function}", Resource::Other),
            ("", Resource::Other),
        ] {
            assert_eq!(Resource::parse(text), resource, "{text}");
        }
    }

    #[test]
    fn functions_have_a_name_and_perhaps_a_qualifier() {
        let function = Resource::function;
        assert_eq!(function("arn:aws:lambda:us-east-1:111122223333:function:f"), Some(("f", None)));
        assert_eq!(function("arn:aws-cn:lambda:cn-north-1:1:function:f:live"), Some(("f", Some("live"))));
        assert_eq!(
            function("arn:aws:lambda:${AWS::Region}:1:function:${AWS::StackName}-f:2"),
            Some(("${AWS::StackName}-f", Some("2")))
        );
        assert_eq!(function("arn:aws:states:::lambda:invoke"), None);
        assert_eq!(function("${Function}"), None);
    }

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
