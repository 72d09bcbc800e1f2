//! Keys: fields of the States Language, state names, keys of payload templates.

use super::scope::{At, Scope};
use super::templates::{self, form};
use super::write::ValueTemplate;
use super::{Completions, ItemBuilder, ItemKind};
use super::{names, parameters};
use asl_core::catalog::{self, FieldInfo, ObjectKind, QueryLanguage, StateKind, Value, operator};
use asl_core::edit::{self, Edit};
use asl_core::model::{Machine, State};
use asl_core::syntax::{Node, Pair};

/// Adds the possible keys. A key that already has its value gets no other.
pub(super) fn keys(list: &mut Completions<'_, '_>, scope: &Scope<'_>, alone: bool) {
    match scope.at {
        At::Object(place) => fields(list, scope, place, alone),
        At::Field(FieldInfo { value: Value::States, .. }) if !alone => states(list, scope),
        At::Field(info) | At::Inside(info) if matches!(info.value, Value::Template) => {
            parameters::keys(list, scope, alone);
        }
        At::Field(FieldInfo { value: Value::Variables, .. }) => variables(list, scope, alone),
        // In YAML, the lines below a key may contain any value.
        At::Field(_) if !list.context.in_brackets && list.context.target().0.is_none() => {
            super::values::values(list, scope);
        }
        _ => {}
    }
}

pub(super) fn fields(list: &mut Completions<'_, '_>, scope: &Scope<'_>, place: ObjectKind, alone: bool) {
    let (object, old) = list.context.target();
    let targets = names::targets(list, scope);
    let has = |name: &str| is_there(object, old, name);
    if place == ObjectKind::AnyState && !alone && !has("Type") {
        bodies(list, scope, object);
    }
    let has_operator =
        catalog::fields(place, scope.language).any(|field| operator(field.name).is_some() && has(field.name));
    for (i, info) in catalog::fields(place, scope.language).enumerate() {
        let is_operator = operator(info.name).is_some();
        let is_combined = || ["And", "Or", "Not", "Condition"].iter().any(|name| has(name));
        if has(info.name)
            || is_excluded(place, info.name, &has)
            || is_operator && (has_operator || is_combined())
        {
            continue;
        }
        let rank = rank(info, place, is_operator) * 100 + i;
        let new = ItemBuilder::new(info.name, ItemKind::Field, rank).detail(describe(info)).docs(info.docs);
        let snippet = match alone {
            true => list.style.key(info.name),
            false => {
                let value = value_form(info, scope.language).with_targets(&targets);
                list.style.pairs(&[(info.name.to_owned(), value)])
            }
        };
        list.add(new, snippet);
    }
}

/// Whether an object has a key, ignoring the pair that is being typed.
pub(super) fn is_there(object: Option<Node<'_>>, old: Option<Pair<'_>>, name: &str) -> bool {
    let is_old = |pair: &Pair<'_>| old.is_some_and(|old| old.id() == pair.id());
    let mut pairs = object.into_iter().flat_map(Node::pairs);
    pairs.any(|pair| pair.is_named(name) && !is_old(&pair))
}

/// Whether an existing field excludes another.
fn is_excluded(place: ObjectKind, name: &str, has: &dyn Fn(&str) -> bool) -> bool {
    let mut groups = catalog::groups(place).filter(|group| group.fields.contains(&name));
    let ends = (name == "Next" && has("End")) || (name == "End" && has("Next"));
    ends && place.is_state() || groups.any(|group| group.fields.iter().any(|field| has(field)))
}

/// Sorts required fields first, comments and the many comparison operators last.
fn rank(info: &FieldInfo, place: ObjectKind, is_operator: bool) -> usize {
    let is_alternative = catalog::groups(place).any(|g| g.required && g.fields.contains(&info.name));
    match info.name {
        "Type" => 0,
        _ if info.required => 1,
        _ if is_alternative => 2,
        "Next" | "End" => 3,
        "Comment" | "Iterator" => 8,
        _ if is_operator => 5,
        _ => 4,
    }
}

fn describe(info: &FieldInfo) -> String {
    let mut words = vec![what(info.value).to_owned()];
    if info.required {
        words.push("required".to_owned());
    }
    if let Some(language) = info.language {
        words.push(language.name().to_owned());
    }
    if let Some(default) = info.default {
        words.push(format!("default {default}"));
    }
    words.join(", ")
}

