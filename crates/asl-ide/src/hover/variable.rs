//! Hovers for variables: where they are assigned, and whether they have a value.

use std::collections::HashSet;

use super::super::cursor::Cursor;
use super::{code, few};
use asl_core::semantic::{Analysis, Assignedness, Declaration, VariableId};

pub(super) fn summary(cursor: Cursor<'_>, id: VariableId) -> String {
    let analysis = cursor.analysis;
    let mut states: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    for declaration in analysis.variables().declarations_of(id) {
        if seen.insert(declaration.state) {
            states.push(place(analysis, declaration));
        }
    }
    let mut out = format!("Variable, assigned in {}", few(&states));
    let here = analysis
        .variables()
        .references_of(id)
        .find(|one| one.span.start <= cursor.offset && cursor.offset <= one.span.end);
    if let Some(warning) = here.and_then(|reference| presence(reference.value)) {
        out.push_str("\n\n");
        out.push_str(warning);
    }
    out
}

fn place(analysis: &Analysis, declaration: &Declaration) -> String {
    code(analysis.model().state(declaration.state).name().value)
}

/// A warning about the value of a variable where it is read.
fn presence(value: Assignedness) -> Option<&'static str> {
    match value {
        Assignedness::Assumed => None,
        Assignedness::Undefined => Some("No state in scope assigns it."),
        Assignedness::OutOfReach(_) => Some(
            "It belongs to a state machine outside the Distributed Map, whose variables are not accessible here.",
        ),
        Assignedness::OwnState { .. } => {
            Some("It has no value here yet: only this state assigns it, when it ends.")
        }
        Assignedness::Sometimes { .. } => {
            Some("It may have no value here: not every path to this state assigns it.")
        }
        Assignedness::NotYet { .. } => Some("It has no value here yet: no path to this state assigns it."),
    }
}
