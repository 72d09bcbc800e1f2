use crate::catalog::services::Resource;
use crate::edit::{self, Edit};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "missing-retry",
    group: Group::Errors,
    docs: include_str!("missing_retry.md"),
    severity: Severity::Info,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

/// A kind of target, and the errors to retry when it is called.
struct Target {
    /// The prefix of its error names.
    prefix: &'static str,
    when: &'static str,
    why: &'static str,
    errors: &'static [&'static str],
}

const LAMBDA: Target = Target {
    prefix: "Lambda.",
    when: "the Lambda service fails",
    why: "the Lambda service occasionally fails for a moment, and the execution fails with it",
    errors: &[
        "Lambda.ClientExecutionTimeoutException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
    ],
};

const HTTP: Target = Target {
    prefix: "States.Http.",
    when: "the endpoint is overloaded",
    why: "status 429 or 503 means that the request was not processed and may be sent again later",
    errors: &["States.Http.StatusCode.429", "States.Http.StatusCode.503"],
};

const API_GATEWAY: Target = Target {
    prefix: "ApiGateway.",
    when: "the API is overloaded",
    why: "status 429 or 503 means that the request was not processed and may be sent again later",
    errors: &["ApiGateway.429", "ApiGateway.503"],
};

/// The maximum number of other states that a finding names.
const SHOWN: usize = 5;

