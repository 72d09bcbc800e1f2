//! Conditions in JSONata. Comparisons of a value with literals are analysed; any other expression is an opaque value that
//! is true or false, and equal only to itself.

use std::borrow::Cow;
use std::rc::Rc;

use super::{Condition, Interval, Literal};
use crate::expr::ExpressionRef;
use jsonata_syntax::{BinaryOperator, NodeId, NodeKind, Parsed, Tree};

/// Deeper trees are not analysed.
const MAX_HEIGHT: u32 = 256;
/// Functions that may return a different value on each call.
const NONDETERMINISTIC: [&str; 6] = ["eval", "millis", "now", "random", "shuffle", "uuid"];

/// A statement about a value. It is false for a value that does not exist.
#[derive(Debug, Clone)]
pub struct Fact<'m> {
    /// The expression of the value, without whitespace.
    subject: Rc<str>,
    relation: Relation<'m>,
    /// The expression of the whole statement in the source.
    pub(crate) text: &'m str,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Relation<'m> {
    Exists,
    /// `$boolean` of the value is true.
    True,
    /// `$boolean` of the value is false.
    False,
    Equals(Literal<'m>),
    Differs(Literal<'m>),
    /// The value is a number in this interval.
    Within(Interval),
}

impl Literal<'_> {
    fn is_true(self) -> bool {
        match self {
            Literal::Null => false,
            Literal::Boolean(value) => value,
            Literal::Number(number) => number != 0.0,
            Literal::Text(text) => !text.is_empty(),
        }
    }

    fn is_within(self, interval: Interval) -> bool {
        matches!(self, Literal::Number(number) if interval.contains(number))
    }
}

impl Fact<'_> {
    /// The length of the subject in bytes.
    pub(super) fn len(&self) -> usize {
        self.subject.len()
    }

    pub(super) fn is_same(&self, other: &Fact<'_>) -> bool {
        self.relation == other.relation && self.subject == other.subject
    }

    pub(super) fn implies(&self, other: &Fact<'_>) -> bool {
        use Relation::{Differs, Equals, Exists, False, True, Within};
        self.subject == other.subject
            && match (self.relation, other.relation) {
                (_, Exists) | (True, True) | (False, False) => true,
                (Equals(a), Equals(b)) | (Differs(a), Differs(b)) => a == b,
                (Equals(a), Differs(b)) => a != b,
                (Equals(a), True) => a.is_true(),
                (Equals(a), False) => !a.is_true(),
                (Equals(a), Within(interval)) => a.is_within(interval),
                (True, Differs(b)) => !b.is_true(),
                (False, Differs(b)) => b.is_true(),
                (Within(a), Within(b)) => a.is_within(b),
                (Within(interval), Differs(b)) => !b.is_within(interval),
                (Within(interval), True) => !interval.contains(0.0),
                _ => false,
            }
    }

    pub(super) fn excludes(&self, other: &Fact<'_>) -> bool {
        self.subject == other.subject
            && (excludes(self.relation, other.relation) || excludes(other.relation, self.relation))
    }

    /// Whether one of the two is true for every value of the type that they test. Both are false for a missing value.
    pub(super) fn completes(&self, other: &Fact<'_>) -> bool {
        let [a, b] = [self.relation, other.relation];
        let is_same = self.subject == other.subject;
        is_same && (completes(a, b) || completes(b, a))
            || matches!((a, b), (Relation::True, Relation::True))
                && are_opposites(&self.subject, &other.subject)
    }

    /// The subject and the interval of numbers that it is in.
    pub(super) fn interval(&self) -> Option<(&str, Interval)> {
        match self.relation {
            Relation::Within(interval) => Some((&self.subject, interval)),
            Relation::Equals(Literal::Number(number)) => Some((&self.subject, Interval::point(number))),
            _ => None,
        }
    }
}

fn excludes(a: Relation<'_>, b: Relation<'_>) -> bool {
    use Relation::{Differs, Equals, False, True, Within};
    match (a, b) {
        (Equals(a), Equals(b)) => a != b,
        (Equals(a), Differs(b)) => a == b,
        (Equals(a), True) => !a.is_true(),
        (Equals(a), False) => a.is_true(),
        (Equals(a), Within(interval)) => !a.is_within(interval),
        (Within(a), Within(b)) => a.is_disjoint(b),
        (Within(interval), False) => !interval.contains(0.0),
        (True, False) => true,
        _ => false,
    }
}

