//! Diagrams of definitions: states as boxes and transitions as arrows, rendered as Mermaid, DOT or SVG.

mod condition;
mod dot;
mod layout;
mod mermaid;
mod svg;

use asl_core::catalog::StateKind;
use asl_core::model::{Machine, Object, State};
use asl_core::semantic::{Analysis, Cause};
use asl_core::visible::visible;

/// The format of a diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A Mermaid flowchart.
    Mermaid,
    /// A DOT graph for Graphviz.
    Dot,
    /// A self-contained SVG image.
    Svg,
}

impl Format {
    /// Returns the format with a name: `mermaid`, `dot` or `svg`.
    pub fn named(name: &str) -> Option<Format> {
        match name {
            "mermaid" => Some(Format::Mermaid),
            "dot" => Some(Format::Dot),
            "svg" => Some(Format::Svg),
            _ => None,
        }
    }
}

/// Renders the diagram of a definition; `None` if it has no state machine.
pub fn diagram(analysis: &Analysis, format: Format) -> Option<String> {
    let chart = chart(analysis, analysis.model().root()?);
    Some(match format {
        Format::Mermaid => mermaid::write(&chart),
        Format::Dot => dot::write(&chart),
        Format::Svg => svg::write(chart),
    })
}

/// The boxes and arrows of a machine. All characters in their texts are visible.
#[derive(Debug, Default)]
struct Chart {
    /// The role of the machine in its state: a branch, or the processor of a Map state.
    title: String,
    blocks: Vec<Block>,
    arrows: Vec<Arrow>,
}

#[derive(Debug)]
struct Block {
    name: String,
    kind: BlockKind,
    /// The text below the name: the type, and what a Task calls.
    detail: String,
    inside: Vec<Chart>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Start,
    End,
    State(StateKind),
    /// A state of unknown type.
    Unknown,
    /// The target of a transition that does not exist in the machine.
    Missing,
}

#[derive(Debug)]
struct Arrow {
    from: usize,
    to: usize,
    labels: Vec<String>,
    is_catch: bool,
}

impl Chart {
    fn add(&mut self, name: &str, kind: BlockKind, detail: String) -> usize {
        let (name, detail) = (visible(name).into_owned(), visible(&detail).into_owned());
        self.blocks.push(Block { name, kind, detail, inside: Vec::new() });
        self.blocks.len() - 1
    }

    /// The box for a missing state.
    fn missing(&mut self, name: &str) -> usize {
        let is_same = |one: &Block| one.kind == BlockKind::Missing && one.name == visible(name);
        let found = self.blocks.iter().position(is_same);
        found.unwrap_or_else(|| self.add(name, BlockKind::Missing, "no such state".to_owned()))
    }

    /// Adds an arrow, or adds the label to an existing arrow between the same boxes.
    fn link(&mut self, from: usize, to: usize, label: Option<String>, is_catch: bool) {
        let label = label.map(|label| visible(&label).into_owned());
        let is_same = |arrow: &&mut Arrow| (arrow.from, arrow.to, arrow.is_catch) == (from, to, is_catch);
        match self.arrows.iter_mut().rev().take_while(|arrow| arrow.from == from).find(is_same) {
            Some(arrow) => arrow.labels.extend(label),
            None => self.arrows.push(Arrow { from, to, labels: label.into_iter().collect(), is_catch }),
        }
    }
}

fn chart(analysis: &Analysis, machine: Machine<'_>) -> Chart {
    let mut chart = Chart { title: title(machine), ..Chart::default() };
    let start = chart.add("", BlockKind::Start, String::new());
    let first = machine.states().next().map_or(0, |state| state.id().index());
    for state in machine.states() {
        let kind = state.kind().map_or(BlockKind::Unknown, BlockKind::State);
        let number = chart.add(state.name().value, kind, detail(state));
        let is_inside = |machine: &Machine<'_>| machine.parent() == Some(state);
        let inside = analysis.model().machines().filter(is_inside);
        chart.blocks[number].inside = inside.map(|machine| self::chart(analysis, machine)).collect();
    }
    let number = |state: State<'_>| state.id().index() - first + 1;
    if let Some(name) = machine.start_at() {
        let to = machine.state(name.value).map(number).unwrap_or_else(|| chart.missing(name.value));
        chart.link(start, to, None, false);
    }
    let ends = |state: &State<'_>| {
        state.is_terminal() && !state.is(StateKind::Succeed) && !state.is(StateKind::Fail)
    };
    let end =
        machine.states().any(|state| ends(&state)).then(|| chart.add("", BlockKind::End, String::new()));
    for state in machine.states() {
        for edge in analysis.graph().edges(state).filter(|edge| edge.is_allowed) {
            let to = edge.to.map(number).unwrap_or_else(|| chart.missing(edge.target.value));
            let label = label(analysis, state, edge.cause);
            chart.link(number(state), to, label, matches!(edge.cause, Cause::Catch(_)));
        }
        if let Some(end) = end.filter(|_| ends(&state)) {
            chart.link(number(state), end, None, false);
        }
    }
    chart
}

fn title(machine: Machine<'_>) -> String {
    let Some(parent) = machine.parent() else { return String::new() };
    let beside: Vec<Machine<'_>> =
        parent.model().machines().filter(|other| other.parent() == Some(parent)).collect();
    let number = beside.iter().position(|other| other.id() == machine.id()).unwrap_or_default();
    match parent.kind() {
        Some(StateKind::Map) if parent.is_distributed_map() => "for each item, as an execution".to_owned(),
        Some(StateKind::Map) => "for each item".to_owned(),
        _ => format!("branch {}", number + 1),
    }
}

/// The type of a state, and what a Task calls.
fn detail(state: State<'_>) -> String {
    let kind = state.kind().map_or("no known type", StateKind::name);
    match state.resource().map(called) {
        Some(called) if state.is(StateKind::Task) => format!("{kind} · {called}"),
        _ => kind.to_owned(),
    }
}

/// The service and action of a Resource, or else the last part of its name.
fn called(resource: &str) -> &str {
    let parts: Vec<&str> = resource.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "states", _, _, "aws-sdk", action] => action,
        ["arn", _, "states", _, _, "activity", _] => "activity",
        ["arn", _, "states", _, _, service, _] => {
            &resource[resource.len() - parts[6].len() - service.len() - 1..]
        }
        ["arn", _, "lambda", .., name] => name.strip_prefix("function:").unwrap_or(name),
        _ => resource,
    }
}

/// The label of a transition.
fn label(analysis: &Analysis, state: State<'_>, cause: Cause) -> Option<String> {
    match cause {
        Cause::Next => None,
        Cause::Default => Some("otherwise".to_owned()),
        Cause::Choice(number) => {
            let rule = state.objects("Choices").nth(number)?;
            Some(condition::words(analysis, rule))
        }
        Cause::Catch(number) => Some(errors(state.objects("Catch").nth(number)?)),
    }
}

/// The errors of a catcher.
fn errors(catcher: Object<'_>) -> String {
    let name = |name: &str| if name == "States.ALL" { "any error".to_owned() } else { name.to_owned() };
    let names: Vec<String> = catcher.error_names().map(|text| name(text.value)).collect();
    if names.is_empty() { "error".to_owned() } else { names.join(", ") }
}

/// Truncates a text to one line of at most `limit` characters.
fn short(text: &str, limit: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    if text.chars().count() <= limit {
        return text;
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests;
