//! Comparisons of a variable in JSONPath rules: which of them imply or exclude each other.

use super::*;
use crate::syntax::Kind;

/// A comparison of a JSONPath rule.
#[derive(Clone, Copy)]
pub struct Test<'m> {
    /// The `Variable`.
    pub variable: &'m str,
    /// The name of the operator, such as `StringEquals`.
    pub(crate) name: &'m str,
    /// The operator.
    pub operator: Operator,
    /// The value of the operator's field.
    pub operand: Node<'m>,
    /// The value of the operand, parsed once: every comparison with another rule needs it.
    literal: Option<Literal<'m>>,
}

/// The types of JSON values that tests distinguish. Timestamps are strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Null,
    Boolean,
    Number,
    String,
    Timestamp,
}

impl Type {
    pub(super) fn excludes(self, other: Type) -> bool {
        let is_text = |kind| matches!(kind, Type::String | Type::Timestamp);
        self != other && !(is_text(self) && is_text(other))
    }
}

impl<'m> Test<'m> {
    pub(super) fn new(variable: &'m str, name: &'m str, operator: Operator, operand: Node<'m>) -> Test<'m> {
        let number = || operand.as_f64().map(Literal::Number);
        let literal = number()
            .or_else(|| operand.as_str().map(Literal::Text))
            .or_else(|| operand.as_bool().map(Literal::Boolean))
            .or_else(|| (operand.kind() == Kind::Null).then_some(Literal::Null));
        Test { variable, name, operator, operand, literal }
    }
    fn is_same_variable(&self, other: &Test<'_>) -> bool {
        self.variable == other.variable
    }

    pub(super) fn is_same(&self, other: &Test<'_>) -> bool {
        self.is_same_variable(other) && self.operator == other.operator && self.has_same_operand(other)
    }

    fn has_same_operand(&self, other: &Test<'_>) -> bool {
        match (self.literal, other.literal) {
            (None, None) => {
                let (a, b) = (self.operand, other.operand);
                a.kind() == b.kind() && a.display() == b.display()
            }
            (a, b) => a == b,
        }
    }

    fn as_bool(&self) -> Option<bool> {
        if let Some(Literal::Boolean(value)) = self.literal { Some(value) } else { None }
    }

    fn as_str(&self) -> Option<&'m str> {
        if let Some(Literal::Text(text)) = self.literal { Some(text) } else { None }
    }

    pub(super) fn implies(&self, other: &Test<'_>) -> bool {
        if !self.is_same_variable(other) {
            return false;
        }
        if self.is_same(other) {
            return true;
        }
        if let (Some(a), Some(b)) = (self.interval(), other.interval()) {
            return a.is_within(b);
        }
        if let (Some(text), Some(pattern)) = (self.text(), other.pattern()) {
            return matches(pattern, text);
        }
        match (other.operator.comparison, other.as_bool(), self.implied_type()) {
            (Comparison::IsPresent, Some(true), Some(_)) => true,
            (Comparison::IsString, Some(true), Some(own)) => matches!(own, Type::String | Type::Timestamp),
            (_, Some(wanted), Some(own)) => match other.tested_type() {
                Some(tested) if wanted => tested == own,
                Some(tested) => tested.excludes(own),
                None => false,
            },
            _ => false,
        }
    }

    pub(super) fn excludes(&self, other: &Test<'_>) -> bool {
        if !self.is_same_variable(other) {
            return false;
        }
        if let (Some(a), Some(b)) = (self.interval(), other.interval()) {
            return a.is_disjoint(b);
        }
        if let (Some(a), Some(b)) = (self.text(), other.text()) {
            return a != b;
        }
        if let (Some(a), Some(b)) = (self.literal_bool(), other.literal_bool()) {
            return a != b;
        }
        if let (Some(text), Some(pattern)) = (self.text(), other.pattern()) {
            return !matches(pattern, text);
        }
        if let (Some(pattern), Some(text)) = (self.pattern(), other.text()) {
            return !matches(pattern, text);
        }
        self.operator == other.operator
            && self.operator.operand == Operand::Test
            && self.as_bool().zip(other.as_bool()).is_some_and(|(a, b)| a != b)
            || self.denies(other)
            || other.denies(self)
            || self.implied_type().zip(other.implied_type()).is_some_and(|(a, b)| a.excludes(b))
    }

    /// Whether this is `IsPresent: false`, or a negated type test such as `IsString: false`, and the other test requires
    /// the value or the type.
    fn denies(&self, other: &Test<'_>) -> bool {
        if self.operator.operand != Operand::Test || self.as_bool() != Some(false) {
            return false;
        }
        match (self.tested_type(), other.implied_type()) {
            (Some(Type::String), Some(other)) => matches!(other, Type::String | Type::Timestamp),
            (Some(tested), Some(other)) => tested == other,
            (None, Some(_)) => true,
            _ => false,
        }
    }

