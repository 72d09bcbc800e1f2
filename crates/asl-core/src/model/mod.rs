//! A definition as ASL sees it: machines, states and the objects inside them, each with its fields looked up in
//! the catalog. The model points into the tree; what is missing or of the wrong kind is `None`.

mod build;
mod object;
pub mod retry;
mod state;
mod task;
pub mod timestamp;

use crate::catalog::{FieldInfo, ObjectKind, QueryLanguage, StateKind};
use crate::syntax::{Node, NodeId, Pair, PairId, Text, Tree};
use crate::text::Span;
use object::NameHash;
pub use object::{Field, Object};
pub use state::State;

/// A document and everything in it that the catalog knows.
#[derive(Debug, Clone)]
pub struct Model {
    tree: Tree,
    machines: Vec<MachineData>,
    states: Vec<StateData>,
    objects: Vec<ObjectData>,
    fields: Vec<FieldData>,
    strays: Vec<(NodeId, ObjectKind)>,
    /// Where a template fills in objects: states, retriers, a whole set of states.
    placeholders: Vec<Span>,
    /// Whether some of them stand outside of the definition, in values that it takes from elsewhere.
    has_placeholders_elsewhere: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MachineId(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateId(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ObjectId(u32);

#[derive(Debug, Clone)]
struct MachineData {
    object: ObjectId,
    parent: Option<StateId>,
    /// The states of a machine have consecutive numbers, in the order of the text.
    first: u32,
    count: u32,
    /// The states by the length of their name and the name; of equal names, in the order of the text.
    by_name: Vec<StateId>,
}

#[derive(Debug, Clone)]
struct StateData {
    machine: MachineId,
    key: PairId,
    object: Option<ObjectId>,
    kind: Option<StateKind>,
    language: QueryLanguage,
    is_downgrade: bool,
}

#[derive(Debug, Clone)]
struct ObjectData {
    place: ObjectKind,
    node: NodeId,
    name: Span,
    machine: MachineId,
    state: Option<StateId>,
    language: QueryLanguage,
    first: u32,
    count: u32,
    /// A bit for each [`NameHash`] of a name. Most fields that are asked for are not there, and this tells at once.
    names: u64,
    /// Whether the name of a field is a misspelling of another.
    has_misspelt: bool,
}

#[derive(Debug, Clone, Copy)]
struct FieldData {
    object: ObjectId,
    pair: PairId,
    name: NameHash,
    info: Option<&'static FieldInfo>,
    /// The field that was probably meant by a name that the place does not have.
    meant: Option<&'static FieldInfo>,
    is_of_other_language: bool,
    /// First object inside the value and number of such objects.
    inside: (u32, u32),
}

/// The place of a field in the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(u32);

impl MachineId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl StateId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Model {
    pub fn new(tree: Tree) -> Model {
        build::model(tree)
    }

    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// All machines, the outermost first, each before the machines inside it.
    pub fn machines(&self) -> impl ExactSizeIterator<Item = Machine<'_>> {
        (0..self.machines.len() as u32).map(|i| Machine { model: self, id: MachineId(i) })
    }

    /// The whole definition, unless the document is not an object.
    pub fn root(&self) -> Option<Machine<'_>> {
        self.machines().next()
    }

    /// All states of all machines.
    pub fn states(&self) -> impl ExactSizeIterator<Item = State<'_>> {
        (0..self.states.len() as u32).map(|i| self.state(StateId(i)))
    }

    pub fn state(&self, id: StateId) -> State<'_> {
        State { model: self, id }
    }

    /// All objects with a fixed set of fields: machines, states, retriers, choice rules and so on.
    pub fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        (0..self.objects.len() as u32).map(|i| Object { model: self, id: ObjectId(i) })
    }

    /// All fields of all objects, in no particular order.
    pub fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        self.fields.iter().map(|data| Field { model: self, data })
    }

    pub fn field(&self, id: FieldId) -> Field<'_> {
        Field { model: self, data: &self.fields[id.0 as usize] }
    }

    /// All fields with their numbers.
    pub fn fields_with_ids(&self) -> impl Iterator<Item = (FieldId, Field<'_>)> {
        (0..).map(FieldId).zip(self.fields())
    }

    /// Values where an object of this place belongs, but something else stands: a state that is a string.
    pub fn misplaced_values(&self) -> impl Iterator<Item = (Node<'_>, ObjectKind)> {
        self.strays.iter().map(|&(node, place)| (self.tree.node(node), place))
    }
}

/// A set of states with its own `StartAt`: the definition itself, a branch, an item processor.
#[derive(Clone, Copy)]
pub struct Machine<'m> {
    model: &'m Model,
    id: MachineId,
}

impl<'m> Machine<'m> {
    fn data(self) -> &'m MachineData {
        &self.model.machines[self.id.0 as usize]
    }

    pub fn id(self) -> MachineId {
        self.id
    }

    pub fn object(self) -> Object<'m> {
        Object { model: self.model, id: self.data().object }
    }

    /// The Parallel or Map state that this machine is a part of; nothing for the outermost.
    pub fn parent(self) -> Option<State<'m>> {
        self.data().parent.map(|id| self.model.state(id))
    }

    pub fn is_outermost(self) -> bool {
        self.data().parent.is_none()
    }

    /// The states in the order of the text.
    pub fn states(self) -> impl DoubleEndedIterator<Item = State<'m>> + ExactSizeIterator {
        let data = self.data();
        let model = self.model;
        (data.first..data.first + data.count).map(move |i| model.state(StateId(i)))
    }

    /// The state with a name. Of equal names the last one counts.
    pub fn state(self, name: &str) -> Option<State<'m>> {
        let by_name = &self.data().by_name;
        let end = by_name.partition_point(|&id| {
            let other = self.model.state(id).name().value;
            (other.len(), other) <= (name.len(), name)
        });
        let state = self.model.state(*by_name.get(end.checked_sub(1)?)?);
        (state.name().value == name).then_some(state)
    }

    pub fn start_at(self) -> Option<Text<'m>> {
        self.object().get("StartAt")?.as_text()
    }

    /// Whether a damaged place of the text, or a placeholder, may hide states or transitions of this machine.
    pub fn is_damaged(self) -> bool {
        self.object().is_damaged()
    }
}
