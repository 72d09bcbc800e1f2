//! The names of errors (§4.4, §4.5).

use super::QueryLanguage;

/// Names that Step Functions has for its own errors, and those of calls of Lambda functions.
pub const KNOWN: &[&str] = &[
    "States.ALL",
    "States.BranchFailed",
    "States.DataLimitExceeded",
    "States.ExceedToleratedFailureThreshold",
    "States.HeartbeatTimeout",
    "States.Http.Socket",
    "States.IntrinsicFailure",
    "States.ItemReaderFailed",
    "States.NoChoiceMatched",
    "States.ParameterPathFailure",
    "States.Permissions",
    "States.QueryEvaluationError",
    "States.ReferencePathConflict",
    "States.ResultPathMatchFailure",
    "States.ResultWriterFailed",
    "States.Runtime",
    "States.TaskFailed",
    "States.Timeout",
    "Sandbox.Timedout",
    "Lambda.AWSLambdaException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.CodeStorageExceededException",
    "Lambda.EC2AccessDeniedException",
    "Lambda.EC2ThrottledException",
    "Lambda.EC2UnexpectedException",
    "Lambda.EFSIOException",
    "Lambda.EFSMountConnectivityException",
    "Lambda.EFSMountFailureException",
    "Lambda.EFSMountTimeoutException",
    "Lambda.ENILimitReachedException",
    "Lambda.ENINotReadyException",
    "Lambda.InvalidParameterValueException",
    "Lambda.InvalidRequestContentException",
    "Lambda.InvalidRuntimeException",
    "Lambda.InvalidSecurityGroupIDException",
    "Lambda.InvalidSubnetIDException",
    "Lambda.InvalidZipFileException",
    "Lambda.KMSAccessDeniedException",
    "Lambda.KMSDisabledException",
    "Lambda.KMSInvalidStateException",
    "Lambda.KMSNotFoundException",
    "Lambda.LambdaException",
    "Lambda.PolicyLengthExceededException",
    "Lambda.PreconditionFailedException",
    "Lambda.RecursiveInvocationException",
    "Lambda.RequestTooLargeException",
    "Lambda.ResourceConflictException",
    "Lambda.ResourceInUseException",
    "Lambda.ResourceNotFoundException",
    "Lambda.ResourceNotReadyException",
    "Lambda.SdkClientException",
    "Lambda.ServiceException",
    "Lambda.SnapStartException",
    "Lambda.SnapStartNotReadyException",
    "Lambda.SnapStartTimeoutException",
    "Lambda.SubnetIPAddressLimitReachedException",
    "Lambda.TimeoutException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Lambda.UnsupportedMediaTypeException",
];

/// What has to be there for an error to occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    Choice,
    Parallel,
    Map,
    /// A state of this query language.
    Language(QueryLanguage),
    /// A JSONPath state that puts something into its input.
    ResultPath,
    /// A Task with a limit for the time between two heartbeats.
    Heartbeat,
    /// A Task that calls `http:invoke`.
    Http,
}

/// Where an error of Step Functions comes from; nothing where that may be any state.
pub fn origin(name: &str) -> Option<Origin> {
    Some(match name {
        "States.NoChoiceMatched" => Origin::Choice,
        "States.BranchFailed" => Origin::Parallel,
        "States.ExceedToleratedFailureThreshold"
        | "States.ItemReaderFailed"
        | "States.ResultWriterFailed" => Origin::Map,
        "States.ParameterPathFailure" | "States.IntrinsicFailure" => {
            Origin::Language(QueryLanguage::JsonPath)
        }
        "States.QueryEvaluationError" => Origin::Language(QueryLanguage::Jsonata),
        "States.ReferencePathConflict" | "States.ResultPathMatchFailure" => Origin::ResultPath,
        "States.HeartbeatTimeout" => Origin::Heartbeat,
        _ if name.starts_with("States.Http.") => Origin::Http,
        _ => return None,
    })
}

