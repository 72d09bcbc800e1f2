//! The transitions between states, and which states they reach.

use crate::brief;
use crate::catalog::StateKind;
use crate::model::{Machine, Model, Object, State, StateId};
use crate::syntax::{Kind, NodeId, Text};

/// All transitions of a document. No transition leaves its machine.
#[derive(Debug, Clone)]
pub struct Graph {
    /// In the order of the states that they leave; those of one state in the order `Next`, choice rules, `Default`,
    /// `Catch`.
    edges: Vec<EdgeData>,
    /// The index of the first edge of each state, and at the end the number of edges.
    first: Vec<u32>,
    /// For each state, whether any transition leads to it.
    led_to: Vec<bool>,
    reachable: Vec<bool>,
    can_end: Vec<bool>,
    /// Whether all transitions of each machine are known.
    complete: Vec<bool>,
    /// The states of each machine in topological order of their strongly connected components, and within a component
    /// in reverse postorder.
    order: Vec<StateId>,
    /// The index of the first state of each machine in `order`. States of a duplicate `States` field are in no machine.
    order_of: Vec<u32>,
    /// The number of the component of each state.
    components: Vec<u32>,
    /// The components with a transition inside, in the order of the text.
    loops: Vec<Vec<StateId>>,
}

#[derive(Debug, Clone, Copy)]
struct EdgeData {
    from: StateId,
    to: Option<StateId>,
    target: NodeId,
    cause: Cause,
    is_allowed: bool,
}

/// The field that a transition comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The `Next` of the state itself.
    Next,
    /// The `Next` of the choice rule with this index, counted from 0.
    Choice(usize),
    /// The `Default` of a Choice state.
    Default,
    /// The `Next` of the catcher with this index, counted from 0.
    Catch(usize),
}

/// A transition from one state to another.
#[derive(Clone, Copy)]
pub struct Edge<'m> {
    /// The state that has the field.
    pub from: State<'m>,
    /// The state that the target names, if the machine has a state with this name.
    pub to: Option<State<'m>>,
    /// The value of the field: a state name.
    pub target: Text<'m>,
    /// The field that the transition comes from.
    pub cause: Cause,
    /// Whether this type of state has such a field; if not, the field itself is reported.
    pub is_allowed: bool,
}

