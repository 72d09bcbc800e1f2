//! Hovers for field values: keywords, error names, resources, long durations.

use super::super::cursor::Cursor;
use super::{Hover, code, codes, few, inner, plain};
use asl_core::catalog::services::{self, Pattern, Resource};
use asl_core::catalog::{ObjectKind, Value, errors, value_docs};
use asl_core::model::retry::{duration, handles};
use asl_core::model::{Call, Field, State};
use asl_core::syntax::{Node, Text};
use aws_services::{Member, Service, optimized_service, sdk_service};

pub(super) fn hover(cursor: Cursor<'_>, field: Field<'_>, node: Node<'_>) -> Option<Hover> {
    let info = field.info()?;
    let Some(text) = node.as_text() else {
        return Some(Hover { span: node.span(), markdown: time(info.name, node)? });
    };
    let markdown = match (info.name, info.value) {
        ("ErrorEquals", _) => error(cursor, text)?,
        ("Error", Value::Text) => errors::meaning(text.value)?.to_owned(),
        ("Resource", _) => resource(field, text.value)? + &links(text.value),
        (name, Value::OneOf(_)) => value_docs(name, text.value)?.to_owned(),
        _ => return None,
    };
    Some(Hover { span: inner(cursor.analysis.tree(), text), markdown })
}

/// A large number of seconds, as a readable duration.
fn time(field: &str, node: Node<'_>) -> Option<String> {
    let seconds = node.as_f64().filter(|seconds| *seconds >= 60.0 && field.ends_with("Seconds"))?;
    Some(duration(seconds as u64))
}

fn error(cursor: Cursor<'_>, text: Text<'_>) -> Option<String> {
    let name = text.value;
    if let Some(meaning) = errors::meaning(name) {
        let matched = match name {
            "States.ALL" | "States.TaskFailed" => String::new(),
            name => format!("\n\n{}", matched_by(name)),
        };
        return Some(format!("{meaning}{matched}"));
    }
    let (prefix, _) = name.split_once('.')?;
    if prefix == "States" {
        return None;
    }
    let call = cursor.state().and_then(State::call);
    let raises = call
        .filter(|call| call.known_action().is_some_and(|action| action.errors().any(|error| error == name)));
    let title = call
        .and_then(Call::known_service)
        .filter(|service| service.error_prefix() == prefix)
        .map(Service::title);
    let by = match (raises, title) {
        (Some(call), _) => format!("An error that {} can raise.", code(&call.name())),
        (None, Some(title)) if !title.is_empty() => format!("An error raised by {}.", plain(title)),
        _ => format!("An error raised by {}.", code(prefix)),
    };
    Some(format!("{by}\n\n{}", matched_by(name)))
}

/// The wildcard names that match an error.
fn matched_by(name: &str) -> &'static str {
    let by_all = !matches!(name, "States.DataLimitExceeded" | "States.Runtime");
    match (by_all, handles("States.TaskFailed", name)) {
        (true, true) => "Also matched by `States.ALL` and `States.TaskFailed`.",
        // It is not known whether `States.TaskFailed` matches a missed heartbeat.
        (true, false) if name == "States.HeartbeatTimeout" => "Also matched by `States.ALL`.",
        (true, false) => "Also matched by `States.ALL`, but not by `States.TaskFailed`.",
        (false, _) => "Matched by neither `States.ALL` nor `States.TaskFailed`.",
    }
}

/// Briefly describes what a Task does with its Resource.
pub(super) fn called(resource: &str) -> Option<String> {
    let (name, pattern) = match Resource::parse(resource) {
        Resource::Optimized { service, action, pattern } => (format!("{service}:{action}"), pattern),
        Resource::Sdk { service, action, pattern } => (format!("aws-sdk:{service}:{action}"), pattern),
        Resource::Activity => return Some("waits for an activity worker".to_owned()),
        Resource::Other => {
            let (name, _) = Resource::function(resource)?;
            return Some(format!("calls the Lambda function {}", code(name)));
        }
    };
    let wait = match pattern {
        Pattern::RequestResponse => "",
        Pattern::Sync | Pattern::Sync2 => " and waits for it to finish",
        Pattern::Callback => " and waits for the task token",
    };
    Some(format!("calls {}{wait}", code(&name)))
}

