//! A definition in terms of ASL: machines, states and the objects inside them, with their fields looked up in the
//! catalog. The model points into the tree; whatever is missing or of the wrong kind is `None`.

mod build;
mod call;
mod groups;
mod object;
pub mod retry;
mod state;
mod task;
pub(crate) mod timestamp;

use crate::catalog::{FieldInfo, FieldNumber, FieldSet, ObjectKind, QueryLanguage, StateKind};
use crate::name::NameKey;
use crate::syntax::{Node, NodeId, Pair, PairId, Text, Tree};
use crate::text::Span;
pub use call::Call;
use groups::Groups;
pub use object::{Field, Object};
pub use state::State;

/// A document and all machines, states, objects and fields in it.
#[derive(Debug, Clone)]
pub struct Model {
    tree: Tree,
    machines: Vec<MachineData>,
    states: Vec<StateData>,
    objects: Vec<ObjectData>,
    fields: Vec<FieldData>,
    /// The key of each field's name.
    keys: Vec<NameKey>,
    groups: Groups,
    misplaced: Vec<(NodeId, ObjectKind)>,
    /// Where a template inserts objects: states, retriers, a whole set of states.
    placeholders: Vec<Span>,
    /// Whether some placeholders are outside the definition, in values that it refers to.
    has_placeholders_elsewhere: bool,
}

/// The index of a machine in its [`Model`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MachineId(u32);

/// The index of a state in its [`Model`], in the order of the text within a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateId(u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct ObjectId(u32);

#[derive(Debug, Clone)]
struct MachineData {
    object: ObjectId,
    parent: Option<StateId>,
    /// The states of a machine have consecutive indices, in the order of the text.
    first: u32,
    count: u32,
    /// Sorted by the keys of the names, and the names where keys do not suffice.
    by_name: Vec<(NameKey, StateId)>,
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
    kind: ObjectKind,
    node: NodeId,
    name: Span,
    machine: MachineId,
    state: Option<StateId>,
    language: QueryLanguage,
    first: u32,
    count: u32,
    /// The [`NameKey::bit`]s of all field names. Most look-ups are for absent fields, and this answers them at once.
    names: u64,
    /// The fields of the catalog that the object has or misspells.
    mentioned: FieldSet,
    /// Whether any field name is a misspelling of a known one.
    has_misspelt: bool,
}

#[derive(Debug, Clone, Copy)]
struct FieldData {
    object: ObjectId,
    pair: PairId,
    /// The catalog's number for the field, so that its name need not be read from the text again.
    number: Option<FieldNumber>,
    /// The field that an unknown name probably misspells.
    meant: Option<FieldNumber>,
    is_of_other_language: bool,
    /// The index of the first object inside the value, and the number of such objects.
    inside: (u32, u32),
}

/// The index of a field in its [`Model`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(u32);

impl MachineId {
    /// Returns the position among [`Model::machines`].
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl StateId {
    /// Returns the position among [`Model::states`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Model {
    /// Builds the model of a tree, whatever the tree contains.
    pub(crate) fn new(tree: Tree) -> Model {
        build::model(tree)
    }

    /// The tree that the model points into.
    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// All machines: the outermost first, each before the machines inside it.
    pub fn machines(&self) -> impl ExactSizeIterator<Item = Machine<'_>> {
        (0..self.machines.len() as u32).map(|i| Machine { model: self, id: MachineId(i) })
    }

