use crate::model::Field;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "no-terminal-state",
    group: Group::Graph,
    docs: include_str!("no_terminal_state.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "MISSING_END_STATE", place: AwsPlace::None }),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let Some(machine) = cx.model().root() else { return };
    let Some(states) = machine.object().field("States") else { return };
    let is_outside = machine.object().fields().any(Field::is_misplaced_state);
    let has_end = machine.states().any(State::is_terminal);
    if has_end || machine.states().len() == 0 || is_outside || !cx.graph().is_complete(machine) {
        return;
    }
    cx.report(&RULE, states.key().span, "the state machine has no terminal state")
        .help("add `\"End\": true` to the last state, or a transition to a `Succeed` or `Fail` state");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outermost_machine_needs_an_end() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
//^^^^^^^^ the state machine has no terminal state
    "A": { "Type": "Pass", "Next": "B" },
    "B": { "Type": "Map", "ItemProcessor": { "StartAt": "C", "States": { "C": { "Type": "Succeed" } } }, "Next": "A" }
  }
}"#,
        );
    }

    #[test]
    fn nested_machines_may_run_forever() {
        check(
            &RULE,
            r#"{ "StartAt": "M", "States": { "M": { "Type": "Map", "End": true, "ItemProcessor": {
                "StartAt": "C", "States": { "C": { "Type": "Pass", "Next": "C" } } } } } }"#,
        );
    }

    #[test]
    fn an_end_that_is_missing_elsewhere_is_not_reported_again() {
        check(&RULE, r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass" } } }"#);
        check(&RULE, r#"{ "StartAt": "A", "States": {} }"#);
    }
}
