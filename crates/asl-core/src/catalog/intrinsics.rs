//! The intrinsic functions: what they take, what they give. Sections are those of the reference.

/// What is known of one function.
#[derive(Clone, Copy, Debug)]
pub struct IntrinsicInfo {
    /// With `States.`; upper and lower case matter to AWS.
    pub name: &'static str,
    /// In order. If `max` is `None`, the last one may be repeated.
    pub parameters: &'static [Parameter],
    /// The least number of arguments.
    pub min: usize,
    /// The greatest number of arguments, if there is one.
    pub max: Option<usize>,
    /// The type of the result.
    pub result: ValueType,
    /// Allowed in `ErrorPath` and `CausePath`, which need a string.
    pub text: bool,
    /// One sentence for hovers.
    pub docs: &'static str,
    /// Where the facts are from.
    pub source: &'static str,
}

/// One parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// A word for signatures; AWS has no names for parameters.
    pub name: &'static str,
    /// What it takes.
    pub value: ValueType,
    /// Which values of that type.
    pub range: Range,
}

/// The types of arguments and results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Anything.
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

/// What a literal argument is held to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// Every value of the type.
    All,
    /// Not less than.
    AtLeast(i64),
    /// From the first to the second, both included.
    Between(i64, i64),
    /// Not zero.
    NonZero,
    /// No longer than this many characters.
    Characters(usize),
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// Only `false`.
    False,
}

/// The most elements that `States.ArrayRange` makes.
pub const MAX_RANGE_ELEMENTS: i128 = 1000;

/// How deep calls may be nested.
pub const MAX_NESTING: usize = 10;

/// The algorithms of `States.Hash`.
pub const HASH_ALGORITHMS: &[&str] = &["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/// All functions, by name.
pub static INTRINSICS: &[IntrinsicInfo] = &[
    IntrinsicInfo {
        name: "States.Array",
        parameters: &[of("value", ValueType::Any)],
        min: 0,
        max: None,
        result: ValueType::Array,
        text: false,
        docs: "Makes an array of its arguments, in their order.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.ArrayContains",
        parameters: &[of("array", ValueType::Array), of("value", ValueType::Any)],
        min: 2,
        max: Some(2),
        result: ValueType::Boolean,
        text: false,
        docs: "Tells whether an array has an element that equals a value.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.ArrayGetItem",
        parameters: &[of("array", ValueType::Array), within("index", ValueType::Integer, Range::AtLeast(0))],
        min: 2,
        max: Some(2),
        result: ValueType::Any,
        text: true,
        docs: "Gives the element at an index, counted from 0.",
        source: "5.5, 2.11",
    },
    IntrinsicInfo {
        name: "States.ArrayLength",
        parameters: &[of("array", ValueType::Array)],
        min: 1,
        max: Some(1),
        result: ValueType::Integer,
        text: false,
        docs: "Counts the elements of an array.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.ArrayPartition",
        parameters: &[of("array", ValueType::Array), within("size", ValueType::Integer, Range::AtLeast(1))],
        min: 2,
        max: Some(2),
        result: ValueType::Array,
        text: false,
        docs: "Cuts an array into arrays of at most the given size.",
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
        docs: "Makes an array of numbers from the first to the last by a step, 1000 at most.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.ArrayUnique",
        parameters: &[of("array", ValueType::Array)],
        min: 1,
        max: Some(1),
        result: ValueType::Array,
        text: false,
        docs: "Drops the elements of an array that it has already.",
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
        docs: "Encodes a string of at most 10,000 characters in Base64.",
        source: "5.5, 2.11",
    },
    IntrinsicInfo {
        name: "States.Format",
        parameters: &[of("template", ValueType::String), of("value", ValueType::Any)],
        min: 1,
        max: None,
        result: ValueType::String,
        text: true,
        docs: "Puts its arguments in the places of a template that are marked with `{}`.",
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
        docs: "Computes a hash of at most 10,000 characters, written in hexadecimal digits.",
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
        docs: "Joins two objects; where both have a field, the second one's is taken whole.",
        source: "5.5, U7",
    },
    IntrinsicInfo {
        name: "States.JsonToString",
        parameters: &[of("value", ValueType::Any)],
        min: 1,
        max: Some(1),
        result: ValueType::String,
        text: true,
        docs: "Writes a value as a JSON string.",
        source: "5.5, 2.11",
    },
    IntrinsicInfo {
        name: "States.MathAdd",
        parameters: &[within("first", ValueType::Integer, INT), within("second", ValueType::Integer, INT)],
        min: 2,
        max: Some(2),
        result: ValueType::Integer,
        text: false,
        docs: "Adds two integers of 32 bits; the second may be negative.",
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
        docs: "Gives a random integer from the start up to, but not including, the end; not fit for secrets.",
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
        docs: "Reads the JSON value that a string contains.",
        source: "5.5",
    },
    IntrinsicInfo {
        name: "States.UUID",
        parameters: &[],
        min: 0,
        max: Some(0),
        result: ValueType::String,
        text: true,
        docs: "Makes a random UUID of version 4.",
        source: "5.5, 2.11",
    },
];

const INT: Range = Range::Between(-2_147_483_648, 2_147_483_647);

/// The function of this name, spelled exactly so.
pub fn find(name: &str) -> Option<&'static IntrinsicInfo> {
    INTRINSICS.iter().find(|info| info.name == name)
}

impl IntrinsicInfo {
    /// The parameter that the argument at this place is for.
    pub fn parameter(&self, at: usize) -> Option<&'static Parameter> {
        let last = if self.max.is_none() { self.parameters.last() } else { None };
        self.parameters.get(at).or(last)
    }
}

impl ValueType {
    /// How messages call it.
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

    /// Whether a value of this type can be one of the other.
    pub fn can_be(self, wanted: ValueType) -> bool {
        let any = self == ValueType::Any || wanted == ValueType::Any;
        let number = matches!(self, ValueType::Integer | ValueType::Number);
        any || self == wanted || (number && matches!(wanted, ValueType::Integer | ValueType::Number))
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
    fn the_counts_fit_the_parameters() {
        for info in INTRINSICS {
            assert!(info.max.is_none_or(|max| max == info.parameters.len()), "{}", info.name);
            assert!(info.min <= info.parameters.len(), "{}", info.name);
            assert!(info.docs.ends_with('.'), "{}", info.name);
        }
    }

    #[test]
    fn seven_functions_give_a_text() {
        let text: Vec<_> =
            INTRINSICS.iter().filter(|i| i.text).map(|i| i.name.trim_start_matches("States.")).collect();
        assert_eq!(
            text,
            ["ArrayGetItem", "Base64Decode", "Base64Encode", "Format", "Hash", "JsonToString", "UUID"]
        );
    }
}
