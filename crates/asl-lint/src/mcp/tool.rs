//! Tools: their names, the schemas of their arguments, and their answers.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, bail};
use asl_core::brief;
use asl_core::visible::visible;
use rmcp::handler::server::tool::schema_for_input;
use rmcp::model::{CallToolResult, ContentBlock, JsonObject, Tool as Info, ToolAnnotations};
use rmcp::schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::files::Workspace;
use super::{check, derive, edit, rules, services, templates};
use crate::error_text;

/// All tools.
pub(super) static TOOLS: [&dyn AnyTool; 12] = [
    &check::CHECK,
    &rules::LIST_RULES,
    &rules::EXPLAIN_RULE,
    &edit::FIX,
    &edit::FORMAT,
    &edit::CONVERT_TO_JSONATA,
    &derive::DRAW,
    &derive::IAM_POLICY,
    &derive::COMPARE_ROLE,
    &services::LIST_INTEGRATIONS,
    &services::DESCRIBE_ACTION,
    &templates::NEW_STATE_MACHINE,
];

/// The maximum number of characters of an error.
const MAX_ERROR: usize = 4000;

/// What a tool does with files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Files {
    None,
    Read,
    /// It creates one if its argument `write` is true.
    Create,
    /// It replaces them if its argument `write` is true.
    Write,
}

/// Held by a tool that may write, so that no file changes between its reading and its writing.
static WRITING: Mutex<()> = Mutex::new(());

/// A tool with arguments of a type.
pub(super) struct Tool<T> {
    pub name: &'static str,
    pub title: &'static str,
    /// What a model reads to decide whether to call the tool.
    pub description: &'static str,
    pub files: Files,
    pub run: fn(&Workspace, T) -> Result<Answer>,
}

/// A tool with arguments of any type.
pub(super) trait AnyTool: Sync {
    fn name(&self) -> &'static str;
    fn files(&self) -> Files;
    fn info(&self) -> Info;
    /// Runs the tool with the folders that it may use.
    ///
    /// # Errors
    ///
    /// If an argument is invalid, or the tool cannot do what it is asked for.
    fn call(&self, folders: Vec<PathBuf>, arguments: JsonObject) -> Result<Answer>;
}

impl<T: JsonSchema + DeserializeOwned + 'static> Tool<T> {
    fn schema() -> JsonObject {
        let schema = schema_for_input::<T>().expect("the arguments are an object");
        let mut schema = Arc::unwrap_or_clone(schema);
        schema.remove("$schema");
        schema.insert("additionalProperties".to_owned(), json!(false));
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
        properties.into_iter().flat_map(|properties| properties.values_mut()).for_each(simplify);
        schema
    }
}

/// Reduces the schema of an argument to what the API of every model takes: `null` and the default are what an omitted
/// argument means, and a choice is a list of strings.
fn simplify(schema: &mut Value) {
    let is_null = |schema: &Value| *schema == json!("null") || *schema == json!({ "type": "null" });
    let Some(schema) = schema.as_object_mut() else { return };
    schema.retain(|key, _| !matches!(key.as_str(), "default" | "format"));
    if let Some(Value::Array(mut choice)) = schema.remove("anyOf") {
        choice.retain(|one| !is_null(one));
        let [Value::Object(only)] = choice.as_mut_slice() else { unreachable!("an argument has one type") };
        only.append(schema);
        schema.append(only);
    }
    if let Some(Value::Array(choice)) = schema.remove("oneOf") {
        let values = choice.iter().filter_map(|one| one.get("const")).cloned().collect();
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("enum".to_owned(), Value::Array(values));
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|one| !is_null(one));
        let [only] = types.as_slice() else { unreachable!("an argument has one type") };
        let only = only.clone();
        schema.insert("type".to_owned(), only);
    }
}

impl<T: JsonSchema + DeserializeOwned + 'static> AnyTool for Tool<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn files(&self) -> Files {
        self.files
    }

    fn info(&self) -> Info {
        let annotations = ToolAnnotations::with_title(self.title)
            .read_only(matches!(self.files, Files::None | Files::Read))
            .destructive(self.files == Files::Write)
            .idempotent(true)
            .open_world(false);
        let schema = Arc::new(Self::schema());
        Info::new(self.name, self.description, schema).with_title(self.title).with_annotations(annotations)
    }

    fn call(&self, folders: Vec<PathBuf>, arguments: JsonObject) -> Result<Answer> {
        let schema = Self::schema();
        let known = schema.get("properties").and_then(Value::as_object);
        let known: Vec<&str> = known.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        if let Some(unknown) = arguments.keys().find(|name| !known.contains(&name.as_str())) {
            bail!("unknown argument `{unknown}`; the arguments are {}", known.join(", "));
        }
        let arguments = match serde_json::from_value(Value::Object(arguments)) {
            Ok(arguments) => arguments,
            Err(error) => bail!("invalid arguments: {error}"),
        };
        let may_write = matches!(self.files, Files::Create | Files::Write);
        let _writing = may_write.then(|| WRITING.lock().unwrap_or_else(PoisonError::into_inner));
        (self.run)(&Workspace::new(folders), arguments)
    }
}

