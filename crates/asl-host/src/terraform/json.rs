//! Terraform's JSON syntax, `*.tf.json`. Definitions are JSON strings, with interpolations as in the native syntax.

use std::sync::Arc;

use super::definition::{Definition, in_text};
use super::machine::{RESOURCES, is_definition, unknown};
use super::strings::Pieces;
use super::template::Branch;
use super::whole::expression;
use crate::WorkflowType;
use crate::{EmbeddedDefinition, Format, Link, Name, TemplateContext, TemplateKind};
use asl_syntax::text::Span;
use asl_syntax::{ErrorKind, Node, Notation, Pair, SyntaxError, Text, Tree};

/// Returns the definitions in a file.
pub(crate) fn embedded_definitions(tree: &Tree) -> Vec<EmbeddedDefinition> {
    let mut found = Vec::new();
    let search = Search { tree };
    for root in tree.root().into_iter().flat_map(all) {
        for pair in root.pairs() {
            match pair.value() {
                Some(resources) if pair.is_named("resource") => search.resources(resources, &mut found),
                Some(value) => search.any(value, None, &mut found),
                None => {}
            }
        }
    }
    found
}

/// Returns the objects of a list, or the object itself: a block may be either.
fn all(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::once(node).chain(node.items()).filter(|node| node.is_object())
}

struct Search<'t> {
    tree: &'t Tree,
}

impl<'t> Search<'t> {
    fn resources(&self, resources: Node<'t>, found: &mut Vec<EmbeddedDefinition>) {
        for pair in all(resources).flat_map(Node::pairs) {
            let Some(value) = pair.value() else { continue };
            let Some(resource) = RESOURCES.iter().find(|resource| pair.is_named(resource.name)) else {
                self.any(value, None, found);
                continue;
            };
            for named in all(value).flat_map(Node::pairs) {
                for body in named.value().into_iter().flat_map(all) {
                    let host = TemplateContext {
                        kind: TemplateKind::Terraform,
                        name: Some(name(named)),
                        workflow: workflow(body.get(resource.workflow)),
                        ..TemplateContext::default()
                    };
                    self.definition(body.pair(resource.definition), host, found);
                }
            }
        }
    }

    fn definition(&self, pair: Option<Pair<'t>>, host: TemplateContext, found: &mut Vec<EmbeddedDefinition>) {
        let Some((pair, value)) = pair.and_then(|pair| Some((pair, pair.value()?))) else { return };
        let host = TemplateContext { sources: vec![name(pair)], ..host };
        match value.as_text() {
            Some(text) => found.push(self.text(text, host)),
            None if value.is_unknown() => {}
            None => {
                let message = format!("definition is {}, not a JSON string", value.kind());
                let error = SyntaxError {
                    span: value.opening(),
                    message,
                    help: None,
                    kind: ErrorKind::Grammar,
                    repair: None,
                };
                let tree = Tree::damaged(self.tree.shared_text(), self.tree.notation(), vec![error]);
                found.push(EmbeddedDefinition { tree, host });
            }
        }
    }

    /// Adds the definitions anywhere in a value. `block` is the pair of the innermost object.
    fn any(&self, node: Node<'t>, block: Option<Pair<'t>>, found: &mut Vec<EmbeddedDefinition>) {
        node.items().for_each(|item| self.any(item, block, found));
        for pair in node.pairs() {
            let Some(value) = pair.value() else { continue };
            let is_named = || pair.key().value.to_ascii_lowercase().contains("definition");
            let Some(text) = value.as_text().filter(|_| is_named()) else {
                self.any(value, Some(pair), found);
                continue;
            };
            let host = TemplateContext {
                kind: TemplateKind::Terraform,
                name: block.map(name),
                sources: vec![name(pair)],
                workflow: node.get("type").and_then(|value| workflow(Some(value))),
                is_doubtful: true,
                ..TemplateContext::default()
            };
            let region = self.text(text, host);
            found.extend(Some(region).filter(|region| is_definition(region) || region.host.link.is_some()));
        }
    }

    /// Returns the definition in a string.
    fn text(&self, text: Text<'t>, host: TemplateContext) -> EmbeddedDefinition {
        let file: Arc<str> = text.value.into();
        let map = self.tree.offsets_of(text).into_owned();
        let pieces = Pieces::of_file(&file, Span::new(0, file.len()));
        let to_file = |span: Span| map.to_file(span);
        let definition =
            match pieces.only_placeholder(&file).map(|placeholder| expression(&file, placeholder)) {
                Some(Some((part, expression))) => in_text((&part, &expression), false).into_iter().next(),
                Some(None) => None,
                None => {
                    let rendered = pieces.rendered(&file, Branch::Then, Format::Json);
                    let tree = rendered.tree(&file, Format::Json, Span::new(0, file.len()));
                    let parts = if pieces.has_directive() { pieces.parts() } else { Vec::new() };
                    tree.map(|tree| Definition::Here { tree, parts })
                }
            };
        let (tree, host) = match definition {
            Some(Definition::Here { tree, parts }) => {
                let notation =
                    if tree.notation() == Notation::Json { Notation::EscapedJson } else { tree.notation() };
                // A Terraform expression inside a string cannot be edited.
                let parts = if notation == Notation::Hcl {
                    vec![Span::at(0)]
                } else {
                    parts.into_iter().map(to_file).collect()
                };
                let tree = tree.moved(self.tree.shared_text(), &map, notation);
                (tree, TemplateContext { pieces: parts, is_doubtful: false, ..host })
            }
            Some(Definition::File { link, substitutions }) => {
                let link = Link { span: to_file(link.span), ..link };
                let moved = |name: Name| Name { span: to_file(name.span), ..name };
                let substitutions = substitutions.map(|names| names.into_iter().map(moved).collect());
                (self.nothing(), TemplateContext { link: Some(link), substitutions, ..host })
            }
            Some(Definition::Unknown(_)) | None => {
                (self.nothing(), TemplateContext { unchecked: Some(unknown(text.span)), ..host })
            }
        };
        EmbeddedDefinition { tree, host }
    }

    fn nothing(&self) -> Tree {
        Tree::damaged(self.tree.shared_text(), self.tree.notation(), Vec::new())
    }
}

fn name(pair: Pair<'_>) -> Name {
    let key = pair.key();
    Name { value: key.value.to_owned(), span: key.span }
}

fn workflow(value: Option<Node<'_>>) -> Option<WorkflowType> {
    match value.map(Node::as_str) {
        None | Some(Some("STANDARD")) => Some(WorkflowType::Standard),
        Some(Some("EXPRESS")) => Some(WorkflowType::Express),
        Some(_) => None,
    }
}
