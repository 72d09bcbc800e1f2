//! Catchers and retriers.

use serde_json::{Map, Value, json};

use super::outcome::{Done, Outcome};

/// The first catcher for an error, with its index.
pub(super) fn catcher<'v>(
    state: &'v Map<String, Value>,
    error: &str,
) -> Option<(usize, &'v Map<String, Value>)> {
    let catchers = state.get("Catch").and_then(Value::as_array)?;
    let mut catchers = catchers.iter().filter_map(Value::as_object).enumerate();
    catchers.find(|(_, catcher)| is_for(catcher, error))
}

pub(super) fn is_retried(state: &Map<String, Value>, error: &str) -> bool {
    let retriers = state.get("Retry").and_then(Value::as_array);
    retriers.into_iter().flatten().filter_map(Value::as_object).any(|retrier| is_for(retrier, error))
}

/// The input of the work that was started before a failure. The duration of a Wait does not matter.
pub(super) fn begun(state: &Map<String, Value>, asked: Vec<(String, Value)>) -> Vec<(String, Value)> {
    if state["Type"] == "Wait" { Vec::new() } else { asked }
}

/// The outcome of a state in which the evaluation of a field fails. A JSONPath state fails with `States.Runtime`, which no
/// wildcard matches. A handler for one of the other documented names counts too.
pub(super) fn after_failure(
    state: &Map<String, Value>,
    names: &[&str],
    asked: Vec<(String, Value)>,
) -> Outcome {
    let lists = |handler: &Value| {
        let listed = handler["ErrorEquals"].as_array();
        listed.into_iter().flatten().any(|name| names.iter().any(|one| name == one))
    };
    let handlers = |field: &str| state.get(field).and_then(Value::as_array).into_iter().flatten();
    match handlers("Catch").position(lists) {
        Some(at) => caught(at, asked),
        None => Outcome::Failed { asked, is_retried: handlers("Retry").any(lists) },
    }
}

/// The outcome of a state in which the evaluation of a JSONata expression fails.
pub(super) fn after_evaluation_error(state: &Map<String, Value>, asked: Vec<(String, Value)>) -> Outcome {
    const NAME: &str = "States.QueryEvaluationError";
    match catcher(state, NAME) {
        Some((at, _)) => caught(at, asked),
        None => Outcome::Failed { asked, is_retried: is_retried(state, NAME) },
    }
}

/// The output does not matter, as the name of the error depends on the query language.
fn caught(at: usize, asked: Vec<(String, Value)>) -> Outcome {
    let route = format!("catcher {at}");
    Outcome::Done(Done { route, output: json!("an error"), variables: Map::new(), asked })
}

fn is_for(handler: &Map<String, Value>, error: &str) -> bool {
    let names = handler["ErrorEquals"].as_array();
    names.into_iter().flatten().filter_map(Value::as_str).any(|name| match name {
        "States.ALL" => true,
        "States.TaskFailed" => error != "States.Timeout",
        name => name == error,
    })
}
