//! Views of the objects of the States Language and of their fields.

use super::*;
use crate::catalog::FieldSet;

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

    /// The kind of the object, which determines its fields.
    pub fn kind(self) -> ObjectKind {
        self.data().kind
    }

    /// The node of the object in the tree.
    pub fn node(self) -> Node<'m> {
        self.model.tree.node(self.data().node)
    }

    /// The span that findings about the object point to: its key, or its opening bracket.
    pub fn name(self) -> Span {
        self.data().name
    }

    /// The state that the object is, or belongs to.
    pub fn state(self) -> Option<State<'m>> {
        self.data().state.map(|id| self.model.state(id))
    }

    /// The machine that the object is, or belongs to.
    pub fn machine(self) -> Machine<'m> {
        Machine { model: self.model, id: self.data().machine }
    }

    /// The query language that applies to the object; JSONPath outside states.
    pub fn language(self) -> QueryLanguage {
        self.data().language
    }

    /// The fields in the order of the text, duplicates included.
    pub fn fields(self) -> impl DoubleEndedIterator<Item = Field<'m>> {
        let data = self.data();
        let model = self.model;
        model.fields[data.first as usize..(data.first + data.count) as usize]
            .iter()
            .map(move |data| Field { model, data })
    }

    /// Returns the field with this name; the last of duplicates.
    #[inline]
    pub fn field(self, name: &str) -> Option<Field<'m>> {
        self.field_id(name).map(|id| self.model.field(id))
    }

    /// Returns the ID of the field that [`Object::field`] returns. Most look-ups are for absent fields, and the
    /// bit of the name answers them without a call.
    #[inline]
    pub(crate) fn field_id(self, name: &str) -> Option<FieldId> {
        let key = NameKey::of(name);
        if self.data().names & key.bit() == 0 { None } else { self.find(name, key) }
    }

    fn find(self, name: &str, wanted: NameKey) -> Option<FieldId> {
        let data = self.data();
        let mut keys = &self.model.keys[data.first as usize..(data.first + data.count) as usize];
        while let Some(at) = keys.iter().rposition(|key| *key == wanted) {
            let id = FieldId(data.first + at as u32);
            if wanted.is_whole() || self.model.field(id).is_named(name) {
                return Some(id);
            }
            keys = &keys[..at];
        }
        None
    }

    /// Returns the value of the field with this name.
    #[inline]
    pub fn get(self, name: &str) -> Option<Node<'m>> {
        self.field(name)?.value()
    }

    /// Whether the object has a field with exactly this name.
    #[inline]
    pub fn has(self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// Returns the field with this name, or else one whose name is a misspelling of it. A misspelt field is reported as
    /// such, and so must not be reported as missing.
    #[inline]
    pub(crate) fn field_or_misspelling(self, name: &str) -> Option<Field<'m>> {
        self.field(name).or_else(|| self.misspelt(name))
    }

    /// Whether the object has a field with this name or a misspelling of it.
    #[inline]
    pub fn has_or_misspells(self, name: &str) -> bool {
        self.field_or_misspelling(name).is_some()
    }

    /// The fields of the catalog that the object has or misspells.
    pub(crate) fn mentioned(self) -> FieldSet {
        self.data().mentioned
    }

    /// The last field whose name is a misspelling of this one.
    fn misspelt(self, name: &str) -> Option<Field<'m>> {
        if !self.data().has_misspelt {
            return None;
        }
        self.fields().rev().find(|field| field.meant() == Some(name))
    }

    /// The objects inside a field: the items of an array of objects, or a single object.
    #[inline]
    pub fn objects(self, field: &str) -> impl DoubleEndedIterator<Item = Object<'m>> + use<'m> {
        self.model.objects_in(self.field(field))
    }

    /// The index of the object among the objects of a field, such as that of a rule in `Choices`.
    pub fn position_in(self, field: Field<'m>) -> Option<usize> {
        let (first, count) = field.data.inside;
        self.id.0.checked_sub(first).filter(|&i| i < count).map(|i| i as usize)
    }

    /// Whether a part of the object may be hidden: it contains a syntax error, or a template inserts objects.
    pub fn is_damaged(self) -> bool {
        let span = self.node().span();
        self.model.has_placeholders_elsewhere
            || self.model.tree.is_damaged(span)
            || self.model.placeholders.iter().any(|placeholder| span.covers(*placeholder))
    }

    /// Whether fields of the object itself may be hidden: it contains a syntax error, or a template adds fields.
    pub(crate) fn may_hide_fields(self) -> bool {
        self.node().is_open() || self.model.tree.is_damaged(self.node().span())
    }
}

/// A field of an object, known to the catalog or not.
#[derive(Clone, Copy)]
pub struct Field<'m> {
    pub(super) model: &'m Model,
    pub(super) data: &'m FieldData,
}

impl<'m> Field<'m> {
    /// The pair of the field in the tree.
    pub fn pair(self) -> Pair<'m> {
        self.model.tree.pair(self.data.pair)
    }

    /// The key in the source, without quotes.
    pub fn key(self) -> Text<'m> {
        self.pair().key()
    }

    /// The value; `None` if it is missing in the source.
    pub fn value(self) -> Option<Node<'m>> {
        self.pair().value()
    }

    /// Whether the field has this name. The text is only read for names that are not in the catalog.
    fn is_named(self, name: &str) -> bool {
        match self.info() {
            Some(info) => info.name == name,
            None => self.pair().is_named(name),
        }
    }

    /// The name of the field that an unknown name probably misspells.
    pub(crate) fn meant(self) -> Option<&'static str> {
        self.data.meant.map(|number| number.info().name)
    }

    /// The catalog's entry for the field in this kind of object, in either query language.
    pub fn info(self) -> Option<&'static FieldInfo> {
        self.data.number.map(FieldNumber::info)
    }

    /// The object that has the field.
    pub fn object(self) -> Object<'m> {
        Object { model: self.model, id: self.data.object }
    }

    /// The JSONata expression for what `$` means in the JSONPath form of the field, such as `$states.input`.
    pub(crate) fn input(self) -> &'static str {
        let is_outcome = matches!(self.key().value, "Assign" | "Output");
        match self.object().kind() {
            ObjectKind::Task | ObjectKind::Parallel | ObjectKind::Map if is_outcome => "$states.result",
            ObjectKind::Catcher if is_outcome => "$states.errorOutput",
            _ => "$states.input",
        }
    }

    /// Whether the field is a state beside `States`, which happens when a bracket is closed too early.
    pub(crate) fn is_misplaced_state(self) -> bool {
        self.object().kind().is_machine() && self.value().is_some_and(|value| value.get("Type").is_some())
    }

    /// Whether the field belongs to the other query language than that of its object.
    pub fn is_of_other_language(self) -> bool {
        self.data.is_of_other_language
    }
}
