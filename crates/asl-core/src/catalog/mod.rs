//! What the States Language has and where it may stand: facts as data, read by checks, completion, hover and docs.
//!
//! Sections (§) are those of the language reference that the project is built from; AWS's behaviour decides.

pub mod arns;
mod choice;
mod context;
pub mod errors;
mod field_info;
mod fields;
pub mod functions;
pub mod intrinsics;
pub mod jobs;
pub mod limits;
pub mod parameters;
pub mod readers;
pub mod services;
mod values;

use std::sync::LazyLock;

pub use choice::{Comparison, Operand, Operator, operator};
pub use context::{Available, CONTEXT, Content, ContextField, context_field, context_names};
pub use field_info::{FieldInfo, Group, InlineUse, Value};
pub use fields::{FIELDS, GROUPS};
pub use values::{REFUSED_STATES_MEMBERS, STATES_MEMBERS, states_member_docs, value_docs};

/// Whether executions are long-lived and recorded, or short and many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WorkflowType {
    #[default]
    Standard,
    Express,
}

/// The type of a state (§2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StateKind {
    Task,
    Wait,
    Pass,
    Succeed,
    Fail,
    Choice,
    Parallel,
    Map,
}

impl StateKind {
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

    pub fn name(self) -> &'static str {
        self.place().name()
    }

    pub fn from_name(name: &str) -> Option<StateKind> {
        StateKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

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

    /// Whether the state goes on with `Next` or ends with `End` (§3.1 T1).
    pub fn has_next(self) -> bool {
        !matches!(self, StateKind::Choice | StateKind::Succeed | StateKind::Fail)
    }
}

/// The language of a state's paths and expressions (§1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryLanguage {
    JsonPath,
    Jsonata,
}

impl QueryLanguage {
    pub fn name(self) -> &'static str {
        match self {
            QueryLanguage::JsonPath => "JSONPath",
            QueryLanguage::Jsonata => "JSONata",
        }
    }

    pub fn other(self) -> QueryLanguage {
        match self {
            QueryLanguage::JsonPath => QueryLanguage::Jsonata,
            QueryLanguage::Jsonata => QueryLanguage::JsonPath,
        }
    }
}

/// A kind of object that has a fixed set of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    Machine,
    Branch,
    ItemProcessor,
    Iterator,
    Task,
    Wait,
    Pass,
    Succeed,
    Fail,
    Choice,
    Parallel,
    Map,
    /// A state whose type is missing or unknown: any field of any state may be right.
    AnyState,
    ProcessorConfig,
    ItemReader,
    ReaderConfig,
    ItemBatcher,
    ResultWriter,
    WriterConfig,
    Credentials,
    Retrier,
    Catcher,
    ChoiceRule,
    /// A rule inside `And`, `Or` or `Not`.
    NestedRule,
}

impl ObjectKind {
    const ALL: [ObjectKind; 24] = [
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

    /// The word that people use for the object.
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

    /// As a noun phrase: "a Task state", "a retrier", "`ItemReader`".
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

    pub fn is_state(self) -> bool {
        STATES.has(self) || self == ObjectKind::AnyState
    }

    /// Whether the object holds `States` of its own.
    pub fn is_machine(self) -> bool {
        MACHINES.has(self)
    }
}

/// A set of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectKinds(u32);

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

pub const MACHINES: ObjectKinds = ObjectKinds::of(&[
    ObjectKind::Machine,
    ObjectKind::Branch,
    ObjectKind::ItemProcessor,
    ObjectKind::Iterator,
]);

impl ObjectKinds {
    pub const fn of(places: &[ObjectKind]) -> ObjectKinds {
        let mut bits = 0;
        let mut i = 0;
        while i < places.len() {
            bits |= 1 << places[i] as u32;
            i += 1;
        }
        ObjectKinds(bits)
    }

