//! What an expression reads from the context that it is evaluated in.
//!
//! AWS Step Functions evaluates expressions without a context, so each of these references is an error there.

use crate::span::Span;

use crate::Parsed;
use crate::ast::{NodeId, NodeKind, Tree};

/// A node that reads the context that the whole expression is evaluated in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContextReference<'t> {
    /// How the context is read.
    pub kind: ContextKind,
    /// The field name, or `$`, `$$`, `*` or `**`.
    pub name: &'t str,
    /// The span of the node.
    pub span: Span,
}

/// How the context is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextKind {
    /// A field of the context, by its name.
    Field,
    /// `$`.
    Context,
    /// `$$`, which is the context of the whole expression wherever it is used.
    Root,
    /// `*`.
    Wildcard,
    /// `**`.
    Descendants,
}

/// Returns everything that reads the context of the whole expression, in source order. A name that reads a field of a
/// value, such as `b` in `$a.b`, is not among them.
pub fn context_references(parsed: &Parsed) -> Vec<ContextReference<'_>> {
    let tree = &parsed.tree;
    let keeps = keeps_context(tree);
    let mut contexts = vec![Context::None; tree.len()];
    let mut fields = vec![false; tree.len()];
    contexts[parsed.root.index()] = Context::Top;
    let mut found = Vec::new();
    // In reverse, parents come before their children.
    for (id, node) in tree.nodes().rev() {
        let context = contexts[id.index()];
        let kind = match &node.kind {
            NodeKind::Name(_) if context == Context::Top => ContextKind::Field,
            NodeKind::String(_) if context == Context::Top && fields[id.index()] => ContextKind::Field,
            NodeKind::Wildcard if context == Context::Top => ContextKind::Wildcard,
            NodeKind::Descendants if context == Context::Top => ContextKind::Descendants,
            NodeKind::Variable(name) if context == Context::Top && name.is_empty() => ContextKind::Context,
            NodeKind::Variable(name) if context != Context::None && name == "$" => ContextKind::Root,
            kind => {
                hand_down(kind, context, &keeps, &mut contexts);
                if let NodeKind::Path { steps } = kind {
                    steps.iter().for_each(|step| fields[first_of(tree, *step).index()] = true);
                }
                continue;
            }
        };
        let name = match (&node.kind, kind) {
            (NodeKind::Name(name) | NodeKind::String(name), _) => name,
            (_, ContextKind::Wildcard) => "*",
            (_, ContextKind::Descendants) => "**",
            (_, ContextKind::Root) => "$$",
            _ => "$",
        };
        found.push(ContextReference { kind, name, span: node.span });
    }
    found.sort_by_key(|reference| reference.span);
    found
}

/// The context that a node is evaluated with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// None: the node is a variable that is bound and is not evaluated.
    None,
    /// The context of the whole expression.
    Top,
    /// A value.
    Inner,
}

/// Returns for each node whether the next step of a path has the same context as the node. It has after `@$v`, which
/// binds the value to the variable instead.
fn keeps_context(tree: &Tree) -> Vec<bool> {
    let mut keeps: Vec<bool> = Vec::with_capacity(tree.len());
    for (_, node) in tree.nodes() {
        keeps.push(match &node.kind {
            NodeKind::Focus { .. } => true,
            NodeKind::Predicate { base, .. }
            | NodeKind::KeepArray { base }
            | NodeKind::Index { base, .. }
            | NodeKind::Sort { base, .. }
            | NodeKind::Group { base, .. } => keeps[base.index()],
            NodeKind::Path { steps } => steps.iter().all(|step| keeps[step.index()]),
            _ => false,
        });
    }
    keeps
}

/// Sets the context of each child.
fn hand_down(kind: &NodeKind, context: Context, keeps: &[bool], contexts: &mut [Context]) {
    let after = |base: NodeId| if keeps[base.index()] { context } else { Context::Inner };
    match kind {
        _ if context == Context::None => {}
        NodeKind::Path { steps } => {
            let mut context = context;
            for step in steps {
                contexts[step.index()] = context;
                if !keeps[step.index()] {
                    context = Context::Inner;
                }
            }
        }
        NodeKind::Predicate { base, filter } => {
            contexts[base.index()] = context;
            contexts[filter.index()] = after(*base);
        }
        NodeKind::Sort { base, terms } => {
            contexts[base.index()] = context;
            terms.iter().for_each(|term| contexts[term.expression.index()] = after(*base));
        }
        NodeKind::Group { base, pairs } => {
            contexts[base.index()] = context;
            for pair in pairs {
                contexts[pair.key.index()] = after(*base);
                contexts[pair.value.index()] = after(*base);
            }
        }
        NodeKind::Focus { base, .. } | NodeKind::Index { base, .. } => contexts[base.index()] = context,
        NodeKind::Bind { value, .. } => contexts[value.index()] = context,
        NodeKind::Lambda { body, .. } => contexts[body.index()] = context,
        NodeKind::Transform { .. } => kind.each_child(|child| contexts[child.index()] = Context::Inner),
        _ => kind.each_child(|child| contexts[child.index()] = context),
    }
}

/// Returns the step without all of its suffixes.
fn first_of(tree: &Tree, step: NodeId) -> NodeId {
    let mut step = tree.without_suffixes(step);
    while let NodeKind::Sort { base, .. } | NodeKind::Group { base, .. } = tree.kind(step) {
        step = tree.without_suffixes(*base);
    }
    step
}
