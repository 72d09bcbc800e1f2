//! Templates of CloudFormation and SAM, also those that the CDK writes.

mod definition;
mod function;
mod names;

use std::sync::Arc;

use super::{Host, HostKind, Link, Name, Region, Target, yaml_as};
use crate::catalog::WorkflowType;
use crate::syntax::{Kind, Node, Pair, Tree, YamlVersion};
use definition::{Definition, keys};
pub(super) use function::{Function, has_macro};
pub use names::TemplateNames;
use names::is_conditional;

/// The fields that give a definition.
const SOURCES: [&str; 4] = ["Definition", "DefinitionString", "DefinitionS3Location", "DefinitionUri"];

/// Whether a document is a template.
pub(super) fn is_template(tree: &Tree) -> bool {
    let resources = tree.root().and_then(|root| root.get("Resources"));
    resources.is_some_and(Node::is_object)
}

/// The state machines of a template; nothing if the document is none.
pub(super) fn regions(tree: &Tree) -> Option<Vec<Region>> {
    let root = tree.root().filter(|_| is_template(tree))?;
    let names = Arc::new(TemplateNames::new(tree, root));
    Some(resources(tree, root, Some(&names)))
}

/// The state machines among the resources of a template. Without names, other tools may fill it in too.
pub(super) fn resources(tree: &Tree, template: Node<'_>, names: Option<&Arc<TemplateNames>>) -> Vec<Region> {
    let Some(resources) = template.get("Resources") else { return Vec::new() };
    let globals = template.get("Globals").and_then(|globals| globals.get("StateMachine"));
    let machines = resources.pairs().filter_map(|pair| Some((pair, kind(pair.value()?)?)));
    machines.filter_map(|(pair, kind)| Resource { tree, pair, kind, globals }.region(names)).collect()
}

/// The kind of a resource, if it is a state machine.
fn kind(resource: Node<'_>) -> Option<HostKind> {
    match resource.get("Type")?.as_str()? {
        "AWS::StepFunctions::StateMachine" => Some(HostKind::CloudFormation),
        "AWS::Serverless::StateMachine" => Some(HostKind::Sam),
        _ => None,
    }
}

/// A state machine of a template.
struct Resource<'t> {
    tree: &'t Tree,
    pair: Pair<'t>,
    kind: HostKind,
    /// What holds for all state machines of a SAM template.
    globals: Option<Node<'t>>,
}

impl<'t> Resource<'t> {
    fn region(&self, names: Option<&Arc<TemplateNames>>) -> Option<Region> {
        let properties = self.pair.value()?.get("Properties");
        let is_open = properties
            .is_some_and(|node| has_macro(node) || Function::of(node).is_some() || !node.is_object());
        let sources = sources(properties);
        if sources.is_empty() && (is_open || self.tree.is_damaged(self.pair.span())) {
            return None;
        }
        let definition = self.definition(properties);
        let mut host = Host {
            kind: self.kind,
            name: Some(name(self.pair)),
            sources: sources.into_iter().map(name).collect(),
            link: properties.and_then(link),
            template: names.cloned(),
            subs: definition.subs,
            pieces: definition.pieces,
            unchecked: definition.unchecked,
            ..Host::default()
        };
        if !is_open {
            host.workflow = self.workflow();
            host.is_traced = self.is_traced();
            host.is_logged = self.is_logged();
            host.substitutions = match properties.and_then(|node| node.pair("DefinitionSubstitutions")) {
                Some(pair) => pair.value().and_then(keys),
                None => Some(Vec::new()),
            };
            host.values =
                properties.and_then(|node| node.get("DefinitionSubstitutions")).map_or_else(Vec::new, values);
        }
        Some(Region { tree: definition.tree, host })
    }

    fn definition(&self, properties: Option<Node<'t>>) -> Definition {
        let field = |name| properties.and_then(|node| node.get(name));
        if let Some(object) = field("Definition") {
            return Definition::of_object(self.tree, object);
        }
        match field("DefinitionString") {
            Some(text) => Definition::of_text(self.tree, text),
            None => Definition::elsewhere(self.tree),
        }
    }

    /// A property under either of its names, or what holds for all state machines.
    fn property(&self, names: [&str; 2]) -> Option<Node<'t>> {
        let properties = self.pair.value().and_then(|resource| resource.get("Properties"));
        let find = |node: Node<'t>| names.iter().find_map(|name| node.get(name));
        properties.and_then(find).or_else(|| self.globals.and_then(find))
    }

    fn workflow(&self) -> Option<WorkflowType> {
        match self.property(["StateMachineType", "Type"]) {
            None => Some(WorkflowType::Standard),
            Some(value) => match value.as_str()? {
                "STANDARD" => Some(WorkflowType::Standard),
                "EXPRESS" => Some(WorkflowType::Express),
                _ => None,
            },
        }
    }

    fn is_traced(&self) -> Option<bool> {
        let Some(tracing) = self.property(["TracingConfiguration", "Tracing"]) else { return Some(false) };
        if !tracing.is_object() || Function::of(tracing).is_some() {
            return None;
        }
        match tracing.get("Enabled") {
            None => Some(false),
            Some(value) => value.as_bool().or_else(|| value.as_str()?.parse().ok()),
        }
    }

    fn is_logged(&self) -> Option<bool> {
        let Some(logging) = self.property(["LoggingConfiguration", "Logging"]) else { return Some(false) };
        if !logging.is_object() || Function::of(logging).is_some() {
            return None;
        }
        match logging.get("Level").map(|level| level.as_str()) {
            None => Some(false),
            Some(Some("OFF")) => Some(false),
            Some(Some("ALL" | "ERROR" | "FATAL")) => Some(true),
            Some(_) => None,
        }
    }
}

/// The fields that give a definition. What a condition may leave out counts only where nothing else is there.
fn sources(properties: Option<Node<'_>>) -> Vec<Pair<'_>> {
    let Some(properties) = properties else { return Vec::new() };
    let fields = SOURCES.iter().filter_map(|field| properties.pair(field));
    let (open, mut certain): (Vec<_>, Vec<_>) =
        fields.partition(|pair| pair.value().is_none_or(is_conditional));
    if certain.is_empty() {
        certain.extend(open.first());
    }
    certain
}

fn name(pair: Pair<'_>) -> Name {
    let key = pair.key();
    Name { value: key.value.to_owned(), span: key.span }
}

/// The file that has the definition: SAM reads it from `DefinitionUri`, and `aws cloudformation package` from
/// `DefinitionS3Location`.
fn link(properties: Node<'_>) -> Option<Link> {
    let path = ["DefinitionUri", "DefinitionS3Location"]
        .iter()
        .find_map(|field| properties.get(field))?
        .as_text()?;
    let is_elsewhere = path.value.contains("://") || path.has_hole() || path.value.contains("{{");
    if is_elsewhere || path.value.trim().is_empty() {
        return None;
    }
    let language = yaml_as(path.value, YamlVersion::V1_1);
    Some(Link { path: path.value.to_owned(), span: path.span, language, target: Target::Unread })
}

#[cfg(test)]
mod tests;

/// The values of an object that are written out, by their names.
fn values(node: Node<'_>) -> Vec<(String, String)> {
    let value = |pair: Pair<'_>| {
        let node = pair.value()?;
        let is_plain = matches!(node.kind(), Kind::Number | Kind::Bool);
        let written = node.as_str().or_else(|| is_plain.then(|| node.written()))?;
        Some((pair.key().value.to_owned(), written.to_owned()))
    };
    node.pairs().filter_map(value).collect()
}
