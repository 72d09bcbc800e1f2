//! The syntax tree of an expression: an arena of nodes.
//!
//! Children always have smaller numbers than their parent, in source order. A loop over the arena therefore visits
//! the nodes from the leaves to the root without recursion, which matters for `1+1+1+…`: its tree is as deep as the
//! chain is long.

use crate::span::Span;

/// The nodes of one expression, in an arena.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// The number of a node in its [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

/// A node of the syntax tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The form of the node, with its value or its children.
    pub kind: NodeKind,
    /// All text that belongs to the node, children included.
    pub span: Span,
    /// The token that determines the kind of the node: the operator, the opening bracket, or the leaf itself. Its end
    /// is the `position` of the node in the reference implementation.
    pub token: Span,
}

/// The forms that an expression can take.
#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    /// Invalid text, with the expressions that could be parsed from it. Without parts, a missing operand.
    Error {
        /// The expressions that could be parsed, in source order.
        parts: Vec<NodeId>,
    },
    /// A string literal, with its escape sequences decoded. An unpaired surrogate becomes U+FFFD.
    String(String),
    /// A number. Infinite if the literal is out of range.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// A field name, without its backquotes. Also `and`, `or` and `in` where an operand is expected.
    Name(String),
    /// The name of a variable, without its `$`. Empty for the context `$`, and `$` for the root context `$$`.
    Variable(String),
    /// A regular expression literal, `/a/i`.
    Regex {
        /// The text between the slashes.
        pattern: String,
        /// The flags, `i` and `m`.
        flags: String,
    },
    /// `*`, all fields of the context.
    Wildcard,
    /// `**`, all descendants of the context.
    Descendants,
    /// `%`, the parent of the context.
    Parent,
    /// `?` as an argument of a partial application.
    Placeholder,
    /// `a.b.c`: a path of two steps or more. A string as a step is a field name.
    Path {
        /// The steps, from left to right.
        steps: Vec<NodeId>,
    },
    /// `a[b]`: a filter or an index.
    Predicate {
        /// The expression that is filtered.
        base: NodeId,
        /// The condition or index in the brackets.
        filter: NodeId,
    },
    /// `a[]`: keeps the array even if it has a single item.
    KeepArray {
        /// The expression whose array is kept.
        base: NodeId,
    },
    /// `a^(b, >c)`: an order-by clause.
    Sort {
        /// The expression that is sorted.
        base: NodeId,
        /// The terms, the most significant first.
        terms: Vec<SortTerm>,
    },
    /// `a{b: c}`: a grouping.
    Group {
        /// The expression that is grouped.
        base: NodeId,
        /// The keys and values in the braces.
        pairs: Vec<Pair>,
    },
    /// `a@$v`: binds each value to a variable and keeps the context.
    Focus {
        /// The step that is bound.
        base: NodeId,
        /// The variable. Any other expression is an error.
        variable: NodeId,
    },
    /// `a#$i`: binds the index of each value to a variable.
    Index {
        /// The step whose index is bound.
        base: NodeId,
        /// The variable. Any other expression is an error.
        variable: NodeId,
    },
    /// `-a`: negation.
    Negate {
        /// The expression that is negated.
        operand: NodeId,
    },
    /// `a + b` and all other operators that only combine two values.
    Binary {
        /// The operator.
        operator: BinaryOperator,
        /// The left operand.
        left: NodeId,
        /// The right operand.
        right: NodeId,
    },
    /// `[a, b..c]`: an array constructor.
    Array {
        /// The items, among them [`NodeKind::Range`].
        items: Vec<NodeId>,
    },
    /// `a..b` as an item of an array.
    Range {
        /// The first integer of the range.
        first: NodeId,
        /// The last integer of the range, which is part of it.
        last: NodeId,
    },
    /// `{a: b}`: an object constructor.
    Object {
        /// The keys and values.
        pairs: Vec<Pair>,
    },
    /// `(a; b)`: a block of any number of expressions, also one or none.
    Block {
        /// The expressions; the value of the last is the value of the block.
        expressions: Vec<NodeId>,
    },
    /// `a ? b : c`: a conditional expression.
    Condition {
        /// The condition.
        condition: NodeId,
        /// The value if the condition is true.
        then: NodeId,
        /// The value if the condition is false.
        otherwise: Option<NodeId>,
    },
    /// `function($a)<n:n>{b}`: a function.
    Lambda {
        /// The parameters, which are variables. Any other expression is an error.
        params: Vec<NodeId>,
        /// The signature, with its angle brackets.
        signature: Option<Span>,
        /// The expression in the braces.
        body: NodeId,
    },
    /// `a(b, c)`: a function call.
    Call {
        /// The expression in front of the parentheses.
        callee: NodeId,
        /// The arguments.
        args: Vec<NodeId>,
    },
    /// `a(b, ?)`: a partial application.
    Partial {
        /// The expression in front of the parentheses.
        callee: NodeId,
        /// The arguments, at least one of which is a [`NodeKind::Placeholder`].
        args: Vec<NodeId>,
    },
    /// `a ~> b`: a function application.
    Apply {
        /// The first argument of the function, or a function to compose with.
        input: NodeId,
        /// The function, or a call that lacks its first argument.
        function: NodeId,
    },
    /// `$a := b`: an assignment.
    Bind {
        /// The variable. Any other expression is an error.
        target: NodeId,
        /// The value that is assigned.
        value: NodeId,
    },
    /// `|a|b,c|`: a transform.
    Transform {
        /// The objects that are changed.
        pattern: NodeId,
        /// The object that is merged into each of them.
        update: NodeId,
        /// The names of the fields that are removed.
        delete: Option<NodeId>,
    },
}

