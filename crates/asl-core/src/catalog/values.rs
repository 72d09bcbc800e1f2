//! What the words mean that fields take, and the members of `$states`: one sentence each.

/// What a word means as the value of a field.
pub fn value_docs(field: &str, value: &str) -> Option<&'static str> {
    let found = VALUES.iter().find(|(name, word, _)| *name == field && *word == value);
    found.map(|(_, _, docs)| *docs)
}

/// What a member of `$states` holds (§6.2).
pub fn states_member_docs(name: &str) -> Option<&'static str> {
    STATES_MEMBERS.iter().find(|(member, _)| *member == name).map(|(_, docs)| *docs)
}

/// The members of `$states`, each with what it holds.
pub const STATES_MEMBERS: &[(&str, &str)] = &[
    ("context", "The context object: the execution, the state machine, the state."),
    (
        "errorOutput",
        "The error that was caught, with `Error` and `Cause`; in `Assign` and `Output` of a catcher.",
    ),
    ("input", "The input of the state."),
    ("result", "The result of the state; in `Assign` and `Output` of a Task, Parallel or Map state."),
];

/// The members of `$states` that AWS has been seen to refuse where they do not exist. Of others, and of names that are no
/// members, that is not known (§6.2).
pub const REFUSED_STATES_MEMBERS: &[&str] = &["errorOutput"];

#[rustfmt::skip]
const VALUES: &[(&str, &str, &str)] = &[
    ("Type", "Task", "Calls a service, a Lambda function or an activity."),
    ("Type", "Wait", "Waits for a time, or until one."),
    ("Type", "Pass", "Hands its input on, or makes a new output from it."),
    ("Type", "Succeed", "Ends the execution, branch or iteration with success."),
    ("Type", "Fail", "Ends the execution with an error."),
    ("Type", "Choice", "Goes on to one of several states, by rules."),
    ("Type", "Parallel", "Runs branches at the same time; its result is the array of their outputs."),
    ("Type", "Map", "Runs the same states for each item of an array or of a data set."),
    ("QueryLanguage", "JSONPath", "Paths and intrinsic functions, under keys that end in `.$` and in fields that end in `Path`."),
    ("QueryLanguage", "JSONata", "Expressions between `{%` and `%}`."),
    ("Mode", "INLINE", "The items are processed inside this execution, at most 40 at the same time."),
    ("Mode", "DISTRIBUTED", "Each item, or batch of items, is processed by a child execution of its own."),
    ("ExecutionType", "STANDARD", "Each child execution is a Standard workflow: it can run for up to a year."),
    ("ExecutionType", "EXPRESS", "Each child execution is an Express workflow: it can run for five minutes."),
    ("InputType", "CSV", "A table with a column for each delimiter; each row is an item, an object of strings."),
    ("InputType", "JSON", "A file with one array, or an object with an array inside."),
    ("InputType", "JSONL", "A file with one JSON value on each line."),
    ("InputType", "PARQUET", "A file of Apache Parquet; each row is an item."),
    ("InputType", "MANIFEST", "A file that lists other files."),
    ("Transformation", "LOAD_AND_FLATTEN", "The items come from the listed objects themselves, not from their names."),
    ("Transformation", "COMPACT", "Keeps the output of each child execution only."),
    ("Transformation", "FLATTEN", "Keeps the output of each child execution only, and joins arrays to one."),
    ("ManifestType", "ATHENA_DATA", "What an Athena query with `UNLOAD` writes."),
    ("ManifestType", "S3_INVENTORY", "What Amazon S3 Inventory writes."),
    ("CSVHeaderLocation", "FIRST_ROW", "The first row has the names of the columns."),
    ("CSVHeaderLocation", "GIVEN", "`CSVHeaders` has the names of the columns."),
    ("JitterStrategy", "NONE", "Each delay is as long as computed."),
    ("JitterStrategy", "FULL", "Each delay is a random one, at most as long as computed."),
];

#[cfg(test)]
mod tests {
    use super::super::{FIELDS, Value};
    use super::*;

    #[test]
    fn every_word_is_one_of_its_field() {
        for (name, word, docs) in VALUES {
            let takes = |value: &Value| matches!(value, Value::OneOf(words) if words.contains(word));
            assert!(FIELDS.iter().any(|field| field.name == *name && takes(&field.value)), "{name}: {word}");
            assert!(docs.ends_with('.'), "{name}: {word}");
        }
    }
}
