use crate::catalog::parameters::Own;
use crate::expr::language::{looks_like_intrinsic, looks_like_path};
use crate::expr::path;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "jsonpath-in-jsonata-state",
    group: Group::Jsonata,
    docs: include_str!("jsonpath_in_jsonata_state.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.sites().filter(|site| site.object().language() == QueryLanguage::Jsonata) {
        let text = site.text();
        if text.has_placeholder() {
            continue;
        }
        let is_text = matches!(site.code(), Code::Text);
        let translated = if is_text { translate(site) } else { None };
        let value = translated.as_ref().map(|expression| cx.replace_text(text, expression));
        let pair = site.key().filter(|pair| pair.value().is_some_and(|value| value.id() == site.node().id()));
        if let Some((pair, name)) = pair.and_then(|pair| Some((pair, pair.key().value.strip_suffix(".$")?))) {
            // `invalid-variable-name` reports it as the name of a variable.
            if name.is_empty() || is_variable(site) || reads_paths(cx, site) {
                continue;
            }
            let rename = cx.replace_text(pair.key(), name);
            let diag =
                cx.report(&RULE, pair.key().span, format!("`{name}.$` is a literal key in a JSONata state"));
            diag.note("`.$` marks paths and intrinsic functions only in JSONPath states");
            diag.help(format!(
                "rename it to `{name}`, and write the value as an expression in `{{% ... %}}`"
            ));
            if !is_text || value.is_some() {
                let edits = [rename].into_iter().chain(value).collect();
                diag.fix(Fix::suggested(format!("Change to `{name}`"), edits));
            }
            continue;
        }
        let kind = match is_text {
            true if looks_like_path(text.value) => "path",
            true if looks_like_intrinsic(text.value) => "intrinsic function",
            _ => continue,
        };
        if reads_paths(cx, site) {
            continue;
        }
        let diag = cx.report(&RULE, text.span, format!("{kind} is not evaluated in a JSONata state"));
        diag.note("only `{% ... %}` strings are evaluated in JSONata states");
        match translated {
            Some(expression) => {
                diag.help(format!("change it to `{expression}`"));
            }
            None => {
                diag.help("write it as a JSONata expression in `{% ... %}`");
            }
        }
        if let Some(edit) = value {
            diag.fix(Fix::suggested("Convert to an expression", vec![edit]));
        }
    }
}

/// Whether the called service itself reads the string as a path.
fn reads_paths(cx: &Context<'_>, site: ExpressionRef<'_>) -> bool {
    cx.own_parameter(site.field(), site.node()) == Some(Own::Paths)
}

/// Whether the string is the value of a variable.
fn is_variable(site: ExpressionRef<'_>) -> bool {
    let value = site.field().value().filter(|_| site.info().value == catalog::Value::Variables);
    value.is_some_and(|value| value.pairs().any(|pair| Some(pair.id()) == site.key().map(|key| key.id())))
}

/// The JSONata equivalent of a plain path or of `States.UUID()`.
fn translate(site: ExpressionRef<'_>) -> Option<String> {
    let value = site.text().value;
    if value == "States.UUID()" {
        return Some("{% $uuid() %}".to_owned());
    }
    let path = path::parse(value);
    if !path.errors.is_empty() || path.span.end as usize != value.len() {
        return None;
    }
    Some(format!("{{% {} %}}", path::to_jsonata(&path, site.field().input())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_calls_and_keys_of_jsonpath() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Comment": "$.x",
      "Assign": { "v.$": "$.x" },
      "Output": {
        "a": "$.order.id",
//           ^^^^^^^^^^^^ path is not evaluated in a JSONata state
        "b": ["$$.Execution.Id"],
//            ^^^^^^^^^^^^^^^^^ path is not evaluated in a JSONata state
        "c": "States.Format('{}', $.x)",
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^ intrinsic function is not evaluated in a JSONata state
        "d.$": "$.x",
//      ^^^^^ `d.$` is a literal key in a JSONata state
        "e.$": "{% $states.input.x %}",
//      ^^^^^ `e.$` is a literal key in a JSONata state
        "f": "$5.00",
        "g": "$",
        "h": "States.ALL",
        "i": "${x}.$.y",
        "j": "{% $states.input.x %}"
      },
      "Next": "B"
    },
    "B": { "Type": "Fail", "Cause": "$.cause" },
//                                  ^^^^^^^^^ path is not evaluated in a JSONata state
    "C": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:sfn:testState", "Arguments": { "Definition": { "ResultPath": "$.x", "Parameters": { "a.$": "$.x" } } } },
    "E": {
      "Type": "Task", "Resource": "arn:aws:states:::sagemaker:createTransformJob",
      "Arguments": { "DataProcessing": { "InputFilter": "$[1:]" }, "ModelName": "$.model" }
//                                                                              ^^^^^^^^^ path is not evaluated in a JSONata state
    },
    "D": { "Type": "Pass", "QueryLanguage": "JSONPath", "Parameters": { "a.$": "$.x" }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_translates_plain_paths() {
        let definition = |output: &str| {
            format!(
                r#"{{ "States": {{ "A": {{ "Type": "Pass", "QueryLanguage": "JSONata", "Output": {{ {output} }} }} }} }}"#
            )
        };
        for (before, after) in [
            (r#""a.$": "$.x""#, r#""a": "{% $states.input.x %}""#),
            (r#""a.$": "$""#, r#""a": "{% $states.input %}""#),
            (r#""a.$": "$total""#, r#""a": "{% $total %}""#),
            (r#""a.$": "{% 1 %}""#, r#""a": "{% 1 %}""#),
            (r#""a": "$.x[0]['b c'].in""#, r#""a": "{% $states.input.x[0].`b c`.`in` %}""#),
            (r#""a": "$$.Execution.Id""#, r#""a": "{% $states.context.Execution.Id %}""#),
            (r#""a": "States.UUID()""#, r#""a": "{% $uuid() %}""#),
        ] {
            check_fix(&RULE, &definition(before), &definition(after));
        }
        assert!(only_finding(&RULE, &definition(r#""a": "$..x""#)).fix.is_none());
        assert!(only_finding(&RULE, &definition(r#""a.$": "States.Format('{}', $.x)""#)).fix.is_none());
    }

    #[test]
    fn the_fix_reads_results_and_errors() {
        let text = r#"{ "States": { "A": { "Type": "Task", "QueryLanguage": "JSONata", "Resource": "x", "Output": "$.Payload", "End": true } } }"#;
        check_fix(&RULE, text, &text.replace("$.Payload", "{% $states.result.Payload %}"));
    }
}
