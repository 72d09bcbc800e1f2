//! Sequences: the values that a path, a filter or a function selects. A sequence of a single value is that value and
//! not an array, unless `[]` keeps the array.

use super::ast::{NodeId, NodeKind, Tree};
use super::types::{Type, Types};

/// A part of an expression whose value is a sequence and can be the value of the whole expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sequence {
    /// The part.
    pub node: NodeId,
    /// Whether `[]` after the part keeps the array. Otherwise, only an array constructor around it does.
    pub can_be_kept: bool,
}

/// Deeper expressions are skipped, because nested calls are visited with recursion.
const MAX_HEIGHT: u32 = 200;

/// The functions that return a sequence.
const FUNCTIONS: &[&str] = &["each", "filter", "keys", "map", "match", "spread"];

/// Returns the sequences that can be the value of the expression `root`. Only parts that are certain to be sequences
/// are returned.
pub fn sequences(tree: &Tree, types: &Types, root: NodeId) -> Vec<Sequence> {
    let mut found = Vec::new();
    if tree.height() > MAX_HEIGHT {
        return found;
    }
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        match tree.kind(id) {
            NodeKind::Block { expressions } => open.extend(expressions.last()),
            NodeKind::Bind { value, .. } => open.push(*value),
            NodeKind::Condition { then, otherwise, .. } => open.extend(otherwise.iter().chain([then])),
            _ => found.extend(sequence(tree, types, id)),
        }
    }
    found
}

fn sequence(tree: &Tree, types: &Types, id: NodeId) -> Option<Sequence> {
    let can_be_kept = match tree.kind(id) {
        NodeKind::Path { steps } => {
            let last = *steps.last()?;
            if steps
                .iter()
                .any(|step| has_suffix(tree, *step, |kind| matches!(kind, NodeKind::KeepArray { .. })))
            {
                return None;
            }
            let is_of_many = matches!(
                tree.kind(tree.without_suffixes(last)),
                NodeKind::Object { .. } | NodeKind::Wildcard | NodeKind::Descendants
            ) && steps.len() > 1;
            if !is_of_many && !selects(tree, types, last) {
                return None;
            }
            !steps.iter().any(|step| is_bound(tree, *step))
        }
        NodeKind::Predicate { .. } | NodeKind::Sort { .. } if selects(tree, types, id) => !is_bound(tree, id),
        NodeKind::Call { callee, args } => is_call(tree, types, *callee, args)?,
        NodeKind::Apply { input, function } => match tree.kind(*function) {
            NodeKind::Call { callee, args } => {
                let args: Vec<NodeId> = std::iter::once(*input).chain(args.iter().copied()).collect();
                is_call(tree, types, *callee, &args)?
            }
            NodeKind::Variable(_) => {
                is_call(tree, types, *function, &[*input])?;
                false
            }
            _ => return None,
        },
        _ => return None,
    };
    Some(Sequence { node: id, can_be_kept })
}

/// Returns `None` if a call does not return a sequence, and otherwise whether `[]` after it keeps the array.
fn is_call(tree: &Tree, types: &Types, callee: NodeId, args: &[NodeId]) -> Option<bool> {
    let function = types.function(callee)?;
    let first = *args.first()?;
    match function.name {
        // It returns a sequence for a sequence, and an array for an array.
        "distinct" => (sequence(tree, types, first).is_some() || reads_deep(tree, first)).then_some(false),
        "map" if has_many(tree, first) => None,
        name => FUNCTIONS.contains(&name).then_some(true),
    }
}

/// Returns whether the last suffix of a step filters or sorts values.
fn selects(tree: &Tree, types: &Types, step: NodeId) -> bool {
    match tree.kind(step) {
        NodeKind::Predicate { filter, .. } => is_condition(tree, types, *filter),
        NodeKind::Sort { .. } => true,
        _ => false,
    }
}

/// Returns whether a predicate is a condition and not an index.
fn is_condition(tree: &Tree, types: &Types, filter: NodeId) -> bool {
    types.get(filter) == Type::Boolean || matches!(tree.kind(filter), NodeKind::Name(_))
}

/// Returns whether a step binds a variable to its index or its value. `[]` does not keep the array then.
fn is_bound(tree: &Tree, step: NodeId) -> bool {
    has_suffix(tree, step, |kind| matches!(kind, NodeKind::Focus { .. } | NodeKind::Index { .. }))
}

