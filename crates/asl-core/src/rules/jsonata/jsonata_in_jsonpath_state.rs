use crate::catalog::Value;
use crate::catalog::parameters::Own;
use crate::expr::is_jsonata;
use crate::expr::lookalike::lookalike;
use crate::model::Field;
use crate::rules::prelude::*;
use crate::syntax::Text;
use jsonata_syntax as jsonata;

pub(super) static RULE: Rule = Rule {
    name: "jsonata-in-jsonpath-state",
    group: Group::Jsonata,
    docs: include_str!("jsonata_in_jsonpath_state.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.texts() {
        check_text(cx, site.field(), site.node(), site.text());
    }
    // In JSONPath, strings that only JSONata evaluates are not expression sites.
    for (field, _, value) in cx.fields_where(|info| info.expression && info.value == Value::Text) {
        if let Some(text) = value.as_text() {
            check_text(cx, field, value, text);
        }
    }
}

fn check_text<'a>(cx: &mut Context<'a>, field: Field<'a>, value: Node<'a>, text: Text<'a>) {
    let object = field.object();
    if object.language() != QueryLanguage::JsonPath || text.has_placeholder() {
        return;
    }
    let Some(part) = expression(text.value) else { return };
    // Another rule reports downgraded states, and a definition that is passed to Step Functions has a query language
    // of its own.
    let is_downgrade = object.state().is_none_or(State::is_downgrade);
    if is_downgrade || cx.own_parameter(field, value) == Some(Own::Paths) {
        return;
    }
    let span = match part {
        Some(part) => cx.tree().to_file(text, part),
        None => text.span,
    };
    cx.report(&RULE, span, "expression is not evaluated in a JSONPath state")
        .note("`{% ... %}` is evaluated only in JSONata states")
        .help("use a path, or set `\"QueryLanguage\": \"JSONata\"` for the state");
}

/// Whether a string is an expression in delimiters or at least reads `$states`; if only a part of it does, that part.
fn expression(text: &str) -> Option<Option<Span>> {
    if is_jsonata(text) {
        let is_valid = jsonata::parse(&text[2..text.len() - 2]).errors.is_empty();
        return is_valid.then_some(None);
    }
    if !text.contains("$states.") {
        return None;
    }
    let has_one_delimiter = text.starts_with("{%") || text.ends_with("%}");
    lookalike(text, |_| false).map(|found| Some(found.part)).or(has_one_delimiter.then_some(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_that_are_not_evaluated() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Parameters": { "a": "{% $states.input.a %}", "b": ["{% 1 %}"], "c": "{% no expression %}", "d": " {% 1 %}" },
//                         ^^^^^^^^^^^^^^^^^^^^^^^ expression is not evaluated in a JSONPath state
//                                                        ^^^^^^^^^ expression is not evaluated in a JSONPath state
      "Next": "B"
    },
    "B": { "Type": "Fail", "Comment": "{% 1 %}", "Cause": "{% $states.input.cause %}" },
//                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ expression is not evaluated in a JSONPath state
    "C": { "Type": "Wait", "Seconds": "{% 1 %}" },
    "F": { "Type": "Pass", "Result": { "a": "$states.input.a", "b": "id $states.context.Execution.Id", "c": "$other" } },
//                                           ^^^^^^^^^^^^^^^ expression is not evaluated in a JSONPath state
//                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expression is not evaluated in a JSONPath state
    "G": { "Type": "Pass", "Parameters": { "a": "{% $states.input.a" } },
//                                              ^^^^^^^^^^^^^^^^^^^^ expression is not evaluated in a JSONPath state
    "D": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 %}" },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:testState", "Parameters": { "Definition": { "Output": "{% 1 %}" } } }
  }
}"#,
        );
    }

    #[test]
    fn downgraded_states_are_reported_by_another_rule() {
        check(
            &RULE,
            r#"{ "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A": { "Type": "Fail", "QueryLanguage": "JSONPath", "Cause": "{% 1 %}" } } }"#,
        );
    }

    #[test]
    fn placeholders_and_jsonata_states() {
        let text = |language: &str, value: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", "QueryLanguage": "{language}", "Resource": "{value}", "Comment": "c", "TimeoutSeconds": "{value}", "End": true }} }} }}"#
            )
        };
        check(&RULE, &text("JSONata", "{% 1 %}"));
        check(&RULE, &text("JSONPath", "{% ${Value} %}"));
    }
}
