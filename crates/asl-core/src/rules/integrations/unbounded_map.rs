use crate::catalog::services::{Resource, arn_parts};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unbounded-map",
    group: Group::Integrations,
    docs: include_str!("unbounded_map.md"),
    severity: Severity::Info,
    ..Rule::DEFAULTS
};

/// Services whose default quotas are far below 10,000 concurrent calls.
const THROTTLED: [&str; 24] = [
    "apigateway",
    "athena",
    "batch",
    "bedrock",
    "bedrockagentcore",
    "bedrockruntime",
    "codebuild",
    "comprehend",
    "databrew",
    "ecs",
    "eks",
    "elasticmapreduce",
    "emr-containers",
    "emr-serverless",
    "glue",
    "http",
    "lambda",
    "mediaconvert",
    "rekognition",
    "sagemaker",
    "sagemakerruntime",
    "textract",
    "transcribe",
    "translate",
];
/// Parts of the names of throttling errors.
const THROTTLING_ERRORS: [&str; 8] = [
    "States.ALL",
    "States.TaskFailed",
    "TooManyRequests",
    "Throttl",
    "LimitExceeded",
    "Quota",
    "Provisioned",
    "StatusCode.429",
];

pub(super) fn run(cx: &mut Context<'_>) {
    for machine in cx.machines() {
        let Some(map) = machine.parent().filter(|map| map.is_distributed_map()) else { continue };
        let Some(object) = map.object().filter(|object| !object.is_damaged()) else { continue };
        let limit = object.field_or_misspelling("MaxConcurrency");
        let is_bounded = limit.is_some_and(|limit| limit.value().and_then(Node::as_f64) != Some(0.0));
        if is_bounded || object.has_or_misspells("MaxConcurrencyPath") {
            continue;
        }
        let Some((task, service)) = machine.states().find_map(|task| Some((task, throttled(task)?))) else {
            continue;
        };
        let span = limit.and_then(|limit| limit.value()).map_or(map.name().span, Node::span);
        let name = map.name().value;
        cx.report(&RULE, span, format!("`{name}` may make up to 10,000 concurrent calls to `{service}`"))
            .note("the service throttles calls above its quota, and the first item that fails ends the Map")
            .help("set `MaxConcurrency` to what the service can handle, or retry throttling errors")
            .related(task.name().span, "called here");
    }
}

/// The service that a Task calls, if it may throttle some of very many calls and the Task does not retry them.
fn throttled<'a>(task: State<'a>) -> Option<&'a str> {
    if !task.is(StateKind::Task) || task.objects("Retry").any(retries_throttling) {
        return None;
    }
    let resource = task.resource()?;
    let service = match Resource::parse(resource) {
        Resource::Optimized { service, .. } | Resource::Sdk { service, .. } => service,
        Resource::Activity => return None,
        Resource::Other => arn_parts(resource)?[2],
    };
    THROTTLED.contains(&service).then_some(service)
}

fn retries_throttling(retrier: Object<'_>) -> bool {
    let names = retrier.get("ErrorEquals").into_iter().flat_map(Node::items).filter_map(Node::as_text);
    let attempts = retrier.get("MaxAttempts").and_then(Node::as_f64);
    attempts != Some(0.0)
        && names.into_iter().any(|name| {
            name.has_placeholder() || THROTTLING_ERRORS.iter().any(|part| name.value.contains(part))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(limit: &str, mode: &str, task: &str) -> String {
        format!(
            r#"{{ "States": {{ "Each": {{ "Type": "Map", {limit} "ItemProcessor": {{
              "ProcessorConfig": {{ "Mode": "{mode}", "ExecutionType": "STANDARD" }}, "StartAt": "T",
              "States": {{ "T": {{ "Type": "Task", {task}, "End": true }} }} }}, "End": true }} }} }}"#
        )
    }

    #[test]
    fn services_with_low_quotas() {
        for (resource, service) in [
            ("arn:aws:states:::lambda:invoke", "lambda"),
            ("arn:aws:lambda:us-east-1:111122223333:function:${f}", "lambda"),
            ("arn:aws:states:::aws-sdk:textract:analyzeDocument", "textract"),
        ] {
            let task = format!(r#""Resource": "{resource}""#);
            let found = only_finding(&RULE, &map("", "DISTRIBUTED", &task));
            assert_eq!(
                found.message,
                format!("`Each` may make up to 10,000 concurrent calls to `{service}`")
            );
            only_finding(&RULE, &map(r#""MaxConcurrency": 0,"#, "DISTRIBUTED", &task));
            check(&RULE, &map("", "INLINE", &task));
            check(&RULE, &map(r#""MaxConcurrency": 100,"#, "DISTRIBUTED", &task));
            check(&RULE, &map(r#""MaxConcurrencyPath": "$.most","#, "DISTRIBUTED", &task));
            check(&RULE, &map(r#""MaxConcurency": 100,"#, "DISTRIBUTED", &task));
        }
        for resource in
            ["arn:aws:states:::sqs:sendMessage", "arn:aws:states:::aws-sdk:s3:getObject", "${Task}"]
        {
            check(&RULE, &map("", "DISTRIBUTED", &format!(r#""Resource": "{resource}""#)));
        }
    }

    #[test]
    fn throttling_may_be_retried() {
        let task = |retrier: &str| {
            let task = format!(r#""Resource": "arn:aws:states:::lambda:invoke", "Retry": [{{ {retrier} }}]"#);
            map("", "DISTRIBUTED", &task)
        };
        check(&RULE, &task(r#""ErrorEquals": ["Lambda.TooManyRequestsException"]"#));
        check(&RULE, &task(r#""ErrorEquals": ["States.ALL"]"#));
        only_finding(&RULE, &task(r#""ErrorEquals": ["States.ALL"], "MaxAttempts": 0"#));
        only_finding(&RULE, &task(r#""ErrorEquals": ["Mine"]"#));
    }
}
