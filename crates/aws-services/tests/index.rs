//! The index that ships.

use aws_services::optimized::INTEGRATIONS;
use aws_services::{
    Shape, Structure, Support, optimized_service, optimized_services, sdk_service, sdk_services, version,
};

fn input(service: &str, action: &str) -> Structure<'static> {
    sdk_service(service).and_then(|service| service.action(action)).expect(action).input()
}

#[test]
fn every_service_can_be_read() {
    assert!(version().starts_with("botocore 1."));
    assert!(sdk_services().len() > 400);
    for service in sdk_services().iter().chain(optimized_services()) {
        assert_eq!(service.model().actions().count() == 0, service.is_retired(), "{}", service.name());
        for action in service.model().actions() {
            assert_eq!(service.action(action.name()).unwrap().name(), action.name());
            for member in action.input().members() {
                assert_eq!(action.input().member(member.name()).unwrap().name(), member.name());
            }
            assert!(action.errors().all(|error| error.contains('.')));
        }
    }
}

#[test]
fn services_have_names_and_prefixes() {
    let logs = sdk_service("cloudwatchlogs").unwrap();
    assert_eq!(
        (logs.error_prefix(), logs.iam_prefix(), logs.title()),
        ("CloudWatchLogs", "logs", "Amazon CloudWatch Logs")
    );
    assert!(logs.aliases().any(|alias| alias == "logs"));
    assert!(logs.is_listed() && !logs.is_retired());
    assert!(sdk_service("logs").is_none());
    assert!(!sdk_service("apigatewaymanagementapi").unwrap().is_listed());
    assert!(sdk_service("qldb").unwrap().is_retired());
}

#[test]
fn parameters_have_the_names_of_step_functions() {
    let database = input("rds", "createDBInstance");
    let identifier = database.member("DbInstanceIdentifier").unwrap();
    assert_eq!((identifier.api_name(), identifier.is_required()), ("DBInstanceIdentifier", true));
    assert!(database.member("DBInstanceIdentifier").is_none());
    let Some(Shape::Map(key)) = input("dynamodb", "getItem").member("Key").map(|key| key.shape()) else {
        panic!()
    };
    let Shape::Structure(value) = key.element() else { panic!() };
    assert!(value.member("Nul").is_some() && value.member("Bool").is_some());
    assert!(input("ec2", "runInstances").member("DryRun").is_none());
    assert!(input("s3", "copyObject").member("DestinationBucket").is_some());
    assert!(input("ec2", "runInstances").member("ClientToken").unwrap().is_token());
}

#[test]
fn values_and_ranges() {
    let shape = |action: &str, name: &str| input("lambda", action).member(name).unwrap().shape();
    let Shape::String(kind) = shape("invoke", "InvocationType") else { panic!() };
    assert!(kind.values().eq(["Event", "RequestResponse", "DryRun"]));
    let Shape::Integer(range) = shape("createFunction", "Timeout") else { panic!() };
    assert!(range.contains(1.0) && !range.contains(0.0) && !range.contains(1e9));
}

#[test]
fn actions_say_what_they_do_and_raise() {
    let dynamodb = sdk_service("dynamodb").unwrap();
    let action = dynamodb.action("getItem").unwrap();
    assert!(action.errors().any(|error| error == "DynamoDb.ResourceNotFoundException"));
    assert!(dynamodb.action_summary(action).starts_with("The GetItem operation returns"));
    assert!(!dynamodb.member_summary(action.input().member("Key").unwrap()).is_empty());
    assert_eq!(dynamodb.page(action), "https://docs.aws.amazon.com/goto/WebAPI/dynamodb-2012-08-10/GetItem");
    let support =
        |service: &str, action: &str| sdk_service(service).unwrap().action(action).unwrap().support();
    assert_eq!(support("sts", "assumeRole"), Support::Unsupported);
    assert_eq!(support("polly", "startSpeechSynthesisStream"), Support::Stream);
    assert_eq!(support("sqs", "sendMessage"), Support::Supported);
}

#[test]
fn optimized_integrations_have_their_own_requests_and_results() {
    for integration in INTEGRATIONS {
        let service = optimized_service(integration.service).unwrap();
        let input = service.action(integration.action).unwrap().input();
        for name in integration.required {
            assert!(input.member(name).unwrap().is_required(), "{integration:?} {name}");
        }
    }
    let action = |service: &str, action: &str| optimized_service(service).unwrap().action(action).unwrap();
    assert!(action("batch", "submitJob").input().member("JobName").is_some());
    let step = action("elasticmapreduce", "addStep").input();
    assert!(step.member("Step").is_some() && step.member("Steps").is_none());
    let Shape::Structure(item) = action("dynamodb", "getItem").output() else { panic!() };
    assert!(item.member("Item").is_some() && item.member("SdkHttpMetadata").is_some());
    let Shape::Structure(task) = action("ecs", "runTask").job_output() else { panic!() };
    assert!(task.member("TaskArn").is_some() && task.member("Tasks").is_none());
    let payload = action("lambda", "invoke").input().member("Payload").unwrap().shape();
    assert!(matches!(payload, Shape::Document));
    for (service, job, member) in [
        ("codebuild", "startBuild", "Build"),
        ("databrew", "startJobRun", "Outputs"),
        ("eks", "createCluster", "Cluster"),
    ] {
        let Shape::Structure(result) = action(service, job).job_output() else { panic!() };
        assert!(result.member(member).is_some(), "{service}:{job}");
    }
    // Nothing tells what the other jobs of Amazon EKS return.
    assert!(matches!(action("eks", "createNodegroup").job_output(), Shape::Document));
}
