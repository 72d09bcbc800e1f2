//! State names in transitions.

use super::scope::Scope;
use super::write::ValueTemplate;
use super::{Completions, ItemBuilder, ItemKind};
use asl_core::catalog::FieldInfo;
use asl_core::model::{Machine, State};

/// The states of the machine, the nearest first and the current state last.
fn nearest<'a>(offset: u32, scope: &Scope<'a>) -> Vec<State<'a>> {
    let mut states: Vec<State<'_>> = scope.machine.into_iter().flat_map(Machine::states).collect();
    let distance = |state: &State<'_>| {
        let start = state.pair().span().start;
        // States below are more likely targets than states above.
        let far = if start > offset { start - offset } else { (offset - start).saturating_mul(2) };
        (Some(*state) == scope.state, far)
    };
    states.sort_by_cached_key(distance);
    states
}

/// The names to choose from at a transition of a new value.
pub(super) fn targets(list: &Completions<'_, '_>, scope: &Scope<'_>) -> Vec<String> {
    /// Longer lists are not quicker than typing.
    const MOST: usize = 20;
    let is_other = |state: &State<'_>| Some(*state) != scope.state && state.object().is_some();
    let states = nearest(list.context.offset, scope).into_iter().filter(is_other);
    let names = states.map(|state| state.name().value.to_owned()).filter(|name| !name.is_empty());
    names.take(MOST).collect()
}

/// Adds the states of the machine. A state whose own `Next` leads to itself never ends, so it is left out there.
pub(super) fn states(list: &mut Completions<'_, '_>, scope: &Scope<'_>, info: &FieldInfo) {
    let mut states = nearest(list.context.offset, scope);
    if info.name == "Next" && scope.place.is_state() {
        states.retain(|state| Some(*state) != scope.state);
    }
    list.cut(&mut states, |state| state.name().value);
    for (rank, state) in states.into_iter().enumerate() {
        let name = state.name().value;
        if name.is_empty() {
            continue;
        }
        let kind = state.kind().map_or("state", |kind| kind.name());
        let comment = state.get("Comment").and_then(|comment| comment.as_str()).unwrap_or_default();
        let detail = match comment.is_empty() {
            true => kind.to_owned(),
            false => format!("{kind}: {comment}"),
        };
        let new = ItemBuilder::new(name, ItemKind::State, rank).detail(detail);
        list.add_form(new, &ValueTemplate::Name(name.to_owned()));
    }
}
