use super::prelude::*;
use crate::catalog::Value;
use crate::expr::{is_jsonata, jsonata};
use crate::model::Field;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "jsonata-in-jsonpath-state",
    group: Group::Jsonata,
    summary: "a JSONPath state has a JSONata expression, which is not evaluated there",
    docs: include_str!("jsonata_in_jsonpath_state.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for site in cx.sites().filter(|site| matches!(site.code(), Code::Text)) {
        judge(cx, site.object(), site.text());
    }
    // Texts that only JSONata evaluates are no sites here.
    let is_expression =
        |field: &Field<'_>| field.info().is_some_and(|info| info.expression && info.value == Value::Text);
    for field in cx.model().fields().filter(is_expression) {
        if let Some(text) = field.value().and_then(Node::as_text) {
            judge(cx, field.object(), text);
        }
    }
}

fn judge(cx: &mut Context<'_>, object: Object<'_>, text: Text<'_>) {
    if !is_jsonata(text.value) || object.language() != QueryLanguage::JsonPath || text.has_hole() {
        return;
    }
    let Some(state) = object.state() else { return };
    // A downgraded state is refused as such, and a definition that is handed to Step Functions has a language of its
    // own.
    let hands_definition = state.resource().is_some_and(|resource| resource.contains(":sfn:"));
    let expression = &text.value[2..text.value.len() - 2];
    if state.is_downgrade() || hands_definition || !jsonata::parse(expression).errors.is_empty() {
        return;
    }
    cx.report(&RULE, text.span, "this is text here, because the state is in JSONPath")
        .note("`{% ... %}` is evaluated only in JSONata states")
        .help("write a path, or set `\"QueryLanguage\": \"JSONata\"` for the state");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_that_stay_text() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Parameters": { "a": "{% $states.input.a %}", "b": ["{% 1 %}"], "c": "{% no expression %}", "d": " {% 1 %}" },
//                         ^^^^^^^^^^^^^^^^^^^^^^^ this is text here, because the state is in JSONPath
//                                                        ^^^^^^^^^ this is text here, because the state is in JSONPath
      "Next": "B"
    },
    "B": { "Type": "Fail", "Comment": "{% 1 %}", "Cause": "{% $states.input.cause %}" },
//                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ this is text here, because the state is in JSONPath
    "C": { "Type": "Wait", "Seconds": "{% 1 %}" },
    "D": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 %}" },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:testState", "Parameters": { "Definition": { "Output": "{% 1 %}" } } }
  }
}"#,
        );
    }

    #[test]
    fn a_downgraded_state_is_refused_as_such() {
        check(
            &RULE,
            r#"{ "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A": { "Type": "Fail", "QueryLanguage": "JSONPath", "Cause": "{% 1 %}" } } }"#,
        );
    }
}
