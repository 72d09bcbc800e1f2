//! Determines for every read whether the variable has a value. Each cause is reported once: after a read, the variable
//! is assumed to have a value.

use std::collections::HashSet;

use super::{Assignedness, Reference, Test, Variables};
use crate::model::{Model, State};
use crate::semantic::graph::Graph;

pub(super) fn references(variables: &mut Variables, model: &Model, graph: &Graph) {
    let mut seen = HashSet::new();
    // The data flow inside a machine does not cover the variables of enclosing machines.
    let is_test = |reference: &&Reference| reference.is_sure && reference.test >= Test::Proves;
    let tested: HashSet<_> = variables
        .references
        .iter()
        .filter(is_test)
        .map(|reference| (model.state(reference.state).machine().id(), reference.variable))
        .collect();
    let values: Vec<Assignedness> = variables
        .references
        .iter()
        .map(|reference| {
            let state = model.state(reference.state);
            let value = assignedness(variables, graph, state, reference);
            let is_known = match value {
                Assignedness::OwnState { anchor }
                | Assignedness::Sometimes { anchor }
                | Assignedness::NotYet { anchor } => {
                    let is_inside = anchor != state.id();
                    is_inside && tested.contains(&(state.machine().id(), reference.variable))
                        || !seen.insert((anchor, reference.variable))
                }
                _ => false,
            };
            if is_known { Assignedness::Assumed } else { value }
        })
        .collect();
    for (reference, value) in variables.references.iter_mut().zip(values) {
        reference.value = value;
    }
}

fn assignedness(
    variables: &Variables,
    graph: &Graph,
    state: State<'_>,
    reference: &Reference,
) -> Assignedness {
    let is_judged = reference.is_sure
        && variables.around(state).all(|(anchor, scope)| graph.is_reachable(anchor) && !scope.is_open);
    if !is_judged {
        return Assignedness::Assumed;
    }
    let name = reference.name.as_str();
    let Some(nearest) = reference.variable else {
        let outer = variables.around(state).find_map(|(_, scope)| scope.by_name.get(name));
        return outer.map_or(Assignedness::Undefined, |&outer| Assignedness::OutOfReach(outer));
    };
    if reference.test != Test::None {
        return Assignedness::Assumed;
    }
    let mut anchor = state;
    let (mut is_possible, mut is_own) = (false, true);
    for (around, scope) in variables.in_reach(state) {
        let Some(&id) = scope.by_name.get(name) else { continue };
        let variable = variables.get(id);
        if variables.flow.is_definite(around.id(), variable) {
            return Assignedness::Assumed;
        }
        if id == nearest {
            anchor = around;
        }
        is_possible |= variables.flow.is_possible(around.id(), variable);
        is_own &= variables.declarations_of(id).all(|declaration| declaration.state == around.id());
    }
    let anchor = anchor.id();
    match (is_own, is_possible) {
        (true, _) => Assignedness::OwnState { anchor },
        (false, true) => Assignedness::Sometimes { anchor },
        (false, false) => Assignedness::NotYet { anchor },
    }
}
