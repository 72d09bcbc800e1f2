//! Converts functions that format and split strings.

use super::expressions::{Expression, Form, text};
use asl_core::catalog::intrinsics::ValueType;
use asl_core::expr::intrinsic::Call;

/// The code of `States.Format`. It formats objects in its own way, and numbers that are not integers differently from
/// JSONata.
pub(super) fn formatted(call: &Call, source: &str, values: &[Expression]) -> Option<Expression> {
    let template = call.template().filter(|template| template.stray.is_empty())?;
    let is_certain = |value: &Expression| {
        matches!(value.value, ValueType::String | ValueType::Integer | ValueType::Boolean | ValueType::Null)
    };
    if template.placeholders.len() != values.len() || !values.iter().all(is_certain) {
        return None;
    }
    let literal = |start: u32, end: u32| {
        let literal = unescaped(source.get(start as usize..end as usize)?);
        (!literal.is_empty()).then(|| text(&literal))
    };
    let mut parts: Vec<String> = Vec::new();
    let mut at = template.span.start;
    for (place, value) in template.placeholders.iter().zip(values) {
        parts.extend(literal(at, place.start));
        parts.push(value.part());
        at = place.end;
    }
    parts.extend(literal(at, template.span.end));
    let (code, form) = match (parts.as_slice(), values) {
        ([], _) => (text(""), Form::Operand),
        ([_], [value]) if value.value != ValueType::String => {
            (format!("$string({})", value.code), Form::Operand)
        }
        ([_], [value]) => (value.code.clone(), value.form),
        ([only], _) => (only.clone(), Form::Operand),
        _ => (parts.join(" & "), Form::Operation),
    };
    let needs = values.iter().flat_map(Expression::required).collect();
    Some(Expression { form, needs, ..Expression::operand(code, ValueType::String) })
}

/// Removes the escapes from a part of a single-quoted string.
fn unescaped(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

/// `States.StringSplit` splits at each of the characters and drops empty parts.
pub(super) fn split(string: &str, delimiters: &str) -> Option<String> {
    let mut distinct: Vec<char> = Vec::new();
    for c in delimiters.chars() {
        // JavaScript represents characters outside the basic plane as two code units.
        if c.len_utf16() > 1 {
            return None;
        }
        if !distinct.contains(&c) {
            distinct.push(c);
        }
    }
    let separator = match distinct.as_slice() {
        [] => return None,
        [only] => text(&only.to_string()),
        several => {
            let in_class = |c: &char| if *c == '-' { "\\-".to_owned() } else { escaped(*c) };
            let class: String = several.iter().map(in_class).collect();
            format!("/[{class}]/")
        }
    };
    Some(format!("[$split({string}, {separator})[$ != '']]"))
}

/// Escapes a character for a regular expression. JSONata treats any backslash as an escape of the following bracket.
pub(super) fn escaped(c: char) -> String {
    match c {
        '\\' => "\\x5c".to_owned(),
        c if "^$.|?*+()[]{}/".contains(c) => format!("\\{c}"),
        c => c.to_string(),
    }
}
