use super::helpers::looks_dynamic;
use crate::catalog::parameters::Own;
use crate::expr::path::{self, RootKind};
use crate::model::Field;
use crate::rules::prelude::*;
use crate::syntax::{Pair, Text};

pub(super) static RULE: Rule = Rule {
    name: "path-without-dollar-key",
    group: Group::Paths,
    docs: include_str!("path_without_dollar_key.md"),
    severity: Severity::Warning,
    fix: FixKind::Safe,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (field, object) in cx.template_objects() {
        for pair in object.pairs() {
            check_pair(cx, *field, *object, pair);
        }
    }
}

fn check_pair<'a>(cx: &mut Context<'a>, field: Field<'a>, object: Node<'a>, pair: Pair<'a>) {
    let (key, Some(value)) = (pair.key(), pair.value()) else { return };
    // In a pair with a syntax error, the value may belong to another key.
    if key.value.ends_with(".$") || cx.tree().is_damaged(pair.span()) {
        return;
    }
    let is_dynamic = |cx: &Context<'a>, value: Node<'a>| {
        let text = value.as_text().filter(|text| looks_dynamic(*text) || reads_variable(cx, *text));
        text.filter(|_| cx.own_parameter(field, value) != Some(Own::Paths))
    };
    if let Some(text) = is_dynamic(cx, value) {
        let dollar_key = format!("{}.$", key.value);
        // Of duplicate keys, the other one would remain. A key that a template fills in cannot be renamed.
        let is_alone = object.pairs().filter(|other| other.is_named(key.value)).count() == 1;
        let is_free = is_alone && !key.has_placeholder() && object.pair(&dollar_key).is_none();
        let title = format!("Rename the key to `{dollar_key}`");
        let edits = vec![cx.replace_text(key, &dollar_key)];
        // The called service may evaluate such a path itself.
        let fix = match field.object().kind() {
            ObjectKind::Task => Fix::suggested(title, edits),
            _ => Fix::safe(title, edits),
        };
        let diag = cx.report(&RULE, text.span, format!("`{}` is not evaluated", excerpt(text.value)));
        diag.note("only values of keys that end in `.$` are evaluated");
        if is_free {
            diag.help(format!("rename the key to `{dollar_key}`"));
            diag.fix(fix);
        }
    }
    let item = value.items().find_map(|item| is_dynamic(cx, item));
    if let Some(text) = item {
        cx.report(&RULE, text.span, format!("`{}` is not evaluated inside an array", excerpt(text.value)))
            .note("strings in an array are never evaluated")
            .help(format!("build the array with `\"{}.$\": \"States.Array(...)\"`", key.value));
    }
}

