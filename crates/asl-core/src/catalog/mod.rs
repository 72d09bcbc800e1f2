//! The facts about the States Language as tables, for rules, completions and hovers.
//!
//! Sections (§) are those of the language reference that the project is built from. Where sources disagree, AWS's
//! behavior is authoritative.

pub(crate) mod arns;
mod choice;
mod context;
pub mod errors;
mod field_info;
mod field_set;
mod fields;
pub mod functions;
pub mod intrinsics;
pub(crate) mod jobs;
pub(crate) mod limits;
pub(crate) mod parameters;
pub(crate) mod readers;
pub mod services;
mod values;

use std::sync::LazyLock;

use crate::name::NameKey;
pub use asl_host::WorkflowType;
pub use choice::{Comparison, Operand, Operator, operator};
pub(crate) use context::context_names;
pub use context::{Available, CONTEXT, Content, ContextField, context_field};
pub use field_info::{FieldInfo, Group, InlineUse, Value};
pub(crate) use field_set::{FieldSet, comparisons, group_sets, required_set};
pub(crate) use fields::FIELDS;
use fields::GROUPS;
pub(crate) use values::REFUSED_STATES_MEMBERS;
pub use values::{states_member_docs, value_docs};

/// The type of a state (§2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateKind {
    /// A Task state.
    Task,
    /// A Wait state.
    Wait,
    /// A Pass state.
    Pass,
    /// A Succeed state.
    Succeed,
    /// A Fail state.
    Fail,
    /// A Choice state.
    Choice,
    /// A Parallel state.
    Parallel,
    /// A Map state.
    Map,
}

impl StateKind {
    /// All types.
    pub const ALL: [StateKind; 8] = [
        StateKind::Task,
        StateKind::Wait,
        StateKind::Pass,
        StateKind::Succeed,
        StateKind::Fail,
        StateKind::Choice,
        StateKind::Parallel,
        StateKind::Map,
    ];

    /// Returns the value of `Type`, such as `Task`.
    pub fn name(self) -> &'static str {
        self.place().name()
    }

    /// Returns the type with a name.
    pub fn from_name(name: &str) -> Option<StateKind> {
        StateKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns the kind of object that a state of this type is.
    pub fn place(self) -> ObjectKind {
        match self {
            StateKind::Task => ObjectKind::Task,
            StateKind::Wait => ObjectKind::Wait,
            StateKind::Pass => ObjectKind::Pass,
            StateKind::Succeed => ObjectKind::Succeed,
            StateKind::Fail => ObjectKind::Fail,
            StateKind::Choice => ObjectKind::Choice,
            StateKind::Parallel => ObjectKind::Parallel,
            StateKind::Map => ObjectKind::Map,
        }
    }

    /// Returns whether the state has `Next` or `End` (§3.1 T1).
    pub fn has_next(self) -> bool {
        !matches!(self, StateKind::Choice | StateKind::Succeed | StateKind::Fail)
    }
}

/// The query language of a state (§1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryLanguage {
    /// JSONPath, with intrinsic functions.
    JsonPath,
    /// JSONata.
    Jsonata,
}

impl QueryLanguage {
    /// Returns the value of `QueryLanguage`.
    pub fn name(self) -> &'static str {
        match self {
            QueryLanguage::JsonPath => "JSONPath",
            QueryLanguage::Jsonata => "JSONata",
        }
    }

    /// Returns the field with what a state passes on: `Parameters` or `Arguments`.
    pub fn arguments_field(self) -> &'static str {
        match self {
            QueryLanguage::JsonPath => "Parameters",
            QueryLanguage::Jsonata => "Arguments",
        }
    }

    /// Returns the other language.
    pub fn other(self) -> QueryLanguage {
        match self {
            QueryLanguage::JsonPath => QueryLanguage::Jsonata,
            QueryLanguage::Jsonata => QueryLanguage::JsonPath,
        }
    }
}

