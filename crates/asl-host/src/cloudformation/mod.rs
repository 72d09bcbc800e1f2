//! CloudFormation and SAM templates, including those that the CDK generates.

mod definition;
mod function;
mod names;
mod nulls;
mod resource;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::{
    EmbeddedDefinition, Link, Name, Nulls, NullsAre, Refusal, TemplateContext, TemplateKind, yaml_as,
};
use asl_syntax::{Kind, Node, Pair, Tree, YamlVersion};
pub(super) use function::{Function, has_macro};
pub use names::TemplateNames;
use nulls::fate;
use resource::Resource;

/// Returns whether a document is a template.
pub(super) fn is_template(tree: &Tree) -> bool {
    let resources = tree.root().and_then(|root| root.get("Resources"));
    resources.is_some_and(Node::is_object)
}

/// Returns the definitions in a template, or `None` if the document is not a template.
pub(super) fn embedded_definitions(tree: &Tree) -> Option<Vec<EmbeddedDefinition>> {
    let root = tree.root().filter(|_| is_template(tree))?;
    let names = Arc::new(TemplateNames::new(tree, root));
    Some(resources(tree, root, Some(&names)))
}

/// Returns the definitions of the resources of a template. `names` is `None` for a template that the Serverless
/// Framework renders and passes on.
pub(super) fn resources(
    tree: &Tree,
    template: Node<'_>,
    names: Option<&Arc<TemplateNames>>,
) -> Vec<EmbeddedDefinition> {
    let mut found = Vec::new();
    if let Some(resources) = template.get("Resources") {
        let has_nulls = tree.nodes().any(|node| node.kind() == Kind::Null);
        let section = Section { tree, template, names, has_nulls };
        resources.pairs().for_each(|pair| section.add(&mut found, pair, 0));
    }
    found
}

/// The maximum nesting depth of loops.
const MAX_LOOPS: usize = 5;

/// The resources of a template.
struct Section<'t> {
    tree: &'t Tree,
    template: Node<'t>,
    names: Option<&'t Arc<TemplateNames>>,
    /// Whether there is any `null` in the document.
    has_nulls: bool,
}

impl<'t> Section<'t> {
    /// Adds the definitions of a resource, if it is a state machine. `loops` is the number of `Fn::ForEach` that
    /// contain it.
    fn add(&self, found: &mut Vec<EmbeddedDefinition>, pair: Pair<'t>, loops: usize) {
        let Some(value) = pair.value() else { return };
        if pair.key().value.starts_with("Fn::ForEach") && loops < MAX_LOOPS {
            let made = value.item(2).into_iter().flat_map(Node::pairs);
            made.for_each(|pair| self.add(found, pair, loops + 1));
        } else if let Some(kind) = kind(value) {
            let fate = || fate(kind, self.template, self.names.map(AsRef::as_ref));
            let resource = Resource {
                tree: self.tree,
                template: self.template,
                pair,
                kind,
                // A loop adds names of its own.
                names: self.names.filter(|_| loops == 0),
                is_repeated: loops > 0,
                nulls_are: if self.has_nulls { fate() } else { None },
            };
            found.extend(resource.embedded_definitions());
        }
    }
}

/// Returns the kind of template of a resource, if it is a state machine.
fn kind(resource: Node<'_>) -> Option<TemplateKind> {
    match resource.get("Type")?.as_str()? {
        resource::CLOUDFORMATION_TYPE => Some(TemplateKind::CloudFormation),
        resource::SAM_TYPE => Some(TemplateKind::Sam),
        _ => None,
    }
}

/// Returns the definition in a string.
pub(super) fn definition_in(tree: &Tree, text: Node<'_>) -> Tree {
    definition::Definition::of_text(tree, text, text).tree
}

fn name(pair: Pair<'_>) -> Name {
    let key = pair.key();
    Name { value: key.value.to_owned(), span: key.span }
}