fn completes(a: Relation<'_>, b: Relation<'_>) -> bool {
    use Relation::{Differs, Equals, False, True};
    match (a, b) {
        (Equals(Literal::Boolean(a)), Equals(Literal::Boolean(b))) => a != b,
        (Equals(a), Differs(b)) => a == b,
        (Equals(Literal::Boolean(value)), True) => !value,
        (Equals(Literal::Boolean(value)), False) => value,
        (True, False) => true,
        _ => false,
    }
}

/// Whether two comparisons have the same operands and opposite operators, such as `>` and `<=`.
fn are_opposites(a: &str, b: &str) -> bool {
    const OPPOSITES: [(&str, &str); 3] = [("!=", "="), (">=", "<"), ("<=", ">")];
    let one_is_the_opposite = |a: &str, b: &str| {
        OPPOSITES.iter().any(|(x, y)| {
            a.matches(x).count() == 1 && b.matches(y).count() == 1 && a.split_once(x) == b.split_once(y)
        })
    };
    one_is_the_opposite(a, b) || one_is_the_opposite(b, a)
}

/// Reads an expression as a condition.
pub(super) fn condition<'m>(site: ExpressionRef<'m>, parsed: &'m Parsed) -> Condition<'m> {
    if parsed.tree.height() > MAX_HEIGHT {
        return Condition::Unknown;
    }
    ConditionReader { site, tree: &parsed.tree }.condition(parsed.root)
}

struct ConditionReader<'m> {
    site: ExpressionRef<'m>,
    tree: &'m Tree,
}

