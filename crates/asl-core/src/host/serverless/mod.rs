//! The Serverless Framework with its plug-in for Step Functions: `serverless.yml`, and files that it includes.

mod machine;
#[cfg(test)]
mod tests;
mod variable;

use std::cell::Cell;

use super::{
    Content, EmbeddedDefinition, Link, LinkedPart, Name, Refusal, TemplateContext, TemplateKind, Unchecked,
    cloudformation,
};
use crate::syntax::{Kind, Node, Pair, Tree};
use variable::Variable;

/// Variables that lead to each other are followed so far, ...
const MAX_VARIABLES: usize = 8;
/// ... and so many in all.
const MAX_STEPS: u32 = 1000;

/// Whether a document is a service, or a part of one that has state machines.
pub(super) fn is_service(tree: &Tree) -> bool {
    let has = |key| tree.root().is_some_and(|root| root.pair(key).is_some());
    has("stepFunctions") || has("stateMachines") || (has("service") && has("provider"))
}

/// The state machines of a service; nothing if the document is none.
pub(super) fn embedded_definitions(tree: &Tree) -> Option<Vec<EmbeddedDefinition>> {
    let root = tree.root().filter(|_| is_service(tree))?;
    // Paths begin at the folder of the service: where that is, a file that it includes does not say.
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

/// The state machines of a file that a service includes, or of a part of it. `host` is what the service says.
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

/// The value that keys lead to. Items of lists are counted from 0.
pub(super) fn part<'t>(root: Node<'t>, keys: &[impl AsRef<str>]) -> Option<Node<'t>> {
    keys.iter().try_fold(root, |node, key| match node.kind() {
        Kind::Array => node.items().nth(key.as_ref().parse().ok()?),
        _ => node.get(key.as_ref()),
    })
}

/// A service, or a file that it includes.
struct Service<'t> {
    tree: &'t Tree,
    /// What `${self:...}` begins at, if that is in this file.
    root: Option<Node<'t>>,
    /// The file of the service, if it is another one.
    base: Option<String>,
    /// Whether it is known where paths begin.
    knows_paths: bool,
    /// How many variables have been followed.
    steps: Cell<u32>,
}

impl<'t> Service<'t> {
    /// What stands under `stepFunctions`.
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

    /// What stands under `stateMachines`. A list has objects that are put together.
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

    /// One entry of `stateMachines`.
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

    /// What stands under `resources`.
    fn resources(&self, found: &mut Vec<EmbeddedDefinition>, value: Node<'t>, depth: usize) {
        match self.variable(value, depth, Content::Template) {
            VariableStep::Value(value) => self.resources(found, value, depth + 1),
            // What only the framework knows is nearly always something else than a state machine.
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

    /// What a value leads to that is a variable.
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

    /// The value of the service that a variable stands for.
    fn resolve(&self, variable: &Variable<'t>, depth: usize) -> Option<Node<'t>> {
        let Variable::Own(keys) = variable else { return None };
        let steps = self.steps.replace(self.steps.get().saturating_add(1));
        let root = self.root.filter(|_| depth < MAX_VARIABLES && steps < MAX_STEPS)?;
        part(root, keys)
    }

    /// A region without a definition.
    fn elsewhere(&self, host: TemplateContext) -> EmbeddedDefinition {
        EmbeddedDefinition {
            tree: Tree::damaged(self.tree.shared_text(), self.tree.notation(), Vec::new()),
            host,
        }
    }
}

/// What comes of a value that may be a variable.
enum VariableStep<'t> {
    /// It is none.
    None,
    /// It stands for another value.
    Value(Node<'t>),
    /// It is in another file, or cannot be known.
    Region(Box<EmbeddedDefinition>),
}

fn name(pair: Pair<'_>) -> Name {
    let key = pair.key();
    Name { value: key.value.to_owned(), span: key.span }
}
