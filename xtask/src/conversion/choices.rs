//! Evaluates JSONPath choice rules.

use std::cmp::Ordering;

use asl_core::catalog::{Comparison, Operand, Operator, operator};
use serde_json::{Map, Value};

use super::outcome::are_equal;
use super::paths::{Failure, Scope};

/// `And` and `Or` stop at the first rule that decides.
pub(super) fn matches(rule: &Map<String, Value>, scope: Scope<'_>) -> Result<bool, Failure> {
    let parts = |name: &str| rule.get(name).and_then(Value::as_array);
    if let Some(parts) = parts("And") {
        return decided(parts, false, scope);
    }
    if let Some(parts) = parts("Or") {
        return decided(parts, true, scope);
    }
    if let Some(part) = rule.get("Not") {
        return Ok(!matches(part.as_object().ok_or(Failure::Refused)?, scope)?);
    }
    let mut tests = rule.iter().filter_map(|(name, operand)| Some((operator(name)?, operand)));
    let (test, operand) = tests.next().ok_or(Failure::Refused)?;
    let found = scope.text(rule["Variable"].as_str().ok_or(Failure::Refused)?);
    if test.comparison == Comparison::IsPresent {
        return match found {
            Err(Failure::Unknown) => Err(Failure::Unknown),
            found => Ok(found.is_ok() == (*operand == Value::Bool(true))),
        };
    }
    let value = found?;
    if test.operand == Operand::Test {
        return Ok(is(test.comparison, &value)? == (*operand == Value::Bool(true)));
    }
    if !test.by_path {
        return compared(test, &value, operand);
    }
    match scope.text(operand.as_str().ok_or(Failure::Refused)?) {
        Ok(other) => compared(test, &value, &other),
        // It is unknown whether AWS resolves the path if the type already decides.
        Err(_) if !has_type(test.operand, &value) => Err(Failure::Unknown),
        Err(failure) => Err(failure),
    }
}

fn decided(parts: &[Value], deciding: bool, scope: Scope<'_>) -> Result<bool, Failure> {
    for part in parts {
        if matches(part.as_object().ok_or(Failure::Refused)?, scope)? == deciding {
            return Ok(deciding);
        }
    }
    Ok(!deciding)
}

fn is(comparison: Comparison, value: &Value) -> Result<bool, Failure> {
    Ok(match comparison {
        Comparison::IsNull => value.is_null(),
        Comparison::IsNumeric => value.is_number(),
        Comparison::IsString => value.is_string(),
        Comparison::IsBoolean => value.is_boolean(),
        _ => return Err(Failure::Unknown),
    })
}

fn has_type(operand: Operand, value: &Value) -> bool {
    match operand {
        Operand::String => value.is_string(),
        Operand::Number => value.is_number(),
        Operand::Boolean => value.is_boolean(),
        Operand::Timestamp | Operand::Test => false,
    }
}

/// A value of another type than that of the operator does not match.
fn compared(test: Operator, a: &Value, b: &Value) -> Result<bool, Failure> {
    if matches!(test.operand, Operand::Timestamp | Operand::Test) {
        return Err(Failure::Unknown);
    }
    if !has_type(test.operand, a) || !has_type(test.operand, b) {
        return Ok(false);
    }
    if test.comparison == Comparison::Matches {
        return Ok(is_like(a.as_str().unwrap_or_default(), &pattern(b.as_str().unwrap_or_default())?));
    }
    let order = match (a, b) {
        _ if are_equal(a, b) => Ordering::Equal,
        (Value::String(a), Value::String(b)) => a.encode_utf16().cmp(b.encode_utf16()),
        _ => a.as_f64().partial_cmp(&b.as_f64()).ok_or(Failure::Unknown)?,
    };
    Ok(match test.comparison {
        Comparison::Equals => are_equal(a, b),
        Comparison::Less => order.is_lt(),
        Comparison::Greater => order.is_gt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::GreaterOrEqual => order.is_ge(),
        _ => return Err(Failure::Unknown),
    })
}

/// The characters of a pattern; `None` is the wildcard.
fn pattern(text: &str) -> Result<Vec<Option<char>>, Failure> {
    let mut pattern = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        pattern.push(match c {
            '*' => None,
            '\\' => Some(chars.next().filter(|c| matches!(c, '*' | '\\')).ok_or(Failure::Unknown)?),
            c => Some(c),
        });
    }
    Ok(pattern)
}

fn is_like(text: &str, pattern: &[Option<char>]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((Some(c), rest)) => text.strip_prefix(*c).is_some_and(|text| is_like(text, rest)),
        Some((None, rest)) => {
            let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            starts.into_iter().any(|at| is_like(&text[at..], rest))
        }
    }
}
