//! The search for the step that each `%` refers to.
//!
//! A `%` that finds no step within its own path is passed on to the expression that contains the path, until a
//! predicate, an order-by clause or an outer path has a step for it.

use crate::ast::NodeId;
use crate::check::{Checker, ShapeId, ShapeKind};
use crate::error::{ErrorCode, SyntaxError};
use crate::js;

/// The maximum number of steps of the search for parents. Only an `a.a.a…%.%.%` of absurd length needs more.
const MAX_SEARCH: usize = 4_000_000;

pub(super) type SlotId = usize;

/// A `%` and the number of levels that it still has to go up.
pub(super) struct Slot {
    pub node: NodeId,
    pub level: u32,
    pub step: Option<NodeId>,
}

impl Checker<'_> {
    /// Moves what `from` seeks to `to`. `from` is not used again.
    pub(super) fn inherit(&mut self, to: ShapeId, from: ShapeId) {
        let mut slots = self.shapes[from].seeking.take();
        if let ShapeKind::Parent(slot) = self.shapes[from].kind {
            slots.get_or_insert_default().push(slot);
        }
        let Some(mut slots) = slots else { return };
        match &mut self.shapes[to].seeking {
            Some(seeking) => seeking.append(&mut slots),
            none => *none = Some(slots),
        }
    }

    /// Searches the steps of a path for the parents that its last step seeks.
    pub(super) fn find_parents(&mut self, path: ShapeId) {
        let ShapeKind::Path { steps, .. } = &mut self.shapes[path].kind else { return };
        // Taken out during the search, because the search changes other shapes.
        let steps = std::mem::take(steps);
        let last = *steps.last().expect("a path has a step");
        let mut slots = self.shapes[last].seeking.clone().unwrap_or_default();
        if let ShapeKind::Parent(slot) = self.shapes[last].kind {
            slots.push(slot);
        }
        for slot in slots {
            let mut before = steps.len() - 1;
            while self.slots[slot].level > 0 {
                if before == 0 {
                    self.shapes[path].seeking.get_or_insert_default().push(slot);
                    break;
                }
                before -= 1;
                // Of consecutive steps that bind the context, only the first counts.
                while before > 0
                    && self.shapes[steps[before]].has_focus
                    && self.shapes[steps[before - 1]].has_focus
                {
                    before -= 1;
                    self.searched += 1;
                }
                self.seek(steps[before], slot);
            }
        }
        if let ShapeKind::Path { steps: emptied, .. } = &mut self.shapes[path].kind {
            *emptied = steps;
        }
    }

    /// Searches a step and its descendants for the parent of a `%`.
    pub(super) fn seek(&mut self, shape: ShapeId, slot: SlotId) {
        self.searched += 1;
        if self.searched > MAX_SEARCH {
            let span = self.tree.span(self.slots[slot].node);
            self.errors.push_last(SyntaxError::new(ErrorCode::TooDeep, span));
            self.slots[slot].level = 0;
            return;
        }
        match &self.shapes[shape].kind {
            ShapeKind::Field(_) => {
                let step = self.shapes[shape].node;
                let slot = &mut self.slots[slot];
                slot.level = slot.level.saturating_sub(1);
                if slot.level == 0 {
                    slot.step = Some(step);
                }
            }
            ShapeKind::Parent(_) => self.slots[slot].level += 1,
            ShapeKind::Block(Some(last)) => self.seek(*last, slot),
            ShapeKind::Block(None) => {}
            ShapeKind::Path { steps, .. } => {
                let mut index = steps.len();
                while index > 0 {
                    index -= 1;
                    let ShapeKind::Path { steps, .. } = &self.shapes[shape].kind else { return };
                    self.seek(steps[index], slot);
                    if self.slots[slot].level == 0 {
                        return;
                    }
                }
            }
            _ => self.no_parent(slot, shape),
        }
    }

    pub(super) fn no_parent(&mut self, slot: SlotId, shape: ShapeId) {
        let shape = &self.shapes[shape];
        let name = match &shape.kind {
            ShapeKind::Path { .. } => "path",
            ShapeKind::Field(name) | ShapeKind::Literal(name, _) | ShapeKind::Other(name) => name,
            ShapeKind::Parent(_) => "parent",
            ShapeKind::Block(_) => "block",
            ShapeKind::Sort => "sort",
            ShapeKind::String => "string",
        };
        let span = self.tree.span(self.slots[slot].node);
        let mut error = SyntaxError::new(ErrorCode::S0217, span).token(js::quote_str(name));
        if !matches!(shape.kind, ShapeKind::Path { .. } | ShapeKind::Parent(_)) {
            error.position = Some(self.tree.get(shape.node).token.end);
        }
        self.errors.push_late(error);
        self.slots[slot].level = 0;
    }
}
