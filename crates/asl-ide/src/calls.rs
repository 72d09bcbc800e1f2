//! Transitions as a hierarchy of calls: what leads to a state, and where it goes.

use asl_core::model::{State, StateId};
use asl_core::semantic::{Analysis, Edge};
use asl_core::text::Span;

/// A state, and the places where one leads to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HierarchyCall {
    pub state: StateId,
    /// The names in the transitions, in the state that goes on.
    pub places: Vec<Span>,
}

/// The states that lead to a state.
pub fn incoming(analysis: &Analysis, id: StateId) -> Vec<HierarchyCall> {
    let state = analysis.model().state(id);
    let edges = state.machine().states().flat_map(|from| analysis.graph().edges(from));
    gather(edges.filter(|edge| edge.to == Some(state)), |edge| Some(edge.from))
}

/// The states that a state leads to.
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
