use crate::catalog::services::{Pattern, Resource};
use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "lambda-metadata",
    group: Group::Integrations,
    docs: include_str!("lambda_metadata.md"),
    severity: Severity::Info,
    default: Default::Off,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states_of(StateKind::Task) {
        let Some(object) = state.object().filter(|object| !object.is_damaged()) else { continue };
        let Some(resource) = object.get("Resource").and_then(Node::as_text) else { continue };
        let Resource::Optimized { service: "lambda", action: "invoke", pattern: Pattern::RequestResponse } =
            Resource::parse(resource.value)
        else {
            continue;
        };
        if selects(object) || !responds(object) {
            continue;
        }
        let help = match object.language() {
            QueryLanguage::JsonPath => {
                "set `\"OutputPath\": \"$.Payload\"`, or select it in `ResultSelector`"
            }
            QueryLanguage::Jsonata => "set `\"Output\": \"{% $states.result.Payload %}\"`",
        };
        let name = state.name();
        cx.report(&RULE, name.span, format!("`{}` keeps the metadata of the call", name.value))
            .note("headers, status and request ID are next to `Payload`, and count towards the 256 KiB limit of an input or output")
            .help(help);
    }
}

/// Whether the state selects a part of the result.
fn selects(task: Object<'_>) -> bool {
    let is_discarded = task.get("ResultPath").is_some_and(|path| path.kind() == Kind::Null);
    is_discarded
        || ["ResultSelector", "OutputPath", "Output"].iter().any(|field| task.has_or_misspells(field))
}

/// Whether the call waits for a response of the function.
fn responds(task: Object<'_>) -> bool {
    let call = task.get("Parameters").or_else(|| task.get("Arguments"));
    let kind = call.and_then(|call| call.get("InvocationType")?.as_str());
    kind.is_none_or(|kind| kind == "RequestResponse")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_payload_is_selected_or_not() {
        check(
            &RULE,
            r#"
{
  "States": {
    "A": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke" },
//  ^^^ `A` keeps the metadata of the call
    "B": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultPath": "$.price" },
//  ^^^ `B` keeps the metadata of the call
    "C": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultPath": null },
    "D": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "OutputPath": "$.Payload" },
    "E": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "ResultSelector": { "p.$": "$.Payload" } },
    "F": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "InvocationType": "Event" } },
    "G": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken" },
    "H": { "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:111122223333:function:price" },
    "I": { "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke" },
//  ^^^ `I` keeps the metadata of the call
    "J": { "Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:states:::lambda:invoke", "Output": "x" }
  }
}"#,
        );
    }
}