/// The kinds of objects of the States Language. Each has a fixed set of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    /// A state machine at the top level of a definition.
    Machine,
    /// A branch of a Parallel state.
    Branch,
    /// The `ItemProcessor` of a Map state.
    ItemProcessor,
    /// The `Iterator` of a Map state.
    Iterator,
    /// A Task state.
    Task,
    /// A Wait state.
    Wait,
    /// A Pass state.
    Pass,
    /// A Succeed state.
    Succeed,
    /// A Fail state.
    Fail,
    /// A Choice state.
    Choice,
    /// A Parallel state.
    Parallel,
    /// A Map state.
    Map,
    /// A state whose type is missing or unknown: it may have any field of any state.
    AnyState,
    /// The `ProcessorConfig` of an `ItemProcessor`.
    ProcessorConfig,
    /// The `ItemReader` of a Map state.
    ItemReader,
    /// The `ReaderConfig` of an `ItemReader`.
    ReaderConfig,
    /// The `ItemBatcher` of a Map state.
    ItemBatcher,
    /// The `ResultWriter` of a Map state.
    ResultWriter,
    /// The `WriterConfig` of a `ResultWriter`.
    WriterConfig,
    /// The `Credentials` of a Task state.
    Credentials,
    /// A retrier: an item of `Retry`.
    Retrier,
    /// A catcher: an item of `Catch`.
    Catcher,
    /// A choice rule: an item of `Choices`.
    ChoiceRule,
    /// A choice rule inside `And`, `Or` or `Not`.
    NestedRule,
}

impl ObjectKind {
    pub(crate) const ALL: [ObjectKind; 24] = [
        ObjectKind::Machine,
        ObjectKind::Branch,
        ObjectKind::ItemProcessor,
        ObjectKind::Iterator,
        ObjectKind::Task,
        ObjectKind::Wait,
        ObjectKind::Pass,
        ObjectKind::Succeed,
        ObjectKind::Fail,
        ObjectKind::Choice,
        ObjectKind::Parallel,
        ObjectKind::Map,
        ObjectKind::AnyState,
        ObjectKind::ProcessorConfig,
        ObjectKind::ItemReader,
        ObjectKind::ReaderConfig,
        ObjectKind::ItemBatcher,
        ObjectKind::ResultWriter,
        ObjectKind::WriterConfig,
        ObjectKind::Credentials,
        ObjectKind::Retrier,
        ObjectKind::Catcher,
        ObjectKind::ChoiceRule,
        ObjectKind::NestedRule,
    ];

    /// Returns the name of the kind, such as "Task", "retrier" or "ItemReader".
    pub fn name(self) -> &'static str {
        match self {
            ObjectKind::Machine => "state machine",
            ObjectKind::Branch => "branch",
            ObjectKind::ItemProcessor => "ItemProcessor",
            ObjectKind::Iterator => "Iterator",
            ObjectKind::Task => "Task",
            ObjectKind::Wait => "Wait",
            ObjectKind::Pass => "Pass",
            ObjectKind::Succeed => "Succeed",
            ObjectKind::Fail => "Fail",
            ObjectKind::Choice => "Choice",
            ObjectKind::Parallel => "Parallel",
            ObjectKind::Map => "Map",
            ObjectKind::AnyState => "state",
            ObjectKind::ProcessorConfig => "ProcessorConfig",
            ObjectKind::ItemReader => "ItemReader",
            ObjectKind::ReaderConfig => "ReaderConfig",
            ObjectKind::ItemBatcher => "ItemBatcher",
            ObjectKind::ResultWriter => "ResultWriter",
            ObjectKind::WriterConfig => "WriterConfig",
            ObjectKind::Credentials => "Credentials",
            ObjectKind::Retrier => "retrier",
            ObjectKind::Catcher => "catcher",
            ObjectKind::ChoiceRule => "choice rule",
            ObjectKind::NestedRule => "nested choice rule",
        }
    }

    /// Returns the kind as a noun phrase, such as "a Task state", "a retrier" or "`ItemReader`".
    pub fn phrase(self) -> String {
        match self {
            ObjectKind::ItemProcessor
            | ObjectKind::Iterator
            | ObjectKind::ProcessorConfig
            | ObjectKind::ItemReader
            | ObjectKind::ReaderConfig
            | ObjectKind::ItemBatcher
            | ObjectKind::ResultWriter
            | ObjectKind::WriterConfig
            | ObjectKind::Credentials => format!("`{}`", self.name()),
            _ if self.is_state() && self != ObjectKind::AnyState => format!("a {} state", self.name()),
            _ => format!("a {}", self.name()),
        }
    }

    /// Returns whether the object is a state.
    pub fn is_state(self) -> bool {
        STATES.has(self) || self == ObjectKind::AnyState
    }

    /// Returns whether the object has the field `States`.
    pub fn is_machine(self) -> bool {
        MACHINES.has(self)
    }
}

