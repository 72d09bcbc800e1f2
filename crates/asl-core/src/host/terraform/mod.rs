//! Terraform: `aws_sfn_state_machine` resources with a definition in `jsonencode`, in a heredoc, in a string, or in a
//! file that `templatefile` or `file` names. What only Terraform can work out is left alone.

mod blocks;
mod machine;
mod strings;
#[cfg(test)]
mod tests;
mod values;

use std::sync::Arc;

use hcl_edit::structure::{Block, Body};

use self::blocks::{Damage, Fault, blocks};
use super::{Host, HostKind, Region};
use crate::syntax::{ErrorKind, MAX_BYTES, Notation, SyntaxError, Tree};
use crate::text::Span;

const RESOURCE: &str = "aws_sfn_state_machine";

/// The state machines of a file.
pub(super) fn regions(text: &Arc<str>) -> Vec<Region> {
    if text.len() > MAX_BYTES || !text.contains(RESOURCE) {
        return Vec::new();
    }
    let mut locals = Vec::new();
    let mut machines = Vec::new();
    let mut damaged = Vec::new();
    for range in blocks(text) {
        let written = &text[range.clone()];
        let is_locals = written.starts_with("locals");
        let first_line = written.lines().next().unwrap_or_default();
        let is_machine = first_line.starts_with("resource") && first_line.contains(RESOURCE);
        if !is_locals && !is_machine {
            continue;
        }
        let (body, damage) = blocks::parse(written);
        let part = Part { file: Arc::clone(text), base: range.start, body: body.unwrap_or_default() };
        match damage {
            // What is not known for certain is not followed.
            Damage::Error(_) if is_locals => {}
            Damage::None if is_locals => locals.push(part),
            Damage::None => machines.push((part, None)),
            Damage::Error(fault) => {
                let error = part.error(fault);
                machines.push((part, Some(error)));
            }
            Damage::Unreadable => {}
        }
    }
    let mut regions = Vec::new();
    for (part, error) in &machines {
        let found = part.machines().filter_map(|block| machine::region(part, block, &locals));
        let first = regions.len();
        regions.extend(found);
        if let Some(error) = error
            && !regions[first..].iter_mut().any(|region| takes(region, error))
        {
            damaged.push(error.clone());
        }
    }
    if !damaged.is_empty() {
        let tree = Tree::damaged(Arc::clone(text), Notation::Hcl, damaged);
        regions.push(Region { tree, host: Host { kind: HostKind::Rest, ..Host::default() } });
    }
    regions
}

/// Gives an error to the definition that it is in, so that nothing is missed there.
fn takes(region: &mut Region, error: &SyntaxError) -> bool {
    let holds = region.tree.notation() == Notation::Hcl
        && region.tree.root().is_some_and(|root| root.span().covers(error.span));
    if holds {
        region.tree.add_error(error.clone());
    }
    holds
}

/// A block at the top of a file, parsed alone.
struct Part {
    file: Arc<str>,
    /// Where the block begins in the file, in bytes.
    base: usize,
    body: Body,
}

impl Part {
    fn machines(&self) -> impl Iterator<Item = &Block> {
        let is_machine =
            |block: &&Block| block.labels.first().is_some_and(|label| label.as_str() == RESOURCE);
        self.body.blocks().filter(is_machine)
    }

    /// The place of a value in the file.
    fn span(&self, value: &impl hcl_edit::Span) -> Option<Span> {
        let range = value.span()?;
        Some(Span::new(self.base + range.start, self.base + range.end))
    }

    fn error(&self, fault: Fault) -> SyntaxError {
        let base = self.base as u32;
        let span = Span { start: base + fault.span.start, end: base + fault.span.end };
        SyntaxError { span, message: fault.message, help: fault.help, kind: ErrorKind::Grammar, repair: None }
    }
}
