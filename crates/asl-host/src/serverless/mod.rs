//! The Serverless Framework with its plugin for Step Functions: `serverless.yml`, and files that it includes.

mod machine;
#[cfg(test)]
mod tests;
mod variable;

use std::cell::Cell;

use super::{
    Content, EmbeddedDefinition, Link, LinkedPart, Name, Refusal, TemplateContext, TemplateKind, Unchecked,
    cloudformation,
};
use asl_syntax::{Kind, Node, Pair, Tree};
use variable::Variable;

/// The maximum length of a chain of variables.
const MAX_VARIABLES: usize = 8;
/// The maximum number of variables that are resolved.
const MAX_STEPS: u32 = 1000;

/// Returns whether a document is a service, or a part of one with state machines.
pub(super) fn is_service(tree: &Tree) -> bool {
    let has = |key| tree.root().is_some_and(|root| root.pair(key).is_some());
    has("stepFunctions") || has("stateMachines") || (has("service") && has("provider"))
}

/// Returns the definitions in a service, or `None` if the document is not a service.
pub(super) fn embedded_definitions(tree: &Tree) -> Option<Vec<EmbeddedDefinition>> {
    let root = tree.root().filter(|_| is_service(tree))?;
    // Paths are relative to the folder of the service, which an included file does not know.
    let is_part = root.pair("stepFunctions").is_none() && root.pair("stateMachines").is_some();
    let service = Service { tree, root: Some(root), base: None, knows_paths: !is_part, steps: Cell::new(0) };
    let mut found = Vec::new();
    match root.get("stepFunctions") {
        Some(plugin) => service.plugin(&mut found, plugin, 0),
        None => service.plugin(&mut found, root, 0),
    }
    if let Some(resources) = root.get("resources") {
        service.resources(&mut found, resources, 0);
    }
    Some(found)
}

/// Returns the definitions in a file that a service includes, or in a part of it. `host` is the context that the
/// service provides.
pub(super) fn included(tree: &Tree, host: &TemplateContext) -> Vec<EmbeddedDefinition> {
    let service =
        Service { tree, root: None, base: host.base.clone(), knows_paths: true, steps: Cell::new(0) };
    let mut found = Vec::new();
    let Some(node) = tree.root().and_then(|root| part(root, &host.part.keys)) else { return found };
    let name = |name: &Name| Name { value: name.value.clone(), span: node.opening() };
    match (host.part.content, &host.name) {
        (Content::Plugin, _) => service.plugin(&mut found, node, 0),
        (Content::Machines, _) => service.machines(&mut found, node, 0),
        (Content::Template, _) => service.resources(&mut found, node, 0),
        (Content::Machine, Some(machine)) => service.named(&mut found, name(machine), node, 0),
        (Content::Machine, None) => {}
        (Content::Definition, machine) => {
            let name = machine.as_ref().map(name);
            let sources = name.iter().cloned().collect();
            let host = TemplateContext {
                kind: TemplateKind::Serverless,
                name,
                sources,
                workflow: host.workflow,
                ..TemplateContext::default()
            };
            found.push(service.definition(node, host, 0));
        }
    }
    found
}

/// Returns the value at a path of keys. Items of lists have 0-based indices.
pub(super) fn part<'t>(root: Node<'t>, keys: &[impl AsRef<str>]) -> Option<Node<'t>> {
    keys.iter().try_fold(root, |node, key| match node.kind() {
        Kind::Array => node.item(key.as_ref().parse().ok()?),
        _ => node.get(key.as_ref()),
    })
}

/// A service, or a file that it includes.
struct Service<'t> {
    tree: &'t Tree,
    /// The root that `${self:...}` refers to, if it is in this file.
    root: Option<Node<'t>>,
    /// The file of the service, if it is another one.
    base: Option<String>,
    /// Whether the folder that paths are relative to is known.
    knows_paths: bool,
    /// The number of variables that have been resolved.
    steps: Cell<u32>,
}

