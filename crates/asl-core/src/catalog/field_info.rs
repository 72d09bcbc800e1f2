//! The types of the tables of fields and of groups of fields.

use super::{ObjectKind, ObjectKinds, QueryLanguage};

/// A field of the States Language: the objects that have it, and its values.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldInfo {
    /// The name of the field.
    pub name: &'static str,
    /// The kinds of objects that have the field.
    pub on: ObjectKinds,
    /// The query language in which the field exists; `None` if it exists in both.
    pub language: Option<QueryLanguage>,
    /// The values that the field takes.
    pub value: Value,
    /// Whether the field must be present.
    pub required: bool,
    /// Whether the value may be `null`.
    pub nullable: bool,
    /// Whether, in a JSONata state, the value may be a `{% ... %}` string (§6.1).
    pub expression: bool,
    /// Whether a path may begin with `$$`. Only meaningful for fields that take a path.
    pub context: bool,
    /// Whether an inline Map uses the field.
    pub inline: InlineUse,
    /// Whether AWS rejects a number above the maximum. Otherwise, the maximum is enforced at run time.
    pub has_checked_max: bool,
    /// Whether AWS reports a value of the wrong type at the location of the object instead of that of the field.
    pub has_place_of_object: bool,
    /// The default value, as JSON.
    pub default: Option<&'static str>,
    /// The documentation, for hovers and completions: one sentence in Markdown.
    pub docs: &'static str,
    /// The section of the language reference.
    pub source: &'static str,
}

/// Whether an inline Map uses a field (§2.7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InlineUse {
    /// It does.
    Used,
    /// AWS documents the field only for Distributed Maps. What an inline Map does with it is not known.
    Undocumented,
    /// It does not.
    Unused,
}

/// The values that a field takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Any JSON value, without evaluation.
    Any,
    /// Any JSON value in which expressions are evaluated: a payload template in JSONPath (§5.4), any string in JSONata.
    Template,
    /// An object that maps names of variables to such values (§7.1).
    Variables,
    /// A string.
    Text,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer {
        /// The minimum.
        min: i64,
        /// The maximum.
        max: i64,
    },
    /// A number.
    Number {
        /// The minimum.
        min: f64,
        /// The maximum.
        max: f64,
    },
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// The name of a state of the same machine.
    StateName,
    /// A JSONPath.
    Path,
    /// A Reference Path: a JSONPath that identifies a single node.
    ReferencePath,
    /// A JSONPath or an intrinsic function.
    PathOrIntrinsic,
    /// An RFC 3339 timestamp.
    Timestamp,
    /// An array of at least one string.
    Strings,
    /// An object of a kind.
    Object(ObjectKind),
    /// An array of objects of a kind.
    Objects {
        /// The kind of the objects.
        of: ObjectKind,
        /// Whether AWS rejects an empty array.
        nonempty: bool,
    },
    /// An object that maps names to states.
    States,
}

impl Value {
    /// Returns whether only strings are valid.
    pub(crate) fn is_text(self) -> bool {
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

/// A group of alternative fields, of which an object may have at most one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// The kind of object.
    pub on: ObjectKind,
    /// The names of the fields.
    pub fields: &'static [&'static str],
    /// Whether one of them must be present.
    pub required: bool,
    /// The section of the language reference.
    pub source: &'static str,
}
