//! Evaluates a JSONata state, with the results of the reference implementation for its expressions.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::handlers;
use super::outcome::{Done, Outcome, Run};
use super::settings::{in_iteration, read_items, takes};

/// The fields of `$states` for an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sight {
    /// Only the input.
    Input,
    /// Also the result of the work.
    Result,
    /// Also the error of the work.
    Error,
    /// Also the item of an iteration.
    Item(usize),
}

/// The value of each expression of a state; `None` if it fails or returns nothing.
#[derive(Default)]
pub(super) struct Answers(pub(super) HashMap<(Sight, String), Option<Value>>);

/// The evaluation failed, or there is no value: Step Functions fails the state.
struct Failed;

/// All expressions of a state, and the values of `$states` with which to evaluate them.
pub(super) fn questions(
    state: &Map<String, Value>,
    run: &Run,
    before: &Outcome,
) -> Vec<(Sight, Value, Vec<String>)> {
    let mut expressions = Vec::new();
    for (name, value) in state {
        if !matches!(name.as_str(), "ItemProcessor" | "Iterator" | "Branches" | "ItemSelector") {
            collect(value, &mut expressions);
        }
    }
    let mut of_items = Vec::new();
    state.get("ItemSelector").into_iter().for_each(|selector| collect(selector, &mut of_items));
    let states = json!({ "input": run.input, "context": run.context });
    let with = |name: &str, value: &Value| {
        let mut states = states.clone();
        states[name] = value.clone();
        states
    };
    let mut questions = vec![(Sight::Input, states.clone(), expressions.clone())];
    questions.push(match &run.work {
        Ok(result) => (Sight::Result, with("result", result), expressions),
        Err(error) => (Sight::Error, with("errorOutput", &error.output), expressions),
    });
    let items = if state.contains_key("ItemReader") { read_items() } else { items_of(before) };
    for (at, item) in items.iter().enumerate().filter(|_| !of_items.is_empty()) {
        let context = in_iteration(&run.context, at, item);
        questions.push((Sight::Item(at), with("context", &context), of_items.clone()));
    }
    questions
}

/// The items of a Map, according to the JSONPath state.
fn items_of(outcome: &Outcome) -> Vec<Value> {
    let asked = match outcome {
        Outcome::Done(done) => &done.asked,
        Outcome::Failed { asked, .. } => asked,
    };
    let items = asked.iter().find(|(name, _)| name == "Items");
    items.and_then(|(_, items)| items.as_array().cloned()).unwrap_or_default()
}

fn collect(value: &Value, expressions: &mut Vec<String>) {
    match value {
        Value::String(text) => expressions.extend(expression(text).map(str::to_owned)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, expressions)),
        Value::Object(pairs) => pairs.values().for_each(|value| collect(value, expressions)),
        _ => {}
    }
}

fn expression(text: &str) -> Option<&str> {
    text.strip_prefix("{%")?.strip_suffix("%}")
}

pub(super) fn outcome(state: &Map<String, Value>, run: &Run, answers: &Answers) -> Outcome {
    let mut asked = Vec::new();
    match (Evaluation { state, run, answers }).done(&mut asked) {
        Ok(outcome) => outcome,
        Err(Failed) => handlers::after_evaluation_error(state, handlers::begun(state, asked)),
    }
}

struct Evaluation<'s> {
    state: &'s Map<String, Value>,
    run: &'s Run,
    answers: &'s Answers,
}

