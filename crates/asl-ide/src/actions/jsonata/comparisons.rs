//! Choice rule tests as JSONata comparisons. A JSONPath test is false for a value of another type, but JSONata fails;
//! such a test checks the type first. Timestamps are not converted, because JSONata accepts other formats.

use super::clauses::Clause;
use super::expressions::{Expression, Form, number, text};
use super::texts::escaped;
use asl_core::catalog::intrinsics::ValueType;
use asl_core::catalog::{Comparison, Operand, Operator};
use asl_core::syntax::Node;

/// A type test; `None` for `IsPresent`.
pub(super) fn about_type(test: Operator, variable: &str, wanted: bool) -> Option<Clause> {
    let positive = match test.comparison {
        Comparison::IsNull => Clause::comparison(&[variable], variable, "=", "null"),
        Comparison::IsNumeric => type_is(variable, "number"),
        Comparison::IsString => type_is(variable, "string"),
        Comparison::IsBoolean => type_is(variable, "boolean"),
        _ => return None,
    };
    Some(if wanted { positive } else { positive.negated() })
}

pub(super) fn type_is(variable: &str, name: &str) -> Clause {
    Clause::comparison(&[variable], &format!("$type({variable})"), "=", &text(name))
}

/// A comparison with a literal, or with the value at a path.
pub(super) fn compared(
    test: Operator,
    variable: &Expression,
    operand: Node<'_>,
    found: Option<&Expression>,
) -> Option<Vec<Clause>> {
    if test.comparison == Comparison::Matches {
        return matches(variable, operand);
    }
    let (type_name, literal) = match test.operand {
        Operand::String => {
            ("string", operand.as_text().filter(|text| !text.has_placeholder()).map(|it| text(it.value)))
        }
        Operand::Number => ("number", number(operand)),
        Operand::Boolean => ("boolean", operand.as_bool().map(|value| value.to_string())),
        Operand::Timestamp | Operand::Test => return None,
    };
    let sign = match test.comparison {
        Comparison::Equals => "=",
        Comparison::Less => "<",
        Comparison::Greater => ">",
        Comparison::LessOrEqual => "<=",
        Comparison::GreaterOrEqual => ">=",
        _ => return None,
    };
    let of_type = if test.operand == Operand::Number { ValueType::Number } else { ValueType::String };
    let other = match found {
        Some(found) => found.clone(),
        None => Expression::operand(literal?, of_type),
    };
    // For equality, checking the type of one operand is enough, and the type of a literal is known.
    let asked: &[&Expression] = match (sign, test.by_path) {
        ("=", false) => &[],
        ("=", true) | (_, false) => &[variable],
        _ => &[variable, &other],
    };
    let guards = asked.iter().filter(|one| !has_type(one, test.operand));
    let mut tests: Vec<Clause> = guards.map(|one| type_is(&one.code, type_name)).collect();
    tests.push(Clause::comparison(&[&variable.code, &other.code], &variable.code, sign, &other.code));
    Some(tests)
}

/// Whether a value is known to have the type of a comparison.
fn has_type(value: &Expression, operand: Operand) -> bool {
    match operand {
        _ if value.may_miss => false,
        Operand::String => value.value == ValueType::String,
        Operand::Number => matches!(value.value, ValueType::Integer | ValueType::Number),
        _ => false,
    }
}

/// `StringMatches`, where `*` matches any sequence of characters and a backslash escapes the next character.
fn matches(variable: &Expression, operand: Node<'_>) -> Option<Vec<Clause>> {
    let pattern = operand.as_text().filter(|text| !text.has_placeholder())?.value;
    // The literal parts between the wildcards.
    let mut parts = vec![String::new()];
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '*' => parts.push(String::new()),
            '\\' => parts.last_mut()?.push(chars.next().filter(|c| matches!(c, '*' | '\\'))?),
            c => parts.last_mut()?.push(c),
        }
    }
    let code = &variable.code;
    if let [literal] = parts.as_slice() {
        return Some(vec![Clause::comparison(&[code], code, "=", &text(literal))]);
    }
    let mut tests = Vec::new();
    if !has_type(variable, Operand::String) {
        tests.push(type_is(code, "string"));
    }
    if let Some(searched) = searched(&parts) {
        tests.push(Clause::plain(format!("$contains({code}, {searched})"), Form::Operand));
    }
    if tests.is_empty() {
        tests.push(Clause::constant(true));
    }
    Some(tests)
}

/// The pattern for the literal parts between wildcards: a string, or a regular expression. A wildcard at either end
/// leaves that end open.
fn searched(parts: &[String]) -> Option<String> {
    let (first, last) = (parts.first()?, parts.last()?);
    let inner: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    match inner.as_slice() {
        [] => None,
        [only] if first.is_empty() && last.is_empty() => Some(text(only)),
        _ => {
            let parts: Vec<String> = inner.iter().map(|part| part.chars().map(escaped).collect()).collect();
            let start = if first.is_empty() { "" } else { "^" };
            let end = if last.is_empty() { "" } else { "$" };
            Some(format!("/{start}{}{end}/", parts.join("[\\s\\S]*")))
        }
    }
}
