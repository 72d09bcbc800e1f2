//! Values: keywords, numbers, objects and strings.

use super::fields::{fields, object_form, value_form};
use super::scope::{At, Scope};
use super::templates::{self, Template};
use super::write::ValueTemplate;
use super::{Completions, Expected, ItemBuilder, ItemKind, errors, names, parameters, resources, strings};
use asl_core::catalog::{FieldInfo, ObjectKind, Value};

/// Adds whole definitions.
pub(super) fn machines(list: &mut Completions<'_, '_>, scope: &Scope<'_>) {
    templates(list, templates::MACHINES, scope, false);
}

/// Adds the possible values.
pub(super) fn values(list: &mut Completions<'_, '_>, scope: &Scope<'_>) {
    if strings::substitution(list) {
        return;
    }
    match scope.at {
        At::Object(place) => {
            objects(list, scope, place);
            // After a dash in YAML, an object begins with its first key.
            if !list.context.in_brackets && list.context.is_item() {
                fields(list, scope, place, false);
            }
        }
        At::Field(info) => field(list, scope, info),
        At::Inside(info) => {
            if matches!(info.value, Value::Strings) {
                errors::names(list, scope, info, false);
            }
            parameters::values(list, scope);
            strings::expression(list, scope, info);
        }
        At::Unknown => {}
    }
}

/// Adds whole states, or items of an array of objects.
fn objects(list: &mut Completions<'_, '_>, scope: &Scope<'_>, place: ObjectKind) {
    match place {
        ObjectKind::Retrier => templates(list, templates::RETRIERS, scope, false),
        ObjectKind::Catcher => templates(list, templates::CATCHERS, scope, false),
        ObjectKind::ChoiceRule => templates(list, templates::RULES, scope, false),
        place if place.is_state() => templates(list, templates::STATES, scope, false),
        place => {
            let new = ItemBuilder::new(place.name(), ItemKind::Template, 0);
            let form = object_form(place, scope.language);
            list.add_form(new, &form.with_targets(&names::targets(list, scope)));
        }
    }
}

fn templates(list: &mut Completions<'_, '_>, templates: &[Template], scope: &Scope<'_>, in_array: bool) {
    let targets = names::targets(list, scope);
    for (i, template) in templates.iter().enumerate() {
        let form = template.form(scope.language).with_targets(&targets);
        let form = if in_array { ValueTemplate::Array(vec![form]) } else { form };
        let new = ItemBuilder::new(template.label, ItemKind::Template, i).docs(template.docs);
        list.add_form(new, &form);
    }
}

fn field(list: &mut Completions<'_, '_>, scope: &Scope<'_>, info: &'static FieldInfo) {
    match info.value {
        Value::StateName => names::states(list, scope, info),
        Value::OneOf(words) => {
            for (i, word) in words.iter().enumerate() {
                let is_default = info.default.is_some_and(|default| default.trim_matches('"') == *word);
                let detail = if is_default { "default" } else { "" };
                let new =
                    ItemBuilder::new(*word, ItemKind::Value, i).detail(detail).docs(word_docs(info, word));
                list.add_form(new, &ValueTemplate::Name((*word).to_owned()));
            }
        }
        Value::Boolean if info.name != "Condition" => {
            for (i, word) in ["true", "false"].into_iter().enumerate() {
                list.add_form(
                    ItemBuilder::new(word, ItemKind::Value, i),
                    &ValueTemplate::Raw(word.to_owned()),
                );
            }
        }
        Value::Strings if info.name == "ErrorEquals" => errors::names(list, scope, info, true),
        Value::Objects { of: ObjectKind::Retrier, .. } => {
            templates(list, templates::RETRIERS, scope, true);
        }
        Value::Objects { of: ObjectKind::Catcher, .. } => {
            templates(list, templates::CATCHERS, scope, true);
        }
        Value::Text if info.name == "Resource" => resources::resources(list, scope),
        Value::Integer { .. } | Value::Number { .. } | Value::Timestamp => begin(list, scope, info),
        _ if !is_string(list) => {
            parameters::values(list, scope);
            begin(list, scope, info);
        }
        _ => {}
    }
    if info.nullable && !is_string(list) {
        let new = ItemBuilder::new("null", ItemKind::Value, 9).docs(info.docs);
        list.add_form(new, &ValueTemplate::Raw("null".to_owned()));
    }
    if info.value != Value::StateName {
        strings::expression(list, scope, info);
    }
}

/// Whether the cursor is in a string.
pub(super) fn is_string(list: &Completions<'_, '_>) -> bool {
    list.context.string().is_some_and(|(text, _)| !text.value.is_empty())
        || list.context.typed().starts_with('"')
}

/// Adds initial values of the right type.
fn begin(list: &mut Completions<'_, '_>, scope: &Scope<'_>, info: &FieldInfo) {
    if matches!(list.context.expected, Expected::Value(Some(node)) if node.kind() == asl_core::syntax::Kind::Number)
    {
        return;
    }
    let form = value_form(info, scope.language);
    let label = match &form {
        ValueTemplate::Raw(text) | ValueTemplate::Text(text) | ValueTemplate::Name(text) => {
            text.replace(['‹', '›'], "")
        }
        ValueTemplate::Choice(texts) => texts.first().cloned().unwrap_or_default(),
        ValueTemplate::Blank => String::new(),
        ValueTemplate::Array(_) => "[ ]".to_owned(),
        ValueTemplate::Object(_) => "{ }".to_owned(),
    };
    let is_empty = label.is_empty();
    let label = if is_empty { "\"\"".to_owned() } else { label };
    let new = ItemBuilder::new(label, ItemKind::Template, 5).detail(info.name).docs(info.docs);
    list.add_form(new, &form);
}

/// The documentation of a keyword, for fields whose documentation the catalog only has as a whole.
fn word_docs(info: &FieldInfo, word: &str) -> String {
    let template = templates::STATES.iter().find(|template| info.name == "Type" && template.label == word);
    template.map_or(info.docs, |template| template.docs).to_owned()
}
