//! The optimized integrations: services that Step Functions calls by names of its own, and the patterns of each action
//! (§8.2, §8.3).

use Pattern::{Callback, RequestResponse, Sync, Sync2};

/// How a Task waits for what it calls: the ending of its Resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// No ending: the Task goes on with the answer to the call.
    RequestResponse,
    /// `.sync`: it waits for the end of the job.
    Sync,
    /// `.sync:2`: the same, with the output as JSON.
    Sync2,
    /// `.waitForTaskToken`: it waits until somebody sends the token back.
    Callback,
}

impl Pattern {
    pub const ALL: [Pattern; 4] = [RequestResponse, Sync, Sync2, Callback];

    /// The ending of the Resource.
    pub fn suffix(self) -> &'static str {
        match self {
            RequestResponse => "",
            Sync => ".sync",
            Sync2 => ".sync:2",
            Callback => ".waitForTaskToken",
        }
    }
}

/// An action of a service and what may follow its name. Callbacks that AWS's pages disagree about are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integration {
    pub service: &'static str,
    pub action: &'static str,
    pub patterns: &'static [Pattern],
}

/// What a Task calls, by its Resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'r> {
    /// `arn:<partition>:states:::<service>:<action>` with the ending of a pattern.
    Optimized {
        service: &'r str,
        action: &'r str,
        pattern: Pattern,
    },
    /// The same with `aws-sdk:` before the service.
    Sdk {
        service: &'r str,
        action: &'r str,
        pattern: Pattern,
    },
    Activity,
    /// A Lambda function, a substitution, or something that is not known.
    Other,
}

impl<'r> Resource<'r> {
    /// Reads a Resource (§8.1).
    pub fn parse(text: &'r str) -> Resource<'r> {
        let mut parts = text.splitn(6, ':');
        let head = [(); 5].map(|()| parts.next().unwrap_or_default());
        let (["arn", partition, "states", region, _], Some(rest)) = (head, parts.next()) else {
            return Resource::Other;
        };
        if !partition.starts_with("aws") {
            return Resource::Other;
        }
        if rest.starts_with("activity:") {
            return Resource::Activity;
        }
        if !region.is_empty() {
            return Resource::Other;
        }
        let (is_sdk, rest) = rest.strip_prefix("aws-sdk:").map_or((false, rest), |rest| (true, rest));
        // The longest ending first: `.sync:2` ends with neither of the others.
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

    pub fn pattern(self) -> Option<Pattern> {
        match self {
            Resource::Optimized { pattern, .. } | Resource::Sdk { pattern, .. } => Some(pattern),
            _ => None,
        }
    }
}

/// The actions of a service; nothing for a service without an optimized integration.
pub fn actions(service: &str) -> impl Iterator<Item = &'static Integration> {
    INTEGRATIONS.iter().filter(move |integration| integration.service == service)
}

const fn on(service: &'static str, action: &'static str, patterns: &'static [Pattern]) -> Integration {
    Integration { service, action, patterns }
}

const CALL: &[Pattern] = &[RequestResponse];
const JOB: &[Pattern] = &[RequestResponse, Sync];
const TOKEN: &[Pattern] = &[RequestResponse, Callback];

/// All optimized integrations.
pub const INTEGRATIONS: &[Integration] = &[
    on("lambda", "invoke", TOKEN),
    on("dynamodb", "getItem", CALL),
    on("dynamodb", "putItem", CALL),
    on("dynamodb", "updateItem", CALL),
    on("dynamodb", "deleteItem", CALL),
    on("sns", "publish", TOKEN),
    on("sqs", "sendMessage", TOKEN),
    on("states", "startExecution", &[RequestResponse, Sync, Sync2, Callback]),
    on("ecs", "runTask", &[RequestResponse, Sync, Callback]),
    on("batch", "submitJob", JOB),
    on("glue", "startJobRun", JOB),
    on("databrew", "startJobRun", JOB),
    on("sagemaker", "createEndpoint", CALL),
    on("sagemaker", "createEndpointConfig", CALL),
    on("sagemaker", "createHyperParameterTuningJob", JOB),
    on("sagemaker", "createLabelingJob", JOB),
    on("sagemaker", "createModel", CALL),
    on("sagemaker", "createProcessingJob", JOB),
    on("sagemaker", "createTrainingJob", JOB),
    on("sagemaker", "createTransformJob", JOB),
    on("sagemaker", "updateEndpoint", CALL),
    on("elasticmapreduce", "createCluster", JOB),
    on("elasticmapreduce", "setClusterTerminationProtection", CALL),
    on("elasticmapreduce", "terminateCluster", JOB),
    on("elasticmapreduce", "addStep", JOB),
    on("elasticmapreduce", "cancelStep", CALL),
    on("elasticmapreduce", "modifyInstanceFleetByName", CALL),
    on("elasticmapreduce", "modifyInstanceGroupByName", CALL),
    on("emr-containers", "createVirtualCluster", CALL),
    on("emr-containers", "deleteVirtualCluster", JOB),
    on("emr-containers", "startJobRun", JOB),
    on("emr-serverless", "createApplication", JOB),
    on("emr-serverless", "startApplication", JOB),
    on("emr-serverless", "stopApplication", JOB),
    on("emr-serverless", "deleteApplication", JOB),
    on("emr-serverless", "startJobRun", JOB),
    on("emr-serverless", "cancelJobRun", JOB),
    on("codebuild", "startBuild", JOB),
    on("codebuild", "stopBuild", CALL),
    on("codebuild", "batchDeleteBuilds", CALL),
    on("codebuild", "batchGetReports", CALL),
    on("codebuild", "startBuildBatch", JOB),
    on("codebuild", "stopBuildBatch", CALL),
    on("codebuild", "retryBuildBatch", JOB),
    on("codebuild", "deleteBuildBatch", CALL),
    on("athena", "startQueryExecution", JOB),
    on("athena", "stopQueryExecution", CALL),
    on("athena", "getQueryExecution", CALL),
    on("athena", "getQueryResults", CALL),
    on("apigateway", "invoke", TOKEN),
    on("http", "invoke", CALL),
    on("eks", "createCluster", JOB),
    on("eks", "deleteCluster", JOB),
    on("eks", "createFargateProfile", JOB),
    on("eks", "deleteFargateProfile", JOB),
    on("eks", "createNodegroup", JOB),
    on("eks", "deleteNodegroup", JOB),
    on("eks", "runJob", &[RequestResponse, Sync, Callback]),
    on("eks", "call", TOKEN),
    on("events", "putEvents", TOKEN),
    on("bedrock", "invokeModel", TOKEN),
    on("bedrock", "createModelCustomizationJob", JOB),
    on("bedrockagentcore", "invokeHarness", CALL),
    on("mediaconvert", "createJob", JOB),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_told_apart() {
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
            ("${Function}", Resource::Other),
            ("", Resource::Other),
        ] {
            assert_eq!(Resource::parse(text), resource, "{text}");
        }
    }

    #[test]
    fn every_action_can_be_called_and_is_there_once() {
        for (i, integration) in INTEGRATIONS.iter().enumerate() {
            assert!(integration.patterns.contains(&RequestResponse));
            let is_same = |other: &Integration| {
                other.service == integration.service && other.action == integration.action
            };
            assert!(!INTEGRATIONS[i + 1..].iter().any(is_same), "{integration:?}");
        }
    }
}
