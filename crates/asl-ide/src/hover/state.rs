//! Hovers for states: a summary of what a state does, its transitions, retries and limits.

use super::value;
use super::{code, few, plain};
use asl_core::catalog::{ObjectKind, StateKind};
use asl_core::model::retry::{Schedule, duration};
use asl_core::model::{Object, State};
use asl_core::semantic::{Analysis, Cause, Edge};
use asl_core::syntax::Node;

pub(super) fn summary(analysis: &Analysis, state: State<'_>) -> String {
    let mut out = head(state);
    let comment = state.get("Comment").and_then(Node::as_str).filter(|comment| !comment.trim().is_empty());
    if let Some(comment) = comment {
        out.push_str("\n\n");
        out.push_str(&plain(comment));
    }
    let mut lines = Vec::new();
    from(&mut lines, analysis, state);
    to(&mut lines, analysis, state);
    lines.extend(state.objects("Retry").filter_map(retry));
    lines.extend(limits(state));
    lines.extend(assigned(analysis, state));
    if !lines.is_empty() {
        out.push_str("\n\n");
        out.push_str(&lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"));
    }
    out
}

fn head(state: State<'_>) -> String {
    let kind = state.kind().map_or("State", StateKind::name);
    let mut out = format!("**{kind}**");
    if let Some(called) = state.resource().and_then(value::called) {
        out.push_str(&format!(" that {called}"));
    }
    let wait = state.get("Seconds").and_then(Node::as_f64).filter(|_| state.is(StateKind::Wait));
    if let Some(seconds) = wait.filter(|seconds| *seconds >= 0.0) {
        out.push_str(&format!(" for {}", duration(seconds as u64)));
    }
    if state.is_distributed_map() {
        out.push_str(" (distributed)");
    }
    out
}

fn from(lines: &mut Vec<String>, analysis: &Analysis, state: State<'_>) {
    let machine = state.machine();
    if machine.start_at().is_some_and(|start| machine.state(start.value) == Some(state)) {
        lines.push(format!("starts the {}", whole(state)));
    }
    let edges = machine.states().flat_map(|from| analysis.graph().edges(from));
    let names: Vec<String> = edges
        .filter(|edge| edge.to == Some(state))
        .map(|edge| format!("{}{}", code(edge.from.name().value), cause(&edge)))
        .collect();
    push_list(lines, "from", &names);
    if !analysis.graph().is_reachable(state) {
        lines.push("is unreachable".to_owned());
    }
}

fn to(lines: &mut Vec<String>, analysis: &Analysis, state: State<'_>) {
    let edges = analysis.graph().edges(state);
    let names: Vec<String> =
        edges.map(|edge| format!("{}{}", code(edge.target.value), cause(&edge))).collect();
    push_list(lines, "to", &names);
    if state.is(StateKind::Fail) {
        let error = state.get("Error").and_then(Node::as_str);
        let error = error.map_or(String::new(), |error| format!(" with {}", code(error)));
        lines.push(format!("fails{error}"));
    } else if state.is_terminal() {
        lines.push(format!("ends the {}", whole(state)));
    }
}

fn push_list(lines: &mut Vec<String>, word: &str, names: &[String]) {
    if !names.is_empty() {
        lines.push(format!("{word} {}", few(names)));
    }
}

/// What a run of the machine is called.
fn whole(state: State<'_>) -> &'static str {
    match state.machine().object().kind() {
        ObjectKind::Branch => "branch",
        ObjectKind::ItemProcessor | ObjectKind::Iterator => "iteration",
        _ => "execution",
    }
}

/// The cause of a transition in parentheses; empty for `Next`.
fn cause(edge: &Edge<'_>) -> String {
    match edge.cause {
        Cause::Next => String::new(),
        Cause::Default => " (default)".to_owned(),
        Cause::Choice(i) => format!(" (rule {})", i + 1),
        Cause::Catch(i) => match edge.from.objects("Catch").nth(i) {
            Some(catcher) => format!(" (on {})", errors(catcher)),
            None => " (on an error)".to_owned(),
        },
    }
}

pub(super) fn errors(handler: Object<'_>) -> String {
    let names: Vec<String> = handler.error_names().map(|name| code(name.value)).collect();
    few(&names)
}

fn retry(retrier: Object<'_>) -> Option<String> {
    let names = errors(retrier);
    let names = if names.is_empty() { "an error".to_owned() } else { names };
    Some(format!("retries {names}: {}", schedule(retrier)?))
}

/// Describes the schedule of a retrier.
pub(super) fn schedule(retrier: Object<'_>) -> Option<String> {
    let schedule = Schedule::of(retrier)?;
    if schedule.attempts == 0.0 {
        return Some("never".to_owned());
    }
    let jitter = if schedule.has_jitter { ", with full jitter" } else { "" };
    Some(format!("{}{jitter}", schedule.words()))
}

fn limits(state: State<'_>) -> impl Iterator<Item = String> {
    let limit = move |field: &str, words: &str| {
        let seconds = state.get(field)?.as_f64().filter(|seconds| *seconds >= 0.0)?;
        Some(format!("{words} {}", duration(seconds as u64)))
    };
    let fields = [("TimeoutSeconds", "time limit"), ("HeartbeatSeconds", "heartbeat every")];
    fields.into_iter().filter_map(move |(field, words)| limit(field, words))
}

fn assigned(analysis: &Analysis, state: State<'_>) -> Option<String> {
    let variables = analysis.variables();
    let own = variables.declarations().iter().filter(|one| one.state == state.id());
    let mut names: Vec<&str> = own.map(|one| variables.get(one.variable).name.as_str()).collect();
    names.dedup();
    let names: Vec<String> = names.into_iter().map(code).collect();
    (!names.is_empty()).then(|| format!("assigns {}", few(&names)))
}
