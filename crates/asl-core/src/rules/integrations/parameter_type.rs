use aws_services::Shape;

use crate::rules::prelude::*;
use crate::semantic::arguments::{Argument, TaskCall};

pub(super) static RULE: Rule = Rule {
    name: "parameter-type",
    group: Group::Integrations,
    docs: include_str!("parameter_type.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for TaskCall { call, arguments, .. } in cx.calls() {
        let Some(arguments) = arguments else { continue };
        // Public examples pass strings where its integration expects attribute values.
        let is_lenient = call.service() == "dynamodb";
        for argument in &arguments.values {
            let is_string = argument.node.as_text().is_some();
            if let Some(expected) = mismatch(*argument).filter(|_| !(is_lenient && is_string)) {
                let found = argument.node.kind();
                let name = argument.member.name();
                cx.report(
                    &RULE,
                    argument.node.span(),
                    format!("expected {expected} for `{name}`, found {found}"),
                )
                .note(format!("`{}` fails if it gets another type", call.name()));
            }
        }
    }
}

/// The type that a parameter expects, if the value has another one that the service certainly does not accept. Text may
/// stand for numbers and booleans, JSON for strings and bytes.
fn mismatch(argument: Argument<'_>) -> Option<&'static str> {
    let Argument { node, shape, .. } = argument;
    let text = node.as_text().map(|text| text.value.trim());
    let is_number =
        |text: &str| text.parse::<f64>().is_ok() || is_placeholder(text) || text.contains(['{', '$']);
    let is_filled_in = text.is_some_and(|text| is_placeholder(text) || text.contains(['{', '$']));
    let (expected, is_right) = match shape {
        Shape::Structure(_) | Shape::Map(_) => ("an object", node.is_object() || is_filled_in),
        Shape::List(_) => ("an array", node.kind() == Kind::Array || is_filled_in),
        Shape::Boolean => {
            let is_text = text.is_some_and(|text| matches!(text, "true" | "false") || is_filled_in);
            ("a boolean", node.as_bool().is_some() || is_text)
        }
        Shape::Integer(_) | Shape::Float(_) => {
            ("a number", node.as_f64().is_some() || text.is_some_and(is_number))
        }
        Shape::Timestamp => ("a string with a time", text.is_some() || node.as_f64().is_some()),
        Shape::String(_) => ("a string", node.kind() != Kind::Array),
        Shape::Blob(_) | Shape::Document => return None,
    };
    (!is_right && node.kind() != Kind::Null).then_some(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_arguments() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:ec2:describeInstances",
      "Parameters": {
        "InstanceIds": "i-1",
//                     ^^^^^ expected an array for `InstanceIds`, found a string
        "Filters": [{ "Name": "tag:app", "Values": ["shop"] }, "running"],
//                                                             ^^^^^^^^^ expected an object for `Filters`, found a string
        "MaxResults": "many",
//                    ^^^^^^ expected a number for `MaxResults`, found a string
        "NextToken": ["t"]
//                   ^^^^^ expected a string for `NextToken`, found an array
      },
      "Next": "B"
    },
    "B": {
      "Type": "Task",
      "Resource": "arn:aws:states:::ecs:runTask",
      "Parameters": { "TaskDefinition": "t", "EnableExecuteCommand": 1, "Count": "2", "Overrides": [] },
//                                                                   ^ expected a boolean for `EnableExecuteCommand`, found a number
//                                                                                                 ^^ expected an object for `Overrides`, found an array
      "Next": "C"
    },
    "C": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:sfn:startExecution",
      "Parameters": { "StateMachineArn": "m", "Input": { "any": ["thing"] }, "Name": null },
      "Next": "D"
    },
    "D": {
      "Type": "Task",
      "QueryLanguage": "JSONata",
      "Resource": "arn:aws:states:::aws-sdk:ec2:describeInstances",
      "Arguments": { "InstanceIds": "{% $ids %}", "DryRun": true, "Filters": "${Filters}" },
      "Next": "E"
    },
    "E": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": { "TableName": "t", "Key": { "id": "x" }, "ConsistentRead": "true" },
      "Next": "F"
    },
    "F": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:cloudwatch:getMetricStatistics",
      "Parameters": { "StartTime": "2026-01-01T00:00:00Z", "EndTime": {}, "Period": "<seconds>", "Statistics": "{{all}}" },
//                                                                    ^^ expected a string with a time for `EndTime`, found an object
      "End": true
    }
  }
}"#,
        );
    }
}
