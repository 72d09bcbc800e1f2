//! Resources of Tasks.

use super::arns::form;
use super::parameters::value_of;
use super::scope::Scope;
use super::write::ValueTemplate;
use super::{Completions, ItemBuilder, ItemKind};
use asl_core::catalog::services::{INTEGRATIONS, Integration, Pattern, Resource, alternatives, is_filled_in};
use asl_core::catalog::{ObjectKind, QueryLanguage, WorkflowType};
use aws_services::{Action, Service, Support, optimized_service, sdk_service, sdk_services};

use crate::hover::{code, plain};

/// The maximum number of actions to offer at once. Only a few services have more.
const MOST: usize = 300;

/// What the `Resource` of a call begins with.
const PREFIX: &str = "arn:aws:states:::";

/// Adds the Resources that continue the typed text. The whole text is replaced.
pub(super) fn resources(list: &mut Completions<'_, '_>, scope: &Scope<'_>) {
    if scope.place != ObjectKind::Task && scope.place != ObjectKind::AnyState {
        return distributed(list, scope);
    }
    // Each part of the ARN has its own items, so that the client has to ask again as the user types.
    list.is_cut = true;
    used(list, scope);
    let typed = typed(list);
    let (prefix, call) = split(typed).unwrap_or((PREFIX, ""));
    let Some(call) = call.strip_prefix("aws-sdk:") else {
        optimized(list, scope, prefix);
        named(list, typed);
        return others(list);
    };
    match call.split_once(':') {
        Some((service, action)) => {
            if let Some(service) = sdk_service(service) {
                sdk_actions(list, scope, prefix, service, action);
            }
        }
        None => sdk_services_after(list, prefix),
    }
}

/// The text of the `Resource` before the cursor.
fn typed<'a>(list: &Completions<'_, 'a>) -> &'a str {
    match list.context.string() {
        Some((text, at)) => &text.value[..at],
        // In YAML, a colon at the end of the line is no part of a value.
        None => list.context.typed().trim_start_matches(['\\', '"', '\'']),
    }
}

/// Splits the `Resource` of a call before the service. The partition may be a substitution.
fn split(typed: &str) -> Option<(&str, &str)> {
    let end = typed.find(":states:::")? + ":states:::".len();
    let partition = typed[..end].strip_prefix("arn:")?.strip_suffix(":states:::")?;
    let is_partition = partition == "aws" || partition.starts_with("aws-") || is_filled_in(partition);
    is_partition.then(|| typed.split_at(end))
}

/// Adds the services of AWS SDK integrations, the ones that Step Functions lists first.
fn sdk_services_after(list: &mut Completions<'_, '_>, prefix: &str) {
    for (i, service) in sdk_services().iter().filter(|service| !service.is_retired()).enumerate() {
        let new = sdk_item(service, service.name(), i);
        let arn = format!("{prefix}aws-sdk:{}:", service.name());
        list.add_beginning(new, &arn);
    }
}

/// Adds the services of AWS SDK integrations whose name the user has typed instead of an ARN.
fn named(list: &mut Completions<'_, '_>, typed: &str) {
    if typed.is_empty() || !typed.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return;
    }
    let typed = typed.to_ascii_lowercase();
    let is_named = |service: &Service| {
        service.name().starts_with(&typed) || service.aliases().any(|alias| alias == typed)
    };
    let services = sdk_services().iter().filter(|service| !service.is_retired() && is_named(service));
    for (i, service) in services.enumerate() {
        let label = format!("aws-sdk:{}", service.name());
        let filter = if service.name().starts_with(&typed) { service.name() } else { &typed };
        list.add_open(sdk_item(service, &label, i), filter, &format!("{PREFIX}{label}:"));
    }
}

fn sdk_item(service: &Service, label: &str, i: usize) -> ItemBuilder {
    let (rank, detail) = match service.is_listed() {
        true => (10, service.title().to_owned()),
        false => (2000, format!("{}, not listed by Step Functions", service.title())),
    };
    ItemBuilder::new(label, ItemKind::Resource, rank + i).detail(detail)
}

