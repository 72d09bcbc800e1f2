//! Error names that the state can raise.

use super::scope::Scope;
use super::write::ValueTemplate;
use super::{Completions, ItemBuilder, ItemKind};
use asl_core::catalog::errors::{KNOWN, prefixes};
use asl_core::catalog::services::Resource;
use asl_core::catalog::{FieldInfo, StateKind};
use asl_core::syntax::Node;

/// Adds error names, as items of `ErrorEquals` or as its whole value.
pub(super) fn names(list: &mut Completions<'_, '_>, scope: &Scope<'_>, info: &FieldInfo, in_array: bool) {
    if info.name != "ErrorEquals" {
        return;
    }
    let listed = scope.object.and_then(|object| object.get("ErrorEquals"));
    let here = list.context.replace;
    let others = listed.into_iter().flat_map(Node::items).filter(|item| item.span() != here || in_array);
    let others: Vec<&str> = others.filter_map(Node::as_str).filter(|_| !in_array).collect();
    let own: Vec<String> = raised(scope);
    let called = called(scope);
    let known = KNOWN.iter().map(|name| (*name).to_owned());
    let known = known.filter(|name| can_occur(scope, name) && !called.contains(name));
    let prefixes = prefix(scope).into_iter().map(|prefix| format!("{prefix}.‹Exception›"));
    let all = own.into_iter().map(|name| (0, name));
    let all = all.chain(called.iter().map(|name| (1, name.clone())));
    let all = all.chain(known.map(|name| (rank(scope, &name), name)));
    for (i, (rank, name)) in all.chain(prefixes.map(|name| (4, name))).enumerate() {
        // It matches all errors, and must be the only item.
        let is_alone = name == "States.ALL" && !others.is_empty();
        if is_alone || others.contains(&name.as_str()) || others.contains(&"States.ALL") {
            continue;
        }
        let text = ValueTemplate::Text(name.clone());
        let form = if in_array { ValueTemplate::Array(vec![text]) } else { text };
        let label = name.replace(['‹', '›'], "");
        let new = ItemBuilder::new(label, ItemKind::Value, rank * 1000 + i).detail(if rank == 1 {
            "error of the called action"
        } else {
            detail(&name)
        });
        list.add_form(new, &form);
    }
}

/// The errors of the called action: those that the API lists, and those that any call of the service can raise.
fn called(scope: &Scope<'_>) -> Vec<String> {
    let Some(call) = scope.state.and_then(|state| state.call()) else { return Vec::new() };
    let mut names: Vec<String> =
        call.known_action().into_iter().flat_map(|action| action.errors()).map(str::to_owned).collect();
    if let Some(service) = call.known_service().filter(|_| call.is_sdk()) {
        let prefix = service.error_prefix();
        for generic in [format!("{prefix}.{prefix}Exception"), format!("{prefix}.SdkClientException")] {
            if !names.contains(&generic) {
                names.push(generic);
            }
        }
    }
    names
}

/// The error names of Fail states, in alphabetical order.
fn raised(scope: &Scope<'_>) -> Vec<String> {
    let Some(state) = scope.state else { return Vec::new() };
    let fails = state.model().states().filter(|state| state.is(StateKind::Fail));
    let names = fails.filter_map(|state| state.get("Error")?.as_str());
    let mut names: Vec<String> =
        names.filter(|name| !name.is_empty() && !name.contains(['{', '$'])).map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !KNOWN.contains(&name.as_str()));
    names
}

fn rank(scope: &Scope<'_>, name: &str) -> usize {
    match name {
        "States.ALL" | "States.TaskFailed" | "States.Timeout" => 2,
        _ if name.starts_with("Lambda.") && calls(scope, "lambda") => 3,
        _ => 5,
    }
}

fn detail(name: &str) -> &'static str {
    match name {
        "States.ALL" => "any error",
        "States.TaskFailed" => "any error of a Task but States.Timeout",
        _ if name.starts_with("States.") => "error of Step Functions",
        _ => "error",
    }
}

/// Whether the state can raise an error.
fn can_occur(scope: &Scope<'_>, name: &str) -> bool {
    let Some(state) = scope.state else { return true };
    let is_of_lambda = name.starts_with("Lambda.") || name == "Sandbox.Timedout";
    match state.kind() {
        Some(StateKind::Task) => {
            state.obstacle_to(name).is_none() && (!is_of_lambda || calls(scope, "lambda"))
        }
        Some(StateKind::Map) => name != "States.BranchFailed",
        _ => true,
    }
}

/// Whether the Task may call a service, judging by its Resource.
fn calls(scope: &Scope<'_>, wanted: &str) -> bool {
    let Some(resource) = scope.state.and_then(|state| state.resource()) else { return true };
    match Resource::parse(resource) {
        Resource::Optimized { service, .. } | Resource::Sdk { service, .. } => service == wanted,
        Resource::Activity => false,
        Resource::Other => wanted == "lambda",
    }
}

/// The prefix of the error names of the called service.
fn prefix(scope: &Scope<'_>) -> Option<&'static str> {
    match Resource::parse(scope.state?.resource()?) {
        Resource::Optimized { service, .. } => prefixes(service).map(|(optimized, _)| optimized),
        Resource::Sdk { service, .. } => Some(aws_services::sdk_service(service)?.error_prefix()),
        Resource::Activity | Resource::Other => None,
    }
}
