use crate::catalog::services::{Pattern, Resource};
use crate::rules::prelude::*;
use crate::syntax::{Notation, Pair};

pub(super) static RULE: Rule = Rule {
    name: "missing-task-token",
    group: Group::Integrations,
    docs: include_str!("missing_task_token.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let pattern = state.resource().and_then(|resource| Resource::parse(resource).pattern());
        let Some(object) = state.object().filter(|o| pattern == Some(Pattern::Callback) && !o.is_damaged())
        else {
            continue;
        };
        let (payload, token) = match state.language() {
            QueryLanguage::JsonPath => ("Parameters", "$$.Task.Token"),
            QueryLanguage::Jsonata => ("Arguments", "$states.context.Task.Token"),
        };
        let Some(field) = object.field(payload) else { continue };
        // A payload that is a single expression may contain the token.
        let Some(value) = field.value().filter(|value| value.is_object()) else { continue };
        if may_hold_token(cx.tree().notation(), value) {
            continue;
        }
        let name = state.name().value;
        cx.report(
            &RULE,
            field.key().span,
            format!("`{name}` waits for a task token that it does not pass on"),
        )
        .note("nobody can return a token that was never passed on, so the Task waits until it times out")
        .help(format!("pass `{token}` to the service or worker that is to return it"));
    }
}

/// Whether a payload contains the token, the context object with it, or something that a template fills in.
fn may_hold_token(notation: Notation, payload: Node<'_>) -> bool {
    let may_hold = |value: Node<'_>| may_hold_token(notation, value);
    let in_pair = |pair: Pair<'_>| leads_to_token(pair.key().value) || pair.value().is_some_and(may_hold);
    let may_evaluate_to_token = || match notation {
        // Attributes of resources contain no token.
        Notation::Hcl => !["aws_", "data."].iter().any(|root| payload.source().starts_with(root)),
        _ => leads_to_token(payload.source()),
    };
    payload.is_unknown() && may_evaluate_to_token()
        || payload.is_open()
        || payload.as_str().is_some_and(leads_to_token)
        || payload.items().any(may_hold)
        || payload.pairs().any(in_pair)
}

fn leads_to_token(text: &str) -> bool {
    const OTHERS: [&str; 4] = [".Execution", ".StateMachine", ".State.", ".Map"];
    let may_be = |rest: &str| !OTHERS.iter().any(|name| rest.starts_with(name));
    let after = |root| text.split(root).skip(1);
    text.contains("${")
        || after("$$").any(may_be)
        || after("$states.context").any(may_be)
        || after("$states").any(|rest| !rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_must_be_passed_on() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Parameters": { "Payload.$": "$" } },
//                                                                                        ^^^^^^^^^^^^ `A` waits for a task token that it does not pass on
    "B": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Parameters": { "Payload.$": "$$.Execution.Input" } },
//                                                                                        ^^^^^^^^^^^^ `B` waits for a task token that it does not pass on
    "C": {
      "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Arguments": { "Payload": "{% { 'id': $states.context.Execution.Id, 'in': $states.input } %}" }
//    ^^^^^^^^^^^ `C` waits for a task token that it does not pass on
    },
    "D": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "Payload.$": "$" } }
  }
}"#,
        );
    }

    #[test]
    fn the_token_may_be_passed_in_many_ways() {
        for payload in [
            r#"{ "Payload": { "a": [{ "token.$": "$$.Task.Token" }] } }"#,
            r#"{ "Payload.$": "States.JsonMerge($, $$, false)" }"#,
            r#"{ "Payload.$": "$$" }"#,
            r#"{ "Payload.$": "$$.Task" }"#,
            r#"{ "Payload.$": "$$['Task']['Token']" }"#,
            r#"{ "Payload": "${Payload}" }"#,
            r#"{ "Payload": { "token": "$$.Task.Token" } }"#,
        ] {
            check(
                &RULE,
                &format!(
                    r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Parameters": {payload} }} }} }}"#
                ),
            );
        }
        for payload in [
            r#"{ "Payload": "{% $states.context.Task.Token %}" }"#,
            r#"{ "Payload": "{% $merge([$states.input, $states.context]) %}" }"#,
            r#"{ "Payload": "{% ($s := $states; $s.context.Task.Token) %}" }"#,
            r#""{% $states.input %}""#,
        ] {
            check(
                &RULE,
                &format!(
                    r#"{{ "QueryLanguage": "JSONata", "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Arguments": {payload} }} }} }}"#
                ),
            );
        }
    }
}
