//! Queries about a path.

use super::{Name, OperandKind, Path, PathStep, RootKind, StepKind};
use crate::text::Span;

impl Path {
    /// Returns the variable that the path begins with, and the span of its name without the `$`.
    pub fn variable(&self) -> Option<(&str, Span)> {
        match &self.root.kind {
            RootKind::Variable(name) => Some((&name.value, name.span)),
            _ => None,
        }
    }

    /// Returns all variables, including those in filters and arguments, with the spans of their names.
    pub fn variables(&self) -> Vec<(&str, Span)> {
        self.paths().filter_map(Path::variable).collect()
    }

    /// Returns the steps into the context object, if the path begins with `$$`.
    pub fn context(&self) -> Option<&[PathStep]> {
        (self.root.kind == RootKind::Context).then_some(&self.steps[..])
    }

    /// Returns the names before the first step that is not a name.
    pub fn names(&self) -> Vec<&Name> {
        self.steps
            .iter()
            .map_while(|step| match &step.kind {
                StepKind::Child(name) => Some(name),
                _ => None,
            })
            .collect()
    }

    /// Returns the span of the first index that directly follows a filter. It does not select one of the filtered
    /// elements, but applies to each of them.
    pub(crate) fn index_after_filter(&self) -> Option<Span> {
        let after = |pair: &[PathStep]| {
            let filtered = matches!(pair[0].kind, StepKind::Filter(_));
            let index =
                matches!(pair[1].kind, StepKind::Index(_) | StepKind::Slice { .. } | StepKind::Script);
            (filtered && index).then_some(pair[1].span)
        };
        self.steps.windows(2).find_map(after)
    }

    /// Returns this path and all paths inside it, in source order.
    pub fn paths(&self) -> impl DoubleEndedIterator<Item = &Path> {
        let mut inner = Vec::new();
        self.collect_inner(&mut inner);
        std::iter::once(self).chain(inner)
    }

    fn collect_inner<'p>(&'p self, found: &mut Vec<&'p Path>) {
        for operand in self.steps.iter().flat_map(|step| step.kind.operands()) {
            if let OperandKind::Path(inner) = &operand.kind {
                found.push(inner);
                inner.collect_inner(found);
            }
        }
    }
}
