//! The variables of an expression: where they are bound and where they are read.
//!
//! Blocks and functions are the scopes of `:=` and of parameters; a path is the scope of `@$v` and `#$i`. A function
//! also sees variables that are bound after it, since it is called later.

use std::collections::HashMap;

use crate::span::Span;

use crate::Parsed;
use crate::ast::{NodeId, NodeKind, Tree};

/// An occurrence of a variable that is bound or read. The contexts `$` and `$$` are not variables in this sense.
#[derive(Debug, Clone, Copy)]
pub struct VariableReference<'t> {
    /// The node of the variable.
    pub node: NodeId,
    /// The name, without the `$`.
    pub name: &'t str,
    /// The span of the variable, with its `$`.
    pub span: Span,
    /// Whether the variable is bound or read here, and what it refers to.
    pub resolution: Resolution,
    tree: &'t Tree,
    /// The steps that follow it in a path.
    next: &'t [NodeId],
}

impl<'t> VariableReference<'t> {
    /// Returns the path of fields that is read from the variable, such as `input` and `x` in `$states.input.x[0]`. It is
    /// empty for a binding.
    pub fn steps(&self) -> impl Iterator<Item = Step<'t>> + use<'t> {
        let tree = self.tree;
        let fields = self.next.iter().map_while(|step| tree.field(*step));
        fields.map(|(name, span)| Step { name, span })
    }
}

/// A field read from a variable or from the field before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'t> {
    /// The name of the field.
    pub name: &'t str,
    /// The span of the name, with its quotes or backquotes.
    pub span: Span,
}

/// What an occurrence of a variable refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// The variable is bound here.
    Binding,
    /// The variable is read, and bound in the same expression.
    Local {
        /// The span of the variable where it is bound.
        binding: Span,
    },
    /// The variable is read, and not bound in the expression: it comes from outside, is a built-in function, or does
    /// not exist.
    Free,
}

/// Returns every variable that is bound or read, in source order.
pub fn variables(parsed: &Parsed) -> impl ExactSizeIterator<Item = VariableReference<'_>> + Clone {
    let tree = &parsed.tree;
    parsed.variables.iter().map(move |&Occurrence { node, resolution, place }| {
        let NodeKind::Variable(name) = tree.kind(node) else { unreachable!("only variables are resolved") };
        let next = place.and_then(|place| match tree.kind(place.path) {
            NodeKind::Path { steps } => steps.get(place.next as usize..),
            _ => None,
        });
        let next = next.unwrap_or_default();
        VariableReference { node, name, span: tree.span(node), resolution, tree, next }
    })
}

/// What is known about an occurrence of a variable. Every analysis of an expression needs the variables, so they are
/// resolved once, when the expression is parsed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    node: NodeId,
    resolution: Resolution,
    place: Option<Place>,
}

/// The place of a step in its path.
#[derive(Debug, Clone, Copy)]
struct Place {
    path: NodeId,
    /// The index of the next step.
    next: u32,
}

/// Resolves the variables of an expression, in source order.
pub(super) fn resolve(tree: &Tree, root: NodeId) -> Vec<Occurrence> {
    let mut resolver = Resolver {
        tree,
        frames: Vec::new(),
        bindings: HashMap::new(),
        pending: Vec::new(),
        found: Vec::new(),
    };
    let mut tasks = vec![Task::Close, Task::Visit(root), Task::Open(FrameKind::Block)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Open(kind) => resolver.open(kind),
            Task::Close => resolver.close(),
            Task::Visit(id) => resolver.visit(id, None, false, &mut tasks),
            Task::VisitPart(id, place) => resolver.visit(id, place, true, &mut tasks),
            Task::Bind(id, kind) => resolver.bind(id, kind),
        }
    }
    let mut found = resolver.found;
    found.sort_by_key(|occurrence| tree.span(occurrence.node));
    found
}

/// Pending work, in a stack.
enum Task {
    Open(FrameKind),
    Close,
    Visit(NodeId),
    /// Visits a step, or the base of a suffix, in the scope of its path.
    VisitPart(NodeId, Option<Place>),
    Bind(NodeId, FrameKind),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    /// A block in parentheses, where `:=` binds.
    Block,
    /// The body of a function.
    Lambda,
    /// A path, where `@$v` and `#$i` bind.
    Path,
}

/// A scope of variables.
struct Frame<'t> {
    kind: FrameKind,
    /// The nearest frame where `:=` binds, which may be this one.
    owner: usize,
    /// The frame of the nearest enclosing function.
    lambda: Option<usize>,
    names: Vec<&'t str>,
    /// The number of pending references when the frame was opened.
    pending: usize,
}

/// A reference within a function to a variable that may be bound after the function.
struct Pending {
    /// Its index in `found`.
    reference: usize,
    /// The frame of the innermost function.
    lambda: usize,
}

struct Resolver<'t> {
    tree: &'t Tree,
    frames: Vec<Frame<'t>>,
    /// For each name, the frames that bind it, the innermost last.
    bindings: HashMap<&'t str, Vec<(usize, Span)>>,
    pending: Vec<Pending>,
    found: Vec<Occurrence>,
}

