//! Converts calls of intrinsic functions. Some have no exact counterpart: JSONata encodes Base64 byte by byte, writes
//! strings without quotes where `States.JsonToString` quotes them, and writes numbers with at most 15 digits.
//!
//! Intrinsic functions fail for arguments of the wrong type, but JSONata functions mostly do not: they treat a value as
//! an array of one, and an empty array as nothing. So they are only called with arguments of the right type.

use super::expressions::{Expression, Form, text};
use super::scope::Scope;
use super::texts;
use asl_core::catalog::intrinsics::{HASH_ALGORITHMS, ValueType, find};
use asl_core::expr::intrinsic::{Argument, ArgumentKind, Call};

/// Converts a call in `source`.
pub(super) fn call(call: &Call, source: &str, scope: &Scope<'_>) -> Option<Expression> {
    let values: Option<Vec<Expression>> =
        call.arguments.iter().map(|one| argument(one, source, scope)).collect();
    let values = values?;
    let kinds: Vec<&ArgumentKind> = call.arguments.iter().map(|argument| &argument.kind).collect();
    let found = match call.name.as_str() {
        "States.Format" => texts::formatted(call, source, values.get(1..)?)?,
        "States.Array" => array(&values),
        "States.ArrayGetItem" => item(&call.arguments, &values)?,
        "States.MathAdd" => sum(&kinds, &values)?,
        _ => {
            let result = find(&call.name)?.result;
            let (code, form, needs) = other(&call.name, &kinds, &values)?;
            // They fail for invalid JSON and for too many items.
            let may_miss = matches!(call.name.as_str(), "States.StringToJson" | "States.ArrayRange");
            Expression { form, needs, may_miss, ..Expression::operand(code, result) }
        }
    };
    if found.may_miss || !found.needs.is_empty() {
        scope.found.may_fail.set(true);
    }
    Some(found)
}

fn argument(argument: &Argument, source: &str, scope: &Scope<'_>) -> Option<Expression> {
    Some(match &argument.kind {
        ArgumentKind::String(string) => Expression::operand(text(&string.value), ValueType::String),
        ArgumentKind::Number(value) => Expression::operand(integer(*value)?, ValueType::Integer),
        ArgumentKind::Bool(value) => Expression::operand(value.to_string(), ValueType::Boolean),
        ArgumentKind::Null => Expression::operand("null", ValueType::Null),
        ArgumentKind::Path(path) => scope.path(path)?,
        ArgumentKind::Call(inner) => call(inner, source, scope)?,
        ArgumentKind::Invalid => return None,
    })
}

/// A 32-bit integer. Each function treats other numbers differently.
fn integer(value: f64) -> Option<String> {
    let is_integer = value.fract() == 0.0 && (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&value);
    is_integer.then(|| (value as i64).to_string())
}

/// The functions with a counterpart: the code, its form, and its conditions.
fn other(name: &str, kinds: &[&ArgumentKind], values: &[Expression]) -> Option<(String, Form, Vec<String>)> {
    use ValueType::{Array, Number, Object, String};
    let part = |at: usize| values.get(at).map(Expression::part);
    let typed = |types: &[ValueType]| typed(values, types);
    Some(match (name, kinds) {
        ("States.UUID", []) => ("$uuid()".to_owned(), Form::Operand, Vec::new()),
        ("States.StringToJson", [_]) => (format!("$parse({})", part(0)?), Form::Operand, typed(&[String])?),
        // A value that is not a string is hashed in AWS's serialization.
        ("States.Hash", [_, ArgumentKind::String(algorithm)])
            if values.first()?.value == String && HASH_ALGORITHMS.contains(&algorithm.value.as_str()) =>
        {
            (format!("$hash({}, {})", part(0)?, part(1)?), Form::Operand, typed(&[String])?)
        }
        ("States.StringSplit", [_, ArgumentKind::String(delimiters)]) => {
            (texts::split(&part(0)?, &delimiters.value)?, Form::List, typed(&[String])?)
        }
        ("States.ArrayPartition", [_, ArgumentKind::Number(size)]) if *size >= 1.0 => {
            (format!("$partition({}, {})", part(0)?, part(1)?), Form::Operand, typed(&[Array])?)
        }
        ("States.ArrayContains", [_, kind]) if is_found_by_in(values.get(1)?, kind) => {
            let mut needs = typed(&[Array])?;
            needs.extend(values.get(1)?.required());
            (format!("{} in {}", part(1)?, part(0)?), Form::Operation, needs)
        }
        ("States.ArrayRange", [_, _, _]) => {
            let code = format!("$range({}, {}, {})", part(0)?, part(1)?, part(2)?);
            (code, Form::Operand, typed(&[Number, Number, Number])?)
        }
        ("States.ArrayLength", [_]) => (format!("$count({})", part(0)?), Form::Operand, typed(&[Array])?),
        ("States.ArrayUnique", [_]) => (format!("$distinct({})", part(0)?), Form::Operand, typed(&[Array])?),
        ("States.JsonMerge", [_, _, ArgumentKind::Bool(false)]) => {
            (format!("$merge([{}, {}])", part(0)?, part(1)?), Form::Operand, typed(&[Object, Object])?)
        }
        ("States.MathRandom", [ArgumentKind::Number(start), ArgumentKind::Number(end)]) if start < end => {
            let (count, start) = (end - start, part(0)?);
            (format!("$floor($random() * {count}) + {start}"), Form::Operation, Vec::new())
        }
        _ => return None,
    })
}

