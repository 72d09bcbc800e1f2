//! The JSONata functions of Step Functions, which adds some functions, changes one and rejects one (§6.4).

use std::sync::LazyLock;

use jsonata_syntax::{FUNCTIONS, Function};

/// The functions that Step Functions adds. It publishes no signatures: these follow its documentation.
const ADDED: &[Function] = &[
    Function::new(
        "partition",
        "<an:a<a>>",
        (2, 2),
        &["array", "size"],
        "Splits an array into arrays of `size` items; the last one may be shorter.",
    ),
    Function::new(
        "range",
        "<nnn:a<n>>",
        (3, 3),
        &["first", "last", "step"],
        "Returns an array of numbers from `first` to `last`, in increments of `step`.",
    ),
    Function::new(
        "hash",
        "<ss?:s>",
        (1, 2),
        &["data", "algorithm"],
        "Returns the MD5, SHA-1, SHA-256, SHA-384 or SHA-512 hash of a string, in hexadecimal digits.",
    ),
    Function::new("uuid", "<:s>", (0, 0), &[], "Returns a random version 4 UUID."),
    Function::new("parse", "<s:j>", (1, 1), &["json"], "Parses a JSON string."),
];

/// The functions of JSONata that Step Functions changes.
const CHANGED: &[Function] = &[Function::new(
    "random",
    "<n?:n>",
    (0, 1),
    &["seed"],
    "Returns a random number of at least 0 and less than 1; with a seed, the number is always the same.",
)];

/// The functions of JSONata that Step Functions rejects.
const REFUSED: &[Function] = &[Function::new(
    "eval",
    "<sx?:x>",
    (1, 2),
    &["expr", "context"],
    "Evaluates a string as an expression. Step Functions rejects it; use `$parse` to parse JSON.",
)];

/// Returns the function with a name, which is given without its `$`. The function may be one that Step Functions
/// rejects.
pub fn function(name: &str) -> Option<&'static Function> {
    /// The functions by a hash of their names. Every variable of every expression is looked up, several times; comparing
    /// its name with all functions was 4 % of the time of a definition in JSONata.
    static BY_HASH: LazyLock<Vec<Vec<&'static Function>>> = LazyLock::new(|| {
        let mut by_hash = vec![Vec::new(); BUCKETS];
        functions().chain(REFUSED).for_each(|function| by_hash[hash(function.name)].push(function));
        by_hash
    });
    BY_HASH[hash(name)].iter().copied().find(|function| function.name == name)
}

const BUCKETS: usize = 128;

/// Returns a hash below [`BUCKETS`], computed from the length of a name and its first and last byte.
fn hash(name: &str) -> usize {
    let byte = |byte: Option<&u8>| byte.map_or(0, |byte| usize::from(*byte));
    let (first, last) = (byte(name.as_bytes().first()), byte(name.as_bytes().last()));
    (name.len() * 37 + first * 5 + last) % BUCKETS
}

/// Returns the functions that an expression can call.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    let own = |function: &&Function| find(CHANGED, function.name).or(find(REFUSED, function.name)).is_none();
    FUNCTIONS.iter().filter(own).chain(CHANGED).chain(ADDED)
}

/// Returns whether Step Functions rejects a function of JSONata.
pub fn is_refused(function: &Function) -> bool {
    find(REFUSED, function.name).is_some()
}

/// Returns whether a function is one that Step Functions adds to JSONata.
pub(crate) fn is_added(function: &Function) -> bool {
    find(ADDED, function.name).is_some()
}

fn find(table: &'static [Function], name: &str) -> Option<&'static Function> {
    table.iter().find(|function| function.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_function_is_listed_once() {
        let names: HashSet<&str> = functions().map(|function| function.name).collect();
        assert_eq!(names.len(), functions().count());
        assert_eq!(names.len(), FUNCTIONS.len() + ADDED.len() - REFUSED.len());
        assert_eq!(function("random").map(|function| function.max), Some(Some(1)));
        assert!(function("parse").is_some_and(is_added) && !function("sum").is_some_and(is_added));
        assert!(function("eval").is_some_and(is_refused) && !names.contains("eval"));
        assert_eq!(function("nothing"), None);
    }
}
