//! Adds missing required fields to a state.

use super::{Action, ActionKind, add_fields};
use crate::Cursor;
use asl_core::catalog::{self, FieldInfo, Value};
use asl_core::edit::quoted;
use asl_core::model::Object;
use asl_core::rules::QuickFix;

pub(super) fn collect(found: &mut Vec<Action>, cursor: Cursor<'_>) {
    let Some(object) = cursor.state().and_then(|state| state.object()) else { return };
    if object.is_damaged()
        || !object.node().is_object()
        || object.state().is_none_or(|state| state.kind().is_none())
    {
        return;
    }
    let fields = missing(object);
    if fields.is_empty() {
        return;
    }
    let names: Vec<String> = fields.iter().map(|(name, _)| format!("`{name}`")).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let edit = add_fields(cursor.analysis.tree(), object, &fields);
    found.push(Action {
        title: format!("Add {}", names.join(", ")),
        kind: ActionKind::QuickFix(QuickFix::AddMissingFields),
        edits: vec![edit],
    });
}

/// The missing required fields of a state, each with an initial value.
fn missing(object: Object<'_>) -> Vec<(&'static str, String)> {
    let place = object.kind();
    let required =
        catalog::required(place, object.language()).filter(|field| !object.has_or_misspells(field.name));
    let mut found: Vec<(&'static str, String)> = required.map(|field| (field.name, blank(field))).collect();
    let groups = catalog::groups(place)
        .filter(|group| group.required && !group.fields.iter().any(|name| object.has_or_misspells(name)));
    let infos = groups.filter_map(|group| group.fields.iter().find_map(|name| catalog::field(place, name)));
    found.extend(infos.map(|field| (field.name, blank(field))));
    let goes_on = object.has_or_misspells("Next") || object.has_or_misspells("End");
    if !found.is_empty()
        && object.state().and_then(|state| state.kind()).is_some_and(|kind| kind.has_next())
        && !goes_on
    {
        found.push(("End", "true".to_owned()));
    }
    found
}

/// An initial value of the right type.
fn blank(field: &FieldInfo) -> String {
    if let Some(default) = field.default {
        return default.to_owned();
    }
    match field.value {
        Value::Boolean => "true".to_owned(),
        Value::Integer { min, .. } => min.max(1).to_string(),
        Value::Number { min, .. } => min.max(1.0).to_string(),
        Value::OneOf(words) => quoted(words.first().copied().unwrap_or_default()),
        Value::Strings | Value::Objects { .. } => "[]".to_owned(),
        Value::Any | Value::Template | Value::Variables | Value::Object(_) | Value::States => "{}".to_owned(),
        Value::Path | Value::ReferencePath | Value::PathOrIntrinsic => "\"$\"".to_owned(),
        Value::Timestamp => "\"2030-01-01T00:00:00Z\"".to_owned(),
        Value::Text | Value::StateName => "\"\"".to_owned(),
    }
}
