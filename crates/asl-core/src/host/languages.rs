//! The endings of file names: the language that each stands for, and which files may hold definitions.

use super::Language;
use crate::syntax::{Dialect, YamlVersion};

/// What the name of a file says of what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A definition.
    Definition,
    /// Perhaps a template or a document with definitions, or a definition: what it holds decides.
    Perhaps,
    /// Nothing that is looked for, unless somebody names the file.
    Other,
}

struct Ending {
    /// In lower case, with its dot.
    text: &'static str,
    language: Language,
    holds: Holds,
}

const JSON: Language = Language::Json(Dialect::Json);
const YAML: Language = Language::Yaml(YamlVersion::Unknown);
const JSONC: Language = Language::Json(Dialect::Jsonc);

/// Of several that fit, the first counts.
const ENDINGS: [Ending; 14] = [
    definition(".asl", JSON),
    definition(".asl.json", JSON),
    definition(".asl.jsonc", JSONC),
    definition(".asl.yaml", YAML),
    definition(".asl.yml", YAML),
    perhaps(".json", JSON),
    perhaps(".yaml", YAML),
    perhaps(".yml", YAML),
    perhaps(".template", Language::JsonOrYaml),
    perhaps(".tf", Language::Terraform),
    perhaps(".md", Language::Markdown),
    perhaps(".markdown", Language::Markdown),
    perhaps(".mdx", Language::Markdown),
    Ending { text: ".jsonc", language: JSONC, holds: Holds::Other },
];

const fn definition(text: &'static str, language: Language) -> Ending {
    Ending { text, language, holds: Holds::Definition }
}

const fn perhaps(text: &'static str, language: Language) -> Ending {
    Ending { text, language, holds: Holds::Perhaps }
}

impl Language {
    /// The language of a file, by how its name ends. What has no ending that is known is taken as JSON.
    pub fn of(name: &str) -> Language {
        ending(name).map_or(JSON, |ending| ending.language)
    }
}

/// The language of a file for a tool that reads YAML in a version; nothing where its name decides.
pub(super) fn yaml_as(name: &str, version: YamlVersion) -> Option<Language> {
    matches!(Language::of(name), Language::Yaml(_)).then_some(Language::Yaml(version))
}

impl Holds {
    /// What a file holds, by how its name ends.
    pub fn of(name: &str) -> Holds {
        ending(name).map_or(Holds::Other, |ending| ending.holds)
    }
}

/// The endings of all files that are of interest, after the last dot.
pub fn endings() -> impl Iterator<Item = &'static str> {
    ENDINGS.iter().map(|ending| &ending.text[1..]).filter(|ending| !ending.contains('.'))
}

fn ending(name: &str) -> Option<&'static Ending> {
    let name = name.as_bytes();
    ENDINGS.iter().find(|ending| {
        let end = name.len().checked_sub(ending.text.len()).map(|start| &name[start..]);
        end.is_some_and(|end| end.eq_ignore_ascii_case(ending.text.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_a_file_holds() {
        for (name, language, holds) in [
            ("a.asl.json", JSON, Holds::Definition),
            ("A.ASL.YML", YAML, Holds::Definition),
            ("a/b.asl", JSON, Holds::Definition),
            ("template.yaml", YAML, Holds::Perhaps),
            ("stack.template", Language::JsonOrYaml, Holds::Perhaps),
            ("stack.yaml.template", Language::JsonOrYaml, Holds::Perhaps),
            ("stack.template.json", JSON, Holds::Perhaps),
            ("stack.cfn.yml", YAML, Holds::Perhaps),
            ("README.markdown", Language::Markdown, Holds::Perhaps),
            ("guide.mdx", Language::Markdown, Holds::Perhaps),
            ("tsconfig.jsonc", JSONC, Holds::Other),
            ("é", JSON, Holds::Other),
            ("md", JSON, Holds::Other),
        ] {
            assert_eq!((Language::of(name), Holds::of(name)), (language, holds), "{name}");
        }
    }

    #[test]
    fn no_ending_hides_another() {
        for (i, ending) in ENDINGS.iter().enumerate() {
            let hides = |later: &Ending| later.text.ends_with(ending.text);
            assert!(!ENDINGS[i + 1..].iter().any(hides), "{} comes too early", ending.text);
        }
    }
}
