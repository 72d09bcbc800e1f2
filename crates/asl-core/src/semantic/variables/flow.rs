//! The data flow: which variables have a value when a state starts, on every path to it and on some path.

use std::collections::{BTreeSet, VecDeque};

use super::{Assigner, Reference, Test, Variable, Variables};
use crate::model::{Machine, Model, State, StateId};
use crate::semantic::graph::{Cause, Edge, Graph};

#[derive(Debug, Clone, Default)]
pub(super) struct Flow {
    /// For each state, the variables that get a value in it.
    gains: Vec<Vec<Gain>>,
    /// For each state, the index of its first word in the bit sets, and the number of its words.
    rows: Vec<(u32, u32)>,
    /// Bit sets with a bit for each variable of the machine.
    definite: Vec<u64>,
    possible: Vec<u64>,
}

/// A variable that has a value along some transitions of a state.
#[derive(Debug, Clone, Copy)]
struct Gain {
    on: On,
    local: usize,
}

/// Some of the transitions of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum On {
    /// All transitions: after a read, the variable counts as assigned, so that the cause is reported once.
    Every,
    /// `Next`, or the `Default` of a Choice state.
    State,
    Rule(usize),
    Catcher(usize),
}

impl From<Assigner> for On {
    fn from(by: Assigner) -> On {
        match by {
            Assigner::State => On::State,
            Assigner::Rule(i) => On::Rule(i),
            Assigner::Catcher(i) => On::Catcher(i),
        }
    }
}

impl From<Cause> for On {
    fn from(cause: Cause) -> On {
        match cause {
            Cause::Next | Cause::Default => On::State,
            Cause::Choice(i) => On::Rule(i),
            Cause::Catch(i) => On::Catcher(i),
        }
    }
}

impl Flow {
    /// `rules` returns the index of the choice rule that tests a reference.
    pub(super) fn new(
        model: &Model,
        graph: &Graph,
        variables: &Variables,
        rules: impl Fn(&Reference) -> Option<usize>,
    ) -> Flow {
        if variables.variables.is_empty() {
            return Flow::default();
        }
        let states = model.states().len();
        let mut flow =
            Flow { gains: vec![Vec::new(); states], rows: vec![(0, 0); states], ..Flow::default() };
        for declaration in &variables.declarations {
            let local = variables.get(declaration.variable).local;
            flow.gains[declaration.state.index()].push(Gain { on: declaration.by.into(), local });
        }
        for reference in &variables.references {
            let Some(variable) = reference.variable.map(|id| variables.get(id)) else { continue };
            let anchor = variables
                .around(model.state(reference.state))
                .find(|(anchor, _)| anchor.machine().id() == variable.machine);
            let Some((anchor, _)) = anchor else { continue };
            let is_choice = anchor.is(crate::catalog::StateKind::Choice);
            let on = match reference.test {
                Test::None => On::Every,
                Test::Exists if is_choice => On::Every,
                _ => match rules(reference) {
                    Some(rule) => On::Rule(rule),
                    None => continue,
                },
            };
            flow.gains[anchor.id().index()].push(Gain { on, local: variable.local });
        }
        flow.gains.iter_mut().for_each(|gains| gains.sort_unstable_by_key(|gain| gain.on));
        for machine in model.machines() {
            let count = variables.scopes[machine.id().index()].by_name.len();
            flow.machine(model, graph, machine, count.div_ceil(64));
        }
        flow
    }

    pub(super) fn is_definite(&self, state: StateId, variable: &Variable) -> bool {
        self.bit(&self.definite, state, variable)
    }

    pub(super) fn is_possible(&self, state: StateId, variable: &Variable) -> bool {
        self.bit(&self.possible, state, variable)
    }

    fn bit(&self, words: &[u64], state: StateId, variable: &Variable) -> bool {
        let (word, bit) = (variable.local / 64, variable.local % 64);
        let row = self.rows.get(state.index()).filter(|(_, width)| word < *width as usize);
        row.is_some_and(|(first, _)| words[*first as usize + word] >> bit & 1 == 1)
    }

    fn machine(&mut self, model: &Model, graph: &Graph, machine: Machine<'_>, width: usize) {
        for state in machine.states() {
            self.rows[state.id().index()] = (self.definite.len() as u32, width as u32);
            self.definite.resize(self.definite.len() + width, u64::MAX);
            self.possible.resize(self.definite.len(), 0);
        }
        let start = machine.start_at().and_then(|name| machine.state(name.value));
        let Some(start) = start.filter(|_| width > 0) else { return };
        let range = self.row(start.id());
        self.definite[range].fill(0);
        let order = graph.topological_order(machine);
        self.find_possible(model, graph, order, width);
        self.find_definite(model, graph, start, order, width);
    }