    pub const fn and(self, other: ObjectKinds) -> ObjectKinds {
        ObjectKinds(self.0 | other.0)
    }

    /// A state of unknown type counts as every type.
    pub fn has(self, place: ObjectKind) -> bool {
        match place {
            ObjectKind::AnyState => self.0 & STATES.0 != 0,
            place => self.0 & 1 << place as u32 != 0,
        }
    }
}

/// The field with a name at a place.
pub fn field(place: ObjectKind, name: &str) -> Option<&'static FieldInfo> {
    /// By the length of their names: a place has few fields of one length.
    static BY_PLACE: LazyLock<Vec<Vec<Vec<&'static FieldInfo>>>> = LazyLock::new(|| {
        let at = |place: ObjectKind| {
            let longest = fields_at(place).iter().map(|field| field.name.len()).max().unwrap_or(0);
            let mut by_length = vec![Vec::new(); longest + 1];
            for field in fields_at(place) {
                by_length[field.name.len()].push(*field);
            }
            by_length
        };
        ObjectKind::ALL.into_iter().map(at).collect()
    });
    let fields = BY_PLACE[place as usize].get(name.len())?;
    fields.iter().copied().find(|field| field.name == name)
}

/// The fields that a place may have in a language, by name.
pub fn fields(place: ObjectKind, language: QueryLanguage) -> impl Iterator<Item = &'static FieldInfo> {
    fields_at(place).iter().copied().filter(move |field| field.language.is_none_or(|only| only == language))
}

/// The fields that a place must have in a language, by name.
pub fn required(place: ObjectKind, language: QueryLanguage) -> impl Iterator<Item = &'static FieldInfo> {
    static BY_PLACE: LazyLock<Vec<Vec<&'static FieldInfo>>> = LazyLock::new(|| {
        let required = |place| fields_at(place).iter().copied().filter(|field| field.required).collect();
        ObjectKind::ALL.into_iter().map(required).collect()
    });
    let fields = BY_PLACE[place as usize].iter().copied();
    fields.filter(move |field| field.language.is_none_or(|only| only == language))
}

/// The groups of fields that exclude each other at a place.
pub fn groups(place: ObjectKind) -> impl Iterator<Item = &'static Group> {
    const WITH_GROUPS: ObjectKinds = ObjectKinds::of(&[
        ObjectKind::Task,
        ObjectKind::Map,
        ObjectKind::Wait,
        ObjectKind::Fail,
        ObjectKind::ReaderConfig,
        ObjectKind::ItemBatcher,
        ObjectKind::Credentials,
        ObjectKind::ChoiceRule,
        ObjectKind::NestedRule,
    ]);
    let groups = if WITH_GROUPS.has(place) { GROUPS } else { &[] };
    groups.iter().filter(move |group| group.on == place)
}

/// The fields of a place in both languages, by name. Of a state of unknown type, those of every type.
fn fields_at(place: ObjectKind) -> &'static [&'static FieldInfo] {
    static BY_PLACE: LazyLock<Vec<Vec<&'static FieldInfo>>> = LazyLock::new(|| {
        let at = |place: ObjectKind| {
            let mut fields: Vec<&FieldInfo> = FIELDS.iter().filter(|field| field.on.has(place)).collect();
            fields.sort_by_key(|field| field.name);
            fields
        };
        ObjectKind::ALL.into_iter().map(at).collect()
    });
    &BY_PLACE[place as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_each_field_once() {
        for (i, field) in FIELDS.iter().enumerate() {
            for other in &FIELDS[i + 1..] {
                assert!(
                    field.name != other.name || field.on.0 & other.on.0 == 0,
                    "`{}` is twice at the same place",
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
    fn places_stand_in_the_order_of_their_numbers() {
        for (i, place) in ObjectKind::ALL.into_iter().enumerate() {
            assert_eq!(place as usize, i);
        }
    }

    #[test]
    fn groups_name_fields_of_their_place() {
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
