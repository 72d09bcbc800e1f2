//! Workflow variables (§7): where they are assigned and read, and which of them have a value when a state begins.

mod collect;
mod flow;
mod guard;
mod judge;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::graph::{Edge, Graph};
use crate::expr::{Expression, ExpressionRef};
use crate::model::{Machine, MachineId, Model, State, StateId};
use crate::syntax::PairId;
use crate::text::Span;
use flow::Flow;

/// All variables of a document. A variable belongs to the machine that assigns it; machines inside read it too.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    variables: Vec<Variable>,
    declarations: Vec<Declaration>,
    /// In the order of the text.
    references: Vec<Reference>,
    /// One for each machine; none where the document has no variables.
    scopes: Vec<Scope>,
    flow: Flow,
}

/// The place of a variable in [`Variables`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariableId(u32);

/// A name in a machine.
#[derive(Debug, Clone)]
pub struct Variable {
    pub name: String,
    pub machine: MachineId,
    /// Its number among the variables of the machine.
    local: usize,
    declarations: Vec<u32>,
}

/// A key of an `Assign`.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    pub variable: VariableId,
    pub state: StateId,
    pub by: Assigner,
    pub key: PairId,
    /// The name in the file, without quotes and without the `.$` of JSONPath.
    pub span: Span,
}

/// Whose `Assign` it is. It says along which transitions the value is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assigner {
    /// The state itself: `Next`, or of a Choice state `Default`.
    State,
    /// The choice rule with this number, from 0.
    Rule(usize),
    /// The catcher with this number, from 0.
    Catcher(usize),
}

/// A place where a variable is read.
#[derive(Debug, Clone)]
pub struct Reference {
    pub name: String,
    /// The name in the file, without the `$`.
    pub span: Span,
    /// The state whose field reads it.
    pub state: StateId,
    /// The number of the expression among the sites of the analysis.
    pub site: usize,
    /// The variable that is meant: that of the nearest machine around which has one of the name.
    pub variable: Option<VariableId>,
    /// Whether it is certain that the variable is read here; texts with placeholders and damaged expressions may read it.
    pub is_sure: bool,
    pub value: Assignedness,
    test: Test,
}

/// Whether there is a value to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignedness {
    /// There is, or the expression can do without, or it is not known, or it is said of an earlier reading.
    Assumed,
    /// Nothing in reach assigns it.
    Undefined,
    /// Only a machine around a distributed Map assigns it.
    OutOfReach(VariableId),
    /// Only this state assigns it, and its expressions see the values from before it.
    OwnState { anchor: StateId },
    /// Some way leads here on which nothing assigns it.
    Sometimes { anchor: StateId },
    /// It is assigned elsewhere, on no way that leads here.
    NotYet { anchor: StateId },
}

/// What an expression does about a variable without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Test {
    /// Nothing: it has no value either.
    None,
    /// It takes the variable as false, as an empty list or as unequal to everything.
    Tolerated,
    /// It is true only if there is a value.
    Proves,
    /// It asks whether there is a value, in whatever way.
    Exists,
}

#[derive(Debug, Clone, Default)]
struct Scope {
    by_name: BTreeMap<String, VariableId>,
    /// The state that the machine is a part of.
    parent: Option<StateId>,
    /// The machine runs as executions of its own, which do not see the variables around.
    is_cut: bool,
    /// There may be assignments that cannot be read.
    is_open: bool,
}

impl Variables {
    pub(super) fn new(model: &Model, graph: &Graph, expressions: &[Expression]) -> Variables {
        let mut variables = Variables::default();
        collect::declarations(&mut variables, model);
        collect::references(&mut variables, model, expressions);
        if !variables.scopes.is_empty() {
            variables.flow = Flow::new(model, graph, &variables, |reference| {
                collect::rule_of(ExpressionRef::new(model, &expressions[reference.site]))
            });
            judge::references(&mut variables, model, graph);
        }
        variables
    }

