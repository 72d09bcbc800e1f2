//! The tree of an expression: nodes in one vector, addressed by number.
//!
//! Children always have a smaller number than their parent and stand in the order of the text.
//! A loop over the numbers therefore works from the leaves to the root without recursion, which
//! matters for `1+1+1+…`, whose tree is as deep as the chain is long.

use crate::span::Span;

/// The nodes of one expression.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// The number of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

/// One node: what it is and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub kind: NodeKind,
    /// Everything that belongs to the node.
    pub span: Span,
    /// The token that makes the node what it is: the operator, the opening bracket, or the leaf
    /// itself. Its end is what the reference implementation calls the position of the node.
    pub token: Span,
}

/// The forms an expression can take.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// A damaged place, with the expressions that could be read there. Without parts it stands
    /// for an operand that is not there.
    Error {
        parts: Vec<NodeId>,
    },
    /// A string literal, decoded. Halves of surrogate pairs are replaced by U+FFFD.
    String(String),
    Number(f64),
    Boolean(bool),
    Null,
    /// A field name, without backquotes. Also `and`, `or` and `in` where an operand is expected.
    Name(String),
    /// A variable, without its `$`. Empty for the context `$`, and `$` for the root `$$`.
    Variable(String),
    Regex {
        pattern: String,
        flags: String,
    },
    /// `*`, all fields of the context.
    Wildcard,
    /// `**`, everything below the context.
    Descendants,
    /// `%`, what the context was taken from.
    Parent,
    /// `?` in place of an argument.
    Placeholder,
    /// `a.b.c`, two steps or more. A string as a step means the field of that name.
    Path {
        steps: Vec<NodeId>,
    },
    /// `a[b]`.
    Predicate {
        base: NodeId,
        filter: NodeId,
    },
    /// `a[]`.
    KeepArray {
        base: NodeId,
    },
    /// `a^(b, >c)`.
    Sort {
        base: NodeId,
        terms: Vec<SortTerm>,
    },
    /// `a{b: c}`.
    Group {
        base: NodeId,
        pairs: Vec<Pair>,
    },
    /// `a@$v`.
    Focus {
        base: NodeId,
        variable: NodeId,
    },
    /// `a#$i`.
    Index {
        base: NodeId,
        variable: NodeId,
    },
    /// `-a`.
    Negate {
        operand: NodeId,
    },
    Binary {
        operator: BinaryOperator,
        left: NodeId,
        right: NodeId,
    },
    /// `[a, b..c]`.
    Array {
        items: Vec<NodeId>,
    },
    /// `a..b` as an item of an array.
    Range {
        first: NodeId,
        last: NodeId,
    },
    /// `{a: b}`.
    Object {
        pairs: Vec<Pair>,
    },
    /// `(a; b)`, also with one expression or none.
    Block {
        expressions: Vec<NodeId>,
    },
    /// `a ? b : c`.
    Condition {
        condition: NodeId,
        then: NodeId,
        otherwise: Option<NodeId>,
    },
    /// `function($a)<n:n>{b}`.
    Lambda {
        params: Vec<NodeId>,
        signature: Option<Span>,
        body: NodeId,
    },
    /// `a(b, c)`.
    Call {
        callee: NodeId,
        args: Vec<NodeId>,
    },
    /// `a(b, ?)`.
    Partial {
        callee: NodeId,
        args: Vec<NodeId>,
    },
    /// `a ~> b`.
    Apply {
        input: NodeId,
        function: NodeId,
    },
    /// `$a := b`.
    Bind {
        target: NodeId,
        value: NodeId,
    },
    /// `|a|b,c|`.
    Transform {
        pattern: NodeId,
        update: NodeId,
        delete: Option<NodeId>,
    },
}

/// One key and its value in an object or a grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub key: NodeId,
    pub value: NodeId,
}

/// One term of an order-by clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortTerm {
    pub descending: bool,
    pub expression: NodeId,
}

/// The operators that only combine two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Concatenate,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    And,
    Or,
}

impl Tree {
    /// Every node with its number, children before their parents.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = (NodeId, &Node)> + '_ {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId::new(index), node))
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    pub fn kind(&self, id: NodeId) -> &NodeKind {
        &self.get(id).kind
    }

    pub fn span(&self, id: NodeId) -> Span {
        self.get(id).span
    }

    /// The children of a node, in the order of the text.
    pub fn children(&self, id: NodeId) -> Vec<NodeId> {
        let mut out = Vec::new();
        self.kind(id).each_child(|child| out.push(child));
        out
    }

