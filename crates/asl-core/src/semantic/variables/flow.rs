//! The data flow: which variables have a value when a state starts, on every path to it and on some path.

use std::collections::VecDeque;

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
    local: usize,
    on: On,
}

#[derive(Debug, Clone, Copy)]
enum On {
    Assign(Assigner),
    /// All transitions: after a read, the variable counts as assigned, so that the cause is reported once.
    Every,
    Rule(usize),
}

impl Gain {
    fn is_on(self, cause: Cause) -> bool {
        match (self.on, cause) {
            (On::Every, _) => true,
            (On::Assign(Assigner::State), cause) => matches!(cause, Cause::Next | Cause::Default),
            (On::Assign(Assigner::Rule(i)) | On::Rule(i), Cause::Choice(j)) => i == j,
            (On::Assign(Assigner::Catcher(i)), Cause::Catch(j)) => i == j,
            _ => false,
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
            flow.gains[declaration.state.index()].push(Gain { local, on: On::Assign(declaration.by) });
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
            flow.gains[anchor.id().index()].push(Gain { local: variable.local, on });
        }
        for machine in model.machines() {
            let count = variables.scopes[machine.id().index()].by_name.len();
            flow.machine(graph, machine, count.div_ceil(64));
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

    fn machine(&mut self, graph: &Graph, machine: Machine<'_>, width: usize) {
        for state in machine.states() {
            self.rows[state.id().index()] = (self.definite.len() as u32, width as u32);
            self.definite.resize(self.definite.len() + width, u64::MAX);
            self.possible.resize(self.definite.len(), 0);
        }
        let start = machine.start_at().and_then(|name| machine.state(name.value));
        let Some(start) = start.filter(|_| width > 0) else { return };
        let range = self.row(start);
        self.definite[range].fill(0);
        let Some(base) = machine.states().next().map(|state| state.id().index()) else { return };
        let mut is_open = vec![false; machine.states().len()];
        let mut is_seen = is_open.clone();
        let mut open = VecDeque::from([start]);
        while let Some(state) = open.pop_front() {
            is_open[state.id().index() - base] = false;
            is_seen[state.id().index() - base] = true;
            for edge in graph.edges(state) {
                let Some(to) = edge.to else { continue };
                let at = to.id().index() - base;
                if (self.pass(state, edge.cause, to) || !is_seen[at])
                    && !std::mem::replace(&mut is_open[at], true)
                {
                    open.push_back(to);
                }
            }
        }
    }

    /// Propagates the bits along a transition. Returns whether the bits of the target changed.
    fn pass(&mut self, from: State<'_>, cause: Cause, to: State<'_>) -> bool {
        let (source, target) = (self.row(from), self.row(to));
        let mut has_changed = false;
        for (word, (source, target)) in source.zip(target).enumerate() {
            let gained = self.gains[from.id().index()]
                .iter()
                .filter(|gain| gain.local / 64 == word && gain.is_on(cause))
                .fold(0, |bits, gain| bits | 1 << (gain.local % 64));
            let definite = self.definite[target] & (self.definite[source] | gained);
            let possible = self.possible[target] | self.possible[source] | gained;
            has_changed |= definite != self.definite[target] || possible != self.possible[target];
            (self.definite[target], self.possible[target]) = (definite, possible);
        }
        has_changed
    }

    fn row(&self, state: State<'_>) -> std::ops::Range<usize> {
        let (first, width) = self.rows[state.id().index()];
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
            let gains = &self.gains[state.id().index()];
            for edge in graph.edges(state) {
                let is_gained =
                    gains.iter().any(|gain| gain.local == variable.local && gain.is_on(edge.cause));
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