/// A key and its value in an object or a grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The expression before the colon.
    pub key: NodeId,
    /// The expression after the colon.
    pub value: NodeId,
}

/// A term of an order-by clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortTerm {
    /// Whether the term begins with `>`.
    pub descending: bool,
    /// The expression to sort by.
    pub expression: NodeId,
}

/// The operators that only combine two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BinaryOperator {
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Remainder,
    /// `&`.
    Concatenate,
    /// `=`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
    /// `in`.
    In,
    /// `and`.
    And,
    /// `or`.
    Or,
}

impl BinaryOperator {
    /// Returns the spelling of the operator, such as `<=` or `and`.
    pub fn as_str(self) -> &'static str {
        match self {
            BinaryOperator::Add => "+",
            BinaryOperator::Subtract => "-",
            BinaryOperator::Multiply => "*",
            BinaryOperator::Divide => "/",
            BinaryOperator::Remainder => "%",
            BinaryOperator::Concatenate => "&",
            BinaryOperator::Equal => "=",
            BinaryOperator::NotEqual => "!=",
            BinaryOperator::Less => "<",
            BinaryOperator::LessOrEqual => "<=",
            BinaryOperator::Greater => ">",
            BinaryOperator::GreaterOrEqual => ">=",
            BinaryOperator::In => "in",
            BinaryOperator::And => "and",
            BinaryOperator::Or => "or",
        }
    }
}

/// Methods that take a [`NodeId`] panic if it belongs to a tree with more nodes.
impl Tree {
    /// Returns every node with its number, children before their parents.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = (NodeId, &Node)> + '_ {
        self.nodes.iter().enumerate().map(|(index, node)| (NodeId::new(index), node))
    }

    /// Returns the number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns whether the tree has no nodes. The tree of a parsed expression has at least one.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Returns a node.
    pub fn get(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// Returns the kind of a node.
    pub fn kind(&self, id: NodeId) -> &NodeKind {
        &self.get(id).kind
    }

    /// Returns the span of a node, children included.
    pub fn span(&self, id: NodeId) -> Span {
        self.get(id).span
    }

    /// Returns the children of a node, in source order.
    pub fn children(&self, id: NodeId) -> Vec<NodeId> {
        let mut out = Vec::new();
        self.kind(id).each_child(|child| out.push(child));
        out
    }

    /// Returns the number of nodes on the longest path from the root to a leaf. Check it before walking the tree with
    /// recursion.
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

    /// Returns the smallest node below `root` that contains a byte offset. Where two nodes meet, it is the one that
    /// ends there. An offset outside all children of `root` returns `root`.
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

    /// Returns the name and the span of the field that a step reads, if the step is a plain name or a string, with or
    /// without [suffixes](Tree::without_suffixes).
    pub fn field(&self, step: NodeId) -> Option<(&str, Span)> {
        let step = self.without_suffixes(step);
        match self.kind(step) {
            NodeKind::Name(name) | NodeKind::String(name) => Some((name, self.span(step))),
            _ => None,
        }
    }

    /// Returns the step without the predicates, `[]` and variable bindings that follow it.
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

    /// Removes the newest node, which nothing refers to.
    pub(super) fn forget_last(&mut self) {
        self.nodes.pop();
    }
}

impl NodeId {
    fn new(index: usize) -> NodeId {
        NodeId(u32::try_from(index).expect("an expression has fewer than 2^32 nodes"))
    }

    /// Returns the index of the node in [`Tree::nodes`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}
