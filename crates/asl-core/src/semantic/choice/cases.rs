//! Truth tables, which decide about conditions that combine a few tests.

use super::Condition;
use crate::effort::Effort;

/// The number of cases grows exponentially with the number of tests.
const MAX_TESTS: usize = 6;
/// Every case is checked against every rule.
const MAX_RULES: usize = 32;

/// Conditions with their distinct tests, and the implications between the tests.
struct Cases<'c, 'm> {
    conditions: Vec<Numbered>,
    tests: Vec<&'c Condition<'m>>,
    /// For each test, the tests that it implies, as a bit set.
    implied: Vec<u32>,
    /// For each test, the tests that it excludes, as a bit set.
    excluded: Vec<u32>,
}

/// A condition with indices for its tests.
enum Numbered {
    All(Vec<Numbered>),
    Any(Vec<Numbered>),
    Not(Box<Numbered>),
    Test(usize),
    Constant(bool),
    Unknown,
}

/// Whether there may be input for which the condition is true and all earlier ones are false.
pub(super) fn can_hold_alone<'m>(
    condition: &Condition<'m>,
    earlier: &[&Condition<'m>],
    effort: &Effort,
) -> bool {
    let all = || [condition].into_iter().chain(earlier.iter().copied());
    // Simpler cases are decided by comparing two conditions, or two parts of a condition.
    let is_worthwhile = match earlier.len() {
        0 => is_nested(condition),
        1 => false,
        count => count <= MAX_RULES && all().any(is_composed),
    };
    if !is_worthwhile {
        return true;
    }
    let Some(cases) = Cases::of(all(), effort) else { return true };
    let (condition, earlier) = cases.conditions.split_first().expect("there is at least one");
    cases.possible().any(|case| {
        condition.holds(case) != Some(false) && earlier.iter().all(|other| other.holds(case) != Some(true))
    })
}

/// Whether one of the conditions is true in every case. Values of types that no test covers are ignored.
pub(super) fn cover_all(conditions: &[Condition<'_>], effort: &Effort) -> bool {
    if conditions.len() > MAX_RULES || !conditions.iter().any(is_composed) {
        return false;
    }
    let Some(cases) = Cases::of(conditions, effort) else { return false };
    let count = cases.tests.len();
    let pairs: Vec<u32> = (0..count)
        .flat_map(|a| (a + 1..count).map(move |b| (a, b)))
        .filter(|(a, b)| cases.tests[*a].completes(cases.tests[*b], effort))
        .map(|(a, b)| 1 << a | 1 << b)
        .collect();
    cases
        .possible()
        .filter(|case| pairs.iter().all(|pair| case & pair != 0))
        .all(|case| cases.conditions.iter().any(|condition| condition.holds(case) == Some(true)))
}

fn is_composed(condition: &Condition<'_>) -> bool {
    matches!(condition, Condition::All(_) | Condition::Any(_) | Condition::Not(_))
}

fn is_nested(condition: &Condition<'_>) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(is_composed),
        Condition::Not(part) => is_composed(part),
        _ => false,
    }
}

fn is_same(a: &Condition<'_>, b: &Condition<'_>, effort: &Effort) -> bool {
    a.implies(b, effort) && b.implies(a, effort)
}

impl<'c, 'm: 'c> Cases<'c, 'm> {
    /// Returns `None` if there are too many tests.
    fn of(conditions: impl IntoIterator<Item = &'c Condition<'m>>, effort: &Effort) -> Option<Cases<'c, 'm>> {
        let mut tests = Vec::new();
        let mut numbered = Vec::new();
        for condition in conditions {
            numbered.push(number(condition, &mut tests, effort)?);
        }
        let set = |test: &Condition<'_>, relation: fn(&Condition<'_>, &Condition<'_>, &Effort) -> bool| {
            let found = tests.iter().enumerate().filter(|(_, other)| relation(test, other, effort));
            found.fold(0, |set, (i, _)| set | 1 << i)
        };
        let implied = tests.iter().map(|test| set(test, |a, b, effort| a.implies(b, effort))).collect();
        let excluded = tests.iter().map(|test| set(test, |a, b, effort| a.excludes(b, effort))).collect();
        Some(Cases { conditions: numbered, tests, implied, excluded })
    }

    /// The cases that are not known to be impossible, as bit sets of the tests that are true.
    fn possible(&self) -> impl Iterator<Item = u32> {
        (0..1u32 << self.tests.len()).filter(|case| {
            let holding = (0..self.tests.len()).filter(|i| case & 1 << i != 0);
            holding.into_iter().all(|i| self.implied[i] & !case == 0 && self.excluded[i] & case == 0)
        })
    }
}

fn number<'c, 'm>(
    condition: &'c Condition<'m>,
    tests: &mut Vec<&'c Condition<'m>>,
    effort: &Effort,
) -> Option<Numbered> {
    Some(match condition {
        Condition::All(parts) => Numbered::All(numbers(parts, tests, effort)?),
        Condition::Any(parts) => Numbered::Any(numbers(parts, tests, effort)?),
        Condition::Not(part) => Numbered::Not(Box::new(number(part, tests, effort)?)),
        Condition::Constant(value) => Numbered::Constant(*value),
        Condition::Unknown => Numbered::Unknown,
        Condition::Test(_) | Condition::Fact(_) => {
            let known = tests.iter().position(|test| is_same(test, condition, effort));
            let place = known.unwrap_or(tests.len());
            if known.is_none() {
                tests.push(condition);
            }
            (place < MAX_TESTS).then_some(Numbered::Test(place))?
        }
    })
}

fn numbers<'c, 'm>(
    parts: &'c [Condition<'m>],
    tests: &mut Vec<&'c Condition<'m>>,
    effort: &Effort,
) -> Option<Vec<Numbered>> {
    parts.iter().map(|part| number(part, tests, effort)).collect()
}

impl Numbered {
    /// Whether the condition is true in a case; `None` if that depends on an unknown part.
    fn holds(&self, case: u32) -> Option<bool> {
        match self {
            Numbered::Constant(value) => Some(*value),
            Numbered::Unknown => None,
            Numbered::Test(number) => Some(case & 1 << number != 0),
            Numbered::Not(part) => part.holds(case).map(|holds| !holds),
            Numbered::All(parts) => are_all(parts, case, true),
            Numbered::Any(parts) => are_all(parts, case, false).map(|none| !none),
        }
    }
}

/// Whether all parts have the wanted truth value.
fn are_all(parts: &[Numbered], case: u32, wanted: bool) -> Option<bool> {
    let mut is_known = !parts.is_empty();
    for part in parts {
        match part.holds(case) {
            Some(holds) if holds != wanted => return Some(false),
            Some(_) => {}
            None => is_known = false,
        }
    }
    is_known.then_some(true)
}
