//! A variable: where it is assigned, and whether it surely has a value.

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

/// What is to be known of the value where it is read.
fn presence(value: Assignedness) -> Option<&'static str> {
    match value {
        Assignedness::Assumed => None,
        Assignedness::Undefined => Some("Nothing in reach assigns it."),
        Assignedness::OutOfReach(_) => {
            Some("It belongs to a machine around a distributed Map, which is out of reach.")
        }
        Assignedness::OwnState { .. } => {
            Some("Here it has no value yet: only this state assigns it, when it ends.")
        }
        Assignedness::Sometimes { .. } => {
            Some("It may have no value here: some way leads here without an assignment.")
        }
        Assignedness::NotYet { .. } => Some("Here it has no value yet: no way that leads here assigns it."),
    }
}
