//! What a choice rule tests, and what one rule says about another.
//!
//! The answers are certain or absent: `implies` and `excludes` are true only where no input can prove them wrong. Conditions
//! can be built so that a comparison takes for ever, so the effort for them is limited by their size.

mod cases;
mod jsonata;

use super::Analysis;
use crate::catalog::{Comparison, Operand, Operator, operator};
use crate::effort::Effort;
use crate::expr::Code;
use crate::model::Object;
use crate::syntax::Node;
pub use jsonata::Fact;

/// So many steps are made for each test of a Choice. What people write takes some dozens.
const STEPS_PER_TEST: u64 = 1000;
/// With so many characters, to compare two tests is another step.
const STEP: u64 = 16;

/// The condition of a choice rule.
#[derive(Clone)]
pub enum Condition<'m> {
    All(Vec<Condition<'m>>),
    Any(Vec<Condition<'m>>),
    Not(Box<Condition<'m>>),
    Test(Test<'m>),
    /// What a JSONata expression says of a value.
    Fact(Fact<'m>),
    Constant(bool),
    /// Not a condition that can be read.
    Unknown,
}

/// One comparison of a JSONPath rule.
#[derive(Clone, Copy)]
pub struct Test<'m> {
    pub variable: &'m str,
    /// The name of the operator.
    pub name: &'m str,
    pub operator: Operator,
    pub operand: Node<'m>,
}

/// The types that a JSON value can have, as far as tests tell them apart. Timestamps are strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    Null,
    Boolean,
    Number,
    String,
    Timestamp,
}

impl Type {
    fn excludes(self, other: Type) -> bool {
        let is_text = |kind| matches!(kind, Type::String | Type::Timestamp);
        self != other && !(is_text(self) && is_text(other))
    }
}

impl<'m> Condition<'m> {
    /// The condition of a rule, whichever of the forms it has.
    pub fn of(analysis: &'m Analysis, rule: Object<'m>) -> Condition<'m> {
        if let Some(condition) = rule.get("Condition") {
            return match (
                condition.as_bool(),
                analysis.value_of(rule, "Condition").map(|site| (site, site.code())),
            ) {
                (Some(value), _) => Condition::Constant(value),
                (_, Some((site, Code::Jsonata(parsed)))) if site.is_known() && parsed.errors.is_empty() => {
                    jsonata::condition(site, parsed)
                }
                _ => Condition::Unknown,
            };
        }
        Condition::of_tests(rule)
    }

    fn of_tests(rule: Object<'m>) -> Condition<'m> {
        for (name, join) in [("And", Condition::All as fn(_) -> _), ("Or", Condition::Any)] {
            if rule.has(name) {
                return join(rule.objects(name).map(Condition::of_tests).collect());
            }
        }
        if rule.has("Not") {
            return rule
                .objects("Not")
                .next()
                .map_or(Condition::Unknown, |inner| Condition::Not(Box::new(Condition::of_tests(inner))));
        }
        let test = || {
            let variable = rule.get("Variable")?.as_str()?;
            let mut tests = rule.fields().filter_map(|field| {
                let name = field.key().value;
                Some(Test { variable, name, operator: operator(name)?, operand: field.value()? })
            });
            let test = tests.next()?;
            tests.next().is_none().then_some(test)
        };
        test().map_or(Condition::Unknown, Condition::Test)
    }

    /// The effort that comparing these conditions is worth.
    pub(crate) fn effort<'c>(conditions: impl IntoIterator<Item = &'c Condition<'m>>) -> Effort
    where
        'm: 'c,
    {
        Effort::new(STEPS_PER_TEST * conditions.into_iter().map(Condition::size).sum::<u64>())
    }

    /// The number of its parts, itself included.
    fn size(&self) -> u64 {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                1 + parts.iter().map(Condition::size).sum::<u64>()
            }
            Condition::Not(part) => 1 + part.size(),
            _ => 1,
        }
    }

    /// The steps that it takes to compare it with another one, without its parts.
    fn weight(&self) -> u64 {
        let length = match self {
            Condition::Test(test) => test.variable.len() + test.operand.span().range().len(),
            Condition::Fact(fact) => fact.len(),
            _ => 0,
        };
        1 + length as u64 / STEP
    }

    /// Whether the other condition holds wherever this one does.
    pub(crate) fn implies(&self, other: &Condition<'_>, effort: &Effort) -> bool {
        use Condition::{All, Any, Constant, Fact, Not, Test};
        if !effort.spend(self.weight()) {
            return false;
        }
        match (self, other) {
            (Constant(false), _) | (_, Constant(true)) => true,
            // What is equal is found first, however deep it is.
            (All(_) | Any(_) | Not(_), _) if self.is_same(other, effort) => true,
            (All(parts), _) if parts.iter().any(|part| part.is_same(other, effort)) => true,
            (_, Any(parts)) if parts.iter().any(|part| self.is_same(part, effort)) => true,
            (Any(parts), _) if !parts.is_empty() => parts.iter().all(|part| part.implies(other, effort)),
            (_, All(parts)) if !parts.is_empty() => parts.iter().all(|part| self.implies(part, effort)),
            (_, Any(parts)) if parts.iter().any(|part| self.implies(part, effort)) => true,
            (All(parts), _) if parts.iter().any(|part| part.implies(other, effort)) => true,
            (Not(a), Not(b)) => b.implies(a, effort),
            (_, Not(b)) => self.excludes(b, effort),
            (Test(a), Test(b)) => a.implies(b),
            (Fact(a), Fact(b)) => a.implies(b),
            _ => false,
        }
    }

    /// Whether the two conditions never hold together.
    pub(crate) fn excludes(&self, other: &Condition<'_>, effort: &Effort) -> bool {
        use Condition::{All, Any, Constant, Fact, Not, Test};
        if !effort.spend(self.weight()) {
            return false;
        }
        match (self, other) {
            (Constant(false), _) | (_, Constant(false)) => true,
            (Any(parts), _) if !parts.is_empty() => parts.iter().all(|part| part.excludes(other, effort)),
            (_, Any(parts)) if !parts.is_empty() => parts.iter().all(|part| self.excludes(part, effort)),
            (All(parts), _) if parts.iter().any(|part| part.excludes(other, effort)) => true,
            (_, All(parts)) if parts.iter().any(|part| self.excludes(part, effort)) => true,
            (_, Not(b)) if !matches!(self, Not(_)) => self.implies(b, effort),
            (Not(a), _) if !matches!(other, Not(_)) => other.implies(a, effort),
            (Test(a), Test(b)) => a.excludes(b),
            (Fact(a), Fact(b)) => a.excludes(b),
            _ => false,
        }
    }

    /// Whether the two are built in the same way of the same tests.
    fn is_same(&self, other: &Condition<'_>, effort: &Effort) -> bool {
        use Condition::{All, Any, Constant, Fact, Not, Test};
        if !effort.spend(self.weight()) {
            return false;
        }
        match (self, other) {
            (All(a), All(b)) | (Any(a), Any(b)) => {
                !a.is_empty() && a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same(b, effort))
            }
            (Not(a), Not(b)) => a.is_same(b, effort),
            (Test(a), Test(b)) => a.is_same(b),
            (Fact(a), Fact(b)) => a.is_same(b),
            (Constant(a), Constant(b)) => a == b,
            _ => false,
        }
    }

    /// Whether there may be input for which this condition holds and none of the earlier ones.
    pub(crate) fn can_hold_alone(&self, earlier: &[&Condition<'m>], effort: &Effort) -> bool {
        cases::can_hold_alone(self, earlier, effort)
    }

    /// Two parts of an `And`, here or deeper inside, that never hold together.
    pub(crate) fn contradiction(&self, effort: &Effort) -> Option<(&Condition<'m>, &Condition<'m>)> {
        let parts = match self {
            Condition::All(parts) => parts,
            Condition::Any(parts) => {
                let all: Option<Vec<_>> = parts.iter().map(|part| part.contradiction(effort)).collect();
                return all?.into_iter().next();
            }
            _ => return None,
        };
        for (i, a) in parts.iter().enumerate() {
            if let Some(found) = a.contradiction(effort) {
                return Some(found);
            }
            if let Some(b) = parts[i + 1..].iter().find(|b| a.excludes(b, effort)) {
                return Some((a, b));
            }
        }
        None
    }

    /// Whether one of the two holds for every value that the tests are about.
    fn completes(&self, other: &Condition<'_>, effort: &Effort) -> bool {
        use Condition::{Fact, Not, Test};
        if !effort.spend(self.weight()) {
            return false;
        }
        match (self, other) {
            (Not(a), b) | (b, Not(a)) if !matches!(b, Not(_)) && a.implies(b, effort) => true,
            (Test(a), Test(b)) => a.completes(b),
            (Fact(a), Fact(b)) => a.completes(b),
            _ => false,
        }
    }
}

