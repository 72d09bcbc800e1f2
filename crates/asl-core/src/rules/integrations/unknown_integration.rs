use aws_services::{Service, names, optimized_services, sdk_services, version};

use crate::model::Call;
use crate::rules::prelude::*;
use crate::semantic::arguments::TaskCall;

pub(super) static RULE: Rule = Rule {
    name: "unknown-integration",
    group: Group::Integrations,
    docs: include_str!("unknown_integration.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Safe,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for TaskCall { call, service, action, .. } in cx.calls() {
        let is_filled_in = |name: &str| name.contains("${");
        match service {
            _ if action.is_some() || is_filled_in(call.service()) => {}
            // That is not a call yet; see `invalid-resource`.
            Some(_) if call.action().is_empty() => {}
            None => unknown_service(cx, *call),
            Some(service) if !service.is_known() || is_filled_in(call.action()) => {}
            Some(service) => unknown_action(cx, *call, service),
        }
    }
}

fn unknown_action(cx: &mut Context<'_>, call: Call<'_>, service: &'static Service) {
    let action = call.action();
    let span = cx.part(call.resource(), call.action_span());
    if let Some(right) = respelled_action(service, action) {
        let fix = Fix::safe(format!("Change to `{right}`"), vec![rename(cx, call, None, right)]);
        cx.report(&RULE, span, format!("unknown action `{action}` of `{}`", service.name()))
            .note("actions begin with a small letter, and names must match exactly")
            .help(format!("change it to `{right}`"))
            .fix(fix);
        return;
    }
    let known: Vec<&str> = service.model().actions().map(|action| action.name()).collect();
    let near = cx.nearest(action, known.iter().copied());
    let sdk = if call.is_sdk() { None } else { sdk_call(call) };
    let fix = match (near, &sdk) {
        (Some(near), _) => Some((near.to_owned(), rename(cx, call, None, near))),
        (None, Some((service, action))) => Some((
            format!("aws-sdk:{service}:{action}"),
            rename(cx, call, Some(&format!("aws-sdk:{service}")), action),
        )),
        _ => None,
    };
    let message = match call.is_sdk() {
        true => format!("unknown action `{action}` of `{}`", service.name()),
        false => format!("the optimized integration of `{}` has no action `{action}`", service.name()),
    };
    let diag = cx.report(&RULE, span, message);
    match &fix {
        Some((name, _)) => _ = diag.help(format!("did you mean `{name}`?")),
        None if !call.is_sdk() => {
            diag.help(format!("it supports {}", listed_names(&known, "and")));
        }
        None => {}
    }
    if let Some((name, edit)) = fix {
        diag.fix(Fix::suggested(format!("Change to `{name}`"), vec![edit]));
    }
    if call.is_sdk() {
        diag.note(format!("{} has no such action", version())).warning();
    }
}

fn unknown_service(cx: &mut Context<'_>, call: Call<'_>) {
    let service = call.service();
    let span = cx.part(call.resource(), call.service_span());
    let kind = if call.is_sdk() { "service" } else { "optimized integration" };
    let message = format!("Step Functions has no {kind} `{service}`");
    if let Some((right, action)) = renamed(call) {
        let name = format!("{right}:{}", action.unwrap_or(call.action()));
        let edit = rename(cx, call, Some(&right), action.unwrap_or(call.action()));
        let title = format!("Change to `{name}`");
        // Another service may return something else.
        let fix = match name.eq_ignore_ascii_case(&format!("{service}:{}", call.action())) {
            true => Fix::safe(title, vec![edit]),
            false => Fix::suggested(title, vec![edit]),
        };
        cx.report(&RULE, span, message).help(format!("did you mean `{name}`?")).fix(fix);
        return;
    }
    let services = if call.is_sdk() { sdk_services() } else { optimized_services() };
    let near = cx.nearest(service, services.iter().map(Service::name));
    let edit = near.map(|near| rename(cx, call, Some(near), call.action()));
    let diag = cx.report(&RULE, span, message);
    diag.note(format!("it may be newer than the data of this version, {}", version()));
    if let Some((near, edit)) = near.zip(edit) {
        let fix = Fix::suggested(format!("Change to `{near}`"), vec![edit]);
        diag.help(format!("did you mean `{near}`?")).fix(fix);
    }
    diag.warning();
}

/// The service that a call certainly means, with `aws-sdk:` before it if it has no optimized integration, and the
/// action, if the service has it.
fn renamed(call: Call<'_>) -> Option<(String, Option<&'static str>)> {
    let is_meant = |service: &&'static Service| has_name(service, call.service());
    let with_action = |service: &'static Service| Some((service, respelled_action(service, call.action())?));
    if !call.is_sdk()
        && let Some((service, action)) =
            only(optimized_services().iter().filter(is_meant).filter_map(with_action))
    {
        return Some((service.name().to_owned(), Some(action)));
    }
    let known = || sdk_services().iter().filter(|service| service.is_listed()).filter(is_meant);
    let service =
        only(known().filter_map(with_action)).map(|(service, _)| service).or_else(|| only(known()))?;
    let prefix = if call.is_sdk() { "" } else { "aws-sdk:" };
    Some((format!("{prefix}{}", service.name()), respelled_action(service, call.action())))
}

/// Whether a service is known by a name, in any spelling.
fn has_name(service: &Service, name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_ascii_lowercase();
    service.name().replace('-', "") == letters || service.aliases().any(|alias| alias == letters)
}

