//! The tools about the services that Step Functions can call.

use anyhow::{Result, bail};
use asl_core::brief;
use asl_core::visible::visible;
use asl_ide::reference::{self, ParameterReference};
use aws_services::optimized::{self, Integration};
use aws_services::{
    Service, Support, optimized_service, optimized_services, sdk_service, sdk_services, version,
};
use rmcp::schemars::{self, JsonSchema};
use serde::Deserialize;
use serde_json::{Value, json};

use super::files::Workspace;
use super::tool::{Answer, Files, Tool};

/// The maximum number of actions in an answer.
const MAX_ACTIONS: usize = 300;

/// The maximum number of parameters in an answer.
const MAX_PARAMETERS: usize = 200;

pub(super) static LIST_INTEGRATIONS: Tool<ListIntegrations> = Tool {
    name: "list_integrations",
    title: "List service integrations",
    description: "List what a Task state can call: without arguments, the services with an optimized integration and those of \
        the AWS SDK; with `service`, its actions as they stand in `Resource`.",
    files: Files::None,
    run: list,
};

pub(super) static DESCRIBE_ACTION: Tool<DescribeAction> = Tool {
    name: "describe_action",
    title: "Describe an action",
    description: "Describe an action of an AWS service as Step Functions calls it: its parameters with types and meanings, \
        the members of its result, its errors, and how a Task can wait for it.",
    files: Files::None,
    run: describe,
};

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct ListIntegrations {
    /// A service, such as `dynamodb` or `cloudwatchlogs`
    service: Option<String>,
    /// Only services, or actions of the service, whose name contains this text
    query: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct DescribeAction {
    /// The action: `lambda:invoke`, `aws-sdk:s3:getObject`, or the whole `Resource`, such as `arn:aws:states:::ecs:runTask.sync`
    action: String,
    /// A parameter whose own parameters to describe, such as `Overrides.ContainerOverrides`
    parameter: Option<String>,
}

fn list(_: &Workspace, arguments: ListIntegrations) -> Result<Answer> {
    let query = arguments.query.unwrap_or_default().to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&query);
    match arguments.service {
        Some(name) => actions(&name.to_lowercase(), has),
        None => services(has),
    }
}

fn services(has: impl Fn(&str) -> bool) -> Result<Answer> {
    let is_shown = |service: &&Service| {
        !service.is_retired() && (has(service.name()) || has(service.title()) || service.aliases().any(&has))
    };
    let optimized: Vec<&Service> = optimized_services().iter().filter(is_shown).collect();
    let sdk: Vec<&Service> = sdk_services().iter().filter(is_shown).collect();
    if optimized.is_empty() && sdk.is_empty() {
        bail!("no service contains this text");
    }
    let mut text = String::from("Optimized integrations, `arn:aws:states:::SERVICE:ACTION`:\n");
    for service in &optimized {
        let actions: Vec<&str> = optimized::actions(service.name()).map(|one| one.action).collect();
        text.push_str(&format!("- {}: {}\n", service.name(), brief::chain(&actions, ", ")));
    }
    let names: Vec<&str> = sdk.iter().map(|service| service.name()).collect();
    text.push_str(&format!(
        "AWS SDK, `arn:aws:states:::aws-sdk:SERVICE:ACTION` ({}):\n{}\n",
        version(),
        names.join(", ")
    ));
    let entry = |service: &&Service| json!({ "name": service.name(), "title": service.title() });
    let structured = json!({
        "optimized": optimized.iter().map(entry).collect::<Vec<_>>(),
        "sdk": sdk.iter().map(entry).collect::<Vec<_>>(),
    });
    Ok(Answer::new(text, structured))
}

fn actions(name: &str, has: impl Fn(&str) -> bool) -> Result<Answer> {
    let sdk = sdk_service(name)
        .or_else(|| sdk_services().iter().find(|one| one.aliases().any(|alias| alias == name)));
    let integrations: Vec<&Integration> = optimized::actions(name).filter(|one| has(one.action)).collect();
    if sdk.is_none() && optimized_service(name).is_none() {
        bail!("no service is named {}; call this tool without `service`", visible(&brief::name(name)));
    }
    let mut all: Vec<(String, String)> = Vec::new();
    for one in &integrations {
        for pattern in one.patterns {
            let resource = format!("arn:aws:states:::{name}:{}{}", one.action, pattern.suffix());
            all.push((resource, String::new()));
        }
    }
    if let Some(service) = sdk {
        let actions = service.model().actions();
        for action in actions.filter(|action| action.support() == Support::Supported && has(action.name())) {
            let resource = format!("arn:aws:states:::aws-sdk:{}:{}", service.name(), action.name());
            all.push((resource, service.action_summary(action).to_owned()));
        }
    }
    let left_off = all.len().saturating_sub(MAX_ACTIONS);
    all.truncate(MAX_ACTIONS);
    let mut text: String = all
        .iter()
        .map(|(resource, summary)| {
            format!("{} {}\n", resource, visible(summary)).trim_end().to_owned() + "\n"
        })
        .collect();
    if left_off > 0 {
        text.push_str(&format!("and {left_off} more: use `query`\n"));
    }
    let entries: Vec<Value> =
        all.iter().map(|(resource, summary)| json!({ "resource": resource, "summary": summary })).collect();
    Ok(Answer::new(text, json!({ "actions": entries, "left_off": left_off })))
}

