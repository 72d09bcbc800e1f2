//! The actions of IAM policies that a call needs: `prefix:Operation`, with the exceptions of the tables below. The
//! source of the tables is the Service Authorization Reference
//! (<https://docs.aws.amazon.com/service-authorization/latest/reference/>), unless a row names another page.

use aws_services::Service;

pub(crate) const REFERENCE: &str = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";

/// What a call needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Actions {
    /// These actions.
    Known(Vec<String>),
    /// Nothing: IAM does not authorize the call.
    None,
    /// It is not known.
    Unknown,
}

/// Returns the actions that a call of a service needs. The service is that of an AWS SDK integration or an optimized
/// integration.
pub(crate) fn actions(service: &Service, is_sdk: bool, action: &str) -> Actions {
    if !action.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Actions::Unknown;
    }
    let rows = if is_sdk { SDK } else { OPTIMIZED };
    let prefix = prefix(service, is_sdk);
    if let Some((_, _, actions)) = rows.iter().find(|row| row.0 == service.name() && row.1 == action) {
        return match *actions {
            [] => Actions::None,
            actions => Actions::Known(actions.iter().map(|action| with_prefix(prefix, action)).collect()),
        };
    }
    if is_sdk && WITHOUT_IAM.contains(&service.name()) {
        return Actions::None;
    }
    if is_sdk && UNKNOWN.contains(&service.name()) || prefix.is_empty() {
        return Actions::Unknown;
    }
    if is_sdk && prefix == "apigateway" {
        return match METHODS.iter().find(|(verb, _)| action.starts_with(verb)) {
            Some((_, method)) => Actions::Known(vec![format!("apigateway:{method}")]),
            None => Actions::Unknown,
        };
    }
    let (first, rest) = action.split_at(action.chars().next().map_or(0, char::len_utf8));
    Actions::Known(vec![format!("{prefix}:{}{rest}", first.to_ascii_uppercase())])
}

/// Returns the prefix of the actions of a service.
fn prefix(service: &Service, is_sdk: bool) -> &'static str {
    let row = PREFIXES.iter().find(|(name, _)| is_sdk && *name == service.name());
    row.map_or(service.iam_prefix(), |(_, prefix)| prefix)
}

fn with_prefix(prefix: &str, action: &str) -> String {
    if action.contains(':') { action.to_owned() } else { format!("{prefix}:{action}") }
}

/// Services whose prefix differs from the name that signs their requests, which is what the index knows.
pub(crate) const PREFIXES: &[(&str, &str)] = &[
    ("cloudcontrol", "cloudformation"),
    ("cloudwatch", "cloudwatch"),
    ("iotdataplane", "iot"),
    ("iotjobsdataplane", "iotjobsdata"),
    ("iotsecuretunneling", "iot"),
    ("mturk", "mechanicalturk"),
    ("resourcegroupstaggingapi", "tag"),
];

/// Services that authorize their callers with tokens instead of IAM policies.
pub(crate) const WITHOUT_IAM: &[&str] = &["connectparticipant", "sso"];

/// Services whose actions depend on the content of the request.
pub(crate) const UNKNOWN: &[&str] = &["neptunedata", "neptunegraph"];

/// The HTTP methods that are the actions of API Gateway, by the verb of the operation
/// (<https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples.html>).
const METHODS: &[(&str, &str)] =
    &[("create", "POST"), ("delete", "DELETE"), ("get", "GET"), ("put", "PUT"), ("update", "PATCH")];

type Row = (&'static str, &'static str, &'static [&'static str]);

/// Calls of optimized integrations. An empty list means that IAM does not authorize them.
pub(crate) const OPTIMIZED: &[Row] = &[
    // https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
    ("lambda", "invoke", &["InvokeFunction"]),
    // https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
    ("apigateway", "invoke", &["execute-api:Invoke"]),
    // https://docs.aws.amazon.com/step-functions/latest/dg/connect-emr.html
    ("elasticmapreduce", "addStep", &["AddJobFlowSteps"]),
    ("elasticmapreduce", "cancelStep", &["CancelSteps"]),
    ("elasticmapreduce", "createCluster", &["RunJobFlow"]),
    ("elasticmapreduce", "modifyInstanceFleetByName", &["ModifyInstanceFleet", "ListInstanceFleets"]),
    ("elasticmapreduce", "modifyInstanceGroupByName", &["ModifyInstanceGroups", "ListInstanceGroups"]),
    ("elasticmapreduce", "setClusterTerminationProtection", &["SetTerminationProtection"]),
    ("elasticmapreduce", "terminateCluster", &["TerminateJobFlows"]),
    // https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
    ("athena", "startQueryExecution", &["StartQueryExecution", "GetDataCatalog"]),
    // The cluster authorizes these calls of its Kubernetes API.
    // https://docs.aws.amazon.com/step-functions/latest/dg/connect-eks.html
    ("eks", "call", &[]),
    ("eks", "runJob", &[]),
];

