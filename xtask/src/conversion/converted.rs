//! The conversion of a state by the code action.

use asl_core::config::Config;
use asl_core::testing::applied;
use asl_core::{Analysis, Severity, Source, analyze, lint_analyses};
use asl_ide::actions::{Action, actions};
use serde_json::{Map, Value};

use super::texts::{Text, value};

/// Converts the state `A` to JSONata, and verifies that the other states do not change. Returns `None` if the conversion is
/// not offered.
pub(super) fn converted(text: &Text) -> Option<Result<Map<String, Value>, String>> {
    let analyses = analyze(Source::new(&text.text, text.name));
    let action = offered(&analyses)?;
    Some(applied(&text.text, &action.edits).and_then(|after| read(&analyses, text.name, &after)))
}

/// The state `A` before the conversion.
pub(super) fn original(text: &Text) -> Option<Map<String, Value>> {
    match states(&analyze(Source::new(&text.text, text.name))).remove("A")? {
        Value::Object(state) => Some(state),
        _ => None,
    }
}

fn offered(analyses: &[Analysis]) -> Option<Action> {
    let states = analyses.first()?.model().states();
    let state = states.into_iter().find(|state| state.name().value == "A")?;
    let found = actions(analyses, state.name().span);
    found.into_iter().find(|action| action.title == "Convert `A` to JSONata")
}

fn read(before: &[Analysis], name: &str, after: &str) -> Result<Map<String, Value>, String> {
    let again = analyze(Source::new(after, name));
    let (errors, had) = (errors(&again), errors(before));
    if errors.len() > had.len() {
        return Err(format!("the conversion adds errors: {errors:?}\n{after}"));
    }
    let (mut old, mut new) = (states(before), states(&again));
    old.remove("A");
    let Some(Value::Object(state)) = new.remove("A") else {
        return Err(format!("the state is lost\n{after}"));
    };
    if old != new {
        return Err(format!("other states change\n{after}"));
    }
    Ok(state)
}

fn errors(analyses: &[Analysis]) -> Vec<String> {
    let found = lint_analyses(analyses, &Config::all());
    found.into_iter().filter(|one| one.severity == Severity::Error).map(|one| one.message).collect()
}

fn states(analyses: &[Analysis]) -> Map<String, Value> {
    let root = analyses.first().and_then(|analysis| analysis.tree().root());
    let states = root.and_then(|root| root.get("States")).map(value);
    states.and_then(|states| states.as_object().cloned()).unwrap_or_default()
}
