//! Evaluates the data flow of a JSONPath state (§5).

use serde_json::{Map, Value, json};

use super::outcome::{Done, Outcome, Run};
use super::paths::{Failure, Scope, put};
use super::{choices, handlers, settings, templates};

/// The outcome of a state; an error if the conversion makes no promise for such an input, or if the outcome is unknown.
pub(super) fn outcome(state: &Map<String, Value>, run: &Run) -> Result<Outcome, Failure> {
    let mut asked = Vec::new();
    match done(state, run, &mut asked) {
        Ok(outcome) => Ok(outcome),
        Err(failure @ (Failure::Misfit | Failure::Unknown)) => Err(failure),
        Err(failure) => {
            let names: &[&str] = match failure {
                Failure::Refused => &["States.IntrinsicFailure", "States.ParameterPathFailure"],
                _ => &["States.ParameterPathFailure"],
            };
            Ok(handlers::after_failure(state, names, handlers::begun(state, asked)))
        }
    }
}

fn done(state: &Map<String, Value>, run: &Run, asked: &mut Vec<(String, Value)>) -> Result<Outcome, Failure> {
    let raw = Scope { dollar: &run.input, context: &run.context, variables: &run.variables };
    let selected = selected(state.get("InputPath"), raw)?;
    let scope = raw.with(&selected);
    let finish = |route: String, result: Value, variables, asked: &mut Vec<_>| {
        let output = put(&run.input, state.get("ResultPath"), result)?;
        let output = self::selected(state.get("OutputPath"), raw.with(&output))?;
        Ok(Outcome::Done(Done { route, output, variables, asked: std::mem::take(asked) }))
    };
    let next = || "next".to_owned();
    match state["Type"].as_str().unwrap_or_default() {
        "Pass" => {
            let result = match (state.get("Result"), state.get("Parameters")) {
                (Some(result), _) => result.clone(),
                (None, Some(template)) => templates::made(template, scope)?,
                (None, None) => selected.clone(),
            };
            let variables = assigned(state, scope.with(&result))?;
            finish(next(), result, variables, asked)
        }
        "Wait" => {
            *asked = settings::of_state(state, scope)?;
            finish(next(), selected.clone(), assigned(state, scope)?, asked)
        }
        "Choice" => {
            for (at, rule) in state["Choices"].as_array().into_iter().flatten().enumerate() {
                let rule = rule.as_object().ok_or(Failure::Refused)?;
                if choices::matches(rule, scope)? {
                    return finish(format!("rule {at}"), selected.clone(), assigned(rule, scope)?, asked);
                }
            }
            if !state.contains_key("Default") {
                return Err(Failure::Refused);
            }
            finish("default".to_owned(), selected.clone(), assigned(state, scope)?, asked)
        }
        "Succeed" => finish(next(), selected.clone(), Map::new(), asked),
        "Fail" => {
            let fields = settings::of_fail(state, scope)?;
            Ok(Outcome::Done(Done {
                route: "fail".to_owned(),
                output: json!(null),
                variables: Map::new(),
                asked: fields,
            }))
        }
        _ => {
            *asked = settings::of_state(state, scope)?;
            let result = match &run.work {
                Ok(result) => result,
                Err(error) => return caught(state, run, error, asked, raw),
            };
            let variables = assigned(state, scope.with(result))?;
            let result = match state.get("ResultSelector") {
                Some(selector) => templates::made(selector, scope.with(result))?,
                None => result.clone(),
            };
            finish(next(), result, variables, asked)
        }
    }
}

/// The value that `InputPath` or `OutputPath` selects.
fn selected(path: Option<&Value>, scope: Scope<'_>) -> Result<Value, Failure> {
    match path {
        None => Ok(scope.dollar.clone()),
        Some(Value::Null) => Ok(json!({})),
        Some(path) => scope.text(path.as_str().ok_or(Failure::Refused)?),
    }
}

fn assigned(object: &Map<String, Value>, scope: Scope<'_>) -> Result<Map<String, Value>, Failure> {
    let variables = object.get("Assign").and_then(Value::as_object);
    variables.map_or_else(|| Ok(Map::new()), |variables| templates::made_pairs(variables, scope))
}

/// The outcome of the first catcher for an error of the work.
fn caught(
    state: &Map<String, Value>,
    run: &Run,
    error: &super::outcome::WorkError,
    asked: &mut Vec<(String, Value)>,
    scope: Scope<'_>,
) -> Result<Outcome, Failure> {
    let Some((at, catcher)) = handlers::catcher(state, error.name) else {
        let is_retried = handlers::is_retried(state, error.name);
        return Ok(Outcome::Failed { asked: std::mem::take(asked), is_retried });
    };
    let scope = scope.with(&error.output);
    let variables = assigned(catcher, scope)?;
    let output = put(&run.input, catcher.get("ResultPath"), error.output.clone())?;
    let asked = std::mem::take(asked);
    Ok(Outcome::Done(Done { route: format!("catcher {at}"), output, variables, asked }))
}
