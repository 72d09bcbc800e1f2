//! Workflow variables (§7): where they are assigned and read, and which of them have a value when a state starts.

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

/// All variables of a document. A variable belongs to the machine that assigns it; nested machines can read it too.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    variables: Vec<Variable>,
    /// The variables by name, and of equal names the first.
    by_name: Vec<VariableId>,
    declarations: Vec<Declaration>,
    /// In the order of the text.
    references: Vec<Reference>,
    /// One for each machine; empty if the document has no variables.
    scopes: Vec<Scope>,
    flow: Flow,
}

/// The index of a variable in [`Variables`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VariableId(u32);

/// A variable of a machine.
#[derive(Debug, Clone)]
pub struct Variable {
    /// The name, without `$`.
    pub name: String,
    /// The machine that assigns it.
    pub machine: MachineId,
    /// The index among the variables of the machine.
    local: usize,
    declarations: Vec<u32>,
}

/// A key of an `Assign`.
#[derive(Debug, Clone, Copy)]
pub struct Declaration {
    /// The variable that is assigned.
    pub variable: VariableId,
    /// The state that has the `Assign`.
    pub state: StateId,
    /// The owner of the `Assign` within the state.
    pub(crate) by: Assigner,
    /// The pair in the `Assign`.
    pub(crate) key: PairId,
    /// The name in the file, without quotes and without the `.$` of JSONPath.
    pub span: Span,
}

/// The owner of an `Assign`, which determines the transitions along which the variable has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Assigner {
    /// The state itself: along `Next`, or the `Default` of a Choice state.
    State,
    /// The choice rule with this index, counted from 0.
    Rule(usize),
    /// The catcher with this index, counted from 0.
    Catcher(usize),
}

/// A read of a variable.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The name, without `$`.
    pub(crate) name: String,
    /// The name in the file, without the `$`.
    pub span: Span,
    /// The state whose field reads the variable.
    pub state: StateId,
    /// The index of the expression in [`Analysis::sites`](super::Analysis::sites).
    pub(crate) site: usize,
    /// The variable that the name resolves to: that of the innermost enclosing machine that has one with this name.
    pub variable: Option<VariableId>,
    /// Whether the variable is certainly read here. Strings with placeholders and invalid expressions may not read it.
    pub(crate) is_sure: bool,
    /// Whether the variable has a value here.
    pub value: Assignedness,
    test: Test,
}

/// Whether a variable has a value where it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignedness {
    /// It has a value, or the expression tolerates its absence, or this is unknown or reported for an earlier read.
    Assumed,
    /// No machine in scope assigns it.
    Undefined,
    /// Only a machine around a Distributed Map assigns it.
    OutOfReach(VariableId),
    /// Only this state assigns it, and the expressions of a state see the values from before it.
    OwnState {
        /// The state of the variable's machine that is or contains the state that reads it.
        anchor: StateId,
    },
    /// Nothing assigns it on some path to the state.
    Sometimes {
        /// The state of the variable's machine that is or contains the state that reads it.
        anchor: StateId,
    },
    /// It is assigned, but on no path to the state.
    NotYet {
        /// The state of the variable's machine that is or contains the state that reads it.
        anchor: StateId,
    },
}

/// How an expression handles a variable without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Test {
    /// The expression has no value either.
    None,
    /// The variable counts as false, as an empty array or as unequal to everything.
    Tolerated,
    /// The expression is true only if the variable has a value.
    Proves,
    /// The expression tests in some way whether the variable has a value.
    Exists,
}

#[derive(Debug, Clone, Default)]
struct Scope {
    by_name: BTreeMap<String, VariableId>,
    /// The state that contains the machine.
    parent: Option<StateId>,
    /// Whether the machine runs as child executions, which do not see the variables of enclosing machines.
    is_cut: bool,
    /// Whether there may be unknown assignments.
    is_open: bool,
}

impl Variables {
    pub(super) fn new(model: &Model, graph: &Graph, expressions: &[Expression]) -> Variables {
        let mut variables = Variables::default();
        collect::declarations(&mut variables, model);
        variables.sort_names();
        collect::references(&mut variables, model, expressions);
        if !variables.scopes.is_empty() {
            variables.flow = Flow::new(model, graph, &variables, |reference| {
                collect::rule_of(ExpressionRef::new(model, &expressions[reference.site]))
            });
            judge::references(&mut variables, model, graph);
        }
        variables
    }

