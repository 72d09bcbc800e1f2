use crate::catalog::{FieldInfo, Value};
use crate::edit;
use crate::expr::lookalike::is_lookalike_for_text;
use crate::model::Field;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "wrong-type",
    group: Group::Structure,
    docs: include_str!("wrong_type.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (field, info, value) in cx.fields_where(|info| expected(info.value).is_some()) {
        let Some(expected) = expected(info.value) else { continue };
        let is_reported = || {
            accepts_expression(field, info)
                && value.as_text().is_some_and(|text| is_lookalike_for_text(text, info))
        };
        if value.is_unknown()
            || fits(info, value, field.object().language())
            || is_filled_in(value)
            || is_reported()
        {
            if info.value == Value::Strings {
                check_items(cx, field, value);
            }
            continue;
        }
        let found = match value.as_f64() {
            Some(number) => format!("{number}"),
            None => value.kind().to_string(),
        };
        let expression = if accepts_expression(field, info) { " or a `{% ... %}` expression" } else { "" };
        let null = if info.nullable { " or `null`" } else { "" };
        let fix = correction(cx, info.value, value);
        let is_jsonata = value.as_str().is_some_and(|text| text.starts_with("{%")) && info.expression;
        let help = is_jsonata.then_some(
            "set `\"QueryLanguage\": \"JSONata\"` on the state, so that the expression is evaluated",
        );
        let message =
            format!("expected {expected}{null}{expression} for `{}`, found {found}", field.key().value);
        let diag = cx.report_node(&RULE, value, shown(value), message);
        if info.has_place_of_object {
            diag.aws_object(info.name);
        }
        if let Some(help) = help {
            diag.help(help);
        }
        if let Some(fix) = fix {
            diag.fix(fix);
        }
    }
}

/// Whether the whole string is a substitution, which may produce a number without the quotes.
fn is_filled_in(value: Node<'_>) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("${") && text.ends_with('}'))
}

/// Checks the items of an array of strings.
fn check_items(cx: &mut Context<'_>, field: Field<'_>, list: Node<'_>) {
    for item in list.items().filter(|item| item.kind() != Kind::String && !item.is_unknown()) {
        let message = format!("expected only strings in `{}`, found {}", field.key().value, item.kind());
        cx.report_node(&RULE, item, shown(item), message);
    }
}

/// The span to underline: of an array or object, only the opening bracket.
fn shown(value: Node<'_>) -> Span {
    let span = value.span();
    match value.kind() {
        Kind::Array | Kind::Object => value.opening(),
        _ => span,
    }
}

/// The expected type in words; nothing where any value is valid.
fn expected(value: Value) -> Option<&'static str> {
    Some(match value {
        Value::Any | Value::Template => return None,
        Value::Text | Value::OneOf(_) => "a string",
        Value::StateName => "a state name",
        Value::Path | Value::PathOrIntrinsic => "a path string",
        Value::ReferencePath => "a Reference Path string",
        Value::Timestamp => "a timestamp string",
        Value::Boolean => "a boolean",
        Value::Integer { .. } => "an integer",
        Value::Number { .. } => "a number",
        Value::Strings => "an array of strings",
        Value::Objects { .. } => "an array of objects",
        Value::Variables | Value::Object(_) | Value::States => "an object",
    })
}

fn fits(info: &FieldInfo, value: Node<'_>, language: QueryLanguage) -> bool {
    let kind = value.kind();
    if kind == Kind::Null {
        return info.nullable;
    }
    let is_expression = || value.as_str().is_some_and(|text| text.starts_with("{%"));
    if info.expression && language == QueryLanguage::Jsonata && is_expression() {
        return true;
    }
    match info.value {
        Value::Any | Value::Template => true,
        Value::Boolean => kind == Kind::Bool,
        Value::Integer { .. } => value.is_integer(),
        Value::Number { .. } => kind == Kind::Number,
        Value::Strings | Value::Objects { .. } => kind == Kind::Array,
        Value::Variables | Value::Object(_) | Value::States => kind == Kind::Object,
        text => text.is_text() && kind == Kind::String,
    }
}

fn accepts_expression(field: Field<'_>, info: &FieldInfo) -> bool {
    info.expression && field.object().language() == QueryLanguage::Jsonata
}

/// Corrects the type of a value where the correction is evident.
fn correction(cx: &Context<'_>, expected: Value, value: Node<'_>) -> Option<Fix> {
    let (title, edits) = match (expected, value.kind()) {
        (Value::Strings, Kind::String) | (Value::Objects { .. }, Kind::Object) => {
            ("Wrap in an array", edit::put_into_array(cx.tree(), value))
        }
        _ => ("Remove the quotes", vec![cx.replace_value(value, &unquoted(expected, value)?)]),
    };
    Some(Fix::suggested(title, edits))
}

