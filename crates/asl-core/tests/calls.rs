//! Calls of services as people write them, each with a broken twin: what the rules say about it, and their repair.

use asl_core::config::Config;
use asl_core::testing::applied;
use asl_core::{Diagnostic, Severity, Source, analyze, lint_analyses};

use Severity::{Error, Warning};
use Twin::{Action, Argument, Arguments, Errors, Jsonata};

/// The parts of a Task in which the twins differ.
#[derive(Debug, Clone, Copy)]
enum Twin {
    /// `Resource`: what is right, what is broken, and the arguments of both.
    Action(&'static str, &'static str, &'static str),
    /// `Parameters` of a call. The repair gives back what is right.
    Argument(&'static str, &'static str, &'static str),
    /// `Parameters` of a call, with nothing to repair automatically.
    Arguments(&'static str, &'static str, &'static str),
    /// The same with a JSONata state.
    Jsonata(&'static str, &'static str, &'static str),
    /// An error name in `Retry`.
    Errors(&'static str, &'static str, &'static str),
}

impl Twin {
    fn texts(self) -> (String, String) {
        let task = |resource: &str, arguments: &str, error: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::{resource}", "Parameters": {arguments}, "Retry": [{{ "ErrorEquals": ["{error}"], "MaxAttempts": 2 }}], "TimeoutSeconds": 60, "End": true }} }} }}"#
            )
        };
        let any = "States.Timeout";
        match self {
            Action(right, broken, arguments) => (task(right, arguments, any), task(broken, arguments, any)),
            Argument(call, right, broken) | Arguments(call, right, broken) => {
                (task(call, right, any), task(call, broken, any))
            }
            Jsonata(call, right, broken) => {
                let jsonata = |arguments: &str| {
                    task(call, arguments, any)
                        .replace(r#""Parameters""#, r#""Arguments""#)
                        .replace(r#""Type": "Task""#, r#""QueryLanguage": "JSONata", "Type": "Task""#)
                };
                (jsonata(right), jsonata(broken))
            }
            Errors(call, right, broken) => (task(call, "{}", right), task(call, "{}", broken)),
        }
    }

    fn is_repaired(self) -> bool {
        !matches!(self, Arguments(..))
    }
}

#[rustfmt::skip]
const TWINS: &[(&str, Severity, Twin)] = &[
    // Services and actions.
    ("unknown-integration", Error, Action("aws-sdk:sfn:startExecution", "aws-sdk:stepfunctions:startExecution", r#"{ "StateMachineArn": "m" }"#)),
    ("unknown-integration", Error, Action("aws-sdk:eventbridge:putEvents", "aws-sdk:events:putEvents", r#"{ "Entries": [] }"#)),
    ("unknown-integration", Error, Action("aws-sdk:cloudwatchlogs:createLogStream", "aws-sdk:logs:createLogStream", r#"{ "LogGroupName": "g", "LogStreamName": "s" }"#)),
    ("unknown-integration", Error, Action("aws-sdk:cloudwatchlogs:createLogStream", "aws-sdk:cloudwatchlogs:CreateLogStream", r#"{ "LogGroupName": "g", "LogStreamName": "s" }"#)),
    ("unknown-integration", Error, Action("aws-sdk:elasticloadbalancingv2:describeLoadBalancers", "aws-sdk:elbv2:describeLoadBalancers", "{}")),
    ("unknown-integration", Error, Action("aws-sdk:costexplorer:getCostAndUsage", "aws-sdk:ce:getCostAndUsage", r#"{ "TimePeriod": { "Start": "2026-01-01", "End": "2026-02-01" }, "Granularity": "DAILY", "Metrics": ["UnblendedCost"] }"#)),
    ("unknown-integration", Error, Action("aws-sdk:dynamodb:query", "aws-sdk:DynamoDB:query", r#"{ "TableName": "t" }"#)),
    ("unknown-integration", Error, Action("aws-sdk:rds:createDBSnapshot", "aws-sdk:rds:createDbSnapshot", r#"{ "DbSnapshotIdentifier": "s", "DbInstanceIdentifier": "d" }"#)),
    ("unknown-integration", Error, Action("aws-sdk:secretsmanager:getSecretValue", "secretsmanager:getSecretValue", r#"{ "SecretId": "s" }"#)),
    ("unknown-integration", Error, Action("aws-sdk:s3:getObject", "s3:getObject", r#"{ "Bucket": "b", "Key": "k" }"#)),
    ("unknown-integration", Error, Action("aws-sdk:ssm:getParameter", "ssm:getParameter", r#"{ "Name": "n" }"#)),
    ("unknown-integration", Error, Action("aws-sdk:dynamodb:query", "dynamodb:query", r#"{ "TableName": "t" }"#)),
    ("unknown-integration", Error, Action("states:startExecution", "stepfunctions:startExecution", r#"{ "StateMachineArn": "m" }"#)),
    ("unknown-integration", Error, Action("events:putEvents", "eventbridge:putEvents", r#"{ "Entries": [] }"#)),
    ("unknown-integration", Error, Action("lambda:invoke", "Lambda:Invoke", r#"{ "FunctionName": "f" }"#)),
    ("unknown-integration", Error, Action("ecs:runTask.sync", "ecs:RunTask.sync", r#"{ "TaskDefinition": "t" }"#)),
    ("unknown-integration", Warning, Action("aws-sdk:ec2:describeInstances", "aws-sdk:ec2:describeInstance", "{}")),
    ("unknown-integration", Warning, Action("aws-sdk:kinesis:putRecord", "aws-sdk:kineses:putRecord", r#"{ "Data": "d", "PartitionKey": "k", "StreamName": "s" }"#)),
    ("unsupported-pattern", Error, Action("glue:startJobRun", "glue:startJobRun.sync:2", r#"{ "JobName": "j" }"#)),
    ("unsupported-pattern", Error, Action("aws-sdk:glue:startJobRun", "aws-sdk:glue:startJobRun.sync", r#"{ "JobName": "j" }"#)),

    // Names of parameters.
    ("unknown-parameter", Error, Argument("glue:startJobRun", r#"{ "JobName": "j" }"#, r#"{ "Jobname": "j" }"#)),
    ("unknown-parameter", Error, Argument("sqs:sendMessage", r#"{ "QueueUrl": "q", "MessageBody": "m" }"#, r#"{ "QueueURL": "q", "MessageBody": "m" }"#)),
    ("unknown-parameter", Error, Argument("lambda:invoke", r#"{ "FunctionName": "f" }"#, r#"{ "functionName": "f" }"#)),
    ("unknown-parameter", Error, Argument("ecs:runTask", r#"{ "TaskDefinition": "t", "NetworkConfiguration": { "AwsvpcConfiguration": { "Subnets": ["s"] } } }"#,
        r#"{ "TaskDefinition": "t", "NetworkConfiguration": { "awsvpcConfiguration": { "Subnets": ["s"] } } }"#)),
    ("unknown-parameter", Error, Argument("ecs:runTask", r#"{ "TaskDefinition": "t", "Overrides": { "ContainerOverrides": [{ "Name": "c" }] } }"#,
        r#"{ "TaskDefinition": "t", "Overrides": { "containerOverrides": [{ "Name": "c" }] } }"#)),
    ("unknown-parameter", Error, Argument("dynamodb:putItem", r#"{ "TableName": "t", "Item": { "on": { "BOOL": true } } }"#, r#"{ "TableName": "t", "Item": { "on": { "Bool": true } } }"#)),
    ("unknown-parameter", Error, Argument("aws-sdk:dynamodb:putItem", r#"{ "TableName": "t", "Item": { "on": { "Bool": true } } }"#, r#"{ "TableName": "t", "Item": { "on": { "BOOL": true } } }"#)),
    ("unknown-parameter", Error, Argument("aws-sdk:rds:deleteDBInstance", r#"{ "DbInstanceIdentifier": "d" }"#, r#"{ "DBInstanceIdentifier": "d" }"#)),
    ("unknown-parameter", Error, Argument("aws-sdk:rds:createDBSnapshot", r#"{ "DbSnapshotIdentifier": "s", "DbInstanceIdentifier": "d" }"#, r#"{ "DBSnapshotIdentifier": "s", "DbInstanceIdentifier": "d" }"#)),
    ("unknown-parameter", Error, Argument("aws-sdk:s3:putObject", r#"{ "Bucket": "b", "Key": "k", "Acl": "private" }"#, r#"{ "Bucket": "b", "Key": "k", "ACL": "private" }"#)),
    ("unknown-parameter", Error, Argument("aws-sdk:textract:startDocumentAnalysis",
        r#"{ "DocumentLocation": { "S3Object": { "Bucket": "papers", "Name": "n" } }, "FeatureTypes": ["TABLES"], "NotificationChannel": { "SnsTopicArn": "arn:aws:sns:us-east-1:111122223333:read", "RoleArn": "arn:aws:iam::111122223333:role/read" } }"#,
        r#"{ "DocumentLocation": { "S3Object": { "Bucket": "papers", "Name": "n" } }, "FeatureTypes": ["TABLES"], "NotificationChannel": { "SNSTopicArn": "arn:aws:sns:us-east-1:111122223333:read", "RoleArn": "arn:aws:iam::111122223333:role/read" } }"#)),
    ("unknown-parameter", Error, Argument("aws-sdk:sfn:startExecution", r#"{ "StateMachineArn": "m" }"#, r#"{ "stateMachineArn": "m" }"#)),
    ("unknown-parameter", Error, Argument("aws-sdk:ecs:updateService", r#"{ "Service": "s", "DesiredCount": 2 }"#, r#"{ "service": "s", "DesiredCount": 2 }"#)),
    ("unknown-parameter", Warning, Argument("glue:startJobRun", r#"{ "JobName.$": "$.j" }"#, r#"{ "Jobname.$": "$.j" }"#)),
    ("unknown-parameter", Warning, Argument("aws-sdk:ec2:describeInstances", r#"{ "InstanceIds": ["i"] }"#, r#"{ "InstancesIds": ["i"] }"#)),
    ("unknown-parameter", Error, Arguments("batch:submitJob", r#"{ "JobName": "j", "JobQueue": "q", "JobDefinition": "d" }"#, r#"{ "JobName": "j", "JobQueue": "q", "JobDefinition": "d", "Xyzzy": 1 }"#)),
    ("unknown-parameter", Warning, Arguments("lambda:invoke", r#"{ "FunctionName": "f" }"#, r#"{ "FunctionName": "f", "ClientToken.$": "$.token" }"#)),
    ("unknown-parameter", Error, Jsonata("aws-sdk:rds:deleteDBInstance", r#"{ "DbInstanceIdentifier": "{% $states.input.d %}" }"#, r#"{ "DBInstanceIdentifier": "{% $states.input.d %}" }"#)),

    // Parameters that are missing.
    ("missing-parameter", Error, Arguments("sqs:sendMessage", r#"{ "QueueUrl": "q", "MessageBody": "m" }"#, r#"{ "QueueUrl": "q" }"#)),
    ("missing-parameter", Warning, Arguments("aws-sdk:s3:getObject", r#"{ "Bucket": "b", "Key": "k" }"#, r#"{ "Bucket": "b" }"#)),
    ("missing-parameter", Warning, Arguments("aws-sdk:ecs:runTask", r#"{ "TaskDefinition": "t", "NetworkConfiguration": { "AwsvpcConfiguration": { "Subnets": [] } } }"#,
        r#"{ "TaskDefinition": "t", "NetworkConfiguration": { "AwsvpcConfiguration": {} } }"#)),
    ("missing-parameter", Warning, Arguments("sns:publish", r#"{ "TopicArn": "t", "Message": "m" }"#, r#"{ "Message": "m" }"#)),

    // Types and values.
    ("parameter-type", Warning, Arguments("aws-sdk:ec2:describeInstances", r#"{ "InstanceIds": ["i"] }"#, r#"{ "InstanceIds": "i" }"#)),
    ("parameter-type", Warning, Arguments("aws-sdk:ec2:terminateInstances", r#"{ "InstanceIds": ["i"] }"#, r#"{ "InstanceIds": { "Id": "i" } }"#)),
    ("parameter-type", Warning, Arguments("ecs:runTask", r#"{ "TaskDefinition": "t", "Count": 1 }"#, r#"{ "TaskDefinition": "t", "Count": "one" }"#)),
    ("parameter-type", Warning, Arguments("ecs:runTask", r#"{ "TaskDefinition": "t", "Overrides": {} }"#, r#"{ "TaskDefinition": "t", "Overrides": [] }"#)),
    ("parameter-type", Warning, Arguments("glue:startJobRun", r#"{ "JobName": "j", "Arguments": { "--day": "1" } }"#, r#"{ "JobName": "j", "Arguments": ["--day", "1"] }"#)),
    ("invalid-parameter-value", Warning, Argument("ecs:runTask", r#"{ "TaskDefinition": "t", "LaunchType": "FARGATE" }"#, r#"{ "TaskDefinition": "t", "LaunchType": "fargate" }"#)),
    ("invalid-parameter-value", Warning, Argument("dynamodb:putItem", r#"{ "TableName": "t", "Item": {}, "ReturnValues": "ALL_OLD" }"#, r#"{ "TableName": "t", "Item": {}, "ReturnValues": "ALL-OLD" }"#)),
    ("invalid-parameter-value", Warning, Argument("lambda:invoke", r#"{ "FunctionName": "f", "InvocationType": "Event" }"#, r#"{ "FunctionName": "f", "InvocationType": "event" }"#)),
    ("invalid-parameter-value", Warning, Arguments("aws-sdk:lambda:updateFunctionConfiguration", r#"{ "FunctionName": "f", "Timeout": 30 }"#, r#"{ "FunctionName": "f", "Timeout": 0 }"#)),
    ("invalid-parameter-value", Warning, Arguments("dynamodb:deleteItem", r#"{ "TableName": "orders", "Key": {} }"#, r#"{ "TableName": "", "Key": {} }"#)),
    ("invalid-parameter-value", Warning, Arguments("aws-sdk:ssm:sendCommand", r#"{ "DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-0123456789abcdef0"] }"#,
        r#"{ "DocumentName": "AWS-RunShellScript", "InstanceIds": ["web-1"] }"#)),
    ("invalid-parameter-value", Warning, Arguments("aws-sdk:ssm:sendCommand", r#"{ "DocumentName": "AWS-RunShellScript", "MaxErrors": "10%" }"#,
        r#"{ "DocumentName": "AWS-RunShellScript", "MaxErrors": "10 %" }"#)),
    ("invalid-parameter-value", Warning, Arguments("aws-sdk:polly:startSpeechSynthesisTask",
        r#"{ "OutputFormat": "mp3", "OutputS3BucketName": "speech", "Text": "t", "VoiceId": "Amy" }"#,
        r#"{ "OutputFormat": "mp3", "OutputS3BucketName": "s3://speech", "Text": "t", "VoiceId": "Amy" }"#)),

    // Error names.
    ("unknown-error-name", Warning, Errors("aws-sdk:ec2:describeInstances", "Ec2.Ec2Exception", "EC2.Ec2Exception")),
    ("unknown-error-name", Warning, Errors("aws-sdk:s3:listBuckets", "S3.NoSuchBucketException", "S3.NoSuchBucket")),
    ("unknown-error-name", Warning, Errors("aws-sdk:rds:describeDBInstances", "Rds.DbInstanceNotFoundException", "Rds.DBInstanceNotFoundFault")),
];

fn findings(text: &str) -> Vec<Diagnostic> {
    let mut found = lint_analyses(&analyze(Source::new(text, "a.asl.json")), &Config::default());
    found.retain(|finding| finding.severity >= Warning);
    found
}

#[test]
fn every_broken_twin_is_found_and_repaired() {
    assert!(TWINS.len() >= 50);
    for (rule, severity, twin) in TWINS {
        let (right, broken) = twin.texts();
        let names = |text: &str| findings(text).iter().map(|finding| finding.rule.name).collect::<Vec<_>>();
        assert_eq!(names(&right), Vec::<&str>::new(), "{twin:?}");
        let found = findings(&broken);
        assert_eq!(
            found.iter().map(|f| (f.rule.name, f.severity)).collect::<Vec<_>>(),
            [(*rule, *severity)],
            "{twin:?}"
        );
        let repaired =
            found[0].fix.as_ref().map(|fix| applied(&broken, &fix.edits).expect("the edits apply"));
        assert_eq!(repaired, twin.is_repaired().then_some(right), "{twin:?}");
    }
}
