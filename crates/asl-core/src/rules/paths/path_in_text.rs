use crate::catalog::Value;
use crate::expr::embedded::embedded;
use crate::expr::{intrinsic, is_jsonata, path};
use crate::model::Field;
use crate::rules::prelude::*;
use crate::syntax::{Pair, Text};

pub(super) static RULE: Rule = Rule {
    name: "path-in-text",
    group: Group::Paths,
    docs: include_str!("path_in_text.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.texts() {
        let accepts_text =
            matches!(site.info().value, Value::Template | Value::Variables | Value::Any | Value::Text);
        if accepts_text && !site.key().is_some_and(|pair| is_comment(pair.key().value)) {
            check_value(cx, site.field(), site.node(), site.key());
        }
    }
    // Fields that only JSONata evaluates have no expressions in JSONPath.
    for (field, _, value) in cx.fields_where(|info| info.expression && info.value == Value::Text) {
        if field.object().language() == QueryLanguage::JsonPath {
            check_value(cx, field, value, None);
        }
    }
}

/// Whether a payload key holds a comment.
fn is_comment(key: &str) -> bool {
    let word = key.trim_start_matches(['_', '$']);
    word == "//" || word.eq_ignore_ascii_case("comment")
}

fn check_value<'a>(cx: &mut Context<'a>, field: Field<'a>, value: Node<'a>, key: Option<Pair<'a>>) {
    // Another rule reports a JSONata expression as a whole.
    let Some(text) = value.as_text().filter(|text| !is_jsonata(text.value)) else { return };
    let parts = embedded(text.value);
    let Some(first) = parts.first() else { return };
    if cx.tree().is_damaged(value.span()) || cx.own_parameter(field, value).is_some() {
        return;
    }
    let language = field.object().language();
    let instead = match language {
        QueryLanguage::JsonPath => formatted(text.value, &parts),
        QueryLanguage::Jsonata => joined(text.value, &parts, field),
    };
    let is_static = field.info().is_some_and(|info| info.value == Value::Any);
    let fix = instead.as_ref().filter(|_| !is_static).and_then(|new| match language {
        QueryLanguage::JsonPath => under_dollar_key(cx, field, value, text, key, new),
        QueryLanguage::Jsonata => Some((new.clone(), vec![cx.replace_text(text, new)])),
    });
    let span = cx.tree().to_file(text, *first);
    let diag = cx.report(
        &RULE,
        span,
        format!("`{}` is not evaluated inside a string", excerpt(&text.value[first.range()])),
    );
    diag.note(match language {
        _ if is_static => "`Result` is passed on unchanged",
        QueryLanguage::JsonPath => {
            "only a value that is exactly one path or function call, under a key that ends in `.$`, is evaluated"
        }
        QueryLanguage::Jsonata => "only a string that is exactly one `{% ... %}` expression is evaluated",
    });
    match (fix, instead) {
        (Some((help, edits)), _) => {
            diag.help(format!("use `{}`", long_excerpt(&help)))
                .fix(Fix::suggested("Build the string with an expression", edits));
        }
        (None, Some(instead)) => {
            diag.help(format!("build the string with `{}`", long_excerpt(&instead)));
        }
        (None, None) => {}
    }
}

/// Moves the value to a key or field that is evaluated. Returns nothing where there is no such field, or where the value
/// has no key of its own.
fn under_dollar_key<'a>(
    cx: &Context<'a>,
    field: Field<'a>,
    value: Node<'a>,
    text: Text<'a>,
    key: Option<Pair<'a>>,
    new: &str,
) -> Option<(String, Vec<crate::edit::Edit>)> {
    let (old, name) = match key {
        Some(pair) => {
            let name = format!("{}.$", pair.key().value);
            let is_own = pair.value().is_some_and(|own| own.id() == value.id());
            let is_free = cx.outer(value)?.pair(&name).is_none();
            (pair.key(), Some(name).filter(|_| is_own && is_free)?)
        }
        None => {
            let object = field.object();
            let by_path = ["Path", ".$"].map(|end| format!("{}{end}", field.key().value));
            let name = by_path.into_iter().find(|name| {
                let info = catalog::field(object.kind(), name);
                info.is_some_and(|info| info.value == Value::PathOrIntrinsic) && !object.has(name)
            })?;
            (field.key(), name)
        }
    };
    let help = format!("\"{name}\": \"{new}\"");
    Some((help, vec![cx.replace_text(old, &name), cx.replace_text(text, new)]))
}

