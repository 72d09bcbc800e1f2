//! The tool that writes a state machine from a template. VS Code's "New State Machine" has the same templates.

use anyhow::{Result, bail};
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;
use serde_json::json;

use super::files::Workspace;
use super::tool::{Answer, Files, Tool};

pub(super) static NEW_STATE_MACHINE: Tool<NewStateMachine> = Tool {
    name: "new_state_machine",
    title: "New state machine",
    description: "Return a complete state machine to start from (Choice, Task with Retry and Catch, Fail, Succeed), or write it \
        to a new file with `write`. It passes `check`.",
    files: Files::Create,
    run: new_state_machine,
};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct NewStateMachine {
    /// The query language. The default is `jsonata`, the better choice for new state machines
    #[serde(default)]
    query_language: Language,
    /// The format: a definition as JSON or YAML, or a SAM template with a Lambda function. The default is `json`
    #[serde(default)]
    format: Format,
    /// The path of the new file, such as `order.asl.json` or `template.yaml`. Its folder must exist
    path: Option<String>,
    /// Whether to write the file at `path`, which must not exist
    #[serde(default)]
    write: bool,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum Language {
    #[default]
    Jsonata,
    Jsonpath,
}

#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum Format {
    #[default]
    Json,
    Yaml,
    Sam,
}

fn new_state_machine(workspace: &Workspace, arguments: NewStateMachine) -> Result<Answer> {
    let text = template(arguments.query_language, arguments.format);
    let path = match arguments.path {
        Some(path) if arguments.write => {
            let file = workspace.create(&path, text)?;
            Some(workspace.shown(&file))
        }
        None if arguments.write => bail!("`write` needs a `path`"),
        _ => None,
    };
    let shown = path.as_ref().map_or_else(|| text.to_owned(), |path| format!("wrote {path}:\n{text}"));
    Ok(Answer::new(shown, json!({ "text": text, "path": path, "written": path.is_some() })))
}

fn template(language: Language, format: Format) -> &'static str {
    match (language, format) {
        (Language::Jsonata, Format::Json) => include_str!("../../templates/jsonata.asl.json"),
        (Language::Jsonata, Format::Yaml) => include_str!("../../templates/jsonata.asl.yaml"),
        (Language::Jsonata, Format::Sam) => include_str!("../../templates/jsonata.sam.yaml"),
        (Language::Jsonpath, Format::Json) => include_str!("../../templates/jsonpath.asl.json"),
        (Language::Jsonpath, Format::Yaml) => include_str!("../../templates/jsonpath.asl.yaml"),
        (Language::Jsonpath, Format::Sam) => include_str!("../../templates/jsonpath.sam.yaml"),
    }
}

#[cfg(test)]
mod tests {
    use asl_core::config::Config;
    use asl_core::{Source, lint};

    use super::*;

    #[test]
    fn templates_have_no_findings() {
        for language in [Language::Jsonata, Language::Jsonpath] {
            for (format, name) in
                [(Format::Json, "a.asl.json"), (Format::Yaml, "a.asl.yaml"), (Format::Sam, "template.yaml")]
            {
                let text = template(language, format);
                let found = lint(Source::new(text, name), &Config::default());
                assert!(found.is_empty(), "{language:?} {format:?}: {found:?}");
                assert!(text.contains("Not Charged"));
            }
        }
    }
}