    pub fn get(&self, id: VariableId) -> &Variable {
        &self.variables[id.0 as usize]
    }

    /// All variables, in the order in which the states first assign them.
    pub fn all(&self) -> impl Iterator<Item = (VariableId, &Variable)> {
        self.variables.iter().enumerate().map(|(i, variable)| (VariableId(i as u32), variable))
    }

    /// All keys of all `Assign`, those with names that no variable can have included.
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// Where a variable is assigned.
    pub fn declarations_of(&self, id: VariableId) -> impl Iterator<Item = &Declaration> {
        self.get(id).declarations.iter().map(|&i| &self.declarations[i as usize])
    }

    /// Whether all assignments of a machine can be read.
    pub fn are_known(&self, machine: Machine<'_>) -> bool {
        self.scopes.get(machine.id().index()).is_none_or(|scope| !scope.is_open)
    }

    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Where a variable is read.
    pub fn references_of(&self, id: VariableId) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(move |reference| reference.variable == Some(id))
    }

    /// The variable that a name means in a state.
    pub fn resolve(&self, state: State<'_>, name: &str) -> Option<VariableId> {
        self.in_reach(state).find_map(|(_, scope)| scope.by_name.get(name)).copied()
    }

    /// The first assignment of a name, in whatever machine.
    pub fn named(&self, name: &str) -> Option<&Declaration> {
        self.all()
            .find(|(_, variable)| variable.name == name)
            .and_then(|(id, _)| self.declarations_of(id).next())
    }

    /// The variable of that name in a machine around that of the state.
    pub fn outer(&self, state: State<'_>, name: &str) -> Option<VariableId> {
        self.in_reach(state).skip(1).find_map(|(_, scope)| scope.by_name.get(name)).copied()
    }

    /// The variables that a state can read, with whether each surely has a value; by name, the nearest of equal names.
    pub fn visible(&self, state: State<'_>) -> BTreeMap<&str, (VariableId, bool)> {
        let mut found = BTreeMap::new();
        for (anchor, scope) in self.in_reach(state) {
            for (name, &id) in &scope.by_name {
                let is_sure = self.flow.is_definite(anchor.id(), self.get(id));
                found.entry(name.as_str()).or_insert((id, is_sure));
            }
        }
        found
    }

    /// The names that each state reads, as `DescribeStateMachine` tells them in `variableReferences`.
    pub fn names_by_state<'m>(&'m self, model: &'m Model) -> BTreeMap<&'m str, Vec<&'m str>> {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for reference in self.references.iter().filter(|reference| reference.is_sure) {
            names.entry(model.state(reference.state).name().value).or_default().push(&reference.name);
        }
        for list in names.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        names
    }

    /// The shortest way from the start of the machine to a state on which nothing assigns the variable. It is empty
    /// where the machine starts with the state.
    pub fn way_without<'m>(&self, graph: &Graph, to: State<'m>, id: VariableId) -> Option<Vec<Edge<'m>>> {
        self.flow.way_without(graph, to, self.get(id))
    }

    /// The machine of a state and those around it, each with the state of it that the given state is or is inside of.
    fn around<'s, 'm>(
        &'s self,
        state: State<'m>,
    ) -> impl Iterator<Item = (State<'m>, &'s Scope)> + use<'s, 'm> {
        let scope = |state: State<'m>| Some((state, self.scopes.get(state.machine().id().index())?));
        std::iter::successors(scope(state), move |(_, inner)| scope(state.model().state(inner.parent?)))
    }

    /// The same, as far as variables can be seen.
    fn in_reach<'s, 'm>(
        &'s self,
        state: State<'m>,
    ) -> impl Iterator<Item = (State<'m>, &'s Scope)> + use<'s, 'm> {
        let mut is_cut = false;
        self.around(state).take_while(move |(_, scope)| {
            let was_cut = is_cut;
            is_cut |= scope.is_cut;
            !was_cut
        })
    }
}
