use crate::catalog::parameters::Own;
use crate::expr::lookalike::{Shape, lookalike_in};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "jsonata-as-text",
    group: Group::Jsonata,
    docs: include_str!("jsonata_as_text.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.texts() {
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
            Shape::Blanks => "expression is not evaluated because of the whitespace around its delimiters",
            Shape::DoubleBraces => "expression is not evaluated because of its double braces",
            Shape::OtherDelimiters => "expression is not evaluated because it has other delimiters",
            Shape::NoDelimiters => "expression is not evaluated because it has no delimiters",
            Shape::Inside => "expression is not evaluated because it is inside a longer string",
        };
        let fixed = found.expression.map(|expression| format!("{{% {expression} %}}"));
        let edit = fixed.as_ref().map(|fixed| cx.replace_text(text, fixed));
        let diag = cx.report(&RULE, site.span(found.part), message);
        diag.note("only a string that begins with `{%` and ends with `%}` is evaluated");
        match (fixed, edit) {
            (Some(fixed), Some(edit)) => {
                diag.help(format!("change it to `{}`", long_excerpt(&fixed)));
                diag.fix(Fix::suggested("Convert to an expression", vec![edit]));
            }
            _ => {
                diag.help("make the whole string one expression, and concatenate strings with `&`");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_that_are_not_the_whole_string() {
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
//             ^^^^^^^ expression is not evaluated because of the whitespace around its delimiters
        "b": "{{% 1 %}}",
//            ^^^^^^^^^ expression is not evaluated because of its double braces
        "c": "about {% 1 %} Euro",
//                  ^^^^^^^ expression is not evaluated because it is inside a longer string
        "d": "{% 1 %}",
        "e": "100%} of {%",
        "f": "{% 1 %} Euro",
        "g": "${x} {% 1 %} ",
        "h": "$states.input.foo",
//            ^^^^^^^^^^^^^^^^^ expression is not evaluated because it has no delimiters
        "i": ["{ % $states.input.x % }", "{{ $states.input.x }}", "<% $states.input.x %>", "${$states.input.x}"],
//             ^^^^^^^^^^^^^^^^^^^^^^^ expression is not evaluated because it has other delimiters
//                                        ^^^^^^^^^^^^^^^^^^^^^ expression is not evaluated because it has other delimiters
//                                                                 ^^^^^^^^^^^^^^^^^^^^^ expression is not evaluated because it has other delimiters
//                                                                                          ^^^^^^^^^^^^^^^^^^ expression is not evaluated because it has other delimiters
        "j": "Hello $states.input.name!",
//                  ^^^^^^^^^^^^^^^^^^ expression is not evaluated because it is inside a longer string
        "k": "$total",
//            ^^^^^^ expression is not evaluated because it has no delimiters
        "l": "$other and $5.00"
      },
      "Assign": { "total": 1 },
      "Next": "B"
    },
    "C": {
      "Type": "Choice",
      "Choices": [
        { "Condition": "$states.input.a > 1", "Next": "B" },
//                      ^^^^^^^^^^^^^^^^^^^ expression is not evaluated because it has no delimiters
        { "Condition": "$x > 1", "Next": "B" },
//                      ^^^^^^ expression is not evaluated because it has no delimiters
        { "Condition": "true", "Next": "B" },
        { "Condition": "$.a > 1", "Next": "B" }
      ]
    },
    "D": { "Type": "Wait", "Seconds": "$states.input.delay", "Next": "B" },
//                                     ^^^^^^^^^^^^^^^^^^^ expression is not evaluated because it has no delimiters
    "E": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:testState", "Arguments": { "Definition": { "Output": "$states.input" } } },
    "B": { "Type": "Pass", "QueryLanguage": "JSONPath", "Parameters": { "a": " {% 1 %} " }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_removes_surrounding_text() {
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