impl Evaluation<'_> {
    fn done(&self, asked: &mut Vec<(String, Value)>) -> Result<Outcome, Failed> {
        let state = self.state;
        let next = || "next".to_owned();
        match state["Type"].as_str().unwrap_or_default() {
            "Choice" => {
                let rules = state["Choices"].as_array().into_iter().flatten().filter_map(Value::as_object);
                for (at, rule) in rules.enumerate() {
                    match self.evaluated(&rule["Condition"], Sight::Input)? {
                        Value::Bool(true) => {
                            return self.finished(format!("rule {at}"), rule, Sight::Input, asked);
                        }
                        Value::Bool(false) => {}
                        _ => return Err(Failed),
                    }
                }
                if !state.contains_key("Default") {
                    return Err(Failed);
                }
                self.finished("default".to_owned(), state, Sight::Input, asked)
            }
            "Fail" => {
                *asked = self.fields(state, &["Error", "Cause"])?;
                let asked = std::mem::take(asked);
                let (output, variables) = (json!(null), Map::new());
                Ok(Outcome::Done(Done { route: "fail".to_owned(), output, variables, asked }))
            }
            "Pass" | "Succeed" => self.finished(next(), state, Sight::Input, asked),
            "Wait" => {
                *asked = self.fields(state, &["Seconds", "Timestamp"])?;
                self.finished(next(), state, Sight::Input, asked)
            }
            kind => {
                *asked = self.asked(kind)?;
                match &self.run.work {
                    Ok(_) => self.finished(next(), state, Sight::Result, asked),
                    Err(error) => match handlers::catcher(state, error.name) {
                        Some((at, catcher)) => {
                            self.finished(format!("catcher {at}"), catcher, Sight::Error, asked)
                        }
                        None => Ok(Outcome::Failed {
                            asked: std::mem::take(asked),
                            is_retried: handlers::is_retried(state, error.name),
                        }),
                    },
                }
            }
        }
    }

    /// The variables and the output of a state, a choice rule or a catcher.
    fn finished(
        &self,
        route: String,
        object: &Map<String, Value>,
        sight: Sight,
        asked: &mut Vec<(String, Value)>,
    ) -> Result<Outcome, Failed> {
        let variables = match object.get("Assign") {
            Some(variables) => self.evaluated(variables, sight)?,
            None => json!({}),
        };
        let output = match (object.get("Output"), sight) {
            (Some(output), _) => self.evaluated(output, sight)?,
            (None, Sight::Input | Sight::Item(_)) => self.run.input.clone(),
            (None, Sight::Result) => self.run.work.as_ref().map_err(|_| Failed)?.clone(),
            (None, Sight::Error) => self.run.work.as_ref().err().ok_or(Failed)?.output.clone(),
        };
        let Value::Object(variables) = variables else { return Err(Failed) };
        Ok(Outcome::Done(Done { route, output, variables, asked: std::mem::take(asked) }))
    }

    fn asked(&self, kind: &str) -> Result<Vec<(String, Value)>, Failed> {
        let state = self.state;
        let mut fields = self.fields(
            state,
            &[
                "TimeoutSeconds",
                "HeartbeatSeconds",
                "MaxConcurrency",
                "ToleratedFailurePercentage",
                "ToleratedFailureCount",
                "Credentials",
            ],
        )?;
        for part in ["ItemReader", "ItemBatcher", "ResultWriter"] {
            let Some(object) = state.get(part).and_then(Value::as_object) else { continue };
            let names = ["MaxItemsPerBatch", "MaxInputBytesPerBatch", "BatchInput", "Arguments"];
            let mut inner: Map<String, Value> = self.fields(object, &names)?.into_iter().collect();
            if let Some(config) = object.get("ReaderConfig").and_then(Value::as_object) {
                let config: Map<String, Value> = self.fields(config, &["MaxItems"])?.into_iter().collect();
                inner.insert("ReaderConfig".to_owned(), config.into());
            }
            fields.push((part.to_owned(), inner.into()));
        }
        if kind != "Map" {
            let arguments = match state.get("Arguments") {
                Some(arguments) => self.evaluated(arguments, Sight::Input)?,
                None => self.run.input.clone(),
            };
            fields.push(("Arguments".to_owned(), arguments));
            return Ok(fields);
        }
        let all = match state.get("Items") {
            _ if state.contains_key("ItemReader") => read_items().into(),
            Some(all) => self.evaluated(all, Sight::Input)?,
            None => self.run.input.clone(),
        };
        let all = all.as_array().cloned().ok_or(Failed)?;
        let input = |(at, item): (usize, &Value)| match state.get("ItemSelector") {
            Some(selector) => self.evaluated(selector, Sight::Item(at)),
            None => Ok(item.clone()),
        };
        let inputs: Vec<Value> = all.iter().enumerate().map(input).collect::<Result<_, _>>()?;
        fields.push(("ItemSelector".to_owned(), inputs.into()));
        fields.push(("Items".to_owned(), all.into()));
        Ok(fields)
    }

    /// The fields of an object with these names. Fields other than payloads must be numbers or strings.
    fn fields(&self, object: &Map<String, Value>, names: &[&str]) -> Result<Vec<(String, Value)>, Failed> {
        let mut fields = Vec::new();
        for name in names {
            let Some(value) = object.get(*name) else { continue };
            let value = self.evaluated(value, Sight::Input)?;
            if !takes(name, &value) {
                return Err(Failed);
            }
            fields.push(((*name).to_owned(), value));
        }
        Ok(fields)
    }

    fn evaluated(&self, value: &Value, sight: Sight) -> Result<Value, Failed> {
        Ok(match value {
            Value::String(text) => match expression(text) {
                Some(code) => {
                    self.answers.0.get(&(sight, code.to_owned())).cloned().flatten().ok_or(Failed)?
                }
                // AWS rejects a string with a single delimiter.
                None if text.contains("{%") || text.contains("%}") => return Err(Failed),
                None => value.clone(),
            },
            Value::Array(items) => {
                items.iter().map(|item| self.evaluated(item, sight)).collect::<Result<_, _>>()?
            }
            Value::Object(pairs) => {
                let pair = |(key, value): (&String, &Value)| Ok((key.clone(), self.evaluated(value, sight)?));
                Value::Object(pairs.iter().map(pair).collect::<Result<_, _>>()?)
            }
            other => other.clone(),
        })
    }
}