/// Calls of AWS SDK integrations.
pub(crate) const SDK: &[Row] = &[
    ("bedrockruntime", "converse", &["InvokeModel"]),
    ("bedrockruntime", "startAsyncInvoke", &["InvokeModel"]),
    ("budgets", "createBudget", &["ModifyBudget"]),
    ("budgets", "deleteBudget", &["ModifyBudget"]),
    ("budgets", "describeBudget", &["ViewBudget"]),
    ("budgets", "describeBudgets", &["ViewBudget"]),
    ("budgets", "updateBudget", &["ModifyBudget"]),
    ("cloudfront", "createDistributionWithTags", &["CreateDistribution", "TagResource"]),
    ("cloudsearchdomain", "search", &["search"]),
    ("cloudsearchdomain", "suggest", &["suggest"]),
    ("cloudsearchdomain", "uploadDocuments", &["document"]),
    ("dynamodb", "batchExecuteStatement", PARTIQL),
    ("dynamodb", "executeStatement", PARTIQL),
    ("dynamodb", "executeTransaction", PARTIQL),
    ("dynamodb", "transactGetItems", &["GetItem"]),
    ("dynamodb", "transactWriteItems", &["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"]),
    ("keyspaces", "createKeyspace", &["Create"]),
    ("keyspaces", "createTable", &["Create"]),
    ("keyspaces", "deleteKeyspace", &["Drop"]),
    ("keyspaces", "deleteTable", &["Drop"]),
    ("keyspaces", "getKeyspace", &["Select"]),
    ("keyspaces", "getTable", &["Select"]),
    ("keyspaces", "listKeyspaces", &["Select"]),
    ("keyspaces", "listTables", &["Select"]),
    ("keyspaces", "updateTable", &["Alter"]),
    ("kms", "reEncrypt", &["ReEncryptFrom", "ReEncryptTo"]),
    ("lambda", "getLayerVersionByArn", &["GetLayerVersion"]),
    ("lambda", "invoke", &["InvokeFunction"]),
    ("lambda", "invokeAsync", &["InvokeFunction"]),
    ("s3", "completeMultipartUpload", &["PutObject"]),
    ("s3", "createMultipartUpload", &["PutObject"]),
    ("s3", "createSession", &["s3express:CreateSession"]),
    ("s3", "deleteBucketAnalyticsConfiguration", &["PutAnalyticsConfiguration"]),
    ("s3", "deleteBucketCors", &["PutBucketCORS"]),
    ("s3", "deleteBucketEncryption", &["PutEncryptionConfiguration"]),
    ("s3", "deleteBucketIntelligentTieringConfiguration", &["PutIntelligentTieringConfiguration"]),
    ("s3", "deleteBucketInventoryConfiguration", &["PutInventoryConfiguration"]),
    ("s3", "deleteBucketLifecycle", &["PutLifecycleConfiguration"]),
    ("s3", "deleteBucketMetricsConfiguration", &["PutMetricsConfiguration"]),
    ("s3", "deleteBucketOwnershipControls", &["PutBucketOwnershipControls"]),
    ("s3", "deleteBucketReplication", &["PutReplicationConfiguration"]),
    ("s3", "deleteBucketTagging", &["PutBucketTagging"]),
    ("s3", "deleteObjects", &["DeleteObject"]),
    ("s3", "deletePublicAccessBlock", &["PutBucketPublicAccessBlock"]),
    ("s3", "getBucketAccelerateConfiguration", &["GetAccelerateConfiguration"]),
    ("s3", "getBucketAnalyticsConfiguration", &["GetAnalyticsConfiguration"]),
    ("s3", "getBucketCors", &["GetBucketCORS"]),
    ("s3", "getBucketEncryption", &["GetEncryptionConfiguration"]),
    ("s3", "getBucketIntelligentTieringConfiguration", &["GetIntelligentTieringConfiguration"]),
    ("s3", "getBucketInventoryConfiguration", &["GetInventoryConfiguration"]),
    ("s3", "getBucketLifecycleConfiguration", &["GetLifecycleConfiguration"]),
    ("s3", "getBucketMetricsConfiguration", &["GetMetricsConfiguration"]),
    ("s3", "getBucketNotificationConfiguration", &["GetBucketNotification"]),
    ("s3", "getBucketReplication", &["GetReplicationConfiguration"]),
    ("s3", "getObjectAttributes", &["GetObject", "GetObjectAttributes"]),
    ("s3", "getObjectLockConfiguration", &["GetBucketObjectLockConfiguration"]),
    ("s3", "getPublicAccessBlock", &["GetBucketPublicAccessBlock"]),
    ("s3", "headBucket", &["ListBucket"]),
    ("s3", "headObject", &["GetObject"]),
    ("s3", "listBucketAnalyticsConfigurations", &["GetAnalyticsConfiguration"]),
    ("s3", "listBucketIntelligentTieringConfigurations", &["GetIntelligentTieringConfiguration"]),
    ("s3", "listBucketInventoryConfigurations", &["GetInventoryConfiguration"]),
    ("s3", "listBucketMetricsConfigurations", &["GetMetricsConfiguration"]),
    ("s3", "listBuckets", &["ListAllMyBuckets"]),
    ("s3", "listDirectoryBuckets", &["s3express:ListAllMyDirectoryBuckets"]),
    ("s3", "listMultipartUploads", &["ListBucketMultipartUploads"]),
    ("s3", "listObjectVersions", &["ListBucketVersions"]),
    ("s3", "listObjects", &["ListBucket"]),
    ("s3", "listObjectsV2", &["ListBucket"]),
    ("s3", "listParts", &["ListMultipartUploadParts"]),
    ("s3", "putBucketAccelerateConfiguration", &["PutAccelerateConfiguration"]),
    ("s3", "putBucketAnalyticsConfiguration", &["PutAnalyticsConfiguration"]),
    ("s3", "putBucketCors", &["PutBucketCORS"]),
    ("s3", "putBucketEncryption", &["PutEncryptionConfiguration"]),
    ("s3", "putBucketIntelligentTieringConfiguration", &["PutIntelligentTieringConfiguration"]),
    ("s3", "putBucketInventoryConfiguration", &["PutInventoryConfiguration"]),
    ("s3", "putBucketLifecycleConfiguration", &["PutLifecycleConfiguration"]),
    ("s3", "putBucketMetricsConfiguration", &["PutMetricsConfiguration"]),
    ("s3", "putBucketNotificationConfiguration", &["PutBucketNotification"]),
    ("s3", "putBucketReplication", &["PutReplicationConfiguration"]),
    ("s3", "putObjectLockConfiguration", &["PutBucketObjectLockConfiguration"]),
    ("s3", "putPublicAccessBlock", &["PutBucketPublicAccessBlock"]),
    ("s3", "selectObjectContent", &["GetObject"]),
    ("s3", "uploadPart", &["PutObject"]),
    ("s3", "writeGetObjectResponse", &["s3-object-lambda:WriteGetObjectResponse"]),
    ("sns", "publishBatch", &["Publish"]),
    ("sqs", "changeMessageVisibilityBatch", &["ChangeMessageVisibility"]),
    ("sqs", "deleteMessageBatch", &["DeleteMessage"]),
    ("sqs", "sendMessageBatch", &["SendMessage"]),
    ("timestreamquery", "query", &["Select"]),
];

