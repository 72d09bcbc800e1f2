use super::helpers::is_call;
use crate::expr::intrinsic::check_text_field;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "intrinsic-not-allowed",
    group: Group::Paths,
    docs: include_str!("intrinsic_not_allowed.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.known_sites() {
        let field = || site.field().key().value;
        match site.code() {
            Code::Path(_) if is_call(site.text().value) => {
                let whole = Span::new(0, site.text().value.len());
                cx.report_in(
                    &RULE,
                    site,
                    whole,
                    format!("expected a path for `{}`, found an intrinsic function", field()),
                )
                .help("call the function in an earlier state, under a key that ends in `.$`");
            }
            Code::Intrinsic(intrinsic) if site.dollar_key().is_none() && intrinsic.errors.is_empty() => {
                let Some(problem) = intrinsic.call.as_ref().and_then(check_text_field) else { continue };
                cx.report_in(&RULE, site, problem.span, problem.message)
                    .warning()
                    .note(format!("`{}` accepts only functions that return a string", field()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_accept_only_paths() {
        check(
            &RULE,
            r#"
{
  "StartAt": "C",
  "States": {
    "C": {
      "Type": "Choice",
      "InputPath": "States.StringToJson($.text)",
//                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ expected a path for `InputPath`, found an intrinsic function
      "Choices": [{ "Variable": "States.ArrayLength($.a)", "NumericEquals": 0, "Next": "F" }],
//                               ^^^^^^^^^^^^^^^^^^^^^^^ expected a path for `Variable`, found an intrinsic function
      "Default": "F"
    },
    "F": {
      "Type": "Fail",
      "ErrorPath": "States.Format('E{}', $.code)",
      "CausePath": "States.ArrayLength($.a)"
//                  ^^^^^^^^^^^^^^^^^^ `States.ArrayLength` does not return a string
    }
  }
}"#,
        );
    }

    #[test]
    fn functions_are_allowed_under_dollar_keys() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "n.$": "States.ArrayLength($.a)" }, "End": true } } }"#,
        );
    }

    #[test]
    fn functions_that_do_not_return_a_string_are_a_warning() {
        let text =
            r#"{ "StartAt": "F", "States": { "F": { "Type": "Fail", "CausePath": "States.Array()" } } }"#;
        assert_eq!(only_finding(&RULE, text).severity, Severity::Warning);
    }
}