/// The action of a service whose name differs only in case, as the name of the operation in the API does.
fn respelled_action(service: &'static Service, name: &str) -> Option<&'static str> {
    let exact = service.action(name).or_else(|| service.action(&names::action(name)));
    let action = exact.or_else(|| {
        only(service.model().actions().filter(|action| action.name().eq_ignore_ascii_case(name)))
    })?;
    Some(action.name())
}

/// The AWS SDK integration that has the action of an optimized integration.
fn sdk_call(call: Call<'_>) -> Option<(&'static str, &'static str)> {
    let found = sdk_services().iter().filter(|service| has_name(service, call.service()));
    only(found.filter_map(|service| Some((service.name(), respelled_action(service, call.action())?))))
}

fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    items.next().filter(|_| items.next().is_none())
}

/// Changes the service and the action in a `Resource`. The pattern stays.
fn rename(cx: &Context<'_>, call: Call<'_>, service: Option<&str>, action: &str) -> crate::edit::Edit {
    let text = call.resource();
    let (from, to) = (call.service_span().start, call.action_span().end);
    let service = service.unwrap_or(call.service());
    let (before, after) = (&text.value[..from as usize], &text.value[to as usize..]);
    cx.replace_text(text, &format!("{before}{service}:{action}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Applicability;

    fn task(resource: &str) -> String {
        format!(
            r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::{resource}", "End": true }} }} }}"#
        )
    }

    #[test]
    fn services_and_actions() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::dynamodb:query", "Next": "B" },
//                                                                ^^^^^ the optimized integration of `dynamodb` has no action `query`
    "B": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:query", "Next": "C" },
    "C": { "Type": "Task", "Resource": "arn:aws:states:::brandnew:doIt", "Next": "D" },
//                                                       ^^^^^^^^ Step Functions has no optimized integration `brandnew`
    "D": { "Type": "Task", "Resource": "arn:aws:states:::lambda:${Action}", "Next": "E" },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:brandnew:doIt", "Next": "F" },
//                                                               ^^^^^^^^ Step Functions has no service `brandnew`
    "F": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds:createDBinstance.waitForTaskToken", "Next": "G" },
//                                                                   ^^^^^^^^^^^^^^^^ unknown action `createDBinstance` of `rds`
    "X": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds:", "Next": "G" },
    "G": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds:doWonders", "Next": "H" },
//                                                                   ^^^^^^^^^ unknown action `doWonders` of `rds`
    "H": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:${Service}:doWonders", "Next": "I" },
    "I": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:qldb:describeLedger", "End": true }
  }
}"#,
        );
    }

    #[test]
    fn an_error_is_what_aws_certainly_rejects() {
        for (resource, severity, meant) in [
            (
                "secretsmanager:getSecretValue",
                Severity::Error,
                Some(("aws-sdk:secretsmanager:getSecretValue", false)),
            ),
            ("s3:getObject", Severity::Error, Some(("aws-sdk:s3:getObject", false))),
            (
                "logs:createLogStream",
                Severity::Error,
                Some(("aws-sdk:cloudwatchlogs:createLogStream", false)),
            ),
            ("Lambda:invoke", Severity::Error, Some(("lambda:invoke", true))),
            ("sfn:startExecution.sync", Severity::Error, Some(("states:startExecution.sync", false))),
            ("eventbridge:putEvents", Severity::Error, Some(("events:putEvents", false))),
            ("emr:addStep.sync", Severity::Error, Some(("elasticmapreduce:addStep.sync", false))),
            ("ecs:RunTask.sync", Severity::Error, Some(("ecs:runTask.sync", true))),
            ("ecs:runTsk", Severity::Error, Some(("ecs:runTask", false))),
            ("dynamodb:query", Severity::Error, Some(("aws-sdk:dynamodb:query", false))),
            ("lamda:invoke", Severity::Warning, Some(("lambda:invoke", false))),
            ("brandnew:doIt", Severity::Warning, None),
            (
                "aws-sdk:stepfunctions:startExecution",
                Severity::Error,
                Some(("aws-sdk:sfn:startExecution", false)),
            ),
            ("aws-sdk:events:putEvents", Severity::Error, Some(("aws-sdk:eventbridge:putEvents", false))),
            ("aws-sdk:DynamoDB:GetItem", Severity::Error, Some(("aws-sdk:dynamodb:getItem", true))),
            (
                "aws-sdk:emr-containers:startJobRun",
                Severity::Error,
                Some(("aws-sdk:emrcontainers:startJobRun", false)),
            ),
            ("aws-sdk:events:doWonders", Severity::Error, Some(("aws-sdk:eventbridge:doWonders", false))),
            (
                "aws-sdk:cloudwatchlogs:CreateLogStream",
                Severity::Error,
                Some(("aws-sdk:cloudwatchlogs:createLogStream", true)),
            ),
            (
                "aws-sdk:cloudwatchlogs:createLogStrem",
                Severity::Warning,
                Some(("aws-sdk:cloudwatchlogs:createLogStream", false)),
            ),
            ("aws-sdk:dynamodbb:getItem", Severity::Warning, Some(("aws-sdk:dynamodb:getItem", false))),
            ("aws-sdk:brandnew:doIt", Severity::Warning, None),
        ] {
            let text = task(resource);
            let found = only_finding(&RULE, &text);
            assert_eq!(found.severity, severity, "{resource}");
            let fixed = found.fix.map(|fix| {
                let fixed = crate::testing::applied(&text, &fix.edits).expect("the edits apply");
                (fixed, fix.applicability == Applicability::Safe)
            });
            let meant = meant.map(|(resource, is_safe)| (task(resource), is_safe));
            assert_eq!(fixed, meant, "{resource}");
        }
    }

    #[test]
    fn the_help_lists_what_an_optimized_integration_supports() {
        let help = |resource: &str| only_finding(&RULE, &task(resource)).help;
        assert_eq!(help("http:download").as_deref(), Some("it supports `invoke`"));
        assert_eq!(help("aws-sdk:sqs:xyzzy"), None);
    }
}
