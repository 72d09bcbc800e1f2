//! The documentation of the values of fields and of the members of `$states`: one sentence each.

/// Returns the documentation of a value of a field.
pub fn value_docs(field: &str, value: &str) -> Option<&'static str> {
    let found = VALUES.iter().find(|(name, word, _)| *name == field && *word == value);
    found.map(|(_, _, docs)| *docs)
}

/// Returns the documentation of a member of `$states` (§6.2).
pub fn states_member_docs(name: &str) -> Option<&'static str> {
    STATES_MEMBERS.iter().find(|(member, _)| *member == name).map(|(_, docs)| *docs)
}

/// The members of `$states` with their documentation.
const STATES_MEMBERS: &[(&str, &str)] = &[
    ("context", "The context object, which describes the execution, the state machine and the state."),
    ("errorOutput", "The caught error, with `Error` and `Cause`; in `Assign` and `Output` of a catcher."),
    ("input", "The input of the state."),
    ("result", "The result of the state; in `Assign` and `Output` of a Task, Parallel or Map state."),
];

/// The members of `$states` that AWS is known to reject where they do not exist. It is not known whether it rejects
/// others, or names that are not members (§6.2).
pub(crate) const REFUSED_STATES_MEMBERS: &[&str] = &["errorOutput"];

#[rustfmt::skip]
const VALUES: &[(&str, &str, &str)] = &[
    ("Type", "Task", "Calls a service, a Lambda function or an activity."),
    ("Type", "Wait", "Waits for a number of seconds, or until a point in time."),
    ("Type", "Pass", "Passes its input to its output, or transforms it."),
    ("Type", "Succeed", "Ends the execution, branch or iteration successfully."),
    ("Type", "Fail", "Ends the execution with an error."),
    ("Type", "Choice", "Transitions to one of several states, depending on conditions."),
    ("Type", "Parallel", "Runs branches in parallel; its result is the array of their outputs."),
    ("Type", "Map", "Runs the same states for each item of an array or of a data set."),
    ("QueryLanguage", "JSONPath", "Paths and intrinsic functions, in keys that end in `.$` and in fields that end in `Path`."),
    ("QueryLanguage", "JSONata", "Expressions between `{%` and `%}`."),
    ("Mode", "INLINE", "The items are processed inside this execution, at most 40 in parallel."),
    ("Mode", "DISTRIBUTED", "Each item, or batch of items, is processed by a child execution of its own."),
    ("ExecutionType", "STANDARD", "Each child execution is a Standard workflow: it can run for up to a year."),
    ("ExecutionType", "EXPRESS", "Each child execution is an Express workflow: it can run for five minutes."),
    ("InputType", "CSV", "A table of delimited columns; each row is an item: an object of strings."),
    ("InputType", "JSON", "A file with an array, or with an object that contains an array."),
    ("InputType", "JSONL", "A file with one JSON value on each line."),
    ("InputType", "PARQUET", "An Apache Parquet file; each row is an item."),
    ("InputType", "MANIFEST", "A file that lists other files."),
    ("Transformation", "LOAD_AND_FLATTEN", "The items are read from the listed objects; otherwise, the listed objects are the items."),
    ("Transformation", "COMPACT", "Writes only the output of each child execution."),
    ("Transformation", "FLATTEN", "Writes only the output of each child execution, and flattens arrays into one."),
    ("ManifestType", "ATHENA_DATA", "The manifest of an Athena `UNLOAD` query."),
    ("ManifestType", "S3_INVENTORY", "The manifest of an Amazon S3 Inventory report."),
    ("CSVHeaderLocation", "FIRST_ROW", "The first row contains the names of the columns."),
    ("CSVHeaderLocation", "GIVEN", "`CSVHeaders` contains the names of the columns."),
    ("JitterStrategy", "NONE", "Delays are not randomized."),
    ("JitterStrategy", "FULL", "Each delay is a random value up to the computed delay."),
];

#[cfg(test)]
mod tests {
    use super::super::{FIELDS, Value};
    use super::*;

    #[test]
    fn every_value_belongs_to_its_field() {
        for (name, word, docs) in VALUES {
            let takes = |value: &Value| matches!(value, Value::OneOf(words) if words.contains(word));
            assert!(FIELDS.iter().any(|field| field.name == *name && takes(&field.value)), "{name}: {word}");
            assert!(docs.ends_with('.'), "{name}: {word}");
        }
    }
}