/// A set of kinds of objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectKinds(u32);

/// The kinds of states.
pub const STATES: ObjectKinds = ObjectKinds::of(&[
    ObjectKind::Task,
    ObjectKind::Wait,
    ObjectKind::Pass,
    ObjectKind::Succeed,
    ObjectKind::Fail,
    ObjectKind::Choice,
    ObjectKind::Parallel,
    ObjectKind::Map,
]);

/// The kinds of state machines, at the top level and nested.
pub const MACHINES: ObjectKinds = ObjectKinds::of(&[
    ObjectKind::Machine,
    ObjectKind::Branch,
    ObjectKind::ItemProcessor,
    ObjectKind::Iterator,
]);

impl ObjectKinds {
    /// Returns the set of these kinds.
    pub const fn of(kinds: &[ObjectKind]) -> ObjectKinds {
        let mut bits = 0;
        let mut i = 0;
        while i < kinds.len() {
            bits |= 1 << kinds[i] as u32;
            i += 1;
        }
        ObjectKinds(bits)
    }

    /// Returns the union of two sets.
    pub const fn and(self, other: ObjectKinds) -> ObjectKinds {
        ObjectKinds(self.0 | other.0)
    }

    /// Returns whether the set contains a kind. A state of unknown type counts as every type.
    pub fn has(self, kind: ObjectKind) -> bool {
        match kind {
            ObjectKind::AnyState => self.0 & STATES.0 != 0,
            kind => self.0 & 1 << kind as u32 != 0,
        }
    }
}

/// The number of a row in the table of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FieldNumber(u8);

impl FieldNumber {
    /// The number of rows.
    pub(crate) const COUNT: usize = FIELDS.len();

    /// All numbers, in the order of the rows.
    pub(crate) fn all() -> impl Iterator<Item = FieldNumber> {
        (0..Self::COUNT as u8).map(FieldNumber)
    }

    /// Returns the row.
    pub(crate) fn info(self) -> &'static FieldInfo {
        &FIELDS[usize::from(self.0)]
    }

    /// Returns the index of the row.
    pub(crate) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Returns the field with a name of a kind of object.
pub fn field(object: ObjectKind, name: &str) -> Option<&'static FieldInfo> {
    field_number(object, name).map(FieldNumber::info)
}

/// Returns the number of the field with a name of a kind of object.
pub(crate) fn field_number(object: ObjectKind, name: &str) -> Option<FieldNumber> {
    field_number_of(object, name.as_bytes(), NameKey::of(name))
}

