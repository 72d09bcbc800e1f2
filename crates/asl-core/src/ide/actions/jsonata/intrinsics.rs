//! Calls of intrinsic functions. Some have none that does exactly the same: JSONata encodes Base64 byte by byte, writes
//! strings without quotes where `States.JsonToString` has them, and numbers with 15 digits at most.

use super::expressions::{Expression, Form, number, text, type_of};
use crate::catalog::intrinsics::{ValueType, find};
use crate::expr::intrinsic::{Argument, ArgumentKind, Call};
use crate::expr::path;

/// A call in `source`, where `input` stands for `$`.
pub(super) fn call(call: &Call, source: &str, input: &str) -> Option<Expression> {
    let arguments: Option<Vec<Expression>> =
        call.arguments.iter().map(|one| argument(one, source, input)).collect();
    let arguments = arguments?;
    let part = |at: usize| arguments.get(at).map(Expression::part);
    let kinds: Vec<&ArgumentKind> = call.arguments.iter().map(|argument| &argument.kind).collect();
    let mut form = Form::Operand;
    let mut value = find(&call.name)?.result;
    let code = match (call.name.as_str(), kinds.as_slice()) {
        ("States.UUID", []) => "$uuid()".to_owned(),
        ("States.Format", _) => return formatted(call, source, arguments.get(1..)?),
        ("States.StringToJson", [_]) => format!("$parse({})", part(0)?),
        ("States.Hash", [_, ArgumentKind::String(_)]) if is_string(arguments.first()) => {
            format!("$hash({}, {})", part(0)?, part(1)?)
        }
        ("States.StringSplit", [_, ArgumentKind::String(delimiters)]) => {
            form = Form::List;
            split(&part(0)?, &delimiters.value)?
        }
        ("States.Array", _) => {
            form = Form::List;
            let items: Option<Vec<String>> = arguments.iter().map(item).collect();
            format!("[{}]", items?.join(", "))
        }
        ("States.ArrayPartition", [_, ArgumentKind::Number(size)]) if *size >= 1.0 && size.fract() == 0.0 => {
            format!("$partition({}, {})", part(0)?, part(1)?)
        }
        ("States.ArrayContains", _) if is_compared_by_identity(arguments.get(1)?, kinds.get(1)?) => {
            form = Form::Operation;
            format!("{} in {}", part(1)?, part(0)?)
        }
        ("States.ArrayRange", [_, _, _]) => format!("$range({}, {}, {})", part(0)?, part(1)?, part(2)?),
        ("States.ArrayGetItem", [array, index]) => {
            let is_index = match index {
                ArgumentKind::Number(index) => *index >= 0.0 && index.fract() == 0.0,
                other => matches!(other, ArgumentKind::Path(_) | ArgumentKind::Call(_)),
            };
            let mut list = part(0)?;
            if matches!(array, ArgumentKind::Call(call) if call.name == "States.StringSplit") {
                value = ValueType::String;
                // The brackets make a list of a single part, which has the index 0 without them too.
                list = list.strip_prefix('[')?.strip_suffix(']')?.to_owned();
            }
            is_index.then_some(format!("{list}[{}]", arguments.get(1)?.code))?
        }
        ("States.ArrayLength", [_]) => format!("$count({})", part(0)?),
        ("States.ArrayUnique", [_]) => format!("$distinct({})", part(0)?),
        ("States.JsonMerge", [_, _, ArgumentKind::Bool(false)]) => {
            format!("$merge([{}, {}])", part(0)?, part(1)?)
        }
        ("States.MathRandom", [_, _]) => {
            form = Form::Operation;
            format!("$floor($random() * ({} - {start})) + {start}", part(1)?, start = part(0)?)
        }
        ("States.MathAdd", [_, second]) => {
            form = Form::Operation;
            match second {
                ArgumentKind::Number(second) if *second < 0.0 => {
                    format!("{} - {}", part(0)?, number(-second)?)
                }
                _ => format!("{} + {}", part(0)?, part(1)?),
            }
        }
        _ => return None,
    };
    Some(Expression { code, value, form })
}

fn argument(argument: &Argument, source: &str, input: &str) -> Option<Expression> {
    Some(match &argument.kind {
        ArgumentKind::String(string) => Expression::operand(text(&string.value), ValueType::String),
        ArgumentKind::Number(value) => {
            let is_integer = value.fract() == 0.0 && value.abs() < 1e15;
            let kind = if is_integer { ValueType::Integer } else { ValueType::Number };
            Expression::operand(number(*value)?, kind)
        }
        ArgumentKind::Bool(value) => Expression::operand(value.to_string(), ValueType::Boolean),
        ArgumentKind::Null => Expression::operand("null", ValueType::Null),
        ArgumentKind::Path(path) => Expression::operand(path::to_jsonata(path, input)?, type_of(path)),
        ArgumentKind::Call(inner) => call(inner, source, input)?,
        ArgumentKind::Invalid => return None,
    })
}

fn is_string(argument: Option<&Expression>) -> bool {
    argument.is_some_and(|argument| argument.value == ValueType::String)
}

/// The text of `States.Format`. It writes objects in a way of its own, and numbers that are no integers in another one
/// than JSONata.
fn formatted(call: &Call, source: &str, values: &[Expression]) -> Option<Expression> {
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
    Some(Expression { code, value: ValueType::String, form })
}

