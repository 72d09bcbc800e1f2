//! File name extensions: the language of each, and whether such files may contain definitions.

use super::{Format, Language, Tool};
use asl_syntax::{Dialect, YamlVersion};

/// Whether a file contains definitions, according to its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It is a definition.
    Definition,
    /// It may be a template or a document with definitions, or a definition, depending on its content.
    Perhaps,
    /// It is ignored, unless it is named explicitly.
    Other,
}

struct Ending {
    /// The extension in lowercase, with its dot.
    text: &'static str,
    language: Language,
    holds: Holds,
}

const JSON: Language = Language::Json(Dialect::Json);
const YAML: Language = Language::Yaml(YamlVersion::Unknown);
const JSONC: Language = Language::Json(Dialect::Jsonc);

/// The extensions. Of several that match, the first one is used.
const ENDINGS: [Ending; 17] = [
    definition(".asl", JSON),
    definition(".asl.json", JSON),
    definition(".asl.jsonc", JSONC),
    definition(".asl.yaml", YAML),
    definition(".asl.yml", YAML),
    perhaps(".tf.json", Language::TerraformJson),
    perhaps(".tofu.json", Language::TerraformJson),
    perhaps(".json", JSON),
    perhaps(".yaml", YAML),
    perhaps(".yml", YAML),
    perhaps(".template", Language::JsonOrYaml),
    perhaps(".tf", Language::Terraform),
    perhaps(".tofu", Language::Terraform),
    perhaps(".md", Language::Markdown),
    perhaps(".markdown", Language::Markdown),
    perhaps(".mdx", Language::Markdown),
    Ending { text: ".jsonc", language: JSONC, holds: Holds::Other },
];

/// Extensions of templates, which may follow those of [`ENDINGS`].
const TEMPLATES: [(&str, Tool); 10] = [
    (".tftpl", Tool::Terraform),
    (".tpl", Tool::Any),
    (".tmpl", Tool::Any),
    (".j2", Tool::Jinja),
    (".jinja", Tool::Jinja),
    (".jinja2", Tool::Jinja),
    (".erb", Tool::Erb),
    (".gotmpl", Tool::Go),
    (".hbs", Tool::Handlebars),
    (".mustache", Tool::Handlebars),
];

/// Extensions of copies, which may follow those of [`ENDINGS`] and are ignored.
const COPIES: [&str; 3] = [".example", ".sample", ".dist"];

const fn definition(text: &'static str, language: Language) -> Ending {
    Ending { text, language, holds: Holds::Definition }
}

const fn perhaps(text: &'static str, language: Language) -> Ending {
    Ending { text, language, holds: Holds::Perhaps }
}

impl Language {
    /// Returns the language of a file, by its extension. Files with an unknown extension are JSON.
    pub fn of(name: &str) -> Language {
        known(name).0
    }
}

/// Returns the language of a file for a tool that reads YAML in a version, or `None` if the file is not YAML.
pub(super) fn yaml_as(name: &str, version: YamlVersion) -> Option<Language> {
    matches!(Language::of(name), Language::Yaml(_)).then_some(Language::Yaml(version))
}

impl Holds {
    /// Returns whether a file contains definitions, by its extension.
    pub fn of(name: &str) -> Holds {
        known(name).1
    }
}

/// Returns the extensions of all files that may contain definitions, without the dot. Only the part after the last dot
/// is returned.
pub fn endings() -> impl Iterator<Item = &'static str> {
    let all = ENDINGS.iter().map(|ending| ending.text).chain(TEMPLATES.iter().map(|(text, _)| *text));
    all.chain(COPIES).map(|ending| &ending[1..]).filter(|ending| !ending.contains('.'))
}

/// Returns the language and the content of a file, by its extension.
fn known(name: &str) -> (Language, Holds) {
    let (before, last) = name.rfind('.').map_or((name, ""), |dot| name.split_at(dot));
    let template = TEMPLATES.iter().find(|(text, _)| last.eq_ignore_ascii_case(text));
    let Some((_, tool)) = template else {
        let is_copy = COPIES.iter().any(|text| last.eq_ignore_ascii_case(text));
        let name = if is_copy { before } else { name };
        return ending(name).map_or((JSON, Holds::Other), |ending| (ending.language, ending.holds));
    };
    let template = |format| Language::Template { tool: *tool, format };
    match ending(before) {
        None => (template(Format::Unknown), Holds::Perhaps),
        Some(Ending { language, holds, .. }) => match language {
            Language::Json(_) => (template(Format::Json), *holds),
            Language::Yaml(_) => (template(Format::Yaml), *holds),
            Language::JsonOrYaml => (template(Format::Unknown), *holds),
            // Code is not rendered from a template.
            _ => (*language, Holds::Other),
        },
    }
}

fn ending(name: &str) -> Option<&'static Ending> {
    let name = name.as_bytes();
    let ends_with = |text: &str| {
        let end = name.len().checked_sub(text.len()).map(|start| &name[start..]);
        end.is_some_and(|end| end.eq_ignore_ascii_case(text.as_bytes()))
    };
    ENDINGS.iter().find(|ending| ends_with(ending.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_determines_language_and_content() {
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
            ("main.tofu", Language::Terraform, Holds::Perhaps),
            ("main.tf.json", Language::TerraformJson, Holds::Perhaps),
            ("flow.json.example", JSON, Holds::Perhaps),
            ("flow.asl.yaml.dist", YAML, Holds::Definition),
            ("notes.example", JSON, Holds::Other),
            ("dir.tf/a", JSON, Holds::Other),
            ("é", JSON, Holds::Other),
            ("md", JSON, Holds::Other),
        ] {
            assert_eq!((Language::of(name), Holds::of(name)), (language, holds), "{name}");
        }
    }

    #[test]
    fn the_extension_determines_the_format_of_a_template() {
        let template = |tool, format| Language::Template { tool, format };
        for (name, language, holds) in [
            ("a.tftpl", template(Tool::Terraform, Format::Unknown), Holds::Perhaps),
            ("a.ASL.json.tftpl", template(Tool::Terraform, Format::Json), Holds::Definition),
            ("a.json.tpl", template(Tool::Any, Format::Json), Holds::Perhaps),
            ("a.asl.yaml.TPL", template(Tool::Any, Format::Yaml), Holds::Definition),
            ("stack.template.tpl", template(Tool::Any, Format::Unknown), Holds::Perhaps),
            ("a.tmpl", template(Tool::Any, Format::Unknown), Holds::Perhaps),
            ("a.json.j2", template(Tool::Jinja, Format::Json), Holds::Perhaps),
            ("main.tf.tpl", Language::Terraform, Holds::Other),
            ("a.tpl.txt", JSON, Holds::Other),
        ] {
            assert_eq!((Language::of(name), Holds::of(name)), (language, holds), "{name}");
        }
        assert!(endings().all(|ending| !ending.contains('.')));
    }

    #[test]
    fn no_extension_hides_another() {
        for (i, ending) in ENDINGS.iter().enumerate() {
            let hides = |later: &Ending| later.text.ends_with(ending.text);
            assert!(!ENDINGS[i + 1..].iter().any(hides), "{} comes too early", ending.text);
        }
    }
}
