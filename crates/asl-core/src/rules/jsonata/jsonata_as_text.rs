use crate::catalog::parameters::Own;
use crate::expr::lookalike::{Shape, lookalike_in};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "jsonata-as-text",
    group: Group::Jsonata,
    docs: include_str!("jsonata_as_text.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    for site in cx.sites().filter(|site| matches!(site.code(), Code::Text)) {
        let text = site.text();
        if site.object().language() != QueryLanguage::Jsonata {
            continue;
        }
        let variables = cx.analysis.variables();
        let is_variable = |name: &str| variables.named(name).is_some();
        let Some(found) = lookalike_in(text, site.info(), is_variable) else { continue };
        if cx.own_parameter(site.field(), site.node()) == Some(Own::Paths) {
            continue;
        }
        let message = match found.shape {
            Shape::Blanks => "with blanks around it, this is text and not an expression",
            Shape::DoubleBraces => "with double braces, this is text and not an expression",
            Shape::OtherDelimiters => "with these delimiters, this is text and not an expression",
            Shape::NoDelimiters => "without delimiters, this is text and not an expression",
            Shape::Inside => "inside a longer text, this is not evaluated",
        };
        let repaired = found.expression.map(|expression| format!("{{% {expression} %}}"));
        let edit = repaired.as_ref().map(|repaired| cx.replace_text(text, repaired));
        let diag = cx.report(&RULE, site.span(found.part), message);
        diag.note("only a string that begins with `{%` and ends with `%}` is evaluated");
        match (repaired, edit) {
            (Some(repaired), Some(edit)) => {
                diag.help(format!("write `{}`", long_excerpt(&repaired)));
                diag.fix(Fix::suggested("Make it an expression", vec![edit]));
            }
            _ => {
                diag.help("make the whole string one expression, and join texts with `&`");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_that_are_not_alone() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Output": {
        "a": " {% 1 %} ",
//             ^^^^^^^ with blanks around it, this is text and not an expression
        "b": "{{% 1 %}}",
//            ^^^^^^^^^ with double braces, this is text and not an expression
        "c": "about {% 1 %} Euro",
//                  ^^^^^^^ inside a longer text, this is not evaluated
        "d": "{% 1 %}",
        "e": "100%} of {%",
        "f": "{% 1 %} Euro",
        "g": "${x} {% 1 %} ",
        "h": "$states.input.foo",
//            ^^^^^^^^^^^^^^^^^ without delimiters, this is text and not an expression
        "i": ["{ % $states.input.x % }", "{{ $states.input.x }}", "<% $states.input.x %>", "${$states.input.x}"],
//             ^^^^^^^^^^^^^^^^^^^^^^^ with these delimiters, this is text and not an expression
//                                        ^^^^^^^^^^^^^^^^^^^^^ with these delimiters, this is text and not an expression
//                                                                 ^^^^^^^^^^^^^^^^^^^^^ with these delimiters, this is text and not an expression
//                                                                                          ^^^^^^^^^^^^^^^^^^ with these delimiters, this is text and not an expression
        "j": "Hello $states.input.name!",
//                  ^^^^^^^^^^^^^^^^^^ inside a longer text, this is not evaluated
        "k": "$total",
//            ^^^^^^ without delimiters, this is text and not an expression
        "l": "$other and $5.00"
      },
      "Assign": { "total": 1 },
      "Next": "B"
    },
    "C": {
      "Type": "Choice",
      "Choices": [
        { "Condition": "$states.input.a > 1", "Next": "B" },
//                      ^^^^^^^^^^^^^^^^^^^ without delimiters, this is text and not an expression
        { "Condition": "$x > 1", "Next": "B" },
//                      ^^^^^^ without delimiters, this is text and not an expression
        { "Condition": "true", "Next": "B" },
        { "Condition": "$.a > 1", "Next": "B" }
      ]
    },
    "D": { "Type": "Wait", "Seconds": "$states.input.delay", "Next": "B" },
//                                     ^^^^^^^^^^^^^^^^^^^ without delimiters, this is text and not an expression
    "E": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:testState", "Arguments": { "Definition": { "Output": "$states.input" } } },
    "B": { "Type": "Pass", "QueryLanguage": "JSONPath", "Parameters": { "a": " {% 1 %} " }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn what_stands_around_is_removed() {
        let output = |text: &str| {
            format!(
                r#"{{ "QueryLanguage": "JSONata", "StartAt": "A", "States": {{ "A": {{ "Type": "Succeed", "Output": "{text}" }} }} }}"#
            )
        };
        check_fix(&RULE, &output(" {% 1 %} "), &output("{% 1 %}"));
        check_fix(&RULE, &output("{{% 1 %}}"), &output("{% 1 %}"));
        check_fix(&RULE, &output("$states.input.x"), &output("{% $states.input.x %}"));
        check_fix(&RULE, &output("<%= $states.input.x %>"), &output("{% $states.input.x %}"));
    }
}