pub(super) fn run(cx: &mut Context<'_>) {
    let mut found: [(&Target, Vec<Object<'_>>); 3] =
        [(&LAMBDA, Vec::new()), (&HTTP, Vec::new()), (&API_GATEWAY, Vec::new())];
    for state in cx.states_of(StateKind::Task) {
        let (Some(object), Some(resource)) = (state.object(), state.resource()) else { continue };
        let Some(which) = target(resource) else { continue };
        if !object.is_damaged() && !is_retried(object, found[which].0) {
            found[which].1.push(object);
        }
    }
    for (target, mut tasks) in found {
        tasks.sort_by_key(|task| task.name());
        report(cx, target, &tasks);
    }
}

/// The index, in the list above, of the kind of target that a `Resource` calls.
fn target(resource: &str) -> Option<usize> {
    // Most Tasks call other services.
    let is_other = |rest: &str| !["lambda:", "http:", "apigateway:"].iter().any(|s| rest.starts_with(s));
    if resource.strip_prefix("arn:aws:states:::").is_some_and(is_other) {
        return None;
    }
    match Resource::parse(resource) {
        Resource::Optimized { service: "lambda", action: "invoke", .. } => Some(0),
        Resource::Optimized { service: "http", action: "invoke", .. } => Some(1),
        Resource::Optimized { service: "apigateway", action: "invoke", .. } => Some(2),
        _ => Resource::function(resource).map(|_| 0),
    }
}

/// Whether a retrier covers one of the errors, even if it says that they are never retried.
fn is_retried(task: Object<'_>, target: &Target) -> bool {
    let Some(retry) = task.field_or_misspelling("Retry") else { return false };
    let is_known = retry.key().value == "Retry" && retry.value().is_some_and(|v| v.kind() == Kind::Array);
    let covers = |retrier: Object<'_>| {
        let mut names = retrier.error_names().peekable();
        names.peek().is_none()
            || names.any(|name| {
                name.has_placeholder()
                    || matches!(name.value, "States.ALL" | "States.TaskFailed")
                    || name.value.starts_with(target.prefix)
            })
    };
    !is_known || task.objects("Retry").any(covers)
}

/// Reports all Tasks in one finding, because their retriers are usually added together.
fn report<'a>(cx: &mut Context<'a>, target: &Target, tasks: &[Object<'a>]) {
    let Some((first, others)) = tasks.split_first() else { return };
    let name = |task: &Object<'a>| task.state().expect("a Task is a state").name();
    let subject = match others {
        [] => format!("`{}` is", name(first).value),
        [other] => format!("`{}` and `{}` are", name(first).value, name(other).value),
        _ => format!("`{}` and {} other Tasks are", name(first).value, others.len()),
    };
    let title = if others.is_empty() { "Add a retrier" } else { "Add a retrier to each Task" };
    let fix = cx
        .makes_fixes
        .then(|| Fix::suggested(title, tasks.iter().map(|task| add_retrier(cx, *task, target)).collect()));
    let diagnostic = cx
        .report(&RULE, name(first).span, format!("{subject} not retried when {}", target.when))
        .note(target.why)
        .help(format!("retry errors such as `{}` with exponential backoff", target.errors[1]));
    if let Some(fix) = fix {
        diagnostic.fix(fix);
    }
    for other in others.iter().take(SHOWN) {
        diagnostic.related(name(other).span, "not retried either");
    }
}

fn add_retrier(cx: &Context<'_>, task: Object<'_>, target: &Target) -> Edit {
    let errors: Vec<String> = target.errors.iter().map(|error| format!("\"{error}\"")).collect();
    let retrier = format!(
        "{{ \"ErrorEquals\": [{}], \"IntervalSeconds\": 1, \"MaxAttempts\": 3, \"BackoffRate\": 2, \"JitterStrategy\": \"FULL\" }}",
        errors.join(", ")
    );
    let Some(list) = task.get("Retry") else {
        let is_before = |key: &str| !matches!(key, "Catch" | "Next" | "End");
        let after =
            task.fields().map(|field| field.pair()).take_while(|pair| is_before(pair.key().value)).last();
        return cx.insert_field(task, after, "Retry", &format!("[{retrier}]"));
    };
    edit::insert_first_item(cx.tree(), list, &retrier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tasks_of_a_kind_are_reported_together() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke" },
//  ^^^ `A` and 2 other Tasks are not retried when the Lambda service fails
    "B": { "Type": "Task", "Resource": "arn:aws-cn:lambda:cn-north-1:111122223333:function:f" },
    "C": {
      "Type": "Parallel",
      "Retry": [{ "ErrorEquals": ["States.ALL"] }],
      "Branches": [{ "States": {
        "I": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken" }
      } }]
    },
    "D": { "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Retry": [{ "ErrorEquals": ["E"] }] },
//  ^^^ `D` and `E` are not retried when the endpoint is overloaded
    "E": { "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Retry": [] },
    "F": { "Type": "Task", "Resource": "arn:aws-us-gov:states:::apigateway:invoke" },
//  ^^^ `F` is not retried when the API is overloaded
    "G": { "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage" },
    "H": { "Type": "Task", "Resource": "${Function}" }
  }
}"#,
        );
    }

    #[test]
    fn a_retrier_for_one_of_the_errors_is_enough() {
        let task = |fields: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", {fields} }} }} }}"#
            )
        };
        for retry in [
            r#""Retry": [{ "ErrorEquals": ["E"] }, { "ErrorEquals": ["States.ALL"] }]"#,
            r#""Retry": [{ "ErrorEquals": ["States.TaskFailed"] }]"#,
            r#""Retry": [{ "ErrorEquals": ["Lambda.Unknown"], "MaxAttempts": 0 }]"#,
            r#""Retry": [{ "ErrorEquals": ["${Errors}"] }]"#,
            r#""Retry": [{ "ErrorEqual": ["States.ALL"] }]"#,
            r#""Retyr": [{ "ErrorEquals": ["States.ALL"] }]"#,
            r#""Retry": "${Retry}""#,
        ] {
            check(&RULE, &task(retry));
        }
    }

    const RETRIER: &str = r#"{ "ErrorEquals": ["ApiGateway.429", "ApiGateway.503"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "JitterStrategy": "FULL" }"#;

    fn check_api(before: &str, after: &str) {
        let task = |fields: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::apigateway:invoke", {fields} }} }} }}"#
            )
        };
        check_fix(&RULE, &task(before), &task(&after.replace("RETRIER", RETRIER)));
    }

    #[test]
    fn the_retrier_comes_first() {
        check_api(r#""End": true"#, r#""Retry": [RETRIER], "End": true"#);
        check_api(r#""Retry": [], "End": true"#, r#""Retry": [RETRIER], "End": true"#);
        check_api(
            r#""Retry": [{ "ErrorEquals": ["E"] }], "End": true"#,
            r#""Retry": [RETRIER, { "ErrorEquals": ["E"] }], "End": true"#,
        );
    }
}
