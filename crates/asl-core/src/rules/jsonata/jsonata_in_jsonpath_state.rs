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
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    for site in cx.sites().filter(|site| matches!(site.code(), Code::Text)) {
        judge(cx, site.field(), site.node(), site.text());
    }
    // Texts that only JSONata evaluates are no sites here.
    let is_expression =
        |field: &Field<'_>| field.info().is_some_and(|info| info.expression && info.value == Value::Text);
    for field in cx.model().fields().filter(is_expression) {
        if let Some((value, text)) = field.value().and_then(|value| Some((value, value.as_text()?))) {
            judge(cx, field, value, text);
        }
    }
}

fn judge<'a>(cx: &mut Context<'a>, field: Field<'a>, value: Node<'a>, text: Text<'a>) {
    let object = field.object();
    if object.language() != QueryLanguage::JsonPath || text.has_placeholder() {
        return;
    }
    let Some(part) = meant(text.value) else { return };
    // A downgraded state is refused as such, and a definition that is handed to Step Functions has a language of its
    // own.
    let is_downgrade = object.state().is_none_or(State::is_downgrade);
    if is_downgrade || cx.own_parameter(field, value) == Some(Own::Paths) {
        return;
    }
    let span = match part {
        Some(part) => cx.tree().to_file(text, part),
        None => text.span,
    };
    cx.report(&RULE, span, "this is text here, because the state is in JSONPath")
        .note("`{% ... %}` is evaluated only in JSONata states")
        .help("write a path, or set `\"QueryLanguage\": \"JSONata\"` for the state");
}

/// Whether a text is an expression in its delimiters, or at least reads `$states`; and the part of it that does.
fn meant(text: &str) -> Option<Option<Span>> {
    if is_jsonata(text) {
        let is_sound = jsonata::parse(&text[2..text.len() - 2]).errors.is_empty();
        return is_sound.then_some(None);
    }
    if !text.as_bytes().contains(&b'$') || !text.contains("$states.") {
        return None;
    }
    let has_one_delimiter = text.starts_with("{%") || text.ends_with("%}");
    lookalike(text, |_| false).map(|found| Some(found.part)).or(has_one_delimiter.then_some(None))
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
    "F": { "Type": "Pass", "Result": { "a": "$states.input.a", "b": "id $states.context.Execution.Id", "c": "$other" } },
//                                           ^^^^^^^^^^^^^^^ this is text here, because the state is in JSONPath
//                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this is text here, because the state is in JSONPath
    "G": { "Type": "Pass", "Parameters": { "a": "{% $states.input.a" } },
//                                              ^^^^^^^^^^^^^^^^^^^^ this is text here, because the state is in JSONPath
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
