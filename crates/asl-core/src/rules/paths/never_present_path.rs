use crate::expr::path::{Path, RootKind, StepKind};
use crate::rules::prelude::*;
use crate::semantic::data::Data;
use jsonata_syntax::{NodeId, NodeKind, Parsed, Tree};

pub(super) static RULE: Rule = Rule {
    name: "never-present-path",
    group: Group::Paths,
    docs: include_str!("never_present_path.md"),
    severity: Severity::Warning,
    fix: FixKind::Suggested,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, path) in cx.paths() {
        let tests_presence = site.info().name == "Variable" && site.object().has("IsPresent");
        if path.errors.is_empty()
            && path.root.kind == RootKind::Input
            && !path.steps.is_empty()
            && !tests_presence
        {
            check_path(cx, site, path);
        }
    }
    for (site, parsed) in cx.jsonata() {
        if parsed.errors.is_empty() {
            check_jsonata(cx, site, parsed);
        }
    }
}

/// A name that cannot exist, and the data without it.
struct Missing<'p> {
    name: &'p str,
    span: Span,
    data: Data,
}

fn check_path(cx: &mut Context<'_>, site: ExpressionRef<'_>, path: &Path) {
    let mut data = cx.analysis.data().root(site);
    for step in &path.steps {
        match &step.kind {
            StepKind::Child(name) => match data.field(&name.value) {
                Some(next) => data = next,
                None => return report(cx, site, Missing { name: &name.value, span: name.span, data }),
            },
            StepKind::Index(_) => data = data.element(),
            _ => return,
        }
        if data.is_unknown() {
            return;
        }
    }
}

fn check_jsonata(cx: &mut Context<'_>, site: ExpressionRef<'_>, parsed: &Parsed) {
    let Some(state) = site.object().state() else { return };
    let flow = cx.analysis.data();
    let mut found = Vec::new();
    for (_, node) in parsed.tree.nodes() {
        let NodeKind::Path { steps } = &node.kind else { continue };
        let [root, part, rest @ ..] = &steps[..] else { continue };
        if !matches!(parsed.tree.kind(*root), NodeKind::Variable(name) if name == "states") {
            continue;
        }
        let data = match parsed.tree.field(*part) {
            Some(("input", _)) => flow.input(state),
            Some(("result", _)) => flow.result(state).clone(),
            _ => continue,
        };
        found.extend(missing_step(&parsed.tree, rest, data));
    }
    for missing in found {
        report(cx, site, missing);
    }
}

/// The first step of a JSONata path that cannot exist.
fn missing_step<'p>(tree: &'p Tree, steps: &[NodeId], mut data: Data) -> Option<Missing<'p>> {
    for step in steps {
        let (name, span) = tree.field(*step)?;
        // A step applies to each element of an array.
        if data.is_list() {
            data = data.element();
        }
        match data.field(name) {
            Some(next) => data = next,
            None => return Some(Missing { name, span, data }),
        }
    }
    None
}

