//! The transitions between states, and what can be reached along them.

use crate::brief;
use crate::catalog::StateKind;
use crate::model::{Machine, Model, Object, State, StateId};
use crate::syntax::{Kind, NodeId, Text};

/// All transitions of a document. No transition leaves its machine.
#[derive(Debug, Clone)]
pub struct Graph {
    /// In the order of the states they leave from; those of one state in the order `Next`, rules, `Default`, `Catch`.
    edges: Vec<EdgeData>,
    /// The first edge of each state, and one more number: the number of edges.
    first: Vec<u32>,
    reachable: Vec<bool>,
    can_end: Vec<bool>,
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

/// The field that makes a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Next,
    /// The choice rule with this number, from 0.
    Choice(usize),
    Default,
    /// The catcher with this number, from 0.
    Catch(usize),
}

/// A transition from one state to the next.
#[derive(Clone, Copy)]
pub struct Edge<'m> {
    pub from: State<'m>,
    /// The state that the target names, if its machine has it.
    pub to: Option<State<'m>>,
    pub target: Text<'m>,
    pub cause: Cause,
    /// Whether this type of state has such a field; if not, the field itself is the fault.
    pub is_allowed: bool,
}

/// A way through the machine: "A → B → A".
pub fn route(way: &[Edge<'_>]) -> String {
    let first = way.first().map(|edge| edge.from.name().value);
    let names: Vec<&str> = first.into_iter().chain(way.iter().map(|edge| edge.target.value)).collect();
    brief::chain(&names, " → ")
}

impl Graph {
    pub fn new(model: &Model) -> Graph {
        let mut edges = Vec::with_capacity(2 * model.states().len());
        let mut first = Vec::with_capacity(model.states().len() + 1);
        for state in model.states() {
            first.push(edges.len() as u32);
            collect(&mut edges, state);
        }
        first.push(edges.len() as u32);
        let mut graph = Graph { edges, first, reachable: Vec::new(), can_end: Vec::new(), loops: Vec::new() };
        graph.reachable = graph.walk(model.machines().filter_map(start).map(State::id), model.states().len());
        graph.can_end = graph.walk_back(model);
        let successors = |state: StateId| graph.edges_of(state).iter().filter_map(|edge| edge.to);
        graph.loops = model.machines().flat_map(|machine| components(machine, successors)).collect();
        graph
    }

    /// The transitions that leave a state.
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

    /// Whether some execution can come to the state, as far as transitions tell.
    pub fn is_reachable(&self, state: State<'_>) -> bool {
        self.reachable[state.id().index()]
    }

    /// Whether the state ends its machine or leads to one that does. A transition to nowhere may end anywhere.
    pub fn can_end(&self, state: State<'_>) -> bool {
        self.can_end[state.id().index()]
    }

    /// Whether all ways through a machine are known: each state is of a type, goes on, decides or ends, and nothing that
    /// may hide a transition is damaged or of the wrong kind. Where a transition leads may still be unknown.
    pub fn is_complete(&self, machine: Machine<'_>) -> bool {
        !machine.is_damaged() && machine.states().all(|state| self.goes_on(state))
    }

    fn goes_on(&self, state: State<'_>) -> bool {
        let (Some(object), Some(kind)) = (state.object(), state.kind()) else { return false };
        let edges = self.edges_of(state.id());
        let all_lead = |field: &str, count: usize| {
            let Some(list) = object.field_or_misspelling(field) else { return true };
            list.value().is_some_and(|value| value.kind() == Kind::Array && value.items().len() == count)
        };
        let rules = edges.iter().filter(|edge| matches!(edge.cause, Cause::Choice(_))).count();
        let catchers = edges.iter().filter(|edge| matches!(edge.cause, Cause::Catch(_))).count();
        let decides = kind != StateKind::Choice || rules > 0 && all_lead("Choices", rules);
        let is_default = |edge: &EdgeData| edge.cause == Cause::Default;
        let decides =
            decides && (object.field_or_misspelling("Default").is_none() || edges.iter().any(is_default));
        let leaves =
            !kind.has_next() || state.is_terminal() || edges.iter().any(|edge| edge.cause == Cause::Next);
        decides && leaves && all_lead("Catch", catchers)
    }

    /// For every state of the document, whether it is one of these or one of them leads to it.
    pub fn closure(&self, states: &[State<'_>]) -> Vec<bool> {
        self.walk(states.iter().map(|state| state.id()), self.reachable.len())
    }

    /// The states from which the state can be reached directly.
    pub fn predecessors<'m>(&self, state: State<'m>) -> impl Iterator<Item = State<'m>> {
        state
            .machine()
            .states()
            .filter(move |from| self.edges_of(from.id()).iter().any(|e| e.to == Some(state.id())))
    }

    /// The shortest way from a state back to itself, as the transitions on it.
    pub fn way_back<'m>(&self, state: State<'m>) -> Option<Vec<Edge<'m>>> {
        self.way(state, state)
    }

    /// The shortest way from one state to another with at least one transition.
    pub fn way<'m>(&self, from: State<'m>, to: State<'m>) -> Option<Vec<Edge<'m>>> {
        let mut found: Vec<(Edge<'m>, Option<usize>)> = self.edges(from).map(|edge| (edge, None)).collect();
        let mut seen = vec![from.id()];
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
            if !seen.contains(&state.id()) {
                seen.push(state.id());
                found.extend(self.edges(state).map(|edge| (edge, Some(next))));
            }
            next += 1;
        }
        None
    }

    /// The groups of states that lead to each other, loops of one state included; each in the order of the text.
    pub fn loops<'m>(&self, model: &'m Model) -> impl Iterator<Item = Vec<State<'m>>> {
        self.loops.iter().map(|members| members.iter().map(|&id| model.state(id)).collect())
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

    fn walk_back(&self, model: &Model) -> Vec<bool> {
        let mut incoming: Vec<(StateId, StateId)> =
            self.edges.iter().filter_map(|edge| Some((edge.to?, edge.from))).collect();
        incoming.sort_unstable();
        let ends = |state: State<'_>| {
            let edges = self.edges_of(state.id());
            state.is_terminal() || edges.is_empty() || edges.iter().any(|edge| edge.to.is_none())
        };
        let mut can_end = vec![false; model.states().len()];
        let mut open: Vec<StateId> = model.states().filter(|&state| ends(state)).map(State::id).collect();
        while let Some(state) = open.pop() {
            if !std::mem::replace(&mut can_end[state.index()], true) {
                let first = incoming.partition_point(|&(to, _)| to < state);
                let leading = incoming[first..].iter().take_while(|(to, _)| *to == state);
                open.extend(leading.map(|(_, from)| from));
            }
        }
        can_end
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

