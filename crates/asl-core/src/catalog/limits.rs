//! How much Step Functions evaluates in one expression, where that has been measured (§6.4).

/// The longest range, as `[1..n]`. With one item more the evaluation ends for its memory.
pub const MAX_RANGE: f64 = 873_782.0;

/// A number of items of `$range` that is too large. 200,000 are not; the limit lies between.
pub const MAX_RANGE_CALL: f64 = 500_000.0;
