//! The outcome of a run of a state, in either query language.

use serde_json::{Map, Value};

/// The input of a run.
pub(super) struct Run {
    pub(super) input: Value,
    /// The context object.
    pub(super) context: Value,
    pub(super) variables: Map<String, Value>,
    /// The result of the work of a Task, Parallel or Map.
    pub(super) work: Result<Value, WorkError>,
}

/// An error of the work.
pub(super) struct WorkError {
    pub(super) name: &'static str,
    /// The error output for catchers.
    pub(super) output: Value,
}

/// The outcome of a run.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    Done(Done),
    Failed {
        /// The input of the work, if it was started.
        asked: Vec<(String, Value)>,
        /// Whether a retrier runs the state again first.
        is_retried: bool,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Done {
    /// The transition: a rule, a catcher, the default, or the next state.
    pub(super) route: String,
    pub(super) output: Value,
    pub(super) variables: Map<String, Value>,
    /// The input of the work, or the duration of a Wait.
    pub(super) asked: Vec<(String, Value)>,
}

/// Whether two outcomes are the same, whatever the notation of numbers.
pub(super) fn are_same(a: &Outcome, b: &Outcome) -> bool {
    match (a, b) {
        (Outcome::Done(a), Outcome::Done(b)) => {
            a.route == b.route
                && are_equal(&a.output, &b.output)
                && are_equal_objects(&a.variables, &b.variables)
                && are_all_equal(&a.asked, &b.asked)
        }
        (
            Outcome::Failed { asked: a, is_retried: first },
            Outcome::Failed { asked: b, is_retried: second },
        ) => first == second && are_all_equal(a, b),
        _ => false,
    }
}

fn are_all_equal(a: &[(String, Value)], b: &[(String, Value)]) -> bool {
    let object = |pairs: &[(String, Value)]| pairs.iter().cloned().collect::<Map<String, Value>>();
    are_equal_objects(&object(a), &object(b))
}

pub(super) fn are_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => match (a.as_i128(), b.as_i128()) {
            (Some(a), Some(b)) => a == b,
            _ => a.as_f64() == b.as_f64(),
        },
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| are_equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => are_equal_objects(a, b),
        _ => a == b,
    }
}

fn are_equal_objects(a: &Map<String, Value>, b: &Map<String, Value>) -> bool {
    a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| are_equal(value, other)))
}
