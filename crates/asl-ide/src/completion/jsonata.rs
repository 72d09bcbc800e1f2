//! Completion inside JSONata: `$states`, variables and functions.

use std::collections::BTreeSet;

use super::super::functions::Signature;
use super::scope::Scope;
use super::strings::StringPart;
use super::{Completions, ItemBuilder, ItemKind, paths};
use asl_core::catalog::functions;
use asl_core::catalog::{FieldInfo, ObjectKind, StateKind, states_member_docs};
use asl_core::expr::Code;
use asl_core::semantic::data::Data;
use jsonata_syntax::Function;

pub(super) fn items(
    list: &mut Completions<'_, '_>,
    scope: &Scope<'_>,
    info: &FieldInfo,
    part: StringPart<'_>,
) {
    if is_in_text(part.before) {
        return;
    }
    match part.token.split_once('.') {
        Some(("$states", rest)) => below_states(list, scope, info, part, rest),
        Some(_) => {}
        None if part.token.is_empty() || part.token.starts_with('$') => names(list, scope, part),
        None => {}
    }
}

/// Whether the expression ends inside a string literal.
fn is_in_text(before: &str) -> bool {
    let mut open = None;
    let mut chars = before.chars();
    while let Some(c) = chars.next() {
        match open {
            Some(_) if c == '\\' => {
                chars.next();
            }
            Some(quote) if c == quote => open = None,
            None if matches!(c, '"' | '\'' | '`') => open = Some(c),
            _ => {}
        }
    }
    open.is_some()
}

/// Adds names that begin with `$`.
fn names(list: &mut Completions<'_, '_>, scope: &Scope<'_>, part: StringPart<'_>) {
    let new = ItemBuilder::new("$states", ItemKind::Variable, 0).detail("data from Step Functions");
    list.add_part(new, part.span, "$states");
    for (name, is_sure) in paths::visible(list, scope) {
        let name = format!("${name}");
        let detail = if is_sure { "variable" } else { "variable, perhaps not assigned yet" };
        let new = ItemBuilder::new(&*name, ItemKind::Variable, if is_sure { 10 } else { 20 }).detail(detail);
        list.add_part(new, part.span, &name);
    }
    for (i, function) in functions::functions().enumerate() {
        let signature = Signature::jsonata(function.name).map(|one| one.label).unwrap_or_default();
        let new = ItemBuilder::new(format!("${}", function.name), ItemKind::Function, 100 + i);
        let new = new.detail(signature).docs(function.docs);
        list.add_part(new, part.span, &call(function));
    }
}

fn call(function: &Function) -> String {
    let stops = function.params.iter().take(usize::from(function.min)).map(|name| format!("‹{name}›"));
    format!("${}({})", function.name, stops.collect::<Vec<_>>().join(", "))
}

/// Adds members of `$states`, and of these members.
fn below_states(
    list: &mut Completions<'_, '_>,
    scope: &Scope<'_>,
    info: &FieldInfo,
    part: StringPart<'_>,
    rest: &str,
) {
    if let Some(typed) = rest.strip_prefix("context.") {
        for (i, field) in paths::context_fields(scope, info, typed).into_iter().enumerate() {
            let path = format!("$states.context.{}", field.path.join("."));
            let name = field.path.last().copied().unwrap_or_default();
            let new = ItemBuilder::new(name, ItemKind::Property, i).detail("context").docs(field.docs);
            list.add_part(new, part.span, &path);
        }
        return;
    }
    if let Some((member, _)) = rest.split_once('.') {
        let flow = list.context.analysis.data();
        let data = match (member, scope.state) {
            ("input", Some(state)) => flow.input(state),
            ("result", Some(state)) => flow.result(state).clone(),
            _ => Data::Unknown,
        };
        paths::fields(list, part, &format!("$states.{member}"), data);
        return properties(list, part, member);
    }
    for (i, member) in members(scope, info).into_iter().enumerate() {
        let new = ItemBuilder::new(member, ItemKind::Property, i).detail("$states");
        let new = new.docs(states_member_docs(member).unwrap_or_default());
        list.add_part(new, part.span, &format!("$states.{member}"));
    }
}

/// The members of `$states` in a field.
fn members(scope: &Scope<'_>, info: &FieldInfo) -> Vec<&'static str> {
    let mut members = vec!["input"];
    let is_after = matches!(info.name, "Output" | "Assign");
    let kind = scope.state.and_then(|state| state.kind());
    let has_result = matches!(kind, None | Some(StateKind::Task | StateKind::Parallel | StateKind::Map));
    if is_after && scope.place.is_state() && has_result {
        members.push("result");
    }
    if is_after && scope.place == ObjectKind::Catcher {
        members.push("errorOutput");
    }
    members.push("context");
    members
}

/// Adds properties that other expressions read from the same member.
fn properties(list: &mut Completions<'_, '_>, part: StringPart<'_>, member: &str) {
    let outer = part.token.rfind('.').map_or("", |dot| &part.token[..=dot]);
    let mut names: BTreeSet<String> = BTreeSet::new();
    if member == "errorOutput" && outer == "$states.errorOutput." {
        names.extend(["Cause".to_owned(), "Error".to_owned()]);
    }
    let here = list.context.replace;
    for site in list.context.analysis.known_sites() {
        if !matches!(site.code(), Code::Jsonata(_)) || site.text().span == here {
            continue;
        }
        for rest in site.text().value.split(outer).skip(1) {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            names.insert(rest[..end].to_owned());
        }
    }
    names.retain(|name| !name.is_empty() && !list.items.iter().any(|item| item.label == *name));
    for (i, name) in names.into_iter().enumerate() {
        let path = format!("{outer}{name}");
        let new = ItemBuilder::new(&*name, ItemKind::Property, 100 + i).detail("used elsewhere");
        list.add_part(new, part.span, &path);
    }
}