    /// The outermost machine; `None` if the document is not an object.
    pub fn root(&self) -> Option<Machine<'_>> {
        self.machines().next()
    }

    /// All states of all machines.
    pub fn states(&self) -> impl ExactSizeIterator<Item = State<'_>> {
        (0..self.states.len() as u32).map(|i| self.state(StateId(i)))
    }

    /// The state with an ID of this model.
    pub fn state(&self, id: StateId) -> State<'_> {
        State { model: self, id }
    }

    /// All objects with a fixed set of fields, such as machines, states, retriers and choice rules.
    pub fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        (0..self.objects.len() as u32).map(|i| Object { model: self, id: ObjectId(i) })
    }

    /// Whether two states may have the same name.
    pub(crate) fn may_have_duplicate_states(&self) -> bool {
        let keys = self.states.iter().map(|state| NameKey::of(self.tree.pair(state.key).key_bytes()));
        let mut keys: Vec<NameKey> = keys.collect();
        keys.sort_unstable();
        keys.windows(2).any(|two| two[0] == two[1])
    }

    /// All states of a type, in the order of the text within a machine.
    pub fn states_of(&self, kind: StateKind) -> impl Iterator<Item = State<'_>> {
        self.groups.states(kind).iter().map(|&id| self.state(id))
    }

    /// The objects inside a field; none if it is absent.
    fn objects_in(&self, field: Option<Field<'_>>) -> impl DoubleEndedIterator<Item = Object<'_>> + use<'_> {
        let (first, count) = field.map_or((0, 0), |field| field.data.inside);
        (first..first + count).map(|i| Object { model: self, id: ObjectId(i) })
    }

    /// All objects of a kind.
    pub fn objects_of(&self, kind: ObjectKind) -> impl Iterator<Item = Object<'_>> {
        self.groups.objects(kind).iter().map(|&id| Object { model: self, id })
    }

    /// All fields of the catalog for which a condition holds, without those of the other query language.
    pub(crate) fn fields_where(
        &self,
        is_wanted: impl Fn(&'static FieldInfo) -> bool,
    ) -> impl Iterator<Item = Field<'_>> {
        self.groups.fields(is_wanted).map(|id| self.field(id))
    }

    /// All fields that are not in the catalog for their objects.
    pub(crate) fn unknown_fields(&self) -> impl Iterator<Item = Field<'_>> {
        self.groups.unknown.iter().map(|&id| self.field(id))
    }

    /// All fields of the query language that their objects do not use.
    pub(crate) fn fields_of_other_language(&self) -> impl Iterator<Item = Field<'_>> {
        self.groups.of_other_language.iter().map(|&id| self.field(id))
    }

    /// All fields of all objects, in no particular order.
    pub fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        self.fields.iter().map(|data| Field { model: self, data })
    }

    /// The field with an ID of this model.
    pub(crate) fn field(&self, id: FieldId) -> Field<'_> {
        Field { model: self, data: &self.fields[id.0 as usize] }
    }

    /// All fields with their IDs.
    pub(crate) fn fields_with_ids(&self) -> impl Iterator<Item = (FieldId, Field<'_>)> {
        (0..).map(FieldId).zip(self.fields())
    }

    /// Values that are not objects where an object of the given kind is expected, such as a state that is a string.
    pub(crate) fn misplaced_values(&self) -> impl Iterator<Item = (Node<'_>, ObjectKind)> {
        self.misplaced.iter().map(|&(node, kind)| (self.tree.node(node), kind))
    }
}

/// A set of states with its own `StartAt`: the definition itself, a branch or an item processor.
#[derive(Clone, Copy)]
pub struct Machine<'m> {
    model: &'m Model,
    id: MachineId,
}

impl<'m> Machine<'m> {
    fn data(self) -> &'m MachineData {
        &self.model.machines[self.id.0 as usize]
    }

    /// The ID of this machine in its model.
    pub fn id(self) -> MachineId {
        self.id
    }

    /// The object that has the `StartAt` and the `States`.
    pub fn object(self) -> Object<'m> {
        Object { model: self.model, id: self.data().object }
    }

    /// The Parallel or Map state that contains this machine; `None` for the outermost.
    pub fn parent(self) -> Option<State<'m>> {
        self.data().parent.map(|id| self.model.state(id))
    }

    /// Whether this is the whole definition.
    pub(crate) fn is_outermost(self) -> bool {
        self.data().parent.is_none()
    }

    /// The states in the order of the text.
    pub fn states(self) -> impl DoubleEndedIterator<Item = State<'m>> + ExactSizeIterator {
        let data = self.data();
        let model = self.model;
        (data.first..data.first + data.count).map(move |i| model.state(StateId(i)))
    }

    /// Returns the state with this name; the last of duplicates.
    pub fn state(self, name: &str) -> Option<State<'m>> {
        let by_name = &self.data().by_name;
        let wanted = NameKey::of(name);
        let order = |&(key, id): &(NameKey, StateId)| {
            key.compare(wanted, || self.model.state(id).name().value.cmp(name))
        };
        let end = by_name.partition_point(|state| order(state).is_le());
        let found = by_name.get(end.checked_sub(1)?)?;
        order(found).is_eq().then(|| self.model.state(found.1))
    }

    /// The `StartAt` of the machine, if it is a string.
    pub fn start_at(self) -> Option<Text<'m>> {
        self.object().get("StartAt")?.as_text()
    }

    /// Whether a syntax error or a placeholder may hide states or transitions of this machine.
    pub fn is_damaged(self) -> bool {
        self.object().is_damaged()
    }
}
