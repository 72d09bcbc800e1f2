//! How much an analysis may do. A text of a few thousand bytes can ask for more than anybody waits for.

use std::cell::Cell;

/// The steps that are left for a question. What has not been found when none is left is not known.
#[derive(Debug)]
pub(crate) struct Effort {
    /// Nothing once a step could not be made.
    left: Cell<Option<u64>>,
}

impl Effort {
    pub(crate) fn new(steps: u64) -> Effort {
        Effort { left: Cell::new(Some(steps)) }
    }

    /// Takes some steps. Says whether there were so many.
    pub(crate) fn spend(&self, steps: u64) -> bool {
        self.left.set(self.left.get().and_then(|left| left.checked_sub(steps)));
        !self.is_spent()
    }

    /// Whether some step could not be made.
    pub(crate) fn is_spent(&self) -> bool {
        self.left.get().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::Effort;

    #[test]
    fn what_is_spent_is_gone() {
        let effort = Effort::new(3);
        assert!(effort.spend(2) && effort.spend(1) && !effort.is_spent());
        assert!(!effort.spend(1) && effort.is_spent() && !effort.spend(0));
    }
}
