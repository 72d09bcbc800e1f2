//! Transitions as a call hierarchy: the predecessors and successors of a state.

use asl_core::model::{State, StateId};
use asl_core::semantic::{Analysis, Edge};
use asl_core::text::Span;

/// A state at the other end of one or more transitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HierarchyCall {
    /// The other state.
    pub state: StateId,
    /// The target names of the transitions, located in the source state.
    pub places: Vec<Span>,
}

/// Returns the states with transitions to a state.
pub fn incoming(analysis: &Analysis, id: StateId) -> Vec<HierarchyCall> {
    let state = analysis.model().state(id);
    let edges = state.machine().states().flat_map(|from| analysis.graph().edges(from));
    gather(edges.filter(|edge| edge.to == Some(state)), |edge| Some(edge.from))
}

/// Returns the states that a state has transitions to.
pub fn outgoing(analysis: &Analysis, id: StateId) -> Vec<HierarchyCall> {
    gather(analysis.graph().edges(analysis.model().state(id)), |edge| edge.to)
}

fn gather<'a>(
    edges: impl Iterator<Item = Edge<'a>>,
    other: impl Fn(&Edge<'a>) -> Option<State<'a>>,
) -> Vec<HierarchyCall> {
    let mut calls: Vec<HierarchyCall> = Vec::new();
    for edge in edges {
        let Some(state) = other(&edge).map(State::id) else { continue };
        match calls.iter_mut().find(|call| call.state == state) {
            Some(call) => call.places.push(edge.target.span),
            None => calls.push(HierarchyCall { state, places: vec![edge.target.span] }),
        }
    }
    calls
}
