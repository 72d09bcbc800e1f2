use super::helpers::{FILTER, rejected};
use crate::expr::intrinsic::IntrinsicErrorKind;
use crate::expr::path::PathErrorKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "invalid-intrinsic",
    group: Group::Paths,
    docs: include_str!("invalid_intrinsic.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, intrinsic) in cx.intrinsics() {
        let Some(error) = intrinsic.errors.first() else { continue };
        // Other rules report a string that is not a call at all, and calls that are nested too deeply.
        if matches!(error.kind, IntrinsicErrorKind::NotACall | IntrinsicErrorKind::TooDeep) {
            continue;
        }
        let diag = cx.report_in(&RULE, site, error.span, &error.message);
        if error.kind == IntrinsicErrorKind::Path(PathErrorKind::Filter) {
            diag.warning().note(FILTER);
        } else if let Some(key) = site.dollar_key() {
            diag.note(rejected(key.value));
        }
        if !error.expected.is_empty() {
            diag.help(format!("expected {}", error.expected));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_in_a_filter_are_warnings() {
        let text = r#"{ "States": { "A": { "Type": "Pass", "Parameters": { "a.$": "States.ArrayLength($.a[?(@.b = 1)])" } } } }"#;
        assert_eq!(only_finding(&RULE, text).severity, Severity::Warning);
    }

    #[test]
    fn the_first_error_of_a_call() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Parameters": {
        "a.$": "States.Format('{}', $.a",
//                           ^ unclosed `(`
        "b.$": "States.Format('\\\"{}', $.b)",
//                             ^^^^ `\"` is not an escape sequence
        "c.$": "States.Array($.a[, b)",
//                              ^ unclosed `[`
        "d.$": "States.Format(\"{}\", $.d)",
//                            ^^ string is in double quotes
        "e.$": "States.Format('it\\'s {}', $.e)",
        "f.$": "Format of the day",
        "g.$": "States.Format('${Name}', $.g"
      },
      "Next": "F"
    },
    "F": { "Type": "Fail", "CausePath": "States.Format('x'" }
//                                                    ^ unclosed `(`
  }
}"#,
        );
    }
}
