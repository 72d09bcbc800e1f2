//! Names in a form that is fast to compare. Rules look up fields thousands of times, and states for every transition:
//! neither the text nor the catalog is read for most of the names that a look-up passes.

use std::cmp::Ordering;

/// The length of a name and its last eight bytes, in which names such as `Step 1` and `Step 2` differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NameKey {
    length: u32,
    end: u64,
}

impl NameKey {
    pub(super) fn of(name: &str) -> NameKey {
        let bytes = name.as_bytes();
        let end = match bytes.last_chunk() {
            Some(end) => u64::from_be_bytes(*end),
            None => bytes.iter().fold(0, |end, byte| end << 8 | u64::from(*byte)),
        };
        NameKey { length: name.len() as u32, end }
    }

    /// Whether the key contains the whole name, so that names with this key are equal.
    pub(super) fn is_whole(self) -> bool {
        self.length <= 8
    }

    /// Compares two names. `by_text` compares their texts, which is only necessary if their keys are equal and not whole.
    pub(super) fn compare(self, other: NameKey, by_text: impl FnOnce() -> Ordering) -> Ordering {
        match self.cmp(&other) {
            Ordering::Equal if !self.is_whole() => by_text(),
            order => order,
        }
    }
}

/// Returns one of 64 bits, which depends on the length of a name and its last byte. The bits of some names rule out most
/// other names at once.
#[inline]
pub(super) fn bit(name: &str) -> u64 {
    let last = name.as_bytes().last().copied().unwrap_or(0);
    1 << ((name.len() * 5 + usize::from(last)) % 64)
}