    /// The number of nodes on the longest way from the root to a leaf. Who walks the tree with
    /// recursion looks here first.
    pub fn height(&self) -> u32 {
        let mut heights: Vec<u32> = Vec::with_capacity(self.len());
        let mut highest = 0;
        for node in &self.nodes {
            let mut height = 0;
            node.kind.each_child(|child| height = height.max(heights[child.index()]));
            heights.push(height + 1);
            highest = highest.max(height + 1);
        }
        highest
    }

    /// The smallest node that contains the offset; at a border, the one that ends there.
    pub fn at(&self, root: NodeId, offset: u32) -> NodeId {
        let mut found = root;
        loop {
            let mut next = None;
            self.kind(found).each_child(|child| {
                let span = self.span(child);
                if next.is_none() && span.start <= offset && offset <= span.end {
                    next = Some(child);
                }
            });
            let Some(child) = next else { return found };
            found = child;
        }
    }

    /// The field a step reads, if it is a plain name or a string, with or without predicates.
    pub fn field(&self, step: NodeId) -> Option<(&str, Span)> {
        let step = self.without_suffixes(step);
        match self.kind(step) {
            NodeKind::Name(name) | NodeKind::String(name) => Some((name, self.span(step))),
            _ => None,
        }
    }

    /// The step under its predicates, `[]` and variable bindings.
    pub fn without_suffixes(&self, mut step: NodeId) -> NodeId {
        while let NodeKind::Predicate { base, .. }
        | NodeKind::KeepArray { base }
        | NodeKind::Focus { base, .. }
        | NodeKind::Index { base, .. } = self.kind(step)
        {
            step = *base;
        }
        step
    }

    pub(super) fn add(&mut self, kind: NodeKind, span: Span, token: Span) -> NodeId {
        self.nodes.push(Node { kind, span, token });
        NodeId::new(self.nodes.len() - 1)
    }

    /// Takes back the newest node, which nothing refers to.
    pub(super) fn forget_last(&mut self) {
        self.nodes.pop();
    }
}

impl NodeId {
    fn new(index: usize) -> NodeId {
        NodeId(u32::try_from(index).expect("an expression has fewer than 2^32 nodes"))
    }

    /// The place of the node in [`Tree::nodes`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl NodeKind {
    /// Calls `visit` with each child, in the order of the text.
    pub fn each_child(&self, mut visit: impl FnMut(NodeId)) {
        match self {
            NodeKind::String(_)
            | NodeKind::Number(_)
            | NodeKind::Boolean(_)
            | NodeKind::Null
            | NodeKind::Name(_)
            | NodeKind::Variable(_)
            | NodeKind::Regex { .. }
            | NodeKind::Wildcard
            | NodeKind::Descendants
            | NodeKind::Parent
            | NodeKind::Placeholder => {}
            NodeKind::Error { parts: list }
            | NodeKind::Path { steps: list }
            | NodeKind::Array { items: list }
            | NodeKind::Block { expressions: list } => list.iter().copied().for_each(visit),
            NodeKind::KeepArray { base: one } | NodeKind::Negate { operand: one } => visit(*one),
            NodeKind::Predicate { base: first, filter: second }
            | NodeKind::Focus { base: first, variable: second }
            | NodeKind::Index { base: first, variable: second }
            | NodeKind::Binary { left: first, right: second, .. }
            | NodeKind::Range { first, last: second }
            | NodeKind::Apply { input: first, function: second }
            | NodeKind::Bind { target: first, value: second } => {
                visit(*first);
                visit(*second);
            }
            NodeKind::Sort { base, terms } => {
                visit(*base);
                terms.iter().for_each(|term| visit(term.expression));
            }
            NodeKind::Group { base, pairs } => {
                visit(*base);
                pairs.iter().for_each(|pair| pair.each_child(&mut visit));
            }
            NodeKind::Object { pairs } => pairs.iter().for_each(|pair| pair.each_child(&mut visit)),
            NodeKind::Condition { condition: first, then: second, otherwise: third }
            | NodeKind::Transform { pattern: first, update: second, delete: third } => {
                visit(*first);
                visit(*second);
                third.iter().copied().for_each(visit);
            }
            NodeKind::Lambda { params, body, .. } => {
                params.iter().copied().for_each(&mut visit);
                visit(*body);
            }
            NodeKind::Call { callee, args } | NodeKind::Partial { callee, args } => {
                visit(*callee);
                args.iter().copied().for_each(visit);
            }
        }
    }
}

impl Pair {
    fn each_child(&self, visit: &mut impl FnMut(NodeId)) {
        visit(self.key);
        visit(self.value);
    }
}