fn describe(_: &Workspace, arguments: DescribeAction) -> Result<Answer> {
    let resource = reference::resource(arguments.action.trim());
    let inside: Vec<&str> =
        arguments.parameter.iter().flat_map(|path| path.split('.')).filter(|name| !name.is_empty()).collect();
    let Some(action) = reference::action(&resource, &[]) else {
        bail!(
            "no action {}; it is SERVICE:ACTION or aws-sdk:SERVICE:ACTION, as `list_integrations` gives them",
            visible(&brief::name(&arguments.action))
        );
    };
    let Some(nested) = reference::action(&resource, &inside) else {
        bail!("{} has no parameters inside {}", resource, visible(&brief::name(&inside.join("."))));
    };
    let parameters = &nested.parameters[..nested.parameters.len().min(MAX_PARAMETERS)];
    let left_off = nested.parameters.len() - parameters.len();
    let mut text = format!("{resource}\n\n{}\n", action.docs);
    let place = if inside.is_empty() { String::new() } else { format!(" inside `{}`", inside.join(".")) };
    text.push_str(&format!("\n## Parameters{place}\n\n"));
    parameters.iter().for_each(|parameter| text.push_str(&entry(parameter)));
    if left_off > 0 {
        text.push_str(&format!("- and {left_off} more\n"));
    }
    if inside.is_empty() {
        text.push_str("\n## Result\n\n");
        action
            .result
            .iter()
            .for_each(|member| text.push_str(&format!("- `{}`: {}\n", member.name, member.kind)));
    }
    let result = action.result.iter().map(|member| json!({ "name": member.name, "type": member.kind }));
    let structured = json!({
        "resource": resource,
        "docs": action.docs,
        "parameters": parameters.iter().map(described).collect::<Vec<_>>(),
        "left_off": left_off,
        "result": result.collect::<Vec<_>>(),
        "errors": action.errors,
    });
    Ok(Answer::new(text, structured))
}

fn entry(parameter: &ParameterReference) -> String {
    let required = if parameter.is_required { ", required" } else { "" };
    let facts: String = parameter.facts.iter().map(|fact| format!("  - {fact}\n")).collect();
    format!("- `{}` ({}{required}): {}\n{facts}", parameter.name, parameter.kind, parameter.docs)
}

fn described(parameter: &ParameterReference) -> Value {
    json!({
        "name": parameter.name,
        "type": parameter.kind,
        "required": parameter.is_required,
        "docs": parameter.docs,
        "facts": parameter.facts,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tool::AnyTool;
    use super::*;

    fn call(tool: &dyn AnyTool, arguments: Value) -> Result<Answer> {
        let Value::Object(arguments) = arguments else { panic!("not an object") };
        tool.call(Vec::new(), arguments)
    }

    #[test]
    fn answers_are_bounded() {
        let answer = call(&LIST_INTEGRATIONS, json!({ "service": "ec2" })).unwrap();
        assert_eq!(answer.structured["actions"].as_array().map(Vec::len), Some(MAX_ACTIONS));
        assert!(answer.text.ends_with(" more: use `query`\n") && answer.text.len() < 100_000);
        let answer = call(&LIST_INTEGRATIONS, json!({})).unwrap();
        assert!(answer.text.len() < 20_000, "{}", answer.text.len());
    }

    #[test]
    fn actions_have_the_resources_of_their_patterns() {
        let answer = call(&LIST_INTEGRATIONS, json!({ "service": "ecs", "query": "runtask" })).unwrap();
        let resources: Vec<&str> = answer.text.lines().filter_map(|line| line.split(' ').next()).collect();
        let expected =
            ["ecs:runTask", "ecs:runTask.sync", "ecs:runTask.waitForTaskToken", "aws-sdk:ecs:runTask"];
        assert_eq!(resources, expected.map(|name| format!("arn:aws:states:::{name}")));
        assert!(
            call(&LIST_INTEGRATIONS, json!({ "service": "logs" })).unwrap().text.contains(":cloudwatchlogs:")
        );
        assert!(call(&LIST_INTEGRATIONS, json!({ "service": "nothing" })).is_err());
        assert!(call(&LIST_INTEGRATIONS, json!({ "query": "nothing at all" })).is_err());
    }

    #[test]
    fn parameters_at_any_depth() {
        let answer = call(&DESCRIBE_ACTION, json!({ "action": "ecs:runTask.sync" })).unwrap();
        assert!(answer.text.contains("\n- `TaskDefinition` (string, required): "), "{}", answer.text);
        let inside = json!({ "action": "ecs:runTask", "parameter": "Overrides.ContainerOverrides" });
        assert!(call(&DESCRIBE_ACTION, inside).unwrap().text.contains("\n- `Command` (array of strings): "));
        for arguments in
            [json!({ "action": "ecs" }), json!({ "action": "ecs:runTask", "parameter": "Nothing" })]
        {
            assert!(call(&DESCRIBE_ACTION, arguments).is_err());
        }
    }
}
