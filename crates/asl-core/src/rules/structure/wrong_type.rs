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
    check: run,
    ..Rule::DEFAULTS
};

fn run(cx: &mut Context<'_>) {
    for (field, info, value) in cx.known_fields() {
        let Some(wanted) = wanted(info.value) else { continue };
        let is_reported = takes_expression(field, info)
            && value.as_text().is_some_and(|text| is_lookalike_for_text(text, info));
        if value.is_unknown()
            || fits(info, value, field.object().language())
            || is_filled_in(value)
            || is_reported
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
        let expression = if takes_expression(field, info) { " or a `{% ... %}` expression" } else { "" };
        let null = if info.nullable { " or `null`" } else { "" };
        let fix = repair(cx, info.value, value);
        let is_jsonata = value.as_str().is_some_and(|text| text.starts_with("{%")) && info.expression;
        let help =
            is_jsonata.then_some("expressions are evaluated in states with `\"QueryLanguage\": \"JSONata\"`");
        let message = format!("`{}` takes {wanted}{null}{expression}, not {found}", field.key().value);
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

/// Whether the whole text is filled in: what tools put there may be a number, without the quotes.
fn is_filled_in(value: Node<'_>) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("${") && text.ends_with('}'))
}

/// The items of a list of strings.
fn check_items(cx: &mut Context<'_>, field: Field<'_>, list: Node<'_>) {
    for item in list.items().filter(|item| item.kind() != Kind::String && !item.is_unknown()) {
        let message = format!("the items of `{}` are strings, not {}", field.key().value, item.kind());
        cx.report_node(&RULE, item, shown(item), message);
    }
}

/// A value that is too long to be underlined is shown by its first character.
fn shown(value: Node<'_>) -> Span {
    let span = value.span();
    match value.kind() {
        Kind::Array | Kind::Object => value.opening(),
        _ => span,
    }
}

/// The type in words; nothing where any value is right.
fn wanted(value: Value) -> Option<&'static str> {
    Some(match value {
        Value::Any | Value::Template => return None,
        Value::Text | Value::OneOf(_) => "a string",
        Value::StateName => "the name of a state",
        Value::Path | Value::PathOrIntrinsic => "a path as a string",
        Value::ReferencePath => "a Reference Path as a string",
        Value::Timestamp => "a timestamp as a string",
        Value::Boolean => "`true` or `false`",
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

fn takes_expression(field: Field<'_>, info: &FieldInfo) -> bool {
    info.expression && field.object().language() == QueryLanguage::Jsonata
}

/// The value in its right form, where that is evident.
fn repair(cx: &Context<'_>, wanted: Value, value: Node<'_>) -> Option<Fix> {
    let (title, edits) = match (wanted, value.kind()) {
        (Value::Strings, Kind::String) | (Value::Objects { .. }, Kind::Object) => {
            ("Put it into an array", edit::put_into_array(cx.tree(), value))
        }
        _ => ("Remove the quotes", vec![cx.replace_value(value, &unquoted(wanted, value)?)]),
    };
    Some(Fix::suggested(title, edits))
}

/// The number or boolean that stands in quotes.
fn unquoted(wanted: Value, value: Node<'_>) -> Option<String> {
    let text = value.as_str()?;
    let fits = match wanted {
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
//           ^ `StartAt` takes the name of a state, not 1
  "TimeoutSeconds": 1.5,
//                  ^^^ `TimeoutSeconds` takes an integer, not 1.5
  "States": {
    "A": {
      "Type": "Task",
      "Resource": {},
//                ^ `Resource` takes a string, not an object
      "TimeoutSeconds": "30",
//                      ^^^^ `TimeoutSeconds` takes an integer, not a string
      "ResultPath": null,
      "InputPath": ["$"],
//                 ^ `InputPath` takes a path as a string or `null`, not an array
      "Retry": { "ErrorEquals": ["States.ALL"] },
//             ^ `Retry` takes an array of objects, not an object
      "Catch": [{ "ErrorEquals": "States.ALL", "Next": null }],
//                               ^^^^^^^^^^^^ `ErrorEquals` takes an array of strings, not a string
//                                                     ^^^^ `Next` takes the name of a state, not `null`
      "End": "true"
//           ^^^^^^ `End` takes `true` or `false`, not a string
    },
    "B": { "Type": "Choice", "Choices": [{ "Variable": "$.x", "NumericEquals": "1", "Next": "A" }] },
//                                                                             ^^^ `NumericEquals` takes a number, not a string
    "C": { "Type": "Task", "Resource": "x", "Retry": [{ "ErrorEquals": ["E", 1] }], "End": true }
//                                                                           ^ the items of `ErrorEquals` are strings, not a number
  }
}"#,
        );
    }

    #[test]
    fn jsonata_expressions_stand_for_values_in_jsonata_states_only() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "{% $n %}", "Next": "B" },
    "B": { "Type": "Wait", "Seconds": "{% $n %}", "Next": "C" },
//                                    ^^^^^^^^^^ `Seconds` takes an integer, not a string
    "D": { "Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "$states.input.delay", "Next": "C" },
    "C": { "Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "5", "End": true }
//                                                                ^^^ `Seconds` takes an integer or a `{% ... %}` expression, not a string
  }
}"#,
        );
    }

    #[test]
    fn of_the_language_of_a_state_aws_names_the_state() {
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
    fn what_belongs_in_an_array_is_put_there() {
        let retry =
            |value: &str| format!(r#"{{ "States": {{ "A": {{ "Type": "Task", "Retry": {value} }} }} }}"#);
        check_fix(&RULE, &retry(r#"{ "ErrorEquals": ["E"] }"#), &retry(r#"[{ "ErrorEquals": ["E"] }]"#));
        check_fix(&RULE, &retry(r#"[{ "ErrorEquals": "E" }]"#), &retry(r#"[{ "ErrorEquals": ["E"] }]"#));
    }
}