fn resource(field: Field<'_>, text: &str) -> Option<String> {
    let is_task = matches!(field.object().kind(), ObjectKind::Task | ObjectKind::AnyState);
    match Resource::parse(text) {
        Resource::Optimized { .. } | Resource::Sdk { .. } if is_task => call(text),
        Resource::Optimized { .. } | Resource::Sdk { .. } => called_action(text, ""),
        Resource::Activity => Some(
            "Waits for a worker of this activity to perform the task and report its result. Standard workflows only."
                .to_owned(),
        ),
        Resource::Other => {
            let (name, qualifier) = Resource::function(text)?;
            let version = match qualifier {
                Some("$LATEST") | None => " (version `$LATEST`)".to_owned(),
                Some(qualifier) => format!(" (version or alias {})", code(qualifier)),
            };
            Some(format!("Calls the Lambda function {}{version} with the input of the Task as its event.", code(name)))
        }
    }
}

/// Describes the call of an action by a Task; `None` if the resource is something else.
pub(crate) fn call(resource: &str) -> Option<String> {
    called_action(resource, waits(Resource::parse(resource).pattern()?))
}

/// Describes the call of an action, after which the state waits in a certain way.
fn called_action(resource: &str, wait: &str) -> Option<String> {
    match Resource::parse(resource) {
        Resource::Optimized { service, action, .. } => {
            let integration = services::actions(service).find(|one| one.action == action);
            let known = optimized_service(service);
            let title = title(known, service);
            let call = format!("Calls {} of {title}. {wait}", code(action));
            let one_of = integration.map_or(&[][..], services::alternatives);
            let patterns = integration.map_or(&[][..], |integration| integration.patterns);
            Some(call + &about(known, action, one_of, patterns))
        }
        Resource::Sdk { service, action, .. } => {
            let known = sdk_service(service);
            let title = title(known, service);
            let call = format!("Calls {} of {title} through the AWS SDK. {wait}", code(action));
            Some(call + &about(known, action, &[], &[Pattern::Callback]))
        }
        Resource::Activity | Resource::Other => None,
    }
}

/// Describes an integration pattern.
fn waits(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::RequestResponse => "The Task continues with the response.",
        Pattern::Sync => "The Task waits for the job to finish. Standard workflows only.",
        Pattern::Sync2 => {
            "The Task waits for the job to finish, and receives its output as JSON instead of a string. Standard workflows only."
        }
        Pattern::Callback => "The Task waits until the task token is returned. Standard workflows only.",
    }
}

/// The name of a service for people, or else its name in the Resource.
fn title(service: Option<&Service>, name: &str) -> String {
    let title = service.map(Service::title).filter(|title| !title.is_empty());
    title.map_or_else(|| code(name), plain)
}

/// What the index knows about an action: its purpose, required parameters, patterns and errors.
fn about(service: Option<&Service>, action: &str, one_of: &[&str], patterns: &[Pattern]) -> String {
    let Some(service) = service else { return String::new() };
    let action = service.action(action);
    let summary = action.map(|action| plain(service.action_summary(action))).filter(|text| !text.is_empty());
    let mut lines = Vec::new();
    if let Some(action) = action {
        let required =
            codes(action.input().mandatory().map(Member::name).filter(|name| !one_of.contains(name)));
        if !required.is_empty() {
            lines.push(format!("Requires {required}"));
        }
        if !one_of.is_empty() {
            lines.push(format!("Requires one of {}", codes(one_of.iter().copied())));
        }
        let suffixes = patterns.iter().filter(|pattern| **pattern != Pattern::RequestResponse);
        let suffixes = codes(suffixes.map(|pattern| pattern.suffix()));
        if !suffixes.is_empty() {
            lines.push(format!("Supports {suffixes}"));
        }
        let errors: Vec<String> = action.errors().map(code).collect();
        if !errors.is_empty() {
            lines.push(format!("Raises {}", few(&errors)));
        }
    }
    if !service.error_prefix().is_empty() && action.is_none_or(|action| action.errors().next().is_none()) {
        let prefix = code(&format!("{}.", service.error_prefix()));
        lines.push(format!("Its error names begin with {prefix} and end in `Exception`"));
    }
    let lines: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
    let parts = summary.into_iter().chain((!lines.is_empty()).then(|| lines.join("\n")));
    parts.map(|part| format!("\n\n{part}")).collect()
}

/// Links to AWS's pages about a Resource.
fn links(text: &str) -> String {
    let resource = Resource::parse(text);
    let api = match resource {
        Resource::Sdk { service, action, .. } => {
            sdk_service(service).and_then(|service| Some((service, service.action(action)?)))
        }
        _ => None,
    };
    let api = api.map(|(service, action)| format!("[API reference]({})", service.page(action)));
    let page = resource.page().map(|page| format!("[AWS documentation]({page})"));
    let links: Vec<String> = api.into_iter().chain(page).collect();
    if links.is_empty() { String::new() } else { format!("\n\n{}", links.join(" · ")) }
}
