//! Changes that are offered at a place: to create what is named and not there, to add what is often wanted, to move
//! states. Fixes of findings come from the rules.

mod again;
mod extract;
mod fields;
mod handlers;
mod ignore;
mod jsonata;
mod targets;

use super::Cursor;
use asl_core::edit::{self, Edit};
use asl_core::model::{Machine, Object, State};
use asl_core::rules::QuickFix;
use asl_core::semantic::Analysis;
use asl_core::syntax::{Node, Tree};
use asl_core::text::Span;

pub use ignore::ignore;

/// A change that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What it does, as an order.
    pub title: String,
    pub kind: ActionKind,
    /// Edits in the order of the text, which do not touch.
    pub edits: Vec<Edit>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// It repairs what the rules that name it report there.
    QuickFix(QuickFix),
    /// It suppresses what the rule reports there.
    Suppress(&'static str),
    Rewrite,
    Extract,
}

/// The changes offered for a place or a selection.
pub fn actions(analyses: &[Analysis], selection: Span) -> Vec<Action> {
    let Some(cursor) = Cursor::at(analyses, selection.start) else { return Vec::new() };
    let mut found = Vec::new();
    targets::collect(&mut found, cursor);
    fields::collect(&mut found, cursor);
    handlers::collect(&mut found, cursor);
    jsonata::collect(&mut found, cursor);
    extract::collect(&mut found, cursor.analysis, selection);
    found.retain(|action| is_sound(cursor.analysis, &action.edits));
    for action in &mut found {
        action.edits = edit::joined(&action.edits);
    }
    found
}

/// Whether edits can be made, and change one state only where they do.
fn is_sound(analysis: &Analysis, edits: &[Edit]) -> bool {
    edit::are_applicable(analysis, edits) && !edit::is_shared(analysis.tree(), edits)
}

/// Adds fields behind the last one of an object. The values are JSON.
fn add_fields(tree: &Tree, object: Object<'_>, fields: &[(&str, &str)]) -> Edit {
    edit::insert_pairs(tree, object.node(), object.node().pairs().next_back(), fields)
}

/// Adds a state behind another one.
fn add_state(tree: &Tree, after: State<'_>, name: &str, json: &str) -> Option<Edit> {
    let states = states_of(after.machine())?;
    Some(edit::insert_pair(tree, states, Some(after.pair()), name, json))
}

/// The object with the states of a machine.
fn states_of(machine: Machine<'_>) -> Option<Node<'_>> {
    machine.object().get("States").filter(|states| states.is_object())
}

/// A name that no state has yet.
fn free_name(analysis: &Analysis, wanted: &str) -> String {
    let is_free = |name: &String| !analysis.model().states().any(|state| state.name().value == *name);
    let short: String = wanted.chars().take(76).collect();
    let numbered = (2..).map(|number| format!("{short} {number}"));
    std::iter::once(short.clone()).chain(numbered).find(is_free).unwrap_or_default()
}

#[cfg(test)]
mod tests;
