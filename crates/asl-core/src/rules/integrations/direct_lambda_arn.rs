use crate::catalog::services::Resource;
use crate::edit::{self, Edit};
use crate::rules::prelude::*;
use crate::syntax::Text;

pub(super) static RULE: Rule = Rule {
    name: "direct-lambda-arn",
    group: Group::Integrations,
    docs: include_str!("direct_lambda_arn.md"),
    severity: Severity::Info,
    default: Default::Off,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let Some(resource) = object.get("Resource").and_then(Node::as_text) else { continue };
        let Some((function, _)) = Resource::function(resource.value) else { continue };
        let fix =
            edits(cx, object, resource).map(|edits| Fix::suggested("Call it through `lambda:invoke`", edits));
        let message = format!("`{function}` is called by its ARN instead of through `lambda:invoke`");
        let diagnostic = cx
            .report(&RULE, resource.span, message)
            .note("AWS recommends the integration: it can wait for a task token, specify a qualifier, and call the function without waiting")
            .help("set `Resource` to `lambda:invoke`, and pass the function as `FunctionName`");
        if let Some(fix) = fix {
            diagnostic.fix(fix);
        }
    }
}

/// The edits that make the same call through the integration; `None` if they might change the result.
fn edits(cx: &Context<'_>, task: Object<'_>, resource: Text<'_>) -> Option<Vec<Edit>> {
    const TRANSFORMS: [&str; 6] =
        ["Parameters", "Arguments", "ResultSelector", "OutputPath", "Output", "Assign"];
    let field = task.field("Resource")?;
    let is_discarded = task.get("ResultPath").is_some_and(|path| path.kind() == Kind::Null);
    if TRANSFORMS.iter().any(|name| task.has_or_misspells(name))
        || task.has_or_misspells("ResultPath") && !is_discarded
    {
        return None;
    }
    let partition = resource.value.split(':').nth(1)?;
    let function = edit::quoted(resource.value);
    let (key, payload, output) = match task.language() {
        QueryLanguage::JsonPath => ("Parameters", "\"Payload.$\": \"$\"", ("OutputPath", "\"$.Payload\"")),
        QueryLanguage::Jsonata => (
            "Arguments",
            "\"Payload\": \"{% $states.input %}\"",
            ("Output", "\"{% $states.result.Payload %}\""),
        ),
    };
    let arguments = format!("{{ \"FunctionName\": {function}, {payload} }}");
    let mut edits = vec![
        cx.replace_text(resource, &format!("arn:{partition}:states:::lambda:invoke")),
        cx.insert_field(task, Some(field.pair()), key, &arguments),
    ];
    if !is_discarded {
        // Both insertions have the same position, so they form one edit.
        let output = cx.insert_field(task, Some(field.pair()), output.0, output.1);
        edits[1].text.push_str(&output.text);
    }
    Some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(fields: &str) -> String {
        format!(r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", {fields}, "End": true }} }} }}"#)
    }

    const ARN: &str = "arn:aws-cn:lambda:cn-north-1:111122223333:function:price:live";

    #[test]
    fn only_functions_are_reported() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:price:7" },
//                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `price` is called by its ARN instead of through `lambda:invoke`
    "B": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke" },
    "C": { "Type": "Task", "Resource": "${Function}" }
  }
}"#,
        );
    }

    #[test]
    fn the_fix_keeps_the_call() {
        check_fix(
            &RULE,
            &task(&format!(r#""Resource": "{ARN}""#)),
            &task(&format!(
                r#""Resource": "arn:aws-cn:states:::lambda:invoke", "Parameters": {{ "FunctionName": "{ARN}", "Payload.$": "$" }}, "OutputPath": "$.Payload""#
            )),
        );
        check_fix(
            &RULE,
            &task(&format!(r#""Resource": "{ARN}", "ResultPath": null"#)),
            &task(&format!(
                r#""Resource": "arn:aws-cn:states:::lambda:invoke", "Parameters": {{ "FunctionName": "{ARN}", "Payload.$": "$" }}, "ResultPath": null"#
            )),
        );
        check_fix(
            &RULE,
            &task(&format!(r#""QueryLanguage": "JSONata", "Resource": "{ARN}""#)),
            &task(&format!(
                r#""QueryLanguage": "JSONata", "Resource": "arn:aws-cn:states:::lambda:invoke", "Arguments": {{ "FunctionName": "{ARN}", "Payload": "{{% $states.input %}}" }}, "Output": "{{% $states.result.Payload %}}""#
            )),
        );
    }

    #[test]
    fn there_is_no_fix_if_the_result_is_transformed() {
        for field in [r#""ResultPath": "$.price""#, r#""Parameters": {}"#, r#""OutputPath": "$.a""#] {
            assert_eq!(only_finding(&RULE, &task(&format!(r#""Resource": "{ARN}", {field}"#))).fix, None);
        }
    }
}
