//! The prompts: work that an agent does with the tools.

use rmcp::ErrorData;
use rmcp::model::{
    GetPromptResponse, GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role,
};
use serde_json::Value;

/// A prompt about a file.
struct Work {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    /// The text, with `PATH` in place of the file.
    text: &'static str,
}

static WORK: [Work; 2] = [
    Work {
        name: "review",
        title: "Review a state machine",
        description: "Review a state machine: correctness, error handling, permissions and cost.",
        text: "\
Review the state machines in PATH.

1. Call `check` with `advice`. Read `explain_rule` for each rule that you do not know.
2. Read the definition and compare it with what it is meant to do: the order of the states, the conditions of each Choice and \
what happens without a match, the data that each state receives and passes on, and what runs in parallel.
3. Judge the error handling: which errors each Task can raise (`describe_action`), which are retried and how often, which \
are caught, and what happens to the rest. A call that is not idempotent must not be retried blindly.
4. Call `iam_policy`, and `compare_role` if the template has the role.
5. Judge the workflow type and the cost: the number of transitions, Express or Standard, inline or Distributed Map, the size \
of the data (256 KiB between states).

Report the findings, the most severe first, each with its place, its consequence and the change that you propose. Do not \
change files.",
    },
    Work {
        name: "migrate_to_jsonata",
        title: "Migrate to JSONata",
        description: "Convert a state machine from JSONPath to JSONata without a change of what it does.",
        text: "\
Migrate the state machines in PATH from JSONPath to JSONata. What they do must not change.

1. Call `check` and fix errors first.
2. Call `convert_to_jsonata`. It converts the states for which the result does exactly the same, and names the others.
3. Convert the others by hand, one at a time. The resources `asl-lint://language/jsonata` and \
`asl-lint://language/intrinsic-functions` list the functions. `Parameters` becomes `Arguments`; `ResultSelector`, \
`ResultPath` and `OutputPath` become `Output`, which replaces the whole input: merge what later states need with `$merge`. \
A path that finds nothing fails in JSONPath; in JSONata it fails only if the field receives no value. Handlers of \
`States.ParameterPathFailure` and other errors of JSONPath need `States.QueryEvaluationError` instead.
4. When every state is JSONata, set `\"QueryLanguage\": \"JSONata\"` at the top, and remove it from the states.
5. Call `check` and `format`.

Say which states you converted by hand, and where their behavior could differ.",
    },
];

/// All prompts.
pub(super) fn list() -> Vec<Prompt> {
    let path = || {
        let path = PromptArgument::new("path");
        path.with_description("The definition or template, or a folder. The default is all state machines")
    };
    let prompt = |work: &Work| {
        Prompt::new(work.name, Some(work.description), Some(vec![path().with_required(false)]))
            .with_title(work.title)
    };
    WORK.iter().map(prompt).collect()
}

/// Returns the text of a prompt.
///
/// # Errors
///
/// If there is none with this name, or an argument is invalid.
pub(super) fn get(name: &str, arguments: JsonObject) -> Result<GetPromptResponse, ErrorData> {
    let Some(work) = WORK.iter().find(|work| work.name == name) else {
        let names = WORK.each_ref().map(|work| work.name).join(", ");
        return Err(ErrorData::invalid_params(format!("no such prompt; the prompts are {names}"), None));
    };
    if arguments.keys().any(|name| name != "path") {
        return Err(ErrorData::invalid_params("the only argument is `path`", None));
    }
    let path = match arguments.get("path") {
        Some(Value::String(path)) if !path.trim().is_empty() => format!("`{}`", path.replace('`', "'")),
        None | Some(Value::Null | Value::String(_)) => "this workspace".to_owned(),
        Some(_) => return Err(ErrorData::invalid_params("`path` is not a string", None)),
    };
    let message = PromptMessage::new_text(Role::User, work.text.replace("PATH", &path));
    Ok(GetPromptResult::new(vec![message]).with_description(work.description).into())
}

#[cfg(test)]
mod tests {
    use super::super::tool;
    use super::*;

    #[test]
    fn prompts_name_tools_that_exist() {
        for work in &WORK {
            let words: Vec<&str> = work.text.split('`').skip(1).step_by(2).collect();
            let is_tool = |word: &&&str| tool::find(word).is_some();
            assert!(words.iter().filter(is_tool).count() >= 3, "{}", work.name);
            let snake = |word: &&&str| {
                word.contains('_') && word.bytes().all(|b| b == b'_' || b.is_ascii_lowercase())
            };
            assert!(words.iter().filter(snake).all(|word| is_tool(&word)), "{words:?}");
            assert!(work.text.contains("PATH") && !work.text.contains("  "), "{}", work.name);
        }
    }
}
