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

    pub fn place(self) -> Place {
        match self {
            StateKind::Task => Place::Task,
            StateKind::Wait => Place::Wait,
            StateKind::Pass => Place::Pass,
            StateKind::Succeed => Place::Succeed,
            StateKind::Fail => Place::Fail,
            StateKind::Choice => Place::Choice,
            StateKind::Parallel => Place::Parallel,
            StateKind::Map => Place::Map,
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
pub enum Place {
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

impl Place {
    const ALL: [Place; 24] = [
        Place::Machine,
        Place::Branch,
        Place::ItemProcessor,
        Place::Iterator,
        Place::Task,
        Place::Wait,
        Place::Pass,
        Place::Succeed,
        Place::Fail,
        Place::Choice,
        Place::Parallel,
        Place::Map,
        Place::AnyState,
        Place::ProcessorConfig,
        Place::ItemReader,
        Place::ReaderConfig,
        Place::ItemBatcher,
        Place::ResultWriter,
        Place::WriterConfig,
        Place::Credentials,
        Place::Retrier,
        Place::Catcher,
        Place::ChoiceRule,
        Place::NestedRule,
    ];

    /// The word that people use for the object.
    pub fn name(self) -> &'static str {
        match self {
            Place::Machine => "state machine",
            Place::Branch => "branch",
            Place::ItemProcessor => "ItemProcessor",
            Place::Iterator => "Iterator",
            Place::Task => "Task",
            Place::Wait => "Wait",
            Place::Pass => "Pass",
            Place::Succeed => "Succeed",
            Place::Fail => "Fail",
            Place::Choice => "Choice",
            Place::Parallel => "Parallel",
            Place::Map => "Map",
            Place::AnyState => "state",
            Place::ProcessorConfig => "ProcessorConfig",
            Place::ItemReader => "ItemReader",
            Place::ReaderConfig => "ReaderConfig",
            Place::ItemBatcher => "ItemBatcher",
            Place::ResultWriter => "ResultWriter",
            Place::WriterConfig => "WriterConfig",
            Place::Credentials => "Credentials",
            Place::Retrier => "retrier",
            Place::Catcher => "catcher",
            Place::ChoiceRule => "choice rule",
            Place::NestedRule => "nested choice rule",
        }
    }

    /// As a noun phrase: "a Task state", "a retrier", "`ItemReader`".
    pub fn phrase(self) -> String {
        match self {
            Place::ItemProcessor
            | Place::Iterator
            | Place::ProcessorConfig
            | Place::ItemReader
            | Place::ReaderConfig
            | Place::ItemBatcher
            | Place::ResultWriter
            | Place::WriterConfig
            | Place::Credentials => format!("`{}`", self.name()),
            _ if self.is_state() && self != Place::AnyState => format!("a {} state", self.name()),
            _ => format!("a {}", self.name()),
        }
    }

    pub fn is_state(self) -> bool {
        STATES.has(self) || self == Place::AnyState
    }

    /// Whether the object holds `States` of its own.
    pub fn is_machine(self) -> bool {
        MACHINES.has(self)
    }
}

/// A set of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places(u32);

pub const STATES: Places = Places::of(&[
    Place::Task,
    Place::Wait,
    Place::Pass,
    Place::Succeed,
    Place::Fail,
    Place::Choice,
    Place::Parallel,
    Place::Map,
]);

pub const MACHINES: Places =
    Places::of(&[Place::Machine, Place::Branch, Place::ItemProcessor, Place::Iterator]);

impl Places {
    pub const fn of(places: &[Place]) -> Places {
        let mut bits = 0;
        let mut i = 0;
        while i < places.len() {
            bits |= 1 << places[i] as u32;
            i += 1;
        }
        Places(bits)
    }

    pub const fn and(self, other: Places) -> Places {
        Places(self.0 | other.0)
    }

    /// A state of unknown type counts as every type.
    pub fn has(self, place: Place) -> bool {
        match place {
            Place::AnyState => self.0 & STATES.0 != 0,
            place => self.0 & 1 << place as u32 != 0,
        }
    }
}

/// The field with a name at a place.
pub fn field(place: Place, name: &str) -> Option<&'static FieldInfo> {
    /// By the length of their names: a place has few fields of one length.
    static BY_PLACE: LazyLock<Vec<Vec<Vec<&'static FieldInfo>>>> = LazyLock::new(|| {
        let at = |place: Place| {
            let longest = fields_at(place).iter().map(|field| field.name.len()).max().unwrap_or(0);
            let mut by_length = vec![Vec::new(); longest + 1];
            for field in fields_at(place) {
                by_length[field.name.len()].push(*field);
            }
            by_length
        };
        Place::ALL.into_iter().map(at).collect()
    });
    let fields = BY_PLACE[place as usize].get(name.len())?;
    fields.iter().copied().find(|field| field.name == name)
}

/// The fields that a place may have in a language, by name.
pub fn fields(place: Place, language: QueryLanguage) -> impl Iterator<Item = &'static FieldInfo> {
    fields_at(place).iter().copied().filter(move |field| field.language.is_none_or(|only| only == language))
}

/// The fields that a place must have in a language, by name.
pub fn required(place: Place, language: QueryLanguage) -> impl Iterator<Item = &'static FieldInfo> {
    static BY_PLACE: LazyLock<Vec<Vec<&'static FieldInfo>>> = LazyLock::new(|| {
        let required = |place| fields_at(place).iter().copied().filter(|field| field.required).collect();
        Place::ALL.into_iter().map(required).collect()
    });
    let fields = BY_PLACE[place as usize].iter().copied();
    fields.filter(move |field| field.language.is_none_or(|only| only == language))
}

/// The groups of fields that exclude each other at a place.
pub fn groups(place: Place) -> impl Iterator<Item = &'static Group> {
    const WITH_GROUPS: Places = Places::of(&[
        Place::Task,
        Place::Map,
        Place::Wait,
        Place::Fail,
        Place::ReaderConfig,
        Place::ItemBatcher,
        Place::Credentials,
        Place::ChoiceRule,
        Place::NestedRule,
    ]);
    let groups = if WITH_GROUPS.has(place) { GROUPS } else { &[] };
    groups.iter().filter(move |group| group.on == place)
}

/// The fields of a place in both languages, by name. Of a state of unknown type, those of every type.
fn fields_at(place: Place) -> &'static [&'static FieldInfo] {
    static BY_PLACE: LazyLock<Vec<Vec<&'static FieldInfo>>> = LazyLock::new(|| {
        let at = |place: Place| {
            let mut fields: Vec<&FieldInfo> = FIELDS.iter().filter(|field| field.on.has(place)).collect();
            fields.sort_by_key(|field| field.name);
            fields
        };
        Place::ALL.into_iter().map(at).collect()
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
        for (i, place) in Place::ALL.into_iter().enumerate() {
            assert_eq!(place as usize, i);
        }
    }

    #[test]
    fn groups_name_fields_of_their_place() {
        assert_eq!(Place::ALL.into_iter().flat_map(groups).count(), GROUPS.len());
        for group in GROUPS {
            for name in group.fields {
                assert!(field(group.on, name).is_some(), "{}: `{name}`", group.on.name());
            }
        }
    }

    #[test]
    fn a_state_of_unknown_type_may_have_any_field_of_a_state() {
        assert!(field(Place::AnyState, "Branches").is_some());
        assert!(field(Place::AnyState, "StartAt").is_none());
    }
}
