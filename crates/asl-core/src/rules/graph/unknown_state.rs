use std::cell::LazyCell;
use std::collections::HashMap;

use crate::model::{Field, Model};
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "unknown-state",
    group: Group::Graph,
    docs: include_str!("unknown_state.md"),
    severity: Severity::Error,
    aws: Some(Aws { code: "MISSING_TRANSITION_TARGET", place: AwsPlace::Here }),
    fix: FixKind::Suggested,
    actions: &[QuickFix::CreateState],
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    let model = cx.model();
    let all = LazyCell::new(|| by_name(model));
    for machine in cx.machines() {
        // Another rule reports a missing `States`. A syntax error or a template may hide the state, and a name that a
        // template fills in may be any.
        if machine.object().may_hide_fields()
            || !machine.object().get("States").is_some_and(|states| states.is_object() && !states.is_open())
            || machine.states().any(|state| state.name().has_placeholder())
        {
            continue;
        }
        if let Some(target) = machine.start_at().filter(|target| machine.state(target.value).is_none()) {
            report(cx, machine, target, &all);
        }
        for state in machine.states() {
            for edge in cx.graph().edges(state).filter(|edge| edge.to.is_none() && edge.is_allowed) {
                report(cx, machine, edge.target, &all);
            }
        }
    }
}

/// All states by their names. Of several with the same name, it is that in the outermost machine.
fn by_name(model: &Model) -> HashMap<&str, State<'_>> {
    let mut found = HashMap::new();
    // Of duplicates in a machine, the last one counts.
    for state in model.machines().flat_map(|machine| machine.states().rev()) {
        found.entry(state.name().value).or_insert(state);
    }
    found
}

/// Reports a target that is not a state of the machine. `all` are the states of all machines.
fn report<'a>(
    cx: &mut Context<'a>,
    machine: Machine<'a>,
    target: Text<'a>,
    all: &HashMap<&'a str, State<'a>>,
) {
    let is_outside = machine.object().field(target.value).is_some_and(Field::is_misplaced_state);
    if target.has_placeholder() || is_outside {
        return;
    }
    let elsewhere = all.get(target.value);
    let near = cx.nearest(target.value, machine.states().map(|state| state.name().value));
    let fix =
        near.map(|near| Fix::suggested(format!("Change to `{near}`"), vec![cx.replace_text(target, near)]));
    let diag = cx.report(&RULE, target.span, format!("no state named `{}` in this scope", target.value));
    if let Some(state) = elsewhere {
        let place = match state.machine().parent() {
            Some(parent) => format!("a state inside `{}`", parent.name().value),
            None => "a state of the outermost machine".to_owned(),
        };
        diag.related(state.name().span, place);
        diag.note("a transition cannot leave its machine, branch or item processor");
    }
    if let Some(near) = near {
        diag.help(format!("did you mean `{near}`?"));
    }
    if let Some(fix) = fix {
        diag.fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_transition() {
        check(
            &RULE,
            r#"
{
  "StartAt": "Z",
//           ^^^ no state named `Z` in this scope
  "States": {
    "A": { "Type": "Pass", "Next": "Bx" },
//                                 ^^^^ no state named `Bx` in this scope
    "B": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "IsNull": true, "Next": "b" }], "Default": "C" },
//                                                                                    ^^^ no state named `b` in this scope
//                                                                                                       ^^^ no state named `C` in this scope
    "T": { "Type": "Task", "Resource": "x", "Catch": [{ "ErrorEquals": ["E"], "Next": "D" }], "Next": "${After}" }
//                                                                                    ^^^ no state named `D` in this scope
  }
}"#,
        );
    }

    #[test]
    fn transitions_do_not_leave_their_machine() {
        check(
            &RULE,
            r#"
{
  "StartAt": "P",
  "States": {
    "P": {
      "Type": "Parallel",
      "Branches": [{ "StartAt": "I", "States": { "I": { "Type": "Pass", "Next": "Done" } } }],
//                                                                              ^^^^^^ no state named `Done` in this scope
      "Next": "I"
//            ^^^ no state named `I` in this scope
    },
    "Done": { "Type": "Succeed" }
  }
}"#,
        );
    }

    #[test]
    fn transitions_that_the_state_cannot_have_are_ignored() {
        check(&RULE, r#"{ "StartAt": "A", "States": { "A": { "Type": "Succeed", "Next": "B" } } }"#);
    }

    #[test]
    fn a_syntax_error_may_hide_the_state() {
        check(&RULE, r#"{ "StartAt": "A", "States": { "B": { "Type": "Succeed" }, A: ] } }"#);
    }

    #[test]
    fn a_substituted_name_may_be_the_state() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "${Name}": { "Type": "Pass", "Next": "B" }, "C": { "Type": "Succeed" } } }"#,
        );
    }

    #[test]
    fn the_nearest_name_is_proposed() {
        let before =
            r#"{ "StartAt": "process order", "States": { "Process Order": { "Type": "Succeed" } } }"#;
        let finding = only_finding(&RULE, before);
        assert_eq!(finding.help.as_deref(), Some("did you mean `Process Order`?"));
        assert_eq!(finding.aws_location.as_deref(), Some("/StartAt"));
        check_fix(
            &RULE,
            before,
            r#"{ "StartAt": "Process Order", "States": { "Process Order": { "Type": "Succeed" } } }"#,
        );
    }

    #[test]
    fn states_that_are_not_an_object() {
        check(&RULE, r#"{ "StartAt": "A", "States": [] }"#);
    }
}
