//! The functions of JSONata as Step Functions has them: it adds some, changes one and refuses one (§6.4).

use jsonata_syntax::{FUNCTIONS, Function};

/// What Step Functions adds. It publishes no signatures: these are read from its documentation.
const ADDED: &[Function] = &[
    Function::new(
        "partition",
        "<an:a<a>>",
        (2, 2),
        &["array", "size"],
        "Cuts an array into arrays of the given size; the last one may be shorter.",
    ),
    Function::new(
        "range",
        "<nnn:a<n>>",
        (3, 3),
        &["first", "last", "step"],
        "Makes an array of numbers from the first to the last, with the given step between them.",
    ),
    Function::new(
        "hash",
        "<ss?:s>",
        (1, 2),
        &["data", "algorithm"],
        "Gives the hash of a string in hexadecimal digits, by MD5, SHA-1, SHA-256, SHA-384 or SHA-512.",
    ),
    Function::new("uuid", "<:s>", (0, 0), &[], "Gives a new random identifier, a version 4 UUID."),
    Function::new("parse", "<s:j>", (1, 1), &["json"], "Reads JSON text into a value."),
];

/// What Step Functions has in place of a function of JSONata.
const CHANGED: &[Function] = &[Function::new(
    "random",
    "<n?:n>",
    (0, 1),
    &["seed"],
    "Gives a random number from 0 up to but not including 1; with a seed, the number is always the same.",
)];

/// What Step Functions does not run.
const REFUSED: &[Function] = &[Function::new(
    "eval",
    "<sx?:x>",
    (1, 2),
    &["expr", "context"],
    "Evaluates a string as an expression. Step Functions refuses it; `$parse` reads JSON.",
)];

/// The function with a name, which is given without its `$`; also one that Step Functions refuses.
pub fn function(name: &str) -> Option<&'static Function> {
    find(REFUSED, name).or_else(|| functions().find(|function| function.name == name))
}

/// The functions that an expression can call.
pub fn functions() -> impl Iterator<Item = &'static Function> {
    let own = |function: &&Function| find(CHANGED, function.name).or(find(REFUSED, function.name)).is_none();
    FUNCTIONS.iter().filter(own).chain(CHANGED).chain(ADDED)
}

/// Whether Step Functions refuses a function of JSONata.
pub fn is_refused(function: &Function) -> bool {
    find(REFUSED, function.name).is_some()
}

/// Whether a function is one that Step Functions adds to JSONata.
pub fn is_added(function: &Function) -> bool {
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
    fn every_function_is_there_once() {
        let names: HashSet<&str> = functions().map(|function| function.name).collect();
        assert_eq!(names.len(), functions().count());
        assert_eq!(names.len(), FUNCTIONS.len() + ADDED.len() - REFUSED.len());
        assert_eq!(function("random").map(|function| function.max), Some(Some(1)));
        assert!(function("parse").is_some_and(is_added) && !function("sum").is_some_and(is_added));
        assert!(function("eval").is_some_and(is_refused) && !names.contains("eval"));
        assert_eq!(function("nothing"), None);
    }
}
