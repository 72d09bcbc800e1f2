use super::helpers::is_call;
use super::helpers::{is_comparison, requires_reference};
use crate::expr::path::{PathErrorKind, RootKind, reference_errors};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "invalid-reference-path",
    group: Group::Paths,
    docs: include_str!("invalid_reference_path.md"),
    severity: Severity::Error,
    aws: schema(AwsPlace::Here),
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, path) in cx.paths().filter(|(site, _)| requires_reference(*site)) {
        if path.root.kind == RootKind::Context && !accepts_context(site) {
            if path.errors.is_empty() {
                let message = format!("`{}` cannot read the context object", site.field().key().value);
                cx.report_in(&RULE, site, path.root.span, message)
                    .note("Step Functions rejects the definition: `Value is not a Reference Path`")
                    .help("pass the number in the input or in a variable, and read it from there");
            }
            continue;
        }
        let Some(error) = reference_errors(path).into_iter().next() else { continue };
        // `invalid-path` reports the first error of a path that cannot be parsed.
        let is_misread = path.errors.first().is_some_and(|error| error.kind != PathErrorKind::NoDollar);
        let text = site.text().value;
        if is_misread || is_call(text) {
            continue;
        }
        let field = site.field().key().value;
        let written = site.part(error.span);
        let diag = cx.report_in(&RULE, site, error.span, &error.message);
        diag.note(format!("`{field}` requires a Reference Path, which selects a single node"));
        if error.kind == PathErrorKind::NoDollar {
            diag.note(
                "Step Functions rejects the definition: `Value is not a Reference Path: Reference path didn't \
                 start with '$'`",
            );
        } else if is_comparison(site) && !written.starts_with('[') {
            // For comparisons, it is only known that a bracket must contain a name or an index.
            diag.warning();
        } else {
            diag.note("Step Functions rejects the definition: `Value is not a Reference Path`");
        }
        if text.starts_with("{%") {
            diag.help("set `\"QueryLanguage\": \"JSONata\"` on the state to use JSONata");
        } else {
            diag.help(format!("expected {}", error.expected));
        }
    }
}

/// Whether a path that begins with `$$` is valid, or reported by another rule.
fn accepts_context(site: ExpressionRef<'_>) -> bool {
    site.info().context || site.info().name == "ResultPath"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_need_one_node() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Map",
      "InputPath": "$.a[*]",
      "ItemsPath": "$.a[?(@.b)].c[*]",
//                     ^^^^^^^^ a filter is not allowed in a Reference Path
      "MaxConcurrencyPath": "$.limits[*]",
//                                   ^^^ `*` is not allowed in a Reference Path
      "ResultPath": "a",
//                   ^ Reference Path does not begin with `$`
      "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } },
      "Next": "C"
    },
    "C": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "x", "IsPresent": true, "Next": "E" },
//                     ^ Reference Path does not begin with `$`
        { "Variable": "$.x[-1]", "IsPresent": true, "Next": "E" },
//                        ^^^^ a negative index is not allowed in a Reference Path
        { "Variable": "$.a['b'][0].c", "StringEqualsPath": "$..y", "Next": "E" },
//                                                           ^^ `..` is not allowed in a Reference Path
        { "Variable": "$$.Execution.Name", "StringEqualsPath": "$name.x", "Next": "E" }
      ],
      "Default": "E"
    },
    "E": { "Type": "Fail", "CausePath": "$.a[0:1]" }
  }
}"#,
        );
    }

    #[test]
    fn the_number_paths_of_a_map_cannot_read_the_context_object() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Map",
      "ItemsPath": "$$.Execution.Input.orders",
      "MaxConcurrencyPath": "$$.Execution.Input.n",
//                           ^^ `MaxConcurrencyPath` cannot read the context object
      "ToleratedFailureCountPath": "$$",
//                                  ^^ `ToleratedFailureCountPath` cannot read the context object
      "ToleratedFailurePercentagePath": "$$.Execution.Input.p[*]",
//                                       ^^ `ToleratedFailurePercentagePath` cannot read the context object
      "ItemReader": { "ReaderConfig": { "MaxItemsPath": "$$['Execution'].Input.n" } },
//                                                       ^^ `MaxItemsPath` cannot read the context object
      "ItemBatcher": {
        "MaxItemsPerBatchPath": "$$.Execution.Input.n",
//                               ^^ `MaxItemsPerBatchPath` cannot read the context object
        "MaxInputBytesPerBatchPath": "$$.Execution.Input.b"
//                                    ^^ `MaxInputBytesPerBatchPath` cannot read the context object
      },
      "ResultPath": "$$.Execution.Input",
      "Next": "B"
    },
    "B": { "Type": "Map", "MaxConcurrencyPath": "$limits.n", "ToleratedFailureCountPath": "$.n", "Next": "C" },
    "C": { "Type": "Wait", "SecondsPath": "$$.Map.Item.Index", "Next": "D" },
    "D": { "Type": "Wait", "TimestampPath": "$$.Execution.StartTime", "Next": "E" },
    "E": { "Type": "Task", "TimeoutSecondsPath": "$$.Execution.Input.t", "HeartbeatSecondsPath": "$$.Execution.Input.h" }
  }
}"#,
        );
    }

    #[test]
    fn aws_names_the_field_that_reads_the_context_object() {
        let found = only_finding(
            &RULE,
            r#"{ "States": { "A": { "Type": "Map", "ItemBatcher": { "MaxItemsPerBatchPath": "$$.Execution.Input.n" } } } }"#,
        );
        assert_eq!(found.aws_code, Some("SCHEMA_VALIDATION_FAILED"));
        assert_eq!(found.aws_location.as_deref(), Some("/States/A/ItemBatcher/MaxItemsPerBatchPath"));
    }

    #[test]
    fn paths_that_aws_may_accept_in_a_comparison_are_warnings() {
        let choice = |path: &str| {
            let text = format!(
                r#"{{ "StartAt": "C", "States": {{ "C": {{ "Type": "Choice", "Choices": [{{ "Variable": "{path}", "IsNull": true, "Next": "C" }}] }} }} }}"#
            );
            only_finding(&RULE, &text)
        };
        assert_eq!(choice("$.a[*]").severity, Severity::Error);
        let wildcard = choice("$.a.*");
        assert_eq!((wildcard.severity, wildcard.aws_code), (Severity::Warning, None));
    }

    #[test]
    fn paths_that_cannot_be_parsed_and_calls() {
        let text = |path: &str| {
            format!(r#"{{ "States": {{ "A": {{ "Type": "Pass", "ResultPath": "{path}" }} }} }}"#)
        };
        check(&RULE, &text("$.a[*"));
        check(&RULE, &text("States.UUID()"));
        only_finding(&RULE, &text("$.a[*]"));
    }
}