/// The number or boolean inside the quotes.
fn unquoted(expected: Value, value: Node<'_>) -> Option<String> {
    let text = value.as_str()?;
    let fits = match expected {
        Value::Integer { .. } => text.parse::<i64>().is_ok(),
        Value::Number { .. } => {
            text.parse::<f64>().is_ok_and(f64::is_finite) && text.starts_with(|c: char| c.is_ascii_digit())
        }
        Value::Boolean => matches!(text, "true" | "false"),
        _ => false,
    };
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_by_the_catalog() {
        check(
            &RULE,
            r#"
{
  "StartAt": 1,
//           ^ expected a state name for `StartAt`, found 1
  "TimeoutSeconds": 1.5,
//                  ^^^ expected an integer for `TimeoutSeconds`, found 1.5
  "States": {
    "A": {
      "Type": "Task",
      "Resource": {},
//                ^ expected a string for `Resource`, found an object
      "TimeoutSeconds": "30",
//                      ^^^^ expected an integer for `TimeoutSeconds`, found a string
      "ResultPath": null,
      "InputPath": ["$"],
//                 ^ expected a path string or `null` for `InputPath`, found an array
      "Retry": { "ErrorEquals": ["States.ALL"] },
//             ^ expected an array of objects for `Retry`, found an object
      "Catch": [{ "ErrorEquals": "States.ALL", "Next": null }],
//                               ^^^^^^^^^^^^ expected an array of strings for `ErrorEquals`, found a string
//                                                     ^^^^ expected a state name for `Next`, found `null`
      "End": "true"
//           ^^^^^^ expected a boolean for `End`, found a string
    },
    "B": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "NumericEquals": "1", "Next": "A" }] },
//                                                                             ^^^ expected a number for `NumericEquals`, found a string
    "C": { "Type": "Task", "Resource": "x", "Retry": [{ "ErrorEquals": ["E", 1] }], "End": true }
//                                                                           ^ expected only strings in `ErrorEquals`, found a number
  }
}"#,
        );
    }

    #[test]
    fn jsonata_expressions_replace_values_only_in_jsonata_states() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "{% $n %}", "Next": "B" },
    "B": { "Type": "Wait", "Seconds": "{% $n %}", "Next": "C" },
//                                    ^^^^^^^^^^ expected an integer for `Seconds`, found a string
    "D": { "Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "$states.input.delay", "Next": "C" },
    "C": { "Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "5", "End": true }
//                                                                ^^^ expected an integer or a `{% ... %}` expression for `Seconds`, found a string
  }
}"#,
        );
    }

    #[test]
    fn aws_names_the_state_for_its_query_language() {
        for value in ["1", "null", "{}", "[\"JSONata\"]", "true"] {
            let text =
                format!(r#"{{ "States": {{ "A": {{ "Type": "Pass", "QueryLanguage": {value} }} }} }}"#);
            let found = only_finding(&RULE, &text);
            assert_eq!(found.aws_location.as_deref(), Some("/States/A"), "{value}");
            assert_eq!(found.pointer.as_deref(), Some("/States/A/QueryLanguage"));
        }
        let found = only_finding(&RULE, r#"{ "QueryLanguage": 1, "States": {} }"#);
        assert_eq!(found.aws_location.as_deref(), Some("/QueryLanguage"));
    }

    #[test]
    fn quotes_are_removed() {
        check_fix(&RULE, r#"{ "TimeoutSeconds": "30" }"#, r#"{ "TimeoutSeconds": 30 }"#);
        let state = |fields: &str| format!(r#"{{ "States": {{ "A": {{ {fields} }} }} }}"#);
        let fixed = |before: &str, after: &str| check_fix(&RULE, &state(before), &state(after));
        fixed(r#""Type": "Pass", "End": "true""#, r#""Type": "Pass", "End": true"#);
        let rate = |rate: &str| format!(r#""Type": "Task", "Retry": [{{ "BackoffRate": {rate} }}]"#);
        fixed(&rate(r#""1.5""#), &rate("1.5"));
        for other in [r#""Type": "Pass", "End": "yes""#, &rate(r#""inf""#), &rate(r#""-1""#)] {
            assert!(only_finding(&RULE, &state(other)).fix.is_none(), "{other}");
        }
    }

    #[test]
    fn single_items_are_wrapped_in_an_array() {
        let retry =
            |value: &str| format!(r#"{{ "States": {{ "A": {{ "Type": "Task", "Retry": {value} }} }} }}"#);
        check_fix(&RULE, &retry(r#"{ "ErrorEquals": ["E"] }"#), &retry(r#"[{ "ErrorEquals": ["E"] }]"#));
        check_fix(&RULE, &retry(r#"[{ "ErrorEquals": "E" }]"#), &retry(r#"[{ "ErrorEquals": ["E"] }]"#));
    }
}
