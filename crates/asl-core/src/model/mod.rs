//! A definition as ASL sees it: machines, states and the objects inside them, each with its fields looked up in
//! the catalog. The model points into the tree; what is missing or of the wrong kind is `None`.

mod build;
pub mod retry;
mod task;
pub mod timestamp;

use crate::catalog::{FieldInfo, ObjectKind, QueryLanguage, StateKind};
use crate::syntax::{Node, NodeId, Pair, PairId, Text, Tree};
use crate::text::Span;

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

/// A member of `States`.
#[derive(Clone, Copy)]
pub struct State<'m> {
    model: &'m Model,
    id: StateId,
}

impl PartialEq for State<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<'m> State<'m> {
    fn data(self) -> &'m StateData {
        &self.model.states[self.id.0 as usize]
    }

    pub fn model(self) -> &'m Model {
        self.model
    }

    pub fn id(self) -> StateId {
        self.id
    }

    pub fn pair(self) -> Pair<'m> {
        self.model.tree.pair(self.data().key)
    }

    pub fn name(self) -> Text<'m> {
        self.pair().key()
    }

    pub fn machine(self) -> Machine<'m> {
        Machine { model: self.model, id: self.data().machine }
    }

    /// The fields of the state; nothing where its value is not an object.
    pub fn object(self) -> Option<Object<'m>> {
        self.data().object.map(|id| Object { model: self.model, id })
    }

    /// The type, if it is one of the eight, or evidently meant to be.
    pub fn kind(self) -> Option<StateKind> {
        self.data().kind
    }

    pub fn is(self, kind: StateKind) -> bool {
        self.kind() == Some(kind)
    }

    /// The language that holds in this state: its own, or else that of the whole definition (§1.4).
    pub fn language(self) -> QueryLanguage {
        self.data().language
    }

    /// A JSONPath state of a JSONata definition. Step Functions says no more about its fields (§1.4).
    pub fn is_downgrade(self) -> bool {
        self.data().is_downgrade
    }

    pub fn get(self, field: &str) -> Option<Node<'m>> {
        self.object()?.get(field)
    }

    pub fn has(self, field: &str) -> bool {
        self.object().is_some_and(|object| object.has(field))
    }

    /// The objects of an array of objects, as `Retry` or `Choices`.
    pub fn objects(self, field: &str) -> impl Iterator<Item = Object<'m>> + use<'m> {
        let objects = self.object().map(|object| object.objects(field));
        objects.into_iter().flatten()
    }

    /// `Succeed`, `Fail`, or `"End": true`.
    pub fn is_terminal(self) -> bool {
        match self.kind() {
            Some(StateKind::Succeed | StateKind::Fail) => true,
            Some(StateKind::Choice) => false,
            _ => self.get("End").and_then(Node::as_bool) == Some(true),
        }
    }

    /// A Map that starts a child execution for each item.
    pub fn is_distributed_map(self) -> bool {
        if !self.is(StateKind::Map) {
            return false;
        }
        let processors = ["ItemProcessor", "Iterator"].into_iter().flat_map(move |name| self.objects(name));
        processors
            .filter_map(|processor| processor.objects("ProcessorConfig").next()?.get("Mode")?.as_str())
            .any(|mode| mode == "DISTRIBUTED")
    }
}

/// An object with a fixed set of fields.
#[derive(Clone, Copy)]
pub struct Object<'m> {
    model: &'m Model,
    id: ObjectId,
}

