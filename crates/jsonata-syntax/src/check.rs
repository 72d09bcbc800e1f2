//! The second pass of the reference implementation, over a tree without syntax errors.
//!
//! It joins steps to paths, attaches predicates, groupings and bindings to them, and searches for the step that each
//! `%` refers to. Only what can make it reject an expression is done here. The nodes are visited in the order of the
//! reference implementation, since it stops at the first error. Pending work is kept in a list instead of on the call
//! stack, so that long chains cannot overflow it.

use crate::span::Span;

use crate::ast::{NodeId, NodeKind, Tree};
use crate::error::{ErrorCode, Errors, SyntaxError};
use crate::js;
use crate::parents::{Slot, SlotId};

/// Returns whether [`check`] may find anything. Most expressions have nothing that it could report.
pub(super) fn is_needed(tree: &Tree) -> bool {
    let is_literal = |step: &NodeId| {
        let mut step = *step;
        while let NodeKind::Predicate { base, .. }
        | NodeKind::KeepArray { base }
        | NodeKind::Sort { base, .. } = tree.kind(step)
        {
            step = *base;
        }
        matches!(
            tree.kind(step),
            NodeKind::Number(_) | NodeKind::Boolean(_) | NodeKind::Null | NodeKind::Negate { .. }
        )
    };
    tree.nodes().any(|(_, node)| match &node.kind {
        NodeKind::Error { .. }
        | NodeKind::Parent
        | NodeKind::Group { .. }
        | NodeKind::Focus { .. }
        | NodeKind::Index { .. } => true,
        NodeKind::Path { steps } => steps.iter().any(is_literal),
        _ => false,
    })
}

/// Reports errors in the meaning of the tree, and returns each `%` with the step that it refers to.
pub(super) fn check(text: &str, tree: &Tree, root: NodeId, errors: &mut Errors) -> Vec<(NodeId, NodeId)> {
    let end = u32::try_from(text.len()).expect("an expression is shorter than 4 GiB");
    let mut checker = Checker {
        tree,
        errors,
        end,
        shapes: Vec::with_capacity(tree.len()),
        results: vec![0; tree.len()],
        slots: Vec::new(),
        searched: 0,
    };
    checker.run(root);
    let found = checker.slots.iter().filter_map(|slot| slot.step.map(|step| (slot.node, step)));
    found.collect()
}

pub(super) struct Checker<'t> {
    pub tree: &'t Tree,
    pub errors: &'t mut Errors,
    /// The length of the text in bytes.
    end: u32,
    pub shapes: Vec<Shape>,
    /// The shape of each node.
    results: Vec<ShapeId>,
    pub slots: Vec<Slot>,
    /// The number of steps that the search for parents has taken.
    pub searched: usize,
}

pub(super) type ShapeId = usize;

/// What the reference implementation turns a node into.
pub(super) struct Shape {
    pub node: NodeId,
    pub kind: ShapeKind,
    /// The `%` in the node whose steps have not all been found.
    pub seeking: Option<Vec<SlotId>>,
    /// Whether it has predicates as an expression of its own.
    pub has_predicates: bool,
    /// Whether it has predicates as a step of a path.
    pub has_stages: bool,
    pub is_grouped: bool,
    pub has_focus: bool,
}

