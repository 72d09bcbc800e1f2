use super::helpers::rejected;
use crate::expr::intrinsic::IntrinsicErrorKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "invalid-payload-value",
    group: Group::Paths,
    docs: include_str!("invalid_payload_value.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Parent),
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (_, object) in cx.template_objects() {
        not_strings(cx, *object);
    }
    for (site, intrinsic) in cx.intrinsics() {
        let (Some(error), Some(key)) = (intrinsic.errors.first(), site.dollar_key()) else { continue };
        if error.kind != IntrinsicErrorKind::NotACall {
            continue;
        }
        let text = site.text();
        let trimmed = text.value.trim_start();
        if trimmed.starts_with('$') {
            let edit = cx.replace_text(text, trimmed);
            let whitespace = Span::new(0, text.value.len() - trimmed.len());
            cx.report_in(&RULE, site, whitespace, "whitespace before the path")
                .note(rejected(key.value))
                .fix(Fix::suggested("Remove the whitespace", vec![edit]));
            continue;
        }
        let rename = rename(cx, key);
        let diag = cx.report_in(&RULE, site, error.span, &error.message);
        diag.note(rejected(key.value));
        if trimmed.starts_with("{%") {
            diag.help("set `\"QueryLanguage\": \"JSONata\"` on the state to use JSONata");
        } else {
            diag.help(format!(
                "remove the `.$` from the key if the value is fixed, or use {}",
                error.expected
            ));
            diag.fix(rename);
        }
    }
}

fn not_strings(cx: &mut Context<'_>, object: Node<'_>) {
    for pair in object.pairs() {
        let (key, Some(value)) = (pair.key(), pair.value()) else { continue };
        let is_string = value.kind() == Kind::String || value.is_unknown();
        if !key.value.ends_with(".$") || is_string || is_filled(value) || cx.tree().is_damaged(pair.span()) {
            continue;
        }
        let rename = rename(cx, key);
        cx.report(
            &RULE,
            key.span,
            format!("expected a string for `{}`, found {}", key.value, value.kind()),
        )
        .note("Step Functions rejects the definition: a key that ends in `.$` requires a path or an intrinsic function")
        .help("remove the `.$` from the key")
        .fix(rename);
    }
}

/// Whether a value is a CloudFormation function, which may return a string.
fn is_filled(value: Node<'_>) -> bool {
    let mut keys = value.pairs().map(|pair| pair.key().value);
    let is_function = keys.next().is_some_and(|key| key == "Ref" || key.starts_with("Fn::"));
    is_function && keys.next().is_none()
}

fn rename(cx: &Context<'_>, key: crate::syntax::Text<'_>) -> Fix {
    let plain = key.value.strip_suffix(".$").unwrap_or(key.value);
    Fix::suggested(format!("Rename the key to `{plain}`"), vec![cx.replace_text(key, plain)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_are_not_evaluated() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Parameters": {
        "a.$": 1,
//      ^^^^^ expected a string for `a.$`, found a number
        "b": [{ "c.$": { "d.$": 1 } }],
//              ^^^^^ expected a string for `c.$`, found an object
        "e.$": "hello",
//              ^^^^^ `hello` is neither a path nor an intrinsic function call
        "f.$": "  $.f",
//              ^^ whitespace before the path
        "g.$": { "Ref": "Table" },
        "h.$": "${Path}",
        "i.$": "",
//             ^^ expression is empty
        "j.$": "$.j"
      },
      "Assign": { "x.$": "Test" },
//                        ^^^^ `Test` is neither a path nor an intrinsic function call
      "Result": { "y.$": "hello" },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn jsonata_has_no_dollar_keys() {
        check(
            &RULE,
            r#"{ "QueryLanguage": "JSONata", "StartAt": "A", "States": { "A": { "Type": "Pass", "Output": { "a.$": 1 }, "End": true } } }"#,
        );
    }

    #[test]
    fn aws_names_the_template() {
        for value in ["1", "\"x\""] {
            let text = format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Parameters": {{ "a.$": {value} }}, "End": true }} }} }}"#
            );
            assert_eq!(only_finding(&RULE, &text).aws_location.as_deref(), Some("/States/A/Parameters"));
        }
    }

    #[test]
    fn the_key_becomes_a_plain_one() {
        check_fix(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "a.$": 1 }, "End": true } } }"#,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "a": 1 }, "End": true } } }"#,
        );
    }
}