/// What an error of Step Functions means, and what raises it.
pub fn meaning(name: &str) -> Option<&'static str> {
    Some(match name {
        "States.ALL" => "Stands for every error but `States.DataLimitExceeded` and `States.Runtime`.",
        "States.BranchFailed" => "A branch of a Parallel state failed.",
        "States.DataLimitExceeded" => "What a state hands on, or gets as a result, is larger than 256 KiB.",
        "States.ExceedToleratedFailureThreshold" => "More items of a Map failed than it tolerates.",
        "States.HeartbeatTimeout" => "A Task got no heartbeat within `HeartbeatSeconds`.",
        "States.Http.Socket" => "A Task that calls `http:invoke` got no answer in time, or no connection.",
        "States.IntrinsicFailure" => "An intrinsic function failed; JSONPath states raise it.",
        "States.ItemReaderFailed" => "A Map could not read its items with `ItemReader`.",
        "States.NoChoiceMatched" => "No rule of a Choice state matched, and it has no `Default`.",
        "States.ParameterPathFailure" => {
            "A path under a key that ends in `.$` found nothing; JSONPath states raise it."
        }
        "States.Permissions" => "A Task lacks the rights for what it calls.",
        "States.QueryEvaluationError" => "A JSONata expression failed, or gave what the field cannot take.",
        "States.ReferencePathConflict" => {
            "`ResultPath`, or the `ItemsPath` of a Map, does not fit the input, as where it names a property of a text or of an array; JSONPath states raise it."
        }
        "States.ResultPathMatchFailure" => {
            "`ResultPath` cannot be applied to the input; JSONPath states raise it."
        }
        "States.ResultWriterFailed" => "A Map could not write its results with `ResultWriter`.",
        "States.Runtime" => {
            "The state could not be run, as with a path into `null`. It always ends the execution."
        }
        "States.TaskFailed" => {
            "A Task failed. In `ErrorEquals` it stands for every error but `States.Timeout`."
        }
        "States.Timeout" => {
            "A Task or the execution ran longer than `TimeoutSeconds`, or a heartbeat was missed."
        }
        "Sandbox.Timedout" => "A Lambda function ran into its own time limit.",
        "Lambda.Unknown" => "A Lambda function ended without an answer, as when it runs out of memory.",
        "Lambda.TooManyRequestsException" => {
            "A Lambda function was called more often than it may run at the same time."
        }
        name if name.starts_with("States.Http.StatusCode.") => {
            "A Task that calls `http:invoke` got this status, which is no success."
        }
        _ => return None,
    })
}

/// Whether a name is one of these, or belongs to one of the families that have a number.
pub fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
        || name
            .strip_prefix("States.Http.StatusCode.")
            .is_some_and(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()))
}

/// How the errors of a service begin in its optimized integration and in that of the AWS SDK, where these differ.
pub fn prefixes(service: &str) -> Option<(&'static str, &'static str)> {
    Some(match service {
        "dynamodb" => ("DynamoDB", "DynamoDb"),
        "sns" => ("SNS", "Sns"),
        "sqs" => ("SQS", "Sqs"),
        "states" | "sfn" => ("StepFunctions", "Sfn"),
        _ => return None,
    })
}

/// How the errors of a service begin in its AWS SDK integration, where AWS documents it (§A.1). In lower case it is the
/// name of the service in a Resource.
pub fn sdk_prefix(service: &str) -> Option<&'static str> {
    SDK_PREFIXES.iter().copied().find(|prefix| prefix.eq_ignore_ascii_case(service))
}

