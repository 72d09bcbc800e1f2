use std::collections::HashSet;

use crate::model::StateId;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unreachable-state",
    group: Group::Graph,
    docs: include_str!("unreachable_state.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "MISSING_TRANSITION_TARGET", place: AwsPlace::Here }),
    fix: FixKind::Suggested,
    tags: &[Tag::Unnecessary],
    actions: &[QuickFix::ConnectState],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for machine in cx.machines() {
        let all_reached = machine.states().all(|state| cx.graph().is_reachable(state));
        if all_reached || is_silent(machine) || is_filled_in(cx, machine) || !cx.graph().is_complete(machine)
        {
            continue;
        }
        let mut edges = machine.states().flat_map(|state| cx.graph().edges(state));
        let starts = machine.start_at().is_some_and(|start| machine.state(start.value).is_some());
        let decides = |state: State<'_>| !state.is(StateKind::Choice) || state.has("Default");
        // A transition without a target, or a Choice without a `Default`, is more likely the mistake.
        let is_left_over = starts && edges.all(|edge| edge.to.is_some()) && machine.states().all(decides);
        for state in first_unreachable(cx, machine) {
            let states = machine.object().get("States").expect("it holds the state");
            let remove = cx.remove_pair(states, state.pair());
            let name = state.name();
            let diag =
                cx.report(&RULE, name.span, format!("state `{}` is unreachable from `StartAt`", name.value));
            diag.help("add a transition to it, or remove it");
            if is_left_over {
                diag.fix(Fix::suggested(format!("Remove `{}`", name.value), vec![remove]));
            }
        }
    }
}

/// Whether unreachable states are not reported: AWS does not report them in a machine without a terminal state (§3.2),
/// and they are unknown where `StartAt` is missing or a placeholder.
fn is_silent(machine: Machine<'_>) -> bool {
    let endless = machine.is_outermost() && !machine.states().any(State::is_terminal);
    endless || machine.start_at().is_none_or(|start| start.has_placeholder())
}

/// Whether a template fills in a state name, so that a transition may lead anywhere.
fn is_filled_in(cx: &Context<'_>, machine: Machine<'_>) -> bool {
    let leads_anywhere = |state| cx.graph().edges(state).any(|edge| edge.target.has_placeholder());
    machine.states().any(|state| state.name().has_placeholder() || leads_anywhere(state))
}

/// The unreachable states that no other unreachable state leads to. Of a loop, the first one in the text.
fn first_unreachable<'a>(cx: &Context<'a>, machine: Machine<'a>) -> Vec<State<'a>> {
    let unreachable: Vec<State<'a>> = machine
        .states()
        .filter(|state| !cx.graph().is_reachable(*state))
        .filter(|state| state.object().is_some() && machine.state(state.name().value) == Some(*state))
        .collect();
    let edges = unreachable.iter().flat_map(|from| cx.graph().edges(*from));
    let led_to: HashSet<StateId> =
        edges.filter_map(|edge| edge.to.filter(|to| *to != edge.from)).map(State::id).collect();
    let (mut first, others): (Vec<_>, Vec<_>) =
        unreachable.iter().copied().partition(|state| !led_to.contains(&state.id()));
    let mut explained = cx.graph().closure(&first);
    for state in others {
        if !explained[state.id().index()] {
            first.push(state);
            explained = cx.graph().closure(&first);
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_of_a_chain_or_loop_is_reported() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Succeed" },
    "B": { "Type": "Pass", "Next": "C" },
//  ^^^ state `B` is unreachable from `StartAt`
    "C": { "Type": "Pass", "Next": "A" },
    "D": { "Type": "Pass", "Next": "E" },
//  ^^^ state `D` is unreachable from `StartAt`
    "E": { "Type": "Pass", "Next": "D" },
    "F": { "Type": "Pass", "Next": "F" }
//  ^^^ state `F` is unreachable from `StartAt`
  }
}"#,
        );
    }

    #[test]
    fn rules_defaults_and_catchers_keep_a_state_reachable() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "B" }], "Default": "C" },
    "B": { "Type": "Task", "Resource": "x", "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "D" }], "End": true },
    "C": { "Type": "Succeed" },
    "D": { "Type": "Fail" }
  }
}"#,
        );
    }

    #[test]
    fn states_of_nested_machines() {
        check(
            &RULE,
            r#"
{
  "StartAt": "M",
  "States": {
    "M": {
      "Type": "Map",
      "ItemProcessor": {
        "StartAt": "A",
        "States": { "A": { "Type": "Pass", "Next": "A" }, "Ghost": { "Type": "Succeed" } }
//                                                        ^^^^^^^ state `Ghost` is unreachable from `StartAt`
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn a_start_that_is_unknown_makes_all_states_unreachable() {
        let finding = only_finding(&RULE, r#"{ "StartAt": "X", "States": { "A": { "Type": "Succeed" } } }"#);
        assert_eq!(finding.aws_location.as_deref(), Some("/States/A"));
    }

    #[test]
    fn nothing_is_reported_without_an_end_or_a_start() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "A" }, "B": { "Type": "Pass", "Next": "A" } } }"#,
        );
        check(&RULE, r#"{ "States": { "A": { "Type": "Succeed" } } }"#);
        check(&RULE, r#"{ "StartAt": "${First}", "States": { "A": { "Type": "Succeed" } } }"#);
    }

    #[test]
    fn a_substituted_name_may_lead_anywhere() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "${Name}" }, "B": { "Type": "Succeed" } } }"#,
        );
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "${Name}": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Succeed" } } }"#,
        );
    }

    #[test]
    fn the_state_is_removed() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" }, "B": { "Type": "Succeed" } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" } } }"#,
        );
    }

    #[test]
    fn only_a_state_that_is_left_over_is_removed() {
        let fix = |first: &str| {
            let text = format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ {first} }}, "B": {{ "Type": "Succeed" }}, "C": {{ "Type": "Succeed" }} }} }}"#
            );
            only_finding(&RULE, &text).fix
        };
        assert!(fix(r#""Type": "Pass", "Next": "B""#).is_some());
        assert!(
            fix(r#""Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "B" }]"#)
                .is_none()
        );
        assert!(fix(r#""Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "D" }], "Default": "B""#).is_none());
    }

    #[test]
    fn states_that_are_not_objects_and_duplicates() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed" }, "B": 1, "A": { "Type": "Succeed" } } }"#,
        );
    }
}
