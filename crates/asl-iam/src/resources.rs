//! The resources of the actions: ARNs that are assembled from the parameters of a call.

use crate::parameters::{Parameters, Value};
use crate::policy::service;
use crate::template::Template;

/// How a parameter determines the resource of actions.
#[derive(Debug)]
pub(crate) struct Rule {
    /// The prefix of the actions.
    pub prefix: &'static str,
    /// The actions, without their prefix. Empty for all actions with the prefix.
    pub actions: &'static [&'static str],
    /// The parameter that must be present.
    pub parameter: &'static str,
    /// The ARN after `arn:partition:`. Parameters are in braces: `dynamodb:{region}:{account}:table/{TableName}`, with
    /// the value that an absent parameter means after `|`.
    pub arn: &'static str,
    /// What `Ref` returns for a resource of a template, if it is not the name.
    pub reference: Reference,
}

/// What `Ref` returns for a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference {
    Name,
    Arn,
    Url,
}

/// The resources of an action.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Resources {
    /// The ARNs.
    pub arns: Vec<String>,
    /// The parameters that are only known at run time, if there are any.
    pub unknown: Vec<&'static str>,
}

/// Returns the resources of an action of a call. Without a rule, it is every resource.
pub(crate) fn resources(action: &str, parameters: Parameters<'_>, template: &Template) -> Resources {
    let name = action.split_once(':').map_or("", |(_, name)| name);
    let mut found = Resources::default();
    for rule in RULES {
        let applies = rule.actions.is_empty() || rule.actions.contains(&name);
        if rule.prefix == service(action) && applies {
            add(&mut found, rule, parameters, template);
        }
        if !found.arns.is_empty() {
            break;
        }
    }
    if found.arns.is_empty() {
        found.arns.push("*".to_owned());
    }
    found.arns.sort();
    found.arns.dedup();
    found
}

fn add(found: &mut Resources, rule: &'static Rule, parameters: Parameters<'_>, template: &Template) {
    for value in parameters.values(rule.parameter) {
        let default = default(rule);
        match value {
            Value::Absent if default.is_none() => {}
            Value::Absent => found.arns.push(assemble(rule.arn, rule.parameter, default, parameters)),
            Value::Unknown => {
                found.unknown.push(rule.parameter);
                found.arns.push(assemble(rule.arn, rule.parameter, Some("*"), parameters));
            }
            Value::Text(text) => match whole(&text, rule, template) {
                Some(arn) => found.arns.push(arn),
                None if rule.reference == Reference::Url => match queue(&text) {
                    Some(arn) => found.arns.push(arn),
                    None => {
                        found.unknown.push(rule.parameter);
                        found.arns.push(assemble(rule.arn, rule.parameter, Some("*"), parameters));
                    }
                },
                None => {
                    let arn = assemble(rule.arn, rule.parameter, Some(&text), parameters);
                    // Any revision, unless the name has one.
                    found.arns.push(match arn.strip_suffix(":*").filter(|_| has_revision(&text)) {
                        Some(arn) => arn.to_owned(),
                        None => arn,
                    });
                }
            },
        }
    }
}