    /// Finds the variables that have a value on some path. The states of a loop share them, so that one visit of each
    /// strongly connected component is enough.
    fn find_possible(&mut self, model: &Model, graph: &Graph, order: &[StateId], width: usize) {
        let (mut known, mut gained) = (vec![0; width], vec![0; width]);
        for component in order.chunk_by(|a, b| graph.are_connected(*a, *b)) {
            let states =
                || component.iter().map(|&id| model.state(id)).filter(|&state| graph.is_reachable(state));
            let edges = || states().flat_map(|state| graph.edges(state));
            known.fill(0);
            for state in states() {
                unite(&mut known, &self.possible[self.row(state.id())]);
            }
            for edge in
                edges().filter(|edge| edge.to.is_some_and(|to| graph.are_connected(edge.from.id(), to.id())))
            {
                self.gained(edge, &mut gained);
                unite(&mut known, &gained);
            }
            for state in states() {
                let row = self.row(state.id());
                self.possible[row].copy_from_slice(&known);
            }
            for edge in edges() {
                let Some(to) = edge.to.filter(|to| !graph.are_connected(edge.from.id(), to.id())) else {
                    continue;
                };
                self.gained(edge, &mut gained);
                let row = self.row(to.id());
                unite(&mut self.possible[row.clone()], &known);
                unite(&mut self.possible[row], &gained);
            }
        }
    }

    /// Finds the variables that have a value on every path: propagates the bits until nothing changes.
    fn find_definite(
        &mut self,
        model: &Model,
        graph: &Graph,
        start: State<'_>,
        order: &[StateId],
        width: usize,
    ) {
        let base = order.iter().map(|id| id.index()).min().unwrap_or_default();
        let mut places = vec![0; order.len()];
        for (place, id) in order.iter().enumerate() {
            places[id.index() - base] = place;
        }
        let place = |state: State<'_>| places[state.id().index() - base];
        let mut is_seen = vec![false; order.len()];
        let mut open = BTreeSet::from([place(start)]);
        let mut gained = vec![0; width];
        while let Some(at) = open.pop_first() {
            is_seen[at] = true;
            let state = model.state(order[at]);
            for edge in graph.edges(state) {
                let Some(to) = edge.to else { continue };
                self.gained(edge, &mut gained);
                let (source, target) = (self.row(state.id()), self.row(to.id()));
                let mut is_new = !is_seen[place(to)];
                for ((source, target), gained) in source.zip(target).zip(&gained) {
                    let definite = self.definite[target] & (self.definite[source] | gained);
                    is_new |= definite != self.definite[target];
                    self.definite[target] = definite;
                }
                if is_new {
                    open.insert(place(to));
                }
            }
        }
    }

    /// The variables that have a value along a transition, as bit numbers.
    fn gains(&self, edge: Edge<'_>) -> impl Iterator<Item = usize> {
        let gains = &self.gains[edge.from.id().index()];
        let on = |on: On| {
            let start = gains.partition_point(|gain| gain.on < on);
            gains[start..].iter().take_while(move |gain| gain.on == on)
        };
        on(On::Every).chain(on(edge.cause.into())).map(|gain| gain.local)
    }

    /// Sets `bits` to the variables that have a value along a transition.
    fn gained(&self, edge: Edge<'_>, bits: &mut [u64]) {
        bits.fill(0);
        self.gains(edge).for_each(|local| bits[local / 64] |= 1 << (local % 64));
    }

    fn row(&self, state: StateId) -> std::ops::Range<usize> {
        let (first, width) = self.rows[state.index()];
        first as usize..(first + width) as usize
    }

    /// See [`Variables::way_without`].
    pub(super) fn way_without<'m>(
        &self,
        graph: &Graph,
        to: State<'m>,
        variable: &Variable,
    ) -> Option<Vec<Edge<'m>>> {
        let machine = to.machine();
        let start = machine.state(machine.start_at()?.value)?;
        let base = machine.states().next()?.id().index();
        let mut came_by: Vec<Option<Edge<'m>>> = vec![None; machine.states().len()];
        let mut is_seen = vec![false; machine.states().len()];
        is_seen[start.id().index() - base] = true;
        let mut open = VecDeque::from([start]);
        while let Some(state) = open.pop_front() {
            if state == to {
                let before = |state: State<'m>| came_by[state.id().index() - base];
                let mut way: Vec<Edge<'m>> =
                    std::iter::successors(before(to), |edge| before(edge.from)).collect();
                way.reverse();
                return Some(way);
            }
            for edge in graph.edges(state) {
                let is_gained = self.gains(edge).any(|local| local == variable.local);
                let Some(next) = edge.to.filter(|_| !is_gained) else { continue };
                if !std::mem::replace(&mut is_seen[next.id().index() - base], true) {
                    came_by[next.id().index() - base] = Some(edge);
                    open.push_back(next);
                }
            }
        }
        None
    }
}

fn unite(known: &mut [u64], more: &[u64]) {
    known.iter_mut().zip(more).for_each(|(known, more)| *known |= more);
}
