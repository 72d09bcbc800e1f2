//! The names of a template that `Fn::Sub` can fill in.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use super::function::{Function, has_macro};
use crate::syntax::{Node, Tree};

/// The parameters of AWS that every template has.
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

/// Variables of the Serverless Framework, which has names of its own for templates that it includes.
const SERVERLESS: [&str; 8] =
    ["${self:", "${opt:", "${sls:", "${file(", "${env:", "${param:", "${cf:", "${ssm:"];

/// The parameters and resources of a template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemplateNames {
    names: BTreeSet<String>,
    /// Macros may add names that cannot be seen.
    is_open: bool,
    is_sam: bool,
}

/// Every definition of a template is hashed with them, so that the names themselves are left out.
impl Hash for TemplateNames {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.names.len(), self.is_open, self.is_sam).hash(state);
    }
}

impl TemplateNames {
    pub(super) fn new(tree: &Tree, root: Node<'_>) -> TemplateNames {
        let mut found = TemplateNames { is_open: has_macro(root), ..TemplateNames::default() };
        // What is damaged may hide names.
        found.is_open |= !tree.is_complete();
        found.is_open |= SERVERLESS.iter().any(|variable| tree.text().contains(variable));
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

    /// Whether a macro may add names or take others.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether a name may be one of the template: that of a resource, or of one that a transform makes.
    pub fn may_have(&self, name: &str) -> bool {
        self.is_open || self.has(name) || (self.is_sam && self.is_made_by_sam(name))
    }

    /// Whether the template has a name for certain.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name) || PSEUDO.contains(&name)
    }

    /// SAM makes resources of its own: `FunctionRole`, `ServerlessRestApi`.
    fn is_made_by_sam(&self, name: &str) -> bool {
        let is_general = name.starts_with("Serverless") || name.starts_with("CodeDeploy");
        // Names of resources have no more than 255 characters.
        is_general
            || (1..name.len().min(255))
                .filter_map(|end| name.get(..end))
                .any(|start| self.names.contains(start))
    }

    /// All names, for suggestions.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).chain(PSEUDO)
    }
}

/// Whether the value may be left out when the template is deployed: `Fn::If`, or a reference to `AWS::NoValue`.
pub(super) fn is_conditional(value: Node<'_>) -> bool {
    let function = Function::of(value);
    function.is_some_and(|function| matches!(function.name, "If" | "Ref" | "Transform"))
}
