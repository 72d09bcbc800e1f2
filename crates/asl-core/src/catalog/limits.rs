//! The limits of the evaluation of an expression in Step Functions, as far as they have been measured (§6.4).

/// The maximum number of items of a range such as `[1..n]`. With one more item, the evaluation runs out of memory.
pub(crate) const MAX_RANGE: f64 = 873_782.0;

/// A number of items of `$range` that exceeds the limit. The limit itself is between 200,000 and this number.
pub(crate) const MAX_RANGE_CALL: f64 = 500_000.0;