#[rustfmt::skip]
const SDK_PREFIXES: &[&str] = &[
    "AccessAnalyzer", "Account", "Acm", "AcmPca", "AiOps", "Amp", "Amplify", "AmplifyBackend",
    "AmplifyUiBuilder", "ApiGateway", "ApiGatewayV2", "AppConfig", "AppConfigData", "AppFabric", "Appflow",
    "AppIntegrations", "ApplicationAutoScaling", "ApplicationDiscovery", "ApplicationInsights", "AppMesh",
    "AppRunner", "AppStream", "AppSync", "Athena", "AuditManager", "AutoScalingPlans", "B2Bi", "Backup",
    "BackupGateway", "Batch", "BedrockAgentCore", "Billingconductor", "Braket", "Budgets", "Chime",
    "ChimeSdkIdentity", "ChimeSdkMediaPipelines", "ChimeSdkMeetings", "ChimeSdkMessaging", "ChimeSdkVoice",
    "Cloud9", "CloudControl", "CloudDirectory", "CloudFormation", "CloudFront", "CloudHsm", "CloudHsmV2",
    "CloudSearch", "CloudTrail", "CloudWatch", "CloudWatchLogs", "Codeartifact", "CodeBuild", "CodeCommit",
    "CodeDeploy", "CodeGuruProfiler", "CodeGuruReviewer", "CodePipeline", "CodeStarConnections",
    "CodestarNotifications", "CognitoIdentity", "CognitoIdentityProvider", "CognitoSync", "Comprehend",
    "ComprehendMedical", "ComputeOptimizer", "Config", "Connect", "ConnectContactLens", "ConnectParticipant",
    "CostAndUsageReport", "CostExplorer", "DatabaseMigration", "DataBrew", "DataExchange", "DataPipeline",
    "DataSync", "Dax", "Detective", "DeviceFarm", "DevOpsAgent", "DevOpsGuru", "DirectConnect", "Directory",
    "Dlm", "DocDb", "Drs", "DynamoDb", "DynamoDbStreams", "Ebs", "Ec2", "Ec2InstanceConnect", "Ecr",
    "EcrPublic", "Ecs", "Efs", "Eks", "ElastiCache", "ElasticBeanstalk", "ElasticInference",
    "ElasticLoadBalancing", "ElasticLoadBalancingV2", "Elasticsearch", "Emr", "EmrContainers", "EventBridge",
    "FinspaceData", "Firehose", "Fis", "Fms", "Forecast", "Forecastquery", "FraudDetector", "FSx", "GameLift",
    "Glacier", "Glue", "Grafana", "Greengrass", "GreengrassV2", "GroundStation", "GuardDuty", "HealthLake",
    "Iam", "Identitystore", "Imagebuilder", "Inspector2", "Iot", "IoTAnalytics", "IotDeviceAdvisor",
    "IotEvents", "IotEventsData", "IoTFleetWise", "IotJobsDataPlane", "IoTSecureTunneling", "IoTSiteWise",
    "IoTThingsGraph", "IoTTwinMaker", "IotWireless", "Ivs", "Ivschat", "IvsRealTime", "Kafka", "KafkaConnect",
    "Kendra", "Kinesis", "KinesisAnalytics", "KinesisAnalyticsV2", "KinesisVideo",
    "KinesisVideoArchivedMedia", "KinesisVideoMedia", "KinesisVideoSignaling", "Kms", "LakeFormation",
    "Lambda", "LexModelsV2", "LexRuntimeV2", "LicenseManager", "Lightsail", "Location", "LookoutVision",
    "Macie2", "ManagedBlockchain", "MarketplaceCatalog", "MarketplaceCommerceAnalytics",
    "MarketplaceEntitlement", "MarketplaceMetering", "MediaConnect", "MediaLive", "MediaPackage",
    "MediaPackageVod", "MediaStore", "MediaTailor", "MemoryDb", "MigrationHub", "MigrationHubConfig",
    "MigrationHubStrategy", "Mq", "MTurk", "Mwaa", "Neptune", "NetworkFirewall", "OpenSearch", "OpsWorksCm",
    "Organizations", "Outposts", "Panorama", "Personalize", "PersonalizeEvents", "PersonalizeRuntime", "Pi",
    "Pinpoint", "PinpointEmail", "PinpointSmsVoice", "Polly", "Pricing", "QApps", "QuickSight", "Ram", "Rbin",
    "Rds", "RdsData", "Redshift", "RedshiftData", "Rekognition", "Repostspace", "Resiliencehub",
    "ResourceGroups", "ResourceGroupsTaggingApi", "Route53", "Route53Domains", "Route53Resolver", "Rum", "S3",
    "S3Control", "S3Outposts", "SageMaker", "SageMakerA2IRuntime", "SageMakerFeatureStoreRuntime",
    "SagemakerJobRuntime", "SageMakerRuntime", "Savingsplans", "Schemas", "SecretsManager", "SecurityHub",
    "ServerlessApplicationRepository", "ServiceCatalog", "ServiceCatalogAppRegistry", "ServiceDiscovery",
    "ServiceQuotas", "Ses", "SesV2", "Sfn", "Shield", "Signer", "Sms", "Snowball", "Sns", "Sqs", "Ssm", "Sso",
    "SsoAdmin", "SsoOidc", "StorageGateway", "Sts", "Support", "Swf", "Synthetics", "Textract", "Transcribe",
    "Transfer", "Translate", "VoiceId", "Waf", "WafRegional", "Wafv2", "WellArchitected", "Wisdom",
    "WorkDocs", "WorkMail", "WorkMailMessageFlow", "WorkSpaces", "WorkspacesInstances", "WorkSpacesWeb",
    "XRay",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_of_step_functions_is_known_and_explained() {
        for name in KNOWN.iter().filter(|name| name.starts_with("States.")) {
            assert!(meaning(name).is_some_and(|meaning| meaning.ends_with('.')), "{name}");
        }
        for name in ["States.ReferencePathConflict", "States.ResultPathMatchFailure"] {
            assert!(is_known(name) && origin(name) == Some(Origin::ResultPath), "{name}");
        }
    }
}