/// Formats a path through a machine: "A → B → A".
pub(crate) fn route(way: &[Edge<'_>]) -> String {
    let first = way.first().map(|edge| edge.from.name().value);
    let names: Vec<&str> = first.into_iter().chain(way.iter().map(|edge| edge.target.value)).collect();
    brief::chain(&names, " → ")
}

impl Graph {
    pub(crate) fn new(model: &Model) -> Graph {
        let mut edges = Vec::with_capacity(2 * model.states().len());
        let mut first = Vec::with_capacity(model.states().len() + 1);
        for state in model.states() {
            first.push(edges.len() as u32);
            collect(&mut edges, state);
        }
        first.push(edges.len() as u32);
        let mut led_to = vec![false; model.states().len()];
        edges.iter().filter_map(|edge| edge.to).for_each(|to| led_to[to.index()] = true);
        let mut graph = Graph {
            edges,
            first,
            led_to,
            reachable: Vec::new(),
            can_end: Vec::new(),
            complete: Vec::new(),
            order: Vec::new(),
            order_of: Vec::new(),
            components: Vec::new(),
            loops: Vec::new(),
        };
        graph.reachable = graph.walk(model.machines().filter_map(start).map(State::id), model.states().len());
        let is_complete = |machine: Machine<'_>| {
            !machine.is_damaged() && machine.states().all(|state| graph.has_known_transitions(state))
        };
        graph.complete = model.machines().map(is_complete).collect();
        graph.sort_states(model);
        graph.can_end = graph.find_ends(model);
        graph.loops = graph.find_loops();
        graph
    }

    /// Returns the transitions that leave a state.
    pub fn edges<'m>(&self, state: State<'m>) -> impl DoubleEndedIterator<Item = Edge<'m>> {
        let model = state.model();
        self.edges_of(state.id()).iter().map(move |data| Edge {
            from: model.state(data.from),
            to: data.to.map(|id| model.state(id)),
            target: model.tree().node(data.target).as_text().expect("only strings become edges"),
            cause: data.cause,
            is_allowed: data.is_allowed,
        })
    }

    /// Whether transitions lead to the state from the `StartAt` of its machine.
    pub fn is_reachable(&self, state: State<'_>) -> bool {
        self.reachable[state.id().index()]
    }

    /// Whether any transition leads to the state.
    pub(crate) fn is_led_to(&self, state: State<'_>) -> bool {
        self.led_to[state.id().index()]
    }

    /// Whether the state ends its machine or leads to one that does. A transition to an unknown state counts as an end.
    pub(crate) fn can_end(&self, state: State<'_>) -> bool {
        self.can_end[state.id().index()]
    }

    /// Whether all transitions of a machine are known: each state has a type and the transitions that the type requires,
    /// and no syntax error, placeholder or value of the wrong kind hides one. Their targets may still be unknown.
    pub(crate) fn is_complete(&self, machine: Machine<'_>) -> bool {
        self.complete[machine.id().index()]
    }

    fn has_known_transitions(&self, state: State<'_>) -> bool {
        let (Some(object), Some(kind)) = (state.object(), state.kind()) else { return false };
        let edges = self.edges_of(state.id());
        let all_have_targets = |field: &str, count: usize| {
            let Some(list) = object.field_or_misspelling(field) else { return true };
            list.value().is_some_and(|value| value.kind() == Kind::Array && value.items().len() == count)
        };
        let rules = edges.iter().filter(|edge| matches!(edge.cause, Cause::Choice(_))).count();
        let catchers = edges.iter().filter(|edge| matches!(edge.cause, Cause::Catch(_))).count();
        let decides = kind != StateKind::Choice || rules > 0 && all_have_targets("Choices", rules);
        let is_default = |edge: &EdgeData| edge.cause == Cause::Default;
        let decides =
            decides && (object.field_or_misspelling("Default").is_none() || edges.iter().any(is_default));
        let leaves =
            !kind.has_next() || state.is_terminal() || edges.iter().any(|edge| edge.cause == Cause::Next);
        decides && leaves && all_have_targets("Catch", catchers)
    }

    /// Returns for every state of the document whether it is one of the given states or reachable from one.
    pub(crate) fn closure(&self, states: &[State<'_>]) -> Vec<bool> {
        self.walk(states.iter().map(|state| state.id()), self.reachable.len())
    }

    /// Returns the transitions of the shortest path from a state back to itself; `None` if the state is in no loop.
    pub(crate) fn way_back<'m>(&self, state: State<'m>) -> Option<Vec<Edge<'m>>> {
        self.way(state, state)
    }

    /// Returns the transitions of the shortest path from one state to another, at least one; `None` if there is no path.
    pub(crate) fn way<'m>(&self, from: State<'m>, to: State<'m>) -> Option<Vec<Edge<'m>>> {
        let mut found: Vec<(Edge<'m>, Option<usize>)> = self.edges(from).map(|edge| (edge, None)).collect();
        let mut seen = vec![false; self.reachable.len()];
        seen[from.id().index()] = true;
        let mut next = 0;
        while next < found.len() {
            let (edge, _) = found[next];
            let Some(state) = edge.to else {
                next += 1;
                continue;
            };
            if state == to {
                let mut way = Vec::new();
                let mut at = Some(next);
                while let Some(i) = at {
                    way.push(found[i].0);
                    at = found[i].1;
                }
                way.reverse();
                return Some(way);
            }
            if !std::mem::replace(&mut seen[state.id().index()], true) {
                found.extend(self.edges(state).map(|edge| (edge, Some(next))));
            }
            next += 1;
        }
        None
    }

    /// Returns the loops: groups of states that lead to each other, or single states that lead to themselves. The states
    /// of a loop are in the order of the text.
    pub(crate) fn loops<'m>(&self, model: &'m Model) -> impl Iterator<Item = Vec<State<'m>>> {
        self.loops.iter().map(|members| members.iter().map(|&id| model.state(id)).collect())
    }

    fn find_loops(&self) -> Vec<Vec<StateId>> {
        let leads_to_itself = |state: StateId| self.edges_of(state).iter().any(|edge| edge.to == Some(state));
        let components = self.order.chunk_by(|a, b| self.are_connected(*a, *b));
        let loops = components.filter(|members| members.len() > 1 || leads_to_itself(members[0]));
        let mut loops: Vec<Vec<StateId>> = loops.map(<[StateId]>::to_vec).collect();
        loops.iter_mut().for_each(|members| members.sort_unstable());
        loops.sort_unstable();
        loops
    }

    /// The states of a machine in topological order of their strongly connected components, which are contiguous, and
    /// within a component in reverse postorder: the order in which a data flow analysis converges fastest.
    pub(super) fn topological_order(&self, machine: Machine<'_>) -> &[StateId] {
        let first = self.order_of[machine.id().index()] as usize;
        &self.order[first..first + machine.states().len()]
    }

    /// Whether two states are in the same strongly connected component.
    pub(crate) fn are_connected(&self, a: StateId, b: StateId) -> bool {
        self.components[a.index()] == self.components[b.index()]
    }

    fn edges_of(&self, state: StateId) -> &[EdgeData] {
        let (from, to) = (self.first[state.index()], self.first[state.index() + 1]);
        &self.edges[from as usize..to as usize]
    }

    fn walk(&self, starts: impl Iterator<Item = StateId>, states: usize) -> Vec<bool> {
        let mut seen = vec![false; states];
        let mut open: Vec<StateId> = starts.collect();
        while let Some(state) = open.pop() {
            if !std::mem::replace(&mut seen[state.index()], true) {
                open.extend(self.edges_of(state).iter().filter_map(|edge| edge.to));
            }
        }
        seen
    }

    /// Returns for every state whether it can end, see [`Graph::can_end`]. States in no machine count as such.
    fn find_ends(&self, model: &Model) -> Vec<bool> {
        let mut can_end = vec![true; model.states().len()];
        let ends = |state: StateId| {
            let edges = self.edges_of(state);
            edges.is_empty() || edges.iter().any(|edge| edge.to.is_none()) || model.state(state).is_terminal()
        };
        // The components that a component leads to come before it.
        for members in self.order.chunk_by(|a, b| self.are_connected(*a, *b)).rev() {
            let leads_to_end = |state: StateId| {
                let mut next = self.edges_of(state).iter().filter_map(|edge| edge.to);
                next.any(|to| !self.are_connected(state, to) && can_end[to.index()])
            };
            let can = members.iter().any(|&state| ends(state) || leads_to_end(state));
            members.iter().for_each(|state| can_end[state.index()] = can);
        }
        can_end
    }

    /// Sorts the states of each machine into `order` and numbers their strongly connected components (Tarjan's algorithm
    /// with an explicit stack, which finds them in reverse topological order). Transitions do not leave a machine, so that
    /// all machines share the tables.
    fn sort_states(&mut self, model: &Model) {
        const UNSEEN: u32 = u32::MAX;
        let states = model.states().len();
        let successors = |v: StateId| self.edges_of(v).iter().filter_map(|edge| edge.to);
        let mut number = vec![UNSEEN; states];
        let mut low = vec![0; states];
        let mut finished = vec![0; states];
        let mut component = vec![UNSEEN; states];
        let mut order: Vec<StateId> = Vec::with_capacity(states);
        let (mut stack, mut calls) = (Vec::new(), Vec::new());
        let (mut seen, mut done, mut count) = (0, 0, 0);
        let mut order_of = Vec::with_capacity(model.machines().len());
        for machine in model.machines() {
            let first = order.len();
            order_of.push(first as u32);
            let start = start(machine).map(State::id);
            for root in start.into_iter().chain(machine.states().map(State::id)) {
                if number[root.index()] != UNSEEN {
                    continue;
                }
                calls.push((root, successors(root)));
                while let Some((v, rest)) = calls.last_mut() {
                    let v = *v;
                    if number[v.index()] == UNSEEN {
                        (number[v.index()], low[v.index()]) = (seen, seen);
                        seen += 1;
                        stack.push(v);
                    }
                    match rest.next() {
                        Some(w) if number[w.index()] == UNSEEN => calls.push((w, successors(w))),
                        Some(w) if component[w.index()] == UNSEEN => {
                            low[v.index()] = low[v.index()].min(number[w.index()]);
                        }
                        Some(_) => {}
                        None => {
                            calls.pop();
                            if let Some((caller, _)) = calls.last() {
                                low[caller.index()] = low[caller.index()].min(low[v.index()]);
                            }
                            finished[v.index()] = done;
                            done += 1;
                            if low[v.index()] == number[v.index()] {
                                let at = stack.iter().rposition(|&w| w == v).expect("v is on the stack");
                                let members = order.len();
                                order.extend(stack.drain(at..));
                                order[members..].iter().for_each(|w| component[w.index()] = count);
                                count += 1;
                                order[members..].sort_unstable_by_key(|w| finished[w.index()]);
                            }
                        }
                    }
                }
            }
            order[first..].reverse();
        }
        self.order = order;
        self.order_of = order_of;
        self.components = component;
    }
}

/// The state that a machine starts with.
fn start(machine: Machine<'_>) -> Option<State<'_>> {
    machine.state(machine.start_at()?.value)
}

fn collect(edges: &mut Vec<EdgeData>, state: State<'_>) {
    let Some(object) = state.object() else { return };
    let mut add = |owner: Object<'_>, field: &str, cause: Cause| {
        let Some(field) = owner.field_or_misspelling(field) else { return };
        let Some(target) = field.value().filter(|value| value.as_text().is_some()) else { return };
        edges.push(EdgeData {
            from: state.id(),
            to: target.as_str().and_then(|name| state.machine().state(name)).map(State::id),
            target: target.id(),
            cause,
            is_allowed: field.info().is_some() || field.meant().is_some(),
        });
    };
    add(object, "Next", Cause::Next);
    for (i, rule) in object.objects("Choices").enumerate() {
        add(rule, "Next", Cause::Choice(i));
    }
    add(object, "Default", Cause::Default);
    for (i, catcher) in object.objects("Catch").enumerate() {
        add(catcher, "Next", Cause::Catch(i));
    }
}

#[cfg(test)]
mod tests;
