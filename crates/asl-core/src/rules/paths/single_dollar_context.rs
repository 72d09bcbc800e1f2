use super::helpers::missing;
use crate::catalog::{Available, CONTEXT, Content, ContextField};
use crate::edit::Edit;
use crate::expr::path::RootKind;
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "single-dollar-context",
    group: Group::Paths,
    docs: include_str!("single_dollar_context.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for site in cx.known_sites().filter(|site| site.dollar_key().is_some() && is_passed_on(*site)) {
        for path in site.paths().filter(|path| path.root.kind == RootKind::Input) {
            let names: Vec<&str> = path.names().into_iter().map(|name| name.value.as_str()).collect();
            // Only fields that exist nowhere else: an input may have an `Execution` of its own.
            let leaf =
                |field: &ContextField| field.content != Content::Object && names.starts_with(field.path);
            let Some(field) = CONTEXT.iter().find(|field| leaf(field)) else { continue };
            if field.available == Available::Always || missing(site, field.available).is_some() {
                continue;
            }
            let written = site.part(path.span);
            let root = Span::at(site.span(path.root.span).start);
            let edit = Edit { span: root, text: "$".to_owned() };
            cx.report_in(
                &RULE,
                site,
                path.span,
                format!("`{written}` reads the input, not the context object"),
            )
            .note("paths into the context object begin with `$$`")
            .help(format!("did you mean `${written}`?"))
            .fix(Fix::suggested(format!("Change to `${written}`"), vec![edit]));
        }
    }
}

/// Whether the expression is in what a Map passes to its iterations, or a task to its service.
fn is_passed_on(site: ExpressionRef<'_>) -> bool {
    matches!(site.info().name, "ItemSelector" | "Parameters")
        && site.object().state().is_some_and(|state| state.is(StateKind::Map) || state.pauses())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_context_object_has_the_field() {
        check(
            &RULE,
            r#"
{
  "StartAt": "M",
  "States": {
    "M": {
      "Type": "Map",
      "ItemSelector": {
        "item.$": "$.Map.Item.Value.id",
//                 ^^^^^^^^^^^^^^^^^^^ `$.Map.Item.Value.id` reads the input, not the context object
        "n.$": "States.MathAdd($.Map.Item.Index, 1)",
//                             ^^^^^^^^^^^^^^^^ `$.Map.Item.Index` reads the input, not the context object
        "x.$": "$.Map.Item",
        "e.$": "$.Execution.Id"
      },
      "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Succeed" } } },
      "Next": "T"
    },
    "T": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Parameters": { "MessageBody.$": "$.Task.Token" },
//                                      ^^^^^^^^^^^^ `$.Task.Token` reads the input, not the context object
      "Next": "P"
    },
    "P": { "Type": "Pass", "Parameters": { "token.$": "$.Task.Token" }, "End": true }
  }
}"#,
        );
    }

    #[test]
    fn the_second_dollar_is_added() {
        let text = |dollar: &str| {
            format!(
                r#"{{ "StartAt": "T", "States": {{ "T": {{ "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {{ "MessageBody.$": "{dollar}.Task.Token" }}, "End": true }} }} }}"#
            )
        };
        check_fix(&RULE, &text("$"), &text("$$"));
    }

    #[test]
    fn only_what_a_map_passes_on_has_an_item() {
        check(
            &RULE,
            r#"{ "StartAt": "M", "States": {
                "M": { "Type": "Map", "ItemsPath": "$.Map.Item.Value", "ResultSelector": { "a.$": "$.Map.Item.Value" }, "Next": "P" },
                "P": { "Type": "Pass", "Parameters": { "a.$": "$.Map.Item.Value" }, "End": true } } }"#,
        );
    }
}