    /// The variable with an ID of this document.
    pub fn get(&self, id: VariableId) -> &Variable {
        &self.variables[id.0 as usize]
    }

    /// All variables, in the order of their first assignments.
    pub fn all(&self) -> impl Iterator<Item = (VariableId, &Variable)> {
        self.variables.iter().enumerate().map(|(i, variable)| (VariableId(i as u32), variable))
    }

    /// All keys of all `Assign` fields, including those that are invalid as names.
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// Returns the assignments of a variable.
    pub fn declarations_of(&self, id: VariableId) -> impl Iterator<Item = &Declaration> {
        self.get(id).declarations.iter().map(|&i| &self.declarations[i as usize])
    }

    /// Whether all assignments of a machine are known.
    pub fn are_known(&self, machine: Machine<'_>) -> bool {
        self.scopes.get(machine.id().index()).is_none_or(|scope| !scope.is_open)
    }

    /// All reads of variables, in the order of the text.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Returns the reads of a variable, in the order of the text.
    pub fn references_of(&self, id: VariableId) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(move |reference| reference.variable == Some(id))
    }

    /// Resolves a name, without `$`, in a state.
    pub(crate) fn resolve(&self, state: State<'_>, name: &str) -> Option<VariableId> {
        self.in_reach(state).find_map(|(_, scope)| scope.by_name.get(name)).copied()
    }

    /// Returns the first assignment of a name in any machine.
    pub fn named(&self, name: &str) -> Option<&Declaration> {
        let found = self.by_name.binary_search_by_key(&name, |&id| self.get(id).name.as_str()).ok()?;
        self.declarations_of(self.by_name[found]).next()
    }

    fn sort_names(&mut self) {
        let name = |id: &VariableId| self.variables[id.0 as usize].name.as_str();
        let mut by_name: Vec<VariableId> = self.all().map(|(id, _)| id).collect();
        by_name.sort_by_key(name);
        by_name.dedup_by_key(|id| name(id));
        self.by_name = by_name;
    }

    /// Returns the names of the variables that a state can read, sorted.
    pub(crate) fn visible_names<'v>(&'v self, state: State<'_>) -> impl Iterator<Item = &'v str> + use<'v> {
        let names = |scope: &'v Scope| scope.by_name.keys().map(String::as_str).peekable();
        let mut scopes: Vec<_> = self.in_reach(state).map(|(_, scope)| names(scope)).collect();
        std::iter::from_fn(move || {
            let next = scopes.iter_mut().filter_map(|names| names.peek().copied()).min()?;
            for names in &mut scopes {
                names.next_if_eq(&next);
            }
            Some(next)
        })
    }

    /// Resolves a name, without `$`, in the machines around that of the state.
    pub(crate) fn outer(&self, state: State<'_>, name: &str) -> Option<VariableId> {
        self.in_reach(state).skip(1).find_map(|(_, scope)| scope.by_name.get(name)).copied()
    }

    /// Returns the variables that a state can read, by name, and for each whether it certainly has a value. Of equal
    /// names, the innermost is returned.
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

    /// Returns the shortest path from the start of the machine to a state on which nothing assigns the variable. The
    /// path is empty if the machine starts with the state.
    pub(crate) fn way_without<'m>(
        &self,
        graph: &Graph,
        to: State<'m>,
        id: VariableId,
    ) -> Option<Vec<Edge<'m>>> {
        self.flow.way_without(graph, to, self.get(id))
    }

    /// The machine of a state and those around it, from the inside out: the scope of each, and the state of it that is
    /// or contains the given state.
    fn around<'s, 'm>(
        &'s self,
        state: State<'m>,
    ) -> impl Iterator<Item = (State<'m>, &'s Scope)> + use<'s, 'm> {
        let scope = |state: State<'m>| Some((state, self.scopes.get(state.machine().id().index())?));
        std::iter::successors(scope(state), move |(_, inner)| scope(state.model().state(inner.parent?)))
    }

    /// Like [`Variables::around`], but only the machines whose variables the state can read.
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
