//! Hovers for field values: keywords, error names, resources, long durations.

use super::super::cursor::Cursor;
use super::{Hover, code, codes, inner};
use asl_core::catalog::services::{self, Integration, Pattern, Resource};
use asl_core::catalog::{ObjectKind, Value, errors, value_docs};
use asl_core::model::Field;
use asl_core::model::retry::{duration, handles};
use asl_core::syntax::{Node, Text};

pub(super) fn hover(cursor: Cursor<'_>, field: Field<'_>, node: Node<'_>) -> Option<Hover> {
    let info = field.info()?;
    let Some(text) = node.as_text() else {
        return Some(Hover { span: node.span(), markdown: time(info.name, node)? });
    };
    let markdown = match (info.name, info.value) {
        ("ErrorEquals", _) => error(text)?,
        ("Error", Value::Text) => errors::meaning(text.value)?.to_owned(),
        ("Resource", _) => {
            let page = Resource::parse(text.value).page();
            let link = page.map_or(String::new(), |page| format!("\n\n[AWS documentation]({page})"));
            resource(field, text.value)? + &link
        }
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

fn error(text: Text<'_>) -> Option<String> {
    let name = text.value;
    if let Some(meaning) = errors::meaning(name) {
        let matched = match name {
            "States.ALL" | "States.TaskFailed" => String::new(),
            name => format!("\n\n{}", matched_by(name)),
        };
        return Some(format!("{meaning}{matched}"));
    }
    let (prefix, _) = name.split_once('.')?;
    (prefix != "States").then(|| format!("An error raised by {}.\n\n{}", code(prefix), matched_by(name)))
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
        Resource::Optimized { service, action, pattern } => {
            let integration = services::actions(service).find(|one| one.action == action);
            let known = integration.map_or(String::new(), required);
            let title = format!("Calls {} of {}.", code(action), code(service));
            let wait = if is_task { waits(pattern) } else { "" };
            Some(format!("{title} {wait}{known}"))
        }
        Resource::Sdk { service, action, pattern } => {
            let prefix = aws_services::sdk_service(service).map(|service| service.error_prefix());
            let errors = prefix.map_or(String::new(), |prefix| {
                format!("\n\nIts error names begin with {} and end in `Exception`.", code(&format!("{prefix}.")))
            });
            let wait = if is_task { waits(pattern) } else { "" };
            let call = format!("Calls {} of {} through the AWS SDK.", code(action), code(service));
            Some(format!("{call} {wait}{errors}"))
        }
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

fn required(integration: &Integration) -> String {
    let mut out = String::new();
    let alternatives = services::alternatives(integration);
    let required = integration.required.iter().copied().filter(|name| !alternatives.contains(name));
    let required = codes(required);
    if !required.is_empty() {
        out.push_str(&format!("\n\n- Requires {required}"));
    }
    if !alternatives.is_empty() {
        out.push_str(&format!("\n- Requires one of {}", codes(alternatives.iter().copied())));
    }
    let endings = integration.patterns.iter().filter(|pattern| **pattern != Pattern::RequestResponse);
    let endings = codes(endings.map(|pattern| pattern.suffix()));
    if !endings.is_empty() {
        out.push_str(&format!("\n- Supports {endings}"));
    }
    if out.starts_with("\n-") && !out.starts_with("\n\n") { format!("\n{out}") } else { out }
}
