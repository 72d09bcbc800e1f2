//! What the tables say of a field, and of fields that go together.

use super::{ObjectKind, ObjectKinds, QueryLanguage};

/// A field of the language: where it may stand, and what it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldInfo {
    pub name: &'static str,
    pub on: ObjectKinds,
    /// The one language that has the field; both where there is none.
    pub language: Option<QueryLanguage>,
    pub value: Value,
    pub required: bool,
    pub nullable: bool,
    /// In a JSONata state a `{% ... %}` string may stand for the value (§6.1).
    pub expression: bool,
    /// A path of the field may begin with `$$`. Means nothing for fields that take no path.
    pub context: bool,
    /// Whether a Map that is inline has a use for it.
    pub inline: InlineUse,
    /// AWS refuses a number above the maximum. Otherwise the maximum counts when the machine runs.
    pub has_checked_max: bool,
    /// Of a value of the wrong type, AWS names the place of the object and not that of the field.
    pub has_place_of_object: bool,
    /// The value that AWS takes where the field is absent, as JSON.
    pub default: Option<&'static str>,
    pub docs: &'static str,
    /// The section of the reference.
    pub source: &'static str,
}

/// Whether a Map that starts no child executions uses a field of Maps (§2.7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InlineUse {
    Used,
    /// AWS documents it for distributed Maps alone; what an inline Map does with it is not known.
    Undocumented,
    Unused,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Any JSON value, taken as it is written.
    Any,
    /// Any JSON value in which expressions are evaluated: a payload template in JSONPath (§5.4), in JSONata any string.
    Template,
    /// An object of such values by the names of variables (§7.1).
    Variables,
    Text,
    Boolean,
    Integer {
        min: i64,
        max: i64,
    },
    Number {
        min: f64,
        max: f64,
    },
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// The name of a state of the same machine.
    StateName,
    /// A JSONPath.
    Path,
    /// A JSONPath that names one node.
    ReferencePath,
    /// A JSONPath or an intrinsic function.
    PathOrIntrinsic,
    /// An RFC 3339 timestamp.
    Timestamp,
    /// Strings; at least one.
    Strings,
    /// An object with the fields of a place.
    Object(ObjectKind),
    /// An array of such objects. `nonempty` where AWS refuses an empty one.
    Objects {
        of: ObjectKind,
        nonempty: bool,
    },
    /// The states of a machine by name.
    States,
}

impl Value {
    /// Whether only a string is right.
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Value::Text
                | Value::OneOf(_)
                | Value::StateName
                | Value::Path
                | Value::PathOrIntrinsic
                | Value::ReferencePath
                | Value::Timestamp
        )
    }
}

/// Fields that stand for the same thing in different ways.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    pub on: ObjectKind,
    pub fields: &'static [&'static str],
    /// One of them must be there.
    pub required: bool,
    pub source: &'static str,
}