/// Returns a tool by its name.
pub(super) fn find(name: &str) -> Option<&'static dyn AnyTool> {
    TOOLS.iter().find(|tool| tool.name() == name).copied()
}

/// The message about a tool that does not exist.
pub(super) fn unknown(name: &str) -> String {
    let names: Vec<&str> = TOOLS.iter().map(|tool| tool.name()).collect();
    format!("no tool named `{}`; the tools are {}", visible(&brief::name(name)), names.join(", "))
}

/// The answer of a tool: the same as text and as JSON.
#[derive(Debug)]
pub(super) struct Answer {
    pub text: String,
    /// An object, or `null` if the text says everything.
    pub structured: Value,
    pub is_error: bool,
}

impl Answer {
    pub(super) fn new(text: String, structured: Value) -> Answer {
        Answer { text, structured, is_error: false }
    }

    /// An answer that is a text.
    #[cfg(test)]
    pub(super) fn text(text: String) -> Answer {
        Answer::new(text, Value::Null)
    }

    pub(super) fn error(error: &anyhow::Error) -> Answer {
        // Some errors contain an argument.
        let text = brief::shortened(&error_text(error), MAX_ERROR).into_owned();
        Answer { text, structured: Value::Null, is_error: true }
    }

    pub(super) fn into_result(self) -> CallToolResult {
        let content = vec![ContentBlock::text(self.text)];
        let mut result = match self.is_error {
            true => CallToolResult::error(content),
            false => CallToolResult::success(content),
        };
        result.structured_content = Some(self.structured).filter(|value| !value.is_null());
        result
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_tool_and_argument_is_described() {
        let names: HashSet<&str> = TOOLS.iter().map(|tool| tool.name()).collect();
        assert_eq!(names.len(), TOOLS.len());
        for tool in TOOLS {
            let info = tool.info();
            assert!(info.description.is_some_and(|text| text.ends_with('.')), "{}", tool.name());
            let arguments = info.input_schema.get("properties").and_then(Value::as_object);
            for (name, schema) in arguments.into_iter().flatten() {
                let is_described = schema.get("description").is_some_and(Value::is_string);
                assert!(is_described, "{}: {name}", tool.name());
                let keys: Vec<&str> =
                    schema.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
                let known = ["description", "enum", "items", "minimum", "type"];
                assert!(schema["type"].is_string() && keys.iter().all(|key| known.contains(key)), "{schema}");
            }
        }
    }

    #[test]
    fn only_tools_that_can_write_say_so() {
        for tool in TOOLS {
            let info = tool.info();
            let properties = info.input_schema.get("properties").and_then(Value::as_object);
            let can_write = properties.is_some_and(|known| known.contains_key("write"));
            assert_eq!(matches!(tool.files(), Files::Create | Files::Write), can_write, "{}", tool.name());
            let hints = info.annotations.expect("it has hints");
            assert_eq!(hints.read_only_hint, Some(!can_write), "{}", tool.name());
            let replaces = can_write && tool.name() != "new_state_machine";
            assert_eq!(hints.destructive_hint, Some(replaces), "{}", tool.name());
        }
    }

    #[test]
    fn invalid_arguments_are_explained() {
        let why = |arguments: Value| {
            let Value::Object(arguments) = arguments else { panic!("not an object") };
            check::CHECK.call(Vec::new(), arguments).unwrap_err().to_string()
        };
        assert!(why(json!({ "file": "a" })).starts_with("unknown argument `file`; the arguments are "));
        assert!(why(json!({ "path": 1 })).starts_with("invalid arguments: invalid type: integer `1`"));
        assert_eq!(why(json!({})), "give `path` or `text`");
        assert_eq!(why(json!({ "path": "a", "text": "" })), "give either `path` or `text`, not both");
        assert!(unknown("lint").starts_with("no tool named `lint`; the tools are check, "));
    }
}
