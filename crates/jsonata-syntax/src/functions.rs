//! The functions of JSONata 2.0.6.

/// A function and how it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Function {
    /// Without the `$`.
    pub name: &'static str,
    /// The parameters and the result in the notation of JSONata, `<n-s?:s>`.
    pub signature: &'static str,
    /// How many arguments it needs. A first one marked `-` may be left out for the context.
    pub min: u8,
    /// How many arguments it takes, if there is a limit.
    pub max: Option<u8>,
    /// The names of the parameters.
    pub params: &'static [&'static str],
    /// One sentence.
    pub docs: &'static str,
}

/// The function of JSONata with a name, which is given without its `$`.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

impl Function {
    /// A row of a table. `args` is how many arguments the function needs, and how many it takes.
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

/// All of them: strings first, then numbers, aggregates, booleans, arrays, objects, functions over collections, time.
pub const FUNCTIONS: &[Function] = &[
    Function::new(
        "string",
        "<x-b?:s>",
        (0, 2),
        &["value", "prettify"],
        "Turns a value into a string: JSON text for anything that is not one already, indented if `prettify` is true.",
    ),
    Function::new("length", "<s-:n>", (0, 1), &["str"], "Counts the characters of a string."),
    Function::new(
        "substring",
        "<s-nn?:s>",
        (1, 3),
        &["str", "start", "length"],
        "Takes the characters from position `start` on, at most `length` of them; a negative start counts from the end.",
    ),
    Function::new(
        "substringBefore",
        "<s-s:s>",
        (1, 2),
        &["str", "chars"],
        "Takes what comes before the first occurrence of `chars`, or the whole string if there is none.",
    ),
    Function::new(
        "substringAfter",
        "<s-s:s>",
        (1, 2),
        &["str", "chars"],
        "Takes what comes after the first occurrence of `chars`, or the whole string if there is none.",
    ),
    Function::new("uppercase", "<s-:s>", (0, 1), &["str"], "Turns all letters of a string into capitals."),
    Function::new("lowercase", "<s-:s>", (0, 1), &["str"], "Turns all letters of a string into small ones."),
    Function::new(
        "trim",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Removes blanks at both ends and makes each run of blanks within the string one space.",
    ),
    Function::new(
        "pad",
        "<s-ns?:s>",
        (1, 3),
        &["str", "width", "char"],
        "Fills a string up to `width` characters, on the right, or on the left if the width is negative.",
    ),
    Function::new(
        "contains",
        "<s-(sf):b>",
        (1, 2),
        &["str", "pattern"],
        "Says whether a string contains a substring or matches a regular expression.",
    ),
    Function::new(
        "split",
        "<s-(sf)n?:a<s>>",
        (1, 3),
        &["str", "separator", "limit"],
        "Cuts a string at each separator into an array of at most `limit` strings.",
    ),
    Function::new(
        "join",
        "<a<s>s?:s>",
        (1, 2),
        &["array", "separator"],
        "Joins an array of strings to one, with the separator between them.",
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
        "Replaces what a string or regular expression finds, by a string or by what a function returns for the match.",
    ),
    Function::new(
        "base64encode",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Encodes a string in Base64, each character as one byte.",
    ),
    Function::new(
        "base64decode",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Decodes Base64 to a string, each byte as one character.",
    ),
    Function::new(
        "encodeUrl",
        "<s-:s>",
        (0, 1),
        &["url"],
        "Escapes the characters that may not stand in a URL.",
    ),
    Function::new(
        "encodeUrlComponent",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Escapes the characters that may not stand in a component of a URL.",
    ),
    Function::new("decodeUrl", "<s-:s>", (0, 1), &["url"], "Undoes `$encodeUrl`."),
    Function::new("decodeUrlComponent", "<s-:s>", (0, 1), &["str"], "Undoes `$encodeUrlComponent`."),
    Function::new(
        "number",
        "<(nsb)-:n>",
        (0, 1),
        &["value"],
        "Turns a string with a number into the number, and `true` and `false` into 1 and 0.",
    ),
    Function::new("abs", "<n-:n>", (0, 1), &["number"], "Gives the absolute value of a number."),
    Function::new("floor", "<n-:n>", (0, 1), &["number"], "Rounds a number down to an integer."),
    Function::new("ceil", "<n-:n>", (0, 1), &["number"], "Rounds a number up to an integer."),
    Function::new(
        "round",
        "<n-n?:n>",
        (0, 2),
        &["number", "precision"],
        "Rounds to a number of decimal places, halves to the even neighbour; a negative precision rounds to tens, hundreds and so on.",
    ),
    Function::new("power", "<n-n:n>", (1, 2), &["base", "exponent"], "Raises a number to a power."),
    Function::new(
        "sqrt",
        "<n-:n>",
        (0, 1),
        &["number"],
        "Gives the square root of a number that is not negative.",
    ),
    Function::new("random", "<:n>", (0, 0), &[], "Gives a random number from 0 up to but not including 1."),
    Function::new(
        "formatNumber",
        "<n-so?:s>",
        (1, 3),
        &["number", "picture", "options"],
        "Prints a number the way a picture string such as `#,##0.00` shows.",
    ),
    Function::new(
        "formatBase",
        "<n-n?:s>",
        (0, 2),
        &["number", "radix"],
        "Prints an integer in a base from 2 to 36, 10 if none is given.",
    ),
    Function::new(
        "formatInteger",
        "<n-s:s>",
        (1, 2),
        &["number", "picture"],
        "Prints an integer the way a picture shows, for example in words or as a Roman number.",
    ),
    Function::new(
        "parseInteger",
        "<s-s:n>",
        (1, 2),
        &["string", "picture"],
        "Reads an integer that is written the way a picture shows.",
    ),
    Function::new("sum", "<a<n>:n>", (1, 1), &["array"], "Adds the numbers of an array."),
    Function::new("max", "<a<n>:n>", (1, 1), &["array"], "Gives the largest number of an array."),
    Function::new("min", "<a<n>:n>", (1, 1), &["array"], "Gives the smallest number of an array."),
    Function::new("average", "<a<n>:n>", (1, 1), &["array"], "Gives the mean of the numbers of an array."),
    Function::new(
        "boolean",
        "<x-:b>",
        (0, 1),
        &["arg"],
        "Turns a value into a boolean: false for what is empty, zero or null.",
    ),
    Function::new("not", "<x-:b>", (0, 1), &["arg"], "Gives the opposite of the value as a boolean."),
    Function::new("exists", "<x:b>", (1, 1), &["arg"], "Says whether an expression gives anything at all."),
    Function::new(
        "count",
        "<a:n>",
        (1, 1),
        &["array"],
        "Counts the items of an array; anything else counts as one, and nothing as zero.",
    ),
    Function::new(
        "append",
        "<xx:a>",
        (2, 2),
        &["array1", "array2"],
        "Puts two arrays or values together to one array.",
    ),
    Function::new(
        "sort",
        "<af?:a>",
        (1, 2),
        &["array", "function"],
        "Sorts numbers or strings, or any items by a function that says whether its first argument comes after its second.",
    ),
    Function::new("reverse", "<a:a>", (1, 1), &["array"], "Turns the order of an array around."),
    Function::new("shuffle", "<a:a>", (1, 1), &["array"], "Puts the items of an array into a random order."),
    Function::new(
        "distinct",
        "<x:x>",
        (1, 1),
        &["array"],
        "Removes the items of an array that occur a second time.",
    ),
    Function {
        max: None,
        ..Function::new(
            "zip",
            "<a+>",
            (1, 0),
            &["array1", "array2"],
            "Makes an array of arrays: all first items, all second items and so on, as far as the shortest array goes.",
        )
    },
    Function::new(
        "keys",
        "<x-:a<s>>",
        (0, 1),
        &["object"],
        "Gives the keys of an object, or those of all objects of an array, each once.",
    ),
    Function::new(
        "lookup",
        "<x-s:x>",
        (1, 2),
        &["object", "key"],
        "Gives the value under a key, in an object or in each object of an array.",
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
        "Makes one object of an array of objects; of equal keys the last one counts.",
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
        "Keeps those pairs of an object for which a function of value and key returns true.",
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
        "Keeps those items of an array for which a function returns true.",
    ),
    Function::new(
        "single",
        "<af?>",
        (1, 2),
        &["array", "function"],
        "Gives the one item of an array for which a function returns true, and fails if there is none or more than one.",
    ),
    Function::new(
        "reduce",
        "<afj?:j>",
        (2, 3),
        &["array", "function", "init"],
        "Combines the items of an array to one value, by a function of the value so far and the next item.",
    ),
    Function::new("error", "<s?:x>", (0, 1), &["message"], "Fails with a message."),
    Function::new(
        "assert",
        "<bs?:x>",
        (1, 2),
        &["condition", "message"],
        "Fails with a message unless the condition is true.",
    ),
    Function::new(
        "type",
        "<x:s>",
        (1, 1),
        &["value"],
        "Names the type of a value: `null`, `number`, `string`, `boolean`, `array`, `object` or `function`.",
    ),
    Function::new(
        "now",
        "<s?s?:s>",
        (0, 2),
        &["picture", "timezone"],
        "Gives the current time as an ISO 8601 timestamp or in the form of a picture; the same time everywhere in one evaluation.",
    ),
    Function::new(
        "millis",
        "<:n>",
        (0, 0),
        &[],
        "Gives the current time in milliseconds since 1970; the same time everywhere in one evaluation.",
    ),
    Function::new(
        "toMillis",
        "<s-s?:n>",
        (0, 2),
        &["timestamp", "picture"],
        "Turns a timestamp into milliseconds since 1970.",
    ),
    Function::new(
        "fromMillis",
        "<n-s?s?:s>",
        (0, 3),
        &["number", "picture", "timezone"],
        "Turns milliseconds since 1970 into a timestamp.",
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
    fn every_function_is_there_once() {
        let names: HashSet<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
        assert_eq!(names.len(), FUNCTIONS.len());
        assert_eq!(function("eval").map(|function| function.max), Some(Some(2)));
        assert_eq!(function("nothing"), None);
    }

    #[test]
    fn every_signature_is_one() {
        for function in FUNCTIONS {
            let text = format!("function($a){}{{1}}", function.signature);
            assert_eq!(parse(&text).errors, [], "{}", function.name);
        }
    }

    #[test]
    fn parameters_and_counts_fit() {
        for function in FUNCTIONS {
            let most = function.max.map_or(function.params.len(), usize::from);
            assert_eq!(function.params.len(), most, "{}", function.name);
            assert!(usize::from(function.min) <= most, "{}", function.name);
            assert!(function.docs.ends_with('.'), "{}", function.name);
        }
    }
}