/// The literal parts around the paths and calls of a string, without braces that mark a path or call.
fn literals<'t>(text: &'t str, parts: &[Span]) -> Vec<&'t str> {
    let starts = std::iter::once(0).chain(parts.iter().map(|part| part.end as usize));
    let ends = parts.iter().map(|part| part.start as usize).chain([text.len()]);
    let mut literals: Vec<&str> = starts.zip(ends).map(|(start, end)| &text[start..end]).collect();
    for i in 0..parts.len() {
        for (open, close) in [("{{", "}}"), ("{", "}")] {
            if let (Some(before), Some(after)) =
                (literals[i].strip_suffix(open), literals[i + 1].strip_prefix(close))
            {
                (literals[i], literals[i + 1]) = (before, after);
                break;
            }
        }
    }
    literals
}

/// The string as a call of `States.Format`.
fn formatted(text: &str, parts: &[Span]) -> Option<String> {
    let mut template = String::new();
    let mut arguments = String::new();
    for (i, literal) in literals(text, parts).into_iter().enumerate() {
        for c in literal.chars() {
            if matches!(c, '\\' | '\'' | '{' | '}') {
                template.push('\\');
            }
            template.push(c);
        }
        if let Some(part) = parts.get(i) {
            template.push_str("{}");
            arguments.push_str(", ");
            arguments.push_str(&text[part.range()]);
        }
    }
    let call = format!("States.Format('{template}'{arguments})");
    intrinsic::parse(&call).errors.is_empty().then_some(call)
}

/// The string as a JSONata expression that joins its parts.
fn joined(text: &str, parts: &[Span], field: Field<'_>) -> Option<String> {
    let mut terms = Vec::new();
    for (i, literal) in literals(text, parts).into_iter().enumerate() {
        if !literal.is_empty() {
            let quote = if literal.contains('\'') { '"' } else { '\'' };
            if literal.contains(quote) {
                return None;
            }
            terms.push(format!("{quote}{}{quote}", literal.replace('\\', "\\\\")));
        }
        if let Some(part) = parts.get(i) {
            terms.push(match &text[part.range()] {
                "States.UUID()" => "$uuid()".to_owned(),
                written => path::to_jsonata(&path::parse(written), field.input())?,
            });
        }
    }
    Some(format!("{{% {} %}}", terms.join(" & ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_only_jsonata_evaluates() {
        check(
            &RULE,
            r#"
{
  "Comment": "about $.x",
  "States": {
    "A": { "Type": "Task", "Comment": "see $.x", "Resource": "arn:aws:lambda:$.region:1:function:f", "Next": "see $.x" },
    "B": { "Type": "Fail", "Error": "E-$.code", "Cause": "order $.id is lost" },
//                                     ^^^^^^ `$.code` is not evaluated inside a string
//                                                              ^^^^ `$.id` is not evaluated inside a string
    "C": { "Type": "Fail", "QueryLanguage": "JSONata", "Cause": "order $.id is lost" }
//                                                                     ^^^^ `$.id` is not evaluated inside a string
  }
}"#,
        );
    }

    #[test]
    fn paths_and_calls_in_strings() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sns:publish",
      "Parameters": {
        "Message": "Order: $.OrderId is done",
//                         ^^^^^^^^^ `$.OrderId` is not evaluated inside a string
        "Subject": { "path": ["/shops/$.shop/$.id"] },
//                                    ^^^^^^ `$.shop` is not evaluated inside a string
        "Id": "id-$$.Execution.Name",
//                ^^^^^^^^^^^^^^^^^ `$$.Execution.Name` is not evaluated inside a string
        "Call": "States.Format('{}', $.a) and",
//               ^^^^^^^^^^^^^^^^^^^^^^^^ `States.Format('{}', $.a)` is not evaluated inside a string
        "Comment": "the order $.OrderId",
        "Price": "costs $5.00",
        "Script": "echo $HOME && x $.y",
        "Path": "$.whole",
        "Body.$": "States.Format('id {}', $.id)"
      },
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "F" }],
      "Next": "B"
    },
    "B": { "Type": "Pass", "Result": { "a": "for $.b" }, "Assign": { "v": "v-$.b" }, "Next": "C" },
