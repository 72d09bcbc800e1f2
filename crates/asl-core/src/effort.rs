//! Limits for analyses that may take exponential time, even for a text of a few kilobytes.

use std::cell::Cell;

/// The steps that are left for an analysis. When they are spent, the answer is unknown.
#[derive(Debug)]
pub(crate) struct Effort {
    steps: u64,
    /// `None` after a step that exceeded the limit.
    left: Cell<Option<u64>>,
}

impl Effort {
    pub(crate) fn new(steps: u64) -> Effort {
        Effort { steps, left: Cell::new(Some(steps)) }
    }

    /// Takes some steps. Returns whether the limit allows them.
    pub(crate) fn spend(&self, steps: u64) -> bool {
        self.left.set(self.left.get().and_then(|left| left.checked_sub(steps)));
        !self.is_spent()
    }

    /// The number of steps taken so far; `None` if the limit has been exceeded.
    pub(crate) fn spent(&self) -> Option<u64> {
        self.left.get().map(|left| self.steps - left)
    }

    /// Whether the limit has been exceeded.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::Effort;

    #[test]
    fn spent_steps_are_gone() {
        let effort = Effort::new(3);
        assert!(effort.spend(2) && effort.spend(1) && !effort.is_spent());
        assert_eq!(effort.spent(), Some(3));
        assert!(!effort.spend(1) && effort.is_spent() && !effort.spend(0));
        assert_eq!(effort.spent(), None);
    }
}
