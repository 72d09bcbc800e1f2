//! The boxes and arrows of a definition, whatever the format of the diagram.

use std::collections::{HashMap, HashSet};

use asl_core::catalog::StateKind;
use asl_core::model::retry::Schedule;
use asl_core::model::{Machine, Object, State, StateId};
use asl_core::semantic::{Analysis, Cause};
use asl_core::visible::visible;
use asl_core::{Diagnostic, Severity};

use super::{Node, condition};

/// The boxes and arrows of a machine. All characters in their texts are visible.
#[derive(Debug, Default)]
pub(super) struct Chart {
    /// The role of the machine in its state: a branch, or the processor of a Map state.
    pub title: String,
    pub blocks: Vec<Block>,
    pub arrows: Vec<Arrow>,
}

#[derive(Debug, Default)]
pub(super) struct Block {
    /// The state, unless the box is a mark or stands for a missing state.
    pub state: Option<StateId>,
    /// See [`Node::id`]. Empty without a state.
    pub id: String,
    pub name: String,
    pub kind: BlockKind,
    /// The text below the name: the type, and what a Task calls.
    pub detail: String,
    pub retry: Option<Retry>,
    pub severity: Option<Severity>,
    pub is_unreachable: bool,
    pub is_collapsed: bool,
    pub inside: Vec<Chart>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum BlockKind {
    Start,
    End,
    State(StateKind),
    /// A state of unknown type.
    #[default]
    Unknown,
    /// The target of a transition that does not exist in the machine.
    Missing,
}

/// How a state is retried.
#[derive(Debug)]
pub(super) struct Retry {
    /// The numbers of retries, such as `3×`.
    pub label: String,
    /// The errors and delays of each retrier.
    pub detail: String,
}

#[derive(Debug)]
pub(super) struct Arrow {
    pub from: usize,
    pub to: usize,
    pub labels: Vec<String>,
    pub is_catch: bool,
}

impl Chart {
    /// The chart of a definition, with the worst finding of each state; `None` if it has no state machine.
    pub(super) fn new(analysis: &Analysis, findings: &[Diagnostic], collapsed: &[String]) -> Option<Chart> {
        let model = analysis.model();
        let mut builder = Builder {
            analysis,
            inside: vec![Vec::new(); model.states().len()],
            severities: severities(analysis, findings),
            collapsed: collapsed.iter().map(String::as_str).collect(),
        };
        for machine in model.machines() {
            if let Some(parent) = machine.parent() {
                builder.inside[parent.id().index()].push(machine);
            }
        }
        Some(builder.chart(model.root()?, String::new(), ""))
    }

    /// The states of the chart, with states before the states inside them.
    pub(super) fn nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::new();
        self.collect(&mut nodes, None);
        nodes
    }

    fn collect(&self, nodes: &mut Vec<Node>, parent: Option<&str>) {
        for block in &self.blocks {
            let Some(state) = block.state else { continue };
            nodes.push(Node {
                id: block.id.clone(),
                parent: parent.map(str::to_owned),
                state,
                severity: block.severity,
                is_compound: !block.inside.is_empty(),
                is_collapsed: block.is_collapsed,
            });
            block.inside.iter().for_each(|chart| chart.collect(nodes, Some(&block.id)));
        }
    }

