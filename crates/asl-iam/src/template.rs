//! What a CloudFormation or SAM template says about a state machine.

use std::collections::{HashMap, HashSet};

use asl_core::Dialect;
use asl_core::syntax::{self, Node, Tree};

/// What a template says about a state machine and the resources that its definition refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    /// The name of the resource in the template.
    pub resource: Option<String>,
    /// The name of the state machine in AWS, if the template sets it. It may contain names to fill in.
    pub machine: Option<String>,
    /// The resource of the role, if it is in the template.
    pub role: Option<String>,
    /// The values of substitutions, as in `Fn::Sub`.
    substitutions: HashMap<String, String>,
    /// The types of the resources.
    types: HashMap<String, String>,
    parameters: HashSet<String>,
}

impl Template {
    /// Reads a template. `resource` is the name of the state machine in it. Other texts say nothing.
    pub fn read(text: &str, resource: &str) -> Template {
        let tree = parse(text);
        let Some(resources) = tree.root().and_then(|root| root.get("Resources")) else {
            return Template::default();
        };
        let mut template = Template { resource: Some(resource.to_owned()), ..Template::default() };
        for pair in tree.root().and_then(|root| root.get("Parameters")).into_iter().flat_map(Node::pairs) {
            template.parameters.insert(pair.key().value.to_owned());
        }
        for pair in resources.pairs() {
            let kind = pair.value().and_then(|value| value.get("Type")?.as_str());
            template.types.insert(pair.key().value.to_owned(), kind.unwrap_or_default().to_owned());
        }
        let Some(properties) = resources.get(resource).and_then(|machine| machine.get("Properties")) else {
            return template;
        };
        let name = properties.get("Name").or(properties.get("StateMachineName"));
        template.machine = name.and_then(sub_of);
        template.role = properties.get("Role").or(properties.get("RoleArn")).and_then(role);
        for pair in properties.get("DefinitionSubstitutions").into_iter().flat_map(Node::pairs) {
            if let Some(value) = pair.value().and_then(sub_of) {
                template.substitutions.insert(pair.key().value.to_owned(), value);
            }
        }
        template
    }

    /// Returns the type of a resource: `AWS::SQS::Queue`.
    pub fn type_of(&self, resource: &str) -> Option<&str> {
        self.types.get(resource).map(String::as_str)
    }

    /// Returns whether the template has a resource or a parameter with a name.
    pub fn defines(&self, name: &str) -> bool {
        self.types.contains_key(name) || self.parameters.contains(name)
    }

    /// Returns the resource of the role. SAM names the role that it generates after the state machine.
    pub(crate) fn role_name(&self) -> String {
        match (&self.role, &self.resource) {
            (Some(role), _) => role.clone(),
            (None, Some(machine)) if self.type_of(machine) == Some("AWS::Serverless::StateMachine") => {
                let machine: String = machine.chars().filter(char::is_ascii_alphanumeric).collect();
                format!("{machine}Role")
            }
            _ => "StateMachineRole".to_owned(),
        }
    }

    pub(crate) fn is_resource(&self, name: &str) -> bool {
        self.types.contains_key(name)
    }

    /// Replaces the substitutions in a string of the definition by their values.
    pub(crate) fn substitute(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, inner)) = rest.split_once("${") {
            let Some((name, after)) = inner.split_once('}') else { break };
            out.push_str(before);
            match self.substitutions.get(name.trim()) {
                Some(value) => out.push_str(value),
                None => out.push_str(&rest[before.len()..before.len() + name.len() + 3]),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

pub(crate) fn parse(text: &str) -> Tree {
    if text.trim_start().starts_with('{') {
        syntax::parse(text, Dialect::Json)
    } else {
        syntax::parse_yaml(text)
    }
}

/// Returns a placeholder of a definition as text: `!GetAtt Work.Arn` as `${Work.Arn}`. The tree of a definition keeps only
/// the source of placeholders.
pub(crate) fn sub_text(node: Node<'_>, template: &Template) -> Option<String> {
    if !node.is_unknown() {
        return None;
    }
    let source = node.source().trim();
    if let Some(name) = source.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        return is_reference(name).then(|| template.substitute(source));
    }
    // A reference of Terraform.
    if source.contains('.') && is_reference(source) {
        return Some(format!("${{{source}}}"));
    }
    sub_of(parse(source).root()?)
}

fn is_reference(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '-' | '[' | ']'))
}

/// Returns a value of a template as text for `Fn::Sub`: a string, `Ref`, `Fn::GetAtt` and `Fn::Sub` without variables.
fn sub_of(node: Node<'_>) -> Option<String> {
    if let Some(text) = node.as_str() {
        return Some(text.to_owned());
    }
    let (function, argument) = match node.tagged() {
        Some((tag, argument)) => (tag.trim_start_matches('!'), argument),
        None => {
            let mut pairs = node.pairs();
            let pair = pairs.next().filter(|_| pairs.len() == 0)?;
            (pair.key().value.trim_start_matches("Fn::"), pair.value()?)
        }
    };
    match function {
        "Ref" => Some(format!("${{{}}}", argument.as_str()?)),
        "Sub" => argument.as_str().map(str::to_owned),
        "GetAtt" => match argument.as_str() {
            Some(attribute) => Some(format!("${{{attribute}}}")),
            None => {
                let parts: Option<Vec<&str>> = argument.items().map(Node::as_str).collect();
                Some(format!("${{{}}}", parts.filter(|parts| !parts.is_empty())?.join(".")))
            }
        },
        _ => None,
    }
}

/// Returns the resource of a role: `Role` in `!GetAtt Role.Arn`.
fn role(value: Node<'_>) -> Option<String> {
    let text = sub_of(value)?;
    let name = text.strip_prefix("${")?.strip_suffix(".Arn}")?;
    name.chars().all(|c| c.is_ascii_alphanumeric()).then(|| name.to_owned())
}

/// Returns the text of a value of a template.
pub(crate) fn text_of(node: Node<'_>) -> Option<String> {
    sub_of(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_substitutions() {
        let template = Template::read(
            "Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: !Sub '${AWS::StackName}-orders'
      Role: !GetAtt FlowRole.Arn
      DefinitionSubstitutions:
        FunctionArn: !GetAtt Work.Arn
        Table: !Ref Orders
        Stage: prod
  Work:
    Type: AWS::Serverless::Function
",
            "Flow",
        );
        assert_eq!(template.substitute("${FunctionArn}"), "${Work.Arn}");
        assert_eq!(template.substitute("a-${Stage}-${Table}-${Else}"), "a-prod-${Orders}-${Else}");
        assert_eq!(template.machine.as_deref(), Some("${AWS::StackName}-orders"));
        assert_eq!(template.role.as_deref(), Some("FlowRole"));
        assert_eq!(template.type_of("Work"), Some("AWS::Serverless::Function"));
    }
}
