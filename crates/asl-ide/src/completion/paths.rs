//! Completion inside JSONPath and intrinsic functions: properties, fields of the context object, variables, functions.

use std::collections::BTreeMap;

use super::super::functions::Signature;
use super::scope::Scope;
use super::strings::StringPart;
use super::{Completions, ItemBuilder, ItemKind};
use asl_core::catalog::intrinsics::INTRINSICS;
use asl_core::catalog::services::{Pattern, Resource};
use asl_core::catalog::{Available, CONTEXT, ContextField, FieldInfo, StateKind, Value, context_field};
use asl_core::semantic::data::Data;
use asl_core::syntax::Node;

pub(super) fn items(
    list: &mut Completions<'_, '_>,
    scope: &Scope<'_>,
    info: &FieldInfo,
    part: StringPart<'_>,
) {
    let takes_functions = matches!(info.value, Value::PathOrIntrinsic | Value::Template | Value::Variables);
    let in_text = part.before.matches('\'').count() % 2 == 1;
    if in_text && !part.token.starts_with('$') {
        return;
    }
    let token = part.token;
    if !token.starts_with('$') {
        if takes_functions {
            intrinsics(list, info, part);
        }
        if !token.is_empty() {
            return;
        }
    }
    let is_result = info.name == "ResultPath";
    if info.context && (token.is_empty() || token.starts_with("$$")) {
        context(list, scope, info, part);
    }
    if !is_result && !token.starts_with("$$") && !token.contains('.') {
        variables(list, scope, part);
    }
    if !token.starts_with("$$") {
        let data = scope.state.map(|state| list.context.analysis.data().root_in(state, info.name));
        fields(list, part, "$", data.unwrap_or_default());
        properties(list, scope, part);
    }
    if matches!(token, "" | "$") {
        list.add_part(ItemBuilder::new("$", ItemKind::Property, 1).detail("entire input"), part.span, "$");
    }
}

fn intrinsics(list: &mut Completions<'_, '_>, info: &FieldInfo, part: StringPart<'_>) {
    let needs_text = info.value == Value::PathOrIntrinsic;
    for (i, function) in INTRINSICS.iter().enumerate().filter(|(_, one)| !needs_text || one.text) {
        let names: Vec<&str> = function.parameters.iter().map(|parameter| parameter.name).collect();
        let signature = Signature::intrinsic(function.name).map(|one| one.label).unwrap_or_default();
        let stops = names.iter().take(function.min.max(1)).map(|name| format!("‹{name}›"));
        let text = format!("{}({})", function.name, stops.collect::<Vec<_>>().join(", "));
        let new = ItemBuilder::new(function.name, ItemKind::Function, 500 + i)
            .detail(signature)
            .docs(function.docs);
        list.add_part(new, part.span, &text);
    }
}

/// Adds fields of the context object below the typed path.
fn context(list: &mut Completions<'_, '_>, scope: &Scope<'_>, info: &FieldInfo, part: StringPart<'_>) {
    let typed = part.token.strip_prefix("$$.").unwrap_or_default();
    for (i, field) in context_fields(scope, info, typed).into_iter().enumerate() {
        let path = format!("$$.{}", field.path.join("."));
        let new = ItemBuilder::new(&*path, ItemKind::Property, 200 + i).detail("context").docs(field.docs);
        list.add_part(new, part.span, &path);
    }
}