/// The same for a name whose key is known.
pub(crate) fn field_number_of(object: ObjectKind, name: &[u8], key: NameKey) -> Option<FieldNumber> {
    const { assert!(FieldNumber::COUNT < 256) };
    /// Fields by the length of their names: few have names of the same length.
    type ByLength = Vec<Vec<(NameKey, FieldNumber)>>;
    static BY_KIND: LazyLock<Vec<ByLength>> = LazyLock::new(|| {
        let of = |object: ObjectKind| {
            let longest = FIELDS.iter().map(|field| field.name.len()).max().unwrap_or(0);
            let mut by_length = vec![Vec::new(); longest + 1];
            for number in FieldNumber::all().filter(|number| number.info().on.has(object)) {
                let name = number.info().name;
                by_length[name.len()].push((NameKey::of(name), number));
            }
            by_length
        };
        ObjectKind::ALL.into_iter().map(of).collect()
    });
    let fields = BY_KIND[object as usize].get(name.len())?;
    let is_named = |number: FieldNumber| key.is_whole() || number.info().name.as_bytes() == name;
    fields.iter().find(|(known, number)| *known == key && is_named(*number)).map(|(_, number)| *number)
}

/// Returns the fields that a kind of object may have in a query language, sorted by name.
pub fn fields(object: ObjectKind, language: QueryLanguage) -> impl Iterator<Item = &'static FieldInfo> {
    fields_of(object).iter().copied().filter(move |field| field.language.is_none_or(|only| only == language))
}

/// Returns the fields that a kind of object must have in a query language, sorted by name.
pub fn required(object: ObjectKind, language: QueryLanguage) -> impl Iterator<Item = &'static FieldInfo> {
    static BY_KIND: LazyLock<Vec<Vec<&'static FieldInfo>>> = LazyLock::new(|| {
        let required = |object| fields_of(object).iter().copied().filter(|field| field.required).collect();
        ObjectKind::ALL.into_iter().map(required).collect()
    });
    let fields = BY_KIND[object as usize].iter().copied();
    fields.filter(move |field| field.language.is_none_or(|only| only == language))
}

/// Returns the groups of alternative fields of a kind of object.
pub fn groups(object: ObjectKind) -> impl Iterator<Item = &'static Group> {
    group_sets(object).iter().map(|(group, _)| *group)
}

/// Returns the fields of a kind of object in both languages, sorted by name. A state of unknown type has those of every
/// type.
fn fields_of(object: ObjectKind) -> &'static [&'static FieldInfo] {
    static BY_KIND: LazyLock<Vec<Vec<&'static FieldInfo>>> = LazyLock::new(|| {
        let of = |object: ObjectKind| {
            let mut fields: Vec<&FieldInfo> = FIELDS.iter().filter(|field| field.on.has(object)).collect();
            fields.sort_by_key(|field| field.name);
            fields
        };
        ObjectKind::ALL.into_iter().map(of).collect()
    });
    &BY_KIND[object as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_has_each_field_once() {
        for (i, field) in FIELDS.iter().enumerate() {
            for other in &FIELDS[i + 1..] {
                assert!(
                    field.name != other.name || field.on.0 & other.on.0 == 0,
                    "`{}` has two rows for the same kind of object",
                    field.name
                );
            }
        }
    }

    #[test]
    fn every_field_is_documented_with_its_source() {
        for field in FIELDS {
            assert!(field.docs.ends_with('.'), "`{}`: {:?}", field.name, field.docs);
            assert!(field.source.starts_with('§'), "`{}`", field.name);
        }
    }

    #[test]
    fn kinds_are_listed_in_the_order_of_their_discriminants() {
        for (i, kind) in ObjectKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, i);
        }
    }

    #[test]
    fn groups_consist_of_fields_of_their_object() {
        assert_eq!(ObjectKind::ALL.into_iter().flat_map(groups).count(), GROUPS.len());
        for group in GROUPS {
            for name in group.fields {
                assert!(field(group.on, name).is_some(), "{}: `{name}`", group.on.name());
            }
        }
    }

    #[test]
    fn a_state_of_unknown_type_may_have_any_field_of_a_state() {
        assert!(field(ObjectKind::AnyState, "Branches").is_some());
        assert!(field(ObjectKind::AnyState, "StartAt").is_none());
    }
}
