//! What is known about an action that a Task can call.

use asl_core::catalog::services::Resource;
use aws_services::{Action, Member, Service, Shape, Structure, optimized_service, sdk_service};

use crate::hover::{called, plain};
use crate::services::{facts, kind};

/// An action that a Task can call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionReference {
    /// The value of `Resource`.
    pub resource: String,
    /// What the action does, what it requires and which errors it raises, as Markdown.
    pub docs: String,
    /// The parameters, the required ones first.
    pub parameters: Vec<ParameterReference>,
    /// The members of the result.
    pub result: Vec<ParameterReference>,
    /// The names of the errors that it can raise.
    pub errors: Vec<String>,
}

/// A parameter of an action, or a member of its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterReference {
    /// The name, spelled as Step Functions does.
    pub name: String,
    /// The type in a few words, such as `array of strings`.
    pub kind: String,
    /// Whether a call must have it.
    pub is_required: bool,
    /// What it means, as Markdown; empty if the API does not say it.
    pub docs: String,
    /// Which values it takes and what else holds, beyond the type, as Markdown.
    pub facts: Vec<String>,
}

/// Returns the `Resource` of an action that is given as such, or as `lambda:invoke` or `aws-sdk:s3:getObject`.
pub fn resource(action: &str) -> String {
    if action.starts_with("arn:") { action.to_owned() } else { format!("arn:aws:states:::{action}") }
}

/// Describes the action of a `Resource`; `None` if the index does not have it. With `inside`, the parameters are those
/// inside an object or an array of objects among them, at any depth.
pub fn action(resource: &str, inside: &[&str]) -> Option<ActionReference> {
    let parsed = Resource::parse(resource);
    let (service, name) = match parsed {
        Resource::Optimized { service, action, .. } => (optimized_service(service)?, action),
        Resource::Sdk { service, action, .. } => (sdk_service(service)?, action),
        Resource::Activity | Resource::Other => return None,
    };
    let action = service.action(name)?;
    let waits_for_job = parsed.pattern().is_some_and(|pattern| pattern.suffix().starts_with(".sync"));
    let output = if waits_for_job { action.job_output() } else { action.output() };
    Some(ActionReference {
        resource: resource.to_owned(),
        docs: called(resource)?,
        parameters: members(service, nested(action, inside)?, true),
        result: structure(output).map(|output| members(service, output, false)).unwrap_or_default(),
        errors: action.errors().map(str::to_owned).collect(),
    })
}

fn nested(action: Action<'static>, inside: &[&str]) -> Option<Structure<'static>> {
    inside.iter().try_fold(action.input(), |outer, name| structure(outer.member(name)?.shape()))
}

/// The structure that a value is, or that its items are.
fn structure(shape: Shape<'static>) -> Option<Structure<'static>> {
    match shape {
        Shape::Structure(structure) => Some(structure),
        Shape::List(list) => structure(list.element()),
        Shape::Map(map) => structure(map.element()),
        _ => None,
    }
}

fn members(service: &Service, of: Structure<'static>, is_input: bool) -> Vec<ParameterReference> {
    let reference = |member: Member<'static>| ParameterReference {
        name: member.name().to_owned(),
        kind: kind(member.shape()),
        is_required: is_input && member.is_mandatory(),
        docs: plain(service.member_summary(member)),
        facts: facts(member).into_iter().filter(|fact| !is_said(fact, member)).collect(),
    };
    let mut members: Vec<ParameterReference> = of.members().map(reference).collect();
    members.sort_by_key(|member| !member.is_required);
    members
}

/// Whether a fact follows from the type, or from the parameter being required.
fn is_said(fact: &str, member: Member<'_>) -> bool {
    let taken =
        fact.strip_prefix("Takes ").map(|what| what.trim_start_matches("an ").trim_start_matches("a "));
    fact == "Required" || taken.is_some_and(|what| what == kind(member.shape()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_of_both_kinds_of_integrations() {
        let invoke = action(&resource("lambda:invoke"), &[]).expect("it is an action");
        assert_eq!(invoke.resource, "arn:aws:states:::lambda:invoke");
        assert_eq!(invoke.parameters[0].name, "FunctionName");
        assert!(invoke.parameters[0].is_required && !invoke.parameters[1].is_required);
        let [_, mode, ..] = invoke.parameters.as_slice() else { panic!("it has parameters") };
        assert!(
            invoke.parameters[0].facts.iter().all(|fact| fact != "Required"),
            "{:?}",
            invoke.parameters[0]
        );
        assert!(!mode.facts.contains(&"Takes a string".to_owned()), "{mode:?}");
        let values =
            |one: &ParameterReference| one.name == "InvocationType" && one.facts[0].contains("`Event`");
        assert!(invoke.parameters.iter().any(values), "{:?}", invoke.parameters);
        assert!(invoke.docs.starts_with("Calls `invoke` of AWS Lambda."), "{}", invoke.docs);
        let put = action("arn:aws:states:::aws-sdk:dynamodb:putItem", &[]).expect("it is an action");
        assert!(put.errors.iter().any(|error| error == "DynamoDb.ConditionalCheckFailedException"));
        assert!(put.result.iter().any(|member| member.name == "Attributes" && !member.is_required));
    }

    #[test]
    fn parameters_inside_others() {
        let inside = |path: &[&str]| action(&resource("ecs:runTask"), path).map(|found| found.parameters);
        let overrides = inside(&["Overrides", "ContainerOverrides"]).expect("it is an array of objects");
        assert!(overrides.iter().any(|member| member.name == "Command" && member.kind == "array of strings"));
        assert_eq!(inside(&["Overrides", "Nothing"]), None);
        assert_eq!(inside(&["TaskDefinition"]), None, "a string has no parameters");
    }

    #[test]
    fn what_is_no_action() {
        for text in
            ["lambda", "nothing:invoke", "lambda:nothing", "arn:aws:states:::activity:a", "", "aws-sdk:s3"]
        {
            assert_eq!(action(&resource(text), &[]), None, "{text}");
        }
    }
}
