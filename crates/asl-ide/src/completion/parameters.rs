//! Parameters of calls, at every depth: their names, and the values that they take.

use super::arns::{NO_FORM, form};
use super::fields::is_there;
use super::scope::Scope;
use super::values::is_string;
use super::write::ValueTemplate;
use super::{Completions, Expected, ItemBuilder, ItemKind};
use asl_core::catalog::QueryLanguage;
use asl_core::catalog::services::alternatives;
use asl_core::model::Call;
use asl_core::syntax::Kind;
use aws_services::{Member, Shape, Structure};

use crate::services::{describe, kind};

/// The maximum number of parameters to offer at once. Nearly all actions have fewer.
const MOST: usize = 150;

/// The maximum number of values that a snippet lists.
const CHOICES: usize = 20;

/// The depth to which new values contain their required members.
const DEPTH: usize = 4;

/// Adds the keys of a payload: the parameters of the call, each as a literal and as a path.
pub(super) fn keys(list: &mut Completions<'_, '_>, scope: &Scope<'_>, alone: bool) {
    match scope.shape {
        Some(Shape::Structure(structure)) => return members(list, scope, structure, alone),
        // In YAML, the lines below a key may contain any value.
        Some(_) if !list.context.in_brackets && list.context.target().0.is_none() => values(list, scope),
        _ => {}
    }
    if scope.language == QueryLanguage::JsonPath && !alone {
        let pair = ("‹name›.$".to_owned(), ValueTemplate::Text("$.‹name›".to_owned()));
        let snippet = list.style.pairs(&[pair]);
        let new = ItemBuilder::new("name.$", ItemKind::Property, 9000);
        list.add(new.detail("value from a path or an intrinsic function"), snippet);
    }
}

fn members(list: &mut Completions<'_, '_>, scope: &Scope<'_>, structure: Structure<'static>, alone: bool) {
    let Some(call) = scope.state.and_then(|state| state.call()) else { return };
    let Some(service) = call.known_service() else { return };
    let (object, old) = list.context.target();
    let has = |member: &Member<'_>| {
        is_there(object, old, member.name()) || is_there(object, old, &format!("{}.$", member.name()))
    };
    if structure.is_union() && structure.members().any(|member| has(&member)) {
        return;
    }
    let preferred = preferred(call, scope);
    let mut members: Vec<Member<'static>> = structure.members().filter(|member| !has(member)).collect();
    members.sort_by_key(|member| rank(*member, &preferred));
    let typed = list.context.typed().trim_start_matches(['\\', '"', '\'']);
    list.cut_to(MOST, typed, &mut members, |member| member.name());
    for (i, member) in members.into_iter().enumerate() {
        let rank = rank(member, &preferred) * 2000 + i;
        let mut detail = kind(member.shape());
        if member.is_mandatory() {
            detail.push_str(", required");
        }
        let docs = describe(service, member);
        let mut add = |name: String, value: ValueTemplate, rank: usize, detail: String| {
            let new = ItemBuilder::new(&*name, ItemKind::Property, rank).detail(detail).docs(&*docs);
            let snippet = if alone { list.style.key(&name) } else { list.style.pairs(&[(name, value)]) };
            list.add(new, snippet);
        };
        add(member.name().to_owned(), value_of(member.name(), member.shape()), rank, detail.clone());
        if scope.language == QueryLanguage::JsonPath {
            let path = ValueTemplate::Text("$.‹›".to_owned());
            add(format!("{}.$", member.name()), path, rank + 1000, format!("{detail}, from a path"));
        }
    }
}

/// Optional parameters that most calls pass.
fn preferred(call: Call<'_>, scope: &Scope<'_>) -> Vec<&'static str> {
    // Nested members have their own names.
    if call.is_sdk() || scope.key.is_some() {
        return Vec::new();
    }
    let integration = call.integration();
    let mut names: Vec<&str> = integration.map_or(&[][..], alternatives).to_vec();
    if (call.service(), call.action()) == ("lambda", "invoke") {
        names.push("Payload");
    }
    names
}

fn rank(member: Member<'_>, preferred: &[&str]) -> usize {
    match member {
        _ if member.is_deprecated() => 4,
        _ if member.is_token() => 3,
        _ if member.is_required() => 0,
        _ if preferred.contains(&member.name()) => 1,
        _ => 2,
    }
}

