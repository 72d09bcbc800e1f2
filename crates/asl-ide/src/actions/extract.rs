//! Moves selected states into a nested state machine, in a Parallel or Map state. This is offered only if it is certain
//! to preserve the behavior: there is one entry and one exit, and nothing inside depends on the outside.

use super::again::{read_again, walk};
use super::{Action, ActionKind, free_name, states_of};
use asl_core::catalog::StateKind;
use asl_core::edit::{self, Edit, Wrapper, quoted};
use asl_core::model::{Machine, State, StateId};
use asl_core::semantic::{Analysis, Cause, Edge};
use asl_core::syntax::{Kind, Node, Pair, Text, Tree};
use asl_core::text::Span;

pub(super) fn collect(found: &mut Vec<Action>, analysis: &Analysis, selection: Span) {
    if selection.is_empty() {
        return;
    }
    let Some(part) = Extraction::of(analysis, selection) else { return };
    found.extend(part.extracted("Move into a Parallel state", &PARALLEL));
    found.extend(part.extracted("Move into a Map state", &MAP));
}

/// The maximum number of states to move together: each is compared with the original.
const MAX_STATES: usize = 100;

/// The state that will contain the others.
struct Outer {
    kind: &'static str,
    around: fn(&Extraction<'_>) -> Wrapper<'static>,
    /// Returns the nested machine.
    inner: for<'t> fn(Node<'t>) -> Option<Node<'t>>,
}

/// Selected states that can form a state machine.
struct Extraction<'a> {
    analysis: &'a Analysis,
    states: Vec<State<'a>>,
    entry: State<'a>,
    /// The successor of the selected states, and the transitions to it; `None` if they end the machine.
    exit: Option<(&'a str, Vec<Edge<'a>>)>,
    /// The references to the entry from outside.
    ways_in: Vec<Text<'a>>,
}

impl<'a> Extraction<'a> {
    fn of(analysis: &'a Analysis, selection: Span) -> Option<Extraction<'a>> {
        let is_selected = |state: &State<'_>| {
            let span = state.pair().span();
            span.start < selection.end && selection.start < span.end
        };
        let machine = analysis.model().machines().find(|machine| {
            let mut names = machine.states().filter(is_selected).map(|state| state.name().span);
            machine.states().any(|state| is_selected(&state)) && names.all(|name| selection.covers(name))
        })?;
        if machine.is_damaged() {
            return None;
        }
        let states: Vec<State<'_>> = machine.states().filter(is_selected).take(MAX_STATES + 1).collect();
        if states.len() > MAX_STATES {
            return None;
        }
        let is_inside = |state: State<'_>| states.contains(&state);
        let is_movable = |state: &State<'_>| can_move(analysis, *state);
        if !states.iter().all(is_movable) || !keeps_variables(analysis, machine, &states) {
            return None;
        }
        let edges: Vec<Edge<'_>> = machine.states().flat_map(|state| analysis.graph().edges(state)).collect();
        let start = machine.start_at()?;
        let mut ways_in: Vec<Text<'_>> = Vec::new();
        let mut entry = machine.state(start.value).filter(|state| is_inside(*state));
        ways_in.extend(entry.map(|_| start));
        for edge in edges.iter().filter(|edge| !is_inside(edge.from)) {
            let Some(to) = edge.to.filter(|to| is_inside(*to)) else { continue };
            if entry.is_some_and(|entry| entry != to) {
                return None;
            }
            entry = Some(to);
            ways_in.push(edge.target);
        }
        let out: Vec<Edge<'_>> = edges
            .into_iter()
            .filter(|edge| is_inside(edge.from) && !edge.to.is_some_and(is_inside))
            .collect();
        let ends = states.iter().any(|state| state.is_terminal());
        let exit = match out.as_slice() {
            [] => None,
            [first, rest @ ..] => {
                let is_same =
                    |edge: &Edge<'_>| edge.cause == Cause::Next && edge.target.value == first.target.value;
                if ends || !is_same(first) || !rest.iter().all(is_same) {
                    return None;
                }
                Some((first.target.value, out.clone()))
            }
        };
        Some(Extraction { analysis, states, entry: entry?, exit, ways_in })
    }

    /// Moves the states into a new state, and replaces their transitions to the successor with `End`.
    fn extracted(&self, title: &str, outer: &Outer) -> Option<Action> {
        let tree = self.analysis.tree();
        let name = free_name(self.analysis, &format!("{} of {}", outer.kind, self.entry.name().value));
        let pairs: Vec<Pair<'_>> = self.states.iter().map(|state| state.pair()).collect();
        let ends = self.exits().map(|next| edit::replace_pair(tree, next, "End", "true"));
        let ends: Vec<Edit> = ends.flatten().collect();
        let moved =
            edit::wrap_pairs(tree, self.machine_states()?, &pairs, &ends, &name, &(outer.around)(self))?;
        let ways_in = self.ways_in.iter().map(|text| edit::replace_text(tree, *text, &name));
        let mut edits: Vec<Edit> = ways_in.filter(|edit| !moved.span.covers(edit.span)).collect();
        edits.push(moved);
        self.is_kept(&edits, &name, outer).then(|| Action {
            title: title.to_owned(),
            kind: ActionKind::Extract,
            edits,
        })
    }

