//! What a distributed Map reads and writes with, and which of its settings go together (§2.7.3, §2.7.5).

/// An action of S3 that a reader or a writer calls, and its parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct S3Action {
    pub name: &'static str,
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

/// The actions of readers, and that of writers.
pub const S3_ACTIONS: &[S3Action] = &[
    S3Action {
        name: "getObject",
        required: &["Bucket", "Key"],
        optional: &["VersionId", "ExpectedBucketOwner"],
    },
    S3Action { name: "listObjectsV2", required: &["Bucket"], optional: &["Prefix", "ExpectedBucketOwner"] },
    S3Action { name: "putObject", required: &["Bucket"], optional: &["Prefix", "ExpectedBucketOwner"] },
];

impl S3Action {
    pub fn named(name: &str) -> Option<&'static S3Action> {
        S3_ACTIONS.iter().find(|action| action.name == name)
    }

    pub fn takes(&self, parameter: &str) -> bool {
        self.required.contains(&parameter) || self.optional.contains(&parameter)
    }

    /// What a parameter of another of these actions is called here: which objects are meant.
    pub fn instead_of(&self, parameter: &str) -> Option<&'static str> {
        ["Key", "Prefix"]
            .into_iter()
            .find(|own| matches!(parameter, "Key" | "Prefix") && *own != parameter && self.takes(own))
    }
}

/// A setting that does not go with the value of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// A field of `ReaderConfig`, or a parameter of the action.
    pub setting: &'static str,
    /// The value that conflicts; any where none is named.
    pub value: Option<&'static str>,
    /// A field of `ReaderConfig`, or `Resource`, which stands for the action.
    pub other: &'static str,
    pub values: &'static [&'static str],
}

const NO_TABLE: &[&str] = &["JSON", "JSONL", "PARQUET"];
const FORMATS: &[&str] = &["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"];

/// All conflicts between the settings of a reader.
pub const CONFLICTS: &[Conflict] = &[
    conflict("CSVDelimiter", None, "InputType", NO_TABLE),
    conflict("CSVHeaders", None, "InputType", NO_TABLE),
    conflict("CSVHeaders", None, "CSVHeaderLocation", &["FIRST_ROW"]),
    conflict("ItemsPointer", None, "InputType", &["CSV", "JSONL", "PARQUET", "MANIFEST"]),
    conflict("VersionId", None, "InputType", &["PARQUET"]),
    conflict("ManifestType", None, "Resource", &["listObjectsV2"]),
    conflict("ManifestType", Some("ATHENA_DATA"), "InputType", &["JSON", "MANIFEST"]),
    conflict("ManifestType", Some("S3_INVENTORY"), "InputType", FORMATS),
    conflict("Transformation", Some("LOAD_AND_FLATTEN"), "InputType", &["MANIFEST"]),
];

const fn conflict(
    setting: &'static str,
    value: Option<&'static str>,
    other: &'static str,
    values: &'static [&'static str],
) -> Conflict {
    Conflict { setting, value, other, values }
}

#[cfg(test)]
mod tests {
    use super::super::{ObjectKind, Value, field};
    use super::*;

    #[test]
    fn conflicts_are_between_what_readers_have() {
        for conflict in CONFLICTS {
            let of_config = field(ObjectKind::ReaderConfig, conflict.setting);
            let of_action = S3_ACTIONS.iter().any(|action| action.takes(conflict.setting));
            assert!(of_config.is_some() || of_action, "{conflict:?}");
            let words = match field(ObjectKind::ReaderConfig, conflict.other).map(|field| field.value) {
                Some(Value::OneOf(words)) => words.to_vec(),
                _ => S3_ACTIONS.iter().map(|action| action.name).collect(),
            };
            assert!(conflict.values.iter().all(|value| words.contains(value)), "{conflict:?}");
        }
    }

    #[test]
    fn one_object_has_a_key_and_many_have_a_prefix() {
        let of = |action: &str, parameter| S3Action::named(action).unwrap().instead_of(parameter);
        assert_eq!(of("listObjectsV2", "Key"), Some("Prefix"));
        assert_eq!(of("getObject", "Prefix"), Some("Key"));
        assert_eq!(of("listObjectsV2", "VersionId"), None);
    }
}
