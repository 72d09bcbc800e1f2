//! Resources of Tasks.

use super::scope::Scope;
use super::write::ValueTemplate;
use super::{Completions, ItemBuilder, ItemKind};
use asl_core::catalog::services::{INTEGRATIONS, Integration, Pattern, Resource, actions, alternatives};
use asl_core::catalog::{ObjectKind, QueryLanguage, WorkflowType};

/// Adds the optimized integrations with their patterns, and the prefixes of other Resources.
pub(super) fn resources(list: &mut Completions<'_, '_>, scope: &Scope<'_>) {
    if scope.place != ObjectKind::Task && scope.place != ObjectKind::AnyState {
        return distributed(list, scope);
    }
    let is_express = list.context.analysis.workflow() == WorkflowType::Express;
    for (i, integration) in INTEGRATIONS.iter().enumerate() {
        for (j, pattern) in integration.patterns.iter().enumerate() {
            if is_express && *pattern != Pattern::RequestResponse {
                continue;
            }
            let Integration { service, action, .. } = integration;
            let arn = format!("arn:aws:states:::{service}:{action}{}", pattern.suffix());
            let new = ItemBuilder::new(&*arn, ItemKind::Resource, 10 + i * 10 + j);
            let new = new.detail(describe(*pattern)).docs(needs(integration));
            let pairs = skeleton(scope, integration, *pattern);
            let text = list.style.value_and_pairs(&ValueTemplate::Name(arn), &pairs);
            list.add(new, text);
        }
    }
    used(list, scope);
    let others = [
        ("arn:aws:states:::aws-sdk:‹service›:‹action›", "any API action, through the AWS SDK"),
        ("arn:aws:lambda:‹region›:‹account›:function:‹name›", "a Lambda function, invoked directly"),
        ("arn:aws:states:‹region›:‹account›:activity:‹name›", "an activity, polled by workers"),
    ];
    for (i, (arn, docs)) in others.into_iter().enumerate() {
        let is_activity = arn.contains("activity");
        if is_express && is_activity {
            continue;
        }
        let new = ItemBuilder::new(arn.replace(['‹', '›'], ""), ItemKind::Resource, 9000 + i).detail(docs);
        list.add_form(new, &ValueTemplate::Text(arn.to_owned()));
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

fn needs(integration: &Integration) -> String {
    let names: Vec<String> = integration.required.iter().map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("Requires {}.", names.join(", ")),
    }
}

/// The parameters of a Resource, if the Task has none yet.
fn skeleton(scope: &Scope<'_>, integration: &Integration, pattern: Pattern) -> Vec<(String, ValueTemplate)> {
    let field = match scope.language {
        QueryLanguage::JsonPath => "Parameters",
        QueryLanguage::Jsonata => "Arguments",
    };
    let has = |name: &str| scope.object.is_some_and(|object| object.pair(name).is_some());
    if has("Parameters") || has("Arguments") || scope.object.is_none() {
        return Vec::new();
    }
    let one_of = alternatives(integration).first();
    let names = integration.required.iter().chain(one_of);
    let mut pairs: Vec<(String, ValueTemplate)> =
        names.map(|name| ((*name).to_owned(), ValueTemplate::Text("‹›".to_owned()))).collect();
    if (integration.service, integration.action) == ("lambda", "invoke") || pattern == Pattern::Callback {
        pairs.extend(payload(scope, integration, pattern));
    }
    if pairs.is_empty() {
        return Vec::new();
    }
    vec![(field.to_owned(), ValueTemplate::Object(pairs))]
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

/// The required parameters of the call in the state.
pub(super) fn parameters(scope: &Scope<'_>) -> Vec<&'static str> {
    let resource = scope.state.filter(|_| scope.place == ObjectKind::Task).and_then(|state| state.resource());
    let Some(Resource::Optimized { service, action, .. }) = resource.map(Resource::parse) else {
        return Vec::new();
    };
    let Some(integration) = actions(service).find(|one| one.action == action) else { return Vec::new() };
    let mut names: Vec<&str> =
        integration.required.iter().chain(alternatives(integration)).copied().collect();
    if (service, action) == ("lambda", "invoke") {
        names.push("Payload");
    }
    names
}
