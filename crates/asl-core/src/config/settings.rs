//! The settings of the configuration file: a row for each, which the reader, the JSON Schema and the documents read.

use super::file::{ConfigFile, Layer, Pattern};
use super::select::Selector;

/// A setting of the configuration file.
#[derive(Debug)]
pub struct Setting {
    /// The key in the file.
    pub name: &'static str,
    /// What it does, in Markdown.
    pub help: &'static str,
    /// A value, in TOML.
    pub example: &'static str,
    /// The form of its value, and where the value is stored.
    pub kind: Kind,
}

/// The form of a value, and the field in which it is stored.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Patterns of `.gitignore`. They apply to the whole file, and are not set in overrides.
    Patterns(fn(&mut ConfigFile) -> &mut Vec<Pattern>),
    /// Names of rules and groups.
    Selectors(fn(&mut Layer) -> &mut Option<Vec<Selector>>),
    /// Names that have a meaning outside of the definition.
    Names(fn(&mut Layer) -> &mut Vec<String>),
    /// `true` or `false`.
    Flag(fn(&mut Layer) -> &mut Option<bool>),
    /// A workflow type.
    Workflow,
    /// A table with the level and the options of rules.
    Rules,
    /// Tables with patterns and the settings for the files that match.
    Overrides,
}

impl Kind {
    /// The form in words, for messages: "`exclude` must be …".
    pub fn expected(self) -> &'static str {
        match self {
            Kind::Patterns(_) => "an array of patterns",
            Kind::Selectors(_) => "an array of rules and groups",
            Kind::Names(_) => "an array of names",
            Kind::Flag(_) => "true or false",
            Kind::Workflow => "\"standard\" or \"express\"",
            Kind::Rules => "a table: `[rules]`",
            Kind::Overrides => "an array of tables: `[[overrides]]`",
        }
    }

    /// Whether an override can set it.
    pub fn is_for_overrides(self) -> bool {
        !matches!(self, Kind::Patterns(_) | Kind::Overrides)
    }
}

/// All settings, in the order of the documents.
pub static SETTINGS: &[Setting] = &[
    Setting {
        name: "include",
        help: "When a folder is searched, check only files that match these patterns, whatever their names.",
        example: "[\"workflows/\", \"*.flow\"]",
        kind: Kind::Patterns(|file| &mut file.include),
    },
    Setting {
        name: "exclude",
        help: "When a folder is searched, skip files and folders that match these patterns, in addition to the \
               defaults. `!` at the start of a pattern searches them again.",
        example: "[\"legacy/\", \"*.generated.json\"]",
        kind: Kind::Patterns(|file| &mut file.exclude),
    },
    Setting {
        name: "select",
        help: "Run only these rules and groups of rules, including those that are off by default. `all` stands for all \
               rules.",
        example: "[\"all\"]",
        kind: Kind::Selectors(|layer| &mut layer.select),
    },
    Setting {
        name: "ignore",
        help: "Disable these rules and groups of rules.",
        example: "[\"missing-retry\", \"security\"]",
        kind: Kind::Selectors(|layer| &mut layer.ignore),
    },
    Setting {
        name: "type",
        help: "The workflow type of state machines for which no template sets it.",
        example: "\"express\"",
        kind: Kind::Workflow,
    },
    Setting {
        name: "variables",
        help: "Workflow variables that have a value although the definition does not assign it, for definitions that are \
               parts of others.",
        example: "[\"tenant\"]",
        kind: Kind::Names(|layer| &mut layer.variables),
    },
    Setting {
        name: "substitutions",
        help: "Substitutions that a tool fills in although no template defines them.",
        example: "[\"Stage\"]",
        kind: Kind::Names(|layer| &mut layer.substitutions),
    },
    Setting {
        name: "require-reason",
        help: "Report suppressions without a reason.",
        example: "true",
        kind: Kind::Flag(|layer| &mut layer.requires_reason),
    },
    Setting {
        name: "rules",
        help: "The level of each rule: `\"error\"`, `\"warning\"`, `\"info\"` or `\"off\"`. A table sets the options of the \
               rule as well.",
        example: "{ unknown-state = \"warning\", retry-storm = { level = \"warning\", seconds = 30 } }",
        kind: Kind::Rules,
    },
    Setting {
        name: "overrides",
        help: "Settings for some files: `files` has their patterns. Of several overrides that match, the last one counts.",
        example: "[{ files = [\"sandbox/\"], ignore = [\"security\"] }]",
        kind: Kind::Overrides,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_valid() {
        for setting in SETTINGS {
            let text = format!("{} = {}\n", setting.name, setting.example);
            assert!(ConfigFile::parse(&text).is_ok(), "{text}");
        }
    }
}