impl<'m> ConditionReader<'m> {
    fn condition(&self, id: NodeId) -> Condition<'m> {
        match self.tree.kind(id) {
            NodeKind::Boolean(value) => Condition::Constant(*value),
            NodeKind::Block { expressions } if expressions.len() == 1 => self.condition(expressions[0]),
            NodeKind::Binary { operator: BinaryOperator::And, left, right } => {
                Condition::All(vec![self.condition(*left), self.condition(*right)])
            }
            NodeKind::Binary { operator: BinaryOperator::Or, left, right } => {
                Condition::Any(vec![self.condition(*left), self.condition(*right)])
            }
            NodeKind::Binary { operator, left, right } => self
                .comparison(id, *operator, *left, *right)
                .unwrap_or_else(|| self.fact(id, id, Relation::True)),
            NodeKind::Call { callee, args } => match (self.tree.kind(*callee), args.as_slice()) {
                (NodeKind::Variable(name), [arg]) if name == "not" => self.negation(id, *arg),
                (NodeKind::Variable(name), [arg]) if name == "boolean" => self.condition(*arg),
                (NodeKind::Variable(name), [arg]) if name == "exists" => {
                    self.fact(id, *arg, Relation::Exists)
                }
                _ => self.fact(id, id, Relation::True),
            },
            _ => self.fact(id, id, Relation::True),
        }
    }

    /// The negation of a condition by `$not`, which returns nothing for a missing value.
    fn negation(&self, id: NodeId, inner: NodeId) -> Condition<'m> {
        let text = self.text(id);
        match self.condition(inner) {
            Condition::Fact(Fact { subject, relation, .. }) => {
                let opposite = match relation {
                    Relation::True => Some(Relation::False),
                    Relation::False => Some(Relation::True),
                    Relation::Within(interval) => interval.complement().map(Relation::Within),
                    _ => None,
                };
                match opposite {
                    Some(relation) => Condition::Fact(Fact { subject, relation, text }),
                    None => Condition::Not(Box::new(Condition::Fact(Fact { subject, relation, text }))),
                }
            }
            Condition::Constant(value) => Condition::Constant(!value),
            Condition::Unknown => Condition::Unknown,
            other => Condition::Not(Box::new(other)),
        }
    }

    /// A comparison of a value with literals.
    fn comparison(
        &self,
        id: NodeId,
        operator: BinaryOperator,
        left: NodeId,
        right: NodeId,
    ) -> Option<Condition<'m>> {
        use BinaryOperator::{Equal, Greater, GreaterOrEqual, In, Less, LessOrEqual, NotEqual};
        if operator == In {
            return self.membership(id, left, right);
        }
        let (subject, literal, operator) = match (self.literal(left), self.literal(right)) {
            (None, Some(literal)) => (left, literal, operator),
            (Some(literal), None) => (right, literal, mirrored(operator)),
            _ => return None,
        };
        let relation = match (operator, literal) {
            (Equal, _) => Relation::Equals(literal),
            (NotEqual, _) => Relation::Differs(literal),
            (Less, Literal::Number(limit)) => Relation::Within(Interval::below(limit, false)),
            (LessOrEqual, Literal::Number(limit)) => Relation::Within(Interval::below(limit, true)),
            (Greater, Literal::Number(limit)) => Relation::Within(Interval::above(limit, false)),
            (GreaterOrEqual, Literal::Number(limit)) => Relation::Within(Interval::above(limit, true)),
            _ => return None,
        };
        Some(self.fact(id, subject, relation))
    }

    /// `x in ['a', 'b']`: the value equals one of the literals.
    fn membership(&self, id: NodeId, left: NodeId, right: NodeId) -> Option<Condition<'m>> {
        if self.literal(left).is_some() {
            return None;
        }
        let literals: Option<Vec<Literal<'m>>> = match self.tree.kind(right) {
            NodeKind::Array { items } => items.iter().map(|item| self.literal(*item)).collect(),
            _ => Some(vec![self.literal(right)?]),
        };
        let facts = |fact: Fact<'m>, literals: &[Literal<'m>]| {
            let equals = |one: &Literal<'m>| Fact { relation: Relation::Equals(*one), ..fact.clone() };
            literals.iter().map(equals).map(Condition::Fact).collect()
        };
        Some(match literals?.as_slice() {
            [] => Condition::Constant(false),
            [literal] => self.fact(id, left, Relation::Equals(*literal)),
            many => match self.fact(id, left, Relation::Exists) {
                Condition::Fact(fact) => Condition::Any(facts(fact, many)),
                unknown => unknown,
            },
        })
    }

    fn literal(&self, id: NodeId) -> Option<Literal<'m>> {
        Some(match self.tree.kind(id) {
            NodeKind::Null => Literal::Null,
            NodeKind::Boolean(value) => Literal::Boolean(*value),
            NodeKind::Number(number) => Literal::Number(*number),
            NodeKind::String(text) => Literal::Text(text),
            NodeKind::Negate { operand } => match self.literal(*operand)? {
                Literal::Number(number) => Literal::Number(-number),
                _ => return None,
            },
            NodeKind::Block { expressions } if expressions.len() == 1 => return self.literal(expressions[0]),
            _ => return None,
        })
    }

    fn fact(&self, id: NodeId, subject: NodeId, relation: Relation<'m>) -> Condition<'m> {
        if !self.is_deterministic(subject) {
            return Condition::Unknown;
        }
        let subject = plain(self.text(subject)).into();
        Condition::Fact(Fact { subject, relation, text: self.text(id) })
    }

    /// Whether an expression has the same value wherever it occurs.
    fn is_deterministic(&self, id: NodeId) -> bool {
        let mut left = vec![id];
        while let Some(id) = left.pop() {
            match self.tree.kind(id) {
                NodeKind::Variable(name) if NONDETERMINISTIC.contains(&name.as_str()) => return false,
                NodeKind::Error { .. } | NodeKind::Bind { .. } | NodeKind::Parent | NodeKind::Placeholder => {
                    return false;
                }
                _ => left.extend(self.tree.children(id)),
            }
        }
        true
    }

    fn text(&self, id: NodeId) -> &'m str {
        self.site.part(self.tree.span(id))
    }
}

/// The operator for swapped operands.
fn mirrored(operator: BinaryOperator) -> BinaryOperator {
    use BinaryOperator::{Greater, GreaterOrEqual, Less, LessOrEqual};
    match operator {
        Less => Greater,
        LessOrEqual => GreaterOrEqual,
        Greater => Less,
        GreaterOrEqual => LessOrEqual,
        other => other,
    }
}

/// Removes the whitespace that has no meaning. If a slash may start a comment or a regular expression, all is kept.
fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('/') || !text.contains(char::is_whitespace) {
        return Cow::Borrowed(text);
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match quote {
            Some(_) if c == '\\' => {
                out.push(c);
                out.extend(chars.next());
                continue;
            }
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if c.is_whitespace() => {
                while chars.next_if(|c| c.is_whitespace()).is_some() {}
                if out.ends_with(is_word) && chars.peek().copied().is_some_and(is_word) {
                    out.push(' ');
                }
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    Cow::Owned(out)
}