/// Adds the values that the parameter takes.
pub(super) fn values(list: &mut Completions<'_, '_>, scope: &Scope<'_>) {
    let Some(shape) = scope.shape else { return };
    let typed = list.context.typed().trim_start_matches(['\\', '"', '\'']);
    if typed.starts_with("{%") {
        return;
    }
    match shape {
        Shape::String(string) => {
            let mut names: Vec<&str> = string.values().collect();
            list.cut_to(MOST, typed, &mut names, |name| name);
            for (i, name) in names.into_iter().enumerate() {
                list.add_form(
                    ItemBuilder::new(name, ItemKind::Value, i),
                    &ValueTemplate::Name(name.to_owned()),
                );
            }
        }
        Shape::Boolean if !is_string(list) => {
            for (i, word) in ["true", "false"].into_iter().enumerate() {
                list.add_form(
                    ItemBuilder::new(word, ItemKind::Value, i),
                    &ValueTemplate::Raw(word.to_owned()),
                );
            }
        }
        Shape::List(_) if !is_scalar(list) => {
            let new = ItemBuilder::new("[ ]", ItemKind::Template, 0).detail(kind(shape));
            list.add_form(new, &value(shape));
        }
        Shape::Structure(structure) if !is_scalar(list) => {
            if structure.mandatory().next().is_some() {
                let new = ItemBuilder::new("{ required parameters }", ItemKind::Template, 0);
                list.add_form(new, &value(shape));
            }
            // After a dash in YAML, an object begins with its first key.
            if !list.context.in_brackets && list.context.is_item() {
                members(list, scope, structure, false);
            }
        }
        _ => {}
    }
}

/// Whether the cursor is on a string or a number.
fn is_scalar(list: &Completions<'_, '_>) -> bool {
    let is_number = |node: asl_core::syntax::Node<'_>| node.kind() == Kind::Number;
    is_string(list) || matches!(list.context.expected, Expected::Value(Some(node)) if is_number(node))
}

/// The initial value of a parameter, as JSON. Nobody is asked for the names in an ARN here, so it is empty.
pub(crate) fn initial(shape: Shape<'_>) -> String {
    value_at(shape, 0, |_| NO_FORM).json()
}

/// The initial value of the parameter with this name.
pub(super) fn value_of(name: &str, shape: Shape<'_>) -> ValueTemplate {
    member(name, shape, 0, form)
}

/// The initial value of a shape, with the members that it requires.
fn value(shape: Shape<'_>) -> ValueTemplate {
    value_at(shape, 0, form)
}

/// The form of texts, by the names of their parameters.
type Forms = fn(&str) -> &'static str;

fn member(name: &str, shape: Shape<'_>, depth: usize, forms: Forms) -> ValueTemplate {
    match shape {
        Shape::String(string) if string.values().len() == 0 => ValueTemplate::Text(forms(name).to_owned()),
        _ => value_at(shape, depth, forms),
    }
}

fn value_at(shape: Shape<'_>, depth: usize, forms: Forms) -> ValueTemplate {
    let raw = |text: &str| ValueTemplate::Raw(text.to_owned());
    match shape {
        Shape::Structure(structure) => object(structure, depth, forms),
        Shape::Map(_) => raw("{‹›}"),
        Shape::List(_) if depth >= DEPTH => raw("[‹›]"),
        Shape::List(list) => ValueTemplate::Array(vec![value_at(list.element(), depth + 1, forms)]),
        Shape::String(string) => match string.values().len() {
            0 => ValueTemplate::Text("‹›".to_owned()),
            1..=CHOICES => ValueTemplate::Choice(string.values().map(str::to_owned).collect()),
            _ => ValueTemplate::Blank,
        },
        Shape::Blob(_) | Shape::Document => ValueTemplate::Text("‹›".to_owned()),
        Shape::Boolean => raw("‹true›"),
        Shape::Integer(range) | Shape::Float(range) => {
            let most = range.max.unwrap_or(f64::MAX);
            raw(&format!("‹{}›", range.min.unwrap_or(1.0).max(1.0).min(most)))
        }
        Shape::Timestamp => ValueTemplate::Text("‹2030-01-31T00:00:00Z›".to_owned()),
    }
}

/// An object with the members that it requires.
fn object(structure: Structure<'_>, depth: usize, forms: Forms) -> ValueTemplate {
    let members: Vec<Member<'_>> = if depth < DEPTH { structure.mandatory().collect() } else { Vec::new() };
    if members.is_empty() {
        return ValueTemplate::Raw("{‹›}".to_owned());
    }
    let pair = |one: Member<'_>| (one.name().to_owned(), member(one.name(), one.shape(), depth + 1, forms));
    ValueTemplate::Object(members.into_iter().map(pair).collect())
}
