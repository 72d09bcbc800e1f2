//! The S3 actions of the readers and writers of a Distributed Map, and settings of readers that conflict (§2.7.3,
//! §2.7.5).

/// An S3 action that a reader or a writer calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct S3Action {
    /// The name, as in `Resource`.
    pub(crate) name: &'static str,
    /// The required parameters.
    pub(crate) required: &'static [&'static str],
    /// The optional parameters.
    pub(crate) optional: &'static [&'static str],
}

/// The actions of readers and of writers.
pub(crate) const S3_ACTIONS: &[S3Action] = &[
    S3Action {
        name: "getObject",
        required: &["Bucket", "Key"],
        optional: &["VersionId", "ExpectedBucketOwner"],
    },
    S3Action { name: "listObjectsV2", required: &["Bucket"], optional: &["Prefix", "ExpectedBucketOwner"] },
    S3Action { name: "putObject", required: &["Bucket"], optional: &["Prefix", "ExpectedBucketOwner"] },
];

impl S3Action {
    /// Returns the action with a name.
    pub(crate) fn named(name: &str) -> Option<&'static S3Action> {
        S3_ACTIONS.iter().find(|action| action.name == name)
    }

    /// Returns whether the action has a parameter.
    pub(crate) fn takes(&self, parameter: &str) -> bool {
        self.required.contains(&parameter) || self.optional.contains(&parameter)
    }

    /// Returns the parameter of this action that selects objects, for `Key` or `Prefix` of another action.
    pub(crate) fn instead_of(&self, parameter: &str) -> Option<&'static str> {
        ["Key", "Prefix"]
            .into_iter()
            .find(|own| matches!(parameter, "Key" | "Prefix") && *own != parameter && self.takes(own))
    }
}

/// A setting of a reader that conflicts with the value of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The setting: a field of `ReaderConfig`, or a parameter of the action.
    pub(crate) setting: &'static str,
    /// The value of the setting that conflicts; `None` for any value.
    pub(crate) value: Option<&'static str>,
    /// The other setting: a field of `ReaderConfig`, or `Resource` for the action.
    pub(crate) other: &'static str,
    /// The values of the other setting that conflict.
    pub(crate) values: &'static [&'static str],
}

const NO_TABLE: &[&str] = &["JSON", "JSONL", "PARQUET"];
const FORMATS: &[&str] = &["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"];

/// All conflicts between the settings of a reader.
pub(crate) const CONFLICTS: &[Conflict] = &[
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
    fn conflicts_are_between_settings_of_readers() {
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
    fn a_key_selects_one_object_and_a_prefix_selects_many() {
        let of = |action: &str, parameter| S3Action::named(action).unwrap().instead_of(parameter);
        assert_eq!(of("listObjectsV2", "Key"), Some("Prefix"));
        assert_eq!(of("getObject", "Prefix"), Some("Key"));
        assert_eq!(of("listObjectsV2", "VersionId"), None);
    }
}