/// Returns whether the step or one of its suffixes is of a kind.
fn has_suffix(tree: &Tree, step: NodeId, is_kind: impl Fn(&NodeKind) -> bool) -> bool {
    let mut at = step;
    loop {
        let kind = tree.kind(at);
        if is_kind(kind) {
            return true;
        }
        at = match kind {
            NodeKind::Predicate { base, .. }
            | NodeKind::KeepArray { base }
            | NodeKind::Sort { base, .. }
            | NodeKind::Group { base, .. }
            | NodeKind::Focus { base, .. }
            | NodeKind::Index { base, .. } => *base,
            _ => return false,
        };
    }
}

/// Returns whether a path reads fields below the first field of a variable. Arrays on the way are flattened.
fn reads_deep(tree: &Tree, id: NodeId) -> bool {
    let NodeKind::Path { steps } = tree.kind(id) else { return false };
    let is_states = matches!(steps.first().map(|step| tree.kind(*step)), Some(NodeKind::Variable(name)) if name == "states");
    steps.len() > if is_states { 3 } else { 2 }
}

/// Returns whether a node is an array constructor with more than one item.
fn has_many(tree: &Tree, id: NodeId) -> bool {
    let NodeKind::Array { items } = tree.kind(id) else { return false };
    let is_long = |item: &NodeId| match tree.kind(*item) {
        NodeKind::Range { first, last } => match (tree.kind(*first), tree.kind(*last)) {
            (NodeKind::Number(first), NodeKind::Number(last)) => last > first,
            _ => false,
        },
        _ => false,
    };
    items.len() > 1 || items.iter().any(is_long)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn parts(expression: &str) -> Vec<(&str, bool)> {
        let parsed = parse(expression);
        assert!(parsed.errors.is_empty(), "{expression}");
        let types = Types::new(&parsed, crate::function, |_| None);
        let found = sequences(&parsed.tree, &types, parsed.root);
        found.iter().map(|one| (&expression[parsed.tree.span(one.node).range()], one.can_be_kept)).collect()
    }

    #[test]
    fn sequences_of_one_value() {
        for (expression, can_be_kept) in [
            ("$states.input.rows[kind='x']", true),
            ("$states.input.rows[price > 3 and $contains(name, 'a')]", true),
            ("$states.input.rows[active]", true),
            ("$rows[$contains(name, 'a')]", true),
            ("$states.input.rows^(price)", true),
            ("$states.input.rows.{'id': id}", true),
            ("$states.input.map.*", true),
            ("$filter($states.input.rows, function($r) { $r.x = 1 })", true),
            ("$map($states.input.rows, function($r) { $r.x })", true),
            ("$map([1..$n], function($i) { $i })", true),
            ("$keys($states.input.map)", true),
            ("$states.input.rows ~> $filter(function($r) { $r.x = 1 })", true),
            ("$states.input.map ~> $keys", false),
            ("$distinct($states.input.rows.kind)", false),
            ("$distinct($states.input.rows[kind='x'])", false),
            ("$rows#$i[$i < 3]", false),
        ] {
            assert_eq!(parts(expression), [(expression, can_be_kept)], "{expression}");
        }
        assert_eq!(parts("$a ? $rows[x = 1] : []"), [("$rows[x = 1]", true)]);
        assert_eq!(parts("($rows := $states.input.rows; $rows[x = 1])"), [("$rows[x = 1]", true)]);
        assert_eq!(parts("$a ? $keys($b) : $keys($c)"), [("$keys($b)", true), ("$keys($c)", true)]);
    }

    #[test]
    fn arrays_and_uncertain_sequences() {
        for expression in [
            "$states.input.rows",
            "$states.input.rows.items",
            "$states.input.rows[0]",
            "$states.input.rows[$i]",
            "$states.input.rows[kind='x'][]",
            "$states.input.rows[][kind='x']",
            "$states.input.rows[kind='x'].items",
            "[$states.input.rows[kind='x']]",
            "$filter($rows, $f)[]",
            "$sort($states.input.rows[kind='x'])",
            "$append($a, $b)",
            "$distinct($states.input.ids)",
            "$split($text, ',')",
            "$map([1, 2], function($i) { $i })",
            "$map([1..3], function($i) { $i })",
            "$other($rows)",
            "$rows",
            "{'a': 1}",
            "$lookup($map, 'items')",
        ] {
            assert!(parts(expression).is_empty(), "{expression}: {:?}", parts(expression));
        }
    }
}