impl<'t> Service<'t> {
    /// Adds the definitions in the value of `stepFunctions`.
    fn plugin(&self, found: &mut Vec<EmbeddedDefinition>, value: Node<'t>, depth: usize) {
        match self.variable(value, depth, Content::Plugin) {
            VariableStep::Value(value) => self.plugin(found, value, depth + 1),
            VariableStep::Region(region) => found.push(*region),
            VariableStep::None => {
                if let Some(machines) = value.get("stateMachines") {
                    self.machines(found, machines, depth);
                }
            }
        }
    }

    /// Adds the definitions in the value of `stateMachines`. A list contains objects that are merged.
    fn machines(&self, found: &mut Vec<EmbeddedDefinition>, value: Node<'t>, depth: usize) {
        match self.variable(value, depth, Content::Machines) {
            VariableStep::Value(value) => self.machines(found, value, depth + 1),
            VariableStep::Region(region) => found.push(*region),
            VariableStep::None => {
                if depth < MAX_VARIABLES {
                    value.items().for_each(|item| self.machines(found, item, depth + 1));
                }
                for pair in value.pairs() {
                    let Some(machine) = pair.value() else { continue };
                    self.named(found, name(pair), machine, depth);
                }
            }
        }
    }

    /// Adds the definition of an entry of `stateMachines`.
    fn named(&self, found: &mut Vec<EmbeddedDefinition>, name: Name, value: Node<'t>, depth: usize) {
        match self.variable(value, depth, Content::Machine) {
            VariableStep::Value(value) => self.named(found, name, value, depth + 1),
            VariableStep::Region(mut region) => {
                region.host.name = Some(name);
                found.push(*region);
            }
            VariableStep::None => found.push(self.machine(name, value)),
        }
    }

    /// Adds the definitions in the value of `resources`.
    fn resources(&self, found: &mut Vec<EmbeddedDefinition>, value: Node<'t>, depth: usize) {
        match self.variable(value, depth, Content::Template) {
            VariableStep::Value(value) => self.resources(found, value, depth + 1),
            // A value that only the framework can evaluate is nearly never a state machine.
            VariableStep::Region(region) if region.host.link.is_some() => found.push(*region),
            VariableStep::Region(_) => {}
            VariableStep::None => {
                if depth < MAX_VARIABLES {
                    value.items().for_each(|item| self.resources(found, item, depth + 1));
                }
                found.extend(cloudformation::resources(self.tree, value, None));
            }
        }
    }

    /// Resolves a value that may be a variable.
    fn variable(&self, value: Node<'t>, depth: usize, content: Content) -> VariableStep<'t> {
        let Some(text) = value.as_text() else { return VariableStep::None };
        let Some(variable) = Variable::of(text.value) else { return VariableStep::None };
        match self.resolve(&variable, depth) {
            Some(value) => VariableStep::Value(value),
            None => {
                let host = TemplateContext { kind: TemplateKind::Serverless, ..TemplateContext::default() };
                VariableStep::Region(Box::new(self.linked(text, &variable, content, host)))
            }
        }
    }

    /// Returns the value of the service that a variable refers to.
    fn resolve(&self, variable: &Variable<'t>, depth: usize) -> Option<Node<'t>> {
        let Variable::Own(keys) = variable else { return None };
        let steps = self.steps.replace(self.steps.get().saturating_add(1));
        let root = self.root.filter(|_| depth < MAX_VARIABLES && steps < MAX_STEPS)?;
        part(root, keys)
    }

    /// Returns an embedded definition without a definition.
    fn elsewhere(&self, host: TemplateContext) -> EmbeddedDefinition {
        EmbeddedDefinition {
            tree: Tree::damaged(self.tree.shared_text(), self.tree.notation(), Vec::new()),
            host,
        }
    }
}

/// The result of resolving a value that may be a variable.
enum VariableStep<'t> {
    /// It is not a variable.
    None,
    /// It refers to another value of the file.
    Value(Node<'t>),
    /// It refers to another file, or is not known.
    Region(Box<EmbeddedDefinition>),
}

fn name(pair: Pair<'_>) -> Name {
    let key = pair.key();
    Name { value: key.value.to_owned(), span: key.span }
}
