//! The conditions of choice rules, and whether one implies or excludes another.
//!
//! `implies` and `excludes` are true only if this is certain for every input. Some conditions would take exponential time
//! to compare, so the effort is limited in proportion to their size.

mod cases;
mod jsonata;
mod test;

use super::Analysis;
use crate::catalog::{Comparison, Operand, Operator, operator};
use crate::effort::Effort;
use crate::expr::Code;
use crate::model::Object;
use crate::syntax::Node;
pub use jsonata::Fact;
use test::Interval;
pub use test::Test;

/// A value that a test compares the input with.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Literal<'m> {
    Null,
    Boolean(bool),
    Number(f64),
    Text(&'m str),
}

/// The limit of steps for each test of a Choice. Real definitions take a few dozen.
const STEPS_PER_TEST: u64 = 150;
/// The number of bytes that add a step to the comparison of two tests.
const STEP: u64 = 16;

/// The condition of a choice rule.
#[derive(Clone)]
pub enum Condition<'m> {
    /// `And`, or `and` in JSONata.
    All(Vec<Condition<'m>>),
    /// `Or`, or `or` in JSONata.
    Any(Vec<Condition<'m>>),
    /// `Not`, or `$not` in JSONata.
    Not(Box<Condition<'m>>),
    /// A JSONPath comparison.
    Test(Test<'m>),
    /// A JSONata comparison or value.
    Fact(Fact<'m>),
    /// A condition with a known result.
    Constant(bool),
    /// A condition that cannot be analysed.
    Unknown,
}

impl<'m> Condition<'m> {
    /// Reads the condition of a choice rule, in either query language.
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
                Some(Test::new(variable, name, operator(name)?, field.value()?))
            });
            let test = tests.next()?;
            tests.next().is_none().then_some(test)
        };
        test().map_or(Condition::Unknown, Condition::Test)
    }

    /// The limit of effort for comparing these conditions.
    pub(crate) fn effort<'c>(conditions: impl IntoIterator<Item = &'c Condition<'m>>) -> Effort
    where
        'm: 'c,
    {
        Effort::new(STEPS_PER_TEST * conditions.into_iter().map(Condition::size).sum::<u64>())
    }

    /// The number of parts, the condition itself included.
    fn size(&self) -> u64 {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                1 + parts.iter().map(Condition::size).sum::<u64>()
            }
            Condition::Not(part) => 1 + part.size(),
            _ => 1,
        }
    }

    /// The number of steps that a comparison takes, without the parts.
    fn weight(&self) -> u64 {
        let length = match self {
            Condition::Test(test) => test.variable.len() + test.operand.span().range().len(),
            Condition::Fact(fact) => fact.len(),
            _ => 0,
        };
        1 + length as u64 / STEP
    }

    /// Whether the other condition is true whenever this one is.
    pub(crate) fn implies(&self, other: &Condition<'_>, effort: &Effort) -> bool {
        use Condition::{All, Any, Constant, Fact, Not, Test};
        if !effort.spend(self.weight()) {
            return false;
        }
        match (self, other) {
            (Constant(false), _) | (_, Constant(true)) => true,
            // Equal parts come first: comparing them takes linear time at any depth.
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

    /// Whether the two conditions are never true together.
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

    /// Whether the two have the same structure and the same tests.
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

    /// Whether there may be input for which this condition is true and all earlier ones are false.
    pub(crate) fn can_hold_alone(&self, earlier: &[&Condition<'m>], effort: &Effort) -> bool {
        cases::can_hold_alone(self, earlier, effort)
    }

    /// Returns two parts of an `And`, at any depth, that are never true together.
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

    /// Whether one of the two is true for every value of the type that they test.
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

/// Whether one of the conditions is always true; `None` if it takes too long to decide.
pub(crate) fn cover_everything(conditions: &[Condition<'_>]) -> Option<bool> {
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
        || parts
            .iter()
            .enumerate()
            .take_while(|_| !effort.is_spent())
            .any(|(i, a)| parts[i + 1..].iter().any(|b| a.completes(b, effort)))
        || cover_all_numbers(&parts)
        || cases::cover_all(conditions, effort)
}

/// Whether the tests of some variable cover all numbers.
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

#[cfg(test)]
mod tests;