impl<'t> Resolver<'t> {
    fn visit(&mut self, id: NodeId, place: Option<Place>, is_part: bool, tasks: &mut Vec<Task>) {
        let from = tasks.len();
        let tree = self.tree;
        let kind = tree.kind(id);
        let frame = match kind {
            NodeKind::Block { .. } => Some(FrameKind::Block),
            NodeKind::Lambda { .. } => Some(FrameKind::Lambda),
            NodeKind::Path { .. }
            | NodeKind::Predicate { .. }
            | NodeKind::KeepArray { .. }
            | NodeKind::Sort { .. }
            | NodeKind::Group { .. }
            | NodeKind::Focus { .. }
            | NodeKind::Index { .. } => (!is_part).then_some(FrameKind::Path),
            _ => None,
        };
        tasks.extend(frame.map(Task::Open));
        match kind {
            NodeKind::Variable(name) => self.reference(id, name, place),
            NodeKind::Path { steps } => {
                let places = (1..).map(|next| Some(Place { path: id, next }));
                tasks.extend(steps.iter().zip(places).map(|(step, place)| Task::VisitPart(*step, place)));
            }
            NodeKind::KeepArray { base } => tasks.push(Task::VisitPart(*base, place)),
            NodeKind::Predicate { base, .. } | NodeKind::Sort { base, .. } | NodeKind::Group { base, .. } => {
                let is_same_step = matches!(kind, NodeKind::Predicate { .. });
                tasks.push(Task::VisitPart(*base, place.filter(|_| is_same_step)));
                kind.each_child(|child| tasks.extend((child != *base).then_some(Task::Visit(child))));
            }
            NodeKind::Focus { base, variable } | NodeKind::Index { base, variable } => {
                tasks.extend([Task::VisitPart(*base, place), Task::Bind(*variable, FrameKind::Path)]);
            }
            NodeKind::Bind { target, value } => {
                tasks.extend([Task::Visit(*value), Task::Bind(*target, FrameKind::Block)]);
            }
            NodeKind::Lambda { params, body, .. } => {
                tasks.extend(params.iter().map(|param| Task::Bind(*param, FrameKind::Lambda)));
                tasks.push(Task::Visit(*body));
            }
            _ => kind.each_child(|child| tasks.push(Task::Visit(child))),
        }
        tasks.extend(frame.map(|_| Task::Close));
        tasks[from..].reverse();
    }

    fn open(&mut self, kind: FrameKind) {
        let index = self.frames.len();
        let (mut owner, mut lambda) =
            self.frames.last().map_or((0, None), |frame| (frame.owner, frame.lambda));
        if kind != FrameKind::Path {
            owner = index;
        }
        if kind == FrameKind::Lambda {
            lambda = Some(index);
        }
        self.frames.push(Frame { kind, owner, lambda, names: Vec::new(), pending: self.pending.len() });
    }

    fn close(&mut self) {
        let index = self.frames.len() - 1;
        let frame = self.frames.pop().expect("each frame is opened before it is closed");
        if frame.kind != FrameKind::Path {
            let waiting = self.pending.split_off(frame.pending);
            for pending in waiting {
                let reference = &mut self.found[pending.reference];
                let NodeKind::Variable(name) = self.tree.kind(reference.node) else { continue };
                match self.bindings.get(name.as_str()).and_then(|list| list.last()) {
                    Some((at, binding)) if *at == index && index < pending.lambda => {
                        reference.resolution = Resolution::Local { binding: *binding };
                    }
                    _ => self.pending.push(pending),
                }
            }
        }
        for name in frame.names {
            if let Some(list) = self.bindings.get_mut(name) {
                list.retain(|(at, _)| *at != index);
            }
        }
    }

    fn reference(&mut self, node: NodeId, name: &'t str, place: Option<Place>) {
        if is_context(name) {
            return;
        }
        let bound = self.bindings.get(name).and_then(|list| list.last());
        let resolution =
            bound.map_or(Resolution::Free, |(_, binding)| Resolution::Local { binding: *binding });
        if resolution == Resolution::Free
            && let Some(lambda) = self.frames.last().and_then(|frame| frame.lambda)
        {
            self.pending.push(Pending { reference: self.found.len(), lambda });
        }
        self.found.push(Occurrence { node, resolution, place });
    }

    fn bind(&mut self, id: NodeId, kind: FrameKind) {
        let node = self.tree.without_suffixes(id);
        let NodeKind::Variable(name) = self.tree.kind(node) else { return };
        if is_context(name) {
            return;
        }
        let span = self.tree.span(node);
        self.found.push(Occurrence { node, resolution: Resolution::Binding, place: None });
        let innermost = self.frames.len() - 1;
        let frame = match kind {
            // Not the path that the assignment may be in: it binds for the whole block or function.
            FrameKind::Block => self.frames[innermost].owner,
            FrameKind::Lambda | FrameKind::Path => innermost,
        };
        let list = self.bindings.entry(name).or_default();
        match list.iter_mut().find(|(at, _)| *at == frame) {
            Some((_, binding)) => *binding = span,
            None => {
                let place = list.partition_point(|(at, _)| *at < frame);
                list.insert(place, (frame, span));
                self.frames[frame].names.push(name);
            }
        }
    }
}

/// Returns whether the name is that of the context `$` or `$$`, which no variable can have.
fn is_context(name: &str) -> bool {
    name.is_empty() || name == "$"
}