    /// The `Next` fields with transitions to the successor.
    fn exits(&self) -> impl Iterator<Item = Pair<'a>> {
        let edges = self.exit.iter().flat_map(|(_, edges)| edges);
        edges.filter_map(|edge| edge.from.object()?.field("Next")).map(|next| next.pair())
    }

    fn machine_states(&self) -> Option<Node<'a>> {
        states_of(self.entry.machine())
    }

    /// Whether the file still has all states unchanged when it is parsed again after the edits.
    fn is_kept(&self, edits: &[Edit], name: &str, outer: &Outer) -> bool {
        let again = read_again(self.analysis, edits);
        again.is_some_and(|again| self.are_states_kept(&again, name, outer).is_some())
    }

    /// `None` if a state is missing or has changed.
    fn are_states_kept(&self, again: &Tree, name: &str, outer: &Outer) -> Option<()> {
        let before = self.machine_states()?;
        let after = walk(again.root()?, &self.analysis.tree().path_to(before))?;
        let inner = (outer.inner)(after.get(name)?)?.get("States")?;
        if after.pairs().len() + inner.pairs().len() != before.pairs().len() + 1 {
            return None;
        }
        for pair in before.pairs() {
            let (key, value) = (pair.key().value, pair.value()?);
            let is_moved = self.states.iter().any(|state| state.pair().id() == pair.id());
            let leads_in = || self.ways_in.iter().any(|way| pair.span().covers(way.span));
            let is_same = match is_moved {
                true => self.is_moved(value, inner.get(key)?),
                false => leads_in() || edit::are_same(value, after.get(key)?),
            };
            if !is_same {
                return None;
            }
        }
        Some(())
    }

    /// Whether a state is unchanged, except that it ends instead of continuing with the successor.
    fn is_moved(&self, before: Node<'_>, after: Node<'_>) -> bool {
        let is_exit = |pair: Pair<'_>| self.exits().any(|exit| exit.id() == pair.id());
        let is_end =
            |pair: Pair<'_>| pair.is_named("End") && pair.value().and_then(Node::as_bool) == Some(true);
        before.pairs().len() == after.pairs().len()
            && before.pairs().zip(after.pairs()).all(|(a, b)| match is_exit(a) {
                true => is_end(b),
                false => edit::are_same_pairs(a, b),
            })
    }

    /// The nested machine.
    fn machine(&self) -> Vec<(&'static str, Wrapper<'static>)> {
        vec![("StartAt", Wrapper::Json(quoted(self.entry.name().value))), ("States", Wrapper::Pairs)]
    }

    /// How the new state continues.
    fn next(&self) -> (&'static str, Wrapper<'static>) {
        match &self.exit {
            Some((name, _)) => ("Next", Wrapper::Json(quoted(name))),
            None => ("End", Wrapper::Json("true".to_owned())),
        }
    }
}

/// Whether a state behaves the same in another machine: all its transitions are known.
fn can_move(analysis: &Analysis, state: State<'_>) -> bool {
    // The error of a Fail state would become an error of the new state.
    let Some(kind) = state.kind().filter(|kind| *kind != StateKind::Fail) else { return false };
    let Some(object) = state.object() else { return false };
    let is_only =
        state.machine().states().filter(|other| other.name().value == state.name().value).count() == 1;
    let goes_on = !kind.has_next() || object.has("Next") != state.is_terminal();
    let retriers_are_known = object
        .get("Retry")
        .is_none_or(|list| list.kind() == Kind::Array && list.items().all(Node::is_object));
    let parts = |list: &str| object.get(list).map_or(0, |list| list.items().len().max(1));
    let fields = ["Next", "Default"].into_iter().filter(|name| object.has(name)).count();
    let known = analysis.graph().edges(state).filter(|edge| edge.to.is_some()).count();
    is_only && goes_on && retriers_are_known && parts("Catch") + parts("Choices") + fields == known
}

/// Whether moving the states keeps variables visible: none is assigned inside and used outside.
fn keeps_variables(analysis: &Analysis, machine: Machine<'_>, states: &[State<'_>]) -> bool {
    let (model, variables) = (analysis.model(), analysis.variables());
    let is_inside = |id: StateId| {
        std::iter::successors(Some(model.state(id)), |state| state.machine().parent())
            .any(|state| states.contains(&state))
    };
    let assigned = variables.declarations().iter().filter(|one| states.contains(&model.state(one.state)));
    let mut assigned = assigned.map(|one| one.variable).peekable();
    let is_known = assigned.peek().is_none() || variables.are_known(machine);
    is_known
        && assigned.all(|variable| {
            variables.declarations_of(variable).all(|one| is_inside(one.state))
                && variables.references_of(variable).all(|one| is_inside(one.state))
        })
}

/// The output of a Parallel state with one branch is an array with one result, which is unwrapped.
const PARALLEL: Outer = Outer {
    kind: "Parallel",
    around: |part| {
        // The new state uses the default query language of the definition.
        let language =
            part.analysis.model().root().and_then(|root| root.object().get("QueryLanguage")?.as_str());
        let (field, first) = match language {
            Some("JSONata") => ("Output", "\"{% $states.result[0] %}\""),
            _ => ("OutputPath", "\"$[0]\""),
        };
        Wrapper::Object(vec![
            ("Type", Wrapper::Json("\"Parallel\"".to_owned())),
            ("Branches", Wrapper::Array(Box::new(Wrapper::Object(part.machine())))),
            (field, Wrapper::Json(first.to_owned())),
            part.next(),
        ])
    },
    inner: |state| state.get("Branches")?.items().next(),
};

const MAP: Outer = Outer {
    kind: "Map",
    around: |part| {
        Wrapper::Object(vec![
            ("Type", Wrapper::Json("\"Map\"".to_owned())),
            ("ItemProcessor", Wrapper::Object(part.machine())),
            part.next(),
        ])
    },
    inner: |state| state.get("ItemProcessor"),
};

#[cfg(test)]
mod tests;
