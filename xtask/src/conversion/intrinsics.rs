//! Evaluates intrinsic functions.

use asl_core::expr::intrinsic::{Argument, ArgumentKind, Call, Text};
use serde_json::{Number, Value};

use super::outcome::are_equal;
use super::paths::{Failure, Scope};

/// The result of `States.UUID` and of `$uuid`.
pub(super) const UUID: &str = "123e4567-e89b-42d3-a456-426614174000";

/// Evaluates a call in `source`.
pub(super) fn result(call: &Call, source: &str, scope: Scope<'_>) -> Result<Value, Failure> {
    let arguments: Vec<Value> =
        call.arguments.iter().map(|one| argument(one, source, scope)).collect::<Result<_, _>>()?;
    Ok(match (call.name.as_str(), arguments.as_slice()) {
        ("States.Array", items) => Value::Array(items.to_vec()),
        ("States.ArrayPartition", [Value::Array(items), Value::Number(size)]) => {
            let size = size.as_u64().filter(|size| *size > 0).ok_or(Failure::Refused)?;
            items.chunks(size as usize).map(|chunk| Value::Array(chunk.to_vec())).collect()
        }
        ("States.ArrayContains", [Value::Array(items), value]) => {
            items.iter().any(|item| are_equal(item, value)).into()
        }
        ("States.ArrayRange", [Value::Number(first), Value::Number(last), Value::Number(step)]) => {
            range(integer(first)?, integer(last)?, integer(step)?)?
        }
        ("States.ArrayGetItem", [Value::Array(items), Value::Number(index)]) => {
            items.get(cut(index)?).cloned().ok_or(Failure::Refused)?
        }
        ("States.ArrayLength", [Value::Array(items)]) => items.len().into(),
        ("States.ArrayUnique", [Value::Array(items)]) => {
            let mut unique: Vec<Value> = Vec::new();
            for item in items {
                if !unique.iter().any(|other| are_equal(other, item)) {
                    unique.push(item.clone());
                }
            }
            unique.into()
        }
        ("States.JsonMerge", [Value::Object(first), Value::Object(second), Value::Bool(false)]) => {
            let mut merged = first.clone();
            merged.extend(second.clone());
            merged.into()
        }
        ("States.MathAdd", [Value::Number(first), Value::Number(second)]) => sum(first, second)?,
        ("States.MathRandom", [Value::Number(start), Value::Number(end)]) => {
            let (start, end) = (integer(start)?, integer(end)?);
            if start >= end {
                return Err(Failure::Refused);
            }
            // `$random()` returns one half here.
            (start + (end - start).div_euclid(2)).into()
        }
        ("States.StringSplit", [Value::String(text), Value::String(delimiters)]) => {
            let parts = text.split(|c| delimiters.contains(c)).filter(|part| !part.is_empty());
            parts.map(Value::from).collect()
        }
        ("States.StringToJson", [Value::String(text)]) => {
            serde_json::from_str(text).map_err(|_| Failure::Refused)?
        }
        ("States.Format", [Value::String(_), values @ ..]) => {
            formatted(call.template().ok_or(Failure::Unknown)?, source, values)?.into()
        }
        ("States.Hash", [Value::String(data), Value::String(algorithm)]) => {
            format!("{algorithm} of {data}").into()
        }
        ("States.UUID", []) => UUID.into(),
        ("States.JsonToString" | "States.Base64Encode" | "States.Base64Decode", _) => {
            return Err(Failure::Unknown);
        }
        _ => return Err(Failure::Refused),
    })
}

fn argument(argument: &Argument, source: &str, scope: Scope<'_>) -> Result<Value, Failure> {
    Ok(match &argument.kind {
        ArgumentKind::String(text) => text.value.clone().into(),
        ArgumentKind::Number(value) if value.fract() == 0.0 => (*value as i64).into(),
        ArgumentKind::Number(value) => (*value).into(),
        ArgumentKind::Bool(value) => (*value).into(),
        ArgumentKind::Null => Value::Null,
        ArgumentKind::Path(path) => scope.path(path)?.clone(),
        ArgumentKind::Call(call) => result(call, source, scope)?,
        ArgumentKind::Invalid => return Err(Failure::Refused),
    })
}

fn integer(number: &Number) -> Result<i64, Failure> {
    number.as_i64().ok_or(Failure::Unknown)
}

/// An index, truncated to an integer.
fn cut(number: &Number) -> Result<usize, Failure> {
    let value = number.as_f64().ok_or(Failure::Unknown)?;
    match value < 0.0 {
        true if value > -1.0 => Err(Failure::Unknown),
        true => Err(Failure::Refused),
        false => Ok(value as usize),
    }
}

/// The sum of two 32-bit integers. Fractions are rounded to the nearest integer; the rounding of halves is unknown.
fn sum(first: &Number, second: &Number) -> Result<Value, Failure> {
    let rounded = |number: &Number| {
        let value = number.as_f64().ok_or(Failure::Unknown)?;
        let is_certain = value.fract().abs() != 0.5 && value.abs() <= f64::from(i32::MAX);
        if is_certain { Ok(value.round() as i64) } else { Err(Failure::Unknown) }
    };
    let sum = rounded(first)? + rounded(second)?;
    if i32::try_from(sum).is_ok() { Ok(sum.into()) } else { Err(Failure::Unknown) }
}

fn range(first: i64, last: i64, step: i64) -> Result<Value, Failure> {
    if step == 0 || (last - first) / step >= 1000 {
        return Err(Failure::Refused);
    }
    let items =
        (0..).map(|at| first + at * step).take_while(|at| if step > 0 { *at <= last } else { *at >= last });
    Ok(items.map(Value::from).collect())
}

/// Formats a template. The format of numbers with fractions, arrays and objects is unknown.
fn formatted(template: &Text, source: &str, values: &[Value]) -> Result<String, Failure> {
    if template.placeholders.len() != values.len() || !template.stray.is_empty() {
        return Err(Failure::Refused);
    }
    let mut out = String::new();
    let mut at = template.span.start;
    for (place, value) in template.placeholders.iter().zip(values) {
        out.extend(unescaped(&source[at as usize..place.start as usize]));
        at = place.end;
        match value {
            Value::String(text) => out.push_str(text),
            Value::Null | Value::Bool(_) => out.push_str(&value.to_string()),
            Value::Number(number) if number.is_i64() => out.push_str(&number.to_string()),
            _ => return Err(Failure::Unknown),
        }
    }
    out.extend(unescaped(&source[at as usize..template.span.end as usize]));
    Ok(out)
}

/// Unescapes a part of a string: a backslash escapes the next character.
fn unescaped(written: &str) -> impl Iterator<Item = char> {
    let mut chars = written.chars();
    std::iter::from_fn(move || match chars.next() {
        Some('\\') => chars.next(),
        other => other,
    })
}