/// Whether the conditions leave nothing over, so that one of them always holds. Nothing if that takes too long to know.
pub fn cover_everything(conditions: &[Condition<'_>]) -> Option<bool> {
    let effort = Condition::effort(conditions);
    let covered = covers(conditions, &effort);
    (covered || !effort.is_spent()).then_some(covered)
}

fn covers(conditions: &[Condition<'_>], effort: &Effort) -> bool {
    let mut parts: Vec<&Condition<'_>> = conditions.iter().collect();
    let mut next = 0;
    while let Some(part) = parts.get(next) {
        next += 1;
        if let Condition::Any(inner) = part {
            parts.extend(inner);
        }
    }
    parts.iter().any(|part| matches!(part, Condition::Constant(true)))
        || parts.iter().enumerate().any(|(i, a)| parts[i + 1..].iter().any(|b| a.completes(b, effort)))
        || cover_all_numbers(&parts)
        || cases::cover_all(conditions, effort)
}

/// Whether every number that a value can be is asked for.
fn cover_all_numbers(parts: &[&Condition<'_>]) -> bool {
    let interval = |part: &&'_ Condition<'_>| match part {
        Condition::Test(test) => Some((test.variable.to_owned(), test.interval()?)),
        Condition::Fact(fact) => fact.interval().map(|(subject, interval)| (subject.to_owned(), interval)),
        _ => None,
    };
    let mut intervals: Vec<(String, Interval)> = parts.iter().filter_map(interval).collect();
    intervals
        .sort_by(|(a, x), (b, y)| a.cmp(b).then(x.low.total_cmp(&y.low)).then(y.has_low.cmp(&x.has_low)));
    intervals.chunk_by(|(a, _), (b, _)| a == b).any(|of_one| {
        let mut seen = Interval::NONE;
        for (_, interval) in of_one {
            if interval.low > seen.high || (interval.low == seen.high && !seen.has_high && !interval.has_low)
            {
                return false;
            }
            if (interval.high, interval.has_high) > (seen.high, seen.has_high) {
                (seen.high, seen.has_high) = (interval.high, interval.has_high);
            }
        }
        seen.high == f64::INFINITY
    })
}

impl Test<'_> {
    fn is_same_variable(&self, other: &Test<'_>) -> bool {
        self.variable == other.variable
    }

    fn is_same(&self, other: &Test<'_>) -> bool {
        self.is_same_variable(other)
            && self.operator == other.operator
            && same_value(self.operand, other.operand)
    }

    fn implies(&self, other: &Test<'_>) -> bool {
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
        match (other.operator.comparison, other.operand.as_bool(), self.implied_type()) {
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

    fn excludes(&self, other: &Test<'_>) -> bool {
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
            && self.operand.as_bool().zip(other.operand.as_bool()).is_some_and(|(a, b)| a != b)
            || self.denies(other)
            || other.denies(self)
            || self.implied_type().zip(other.implied_type()).is_some_and(|(a, b)| a.excludes(b))
    }

    /// `IsPresent: false`, or `IsString: false` beside a test that only strings pass.
    fn denies(&self, other: &Test<'_>) -> bool {
        if self.operator.operand != Operand::Test || self.operand.as_bool() != Some(false) {
            return false;
        }
        match (self.tested_type(), other.implied_type()) {
            (Some(Type::String), Some(other)) => matches!(other, Type::String | Type::Timestamp),
            (Some(tested), Some(other)) => tested == other,
            (None, Some(_)) => true,
            _ => false,
        }
    }

    fn completes(&self, other: &Test<'_>) -> bool {
        if !self.is_same_variable(other) || self.operator.by_path || other.operator.by_path {
            return false;
        }
        self.operator == other.operator
            && self.operand.as_bool().zip(other.operand.as_bool()).is_some_and(|(a, b)| a != b)
    }

    /// The type that the value has where the test holds.
    fn implied_type(&self) -> Option<Type> {
        match self.operator.operand {
            Operand::String => Some(Type::String),
            Operand::Number => Some(Type::Number),
            Operand::Boolean => Some(Type::Boolean),
            Operand::Timestamp => Some(Type::Timestamp),
            Operand::Test => self.tested_type().filter(|_| self.operand.as_bool() == Some(true)),
        }
    }

    /// The type that an `Is...` test asks for; nothing for `IsPresent`.
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

    /// The text that the value must equal.
    fn text(&self) -> Option<&str> {
        let is_literal = self.operator.operand == Operand::String && !self.operator.by_path;
        self.operand.as_str().filter(|_| is_literal && self.operator.comparison == Comparison::Equals)
    }

    /// A pattern without escapes, which are too rare to be worth reading.
    fn pattern(&self) -> Option<&str> {
        let pattern = self.operand.as_str().filter(|_| self.operator.comparison == Comparison::Matches)?;
        (!pattern.contains('\\')).then_some(pattern)
    }

    fn literal_bool(&self) -> Option<bool> {
        let is_literal = self.operator.operand == Operand::Boolean && !self.operator.by_path;
        self.operand.as_bool().filter(|_| is_literal)
    }

    /// The numbers for which the test holds.
    fn interval(&self) -> Option<Interval> {
        if self.operator.operand != Operand::Number || self.operator.by_path {
            return None;
        }
        let limit = self.operand.as_f64()?;
        Some(match self.operator.comparison {
            Comparison::Less => Interval::below(limit, false),
            Comparison::LessOrEqual => Interval::below(limit, true),
            Comparison::Greater => Interval::above(limit, false),
            Comparison::GreaterOrEqual => Interval::above(limit, true),
            _ => Interval::point(limit),
        })
    }
}

/// Numbers from `low` to `high`, with or without the ends themselves.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Interval {
    low: f64,
    high: f64,
    has_low: bool,
    has_high: bool,
}

impl Interval {
    /// Where nothing has been seen yet, below all numbers.
    const NONE: Interval = Interval::below(f64::NEG_INFINITY, true);

    const fn below(high: f64, has_high: bool) -> Interval {
        Interval { low: f64::NEG_INFINITY, high, has_low: false, has_high }
    }

    const fn above(low: f64, has_low: bool) -> Interval {
        Interval { low, high: f64::INFINITY, has_low, has_high: false }
    }

    const fn point(number: f64) -> Interval {
        Interval { low: number, high: number, has_low: true, has_high: true }
    }

    /// All other numbers, where they are one interval.
    fn rest(self) -> Option<Interval> {
        match (self.low == f64::NEG_INFINITY, self.high == f64::INFINITY) {
            (true, false) => Some(Interval::above(self.high, !self.has_high)),
            (false, true) => Some(Interval::below(self.low, !self.has_low)),
            _ => None,
        }
    }

    fn is_within(self, outer: Interval) -> bool {
        let low = self.low > outer.low || (self.low == outer.low && (outer.has_low || !self.has_low));
        let high = self.high < outer.high || (self.high == outer.high && (outer.has_high || !self.has_high));
        low && high
    }

    fn contains(self, number: f64) -> bool {
        Interval::point(number).is_within(self)
    }

    fn is_disjoint(self, other: Interval) -> bool {
        let below =
            |a: Interval, b: Interval| a.high < b.low || (a.high == b.low && !(a.has_high && b.has_low));
        below(self, other) || below(other, self)
    }
}

fn same_value(a: Node<'_>, b: Node<'_>) -> bool {
    match (a.as_f64(), b.as_f64(), a.as_str(), b.as_str()) {
        (Some(a), Some(b), ..) => a == b,
        (_, _, Some(a), Some(b)) => a == b,
        _ => a.kind() == b.kind() && a.display() == b.display(),
    }
}

/// Whether a text fits a pattern in which `*` stands for any run of characters.
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

#[cfg(test)]
mod tests;