const PARTIQL: &[&str] = &["PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"];

#[cfg(test)]
mod tests {
    use aws_services::{optimized_service, sdk_service, sdk_services};

    use super::*;

    #[test]
    fn every_row_is_an_action_of_the_services_model() {
        for &(service, action, _) in SDK {
            let known = sdk_service(service).and_then(|service| service.action(action));
            assert!(known.is_some(), "{service}:{action}");
        }
        for &(service, action, _) in OPTIMIZED {
            let known = aws_services::optimized::actions(service).any(|known| known.action == action);
            assert!(known && optimized_service(service).is_some(), "{service}:{action}");
        }
        let mut names: Vec<_> = SDK.iter().map(|row| (row.0, row.1)).collect();
        assert!(names.is_sorted());
        names.dedup();
        assert_eq!(names.len(), SDK.len());
    }

    #[test]
    fn every_row_differs_from_the_rule() {
        for &(service, action, actions) in SDK {
            let mut name = action.to_owned();
            name[..1].make_ascii_uppercase();
            assert_ne!(actions, [name], "{service}:{action}");
        }
        for &(service, prefix) in PREFIXES {
            assert_ne!(sdk_service(service).map(Service::iam_prefix), Some(prefix), "{service}");
        }
        for service in WITHOUT_IAM.iter().chain(UNKNOWN) {
            assert!(sdk_service(service).is_some(), "{service}");
        }
    }

    #[test]
    fn prefixes_are_well_formed() {
        for service in sdk_services().iter().filter(|service| !service.is_retired()) {
            let prefix = prefix(service, true);
            let is_valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(!prefix.is_empty() && prefix.chars().all(is_valid), "{}: {prefix}", service.name());
        }
    }

    #[test]
    fn names_of_actions() {
        let name = |service: &str, action: &str| actions(sdk_service(service).unwrap(), true, action);
        let known = |names: &[&str]| Actions::Known(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(name("rds", "createDBInstance"), known(&["rds:CreateDBInstance"]));
        assert_eq!(name("s3", "listObjectsV2"), known(&["s3:ListBucket"]));
        assert_eq!(name("cloudwatch", "putMetricData"), known(&["cloudwatch:PutMetricData"]));
        assert_eq!(name("bedrockruntime", "invokeModel"), known(&["bedrock:InvokeModel"]));
        assert_eq!(name("apigateway", "updateStage"), known(&["apigateway:PATCH"]));
        assert_eq!(name("apigateway", "flushStageCache"), Actions::Unknown);
        assert_eq!(name("connectparticipant", "sendMessage"), Actions::None);
    }
}
