//! The built-in functions of JSONata 2.0.6.

/// A built-in function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// The name, without the `$`.
    pub name: &'static str,
    /// The types of the parameters and of the result in JSONata's notation, such as `<n-s?:s>`.
    pub signature: &'static str,
    /// The minimum number of arguments. A first argument that the signature marks with `-` may be omitted; the context
    /// is used instead.
    pub min: u8,
    /// The maximum number of arguments, if there is one.
    pub max: Option<u8>,
    /// The names of the parameters.
    pub params: &'static [&'static str],
    /// The documentation: one sentence in Markdown.
    pub docs: &'static str,
}

/// Returns the built-in function with a name, which is given without the `$`.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

impl Function {
    /// Creates a row of a table of functions. `args` is the minimum and the maximum number of arguments.
    pub const fn new(
        name: &'static str,
        signature: &'static str,
        args: (u8, u8),
        params: &'static [&'static str],
        docs: &'static str,
    ) -> Function {
        Function { name, signature, min: args.0, max: Some(args.1), params, docs }
    }
}

/// All built-in functions: those of strings, numbers, aggregates, booleans, arrays and objects, higher-order functions,
/// and those of date and time.
pub const FUNCTIONS: &[Function] = &[
    Function::new(
        "string",
        "<x-b?:s>",
        (0, 2),
        &["value", "prettify"],
        "Converts a value to a string: anything that is not already a string becomes JSON, indented if `prettify` is true.",
    ),
    Function::new("length", "<s-:n>", (0, 1), &["str"], "Returns the number of characters in a string."),
    Function::new(
        "substring",
        "<s-nn?:s>",
        (1, 3),
        &["str", "start", "length"],
        "Returns the characters from position `start` on, at most `length` of them; a negative `start` counts from the end.",
    ),
    Function::new(
        "substringBefore",
        "<s-s:s>",
        (1, 2),
        &["str", "chars"],
        "Returns the part of a string before the first occurrence of `chars`, or the whole string if there is none.",
    ),
    Function::new(
        "substringAfter",
        "<s-s:s>",
        (1, 2),
        &["str", "chars"],
        "Returns the part of a string after the first occurrence of `chars`, or the whole string if there is none.",
    ),
    Function::new("uppercase", "<s-:s>", (0, 1), &["str"], "Converts a string to uppercase."),
    Function::new("lowercase", "<s-:s>", (0, 1), &["str"], "Converts a string to lowercase."),
    Function::new(
        "trim",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Removes whitespace from both ends of a string and replaces each run of whitespace within it with a single space.",
    ),
    Function::new(
        "pad",
        "<s-ns?:s>",
        (1, 3),
        &["str", "width", "char"],
        "Pads a string to `width` characters, on the right, or on the left if `width` is negative.",
    ),
    Function::new(
        "contains",
        "<s-(sf):b>",
        (1, 2),
        &["str", "pattern"],
        "Returns whether a string contains a substring or matches a regular expression.",
    ),
    Function::new(
        "split",
        "<s-(sf)n?:a<s>>",
        (1, 3),
        &["str", "separator", "limit"],
        "Splits a string at each separator into an array of at most `limit` strings.",
    ),
    Function::new(
        "join",
        "<a<s>s?:s>",
        (1, 2),
        &["array", "separator"],
        "Joins an array of strings into one string, with the separator between them.",
    ),
    Function::new(
        "match",
        "<s-f<s:o>n?:a<o>>",
        (1, 3),
        &["str", "pattern", "limit"],
        "Applies a regular expression to a string and returns an object for each match: `match`, `index` and `groups`.",
    ),
    Function::new(
        "replace",
        "<s-(sf)(sf)n?:s>",
        (2, 4),
        &["str", "pattern", "replacement", "limit"],
        "Replaces each match of a string or regular expression with a string, or with what a function returns for the match.",
    ),
    Function::new(
        "base64encode",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Encodes a string as Base64, with each character as one byte.",
    ),
    Function::new(
        "base64decode",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Decodes Base64 to a string, with each byte as one character.",
    ),
    Function::new(
        "encodeUrl",
        "<s-:s>",
        (0, 1),
        &["url"],
        "Percent-encodes the characters that are not allowed in a URL.",
    ),
    Function::new(
        "encodeUrlComponent",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Percent-encodes the characters that are not allowed in a component of a URL.",
    ),
    Function::new("decodeUrl", "<s-:s>", (0, 1), &["url"], "Decodes what `$encodeUrl` encodes."),
    Function::new(
        "decodeUrlComponent",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Decodes what `$encodeUrlComponent` encodes.",
    ),
    Function::new(
        "number",
        "<(nsb)-:n>",
        (0, 1),
        &["value"],
        "Converts a string that contains a number to that number, and `true` and `false` to 1 and 0.",
    ),
    Function::new("abs", "<n-:n>", (0, 1), &["number"], "Returns the absolute value of a number."),
    Function::new("floor", "<n-:n>", (0, 1), &["number"], "Rounds a number down to an integer."),
    Function::new("ceil", "<n-:n>", (0, 1), &["number"], "Rounds a number up to an integer."),
    Function::new(
        "round",
        "<n-n?:n>",
        (0, 2),
        &["number", "precision"],
        "Rounds a number to `precision` decimal places, halves to the nearest even digit; a negative `precision` rounds to tens, hundreds and so on.",
    ),
    Function::new("power", "<n-n:n>", (1, 2), &["base", "exponent"], "Raises a number to a power."),
    Function::new("sqrt", "<n-:n>", (0, 1), &["number"], "Returns the square root of a non-negative number."),
    Function::new("random", "<:n>", (0, 0), &[], "Returns a random number of at least 0 and less than 1."),
    Function::new(
        "formatNumber",
        "<n-so?:s>",
        (1, 3),
        &["number", "picture", "options"],
        "Formats a number with a picture string such as `#,##0.00`.",
    ),
    Function::new(
        "formatBase",
        "<n-n?:s>",
        (0, 2),
        &["number", "radix"],
        "Formats an integer in a base from 2 to 36; the default is 10.",
    ),
    Function::new(
        "formatInteger",
        "<n-s:s>",
        (1, 2),
        &["number", "picture"],
        "Formats an integer with a picture string, for example in words or as a Roman numeral.",
    ),
    Function::new(
        "parseInteger",
        "<s-s:n>",
        (1, 2),
        &["string", "picture"],
        "Parses an integer that is formatted as a picture string specifies.",
    ),
    Function::new("sum", "<a<n>:n>", (1, 1), &["array"], "Returns the sum of the numbers in an array."),
    Function::new("max", "<a<n>:n>", (1, 1), &["array"], "Returns the largest number in an array."),
    Function::new("min", "<a<n>:n>", (1, 1), &["array"], "Returns the smallest number in an array."),
    Function::new("average", "<a<n>:n>", (1, 1), &["array"], "Returns the mean of the numbers in an array."),
    Function::new(
        "boolean",
        "<x-:b>",
        (0, 1),
        &["arg"],
        "Converts a value to a boolean: empty values, zero and null become false.",
    ),
    Function::new("not", "<x-:b>", (0, 1), &["arg"], "Converts a value to a boolean and negates it."),
    Function::new("exists", "<x:b>", (1, 1), &["arg"], "Returns whether an expression evaluates to a value."),
    Function::new(
        "count",
        "<a:n>",
        (1, 1),
        &["array"],
        "Returns the number of items in an array; any other value counts as one, and no value as zero.",
    ),
    Function::new(
        "append",
        "<xx:a>",
        (2, 2),
        &["array1", "array2"],
        "Concatenates two arrays or values into one array.",
    ),
    Function::new(
        "sort",
        "<af?:a>",
        (1, 2),
        &["array", "function"],
        "Sorts numbers or strings, or any items with a function that returns whether its first argument comes after its second.",
    ),
    Function::new("reverse", "<a:a>", (1, 1), &["array"], "Reverses the order of the items of an array."),
    Function::new(
        "shuffle",
        "<a:a>",
        (1, 1),
        &["array"],
        "Shuffles the items of an array into a random order.",
    ),
    Function::new("distinct", "<x:x>", (1, 1), &["array"], "Removes duplicate items from an array."),
    Function {
        max: None,
        ..Function::new(
            "zip",
            "<a+>",
            (1, 0),
            &["array1", "array2"],
            "Combines arrays into an array of arrays: all first items, all second items and so on, up to the length of the shortest.",
        )
    },
    Function::new(
        "keys",
        "<x-:a<s>>",
        (0, 1),
        &["object"],
        "Returns the keys of an object, or the distinct keys of all objects in an array.",
    ),
    Function::new(
        "lookup",
        "<x-s:x>",
        (1, 2),
        &["object", "key"],
        "Returns the value of a key in an object, or in each object of an array.",
    ),
    Function::new(
        "spread",
        "<x-:a<o>>",
        (0, 1),
        &["object"],
        "Splits an object into an array of objects with one key each.",
    ),
    Function::new(
        "merge",
        "<a<o>:o>",
        (1, 1),
        &["array"],
        "Merges an array of objects into one object; the last of duplicate keys is used.",
    ),
    Function::new(
        "each",
        "<o-f:a>",
        (1, 2),
        &["object", "function"],
        "Calls a function with each value and key of an object and returns the results as an array.",
    ),
    Function::new(
        "sift",
        "<o-f?:o>",
        (0, 2),
        &["object", "function"],
        "Keeps the pairs of an object for which a function of the value and the key returns true.",
    ),
    Function::new(
        "map",
        "<af>",
        (2, 2),
        &["array", "function"],
        "Calls a function with each item of an array, its index and the array, and returns the results.",
    ),
    Function::new(
        "filter",
        "<af>",
        (2, 2),
        &["array", "function"],
        "Keeps the items of an array for which a function returns true.",
    ),
    Function::new(
        "single",
        "<af?>",
        (1, 2),
        &["array", "function"],
        "Returns the only item of an array for which a function returns true, and fails if there is none or more than one.",
    ),
    Function::new(
        "reduce",
        "<afj?:j>",
        (2, 3),
        &["array", "function", "init"],
        "Combines the items of an array into one value, with a function of the previous result and the next item.",
    ),
    Function::new("error", "<s?:x>", (0, 1), &["message"], "Throws an error with a message."),
    Function::new(
        "assert",
        "<bs?:x>",
        (1, 2),
        &["condition", "message"],
        "Throws an error with a message unless the condition is true.",
    ),
    Function::new(
        "type",
        "<x:s>",
        (1, 1),
        &["value"],
        "Returns the type of a value: `null`, `number`, `string`, `boolean`, `array`, `object` or `function`.",
    ),
    Function::new(
        "now",
        "<s?s?:s>",
        (0, 2),
        &["picture", "timezone"],
        "Returns the current time as an ISO 8601 timestamp, or formatted with a picture string; it is the same throughout one evaluation.",
    ),
    Function::new(
        "millis",
        "<:n>",
        (0, 0),
        &[],
        "Returns the current time in milliseconds since 1970; it is the same throughout one evaluation.",
    ),
    Function::new(
        "toMillis",
        "<s-s?:n>",
        (0, 2),
        &["timestamp", "picture"],
        "Converts a timestamp to milliseconds since 1970.",
    ),
    Function::new(
        "fromMillis",
        "<n-s?s?:s>",
        (0, 3),
        &["number", "picture", "timezone"],
        "Converts milliseconds since 1970 to a timestamp.",
    ),
    Function::new("clone", "<(oa)-:o>", (0, 1), &["value"], "Copies an object or an array."),
    Function::new("eval", "<sx?:x>", (1, 2), &["expr", "context"], "Evaluates a string as an expression."),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::parse;

    #[test]
    fn every_function_is_listed_once() {
        let names: HashSet<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
        assert_eq!(names.len(), FUNCTIONS.len());
        assert_eq!(function("eval").map(|function| function.max), Some(Some(2)));
        assert_eq!(function("nothing"), None);
    }

    #[test]
    fn every_signature_is_valid() {
        for function in FUNCTIONS {
            let text = format!("function($a){}{{1}}", function.signature);
            assert_eq!(parse(&text).errors, [], "{}", function.name);
        }
    }

    #[test]
    fn parameters_match_the_numbers_of_arguments() {
        for function in FUNCTIONS {
            let most = function.max.map_or(function.params.len(), usize::from);
            assert_eq!(function.params.len(), most, "{}", function.name);
            assert!(usize::from(function.min) <= most, "{}", function.name);
            assert!(function.docs.ends_with('.'), "{}", function.name);
        }
    }
}
