//! The intrinsic functions, with their parameters and results.

/// An intrinsic function.
#[derive(Clone, Copy, Debug)]
pub struct IntrinsicInfo {
    /// The name, including `States.`. It is case-sensitive.
    pub name: &'static str,
    /// The parameters, in order. If `max` is `None`, the last one may be repeated.
    pub parameters: &'static [Parameter],
    /// The minimum number of arguments.
    pub min: usize,
    /// The maximum number of arguments, if there is one.
    pub max: Option<usize>,
    /// The type of the result.
    pub result: ValueType,
    /// Whether the function is allowed in `ErrorPath` and `CausePath`, which require a string.
    pub text: bool,
    /// The documentation, for hovers and completions: one sentence.
    pub docs: &'static str,
    /// The sections of the language reference.
    pub source: &'static str,
}

/// A parameter of an intrinsic function.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name in signatures. AWS does not name parameters.
    pub name: &'static str,
    /// The type of its values.
    pub value: ValueType,
    /// The values of the type that it accepts.
    pub range: Range,
}

/// The types of arguments and results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Any value.
    Any,
    /// A string.
    String,
    /// A number.
    Number,
    /// A number without a fraction.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An array.
    Array,
    /// An object.
    Object,
    /// `null`.
    Null,
}

/// The values that are valid as a literal argument.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// Every value of the type.
    All,
    /// Not less than this number.
    AtLeast(i64),
    /// From the first to the second number, inclusive.
    Between(i64, i64),
    /// Not zero.
    NonZero,
    /// At most this many characters.
    Characters(usize),
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// Only `false`.
    False,
}

/// The maximum number of elements of `States.ArrayRange`.
pub(crate) const MAX_RANGE_ELEMENTS: i128 = 1000;

/// The maximum nesting depth of calls.
pub(crate) const MAX_NESTING: usize = 10;

/// The algorithms of `States.Hash`.
pub const HASH_ALGORITHMS: &[&str] = &["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/// All intrinsic functions, sorted by name.
pub static INTRINSICS: &[IntrinsicInfo] = &[
    IntrinsicInfo {
        name: "States.Array",
        parameters: &[of("value", ValueType::Any)],
        min: 0,
        max: None,
        result: ValueType::Array,
        text: false,
        docs: "Returns an array of its arguments.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.ArrayContains",
        parameters: &[of("array", ValueType::Array), of("value", ValueType::Any)],
        min: 2,
        max: Some(2),
        result: ValueType::Boolean,
        text: false,
        docs: "Returns whether an array contains a value.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.ArrayGetItem",
        parameters: &[of("array", ValueType::Array), within("index", ValueType::Integer, Range::AtLeast(0))],
        min: 2,
        max: Some(2),
        result: ValueType::Any,
        text: true,
        docs: "Returns the element of an array at a zero-based index.",
        source: "5.5, 2.11",
    },
    IntrinsicInfo {
        name: "States.ArrayLength",
        parameters: &[of("array", ValueType::Array)],
        min: 1,
        max: Some(1),
        result: ValueType::Integer,
        text: false,
        docs: "Returns the number of elements in an array.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.ArrayPartition",
        parameters: &[of("array", ValueType::Array), within("size", ValueType::Integer, Range::AtLeast(1))],
        min: 2,
        max: Some(2),
        result: ValueType::Array,
        text: false,
        docs: "Splits an array into arrays of at most the given size.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.ArrayRange",
        parameters: &[
            of("first", ValueType::Integer),
            of("last", ValueType::Integer),
            within("step", ValueType::Integer, Range::NonZero),
        ],
        min: 3,
        max: Some(3),
        result: ValueType::Array,
        text: false,
        docs: "Returns an array of at most 1000 numbers, from the first to the last, in increments of a step.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.ArrayUnique",
        parameters: &[of("array", ValueType::Array)],
        min: 1,
        max: Some(1),
        result: ValueType::Array,
        text: false,
        docs: "Removes duplicate elements from an array.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.Base64Decode",
        parameters: &[within("text", ValueType::String, Range::Characters(10_000))],
        min: 1,
        max: Some(1),
        result: ValueType::String,
        text: true,
        docs: "Decodes a Base64 string of at most 10,000 characters.",
        source: "5.5, 2.11",
    },
    IntrinsicInfo {
        name: "States.Base64Encode",
        parameters: &[within("text", ValueType::String, Range::Characters(10_000))],
        min: 1,
        max: Some(1),
        result: ValueType::String,
        text: true,
        docs: "Encodes a string of at most 10,000 characters as Base64.",
        source: "5.5, 2.11",
    },
    IntrinsicInfo {
        name: "States.Format",
        parameters: &[of("template", ValueType::String), of("value", ValueType::Any)],
        min: 1,
        max: None,
        result: ValueType::String,
        text: true,
        docs: "Replaces each `{}` in a template with the corresponding argument.",
        source: "5.5, 2.11, U35",
    },
    IntrinsicInfo {
        name: "States.Hash",
        parameters: &[
            within("data", ValueType::Any, Range::Characters(10_000)),
            within("algorithm", ValueType::String, Range::OneOf(HASH_ALGORITHMS)),
        ],
        min: 2,
        max: Some(2),
        result: ValueType::String,
        text: true,
        docs: "Returns the hash of at most 10,000 characters, in hexadecimal digits.",
        source: "5.5, 2.11",
    },
    IntrinsicInfo {
        name: "States.JsonMerge",
        parameters: &[
            of("first", ValueType::Object),
            of("second", ValueType::Object),
            within("deep", ValueType::Boolean, Range::False),
        ],
        min: 3,
        max: Some(3),
        result: ValueType::Object,
        text: false,
        docs: "Merges two objects; if both have a field, the whole value of the second object is used.",
        source: "5.5, U7",
    },
    IntrinsicInfo {
        name: "States.JsonToString",
        parameters: &[of("value", ValueType::Any)],
        min: 1,
        max: Some(1),
        result: ValueType::String,
        text: true,
        docs: "Converts a value to a JSON string.",
        source: "5.5, 2.11",
    },
    IntrinsicInfo {
        name: "States.MathAdd",
        parameters: &[within("first", ValueType::Integer, INT), within("second", ValueType::Integer, INT)],
        min: 2,
        max: Some(2),
        result: ValueType::Integer,
        text: false,
        docs: "Adds two 32-bit integers; the second may be negative.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.MathRandom",
        parameters: &[
            of("start", ValueType::Integer),
            of("end", ValueType::Integer),
            of("seed", ValueType::Integer),
        ],
        min: 2,
        max: Some(3),
        result: ValueType::Integer,
        text: false,
        docs: "Returns a random integer from the start (inclusive) to the end (exclusive); it is not suitable for secrets.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.StringSplit",
        parameters: &[of("text", ValueType::String), of("delimiters", ValueType::String)],
        min: 2,
        max: Some(2),
        result: ValueType::Array,
        text: false,
        docs: "Splits a string at each of the given characters.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.StringToJson",
        parameters: &[of("text", ValueType::String)],
        min: 1,
        max: Some(1),
        result: ValueType::Any,
        text: false,
        docs: "Parses a JSON string.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.UUID",
        parameters: &[],
        min: 0,
        max: Some(0),
        result: ValueType::String,
        text: true,
        docs: "Returns a random version 4 UUID.",
        source: "5.5, 2.11",
    },
];

const INT: Range = Range::Between(-2_147_483_648, 2_147_483_647);

/// Returns the function with exactly this name.
pub fn find(name: &str) -> Option<&'static IntrinsicInfo> {
    INTRINSICS.iter().find(|info| info.name == name)
}

