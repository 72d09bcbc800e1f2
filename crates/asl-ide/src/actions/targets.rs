//! Creates missing targets of transitions, and connects unreachable states.

use super::{Action, ActionKind, add_state, states_of};
use crate::Cursor;
use crate::cursor::touches;
use asl_core::catalog::StateKind;
use asl_core::edit;
use asl_core::model::State;
use asl_core::rules::QuickFix;
use asl_core::semantic::{Cause, Edge};

pub(super) fn collect(found: &mut Vec<Action>, cursor: Cursor<'_>) {
    create_start(found, cursor);
    let Some(state) = cursor.state() else { return };
    let edges = cursor.analysis.graph().edges(state);
    let mut missing = edges.filter(|edge| edge.to.is_none() && touches(edge.target.span, cursor.offset));
    if let Some(edge) = missing.next() {
        found.extend(create(cursor, edge));
    }
    if touches(state.name().span, cursor.offset) && !cursor.analysis.graph().is_reachable(state) {
        found.extend(connect(cursor, state));
    }
}

/// Creates the first state, if `StartAt` refers to a missing one.
fn create_start(found: &mut Vec<Action>, cursor: Cursor<'_>) {
    let Some(object) = cursor.object().filter(|object| object.kind().is_machine()) else { return };
    let machine = object.machine();
    let Some(start) = machine.start_at().filter(|start| touches(start.span, cursor.offset)) else { return };
    let Some(states) = states_of(machine).filter(|_| machine.state(start.value).is_none()) else { return };
    let json = match machine.states().next() {
        Some(next) => format!("{{ \"Type\": \"Pass\", \"Next\": {} }}", edit::quoted(next.name().value)),
        None => "{ \"Type\": \"Pass\", \"End\": true }".to_owned(),
    };
    found.push(Action {
        title: format!("Create state `{}`", start.value),
        kind: ActionKind::QuickFix(QuickFix::CreateState),
        edits: vec![edit::insert_pair(cursor.analysis.tree(), states, None, start.value, &json)],
    });
}

/// Creates the target of a transition after its source. The new state continues with the next state in the document if
/// no other transition does, or else ends.
fn create(cursor: Cursor<'_>, edge: Edge<'_>) -> Option<Action> {
    let analysis = cursor.analysis;
    let following = edge.from.machine().states().skip_while(|state| *state != edge.from).nth(1);
    let is_left_out = |state: &State<'_>| !analysis.graph().is_reachable(*state);
    let json = match following.filter(is_left_out) {
        _ if matches!(edge.cause, Cause::Catch(_)) => "{ \"Type\": \"Fail\" }".to_owned(),
        Some(next) => format!("{{ \"Type\": \"Pass\", \"Next\": {} }}", edit::quoted(next.name().value)),
        None => "{ \"Type\": \"Pass\", \"End\": true }".to_owned(),
    };
    Some(Action {
        title: format!("Create state `{}`", edge.target.value),
        kind: ActionKind::QuickFix(QuickFix::CreateState),
        edits: vec![add_state(analysis.tree(), edge.from, edge.target.value, &json)?],
    })
}

/// Adds a transition from the previous state, except for Fail states, to an unreachable one.
fn connect(cursor: Cursor<'_>, state: State<'_>) -> Option<Action> {
    let tree = cursor.analysis.tree();
    let earlier = state.machine().states().take_while(|other| *other != state);
    let before = earlier.filter(|other| !other.is(StateKind::Fail)).last()?;
    let object = before.object().filter(|_| before.kind().is_some_and(|kind| kind.has_next()))?;
    let name = state.name().value;
    let edits = match (object.field("Next"), object.field("End")) {
        (Some(next), _) => vec![edit::replace_text(tree, next.value()?.as_text()?, name)],
        (None, Some(end)) => edit::replace_pair(tree, end.pair(), "Next", &edit::quoted(name)),
        (None, None) => {
            let last = object.node().pairs().next_back();
            vec![edit::insert_pair(tree, object.node(), last, "Next", &edit::quoted(name))]
        }
    };
    Some(Action {
        title: format!("Add a transition from `{}` to `{name}`", before.name().value),
        kind: ActionKind::QuickFix(QuickFix::ConnectState),
        edits,
    })
}