/// Returns whether a name ends with a revision: `report:14`.
fn has_revision(name: &str) -> bool {
    let revision = name.rsplit_once(':').map(|(_, revision)| revision);
    revision
        .is_some_and(|revision| !revision.is_empty() && revision.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the ARN of an ARN template (see [`Rule::arn`]).
pub(crate) fn arn(text: &str, parameters: Parameters<'_>) -> String {
    assemble(text, "", None, parameters)
}

/// Returns the value that an absent parameter means.
fn default(rule: &Rule) -> Option<&'static str> {
    let (_, rest) = rule.arn.split_once(rule.parameter)?;
    Some(rest.strip_prefix('|')?.split_once('}')?.0)
}

/// Returns the ARN, with a value for one of the parameters.
fn assemble(template: &str, parameter: &str, value: Option<&str>, parameters: Parameters<'_>) -> String {
    let mut out = "arn:${AWS::Partition}:".to_owned();
    let mut rest = template;
    while let Some((before, inner)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = inner.split_once('}') else { break };
        let (name, default) = name.split_once('|').unwrap_or((name, "*"));
        match (name, value) {
            ("region", _) => out.push_str("${AWS::Region}"),
            ("account", _) => out.push_str("${AWS::AccountId}"),
            (name, Some(value)) if name == parameter => out.push_str(value.trim_start_matches('/')),
            (name, _) => match parameters.value(name) {
                Value::Text(text) => out.push_str(text.trim_start_matches('/')),
                Value::Absent => out.push_str(default),
                Value::Unknown => out.push('*'),
            },
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace("**", "*")
}

/// Returns the ARN, if a parameter is one.
fn whole(text: &str, rule: &Rule, template: &Template) -> Option<String> {
    let suffix = if rule.arn.ends_with(":*") { ":*" } else { "" };
    if text.starts_with("arn:") {
        // The task definition of ECS may have a revision.
        let has_qualifier = text.rsplit('/').next().is_some_and(|name| name.contains(':'));
        return Some(if has_qualifier { text.to_owned() } else { format!("{text}{suffix}") });
    }
    let name = text.strip_prefix("${")?.strip_suffix('}').filter(|name| !name.contains('{'))?;
    let last = name.rsplit(['.', '_']).next().unwrap_or(name);
    if last.to_ascii_lowercase().ends_with("arn") {
        return Some(text.to_owned());
    }
    match rule.reference {
        Reference::Arn
            if rule.parameter.to_ascii_lowercase().ends_with("arn") || template.is_resource(name) =>
        {
            Some(text.to_owned())
        }
        // References to attributes of Terraform, and to resources of CloudFormation.
        Reference::Url => match name.rsplit_once('.') {
            Some((resource, "url" | "id")) => Some(format!("${{{resource}.arn}}")),
            _ if template.is_resource(name) => Some(format!("${{{name}.Arn}}")),
            _ => None,
        },
        Reference::Name | Reference::Arn => None,
    }
}

/// Returns the ARN of a queue: `https://sqs.us-east-1.amazonaws.com/123456789012/orders`.
fn queue(url: &str) -> Option<String> {
    let (host, path) = url.strip_prefix("https://")?.split_once('/')?;
    let (account, name) = path.split_once('/')?;
    let region = host.strip_prefix("sqs.")?.split_once(".amazonaws.com").map(|(region, _)| region)?;
    Some(format!("arn:${{AWS::Partition}}:sqs:{region}:{account}:{name}"))
}

const fn rule(prefix: &'static str, parameter: &'static str, arn: &'static str) -> Rule {
    Rule { prefix, actions: &[], parameter, arn, reference: Reference::Name }
}

impl Rule {
    const fn of(self, actions: &'static [&'static str]) -> Rule {
        Rule { actions, ..self }
    }

    const fn with(self, reference: Reference) -> Rule {
        Rule { reference, ..self }
    }
}

/// Actions on resources that the parameters only name in part, as AWS's policies on the pages in
/// [`jobs::PAGES`](crate::jobs::PAGES) list them.
pub(crate) const SEVERAL: &[(&str, &[&str])] = &[
    (
        "bedrock:CreateModelCustomizationJob",
        &[
            "bedrock:{region}::foundation-model/*",
            "bedrock:{region}:{account}:custom-model/*",
            "bedrock:{region}:{account}:model-customization-job/*",
        ],
    ),
    (
        "mediaconvert:CreateJob",
        &[
            "mediaconvert:{region}:{account}:queues/*",
            "mediaconvert:{region}:{account}:jobTemplates/*",
            "mediaconvert:{region}:{account}:presets/*",
        ],
    ),
];

const OBJECT_ACTIONS: &[&str] = &[
    "AbortMultipartUpload",
    "DeleteObject",
    "DeleteObjectTagging",
    "GetObject",
    "GetObjectAcl",
    "GetObjectAttributes",
    "GetObjectLegalHold",
    "GetObjectRetention",
    "GetObjectTagging",
    "ListMultipartUploadParts",
    "PutObject",
    "PutObjectAcl",
    "PutObjectLegalHold",
    "PutObjectRetention",
    "PutObjectTagging",
    "RestoreObject",
];

/// The rules; the first one that applies determines the resources. The source of a row is the page of its service in
/// [`jobs::PAGES`](crate::jobs::PAGES), under "IAM policies for calling ...", with static resources as there; for
/// services without such a page, the table of resource types in the Service Authorization Reference. Actions without a
/// row are on every resource, as those of AWS Batch and AWS Glue in AWS's policies.
pub(crate) const RULES: &[Rule] = &[
    rule("athena", "WorkGroup", "athena:{region}:{account}:workgroup/{WorkGroup|primary}")
        .of(&["StartQueryExecution"]),
    rule("athena", "QueryExecutionId", "athena:{region}:{account}:workgroup/*"),
    rule(
        "athena",
        "QueryExecutionContext.Catalog",
        "athena:{region}:{account}:datacatalog/{QueryExecutionContext.Catalog|*}",
    )
    .of(&["GetDataCatalog"]),
    rule("codebuild", "ProjectName", "codebuild:{region}:{account}:project/{ProjectName}"),
    rule("codebuild", "Id", "codebuild:{region}:{account}:project/*"),
    rule("codebuild", "Ids", "codebuild:{region}:{account}:project/*"),
    rule("codebuild", "ReportArns", "codebuild:{region}:{account}:report-group/*"),
    rule("codepipeline", "Name", "codepipeline:{region}:{account}:{Name}").of(&["StartPipelineExecution"]),
    rule("databrew", "Name", "databrew:{region}:{account}:job/{Name}").of(&[
        "StartJobRun",
        "ListJobRuns",
        "StopJobRun",
    ]),
    rule("dynamodb", "TableName", "dynamodb:{region}:{account}:table/{TableName}"),
    rule("dynamodb", "RequestItems#", "dynamodb:{region}:{account}:table/{RequestItems#}"),
    rule(
        "dynamodb",
        "TransactItems[].*.TableName",
        "dynamodb:{region}:{account}:table/{TransactItems[].*.TableName}",
    ),
    rule("ec2", "InstanceIds[]", "ec2:{region}:{account}:instance/{InstanceIds[]}").of(&[
        "RebootInstances",
        "StartInstances",
        "StopInstances",
        "TerminateInstances",
    ]),
    rule("ecs", "TaskDefinition", "ecs:{region}:{account}:task-definition/{TaskDefinition}:*")
        .of(&["RunTask"])
        .with(Reference::Arn),
    rule("eks", "Name", "eks:{region}:{account}:cluster/{Name}").of(&["DescribeCluster", "DeleteCluster"]),
    rule("eks", "ClusterName", "eks:{region}:{account}:cluster/{ClusterName}")
        .of(&["CreateNodegroup", "CreateFargateProfile"]),
    rule("eks", "NodegroupName", "eks:{region}:{account}:nodegroup/{ClusterName}/{NodegroupName}/*")
        .of(&["DeleteNodegroup", "DescribeNodegroup"]),
    rule(
        "eks",
        "FargateProfileName",
        "eks:{region}:{account}:fargateprofile/{ClusterName}/{FargateProfileName}/*",
    )
    .of(&["DeleteFargateProfile", "DescribeFargateProfile"]),
    rule("elasticmapreduce", "ClusterId", "elasticmapreduce:{region}:{account}:cluster/{ClusterId}"),
    rule("elasticmapreduce", "JobFlowId", "elasticmapreduce:{region}:{account}:cluster/{JobFlowId}"),
    rule("emr-containers", "Id", "emr-containers:{region}:{account}:/virtualclusters/{Id}")
        .of(&["DeleteVirtualCluster", "DescribeVirtualCluster"]),
    rule(
        "emr-containers",
        "VirtualClusterId",
        "emr-containers:{region}:{account}:/virtualclusters/{VirtualClusterId}",
    ),
    rule(
        "emr-serverless",
        "JobRunId",
        "emr-serverless:{region}:{account}:/applications/{ApplicationId}/jobruns/{JobRunId}",
    )
    .of(&["CancelJobRun", "GetJobRun"]),
    rule(
        "emr-serverless",
        "ApplicationId",
        "emr-serverless:{region}:{account}:/applications/{ApplicationId}",
    ),
    rule("emr-serverless", "ReleaseLabel", "emr-serverless:{region}:{account}:/*").of(&["CreateApplication"]),
    rule(
        "events",
        "Entries[].EventBusName",
        "events:{region}:{account}:event-bus/{Entries[].EventBusName|default}",
    )
    .of(&["PutEvents"]),
    rule("firehose", "DeliveryStreamName", "firehose:{region}:{account}:deliverystream/{DeliveryStreamName}"),
    rule("kinesis", "StreamARN", "kinesis:{region}:{account}:stream/{StreamARN}").with(Reference::Arn),
    rule("kinesis", "StreamName", "kinesis:{region}:{account}:stream/{StreamName}"),
    rule("kms", "KeyId", "kms:{region}:{account}:key/{KeyId}"),
    rule("lambda", "FunctionName", "lambda:{region}:{account}:function:{FunctionName}"),
    rule("logs", "LogGroupName", "logs:{region}:{account}:log-group:{LogGroupName}:*"),
    rule("rds", "DbInstanceIdentifier", "rds:{region}:{account}:db:{DbInstanceIdentifier}").of(&[
        "DeleteDBInstance",
        "DescribeDBInstances",
        "RebootDBInstance",
        "StartDBInstance",
        "StopDBInstance",
    ]),
    rule("rds", "DbClusterIdentifier", "rds:{region}:{account}:cluster:{DbClusterIdentifier}").of(&[
        "DeleteDBCluster",
        "DescribeDBClusters",
        "RebootDBCluster",
        "StartDBCluster",
        "StopDBCluster",
    ]),
    rule("rds-data", "ResourceArn", "rds:{region}:{account}:cluster:{ResourceArn}").with(Reference::Arn),
    rule("s3", "Key", "s3:::{Bucket}/{Key}").of(OBJECT_ACTIONS),
    rule("s3", "Bucket", "s3:::{Bucket}/*").of(OBJECT_ACTIONS),
    rule("s3", "Bucket", "s3:::{Bucket}"),
    rule("sagemaker", "TrainingJobName", "sagemaker:{region}:{account}:training-job/{TrainingJobName}*")
        .of(&["CreateTrainingJob", "DescribeTrainingJob", "StopTrainingJob"]),
    rule("sagemaker", "TransformJobName", "sagemaker:{region}:{account}:transform-job/{TransformJobName}*")
        .of(&["CreateTransformJob", "DescribeTransformJob", "StopTransformJob"]),
    rule(
        "sagemaker",
        "HyperParameterTuningJobName",
        "sagemaker:{region}:{account}:hyper-parameter-tuning-job/{HyperParameterTuningJobName}",
    )
    .of(&[
        "CreateHyperParameterTuningJob",
        "DescribeHyperParameterTuningJob",
        "StopHyperParameterTuningJob",
    ]),
    rule("sagemaker", "LabelingJobName", "sagemaker:{region}:{account}:labeling-job/{LabelingJobName}")
        .of(&["CreateLabelingJob", "DescribeLabelingJob", "StopLabelingJob"]),
    rule("sagemaker", "ProcessingJobName", "sagemaker:{region}:{account}:processing-job/{ProcessingJobName}")
        .of(&["CreateProcessingJob", "DescribeProcessingJob", "StopProcessingJob"]),
    rule("sagemaker", "ModelName", "sagemaker:{region}:{account}:model/{ModelName}")
        .of(&["CreateModel", "DeleteModel"]),
    rule("sagemaker", "EndpointName", "sagemaker:{region}:{account}:endpoint/{EndpointName}").of(&[
        "DeleteEndpoint",
        "DescribeEndpoint",
        "InvokeEndpoint",
        "InvokeEndpointAsync",
    ]),
    rule("scheduler", "Name", "scheduler:{region}:{account}:schedule/{GroupName|default}/{Name}").of(&[
        "CreateSchedule",
        "DeleteSchedule",
        "GetSchedule",
        "UpdateSchedule",
    ]),
    // The name of a secret is followed by six random characters.
    rule("secretsmanager", "SecretId", "secretsmanager:{region}:{account}:secret:{SecretId}-??????")
        .with(Reference::Arn),
    rule("sns", "TopicArn", "sns:{region}:{account}:{TopicArn}").with(Reference::Arn),
    rule("sns", "TargetArn", "sns:{region}:{account}:{TargetArn}").with(Reference::Arn),
    rule("sqs", "QueueUrl", "sqs:{region}:{account}:{QueueUrl}").with(Reference::Url),
    rule("ssm", "Name", "ssm:{region}:{account}:parameter/{Name}").of(&[
        "DeleteParameter",
        "GetParameter",
        "PutParameter",
    ]),
    rule("ssm", "Names[]", "ssm:{region}:{account}:parameter/{Names[]}")
        .of(&["DeleteParameters", "GetParameters"]),
    rule("ssm", "Path", "ssm:{region}:{account}:parameter/{Path}").of(&["GetParametersByPath"]),
    rule("states", "StateMachineArn", "states:{region}:{account}:stateMachine:{StateMachineArn}")
        .with(Reference::Arn),
    rule("states", "ExecutionArn", "states:{region}:{account}:execution:{ExecutionArn}").with(Reference::Arn),
];

#[cfg(test)]
mod tests {
    use aws_services::{Service, Shape, Structure, optimized_services, sdk_services};

    use super::*;

    /// Whether a structure has a member with this path.
    fn has(structure: Structure<'_>, path: &str) -> bool {
        let path = path.trim_start_matches('.');
        let end = path.find(['.', '[', '#']).unwrap_or(path.len());
        let Some(member) = structure.member(&path[..end]) else { return false };
        let mut shape = member.shape();
        let mut rest = &path[end..];
        if let Some(inner) = rest.strip_prefix("[]") {
            let Shape::List(list) = shape else { return false };
            (shape, rest) = (list.element(), inner);
        }
        match (rest, shape) {
            ("", _) => true,
            ("#", Shape::Map(_)) => true,
            (rest, Shape::Structure(structure)) if rest.starts_with(".*") => {
                structure.members().any(|member| match member.shape() {
                    Shape::Structure(inner) => has(inner, &rest[2..]),
                    _ => false,
                })
            }
            (rest, Shape::Structure(structure)) => has(structure, rest),
            _ => false,
        }
    }

    #[test]
    fn a_name_may_have_a_revision() {
        assert!(has_revision("report:14"));
        assert!(!has_revision("report") && !has_revision("report:") && !has_revision("report:latest"));
    }

    #[test]
    fn every_parameter_is_in_the_services_model() {
        for rule in RULES {
            let known = |service: &Service| {
                service.iam_prefix() == rule.prefix
                    && service.model().actions().any(|action| has(action.input(), rule.parameter))
            };
            let known = sdk_services().iter().chain(optimized_services()).any(known);
            assert!(known, "{}: {}", rule.prefix, rule.parameter);
        }
    }

    #[test]
    fn every_action_is_in_the_services_model() {
        // Permissions whose names differ from those of the operations are in the table of actions.
        let other = crate::actions::SDK.iter().flat_map(|row| row.2).copied().collect::<Vec<_>>();
        for rule in RULES {
            for action in rule.actions {
                let mut name = (*action).to_owned();
                name[..1].make_ascii_lowercase();
                let known = sdk_services()
                    .iter()
                    .filter(|service| service.iam_prefix() == rule.prefix)
                    .any(|service| service.action(&name).is_some());
                assert!(known || other.contains(action), "{}:{action}", rule.prefix);
            }
        }
    }

    #[test]
    fn arns_of_queues() {
        let arn = "arn:${AWS::Partition}:sqs:eu-west-1:123456789012:orders";
        assert_eq!(queue("https://sqs.eu-west-1.amazonaws.com/123456789012/orders").as_deref(), Some(arn));
        assert_eq!(queue("${QueueUrl}"), None);
    }
}
