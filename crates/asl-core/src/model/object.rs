//! Views of the objects of the States Language and of their fields.

use super::*;

/// An object with a fixed set of fields.
#[derive(Clone, Copy)]
pub struct Object<'m> {
    pub(super) model: &'m Model,
    pub(super) id: ObjectId,
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
pub(super) struct NameHash(u8);

impl NameHash {
    pub(super) fn of(name: &str) -> NameHash {
        let last = name.as_bytes().last().copied().unwrap_or(0);
        NameHash(((name.len() * 5 + usize::from(last)) % 64) as u8)
    }

    pub(super) fn bit(self) -> u64 {
        1 << self.0
    }
}

/// A field of an object, known to the catalog or not.
#[derive(Clone, Copy)]
pub struct Field<'m> {
    pub(super) model: &'m Model,
    pub(super) data: &'m FieldData,
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
