//! Questions about a path.

use super::{Name, OperandKind, Path, PathStep, RootKind, StepKind};
use crate::text::Span;

impl Path {
    /// Selects one node at most.
    pub fn is_definite(&self) -> bool {
        self.steps.iter().all(|step| {
            matches!(
                step.kind,
                StepKind::Child(_) | StepKind::Index(_) | StepKind::Script | StepKind::Function { .. }
            )
        })
    }

    /// The variable that the path begins with, and the place of its name without the dollar.
    pub fn variable(&self) -> Option<(&str, Span)> {
        match &self.root.kind {
            RootKind::Variable(name) => Some((&name.value, name.span)),
            _ => None,
        }
    }

    /// All variables, those in filters and in arguments included.
    pub fn variables(&self) -> Vec<(&str, Span)> {
        self.paths().into_iter().filter_map(Path::variable).collect()
    }

    /// The steps into the context object, if the path begins with `$$`.
    pub fn context(&self) -> Option<&[PathStep]> {
        (self.root.kind == RootKind::Context).then_some(&self.steps[..])
    }

    /// The steps before the first that is not a name or an index.
    pub fn definite_steps(&self) -> &[PathStep] {
        let stop = |step: &PathStep| !matches!(step.kind, StepKind::Child(_) | StepKind::Index(_));
        let len = self.steps.iter().position(stop).unwrap_or(self.steps.len());
        &self.steps[..len]
    }

    /// The names before the first step that is not a name.
    pub fn names(&self) -> Vec<&Name> {
        self.steps
            .iter()
            .map_while(|step| match &step.kind {
                StepKind::Child(name) => Some(name),
                _ => None,
            })
            .collect()
    }

    /// The first index that follows a filter directly. It does not pick from what the filter found: it looks into
    /// each of the found elements.
    pub fn index_after_filter(&self) -> Option<Span> {
        let after = |pair: &[PathStep]| {
            let filtered = matches!(pair[0].kind, StepKind::Filter(_));
            let index =
                matches!(pair[1].kind, StepKind::Index(_) | StepKind::Slice { .. } | StepKind::Script);
            (filtered && index).then_some(pair[1].span)
        };
        self.steps.windows(2).find_map(after)
    }

    /// This path and all paths inside it, in the order of the text.
    pub fn paths(&self) -> Vec<&Path> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'p>(&'p self, found: &mut Vec<&'p Path>) {
        found.push(self);
        for step in &self.steps {
            for operand in step.kind.operands() {
                if let OperandKind::Path(inner) = &operand.kind {
                    inner.collect(found);
                }
            }
        }
    }
}
