use crate::edit::quoted;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "missing-next-or-end",
    group: Group::Graph,
    docs: include_str!("missing_next_or_end.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states() {
        let Some(object) = state.object() else { continue };
        let continues = object.has_or_misspells("Next")
            || object
                .field_or_misspelling("End")
                .is_some_and(|end| end.value().and_then(Node::as_bool) != Some(false));
        if continues || object.may_hide_fields() || !state.kind().is_some_and(StateKind::has_next) {
            continue;
        }
        let fix = continuation(cx, state, object);
        let is_false = object.has("End");
        let message = match is_false {
            true => format!("`{}` has no `Next`, and its `End` is `false`", state.name().value),
            false => format!("`{}` has neither `Next` nor `End`", state.name().value),
        };
        cx.report(&RULE, state.name().span, message)
            .help("add `Next` with the name of the following state, or set `\"End\": true`")
            .fix(fix);
    }
}

/// Adds a transition to the next state in the text if no other leads there; otherwise ends the machine.
fn continuation<'a>(cx: &Context<'a>, state: State<'a>, object: Object<'a>) -> Fix {
    let is_free = |next: &State<'_>| !cx.graph().is_reachable(*next) && !cx.graph().is_led_to(*next);
    let follower = state.following().filter(is_free);
    let (name, value) = match follower {
        Some(next) => ("Next", quoted(next.name().value)),
        None => ("End", "true".to_owned()),
    };
    let old = object.field("End").and_then(|end| end.value());
    let edits = match old {
        Some(old) if name == "End" => vec![cx.replace_value(old, &value)],
        _ => {
            let last = object.fields().next_back().map(|field| field.pair());
            vec![cx.insert_field(object, last, name, &value)]
        }
    };
    Fix::suggested(format!("Add `\"{name}\": {value}`"), edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_without_next_and_end() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Pass" },
//  ^^^ `A` has neither `Next` nor `End`
    "B": { "Type": "Wait", "Seconds": 1, "End": false },
//  ^^^ `B` has no `Next`, and its `End` is `false`
    "C": { "Type": "Succeed" },
    "D": { "Type": "Choice", "Choices": [] },
    "E": { "Type": "Pass", "End": "true" },
    "F": { "Type": "Unknown" }
  }
}"#,
        );
    }

    #[test]
    fn a_syntax_error_may_hide_the_field() {
        check(&RULE, r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", Next } } }"#);
    }

    #[test]
    fn the_state_continues_or_ends() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass" }, "B": { "Type": "Succeed" } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Next": "B" }, "B": { "Type": "Succeed" } } }"#,
        );
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": false } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true } } }"#,
        );
    }

    #[test]
    fn the_fix_keeps_an_end_that_is_false_if_the_state_continues() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": false }, "B": { "Type": "Succeed" } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": false, "Next": "B" }, "B": { "Type": "Succeed" } } }"#,
        );
    }

    #[test]
    fn the_fix_leads_to_no_state_that_another_leads_to() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass" }, "B": { "Type": "Succeed" }, "C": { "Type": "Pass", "Next": "B" } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true }, "B": { "Type": "Succeed" }, "C": { "Type": "Pass", "Next": "B" } } }"#,
        );
    }
}