/// The fields of the context object directly below the last typed dot, except those that are not available in the
/// state.
pub(super) fn context_fields(scope: &Scope<'_>, info: &FieldInfo, typed: &str) -> Vec<&'static ContextField> {
    let mut outer: Vec<&str> = typed.split('.').collect();
    outer.pop();
    if !outer.is_empty() && context_field(&outer).is_none() {
        return Vec::new();
    }
    let is_below = |field: &&ContextField| {
        let (_, above) = field.path.split_last().unwrap_or((&"", &[]));
        above == outer.as_slice()
    };
    CONTEXT.iter().filter(is_below).filter(|field| is_available(scope, info, field.available)).collect()
}

fn is_available(scope: &Scope<'_>, info: &FieldInfo, available: Available) -> bool {
    let Some(state) = scope.state else { return true };
    match available {
        Available::Always => true,
        Available::Callback => {
            let pattern = state.resource().and_then(|resource| Resource::parse(resource).pattern());
            state.is(StateKind::Task) && pattern != Some(Pattern::RequestResponse)
        }
        Available::Iteration => {
            let outer = std::iter::successors(state.machine().parent(), |outer| outer.machine().parent());
            let in_map = outer.into_iter().any(|outer| outer.is(StateKind::Map));
            in_map
                || state.is(StateKind::Map)
                    && matches!(info.name, "ItemSelector" | "Parameters" | "BatchInput")
        }
    }
}

fn variables(list: &mut Completions<'_, '_>, scope: &Scope<'_>, part: StringPart<'_>) {
    for (name, is_sure) in visible(list, scope) {
        let name = format!("${name}");
        let detail = if is_sure { "variable" } else { "variable, perhaps not assigned yet" };
        let new =
            ItemBuilder::new(&*name, ItemKind::Variable, if is_sure { 100 } else { 150 }).detail(detail);
        list.add_part(new, part.span, &name);
    }
}

/// The variables that the state can read, and whether each is definitely assigned.
pub(super) fn visible(list: &Completions<'_, '_>, scope: &Scope<'_>) -> Vec<(String, bool)> {
    let Some(state) = scope.state else { return Vec::new() };
    let visible = list.context.analysis.variables().visible(state);
    visible.into_iter().map(|(name, (_, is_sure))| (name.to_owned(), is_sure)).collect()
}

/// Adds the fields that are known to be possible below the typed path. `root` is the part of the path that leads to the
/// data.
pub(super) fn fields(list: &mut Completions<'_, '_>, part: StringPart<'_>, root: &str, data: Data) {
    let Some(typed) = part.token.strip_prefix(root) else { return };
    let outer = typed.rfind('.').map_or("", |dot| &typed[..dot]);
    let Some(data) = data.follow(outer) else { return };
    let data = if data.is_list() { data.element() } else { data };
    for (i, name) in data.names().into_iter().enumerate() {
        let path = format!("{root}{outer}.{name}");
        let kind = data.field(name).map_or("", |field| field.kind());
        let detail = if kind.is_empty() { "known field".to_owned() } else { format!("known field, {kind}") };
        // In JSONPath, items show the whole path.
        let label = if root == "$" { path.as_str() } else { name };
        list.add_part(ItemBuilder::new(label, ItemKind::Property, i).detail(detail), part.span, &path);
    }
}

/// Adds known properties of the input: those that other states write or read.
fn properties(list: &mut Completions<'_, '_>, scope: &Scope<'_>, part: StringPart<'_>) {
    let typed = part.token;
    let outer = typed.rfind('.').map_or("$.", |dot| &typed[..=dot]);
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for (path, from) in known(list, scope) {
        let Some(rest) = path.strip_prefix(outer) else { continue };
        let name = rest.split(['.', '[']).next().unwrap_or_default();
        let full = format!("{outer}{name}");
        if !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_') && full != typed {
            found.entry(full).or_insert(from);
        }
    }
    for (i, (path, from)) in found.into_iter().enumerate() {
        let is_listed = list.items.iter().any(|item| item.label == path);
        if !is_listed {
            list.add_part(
                ItemBuilder::new(&*path, ItemKind::Property, 100 + i).detail(from),
                part.span,
                &path,
            );
        }
    }
}

/// The known paths in the machine, each with its origin.
pub(super) fn known(list: &Completions<'_, '_>, scope: &Scope<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let Some(machine) = scope.machine else { return found };
    for state in machine.states().filter(|state| Some(*state) != scope.state) {
        let base = match state.get("ResultPath") {
            Some(path) => path.as_str().unwrap_or_default(),
            None => "$",
        };
        if !base.starts_with('$') {
            continue;
        }
        let from = format!("from {}", state.name().value);
        found.push((base.to_owned(), from.clone()));
        let result = match state.kind() {
            Some(StateKind::Pass) => state.get("Result").or_else(|| state.get("Parameters")),
            _ => state.get("ResultSelector"),
        };
        if let Some(result) = result {
            gather(&mut found, base, &from, result, 0);
        }
    }
    let is_here = |span: asl_core::text::Span| span == list.context.replace;
    for site in list.context.analysis.known_sites().filter(|site| !is_here(site.text().span)) {
        let Some(state) = site.object().state().filter(|state| state.machine().id() == machine.id()) else {
            continue;
        };
        let reads_result = matches!(site.info().name, "ResultSelector" | "ItemSelector");
        for path in site.paths().filter(|_| !reads_result) {
            let written = site.part(path.span);
            if written.starts_with("$.") {
                found.push((written.to_owned(), format!("read in {}", state.name().value)));
            }
        }
    }
    found
}

fn gather(found: &mut Vec<(String, String)>, base: &str, from: &str, value: Node<'_>, depth: usize) {
    // Deeper paths are rarely useful, and there may be very many.
    if depth == 4 {
        return;
    }
    for pair in value.pairs() {
        let key = pair.key().value;
        let path = format!("{base}.{}", key.strip_suffix(".$").unwrap_or(key));
        if let Some(value) = pair.value() {
            gather(found, &path, from, value, depth + 1);
        }
        found.push((path, from.to_owned()));
    }
}
