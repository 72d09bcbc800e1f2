use std::collections::{HashMap, HashSet, VecDeque};

use crate::expr::path::{RootKind, StepKind};
use crate::model::StateId;
use crate::rules::prelude::*;
use crate::semantic::{Cause, Edge};

pub(super) static RULE: Rule = Rule {
    name: "lost-input",
    group: Group::Paths,
    docs: include_str!("lost_input.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

/// The maximum number of states to search after a catcher.
const REACH: usize = 32;

/// The strings of each state that are evaluated against its input.
type Reads<'m> = HashMap<StateId, Vec<ExpressionRef<'m>>>;

/// A path to a part of the input that was replaced.
struct Lost<'m> {
    state: State<'m>,
    path: &'m str,
    span: Span,
}

pub(super) fn run(cx: &mut Context<'_>) {
    let catches: Vec<Edge<'_>> = cx.states().flat_map(|state| replacing_catches(cx, state)).collect();
    if catches.is_empty() {
        return;
    }
    let mut reads = Reads::new();
    for site in cx.known_sites().filter(|site| reads_input(*site)) {
        if let Some(state) = site.object().state() {
            reads.entry(state.id()).or_default().push(site);
        }
    }
    for edge in catches {
        let Some(lost) = edge.to.and_then(|to| first_lost(cx, &reads, to)) else { continue };
        let (name, path) = (lost.state.name().value, lost.path);
        cx.report(
            &RULE,
            edge.target.span,
            format!("the error replaces the input, but `{name}` reads `{path}`"),
        )
        .note("without `ResultPath`, the states after a catcher get only `Error` and `Cause`")
        .help("add `\"ResultPath\": \"$.error\"` to the catcher to keep the input and add the error")
        .related(lost.span, "the state fails with `States.Runtime` here");
    }
}

/// The transitions of the catchers that replace the input of a state with the error.
fn replacing_catches<'m>(cx: &Context<'m>, state: State<'m>) -> Vec<Edge<'m>> {
    let is_judged = state.language() == QueryLanguage::JsonPath && state.has("Catch");
    let Some(object) = state.object().filter(|object| is_judged && !object.is_damaged()) else {
        return Vec::new();
    };
    let catchers: Vec<Object<'_>> = object.objects("Catch").collect();
    let replaces = |edge: &Edge<'_>| match edge.cause {
        Cause::Catch(i) => catchers.get(i).is_some_and(|catcher| !catcher.has("ResultPath")),
        _ => false,
    };
    cx.graph().edges(state).filter(|edge| edge.is_allowed && replaces(edge)).collect()
}

fn reads_input(site: ExpressionRef<'_>) -> bool {
    let name = site.info().name;
    let is_path = name.ends_with("Path") && !matches!(name, "ResultPath" | "OutputPath");
    let is_read = matches!(name, "Parameters" | "ItemSelector" | "Variable" | "BatchInput" | "RoleArn.$");
    (is_path || is_read) && site.paths().next().is_some()
}

/// Follows the states that pass their input on, and finds the first path to a field that is neither part of the error
/// nor added since.
fn first_lost<'m>(cx: &Context<'m>, reads: &Reads<'m>, start: State<'m>) -> Option<Lost<'m>> {
    let mut seen = HashSet::from([start.id()]);
    let mut queue = VecDeque::from([(start, vec!["Error", "Cause"])]);
    while let Some((state, known)) = queue.pop_front() {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        if state.language() != QueryLanguage::JsonPath || state.kind().is_none() || tests_presence(object) {
            continue;
        }
        let sites = reads.get(&state.id()).map(Vec::as_slice).unwrap_or_default();
        if let Some(lost) = lost_read(state, sites, &known) {
            return Some(lost);
        }
        for edge in cx.graph().edges(state) {
            let (Some(to), Some(known)) = (edge.to, known_after(object, &edge, &known)) else { continue };
            if seen.len() < REACH && seen.insert(to.id()) {
                queue.push_back((to, known));
            }
        }
    }
    None
}

fn lost_read<'m>(state: State<'m>, sites: &[ExpressionRef<'m>], known: &[&str]) -> Option<Lost<'m>> {
    let has_input_path = state.get("InputPath").is_some_and(|path| path.as_str() != Some("$"));
    sites.iter().filter(|site| !has_input_path || site.info().name == "InputPath").find_map(|site| {
        site.paths().find_map(|path| {
            let StepKind::Child(name) = &path.steps.first()?.kind else { return None };
            let is_lost = path.root.kind == RootKind::Input && !known.contains(&name.value.as_str());
            is_lost.then(|| Lost { state, path: site.part(path.span), span: site.span(path.span) })
        })
    })
}

/// Whether a Choice tests which fields are present.
fn tests_presence(object: Object<'_>) -> bool {
    fn tests(rule: Object<'_>) -> bool {
        rule.has("IsPresent") || ["And", "Or", "Not"].into_iter().any(|name| rule.objects(name).any(tests))
    }
    object.objects("Choices").any(tests)
}

/// The fields that are known to exist after a transition; nothing where the data is replaced.
fn known_after<'m>(object: Object<'m>, edge: &Edge<'m>, known: &[&'m str]) -> Option<Vec<&'m str>> {
    if let Cause::Catch(i) = edge.cause {
        let catcher = object.objects("Catch").nth(i)?;
        return with_result(catcher, known);
    }
    if object.has("OutputPath") {
        return None;
    }
    match object.kind() {
        ObjectKind::Wait | ObjectKind::Choice if !object.has("InputPath") => Some(known.to_vec()),
        ObjectKind::Pass
            if !["Result", "Parameters", "ResultPath", "InputPath"].iter().any(|f| object.has(f)) =>
        {
            Some(known.to_vec())
        }
        ObjectKind::Pass | ObjectKind::Task | ObjectKind::Map | ObjectKind::Parallel => {
            with_result(object, known)
        }
        _ => None,
    }
}

