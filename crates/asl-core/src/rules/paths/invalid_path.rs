use super::helpers::is_call;
use super::helpers::requires_reference;
use super::helpers::{FILTER, rejected};
use crate::expr::intrinsic::IntrinsicErrorKind;
use crate::expr::path::PathErrorKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "invalid-path",
    group: Group::Paths,
    docs: include_str!("invalid_path.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.known_sites() {
        let (error, message, expected) = match site.code() {
            Code::Path(path) => {
                let Some(error) = path.errors.first() else { continue };
                let has_own_rule = match error.kind {
                    PathErrorKind::NoDollar => requires_reference(site) || is_call(site.text().value),
                    // `too-deep` reports it: the limit is not that of AWS.
                    PathErrorKind::TooDeep => true,
                    _ => false,
                };
                if has_own_rule {
                    continue;
                }
                let is_doubt = error.kind == PathErrorKind::Filter && !requires_reference(site);
                ((error.span, is_doubt), &error.message, error.expected)
            }
            Code::Intrinsic(intrinsic) if site.dollar_key().is_none() => {
                match intrinsic.errors.first().filter(|error| error.kind == IntrinsicErrorKind::NotACall) {
                    Some(error) => ((error.span, false), &error.message, error.expected),
                    None => continue,
                }
            }
            _ => continue,
        };
        let (span, is_doubt) = error;
        let note = match site.dollar_key() {
            _ if is_doubt => FILTER.to_owned(),
            Some(key) => rejected(key.value),
            None => "Step Functions rejects the definition: `Value must be a valid JSONPath.`".to_owned(),
        };
        let diag = cx.report_in(&RULE, site, span, message);
        diag.note(note);
        if is_doubt {
            diag.warning();
        }
        if site.text().value.starts_with("{%") {
            diag.help("set `\"QueryLanguage\": \"JSONata\"` on the state to use JSONata");
        } else if !expected.is_empty() {
            diag.help(format!("expected {expected}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_fields_and_of_payloads() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "InputPath": "input",
//                  ^^^^^ path does not begin with `$`
      "OutputPath": "",
//                  ^^ path is empty
      "ResultPath": "$.a b",
//                      ^ whitespace in a path
      "Parameters": {
        "a.$": "$.a[",
//                 ^ unclosed `[`
        "b.$": "$.",
//               ^ path ends with `.`
        "c": "$.",
        "d.$": "$.${Name}.",
        "e.$": "$.x[?(@.y == 'z')].w"
      },
      "Next": "F"
    },
    "F": { "Type": "Fail", "CausePath": "cause", "ErrorPath": "States.Format('x')" }
//                                       ^^^^^ `cause` is neither a path nor an intrinsic function call
  }
}"#,
        );
    }

    #[test]
    fn errors_in_a_filter_are_warnings() {
        let found =
            |state: &str| only_finding(&RULE, &format!(r#"{{ "States": {{ "A": {{ {state} }} }} }}"#));
        for filter in ["@.b = 'c'", "@.b <> 'c'", "@.b ~ 'c'", "@.b like 'c'", "@.b == 'c' and @.d"] {
            let found = found(&format!(r#""Type": "Pass", "InputPath": "$.a[?({filter})]""#));
            assert_eq!((found.severity, found.aws_code), (Severity::Warning, None), "{filter}");
        }
        assert_eq!(found(r#""Type": "Pass", "InputPath": "$.a[?@.b == 'c']""#).severity, Severity::Warning);
        assert_eq!(
            found(r#""Type": "Pass", "Parameters": { "x.$": "$.a[?(@.b = 1)]" }"#).severity,
            Severity::Warning
        );
        // An unclosed bracket is not a path, and a filter is not a Reference Path.
        assert_eq!(found(r#""Type": "Pass", "InputPath": "$.a[?(@.b == 'c')""#).severity, Severity::Error);
        assert_eq!(found(r#""Type": "Map", "ItemsPath": "$.a[?(@.b = 1)]""#).severity, Severity::Error);
    }

    #[test]
    fn aws_names_the_field_or_the_template_with_the_key() {
        let text = |state: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", {state}, "End": true }} }} }}"#
            )
        };
        let place = |state: &str| only_finding(&RULE, &text(state)).aws_location;
        assert_eq!(place(r#""InputPath": "x""#).as_deref(), Some("/States/A/InputPath"));
        assert_eq!(place(r#""Parameters": { "a.$": "$[" }"#).as_deref(), Some("/States/A/Parameters"));
        assert_eq!(
            place(r#""Parameters": { "b": [{ "a.$": "$[" }] }"#).as_deref(),
            Some("/States/A/Parameters/b[0]")
        );
    }

    #[test]
    fn spans_inside_escaped_strings() {
        check(
            &RULE,
            r#"
{ "StartAt": "A", "States": { "A": { "Type": "Succeed", "InputPath": "$[\"a\"].b\u0020c" } } }
//                                                                              ^^^^^^ whitespace in a path
"#,
        );
    }
}