impl IntrinsicInfo {
    /// Returns the parameter for the argument at a 0-based index.
    pub fn parameter(&self, at: usize) -> Option<&'static Parameter> {
        let last = if self.max.is_none() { self.parameters.last() } else { None };
        self.parameters.get(at).or(last)
    }
}

impl ValueType {
    /// Returns the type with its article, for messages.
    pub fn noun(self) -> &'static str {
        match self {
            ValueType::Any => "a value",
            ValueType::String => "a string",
            ValueType::Number => "a number",
            ValueType::Integer => "an integer",
            ValueType::Boolean => "a boolean",
            ValueType::Array => "an array",
            ValueType::Object => "an object",
            ValueType::Null => "null",
        }
    }

    /// Returns whether a value of this type can be a value of the expected type.
    pub fn can_be(self, expected: ValueType) -> bool {
        let any = self == ValueType::Any || expected == ValueType::Any;
        let number = matches!(self, ValueType::Integer | ValueType::Number);
        any || self == expected || (number && matches!(expected, ValueType::Integer | ValueType::Number))
    }
}

const fn of(name: &'static str, value: ValueType) -> Parameter {
    Parameter { name, value, range: Range::All }
}

const fn within(name: &'static str, value: ValueType, range: Range) -> Parameter {
    Parameter { name, value, range }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_complete() {
        assert_eq!(INTRINSICS.len(), 18);
        assert!(INTRINSICS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn the_numbers_of_arguments_match_the_parameters() {
        for info in INTRINSICS {
            assert!(info.max.is_none_or(|max| max == info.parameters.len()), "{}", info.name);
            assert!(info.min <= info.parameters.len(), "{}", info.name);
            assert!(info.docs.ends_with('.'), "{}", info.name);
        }
    }

    #[test]
    fn seven_functions_return_a_string() {
        let text: Vec<_> =
            INTRINSICS.iter().filter(|i| i.text).map(|i| i.name.trim_start_matches("States.")).collect();
        assert_eq!(
            text,
            ["ArrayGetItem", "Base64Decode", "Base64Encode", "Format", "Hash", "JsonToString", "UUID"]
        );
    }
}
