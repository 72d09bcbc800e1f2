//! The variables of an expression: where they are bound and where they are read.
//!
//! Parentheses and functions are regions for `:=` and parameters; a path is one for `@$v` and
//! `#$i`. A function also sees what is bound behind it, since it is called later.

use std::collections::HashMap;

use crate::span::Span;

use crate::Parsed;
use crate::ast::{NodeId, NodeKind, Tree};

/// A place where a variable is bound or read. `$` and `$$` are not variables in this sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableReference<'t> {
    pub node: NodeId,
    /// Without the `$`.
    pub name: &'t str,
    pub span: Span,
    pub resolution: Resolution,
    /// The fields read from it, one below the other: `input` and `x` in `$states.input.x[0]`.
    pub steps: Vec<Step<'t>>,
}

/// A field read from a variable or from the field before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'t> {
    pub name: &'t str,
    pub span: Span,
}

/// Where the value of a variable comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// The variable gets its value here.
    Binding,
    /// It is bound within the expression, at this place.
    Local { binding: Span },
    /// It comes from outside, or it is a function, or it does not exist.
    Free,
}

/// Every variable that is bound or read, in the order of the text.
pub fn variables(parsed: &Parsed) -> Vec<VariableReference<'_>> {
    let tree = &parsed.tree;
    let mut resolver = Resolver {
        tree,
        frames: Vec::new(),
        bindings: HashMap::new(),
        pending: Vec::new(),
        places: vec![None; tree.len()],
        found: Vec::new(),
    };
    let mut tasks = vec![Task::Close, Task::Visit(parsed.root), Task::Open(FrameKind::Block)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Open(kind) => resolver.open(kind),
            Task::Close => resolver.close(),
            Task::Visit(id) => resolver.visit(id, false, &mut tasks),
            Task::VisitPart(id) => resolver.visit(id, true, &mut tasks),
            Task::Bind(id, kind) => resolver.bind(id, kind),
        }
    }
    let mut found = resolver.found;
    found.sort_by_key(|reference| reference.span);
    found
}

/// Work to do. What is pushed last is done first.
enum Task {
    Open(FrameKind),
    Close,
    Visit(NodeId),
    /// A step, or what steps are hung on: it shares the variables of its path.
    VisitPart(NodeId),
    Bind(NodeId, FrameKind),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    /// The expressions in parentheses, where `:=` binds.
    Block,
    /// The body of a function.
    Lambda,
    /// A path, where `@$v` and `#$i` bind.
    Path,
}

/// A region of the text in which variables are bound.
struct Frame<'t> {
    kind: FrameKind,
    /// The frame itself or the nearest around it where `:=` binds.
    owner: usize,
    /// The frame of the nearest function around.
    lambda: Option<usize>,
    names: Vec<&'t str>,
    /// The references that waited for a binding when the frame was opened.
    pending: usize,
}

/// A reference within a function, to what may be bound behind the function.
struct Pending {
    /// Its place in what was found.
    reference: usize,
    /// The frame of the innermost function.
    lambda: usize,
}

struct Resolver<'t> {
    tree: &'t Tree,
    frames: Vec<Frame<'t>>,
    /// For each name the frames that bind it now, the innermost last.
    bindings: HashMap<&'t str, Vec<(usize, Span)>>,
    pending: Vec<Pending>,
    /// For the variables that are steps, the path and what follows them.
    places: Vec<Option<(NodeId, usize)>>,
    found: Vec<VariableReference<'t>>,
}

impl<'t> Resolver<'t> {
    fn visit(&mut self, id: NodeId, part: bool, tasks: &mut Vec<Task>) {
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
            | NodeKind::Index { .. } => (!part).then_some(FrameKind::Path),
            _ => None,
        };
        tasks.extend(frame.map(Task::Open));
        match kind {
            NodeKind::Variable(name) => self.reference(id, name),
            NodeKind::Path { steps } => {
                for (index, step) in steps.iter().enumerate() {
                    self.places[tree.without_suffixes(*step).index()] = Some((id, index + 1));
                    tasks.push(Task::VisitPart(*step));
                }
            }
            NodeKind::KeepArray { base } => tasks.push(Task::VisitPart(*base)),
            NodeKind::Predicate { base, .. } | NodeKind::Sort { base, .. } | NodeKind::Group { base, .. } => {
                tasks.push(Task::VisitPart(*base));
                kind.each_child(|child| tasks.extend((child != *base).then_some(Task::Visit(child))));
            }
            NodeKind::Focus { base, variable } | NodeKind::Index { base, variable } => {
                tasks.extend([Task::VisitPart(*base), Task::Bind(*variable, FrameKind::Path)]);
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
                match self.bindings.get(reference.name).and_then(|list| list.last()) {
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

    fn reference(&mut self, id: NodeId, name: &'t str) {
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
        let steps = self.steps_behind(id);
        self.found.push(VariableReference { node: id, name, span: self.tree.span(id), resolution, steps });
    }

    fn steps_behind(&self, id: NodeId) -> Vec<Step<'t>> {
        let Some((path, index)) = self.places[id.index()] else { return Vec::new() };
        let tree = self.tree;
        let NodeKind::Path { steps } = tree.kind(path) else { return Vec::new() };
        let fields = steps[index..].iter().map_while(|step| tree.field(*step));
        fields.map(|(name, span)| Step { name, span }).collect()
    }

    fn bind(&mut self, id: NodeId, kind: FrameKind) {
        let id = self.tree.without_suffixes(id);
        let NodeKind::Variable(name) = self.tree.kind(id) else { return };
        if is_context(name) {
            return;
        }
        let span = self.tree.span(id);
        let steps = Vec::new();
        self.found.push(VariableReference { node: id, name, span, resolution: Resolution::Binding, steps });
        let innermost = self.frames.len() - 1;
        let frame = match kind {
            // Not the path the assignment may be in: it binds for the whole block or function.
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

/// `$` and `$$` have a name that no variable can have.
fn is_context(name: &str) -> bool {
    name.is_empty() || name == "$"
}
