//! How JSONata expressions handle variables without a value.

use std::collections::HashMap;

use super::Test;
use jsonata_syntax::{BinaryOperator, NodeId, NodeKind, Parsed, Tree};

/// Functions that treat a missing value as an empty one.
const TOLERANT: [&str; 3] = ["append", "count", "merge"];

/// Operators that treat a missing value as false, or as unequal to everything.
const TOLERANT_OPERATORS: [BinaryOperator; 5] = [
    BinaryOperator::And,
    BinaryOperator::Or,
    BinaryOperator::Equal,
    BinaryOperator::NotEqual,
    BinaryOperator::In,
];

enum Task<'t> {
    Visit(NodeId, Test),
    /// These names are tested by an enclosing condition until the matching `End`.
    Begin(Vec<&'t str>),
    End(Vec<&'t str>),
}

/// Returns for every node how a variable without a value is handled there.
pub(super) fn tests(parsed: &Parsed) -> Vec<Test> {
    let tree = &parsed.tree;
    let mut found = vec![Test::None; tree.len()];
    let mut tested: HashMap<&str, usize> = HashMap::new();
    let mut tasks = vec![Task::Visit(parsed.root, Test::None)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Begin(names) => names.iter().for_each(|name| *tested.entry(name).or_default() += 1),
            Task::End(names) => names.iter().for_each(|name| *tested.entry(name).or_default() -= 1),
            Task::Visit(id, test) => match tree.kind(id) {
                NodeKind::Variable(name) => {
                    let is_tested = tested.get(name.as_str()).is_some_and(|&count| count > 0);
                    found[id.index()] = if is_tested { test.max(Test::Tolerated) } else { test };
                }
                NodeKind::Condition { condition, then, otherwise } => {
                    let names = names(tree, *condition);
                    tasks.push(Task::End(names.clone()));
                    tasks.extend(otherwise.map(|otherwise| Task::Visit(otherwise, test)));
                    tasks.push(Task::Visit(*then, test));
                    tasks.push(Task::Begin(names));
                    tasks.push(Task::Visit(*condition, test.max(Test::Tolerated)));
                }
                kind => {
                    let inner = test.max(handling(tree, kind));
                    let base = match kind {
                        NodeKind::Predicate { base, .. } => Some(*base),
                        _ => None,
                    };
                    kind.each_child(|child| {
                        tasks.push(Task::Visit(child, if base == Some(child) { test } else { inner }));
                    });
                }
            },
        }
    }
    proofs(tree, parsed.root, &mut found);
    found
}

/// Marks the variables that have a value if the whole expression is true: `$exists($x) and ...`.
fn proofs(tree: &Tree, root: NodeId, found: &mut [Test]) {
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        match tree.kind(id) {
            NodeKind::Binary { operator: BinaryOperator::And, left, right } => open.extend([*left, *right]),
            NodeKind::Block { expressions } if expressions.len() == 1 => open.push(expressions[0]),
            NodeKind::Call { callee, args } if handling_of(tree, *callee) == Test::Exists => {
                let Some(&argument) = args.first() else { continue };
                let first = match tree.kind(tree.without_suffixes(argument)) {
                    NodeKind::Path { steps } => steps.first().copied().unwrap_or(argument),
                    _ => argument,
                };
                let first = tree.without_suffixes(first);
                if matches!(tree.kind(first), NodeKind::Variable(_)) {
                    found[first.index()] = Test::Proves;
                }
            }
            _ => {}
        }
    }
}

/// How a node handles children without a value.
fn handling(tree: &Tree, kind: &NodeKind) -> Test {
    match kind {
        NodeKind::Call { callee, .. } => handling_of(tree, *callee),
        NodeKind::Apply { function, .. } => match tree.kind(*function) {
            NodeKind::Call { callee, .. } => handling_of(tree, *callee),
            _ => handling_of(tree, *function),
        },
        NodeKind::Binary { operator, .. } if TOLERANT_OPERATORS.contains(operator) => Test::Tolerated,
        // A local variable may be tested later.
        NodeKind::Array { .. } | NodeKind::Bind { .. } | NodeKind::Predicate { .. } => Test::Tolerated,
        _ => Test::None,
    }
}

/// How a function handles arguments without a value.
fn handling_of(tree: &Tree, function: NodeId) -> Test {
    match tree.kind(function) {
        NodeKind::Variable(name) if name == "exists" => Test::Exists,
        NodeKind::Variable(name) if TOLERANT.contains(&name.as_str()) => Test::Tolerated,
        _ => Test::None,
    }
}

/// The variables in a part of an expression.
fn names(tree: &Tree, part: NodeId) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open = vec![part];
    while let Some(id) = open.pop() {
        match tree.kind(id) {
            NodeKind::Variable(name) => found.push(name.as_str()),
            kind => kind.each_child(|child| open.push(child)),
        }
    }
    found
}