    pub(super) fn completes(&self, other: &Test<'_>) -> bool {
        if !self.is_same_variable(other) || self.operator.by_path || other.operator.by_path {
            return false;
        }
        self.operator == other.operator && self.as_bool().zip(other.as_bool()).is_some_and(|(a, b)| a != b)
    }

    /// The type that the value has if the test is true.
    fn implied_type(&self) -> Option<Type> {
        match self.operator.operand {
            Operand::String => Some(Type::String),
            Operand::Number => Some(Type::Number),
            Operand::Boolean => Some(Type::Boolean),
            Operand::Timestamp => Some(Type::Timestamp),
            Operand::Test => self.tested_type().filter(|_| self.as_bool() == Some(true)),
        }
    }

    /// The type that an `Is...` operator tests; `None` for `IsPresent`.
    fn tested_type(&self) -> Option<Type> {
        match self.operator.comparison {
            Comparison::IsNull => Some(Type::Null),
            Comparison::IsNumeric => Some(Type::Number),
            Comparison::IsString => Some(Type::String),
            Comparison::IsBoolean => Some(Type::Boolean),
            Comparison::IsTimestamp => Some(Type::Timestamp),
            _ => None,
        }
    }

    /// The string that the value must equal.
    fn text(&self) -> Option<&str> {
        let is_literal = self.operator.operand == Operand::String && !self.operator.by_path;
        self.as_str().filter(|_| is_literal && self.operator.comparison == Comparison::Equals)
    }

    /// The pattern of `StringMatches`. Patterns with escapes are too rare to be worth analysing.
    fn pattern(&self) -> Option<&str> {
        let pattern = self.as_str().filter(|_| self.operator.comparison == Comparison::Matches)?;
        (!pattern.contains('\\')).then_some(pattern)
    }

    fn literal_bool(&self) -> Option<bool> {
        let is_literal = self.operator.operand == Operand::Boolean && !self.operator.by_path;
        self.as_bool().filter(|_| is_literal)
    }

    /// The numbers for which the test is true.
    pub(super) fn interval(&self) -> Option<Interval> {
        if self.operator.operand != Operand::Number || self.operator.by_path {
            return None;
        }
        let Some(Literal::Number(limit)) = self.literal else { return None };
        Some(match self.operator.comparison {
            Comparison::Less => Interval::below(limit, false),
            Comparison::LessOrEqual => Interval::below(limit, true),
            Comparison::Greater => Interval::above(limit, false),
            Comparison::GreaterOrEqual => Interval::above(limit, true),
            _ => Interval::point(limit),
        })
    }
}

/// The numbers from `low` to `high`, including `low` if `has_low` and `high` if `has_high`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Interval {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) has_low: bool,
    pub(super) has_high: bool,
}

impl Interval {
    /// An empty interval below all numbers.
    pub(super) const NONE: Interval = Interval::below(f64::NEG_INFINITY, true);

    pub(super) const fn below(high: f64, has_high: bool) -> Interval {
        Interval { low: f64::NEG_INFINITY, high, has_low: false, has_high }
    }

    pub(super) const fn above(low: f64, has_low: bool) -> Interval {
        Interval { low, high: f64::INFINITY, has_low, has_high: false }
    }

    pub(super) const fn point(number: f64) -> Interval {
        Interval { low: number, high: number, has_low: true, has_high: true }
    }

    /// The complement, if it is an interval.
    pub(super) fn complement(self) -> Option<Interval> {
        match (self.low == f64::NEG_INFINITY, self.high == f64::INFINITY) {
            (true, false) => Some(Interval::above(self.high, !self.has_high)),
            (false, true) => Some(Interval::below(self.low, !self.has_low)),
            _ => None,
        }
    }

    pub(super) fn is_within(self, outer: Interval) -> bool {
        let low = self.low > outer.low || (self.low == outer.low && (outer.has_low || !self.has_low));
        let high = self.high < outer.high || (self.high == outer.high && (outer.has_high || !self.has_high));
        low && high
    }

    pub(super) fn contains(self, number: f64) -> bool {
        Interval::point(number).is_within(self)
    }

    pub(super) fn is_disjoint(self, other: Interval) -> bool {
        let below =
            |a: Interval, b: Interval| a.high < b.low || (a.high == b.low && !(a.has_high && b.has_low));
        below(self, other) || below(other, self)
    }
}

/// Whether a string matches a pattern in which `*` matches any run of characters.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return text.ends_with(part);
        }
        match text.find(part) {
            Some(at) => text = &text[at + part.len()..],
            None => return false,
        }
    }
    true
}
