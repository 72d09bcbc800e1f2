//! Adds missing required parameters to a call.

use super::{Action, ActionKind, add_fields};
use crate::Cursor;
use crate::completion::initial;
use crate::services::{below, element};
use asl_core::catalog::services;
use asl_core::edit::{Edit, insert_pairs};
use asl_core::model::Call;
use asl_core::rules::QuickFix;
use asl_core::semantic::arguments::parameter;
use asl_core::syntax::{Node, Tree};
use aws_services::{Member, Shape, Structure};

pub(super) fn collect(found: &mut Vec<Action>, cursor: Cursor<'_>) {
    let Some(state) = cursor.state() else { return };
    let Some(object) = state.object().filter(|object| !object.is_damaged()) else { return };
    let Some((call, input)) = state.call().and_then(|call| Some((call, call.input()?))) else { return };
    let tree = cursor.analysis.tree();
    let field = state.language().arguments_field();
    let mut missing = Missing { tree, names: Vec::new(), edits: Vec::new() };
    if !["Parameters", "Arguments"].iter().any(|name| object.has_or_misspells(name)) {
        let pairs = pairs(top(call, input, &[]));
        let json: Vec<String> = pairs.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        let json = if json.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", json.join(", ")) };
        missing.names.push(field);
        missing.edits.push(add_fields(tree, object, &[(field, &json)]));
    } else if let Some(payload) = state.get(field) {
        missing.top(call, input, payload);
    }
    if missing.edits.is_empty() {
        return;
    }
    let names: Vec<String> = missing.names.iter().map(|name| format!("`{name}`")).collect();
    found.push(Action {
        title: format!("Add {}", names.join(", ")),
        kind: ActionKind::QuickFix(QuickFix::AddMissingParameters),
        edits: missing.edits,
    });
}

/// The missing parameters of a call, at every depth.
struct Missing<'t> {
    tree: &'t Tree,
    names: Vec<&'static str>,
    edits: Vec<Edit>,
}

impl<'t> Missing<'t> {
    fn top(&mut self, call: Call<'_>, input: Structure<'static>, payload: Node<'t>) {
        if let Some(names) = names(payload, input) {
            self.add(payload, top(call, input, &names));
        }
        self.inside(payload, Shape::Structure(input));
    }

    fn value(&mut self, node: Node<'t>, shape: Shape<'static>) {
        if let Shape::Structure(structure) = shape {
            let names = names(node, structure);
            let is_missing =
                |member: &Member<'_>| names.as_ref().is_some_and(|names| !names.contains(&member.name()));
            self.add(node, structure.mandatory().filter(is_missing).collect());
        }
        self.inside(node, shape);
    }

    fn inside(&mut self, node: Node<'t>, shape: Shape<'static>) {
        for pair in node.pairs() {
            if let (Some(value), Some(shape)) = (pair.value(), below(shape, pair)) {
                self.value(value, shape);
            }
        }
        for item in node.items() {
            if let Some(shape) = element(shape) {
                self.value(item, shape);
            }
        }
    }

    fn add(&mut self, object: Node<'_>, members: Vec<Member<'static>>) {
        if members.is_empty() {
            return;
        }
        self.names.extend(members.iter().map(|member| member.name()));
        let pairs = pairs(members);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.edits.push(insert_pairs(self.tree, object, object.pairs().next_back(), &pairs));
    }
}

/// The missing parameters of a call: the required ones, and the first of several alternatives.
fn top(call: Call<'_>, input: Structure<'static>, names: &[&str]) -> Vec<Member<'static>> {
    let one_of = call.integration().map_or(&[][..], services::alternatives);
    let has_one = one_of
        .iter()
        .any(|name| names.contains(name) || input.member(name).is_some_and(|member| member.is_required()));
    let first = one_of.first().filter(|_| !has_one).and_then(|name| input.member(name));
    input.mandatory().filter(|member| !names.contains(&member.name())).chain(first).collect()
}

/// The parameters in an object; `None` if it may have others, or if one of them is unknown and perhaps misspelled.
fn names<'t>(object: Node<'t>, structure: Structure<'static>) -> Option<Vec<&'t str>> {
    let is_known = |name: &&str| structure.member(name).is_some();
    let names: Vec<&str> = object.pairs().map(parameter).collect();
    (object.is_object() && !object.is_open() && names.iter().all(is_known)).then_some(names)
}

fn pairs(members: Vec<Member<'static>>) -> Vec<(&'static str, String)> {
    members.into_iter().map(|member| (member.name(), initial(member.shape()))).collect()
}