/// The conditions under which values have the given types; `None` if one never has.
fn typed(values: &[Expression], types: &[ValueType]) -> Option<Vec<String>> {
    let mut needs = Vec::new();
    for (value, wanted) in values.iter().zip(types) {
        if value.value == ValueType::Any {
            needs.extend(value.needs.iter().cloned());
            needs.push(format!("$type({}) = {}", value.code, text(type_name(*wanted)?)));
        } else if value.value.can_be(*wanted) {
            needs.extend(value.required());
        } else {
            return None;
        }
    }
    Some(needs)
}

/// The result of `$type` for a type.
fn type_name(of: ValueType) -> Option<&'static str> {
    Some(match of {
        ValueType::String => "string",
        ValueType::Number | ValueType::Integer => "number",
        ValueType::Boolean => "boolean",
        ValueType::Array => "array",
        ValueType::Object => "object",
        ValueType::Null => "null",
        ValueType::Any => return None,
    })
}

/// `States.Array`. JSONata flattens nested arrays, unless they are array literals.
fn array(values: &[Expression]) -> Expression {
    let item = |value: &Expression| {
        let code = &value.code;
        match value.value {
            _ if value.form == Form::List => code.clone(),
            ValueType::Array => format!("[{code}]"),
            ValueType::Any => format!("$type({code}) = 'array' ? [[{code}]] : {code}"),
            _ => code.clone(),
        }
    };
    let items: Vec<String> = values.iter().map(item).collect();
    let needs = values.iter().flat_map(Expression::required).collect();
    let code = format!("[{}]", items.join(", "));
    Expression { form: Form::List, needs, ..Expression::operand(code, ValueType::Array) }
}

/// `States.ArrayGetItem`. It rejects negative indexes, which count from the end in JSONata.
fn item(arguments: &[Argument], values: &[Expression]) -> Option<Expression> {
    let ([array, index], [of, _]) = (values, arguments) else { return None };
    let mut needs = typed(values, &[ValueType::Array])?;
    let mut form = Form::Operand;
    if let Ok(index) = index.code.parse::<i64>() {
        if index < 0 {
            return None;
        }
    } else if matches!(index.value, ValueType::Any | ValueType::Integer) {
        form = Form::Indexed;
        needs.extend(index.needs.iter().cloned());
        needs.push(format!("{} >= 0", index.part()));
    } else {
        return None;
    }
    let (mut base, mut value) = (array.base(), ValueType::Any);
    if matches!(&of.kind, ArgumentKind::Call(call) if call.name == "States.StringSplit") {
        value = ValueType::String;
        // The brackets wrap a single part in an array, whose index 0 works without them too.
        base = base.strip_prefix('[')?.strip_suffix(']')?.to_owned();
    }
    let code = format!("{base}[{}]", index.code);
    Some(Expression { form, needs, may_miss: true, ..Expression::operand(code, value) })
}

/// `States.MathAdd`, which rounds numbers that are not integers.
fn sum(kinds: &[&ArgumentKind], values: &[Expression]) -> Option<Expression> {
    let ([_, second], [first_value, second_value]) = (kinds, values) else { return None };
    let term = |value: &Expression| match value.value {
        ValueType::Integer => Some(value.part()),
        ValueType::Any => Some(format!("$round({})", value.code)),
        _ => None,
    };
    let code = match second {
        ArgumentKind::Number(number) if *number < 0.0 => {
            format!("{} - {}", term(first_value)?, integer(-number)?)
        }
        _ => format!("{} + {}", term(first_value)?, term(second_value)?),
    };
    let needs = values.iter().flat_map(|value| value.needs.iter().cloned()).collect();
    let may_miss = values.iter().any(|value| value.may_miss || value.value == ValueType::Any);
    let form = Form::Operation;
    Some(Expression { form, needs, may_miss, ..Expression::operand(code, ValueType::Integer) })
}

/// Whether `in` finds all equal values of this kind. It finds no equal objects, and numbers may be written in two ways.
fn is_found_by_in(value: &Expression, kind: &ArgumentKind) -> bool {
    value.value == ValueType::String || matches!(kind, ArgumentKind::Bool(_) | ArgumentKind::Null)
}

#[cfg(test)]
mod tests;
