//! The names of a template that `Fn::Sub` can refer to.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use super::function::{Function, has_macro};
use asl_syntax::{Node, Tree};

/// The pseudo parameters of CloudFormation.
const PSEUDO: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

const SAM_TRANSFORM: &str = "AWS::Serverless-2016-10-31";

/// Variables of the Serverless Framework, which adds names to templates that it includes.
const SERVERLESS: [&str; 8] =
    ["${self:", "${opt:", "${sls:", "${file(", "${env:", "${param:", "${cf:", "${ssm:"];

/// The names of the parameters and resources of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateNames {
    names: BTreeSet<String>,
    /// Whether the template may have names that are not known, because of macros.
    is_open: bool,
    /// Whether SAM adds resources.
    is_sam: bool,
}

/// Every definition of a template is hashed with them, so that the names themselves are left out.
impl Hash for TemplateNames {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.names.len(), self.is_open, self.is_sam).hash(state);
    }
}

/// Whether a text contains a variable of the Serverless Framework. The text of a template may be long.
fn has_serverless_variable(text: &str) -> bool {
    text.match_indices('$').any(|(at, _)| SERVERLESS.iter().any(|variable| text[at..].starts_with(variable)))
}

impl TemplateNames {
    pub(super) fn new(tree: &Tree, root: Node<'_>) -> TemplateNames {
        let mut found = TemplateNames { is_open: has_macro(root), ..TemplateNames::default() };
        // Invalid text may hide names.
        found.is_open |= !tree.is_complete();
        found.is_open |= has_serverless_variable(tree.text());
        for section in ["Parameters", "Resources"] {
            let Some(section) = root.get(section) else { continue };
            found.is_open |= has_macro(section) || !section.is_object();
            found.names.extend(section.pairs().map(|pair| pair.key().value.to_owned()));
        }
        if let Some(transform) = root.get("Transform") {
            found.add_transform(transform);
        }
        found
    }

    fn add_transform(&mut self, transform: Node<'_>) {
        let listed = transform.items();
        let is_list = listed.len() > 0;
        for name in listed.map(Node::as_str).chain((!is_list).then(|| transform.as_str())) {
            match name {
                Some(SAM_TRANSFORM) => self.is_sam = true,
                _ => self.is_open = true,
            }
        }
    }

    /// Returns whether macros may add names, or accept other properties.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Returns whether the template may have a name: that of a parameter or resource, or of a resource that a transform
    /// adds.
    pub fn may_have(&self, name: &str) -> bool {
        self.is_open || self.has(name) || (self.is_sam && self.is_made_by_sam(name))
    }

    /// Returns whether the template certainly has a name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name) || PSEUDO.contains(&name)
    }

    /// Returns whether SAM may generate a resource with this name, such as `FunctionRole` or `ServerlessRestApi`.
    fn is_made_by_sam(&self, name: &str) -> bool {
        let is_general = name.starts_with("Serverless") || name.starts_with("CodeDeploy");
        // Names of resources have at most 255 characters.
        is_general
            || (1..name.len().min(255))
                .filter_map(|end| name.get(..end))
                .any(|start| self.names.contains(start))
    }

    /// Returns all known names, for suggestions.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).chain(PSEUDO)
    }
}

/// Returns whether the value may be omitted when the template is deployed: `Fn::If`, or a reference to `AWS::NoValue`.
pub(super) fn is_conditional(value: Node<'_>) -> bool {
    let function = Function::of(value);
    function.is_some_and(|function| matches!(function.name, "If" | "Ref" | "Transform"))
}
