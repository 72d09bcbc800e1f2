//! Adds error handling to a state: retries, a catcher, a timeout.

use super::{Action, ActionKind, add_fields, add_state, free_name};
use crate::Cursor;
use asl_core::catalog::StateKind;
use asl_core::edit::quoted;
use asl_core::model::{Object, State};

/// A few attempts within half a minute, with exponential backoff and jitter.
const RETRY: &str = r#"[{ "ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 2, "MaxAttempts": 4, "BackoffRate": 2, "JitterStrategy": "FULL" }]"#;

/// The maximum number of Fail states to offer as targets.
const OFFERED: usize = 3;

pub(super) fn collect(found: &mut Vec<Action>, cursor: Cursor<'_>) {
    let Some(state) = cursor.state().filter(|state| state.has_handlers()) else { return };
    let Some(object) = state.object().filter(|object| !object.is_damaged()) else { return };
    let tree = cursor.analysis.tree();
    let mut add = |title: String, name: &str, value: &str| {
        let edit = add_fields(tree, object, &[(name, value)]);
        found.push(Action { title, kind: ActionKind::Rewrite, edits: vec![edit] });
    };
    if !object.has_or_misspells("Retry") {
        add("Add `Retry` with exponential backoff".to_owned(), "Retry", RETRY);
    }
    if state.is(StateKind::Task)
        && !object.has_or_misspells("TimeoutSeconds")
        && !object.has_or_misspells("TimeoutSecondsPath")
    {
        add("Add `TimeoutSeconds`".to_owned(), "TimeoutSeconds", "60");
    }
    if object.has_or_misspells("Catch") {
        return;
    }
    for fail in state.machine().states().filter(|state| state.is(StateKind::Fail)).take(OFFERED) {
        let name = fail.name().value;
        add(format!("Add `Catch` with a transition to `{name}`"), "Catch", &catch(name));
    }
    found.extend(catch_to_new(cursor, state, object));
}

fn catch(name: &str) -> String {
    format!("[{{ \"ErrorEquals\": [\"States.ALL\"], \"Next\": {} }}]", quoted(name))
}

/// A catcher, and a new Fail state as its target.
fn catch_to_new(cursor: Cursor<'_>, state: State<'_>, object: Object<'_>) -> Option<Action> {
    let tree = cursor.analysis.tree();
    let name = free_name(cursor.analysis, &format!("{} failed", state.name().value));
    let catch = add_fields(tree, object, &[("Catch", &catch(&name))]);
    let json = format!("{{ \"Type\": \"Fail\", \"Error\": {} }}", quoted(&name));
    let fail = add_state(tree, state, &name, &json)?;
    Some(Action {
        title: "Add `Catch` with a transition to a new Fail state".to_owned(),
        kind: ActionKind::Rewrite,
        edits: vec![catch, fail],
    })
}
