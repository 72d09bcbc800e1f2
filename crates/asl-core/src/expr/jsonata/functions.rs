//! The functions an expression can call, those of JSONata 2.0.6 and those Step Functions adds.

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
    pub params: &'static [&'static str],
    /// One sentence.
    pub docs: &'static str,
    pub source: Source,
    /// Step Functions does not run it.
    pub refused: bool,
}

/// Who defines a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Builtin,
    StepFunctions,
}

/// The function of that name, which is given without its `$`.
pub fn function(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

impl Function {
    const fn builtin(
        name: &'static str,
        signature: &'static str,
        args: (u8, u8),
        params: &'static [&'static str],
        docs: &'static str,
    ) -> Function {
        let (min, max) = (args.0, Some(args.1));
        Function { name, signature, min, max, params, docs, source: Source::Builtin, refused: false }
    }

    const fn added(
        name: &'static str,
        signature: &'static str,
        args: (u8, u8),
        params: &'static [&'static str],
        docs: &'static str,
    ) -> Function {
        let function = Function::builtin(name, signature, args, params, docs);
        Function { source: Source::StepFunctions, ..function }
    }
}

/// Strings first, then numbers, aggregates, booleans, arrays, objects, functions over collections,
/// time, and what Step Functions adds.
pub const FUNCTIONS: &[Function] = &[
    Function::builtin(
        "string",
        "<x-b?:s>",
        (0, 2),
        &["value", "prettify"],
        "Turns a value into a string: JSON text for anything that is not one already, indented if `prettify` is true.",
    ),
    Function::builtin("length", "<s-:n>", (0, 1), &["str"], "Counts the characters of a string."),
    Function::builtin(
        "substring",
        "<s-nn?:s>",
        (1, 3),
        &["str", "start", "length"],
        "Takes the characters from position `start` on, at most `length` of them; a negative start counts from the end.",
    ),
    Function::builtin(
        "substringBefore",
        "<s-s:s>",
        (1, 2),
        &["str", "chars"],
        "Takes what comes before the first occurrence of `chars`, or the whole string if there is none.",
    ),
    Function::builtin(
        "substringAfter",
        "<s-s:s>",
        (1, 2),
        &["str", "chars"],
        "Takes what comes after the first occurrence of `chars`, or the whole string if there is none.",
    ),
    Function::builtin(
        "uppercase",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Turns all letters of a string into capitals.",
    ),
    Function::builtin(
        "lowercase",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Turns all letters of a string into small ones.",
    ),
    Function::builtin(
        "trim",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Removes blanks at both ends and makes each run of blanks within the string one space.",
    ),
    Function::builtin(
        "pad",
        "<s-ns?:s>",
        (1, 3),
        &["str", "width", "char"],
        "Fills a string up to `width` characters, on the right, or on the left if the width is negative.",
    ),
    Function::builtin(
        "contains",
        "<s-(sf):b>",
        (1, 2),
        &["str", "pattern"],
        "Says whether a string contains a substring or matches a regular expression.",
    ),
    Function::builtin(
        "split",
        "<s-(sf)n?:a<s>>",
        (1, 3),
        &["str", "separator", "limit"],
        "Cuts a string at each separator into an array of at most `limit` strings.",
    ),
    Function::builtin(
        "join",
        "<a<s>s?:s>",
        (1, 2),
        &["array", "separator"],
        "Joins an array of strings to one, with the separator between them.",
    ),
    Function::builtin(
        "match",
        "<s-f<s:o>n?:a<o>>",
        (1, 3),
        &["str", "pattern", "limit"],
        "Applies a regular expression to a string and returns an object for each match: `match`, `index` and `groups`.",
    ),
    Function::builtin(
        "replace",
        "<s-(sf)(sf)n?:s>",
        (2, 4),
        &["str", "pattern", "replacement", "limit"],
        "Replaces what a string or regular expression finds, by a string or by what a function returns for the match.",
    ),
    Function::builtin(
        "base64encode",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Encodes a string in Base64, each character as one byte.",
    ),
    Function::builtin(
        "base64decode",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Decodes Base64 to a string, each byte as one character.",
    ),
    Function::builtin(
        "encodeUrl",
        "<s-:s>",
        (0, 1),
        &["url"],
        "Escapes the characters that may not stand in a URL.",
    ),
    Function::builtin(
        "encodeUrlComponent",
        "<s-:s>",
        (0, 1),
        &["str"],
        "Escapes the characters that may not stand in a component of a URL.",
    ),
    Function::builtin("decodeUrl", "<s-:s>", (0, 1), &["url"], "Undoes `$encodeUrl`."),
    Function::builtin("decodeUrlComponent", "<s-:s>", (0, 1), &["str"], "Undoes `$encodeUrlComponent`."),
    Function::builtin(
        "number",
        "<(nsb)-:n>",
        (0, 1),
        &["value"],
        "Turns a string with a number into the number, and `true` and `false` into 1 and 0.",
    ),
    Function::builtin("abs", "<n-:n>", (0, 1), &["number"], "Gives the absolute value of a number."),
    Function::builtin("floor", "<n-:n>", (0, 1), &["number"], "Rounds a number down to an integer."),
    Function::builtin("ceil", "<n-:n>", (0, 1), &["number"], "Rounds a number up to an integer."),
    Function::builtin(
        "round",
        "<n-n?:n>",
        (0, 2),
        &["number", "precision"],
        "Rounds to a number of decimal places, halves to the even neighbour; a negative precision rounds to tens, hundreds and so on.",
    ),
    Function::builtin("power", "<n-n:n>", (1, 2), &["base", "exponent"], "Raises a number to a power."),
    Function::builtin(
        "sqrt",
        "<n-:n>",
        (0, 1),
        &["number"],
        "Gives the square root of a number that is not negative.",
    ),
    Function::builtin(
        "random",
        "<n?:n>",
        (0, 1),
        &["seed"],
        "Gives a random number from 0 up to but not including 1; Step Functions also takes a seed, with which the number is always the same.",
    ),
    Function::builtin(
        "formatNumber",
        "<n-so?:s>",
        (1, 3),
        &["number", "picture", "options"],
        "Prints a number the way a picture string such as `#,##0.00` shows.",
    ),
    Function::builtin(
        "formatBase",
        "<n-n?:s>",
        (0, 2),
        &["number", "radix"],
        "Prints an integer in a base from 2 to 36, 10 if none is given.",
    ),
    Function::builtin(
        "formatInteger",
        "<n-s:s>",
        (1, 2),
        &["number", "picture"],
        "Prints an integer the way a picture shows, for example in words or as a Roman number.",
    ),
    Function::builtin(
        "parseInteger",
        "<s-s:n>",
        (1, 2),
        &["string", "picture"],
        "Reads an integer that is written the way a picture shows.",
    ),
    Function::builtin("sum", "<a<n>:n>", (1, 1), &["array"], "Adds the numbers of an array."),
    Function::builtin("max", "<a<n>:n>", (1, 1), &["array"], "Gives the largest number of an array."),
    Function::builtin("min", "<a<n>:n>", (1, 1), &["array"], "Gives the smallest number of an array."),
    Function::builtin(
        "average",
        "<a<n>:n>",
        (1, 1),
        &["array"],
        "Gives the mean of the numbers of an array.",
    ),
    Function::builtin(
        "boolean",
        "<x-:b>",
        (0, 1),
        &["arg"],
        "Turns a value into a boolean: false for what is empty, zero or null.",
    ),
    Function::builtin("not", "<x-:b>", (0, 1), &["arg"], "Gives the opposite of the value as a boolean."),
    Function::builtin(
        "exists",
        "<x:b>",
        (1, 1),
        &["arg"],
        "Says whether an expression gives anything at all.",
    ),
    Function::builtin(
        "count",
        "<a:n>",
        (1, 1),
        &["array"],
        "Counts the items of an array; anything else counts as one, and nothing as zero.",
    ),
    Function::builtin(
        "append",
        "<xx:a>",
        (2, 2),
        &["array1", "array2"],
        "Puts two arrays or values together to one array.",
    ),
    Function::builtin(
        "sort",
        "<af?:a>",
        (1, 2),
        &["array", "function"],
        "Sorts numbers or strings, or any items by a function that says whether its first argument comes after its second.",
    ),
    Function::builtin("reverse", "<a:a>", (1, 1), &["array"], "Turns the order of an array around."),
    Function::builtin(
        "shuffle",
        "<a:a>",
        (1, 1),
        &["array"],
        "Puts the items of an array into a random order.",
    ),
    Function::builtin(
        "distinct",
        "<x:x>",
        (1, 1),
        &["array"],
        "Removes the items of an array that occur a second time.",
    ),
    Function {
        max: None,
        ..Function::builtin(
            "zip",
            "<a+>",
            (1, 0),
            &["array1", "array2"],
            "Makes an array of arrays: all first items, all second items and so on, as far as the shortest array goes.",
        )
    },
    Function::builtin(
        "keys",
        "<x-:a<s>>",
        (0, 1),
        &["object"],
        "Gives the keys of an object, or those of all objects of an array, each once.",
    ),
    Function::builtin(
        "lookup",
        "<x-s:x>",
        (1, 2),
        &["object", "key"],
        "Gives the value under a key, in an object or in each object of an array.",
    ),
    Function::builtin(
        "spread",
        "<x-:a<o>>",
        (0, 1),
        &["object"],
        "Splits an object into an array of objects with one key each.",
    ),
    Function::builtin(
        "merge",
        "<a<o>:o>",
        (1, 1),
        &["array"],
        "Makes one object of an array of objects; of equal keys the last one counts.",
    ),
    Function::builtin(
        "each",
        "<o-f:a>",
        (1, 2),
        &["object", "function"],
        "Calls a function with each value and key of an object and returns the results as an array.",
    ),
    Function::builtin(
        "sift",
        "<o-f?:o>",
        (0, 2),
        &["object", "function"],
        "Keeps those pairs of an object for which a function of value and key returns true.",
    ),
    Function::builtin(
        "map",
        "<af>",
        (2, 2),
        &["array", "function"],
        "Calls a function with each item of an array, its index and the array, and returns the results.",
    ),
    Function::builtin(
        "filter",
        "<af>",
        (2, 2),
        &["array", "function"],
        "Keeps those items of an array for which a function returns true.",
    ),
    Function::builtin(
        "single",
        "<af?>",
        (1, 2),
        &["array", "function"],
        "Gives the one item of an array for which a function returns true, and fails if there is none or more than one.",
    ),
    Function::builtin(
        "reduce",
        "<afj?:j>",
        (2, 3),
        &["array", "function", "init"],
        "Combines the items of an array to one value, by a function of the value so far and the next item.",
    ),
    Function::builtin("error", "<s?:x>", (0, 1), &["message"], "Fails with a message."),
    Function::builtin(
        "assert",
        "<bs?:x>",
        (1, 2),
        &["condition", "message"],
        "Fails with a message unless the condition is true.",
    ),
    Function::builtin(
        "type",
        "<x:s>",
        (1, 1),
        &["value"],
        "Names the type of a value: `null`, `number`, `string`, `boolean`, `array`, `object` or `function`.",
    ),
    Function::builtin(
        "now",
        "<s?s?:s>",
        (0, 2),
        &["picture", "timezone"],
        "Gives the current time as an ISO 8601 timestamp or in the form of a picture; the same time everywhere in one evaluation.",
    ),
    Function::builtin(
        "millis",
        "<:n>",
        (0, 0),
        &[],
        "Gives the current time in milliseconds since 1970; the same time everywhere in one evaluation.",
    ),
    Function::builtin(
        "toMillis",
        "<s-s?:n>",
        (0, 2),
        &["timestamp", "picture"],
        "Turns a timestamp into milliseconds since 1970.",
    ),
    Function::builtin(
        "fromMillis",
        "<n-s?s?:s>",
        (0, 3),
        &["number", "picture", "timezone"],
        "Turns milliseconds since 1970 into a timestamp.",
    ),
    Function::builtin("clone", "<(oa)-:o>", (0, 1), &["value"], "Copies an object or an array."),
    Function {
        refused: true,
        ..Function::builtin(
            "eval",
            "<sx?:x>",
            (1, 2),
            &["expr", "context"],
            "Evaluates a string as an expression. Step Functions refuses it; `$parse` reads JSON.",
        )
    },
    Function::added(
        "partition",
        "<an:a<a>>",
        (2, 2),
        &["array", "size"],
        "Cuts an array into arrays of the given size; the last one may be shorter.",
    ),
    Function::added(
        "range",
        "<nnn:a<n>>",
        (3, 3),
        &["first", "last", "step"],
        "Makes an array of numbers from the first to the last, with the given step between them.",
    ),
    Function::added(
        "hash",
        "<ss?:s>",
        (1, 2),
        &["data", "algorithm"],
        "Gives the hash of a string in hexadecimal digits, by MD5, SHA-1, SHA-256, SHA-384 or SHA-512.",
    ),
    Function::added("uuid", "<:s>", (0, 0), &[], "Gives a new random identifier, a version 4 UUID."),
    Function::added("parse", "<s:j>", (1, 1), &["json"], "Reads JSON text into a value."),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::parse;
    use super::*;

    #[test]
    fn every_function_is_there_once() {
        let names: HashSet<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
        assert_eq!(names.len(), FUNCTIONS.len());
        assert_eq!(function("eval").map(|function| function.refused), Some(true));
        assert_eq!(function("parse").map(|function| function.source), Some(Source::StepFunctions));
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