/// Adds the actions of a service, each with its required parameters; and the patterns of the typed action.
fn sdk_actions(
    list: &mut Completions<'_, '_>,
    scope: &Scope<'_>,
    prefix: &str,
    service: &'static Service,
    typed: &str,
) {
    let mut actions: Vec<Action<'_>> =
        service.model().actions().filter(|action| action.support() == Support::Supported).collect();
    let (name, suffix) = typed.split_once('.').map_or((typed, ""), |(name, _)| (name, &typed[name.len()..]));
    list.cut_to(MOST, name, &mut actions, |action| action.name());
    let is_express = list.context.analysis.workflow() == WorkflowType::Express;
    for (i, action) in actions.into_iter().enumerate() {
        let is_typed = action.name() == name;
        for pattern in [Pattern::RequestResponse, Pattern::Callback] {
            let is_offered = pattern == Pattern::RequestResponse || is_typed && !is_express;
            if !is_offered || !suffix.is_empty() && !is_typed {
                continue;
            }
            let label = format!("{}{}", action.name(), pattern.suffix());
            let arn = format!("{prefix}aws-sdk:{}:{label}", service.name());
            let rank = if is_typed { 1 + usize::from(pattern == Pattern::Callback) } else { 10 + i };
            let detail = if is_typed { describe(pattern) } else { service.title() };
            let new = ItemBuilder::new(label, ItemKind::Resource, rank).detail(detail);
            let new = new.docs(action_docs(service, action));
            let pairs = skeleton(scope, sdk_parameters(action));
            let text = list.style.value_and_pairs(&ValueTemplate::Name(arn.clone()), &pairs);
            list.add_for(new, &arn, text);
        }
    }
}

/// Adds the actions of the optimized integrations with their patterns.
fn optimized(list: &mut Completions<'_, '_>, scope: &Scope<'_>, prefix: &str) {
    let is_express = list.context.analysis.workflow() == WorkflowType::Express;
    for (i, integration) in INTEGRATIONS.iter().enumerate() {
        let Integration { service, action, .. } = integration;
        let known = optimized_service(service).and_then(|service| Some((service, service.action(action)?)));
        let docs = known.map_or_else(String::new, |(service, action)| action_docs(service, action));
        for (j, pattern) in integration.patterns.iter().enumerate() {
            if is_express && *pattern != Pattern::RequestResponse {
                continue;
            }
            let arn = format!("{prefix}{service}:{action}{}", pattern.suffix());
            let new = ItemBuilder::new(&*arn, ItemKind::Resource, 10 + i * 10 + j);
            let new = new.detail(describe(*pattern)).docs(&*docs);
            let pairs = skeleton(scope, optimized_parameters(scope, integration, *pattern));
            let text = list.style.value_and_pairs(&ValueTemplate::Name(arn), &pairs);
            list.add(new, text);
        }
    }
}

/// Adds the beginnings of other Resources.
fn others(list: &mut Completions<'_, '_>) {
    let others = [
        ("arn:aws:states:::aws-sdk:‹service›:‹action›", "any API action, through the AWS SDK"),
        ("arn:aws:lambda:‹region›:‹account›:function:‹name›", "a Lambda function, invoked directly"),
        ("arn:aws:states:‹region›:‹account›:activity:‹name›", "an activity, polled by workers"),
    ];
    for (i, (arn, docs)) in others.into_iter().enumerate() {
        let is_activity = arn.contains("activity");
        if list.context.analysis.workflow() == WorkflowType::Express && is_activity {
            continue;
        }
        let new = ItemBuilder::new(arn.replace(['‹', '›'], ""), ItemKind::Resource, 9000 + i).detail(docs);
        match arn.split_once("‹service›") {
            // The service and the action have completions of their own.
            Some((beginning, _)) => list.add_beginning(new, beginning),
            None => list.add_form(new, &ValueTemplate::Text(arn.to_owned())),
        }
    }
}

/// Adds the ARNs and placeholders that other Tasks of the definition call.
fn used(list: &mut Completions<'_, '_>, scope: &Scope<'_>) {
    let states = list.context.analysis.model().states().filter(|state| Some(*state) != scope.state);
    let own = states.filter_map(|state| Some((state.resource()?, state.name().value)));
    let own = own.filter(|(resource, _)| !matches!(Resource::parse(resource), Resource::Optimized { .. }));
    let mut found: Vec<(&str, &str)> = own.filter(|(resource, _)| !resource.is_empty()).collect();
    found.sort_unstable();
    found.dedup_by_key(|(resource, _)| *resource);
    list.cut(&mut found, |(resource, _)| resource);
    for (resource, state) in found {
        let new = ItemBuilder::new(resource, ItemKind::Resource, 0).detail(format!("used in {state}"));
        list.add_form(new, &ValueTemplate::Name(resource.to_owned()));
    }
}