/// Whether a string is a path into a variable that the definition assigns.
fn reads_variable(cx: &Context<'_>, text: Text<'_>) -> bool {
    if !text.value.starts_with('$') || text.has_placeholder() {
        return false;
    }
    let path = path::parse(text.value);
    let is_whole = path.errors.is_empty() && path.span.end as usize == text.value.len();
    match &path.root.kind {
        RootKind::Variable(name) if is_whole => cx.analysis.variables().named(&name.value).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Applicability;

    #[test]
    fn paths_and_calls_that_are_not_evaluated() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "x",
      "Parameters": {
        "a": "$.a",
//           ^^^^^ `$.a` is not evaluated
        "b": { "c": [{ "d": "States.UUID()" }] },
//                          ^^^^^^^^^^^^^^^ `States.UUID()` is not evaluated
        "e": ["x", "$$.State.Name", "$.f"],
//                 ^^^^^^^^^^^^^^^ `$$.State.Name` is not evaluated inside an array
        "g": "$5.00",
        "h": "$",
        "i.$": "$.i",
        "j": "costs $.j",
        "l": "$v.x",
//           ^^^^^^ `$v.x` is not evaluated
        "m": "$unassigned",
        "InputPath": "$.detail",
        "k": "${K}"
      },
      "Assign": { "v": "$.v" },
//                     ^^^^^ `$.v` is not evaluated
      "Next": "B"
    },
    "B": { "Type": "Pass", "Result": { "a": "$.a" }, "Next": "C" },
    "C": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": { "a": "$.a" }, "End": true }
  }
}"#,
        );
    }

    fn call(resource: &str, parameters: &str) -> String {
        format!(
            r#"{{ "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::{resource}", "Parameters": {{ {parameters} }} }} }} }}"#
        )
    }

    #[test]
    fn paths_that_belong_to_the_called_service() {
        for (resource, parameters) in [
            (
                "sagemaker:createTransformJob.sync",
                r#""DataProcessing": { "InputFilter": "$[1:]", "OutputFilter": "$['id','SageMakerOutput']" }"#,
            ),
            (
                "aws-sdk:eventbridge:putTargets",
                r#""Targets": [{ "InputPath": "$.detail", "InputTransformer": { "InputPathsMap": { "id": "$.detail.id" } }, "KinesisParameters": { "PartitionKeyPath": "$.id" } }]"#,
            ),
            (
                "aws-sdk:pipes:createPipe",
                r#""TargetParameters": { "KinesisStreamParameters": { "PartitionKey": "$.id" } }"#,
            ),
            ("aws-sdk:glue:createClassifier", r#""JsonClassifier": { "JsonPath": "$.rows[*]" }"#),
            (
                "aws-sdk:cloudwatchlogs:putMetricFilter",
                r#""MetricTransformations": [{ "MetricValue": "$.ms", "Dimensions": { "Op": "$.op" } }]"#,
            ),
            ("aws-sdk:codepipeline:putWebhook", r#""Webhook": { "Filters": [{ "JsonPath": "$.ref" }] }"#),
            (
                "lambda:invoke",
                r#""Payload": { "InputPathsMap": { "id": "$.id" }, "json_paths": ["$.a", "$.b"] }"#,
            ),
        ] {
            check(&RULE, &call(resource, parameters));
        }
        for (resource, parameters) in [
            ("sagemaker:createTransformJob", r#""TransformJobName": "$.name""#),
            ("aws-sdk:eventbridge:putTargets", r#""Rule": "$.rule""#),
            ("lambda:invoke", r#""Payload": { "DataProcessing": { "InputFilter": "$.x" } }"#),
        ] {
            only_finding(&RULE, &call(resource, parameters));
        }
    }

    #[test]
    fn with_a_syntax_error_the_value_may_belong_to_another_key() {
        check(
            &RULE,
            r#"{ "StartAt": "A", "States": { "A": { "Type": "Pass", "Parameters": { "a": "a.$": "$.a" }, "End": true } } }"#,
        );
    }

    #[test]
    fn the_key_gets_its_dollar() {
        let text = |pairs: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Parameters": {{ {pairs} }}, "End": true }} }} }}"#
            )
        };
        check_fix(&RULE, &text(r#""a": "$.a""#), &text(r#""a.$": "$.a""#));
        let of = |text: &str| only_finding(&RULE, text).fix.expect("a fix").applicability;
        assert_eq!(of(&text(r#""a": "$.a""#)), Applicability::Safe);
        assert_eq!(of(&call("lambda:invoke", r#""Payload": { "a": "$.a" }"#)), Applicability::Suggested);
        assert!(only_finding(&RULE, &text(r#""a": "$.a", "a.$": "$.b""#)).fix.is_none());
        assert!(only_finding(&RULE, &text(r#""a": "b", "a": "$.a""#)).fix.is_none());
        assert!(only_finding(&RULE, &text(r#""${A}": "$.a""#)).fix.is_none());
        assert!(only_finding(&RULE, &text(r#""a": ["$.a"]"#)).fix.is_none());
    }

    #[test]
    fn only_a_whole_path_reads_a_variable() {
        let text = |value: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{
                "A": {{ "Type": "Pass", "Assign": {{ "x": 1 }}, "Next": "B" }},
                "B": {{ "Type": "Pass", "Parameters": {{ "a": "{value}" }}, "End": true }} }} }}"#
            )
        };
        only_finding(&RULE, &text("$x.a"));
        for value in ["$x.${Name}", "$x and more", "$y.a"] {
            check(&RULE, &text(value));
        }
    }
}
