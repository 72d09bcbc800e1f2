//! Names in a form that is fast to compare. Rules look up fields thousands of times, and states for every transition:
//! neither the text nor the catalog is read for most of the names that a look-up passes.

use std::cmp::Ordering;

/// The length of a name, its last seven bytes, in which names such as `Step 1` and `Step 2` differ, and its first eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameKey {
    /// The length, at most 255, and the last seven bytes.
    end: u64,
    /// The first eight bytes; zero if there are fewer.
    start: u64,
}

impl NameKey {
    #[inline]
    pub(crate) fn of(name: impl AsRef<[u8]>) -> NameKey {
        let bytes = name.as_ref();
        let (start, end) = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(start), Some(end)) => {
                (u64::from_be_bytes(*start), u64::from_be_bytes(*end) & u64::MAX >> 8)
            }
            _ => (0, bytes.iter().fold(0, |end, byte| end << 8 | u64::from(*byte))),
        };
        NameKey { end: (bytes.len().min(255) as u64) << 56 | end, start }
    }

    /// Whether the key contains the whole name, so that names with this key are equal.
    #[inline]
    pub(crate) fn is_whole(self) -> bool {
        self.end >> 56 <= 15
    }

    /// Compares two names. `by_text` compares their texts, which is only necessary if their keys are equal and not whole.
    pub(crate) fn compare(self, other: NameKey, by_text: impl FnOnce() -> Ordering) -> Ordering {
        match self.cmp(&other) {
            Ordering::Equal if !self.is_whole() => by_text(),
            order => order,
        }
    }

    /// Returns one of 64 bits. The bits of some names rule out most other names at once.
    #[inline]
    pub(crate) fn bit(self) -> u64 {
        // The golden ratio, whose multiples are spread evenly over the upper bits.
        1 << (self.end.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_names_of_up_to_15_bytes_are_whole() {
        for length in (0..20).chain(250..260) {
            let name = "x".repeat(length);
            let key = NameKey::of(&name);
            assert_eq!(key.is_whole(), length <= 15, "{length}");
            for at in 0..length {
                let mut other = name.clone();
                other.replace_range(at..=at, "y");
                let is_same = NameKey::of(&other) == key;
                assert!(!(is_same && key.is_whole()), "{name} and {other}");
                let order = key.compare(NameKey::of(&other), || name.cmp(&other));
                assert!(order.is_ne(), "{name} and {other}");
            }
        }
        assert_ne!(NameKey::of(""), NameKey::of("\0"));
    }
}