/// A part of a text in single quotes, without its escapes.
fn unescaped(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

/// `States.StringSplit` splits at each of the characters and drops what is empty.
fn split(string: &str, delimiters: &str) -> Option<String> {
    let mut distinct: Vec<char> = Vec::new();
    for c in delimiters.chars() {
        // JavaScript has two characters for those outside of the basic plane.
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

/// A character as it stands in a regular expression. JSONata takes any backslash for an escape of the bracket after it.
pub(super) fn escaped(c: char) -> String {
    match c {
        '\\' => "\\x5c".to_owned(),
        c if "^$.|?*+()[]{}/".contains(c) => format!("\\{c}"),
        c => c.to_string(),
    }
}

/// An argument of `States.Array` as an item. JSONata puts the items of an array in its place, unless the array is
/// written there; so what may be an array is not certain.
fn item(argument: &Expression) -> Option<String> {
    let code = &argument.code;
    match argument.value {
        _ if argument.form == Form::List => Some(code.clone()),
        ValueType::Array => Some(format!("[{code}]")),
        ValueType::Any => None,
        _ => Some(code.clone()),
    }
}

/// Whether `in` finds such a value, which it does not for objects; numbers may be written in two ways.
fn is_compared_by_identity(value: &Expression, kind: &ArgumentKind) -> bool {
    value.value == ValueType::String || matches!(kind, ArgumentKind::Bool(_) | ArgumentKind::Null)
}

#[cfg(test)]
mod tests {
    use crate::ide::actions::jsonata::tests::in_jsonata;

    /// What a call becomes in a payload.
    #[track_caller]
    fn converted(call: &str) -> Option<String> {
        let call = call.replace('\\', "\\\\");
        let after =
            in_jsonata(&format!(r#""Type": "Pass", "Parameters": {{ "a.$": "{call}" }}, "End": true"#))?;
        let expression = after.split_once("{% ").unwrap().1.split_once(" %}").unwrap().0;
        Some(expression.replace("\\\"", "\"").replace("\\\\", "\\"))
    }

    #[test]
    fn functions_have_counterparts() {
        for (call, expected) in [
            ("States.UUID()", "$uuid()"),
            ("States.StringToJson($.a)", "$parse($states.input.a)"),
            ("States.Hash('x', 'MD5')", "$hash('x', 'MD5')"),
            ("States.ArrayPartition($.a, 2)", "$partition($states.input.a, 2)"),
            ("States.ArrayRange(1, $.n, -1)", "$range(1, $states.input.n, -1)"),
            ("States.ArrayContains($.a, 'x')", "'x' in $states.input.a"),
            ("States.ArrayLength($$.Execution.Input.a)", "$count($states.context.Execution.Input.a)"),
            ("States.ArrayUnique($.a)", "$distinct($states.input.a)"),
            ("States.JsonMerge($.a, $v, false)", "$merge([$states.input.a, $v])"),
            ("States.MathRandom(1, $.n)", "$floor($random() * ($states.input.n - 1)) + 1"),
            ("States.MathAdd($.a, -1)", "$states.input.a - 1"),
            ("States.MathAdd(States.MathAdd($.a, 1), $.b)", "($states.input.a + 1) + $states.input.b"),
        ] {
            assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
        }
    }

    #[test]
    fn an_array_has_each_argument_as_one_item() {
        for (call, expected) in [
            ("States.Array(1, 'x', null)", "[1, 'x', null]"),
            ("States.Array($$.State.Name)", "[$states.context.State.Name]"),
            ("States.Array(States.Array(1), States.ArrayUnique($.a))", "[[1], [$distinct($states.input.a)]]"),
        ] {
            assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
        }
    }

    #[test]
    fn a_text_is_split_at_each_delimiter() {
        for (call, expected) in [
            ("States.StringSplit($.a, '::')", "[$split($states.input.a, ':')[$ != '']]"),
            ("States.StringSplit($.a, '/]\\\\')", r"[$split($states.input.a, /[\/\]\x5c]/)[$ != '']]"),
            (
                "States.ArrayGetItem(States.StringSplit($$.Execution.Id, ':'), 6)",
                "$split($states.context.Execution.Id, ':')[$ != ''][6]",
            ),
        ] {
            assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
        }
    }

    #[test]
    fn a_format_of_strings_and_integers_is_a_text() {
        for (call, expected) in [
            ("States.Format('none')", "'none'"),
            ("States.Format('{}', $$.State.Name)", "$states.context.State.Name"),
            ("States.Format('{}', States.ArrayLength($.a))", "$string($count($states.input.a))"),
            (
                r"States.Format('it\'s \{\} {}-{}!', $$.State.Name, States.MathAdd($.n, 1))",
                r#""it's {} " & $states.context.State.Name & '-' & ($states.input.n + 1) & '!'"#,
            ),
        ] {
            assert_eq!(converted(call).as_deref(), Some(expected), "{call}");
        }
    }

    #[test]
    fn calls_that_may_differ_stay() {
        for call in [
            "States.Format('{}', $.a)",
            "States.Format('{}', 1.5)",
            "States.Format('{} {}', $$.State.Name)",
            "States.Format($.template, $$.State.Name)",
            "States.JsonToString($.a)",
            "States.Base64Encode('x')",
            "States.Base64Decode('x')",
            "States.Hash($.a, 'MD5')",
            "States.ArrayPartition($.a, $.n)",
            "States.ArrayContains($.a, $.b)",
            "States.ArrayContains($.a, 1)",
            "States.ArrayGetItem($.a, -1)",
            "States.Array($.a)",
            "States.Array(States.StringToJson($.a))",
            "States.JsonMerge($.a, $.b, true)",
            "States.MathRandom(1, 9, 3)",
            "States.StringSplit($.a, $.b)",
            "States.StringSplit($.a, '')",
            "States.ArrayLength($.a[*])",
        ] {
            assert_eq!(converted(call), None, "{call}");
        }
    }
}