/// Strongly connected components with a transition inside (Tarjan, with an explicit stack).
fn components<I: Iterator<Item = StateId>>(
    machine: Machine<'_>,
    successors: impl Fn(StateId) -> I,
) -> Vec<Vec<StateId>> {
    const UNSEEN: usize = usize::MAX;
    let states: Vec<StateId> = machine.states().map(State::id).collect();
    let Some(base) = states.first().map(|state| state.index()) else { return Vec::new() };
    let local = |id: StateId| id.index() - base;
    let mut order = vec![UNSEEN; states.len()];
    let mut low = vec![0; states.len()];
    let mut on_stack = vec![false; states.len()];
    let mut stack = Vec::new();
    let mut count = 0;
    let mut found: Vec<Vec<StateId>> = Vec::new();
    for root in 0..states.len() {
        if order[root] != UNSEEN {
            continue;
        }
        let mut calls = vec![(root, successors(states[root]))];
        while let Some((v, rest)) = calls.last_mut() {
            let v = *v;
            if order[v] == UNSEEN {
                (order[v], low[v]) = (count, count);
                count += 1;
                stack.push(v);
                on_stack[v] = true;
            }
            match rest.next().map(local) {
                Some(w) if order[w] == UNSEEN => calls.push((w, successors(states[w]))),
                Some(w) if on_stack[w] => low[v] = low[v].min(order[w]),
                Some(_) => {}
                None => {
                    calls.pop();
                    if let Some((caller, _)) = calls.last() {
                        low[*caller] = low[*caller].min(low[v]);
                    }
                    if low[v] == order[v] {
                        let at = stack.iter().rposition(|&w| w == v).expect("v is on the stack");
                        let mut members = stack.split_off(at);
                        members.iter().for_each(|&w| on_stack[w] = false);
                        members.sort_unstable();
                        if members.len() > 1 || successors(states[v]).any(|w| local(w) == v) {
                            found.push(members.into_iter().map(|w| states[w]).collect());
                        }
                    }
                }
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests;
