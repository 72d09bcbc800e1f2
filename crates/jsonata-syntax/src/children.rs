//! The children of nodes.

use crate::ast::{NodeId, NodeKind, Pair};

impl NodeKind {
    /// Calls `visit` with each child, in source order.
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