impl<'m> Object<'m> {
    fn data(self) -> &'m ObjectData {
        &self.model.objects[self.id.0 as usize]
    }

    pub fn kind(self) -> ObjectKind {
        self.data().place
    }

    pub fn node(self) -> Node<'m> {
        self.model.tree.node(self.data().node)
    }

    /// The smallest text that stands for the object: its key, or its opening bracket.
    pub fn name(self) -> Span {
        self.data().name
    }

    /// The state that the object is, or is a part of.
    pub fn state(self) -> Option<State<'m>> {
        self.data().state.map(|id| self.model.state(id))
    }

    pub fn machine(self) -> Machine<'m> {
        Machine { model: self.model, id: self.data().machine }
    }

    /// The language that holds here; JSONPath where the object is not a part of a state.
    pub fn language(self) -> QueryLanguage {
        self.data().language
    }

    /// The fields in the order of the text, equal ones included.
    pub fn fields(self) -> impl DoubleEndedIterator<Item = Field<'m>> {
        let data = self.data();
        let model = self.model;
        model.fields[data.first as usize..(data.first + data.count) as usize]
            .iter()
            .map(move |data| Field { model, data })
    }

    /// The field with a name; of equal ones the last.
    pub fn field(self, name: &str) -> Option<Field<'m>> {
        let hash = NameHash::of(name);
        if !self.may_have(hash) {
            return None;
        }
        self.fields().rev().find(|field| field.is_named(name, hash))
    }

    /// The number of that field.
    pub fn field_id(self, name: &str) -> Option<FieldId> {
        let hash = NameHash::of(name);
        if !self.may_have(hash) {
            return None;
        }
        let behind = self.fields().rev().position(|field| field.is_named(name, hash))?;
        Some(FieldId(self.data().first + self.data().count - 1 - behind as u32))
    }

    pub fn get(self, name: &str) -> Option<Node<'m>> {
        self.field(name)?.value()
    }

    pub fn has(self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// Whether a look at the fields is worth it; no means that there is none with the name.
    fn may_have(self, hash: NameHash) -> bool {
        self.data().names & hash.bit() != 0
    }

    /// The field with a name, or else one whose name is a misspelling of it. A misspelt field is reported as such, and
    /// not as missing too.
    pub fn field_or_misspelling(self, name: &str) -> Option<Field<'m>> {
        self.field(name).or_else(|| self.misspelt(name))
    }

    /// Whether the object has a field, be it misspelt.
    pub fn has_or_misspells(self, name: &str) -> bool {
        self.field_or_misspelling(name).is_some()
    }

    /// The last field whose name is a misspelling of this one.
    fn misspelt(self, name: &str) -> Option<Field<'m>> {
        if !self.data().has_misspelt {
            return None;
        }
        self.fields().rev().find(|field| field.meant() == Some(name))
    }

    /// The objects inside a field: the items of an array of objects, or the one object.
    pub fn objects(self, field: &str) -> impl DoubleEndedIterator<Item = Object<'m>> + use<'m> {
        let model = self.model;
        let (first, count) = self.field(field).map_or((0, 0), |field| field.data.inside);
        (first..first + count).map(move |i| Object { model, id: ObjectId(i) })
    }

    /// Whether a part of the object may be hidden: the text is damaged there, or a template fills in objects.
    pub fn is_damaged(self) -> bool {
        let span = self.node().span();
        self.model.has_placeholders_elsewhere
            || self.model.tree.is_damaged(span)
            || self.model.placeholders.iter().any(|placeholder| span.covers(*placeholder))
    }

    /// Whether fields of the object itself may be hidden: the text is damaged there, or a template adds some.
    pub fn may_hide_fields(self) -> bool {
        self.node().is_open() || self.model.tree.is_damaged(self.node().span())
    }
}

/// A number below 64 for a name: names share it that have the same length and last letter, and some others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NameHash(u8);

impl NameHash {
    fn of(name: &str) -> NameHash {
        let last = name.as_bytes().last().copied().unwrap_or(0);
        NameHash(((name.len() * 5 + usize::from(last)) % 64) as u8)
    }

    fn bit(self) -> u64 {
        1 << self.0
    }
}

/// A field of an object, known to the catalog or not.
#[derive(Clone, Copy)]
pub struct Field<'m> {
    model: &'m Model,
    data: &'m FieldData,
}

impl<'m> Field<'m> {
    pub fn pair(self) -> Pair<'m> {
        self.model.tree.pair(self.data.pair)
    }

    pub fn key(self) -> Text<'m> {
        self.pair().key()
    }

    pub fn value(self) -> Option<Node<'m>> {
        self.pair().value()
    }

    /// Whether this is the name; its hash rules out most others without a look at the text.
    fn is_named(self, name: &str, hash: NameHash) -> bool {
        self.data.name == hash && self.pair().is_named(name)
    }

    /// The field of this place that was probably meant, where the name is not one of its fields.
    pub fn meant(self) -> Option<&'static str> {
        self.data.meant.map(|info| info.name)
    }

    /// What the catalog says of the field at this place, in either language.
    pub fn info(self) -> Option<&'static FieldInfo> {
        self.data.info
    }

    pub fn object(self) -> Object<'m> {
        Object { model: self.model, id: self.data.object }
    }

    /// What `$` stands for in the field, in a JSONata state as JSONata writes it.
    pub fn input(self) -> &'static str {
        let is_outcome = matches!(self.key().value, "Assign" | "Output");
        match self.object().kind() {
            ObjectKind::Task | ObjectKind::Parallel | ObjectKind::Map if is_outcome => "$states.result",
            ObjectKind::Catcher if is_outcome => "$states.errorOutput",
            _ => "$states.input",
        }
    }

    /// Whether it is a state beside `States`, where a bracket was closed too early.
    pub fn is_misplaced_state(self) -> bool {
        self.object().kind().is_machine() && self.value().is_some_and(|value| value.get("Type").is_some())
    }

    /// Whether the field belongs to the other query language than the one that holds here.
    pub fn is_of_other_language(self) -> bool {
        self.data.is_of_other_language
    }
}
