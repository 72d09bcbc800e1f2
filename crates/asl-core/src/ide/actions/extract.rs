//! Selected states become a machine of their own inside a Parallel or Map. This is offered only where it is certain that
//! they can: one way in, one way out, and nothing inside that reaches out.

use super::{Action, ActionKind, free_name};
use crate::catalog::StateKind;
use crate::edit::{self, Edit, quoted};
use crate::model::State;
use crate::semantic::{Analysis, Cause, Edge};
use crate::syntax::{Notation, Text};
use crate::text::Span;

pub(super) fn collect(found: &mut Vec<Action>, analysis: &Analysis, selection: Span) {
    if selection.is_empty() || analysis.tree().notation() != Notation::Json {
        return;
    }
    let Some(part) = Part::of(analysis, selection) else { return };
    found.push(part.extracted("Move into a Parallel", "Parallel", parallel));
    found.push(part.extracted("Move into a Map, to run for each item", "Map", map));
}

/// Selected states that can stand alone.
struct Part<'a> {
    analysis: &'a Analysis,
    states: Vec<State<'a>>,
    entry: State<'a>,
    /// The state behind them, and the transitions to it; nothing where they end.
    exit: Option<(&'a str, Vec<Edge<'a>>)>,
    /// The names by which others lead to the entry.
    ways_in: Vec<Text<'a>>,
}

impl<'a> Part<'a> {
    fn of(analysis: &'a Analysis, selection: Span) -> Option<Part<'a>> {
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
        let states: Vec<State<'_>> = machine.states().filter(is_selected).collect();
        let is_inside = |state: State<'_>| states.contains(&state);
        let stays = |state: &State<'_>| {
            !matches!(state.kind(), None | Some(StateKind::Succeed | StateKind::Fail))
                && !state.has("Assign")
                && !["Choices", "Catch"].iter().any(|list| state.objects(list).any(|one| one.has("Assign")))
        };
        if !states.iter().all(stays) {
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
        Some(Part { analysis, states, entry: entry?, exit, ways_in })
    }

    /// The states as they are, but ending where they went on, in a new state.
    fn extracted(&self, title: &str, kind: &str, write: fn(&Part<'_>, &Inner) -> String) -> Action {
        let tree = self.analysis.tree();
        let name = free_name(self.analysis, &format!("{kind} of {}", self.entry.name().value));
        let mut edits: Vec<Edit> =
            self.ways_in.iter().map(|text| edit::replace_text(tree, *text, &name)).collect();
        let first = self.states.first().map_or(Span::default(), |state| state.pair().span());
        let span = first.to(self.states.last().map_or(first, |state| state.pair().span()));
        let inner = self.inner(span);
        edits.retain(|edit| !span.covers(edit.span));
        edits.push(Edit { span, text: format!("{}: {}", quoted(&name), write(self, &inner)) });
        Action { title: title.to_owned(), kind: ActionKind::Extract, edits }
    }

    fn inner(&self, span: Span) -> Inner {
        let tree = self.analysis.tree();
        let text = tree.text();
        let line = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let indent: String = text[line..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let mut edits = Vec::new();
        for edge in self.exit.iter().flat_map(|(_, edges)| edges) {
            let Some(field) = edge.from.object().and_then(|object| object.field("Next")) else { continue };
            let at = field.pair().span();
            edits.push(Edit {
                span: Span { start: at.start - span.start, end: at.end - span.start },
                text: "\"End\": true".to_owned(),
            });
        }
        let (states, _) = edit::apply(&text[span.range()], &edits);
        Inner { states, indent }
    }

    fn start(&self) -> String {
        quoted(self.entry.name().value)
    }

    /// How the new state goes on.
    fn next(&self) -> String {
        match &self.exit {
            Some((name, _)) => format!("\"Next\": {}", quoted(name)),
            None => "\"End\": true".to_owned(),
        }
    }
}

/// The text of the states, and what stands before each of their lines.
struct Inner {
    states: String,
    indent: String,
}

impl Inner {
    /// Lines, each as deep below the new state as the number says; the states themselves are moved that deep.
    fn lines(&self, lines: &[(usize, &str)], depth: usize) -> String {
        let unit = if self.indent.contains('\t') { "\t" } else { "  " };
        let pad = |depth: usize| format!("{}{}", self.indent, unit.repeat(depth));
        let moved = self.states.replace(&format!("\n{}", self.indent), &format!("\n{}", pad(depth)));
        let line =
            |(depth, text): &(usize, &str)| format!("{}{}", pad(*depth), text.replace("{states}", &moved));
        lines.iter().map(line).collect::<Vec<_>>().join("\n").trim_start().to_owned()
    }
}

/// A Parallel with one branch hands on a list of one result: the result is taken out of it.
fn parallel(part: &Part<'_>, inner: &Inner) -> String {
    // The new state has the language of the whole definition.
    let language = part.analysis.model().root().and_then(|root| root.object().get("QueryLanguage")?.as_str());
    let output = match language {
        Some("JSONata") => "\"Output\": \"{% $states.result[0] %}\",",
        _ => "\"OutputPath\": \"$[0]\",",
    };
    let (start, next) = (format!("\"StartAt\": {},", part.start()), part.next());
    let lines = [
        (0, "{"),
        (1, "\"Type\": \"Parallel\","),
        (1, "\"Branches\": ["),
        (2, "{"),
        (3, &start),
        (3, "\"States\": {"),
        (4, "{states}"),
        (3, "}"),
        (2, "}"),
        (1, "],"),
        (1, output),
        (1, &next),
        (0, "}"),
    ];
    inner.lines(&lines, 4)
}

fn map(part: &Part<'_>, inner: &Inner) -> String {
    let (start, next) = (format!("\"StartAt\": {},", part.start()), part.next());
    let lines = [
        (0, "{"),
        (1, "\"Type\": \"Map\","),
        (1, "\"ItemProcessor\": {"),
        (2, &start),
        (2, "\"States\": {"),
        (3, "{states}"),
        (2, "}"),
        (1, "},"),
        (1, &next),
        (0, "}"),
    ];
    inner.lines(&lines, 3)
}