fn report(cx: &mut Context<'_>, site: ExpressionRef<'_>, missing: Missing<'_>) {
    let Missing { name, span, data } = missing;
    let known = data.names();
    let near = cx.nearest(name, known.iter().copied()).map(str::to_owned);
    let edit = near.as_ref().map(|near| crate::edit::Edit { span: site.span(span), text: near.clone() });
    let diag = cx.report_in(&RULE, site, span, format!("there is no field `{name}` at this point"));
    match &data {
        Data::FunctionOutput => {
            diag.note("a Task that calls a function by its ARN gets what the function returns, without an object around it");
            diag.help(format!(
                "leave `{name}` out, or call the function with `arn:aws:states:::lambda:invoke`"
            ));
        }
        _ if known.is_empty() => _ = diag.note("the value before it is no object"),
        _ => _ = diag.note(format!("the fields are {}", listed_names(&known, "and"))),
    }
    if let Some((near, edit)) = near.zip(edit) {
        diag.help(format!("did you mean `{near}`?"));
        diag.fix(Fix::suggested(format!("Change to `{near}`"), vec![edit]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_services() {
        check(
            &RULE,
            r#"
{
  "StartAt": "Get",
  "States": {
    "Get": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": { "TableName": "t", "Key": { "id": { "S.$": "$.id" } } },
      "ResultSelector": { "order.$": "$.Item.order.S", "old.$": "$.Iten", "key.$": "$.Item.key.Text" },
//                                                                 ^^^^ there is no field `Iten` at this point
//                                                                                             ^^^^ there is no field `Text` at this point
      "ResultPath": "$.found",
      "Next": "Use"
    },
    "Use": {
      "Type": "Pass",
      "Parameters": { "a.$": "$.found.order", "b.$": "$.found.Item", "c.$": "$.anything", "d.$": "$.found.key.x" },
//                                                            ^^^^ there is no field `Item` at this point
      "Next": "Choose"
    },
    "Choose": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.a", "IsNull": true, "Next": "Run" },
        { "Variable": "$.found", "IsNull": true, "Next": "Run" },
//                       ^^^^^ there is no field `found` at this point
        { "Variable": "$.found", "IsPresent": true, "Next": "Run" }
      ],
      "Default": "Run"
    },
    "Run": { "Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync", "Parameters": { "TaskDefinition": "t" }, "Next": "Ran" },
    "Ran": { "Type": "Pass", "Parameters": { "a.$": "$.TaskArn", "b.$": "$.Tasks[0].TaskArn", "c.$": "$.Containers[0].ExitCode", "d.$": "$.Containers[*].Foo" }, "End": true }
//                                                                         ^^^^^ there is no field `Tasks` at this point
  }
}"#,
        );
    }

    #[test]
    fn results_in_jsonata() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "Get",
  "States": {
    "Get": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:ec2:describeInstances",
      "Arguments": {},
      "Assign": { "ids": "{% $states.result.Reservations.Instances.InstanceId %}", "x": "{% $states.result.Reservation[0] %}" },
//                                                                                                         ^^^^^^^^^^^ there is no field `Reservation` at this point
      "Output": { "found": "{% $states.result.Reservations[0].Instances %}", "next": "{% $states.result.NextToken %}" },
      "Next": "Call"
    },
    "Call": {
      "Type": "Task",
      "Resource": "arn:aws:lambda:us-east-1:111122223333:function:f",
      "Arguments": { "a": "{% $states.input.found.InstanceType %}", "b": "{% $states.input.fond & $states.input.other.x %}" },
//                                                                                         ^^^^ there is no field `fond` at this point
//                                                                                                              ^^^^^ there is no field `other` at this point
      "Output": "{% $states.result.Payload.id %}",
//                                 ^^^^^^^ there is no field `Payload` at this point
      "Next": "Done"
    },
    "Done": { "Type": "Succeed", "Output": "{% $states.input.whatever %}" }
  }
}"#,
        );
    }

    #[test]
    fn what_is_unknown_is_not_reported() {
        check(
            &RULE,
            r#"
{
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "Parameters": { "x.$": "$.anything", "n.$": "States.Array($.x)" }, "Next": "Loop" },
    "Loop": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "f", "Payload.$": "$.n[0].a" },
      "ResultSelector": { "x.$": "$.Payload.value", "s.$": "$.SdkHttpMetadata.HttpStatusCode" },
      "ResultPath": "$.called",
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Failed" }],
      "Next": "More"
    },
    "More": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.called.x", "BooleanEquals": true, "Next": "Loop" }],
      "Default": "Wait"
    },
    "Wait": { "Type": "Wait", "SecondsPath": "$.x.y.z", "Next": "Token" },
    "Token": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Parameters": { "QueueUrl": "q", "MessageBody": { "t.$": "$$.Task.Token", "c.$": "$.called.x.y" } },
      "Next": "After"
    },
    "After": { "Type": "Pass", "Parameters": { "a.$": "$.MessageId.b" }, "Next": "Each" },
    "Each": {
      "Type": "Map",
      "ItemsPath": "$.a",
      "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Pass", "OutputPath": "$.item.name", "End": true } } },
      "ResultPath": null,
      "Next": "Failed"
    },
    "Failed": { "Type": "Fail", "CausePath": "$.error.Cause", "ErrorPath": "$.a" }
  }
}"#,
        );
    }

    #[test]
    fn branches_and_items_get_what_their_state_selects() {
        check(
            &RULE,
            r#"
{
  "StartAt": "Both",
  "States": {
    "Both": {
      "Type": "Parallel",
      "Parameters": { "id.$": "$.id" },
      "Branches": [{ "StartAt": "B", "States": { "B": { "Type": "Pass", "InputPath": "$.name", "End": true } } }],
//                                                                                      ^^^^ there is no field `name` at this point
      "Next": "Each"
    },
    "Each": {
      "Type": "Map",
      "ItemSelector": { "item.$": "$$.Map.Item.Value" },
      "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Pass", "Parameters": { "a.$": "$.itm.id", "b.$": "$.item.id" }, "End": true } } },
//                                                                                                    ^^^ there is no field `itm` at this point
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn outputs_of_branches_and_items() {
        check(
            &RULE,
            r#"
{
  "StartAt": "Both",
  "States": {
    "Both": {
      "Type": "Parallel",
      "Branches": [
        { "StartAt": "B", "States": { "B": { "Type": "Pass", "Parameters": { "b.$": "$.x" }, "End": true } } },
        { "StartAt": "C", "States": { "C": { "Type": "Pass", "Result": { "c": 1 }, "Next": "D" }, "D": { "Type": "Succeed" } } }
      ],
      "ResultSelector": { "b.$": "$[0].b", "c.$": "$[1].c", "d.$": "$[1].d" },
//                                                                       ^ there is no field `d` at this point
      "Next": "Each"
    },
    "Each": {
      "Type": "Map",
      "ItemProcessor": { "StartAt": "I", "States": { "I": { "Type": "Pass", "Parameters": { "text.$": "States.Format('{}', $.a)" }, "End": true } } },
      "ResultPath": "$.all",
      "Next": "Use"
    },
    "Use": { "Type": "Pass", "Parameters": { "a.$": "$.all[0].text", "b.$": "$.all[0].txt", "c.$": "$.all[0].text.more" }, "End": true }
//                                                                                    ^^^ there is no field `txt` at this point
//                                                                                                                ^^^^ there is no field `more` at this point
  }
}"#,
        );
    }

    #[test]
    fn errors_that_catchers_get() {
        check(
            &RULE,
            r#"
{
  "StartAt": "Call",
  "States": {
    "Call": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "f" },
      "Catch": [{ "ErrorEquals": ["States.ALL"], "Next": "Failed" }],
      "End": true
    },
    "Failed": { "Type": "Fail", "CausePath": "$.Cause", "ErrorPath": "$.error.Error" }
//                                                                      ^^^^^ there is no field `error` at this point
  }
}"#,
        );
    }

    #[test]
    fn the_fix_suggests_the_nearest_field() {
        let text = |name: &str| {
            format!(
                r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "ResultSelector": {{ "x.$": "$.{name}.id" }}, "End": true }} }} }}"#
            )
        };
        check_fix(&RULE, &text("Iten"), &text("Item"));
    }
}