fn what(value: Value) -> &'static str {
    match value {
        Value::Any => "any value",
        Value::Template => "payload",
        Value::Variables => "variables",
        Value::Text => "text",
        Value::Boolean => "boolean",
        Value::Integer { .. } => "integer",
        Value::Number { .. } => "number",
        Value::OneOf(_) => "word",
        Value::StateName => "state",
        Value::Path => "path",
        Value::ReferencePath => "reference path",
        Value::PathOrIntrinsic => "path or intrinsic function",
        Value::Timestamp => "timestamp",
        Value::Strings => "texts",
        Value::Object(_) => "object",
        Value::Objects { .. } => "array of objects",
        Value::States => "states",
    }
}

/// The initial value of a field.
pub(super) fn value_form(info: &FieldInfo, language: QueryLanguage) -> ValueTemplate {
    let text = |text: &str| ValueTemplate::Text(text.to_owned());
    let raw = |text: &str| ValueTemplate::Raw(text.to_owned());
    let is_jsonata = language == QueryLanguage::Jsonata;
    match info.value {
        Value::Boolean if info.name == "Condition" => text("{% ‹› %}"),
        Value::Template if is_jsonata && matches!(info.name, "Output" | "Items") => text("{% ‹› %}"),
        Value::Any | Value::Template | Value::Variables => raw("{‹›}"),
        Value::Boolean => raw("‹true›"),
        Value::Integer { min, max } => {
            // A default equal to the maximum means "no limit", but whoever adds the field wants a limit.
            let limit = max.to_string();
            let default = info.default.filter(|default| *default != limit).map(str::to_owned);
            let is_limit = info.default == Some(limit.as_str());
            raw(&format!(
                "‹{}›",
                default.unwrap_or_else(|| if is_limit { 60 } else { min.max(1) }.to_string())
            ))
        }
        Value::Number { .. } => raw(&format!("‹{}›", info.default.unwrap_or("1"))),
        Value::OneOf([only]) => text(only),
        Value::OneOf(_) | Value::StateName => ValueTemplate::Blank,
        Value::Text if info.name == "Resource" => ValueTemplate::Blank,
        Value::Text => text("‹›"),
        Value::Path | Value::ReferencePath | Value::PathOrIntrinsic => text("$‹›"),
        Value::Timestamp => text("‹2030-01-31T00:00:00Z›"),
        Value::Strings => ValueTemplate::Array(vec![match info.name {
            "ErrorEquals" => ValueTemplate::Blank,
            _ => text("‹›"),
        }]),
        Value::Object(place) => object_form(place, language),
        Value::Objects { of, .. } => ValueTemplate::Array(vec![object_form(of, language)]),
        Value::States => form(r#"{ "‹First›": { "Type": "Pass", "End": true } }"#),
    }
}

/// An object with its required fields.
pub(super) fn object_form(place: ObjectKind, language: QueryLanguage) -> ValueTemplate {
    let template = match place {
        ObjectKind::Branch | ObjectKind::ItemProcessor | ObjectKind::Iterator => {
            r#"{ "StartAt": "‹First›", "States": { "‹First›": { "Type": "Pass", "End": true } } }"#
        }
        ObjectKind::ChoiceRule => return templates::RULES[0].form(language),
        ObjectKind::NestedRule => r#"{ "Variable": "$.‹name›", "StringEquals": "‹value›" }"#,
        ObjectKind::ProcessorConfig => r#"{ "Mode": "DISTRIBUTED", "ExecutionType": "‹STANDARD›" }"#,
        ObjectKind::Credentials => r#"{ "RoleArn": "arn:aws:iam::‹account›:role/‹name›" }"#,
        _ => {
            let required = catalog::required(place, language);
            let pairs: Vec<(String, ValueTemplate)> =
                required.map(|info| (info.name.to_owned(), value_form(info, language))).collect();
            return match pairs.is_empty() {
                true => ValueTemplate::Raw("{‹›}".to_owned()),
                false => ValueTemplate::Object(pairs),
            };
        }
    };
    form(template)
}

/// Adds whole state bodies, for an object without significant fields.
fn bodies(list: &mut Completions<'_, '_>, scope: &Scope<'_>, object: Option<Node<'_>>) {
    if object.is_some_and(|object| object.pairs().any(|pair| pair.value().is_some())) {
        return;
    }
    let targets = names::targets(list, scope);
    for (i, template) in templates::STATES.iter().enumerate() {
        let form = template.form(scope.language).with_targets(&targets);
        let ValueTemplate::Object(pairs) = form else { continue };
        let new = ItemBuilder::new(format!("{} state", template.label), ItemKind::Template, i);
        let snippet = list.style.pairs(&pairs);
        list.add(new.detail("all fields").docs(template.docs), snippet);
    }
}

/// Adds whole states with placeholder names.
fn states(list: &mut Completions<'_, '_>, scope: &Scope<'_>) {
    let typed = list.context.typed().trim_matches(['"', '\\', '\'']);
    let targets = names::targets(list, scope);
    for (i, template) in templates::STATES.iter().enumerate() {
        // Keep a name that the user typed.
        let is_typed = !typed.is_empty() && !template.label.to_lowercase().starts_with(&typed.to_lowercase());
        let name = if is_typed { typed.to_owned() } else { format!("‹{}›", template.label) };
        let form = template.form(scope.language).with_targets(&targets);
        let snippet = list.style.pairs(&[(name, form)]);
        let label = match is_typed {
            true => format!("{typed}: {} state", template.label),
            false => format!("{} state", template.label),
        };
        let filter = if is_typed { typed.to_owned() } else { label.clone() };
        let new = ItemBuilder::new(label, ItemKind::Template, 1 + i);
        list.add_kept(new.detail("new state").docs(template.docs), &filter, snippet);
        if is_typed && template.label != "Fail" {
            list.last_edits(continued(list, scope, typed));
        }
    }
    // Offer missing states that a transition refers to.
    let Some(machine) = scope.machine else { return };
    let mut missing: Vec<&str> = named(list, machine).filter(|name| machine.state(name).is_none()).collect();
    missing.sort_unstable();
    missing.dedup();
    for name in missing.into_iter().filter(|name| !name.is_empty()) {
        let new = ItemBuilder::new(name, ItemKind::State, 0).detail("target of a transition");
        let snippet =
            list.style.pairs(&[(name.to_owned(), form(r#"{ "Type": "‹Pass›", "End": "=‹true›" }"#))]);
        list.add(new, snippet);
    }
}

/// The names of states in `StartAt` and in transitions.
fn named<'a>(list: &Completions<'_, 'a>, machine: Machine<'a>) -> impl Iterator<Item = &'a str> {
    let graph = list.context.analysis.graph();
    let edges = machine.states().flat_map(move |state| graph.edges(state));
    machine.start_at().into_iter().chain(edges.map(|edge| edge.target)).map(|text| text.value)
}

/// The edits that let the state before a new one continue there instead of ending, unless another transition does.
fn continued(list: &Completions<'_, '_>, scope: &Scope<'_>, name: &str) -> Vec<Edit> {
    let Some(machine) = scope.machine else { return Vec::new() };
    let is_led_to = named(list, machine).any(|target| target == name);
    let here = list.context.replace.start;
    // A Fail state ends on its own, mostly as the target of a catcher.
    let goes_on = |state: &State<'_>| state.name().span.start < here && !state.is(StateKind::Fail);
    let before = machine.states().rfind(goes_on);
    let end = before.filter(|_| !is_led_to).and_then(|state| state.object()?.field("End"));
    let tree = list.context.analysis.tree();
    let mut edits =
        end.map(|end| edit::replace_pair(tree, end.pair(), "Next", &edit::quoted(name))).unwrap_or_default();
    for edit in &mut edits {
        // In YAML, the typed name looks like another line of the value.
        let first = tree.text()[edit.span.range()].lines().next().unwrap_or_default();
        edit.span.end = edit.span.start + first.trim_end().len() as u32;
    }
    edits
}

/// Adds existing variables to assign again, and in JSONPath a new one.
fn variables(list: &mut Completions<'_, '_>, scope: &Scope<'_>, alone: bool) {
    let (object, old) = list.context.target();
    let is_path = scope.language == QueryLanguage::JsonPath;
    for (name, _) in super::paths::visible(list, scope) {
        if is_there(object, old, &name) || is_there(object, old, &format!("{name}.$")) {
            continue;
        }
        let (key, value) = match is_path {
            true => (format!("{name}.$"), "$‹›"),
            false => (name, "{% ‹› %}"),
        };
        let snippet = match alone {
            true => list.style.key(&key),
            false => list.style.pairs(&[(key.clone(), ValueTemplate::Text(value.to_owned()))]),
        };
        list.add(ItemBuilder::new(key, ItemKind::Variable, 0).detail("variable"), snippet);
    }
    if !alone {
        let (label, key, value) = match is_path {
            true => ("name.$", "‹name›.$", "$‹›"),
            false => ("name", "‹name›", "{% ‹› %}"),
        };
        let snippet = list.style.pairs(&[(key.to_owned(), ValueTemplate::Text(value.to_owned()))]);
        list.add(ItemBuilder::new(label, ItemKind::Template, 1).detail("new variable"), snippet);
    }
}
