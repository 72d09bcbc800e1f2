//! Code actions: create missing states and fields, add error handling, move states. Fixes of findings come from the
//! rules.

mod again;
mod extract;
mod fields;
mod handlers;
mod ignore;
mod jsonata;
mod parameters;
mod targets;

use super::Cursor;
use asl_core::edit::{self, Edit};
use asl_core::model::{Machine, Object, State};
use asl_core::rules::QuickFix;
use asl_core::semantic::Analysis;
use asl_core::syntax::{Node, Tree};
use asl_core::text::Span;

pub use ignore::ignore;
pub use jsonata::{Conversion, to_jsonata};

/// A code action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The title, as an imperative.
    pub title: String,
    /// What kind of action it is.
    pub kind: ActionKind,
    /// The edits in document order. They do not overlap or touch.
    pub edits: Vec<Edit>,
}

/// The kind of a code action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// Fixes the findings of the rules that list this quick fix.
    QuickFix(QuickFix),
    /// Suppresses the findings of the rule with this name.
    Suppress(&'static str),
    /// Rewrites or extends the selected state.
    Rewrite,
    /// Moves the selected states into a new state.
    Extract,
}

/// Returns the code actions for an offset or a selection of the file.
pub fn actions(analyses: &[Analysis], selection: Span) -> Vec<Action> {
    let Some(cursor) = Cursor::at(analyses, selection.start) else { return Vec::new() };
    let mut found = Vec::new();
    targets::collect(&mut found, cursor);
    fields::collect(&mut found, cursor);
    parameters::collect(&mut found, cursor);
    handlers::collect(&mut found, cursor);
    jsonata::collect(&mut found, cursor);
    extract::collect(&mut found, cursor.analysis, selection);
    found.retain(|action| is_sound(cursor.analysis, &action.edits));
    for action in &mut found {
        action.edits = edit::joined(&action.edits);
    }
    found
}

/// Whether edits can be applied, and change no other states through YAML anchors.
fn is_sound(analysis: &Analysis, edits: &[Edit]) -> bool {
    edit::are_applicable(analysis, edits) && !edit::is_shared(analysis.tree(), edits)
}

/// Adds fields after the last field of an object. The values are JSON.
fn add_fields(tree: &Tree, object: Object<'_>, fields: &[(&str, &str)]) -> Edit {
    edit::insert_pairs(tree, object.node(), object.node().pairs().next_back(), fields)
}

/// Adds a state after another one.
fn add_state(tree: &Tree, after: State<'_>, name: &str, json: &str) -> Option<Edit> {
    let states = states_of(after.machine())?;
    Some(edit::insert_pair(tree, states, Some(after.pair()), name, json))
}

/// The `States` object of a machine.
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