    fn add(&mut self, name: &str, kind: BlockKind, detail: String) -> usize {
        let (name, detail) = (visible(name).into_owned(), visible(&detail).into_owned());
        self.blocks.push(Block { name, kind, detail, ..Block::default() });
        self.blocks.len() - 1
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

impl Block {
    /// The severity of the worst finding at the state or inside it.
    fn worst(&self) -> Option<Severity> {
        let inside = self.inside.iter().flat_map(|chart| &chart.blocks).map(Block::worst);
        inside.fold(self.severity, Option::max)
    }

    /// The machines inside that are drawn.
    pub(super) fn shown(&self) -> &[Chart] {
        if self.is_collapsed { &[] } else { &self.inside }
    }
}

/// The worst finding of each state, where the innermost state around a finding has it.
fn severities(analysis: &Analysis, findings: &[Diagnostic]) -> Vec<Option<Severity>> {
    let mut states: Vec<State<'_>> = analysis.model().states().collect();
    states.sort_by_key(|state| state.pair().span().start);
    let mut severities = vec![None; states.len()];
    for finding in findings {
        let before = states.partition_point(|state| state.pair().span().start <= finding.span.start);
        let mut around = before.checked_sub(1).map(|last| states[last]);
        while let Some(state) = around {
            if finding.span.start < state.pair().span().end {
                let worst = &mut severities[state.id().index()];
                *worst = (*worst).max(Some(finding.severity));
                break;
            }
            around = state.machine().parent();
        }
    }
    severities
}

/// The maximum number of characters that describe retries.
const DETAIL_LIMIT: usize = 400;
const LABEL_LIMIT: usize = 12;

/// The characters of a name that are part of an ID. Valid names have at most 80.
const NAME_LIMIT: usize = 128;

struct Builder<'a> {
    analysis: &'a Analysis,
    /// The machines inside each state.
    inside: Vec<Vec<Machine<'a>>>,
    severities: Vec<Option<Severity>>,
    collapsed: HashSet<&'a str>,
}

impl<'a> Builder<'a> {
    /// The chart of a machine whose states have IDs with a prefix.
    fn chart(&self, machine: Machine<'a>, title: String, prefix: &str) -> Chart {
        let mut chart = Chart { title, ..Chart::default() };
        let start = chart.add("", BlockKind::Start, String::new());
        let first = machine.states().next().map_or(0, |state| state.id().index());
        let mut names = HashMap::new();
        for state in machine.states() {
            let name: String = state.name().value.chars().take(NAME_LIMIT).collect();
            let name = visible(&name).replace('~', "~0").replace('/', "~1");
            // Only invalid definitions have several states with the same name.
            let count = names.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
            let number = if *count > 1 { format!("~{count}") } else { String::new() };
            chart.blocks.push(self.block(state, format!("{prefix}{name}{number}")));
        }
        let number = |state: State<'_>| state.id().index() - first + 1;
        let mut missing = HashMap::new();
        let mut target = |chart: &mut Chart, state: Option<State<'_>>, name: &'a str| match state {
            Some(state) => number(state),
            None => *missing
                .entry(name)
                .or_insert_with(|| chart.add(name, BlockKind::Missing, "no such state".to_owned())),
        };
        if let Some(name) = machine.start_at() {
            let to = target(&mut chart, machine.state(name.value), name.value);
            chart.link(start, to, None, false);
        }
        let ends = |state: &State<'_>| {
            state.is_terminal() && !state.is(StateKind::Succeed) && !state.is(StateKind::Fail)
        };
        let end =
            machine.states().any(|state| ends(&state)).then(|| chart.add("", BlockKind::End, String::new()));
        for state in machine.states() {
            for edge in self.analysis.graph().edges(state).filter(|edge| edge.is_allowed) {
                let to = target(&mut chart, edge.to, edge.target.value);
                let label = label(self.analysis, state, edge.cause);
                chart.link(number(state), to, label, matches!(edge.cause, Cause::Catch(_)));
            }
            if let Some(end) = end.filter(|_| ends(&state)) {
                chart.link(number(state), end, None, false);
            }
        }
        chart
    }

    fn block(&self, state: State<'a>, id: String) -> Block {
        let machines = &self.inside[state.id().index()];
        let inside: Vec<Chart> = (0..)
            .zip(machines)
            .map(|(number, machine)| self.chart(*machine, title(state, number), &format!("{id}/{number}/")))
            .collect();
        let mut block = Block {
            state: Some(state.id()),
            name: visible(state.name().value).into_owned(),
            kind: state.kind().map_or(BlockKind::Unknown, BlockKind::State),
            detail: visible(&detail(state)).into_owned(),
            retry: retry(state),
            severity: self.severities[state.id().index()],
            is_unreachable: !self.analysis.graph().is_reachable(state),
            is_collapsed: !inside.is_empty() && self.collapsed.contains(id.as_str()),
            inside,
            id,
        };
        if block.is_collapsed {
            block.severity = block.worst();
        }
        block
    }
}

/// The role of a machine in its state.
fn title(parent: State<'_>, number: usize) -> String {
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

/// The errors of a retrier or catcher.
fn errors(handler: Object<'_>) -> String {
    let name = |name: &str| if name == "States.ALL" { "any error".to_owned() } else { name.to_owned() };
    let names: Vec<String> = handler.error_names().map(|text| name(text.value)).collect();
    if names.is_empty() { "error".to_owned() } else { names.join(", ") }
}

/// The retries of a state, if it has any.
fn retry(state: State<'_>) -> Option<Retry> {
    if !state.has_handlers() {
        return None;
    }
    let mut labels: Vec<String> = Vec::new();
    let mut details = Vec::new();
    for retrier in state.objects("Retry") {
        let schedule = Schedule::of(retrier);
        labels.extend(schedule.map(|schedule| format!("{}×", schedule.attempts)));
        let delays = schedule.map_or("retry".to_owned(), Schedule::words);
        details.push(format!("{}: {delays}", errors(retrier)));
    }
    labels.dedup();
    let detail = short(&details.join("; "), DETAIL_LIMIT);
    (!details.is_empty()).then(|| Retry {
        label: short(&visible(&labels.join(" ")), LABEL_LIMIT),
        detail: visible(&detail).into_owned(),
    })
}

/// Truncates a text to one line of at most `limit` characters.
pub(super) fn short(text: &str, limit: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    if text.chars().count() <= limit {
        return text;
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