pub(super) enum ShapeKind {
    Path {
        steps: Vec<ShapeId>,
        /// The number of steps that are known not to be literals.
        checked: usize,
    },
    /// A name or a wildcard, which a `%` can refer to.
    Field(&'static str),
    Parent(SlotId),
    /// With its last expression.
    Block(Option<ShapeId>),
    Sort,
    /// A number, `true`, `false` or `null`, as JSON.
    Literal(&'static str, String),
    String,
    Other(&'static str),
}

/// Pending work, in a stack.
enum Task {
    Visit(NodeId),
    /// The children have been visited.
    Finish(NodeId),
    /// Before the predicate of a node.
    BeforeFilter(NodeId),
    /// Before the pairs of a grouping.
    BeforePairs(NodeId),
    /// Adds a step to a path whose earlier steps have been joined.
    Join {
        path: NodeId,
        index: usize,
    },
}

impl Checker<'_> {
    fn run(&mut self, root: NodeId) {
        let mut tasks = vec![Task::Visit(root)];
        while let Some(task) = tasks.pop() {
            match task {
                Task::Visit(id) => self.visit(id, &mut tasks),
                Task::Finish(id) => self.finish(id),
                Task::BeforeFilter(id) => self.before_filter(id),
                Task::BeforePairs(id) => self.before_pairs(id),
                Task::Join { path, index } => self.join(path, index),
            }
        }
        let result = self.results[root.index()];
        let shape = &self.shapes[result];
        let slot = match (&shape.kind, &shape.seeking) {
            (ShapeKind::Parent(slot), _) => Some(*slot),
            (_, Some(slots)) => slots.first().copied(),
            _ => None,
        };
        if let Some(slot) = slot {
            self.no_parent(slot, result);
        }
    }

    /// Schedules the visits of the children of a node.
    fn visit(&mut self, id: NodeId, tasks: &mut Vec<Task>) {
        let from = tasks.len();
        match self.tree.kind(id) {
            NodeKind::Path { steps } => {
                tasks.push(Task::Visit(steps[0]));
                for (index, step) in steps.iter().enumerate().skip(1) {
                    tasks.push(Task::Visit(*step));
                    tasks.push(Task::Join { path: id, index });
                }
            }
            NodeKind::Predicate { base, filter } => {
                tasks.extend([
                    Task::Visit(*base),
                    Task::BeforeFilter(id),
                    Task::Visit(*filter),
                    Task::Finish(id),
                ]);
            }
            NodeKind::Group { base, pairs } => {
                tasks.extend([Task::Visit(*base), Task::BeforePairs(id)]);
                tasks.extend(pairs.iter().flat_map(|pair| [Task::Visit(pair.key), Task::Visit(pair.value)]));
                tasks.push(Task::Finish(id));
            }
            // The variables that they bind are not visited.
            NodeKind::Focus { base, .. } | NodeKind::Index { base, .. } => {
                tasks.extend([Task::Visit(*base), Task::Finish(id)]);
            }
            NodeKind::Lambda { body, .. } => tasks.extend([Task::Visit(*body), Task::Finish(id)]),
            NodeKind::Call { callee, args } | NodeKind::Partial { callee, args } => {
                tasks.extend(args.iter().map(|arg| Task::Visit(*arg)));
                tasks.extend([Task::Visit(*callee), Task::Finish(id)]);
            }
            kind => {
                kind.each_child(|child| tasks.push(Task::Visit(child)));
                tasks.push(Task::Finish(id));
            }
        }
        tasks[from..].reverse();
    }

    fn finish(&mut self, id: NodeId) {
        let result = match self.tree.kind(id) {
            NodeKind::Error { .. } => {
                let end = Span { start: self.end, end: self.end };
                let error = SyntaxError::new(ErrorCode::S0207, end).at(self.end);
                self.errors.push_late(error.token("\"(end)\""));
                self.add(id, ShapeKind::Other("error"))
            }
            NodeKind::Name(_) => {
                let step = self.add(id, ShapeKind::Field("name"));
                self.add_path(id, step)
            }
            NodeKind::Wildcard => self.add(id, ShapeKind::Field("wildcard")),
            NodeKind::Parent => {
                self.slots.push(Slot { node: id, level: 1, step: None });
                self.add(id, ShapeKind::Parent(self.slots.len() - 1))
            }
            NodeKind::String(_) => self.add(id, ShapeKind::String),
            NodeKind::Number(value) => self.add(id, ShapeKind::Literal("number", js::number(*value))),
            NodeKind::Boolean(value) => self.add(id, ShapeKind::Literal("value", value.to_string())),
            NodeKind::Null => self.add(id, ShapeKind::Literal("value", "null".to_string())),
            NodeKind::KeepArray { base } => self.result(*base),
            NodeKind::Predicate { base, filter } => self.predicate(*base, *filter),
            NodeKind::Group { base, .. } => self.result(*base),
            NodeKind::Sort { base, .. } => self.sort(id, *base),
            NodeKind::Focus { base, variable } => self.focus(id, *base, *variable),
            NodeKind::Index { base, .. } => self.index(*base),
            NodeKind::Negate { operand } => self.negate(id, *operand),
            NodeKind::Block { expressions } => {
                let last = expressions.last().map(|last| self.result(*last));
                let block = self.add(id, ShapeKind::Block(last));
                self.inherit_all(id, block)
            }
            NodeKind::Bind { value, .. } => {
                let bind = self.add(id, ShapeKind::Other("bind"));
                self.inherit(bind, self.result(*value));
                bind
            }
            NodeKind::Call { args, .. } => self.call(id, "function", args),
            NodeKind::Partial { args, .. } => self.call(id, "partial", args),
            NodeKind::Binary { .. } | NodeKind::Range { .. } => self.plain(id, "binary"),
            NodeKind::Array { .. } | NodeKind::Object { .. } => self.plain(id, "unary"),
            NodeKind::Condition { .. } => self.plain(id, "condition"),
            NodeKind::Variable(_) => self.add(id, ShapeKind::Other("variable")),
            NodeKind::Regex { .. } => self.add(id, ShapeKind::Other("regex")),
            NodeKind::Descendants => self.add(id, ShapeKind::Other("descendant")),
            NodeKind::Placeholder => self.add(id, ShapeKind::Other("operator")),
            NodeKind::Lambda { .. } => self.add(id, ShapeKind::Other("lambda")),
            NodeKind::Apply { .. } => self.add(id, ShapeKind::Other("apply")),
            NodeKind::Transform { .. } => self.add(id, ShapeKind::Other("transform")),
            NodeKind::Path { .. } => unreachable!("a path is joined, not finished"),
        };
        self.results[id.index()] = result;
    }

    fn result(&self, id: NodeId) -> ShapeId {
        self.results[id.index()]
    }

    fn add(&mut self, node: NodeId, kind: ShapeKind) -> ShapeId {
        self.shapes.push(Shape {
            node,
            kind,
            seeking: None,
            has_predicates: false,
            has_stages: false,
            is_grouped: false,
            has_focus: false,
        });
        self.shapes.len() - 1
    }

    fn add_path(&mut self, node: NodeId, step: ShapeId) -> ShapeId {
        self.add(node, ShapeKind::Path { steps: vec![step], checked: 0 })
    }

    /// Adds a node that seeks the parents that its children seek.
    fn plain(&mut self, id: NodeId, name: &'static str) -> ShapeId {
        let shape = self.add(id, ShapeKind::Other(name));
        self.inherit_all(id, shape)
    }

    fn call(&mut self, id: NodeId, name: &'static str, args: &[NodeId]) -> ShapeId {
        let shape = self.add(id, ShapeKind::Other(name));
        for arg in args {
            self.inherit(shape, self.result(*arg));
        }
        shape
    }

    fn inherit_all(&mut self, id: NodeId, shape: ShapeId) -> ShapeId {
        let tree = self.tree;
        tree.kind(id).each_child(|child| self.inherit(shape, self.results[child.index()]));
        shape
    }

    /// Returns the last step of a path, or the shape itself.
    fn last_step(&self, shape: ShapeId) -> ShapeId {
        match &self.shapes[shape].kind {
            ShapeKind::Path { steps, .. } => *steps.last().expect("a path has a step"),
            _ => shape,
        }
    }

    fn is_path(&self, shape: ShapeId) -> bool {
        matches!(self.shapes[shape].kind, ShapeKind::Path { .. })
    }

    fn push_step(&mut self, path: ShapeId, step: ShapeId) {
        if let ShapeKind::Path { steps, .. } = &mut self.shapes[path].kind {
            steps.push(step);
        }
    }

    fn negate(&mut self, id: NodeId, operand: NodeId) -> ShapeId {
        let result = self.result(operand);
        if let ShapeKind::Literal("number", json) = &mut self.shapes[result].kind {
            *json = match json.strip_prefix('-') {
                Some(positive) => positive.to_string(),
                None if json == "0" => "0".to_string(),
                None => format!("-{json}"),
            };
            return result;
        }
        self.plain(id, "unary")
    }

    fn join(&mut self, path: NodeId, index: usize) {
        let NodeKind::Path { steps } = self.tree.kind(path) else { return };
        let left = self.result(if index == 1 { steps[0] } else { path });
        let joined = if self.is_path(left) { left } else { self.add_path(path, left) };
        if let ShapeKind::Parent(slot) = self.shapes[left].kind {
            self.shapes[joined].seeking = Some(vec![slot]);
        }
        let right = self.result(steps[index]);
        match &mut self.shapes[right].kind {
            ShapeKind::Path { steps, .. } => {
                for step in std::mem::take(steps) {
                    self.push_step(joined, step);
                }
            }
            _ => {
                let shape = &mut self.shapes[right];
                shape.has_stages |= std::mem::take(&mut shape.has_predicates);
                self.push_step(joined, right);
            }
        }
        self.check_literals(joined);
        self.find_parents(joined);
        self.results[path.index()] = joined;
    }

    /// Reports literals that are steps. A string as a step becomes a name.
    fn check_literals(&mut self, path: ShapeId) {
        let ShapeKind::Path { steps, checked } = &mut self.shapes[path].kind else { return };
        let new = steps[*checked..].to_vec();
        *checked = steps.len();
        for &step in &new {
            let shape = &self.shapes[step];
            if let ShapeKind::Literal(_, json) = &shape.kind {
                let token = self.tree.get(shape.node).token;
                let error = SyntaxError::new(ErrorCode::S0213, token).at(token.end);
                self.errors.push_late(error.value(json));
            }
        }
        for step in new {
            if matches!(self.shapes[step].kind, ShapeKind::String) {
                self.shapes[step].kind = ShapeKind::Field("name");
            }
        }
    }

    fn before_filter(&mut self, id: NodeId) {
        let NodeKind::Predicate { base, .. } = self.tree.kind(id) else { return };
        let step = self.last_step(self.result(*base));
        if self.shapes[step].is_grouped {
            let token = self.tree.get(id).token;
            self.errors.push_late(SyntaxError::new(ErrorCode::S0209, token).at(token.end));
        }
    }

    fn predicate(&mut self, base: NodeId, filter: NodeId) -> ShapeId {
        let result = self.result(base);
        let step = self.last_step(result);
        if self.is_path(result) {
            self.shapes[step].has_stages = true;
        } else {
            self.shapes[step].has_predicates = true;
        }
        let filter = self.result(filter);
        if let Some(slots) = self.shapes[filter].seeking.clone() {
            for slot in slots {
                match self.slots[slot].level {
                    1 => self.seek(step, slot),
                    level => self.slots[slot].level = level.saturating_sub(1),
                }
            }
            self.inherit(step, filter);
        }
        result
    }

    fn before_pairs(&mut self, id: NodeId) {
        let NodeKind::Group { base, .. } = self.tree.kind(id) else { return };
        let result = self.result(*base);
        if std::mem::replace(&mut self.shapes[result].is_grouped, true) {
            let token = self.tree.get(id).token;
            self.errors.push_late(SyntaxError::new(ErrorCode::S0210, token).at(token.end));
        }
    }

    fn sort(&mut self, id: NodeId, base: NodeId) -> ShapeId {
        let mut result = self.result(base);
        if !self.is_path(result) {
            result = self.add_path(id, result);
        }
        let step = self.add(id, ShapeKind::Sort);
        if let NodeKind::Sort { terms, .. } = self.tree.kind(id) {
            for term in terms {
                self.inherit(step, self.result(term.expression));
            }
        }
        self.push_step(result, step);
        self.find_parents(result);
        result
    }

    fn focus(&mut self, id: NodeId, base: NodeId, variable: NodeId) -> ShapeId {
        let result = self.result(base);
        let step = self.last_step(result);
        let shape = &mut self.shapes[step];
        let token = self.tree.get(id).token;
        if shape.has_stages || shape.has_predicates {
            self.errors.push_late(SyntaxError::new(ErrorCode::S0215, token).at(token.end));
        } else if matches!(shape.kind, ShapeKind::Sort) {
            self.errors.push_late(SyntaxError::new(ErrorCode::S0216, token).at(token.end));
        }
        // The reference implementation treats a variable without a name, as in `@$`, as missing.
        shape.has_focus = !matches!(self.tree.kind(variable), NodeKind::Variable(name) if name.is_empty());
        result
    }

    fn index(&mut self, base: NodeId) -> ShapeId {
        let result = self.result(base);
        if self.is_path(result) {
            return result;
        }
        let shape = &mut self.shapes[result];
        shape.has_stages |= std::mem::take(&mut shape.has_predicates);
        let node = shape.node;
        self.add_path(node, result)
    }
}