/// Adds the actions that read the items and write the results of a Distributed Map state.
fn distributed(list: &mut Completions<'_, '_>, scope: &Scope<'_>) {
    let actions: &[&str] = match scope.place {
        ObjectKind::ItemReader => &["s3:getObject", "s3:listObjectsV2"],
        ObjectKind::ResultWriter => &["s3:putObject"],
        _ => &[],
    };
    for (i, action) in actions.iter().enumerate() {
        let arn = format!("arn:aws:states:::{action}");
        list.add_form(ItemBuilder::new(&*arn, ItemKind::Resource, i), &ValueTemplate::Name(arn.clone()));
    }
}

fn describe(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::RequestResponse => "continues with the response",
        Pattern::Sync => "waits for the job to finish",
        Pattern::Sync2 => "waits for the job to finish; output as JSON",
        Pattern::Callback => "waits for the task token",
    }
}

/// What an action does, and the parameters that it requires.
fn action_docs(service: &Service, action: Action<'_>) -> String {
    let summary = plain(service.action_summary(action));
    let required: Vec<String> = action.input().mandatory().map(|member| code(member.name())).collect();
    let needs = match required.is_empty() {
        true => String::new(),
        false => format!("Requires {}.", required.join(", ")),
    };
    [summary, needs].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The payload of a call, if the Task has none yet. Every call needs one, even if no parameter is required.
fn skeleton(scope: &Scope<'_>, parameters: Vec<(String, ValueTemplate)>) -> Vec<(String, ValueTemplate)> {
    let has = |name: &str| scope.object.is_some_and(|object| object.pair(name).is_some());
    if has("Parameters") || has("Arguments") || scope.object.is_none() {
        return Vec::new();
    }
    let value = match parameters.is_empty() {
        true => ValueTemplate::Raw("{‹›}".to_owned()),
        false => ValueTemplate::Object(parameters),
    };
    vec![(scope.language.arguments_field().to_owned(), value)]
}

/// The required parameters of an action.
fn sdk_parameters(action: Action<'_>) -> Vec<(String, ValueTemplate)> {
    action
        .input()
        .mandatory()
        .map(|member| (member.name().to_owned(), value_of(member.name(), member.shape())))
        .collect()
}

/// The required parameters of an optimized integration, and those for the input and the task token.
fn optimized_parameters(
    scope: &Scope<'_>,
    integration: &Integration,
    pattern: Pattern,
) -> Vec<(String, ValueTemplate)> {
    let action =
        optimized_service(integration.service).and_then(|service| service.action(integration.action));
    let one_of = alternatives(integration).first();
    let names = integration.required.iter().chain(one_of);
    let pair = |name: &&str| {
        let member = action.and_then(|action| action.input().member(name));
        let value = member.map_or_else(
            || ValueTemplate::Text(form(name).to_owned()),
            |member| value_of(name, member.shape()),
        );
        ((*name).to_owned(), value)
    };
    let mut pairs: Vec<(String, ValueTemplate)> = names.map(pair).collect();
    if (integration.service, integration.action) == ("lambda", "invoke") || pattern == Pattern::Callback {
        pairs.extend(payload(scope, integration, pattern));
    }
    pairs
}

/// Adds the parameters for the input and the task token.
fn payload(
    scope: &Scope<'_>,
    integration: &Integration,
    pattern: Pattern,
) -> Option<(String, ValueTemplate)> {
    let key = match integration.service {
        "lambda" => "Payload",
        "states" => "Input",
        _ => return None,
    };
    let is_path = scope.language == QueryLanguage::JsonPath;
    let text = |text: &str| ValueTemplate::Text(text.to_owned());
    if pattern != Pattern::Callback {
        return Some(match is_path {
            true => (format!("{key}.$"), text("$")),
            false => (key.to_owned(), text("{% ‹$states.input› %}")),
        });
    }
    let token = match is_path {
        true => ("token.$".to_owned(), text("$$.Task.Token")),
        false => ("token".to_owned(), text("{% $states.context.Task.Token %}")),
    };
    Some((key.to_owned(), ValueTemplate::Object(vec![token])))
}