fn with_result<'m>(object: Object<'m>, known: &[&'m str]) -> Option<Vec<&'m str>> {
    let path = object.get("ResultPath")?;
    let mut known = known.to_vec();
    if path.kind() != Kind::Null {
        let name = path.as_str()?.strip_prefix("$.")?.split(['.', '[']).next()?;
        known.push(name);
    }
    Some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(catcher: &str, states: &str) -> String {
        format!(
            r#"
{{
  "StartAt": "T",
  "States": {{
    "T": {{ "Type": "Task", "Resource": "x", "End": true, "Catch": [{{ "ErrorEquals": ["States.ALL"], {catcher} }}] }},
{states}
  }}
}}"#
        )
    }

    #[test]
    fn the_next_state_reads_the_input() {
        check(
            &RULE,
            r#"
{
  "StartAt": "T",
  "States": {
    "T": { "Type": "Task", "Resource": "x", "Catch": [{ "ErrorEquals": ["E"], "Next": "U" }], "End": true },
//                                                                                    ^^^ the error replaces the input, but `U` reads `$.order.id`
    "U": { "Type": "Task", "Resource": "x", "Parameters": { "e.$": "$.Cause", "id.$": "$.order.id" }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn states_that_pass_their_input_on_are_followed() {
        check(
            &RULE,
            r#"
{
  "StartAt": "T",
  "States": {
    "T": { "Type": "Task", "Resource": "x", "Catch": [{ "ErrorEquals": ["E"], "Next": "W" }], "End": true },
//                                                                                    ^^^ the error replaces the input, but `F` reads `$.order`
    "W": { "Type": "Wait", "Seconds": 1, "Next": "N" },
    "N": { "Type": "Task", "Resource": "x", "ResultPath": "$.sent", "Next": "C" },
    "C": { "Type": "Choice", "Choices": [{ "Variable": "$.sent.ok", "BooleanEquals": true, "Next": "F" }], "Default": "F" },
    "F": { "Type": "Fail", "CausePath": "States.Format('{} {}', $.Error, $.order)" }
  }
}"#,
        );
    }

    #[test]
    fn catchers_that_keep_or_create_the_data_are_not_reported() {
        for (catcher, states) in [
            (
                r#""ResultPath": "$.error", "Next": "A""#,
                r#""A": { "Type": "Succeed", "InputPath": "$.order" }"#,
            ),
            (
                r#""Next": "A" }], "QueryLanguage": "JSONata", "x": [{"#,
                r#""A": { "Type": "Succeed", "InputPath": "$.order" }"#,
            ),
            (
                r#""Next": "A""#,
                r#""A": { "Type": "Choice", "QueryLanguage": "JSONata", "Choices": [], "Default": "B" }, "B": { "Type": "Succeed", "InputPath": "$.order" }"#,
            ),
            (
                r#""Next": "A""#,
                r#""A": { "Type": "Wait", "Seconds": 1, "InputPath": "$.Cause", "Next": "B" }, "B": { "Type": "Succeed", "InputPath": "$.order" }"#,
            ),
            (
                r#""Next": "A""#,
                r#""A": { "Type": "Pass", "Result": { "order": 1 }, "Next": "B" }, "B": { "Type": "Succeed", "InputPath": "$.order" }"#,
            ),
            (
                r#""Next": "A""#,
                r#""A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Pass", "Next": "A" }"#,
            ),
            (r#""Next": "A""#, r#""A": { "Type": "Succeed", "InputPath": "$" }"#),
            (r#""Next": "A""#, r#""A": { "Type": "Succeed", "InputPath": "$$.Execution.Input.order" }"#),
            (
                r#""Next": "A""#,
                r#""A": { "Type": "Task", "Resource": "x", "Next": "B" }, "B": { "Type": "Succeed", "InputPath": "$.order" }"#,
            ),
            (
                r#""Next": "A""#,
                r#""A": { "Type": "Choice", "Choices": [{ "And": [{ "Variable": "$.order", "IsPresent": true }, { "Variable": "$.order.x", "IsNull": true }], "Next": "B" }], "Default": "B" }, "B": { "Type": "Succeed" }"#,
            ),
            (
                r#""Next": "A""#,
                r#""A": { "Type": "Pass", "InputPath": "$.Cause", "Parameters": { "x.$": "$.order" }, "End": true }"#,
            ),
        ] {
            check(&RULE, &machine(catcher, states));
        }
    }

    #[test]
    fn a_pass_state_without_fields_keeps_the_error() {
        let states =
            r#""A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Succeed", "InputPath": "$.order" }"#;
        only_finding(&RULE, &machine(r#""Next": "A""#, states));
    }
}
