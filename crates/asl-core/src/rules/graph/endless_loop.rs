use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use crate::model::{MachineId, Model, StateId};
use crate::rules::prelude::*;
use crate::semantic::{Edge, Graph, route};

pub(super) static RULE: Rule = Rule {
    name: "endless-loop",
    group: Group::Graph,
    docs: include_str!("endless_loop.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let (model, graph) = (cx.model(), cx.graph());
    let entered = LazyCell::new(|| entered(model, graph));
    let mut is_reported: HashMap<MachineId, bool> = HashMap::new();
    for members in graph.loops(model) {
        let first = members[0];
        let machine = first.machine();
        let leaves = |state: &State<'_>| graph.edges(*state).any(|edge| leaves_loop(graph, edge));
        if graph.can_end(first)
            || members.iter().any(leaves)
            || !graph.is_reachable(first)
            || *is_reported.entry(machine.id()).or_insert_with(|| is_reported_otherwise(cx, machine))
        {
            continue;
        }
        let way = graph.way_back(first).expect("the members of a loop lead to themselves");
        let start = machine.start_at().map(|start| start.value);
        let is_entry =
            |state: &&State<'_>| start == Some(state.name().value) || entered.contains(&state.id());
        let entry = members.iter().find(is_entry).unwrap_or(&first);
        let message = format!("`{}` is in a loop that never ends", entry.name().value);
        cx.report(&RULE, entry.name().span, message)
            .note(format!("the loop is {}", route(&way)))
            .note("the execution runs until it is stopped, exceeds its time limit, or fails at 25,000 events of history")
            .help("add a transition out of the loop to a terminal state");
    }
}

/// Whether a transition leads out of the loop that its state is in.
fn leaves_loop(graph: &Graph, edge: Edge<'_>) -> bool {
    edge.to.is_some_and(|to| !graph.are_connected(edge.from.id(), to.id()))
}

/// The states to which transitions lead from outside of the loops that they are in.
fn entered(model: &Model, graph: &Graph) -> HashSet<StateId> {
    let edges = model.states().flat_map(|state| graph.edges(state));
    edges.filter(|edge| leaves_loop(graph, *edge)).filter_map(|edge| edge.to).map(State::id).collect()
}

/// Whether another rule reports the machine: the outermost one has no terminal state, or nothing leads to one.
fn is_reported_otherwise<'a>(cx: &Context<'a>, machine: Machine<'a>) -> bool {
    let ends = |state: &State<'a>| cx.graph().can_end(*state);
    let has_unreached_end = machine.states().filter(ends).any(|state| !cx.graph().is_reachable(state));
    !cx.graph().is_complete(machine)
        || has_unreached_end
        || machine.is_outermost() && !machine.states().any(|state| ends(&state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_machine_that_never_ends() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "B" }], "Default": "D" },
    "B": { "Type": "Pass", "Next": "C" },
//  ^^^ `B` is in a loop that never ends
    "C": { "Type": "Wait", "Seconds": 1, "Next": "B" },
    "D": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn nested_machines() {
        check(
            &RULE,
            r#"
{
  "StartAt": "M",
  "States": {
    "M": {
      "Type": "Map",
      "ItemProcessor": { "StartAt": "C", "States": { "C": { "Type": "Pass", "Next": "C" } } },
//                                                   ^^^ `C` is in a loop that never ends
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn the_route_is_shown() {
        let finding = only_finding(
            &RULE,
            r#"{ "StartAt": "A", "States": {
                "A": { "Type": "Task", "Resource": "x", "Next": "B", "Catch": [{ "ErrorEquals": ["E"], "Next": "F" }] },
                "B": { "Type": "Pass", "Next": "C" }, "C": { "Type": "Pass", "Next": "B" }, "F": { "Type": "Fail" } } }"#,
        );
        assert_eq!(finding.notes[0], "the loop is B → C → B");
    }

    #[test]
    fn loops_with_an_exit_and_problems_of_other_rules() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": {
                "A": { "Type": "Pass", "Next": "C" },
                "C": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "A" }], "Default": "D" },
                "D": { "Type": "Succeed" } } }"#,
        );
        check(&RULE, r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "A" } } }"#);
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "A" }, "B": { "Type": "Succeed" } } }"#,
        );
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Pass", "Next": "?" } } }"#,
        );
    }

    #[test]
    fn a_loop_that_leads_into_another() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "B" }], "Default": "F" },
    "B": { "Type": "Choice", "Choices": [{ "Variable": "$.y", "IsNull": true, "Next": "B" }], "Default": "E" },
    "D": { "Type": "Pass", "Next": "E" },
    "E": { "Type": "Pass", "Next": "D" },
//  ^^^ `E` is in a loop that never ends
    "F": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn the_loop_is_entered_at_the_start() {
        check(
            &RULE,
            r#"
{ "StartAt": "M", "States": { "M": { "Type": "Map", "ItemProcessor": {
  "StartAt": "D",
  "States": {
    "C": { "Type": "Pass", "Next": "D" },
    "D": { "Type": "Pass", "Next": "C" }
//  ^^^ `D` is in a loop that never ends
  } }, "End": true } } }"#,
        );
    }
}