//                                               ^^^ `$.b` is not evaluated inside a string
//                                                                           ^^^ `$.b` is not evaluated inside a string
    "C": {
      "Type": "Pass", "QueryLanguage": "JSONata", "Comment": "see $.x",
      "Output": { "a": "Order $.id", "b": "{% 'Order $.id' %}" },
//                            ^^^^ `$.id` is not evaluated inside a string
      "Next": "D"
    },
    "D": {
      "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:cloudwatchlogs:putMetricFilter",
      "Parameters": { "FilterPattern": "{ $.status = 500 } || $.x", "FilterName": "errors-$.name" },
//                                                                                        ^^^^^^ `$.name` is not evaluated inside a string
      "Next": "F"
    },
    "F": { "Type": "Fail", "Error": "Err-$.code", "Cause": "$.a is missing" }
//                                       ^^^^^^ `$.code` is not evaluated inside a string
  }
}"#,
        );
    }

    #[test]
    fn the_string_is_built() {
        let pass = |fields: &str| format!(r#"{{ "States": {{ "A": {{ "Type": "Pass", {fields} }} }} }}"#);
        for (before, after) in [
            (
                r#""Parameters": { "m": "Order: $.id is done" }"#,
                r#""Parameters": { "m.$": "States.Format('Order: {} is done', $.id)" }"#,
            ),
            (
                r#""Parameters": { "m": "{$.a} isn't $$.State.Name" }"#,
                r#""Parameters": { "m.$": "States.Format('{} isn\\'t {}', $.a, $$.State.Name)" }"#,
            ),
            (
                r#""Assign": { "m": "id: States.UUID()" }"#,
                r#""Assign": { "m.$": "States.Format('id: {}', States.UUID())" }"#,
            ),
            (
                r#""QueryLanguage": "JSONata", "Output": "Order $.id is done""#,
                r#""QueryLanguage": "JSONata", "Output": "{% 'Order ' & $states.input.id & ' is done' %}""#,
            ),
            (
                r#""QueryLanguage": "JSONata", "Output": ["it's $$.State.Name"]"#,
                r#""QueryLanguage": "JSONata", "Output": ["{% \"it's \" & $states.context.State.Name %}"]"#,
            ),
        ] {
            check_fix(&RULE, &pass(before), &pass(after));
        }
        check_fix(
            &RULE,
            r#"{ "States": { "F": { "Type": "Fail", "Cause": "Order $.id failed" } } }"#,
            r#"{ "States": { "F": { "Type": "Fail", "CausePath": "States.Format('Order {} failed', $.id)" } } }"#,
        );
        for fields in [
            r#""Parameters": { "m": "Order $.id", "m.$": "$.x" }"#,
            r#""Parameters": { "m": ["Order $.id"] }"#,
            r#""Parameters": { "m": "States.Format('a" }"#,
            r#""Result": { "m": "Order $.id" }"#,
        ] {
            assert!(only_finding(&RULE, &pass(fields)).fix.is_none(), "{fields}");
        }
    }

    #[test]
    fn a_result_is_passed_on_unchanged() {
        let finding = only_finding(
            &RULE,
            r#"{ "States": { "A": { "Type": "Pass", "Result": { "a": "order {$.id} failed" } } } }"#,
        );
        assert_eq!(finding.notes, ["`Result` is passed on unchanged"]);
        assert!(finding.fix.is_none());
    }

    #[test]
    fn the_fix_needs_a_field_that_is_free() {
        let fail = |more: &str| {
            only_finding(
                &RULE,
                &format!(
                    r#"{{ "States": {{ "A": {{ "Type": "Fail", "Cause": "order {{$.id}} failed"{more} }} }} }}"#
                ),
            )
        };
        assert!(fail("").fix.is_some());
        assert!(fail(r#", "CausePath": "$.y""#).fix.is_none());
    }

    #[test]
    fn a_string_with_a_syntax_error() {
        check(&RULE, r#"{ "States": { "A": { "Type": "Fail", "Cause": "\q order {$.id} failed" } } }"#);
    }
}
