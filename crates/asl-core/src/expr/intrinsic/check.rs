//! The check of syntactically valid calls: names, numbers of arguments, types, ranges, placeholders, nesting.

use super::{Argument, ArgumentKind, Call, Text};
use crate::catalog::intrinsics::{
    self, IntrinsicInfo, MAX_NESTING, MAX_RANGE_ELEMENTS, Parameter, Range, ValueType,
};
use crate::expr::cursor::display;
use crate::text::Span;

/// A problem of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The kind of problem.
    pub kind: ProblemKind,
    /// The smallest text to look at.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

/// The kinds of problems, with what is known about AWS's behavior. "Fails at run time" comes from a third party's tests
/// that ran on AWS: the definition is deployed, and the execution fails with `States.Runtime`, usually with
/// `Invalid arguments in States.…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The function does not exist. AWS rejects the definition. This is reported for `States.format`, so names are
    /// case-sensitive.
    UnknownFunction,
    /// There are too few or too many arguments. Fails at run time, at least for `States.Base64Decode` and
    /// `States.ArrayContains`.
    ArgumentCount,
    /// A literal or the result of a call has the wrong type. Fails at run time. Only `States.JsonMerge` is reported to
    /// accept any third argument.
    ArgumentType,
    /// A number has a fraction, but an integer is expected. Works: AWS truncates sizes and indexes, and rounds the
    /// arguments of `States.MathAdd`, as documented.
    Fraction,
    /// A literal is outside the documented range. Fails at run time.
    Range,
    /// `States.Hash` does not support the algorithm. Documented; AWS's behavior is not known.
    Algorithm,
    /// A literal string exceeds the documented length. Fails at run time, as tested with strings from the input.
    TextLength,
    /// The third argument of `States.JsonMerge` is `true`, which the specification allows. Fails at run time.
    DeepMerge,
    /// The template of `States.Format` has more or fewer placeholders than there are values. Fails at run time.
    Placeholders,
    /// A `{` or `}` in the template of `States.Format` is neither part of `{}` nor escaped. Fails at run time with
    /// `matching '}' not found for '{'`.
    StrayBrace,
    /// Calls are nested more than ten levels deep. Documented; AWS's behavior is not known.
    Nesting,
    /// The function is not in AWS's list of functions for `ErrorPath` and `CausePath`, which return a string.
    /// Documented; AWS's behavior is not known.
    NotText,
}

/// Checks a call and all nested calls. Returns the problems in the order of the calls.
pub fn check(call: &Call) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_nested(call, 1, &mut problems);
    problems
}

/// Returns a problem if a call is not allowed in `ErrorPath` and `CausePath`. Unknown functions, which [`check`]
/// reports, are ignored.
pub(crate) fn check_text_field(call: &Call) -> Option<Problem> {
    let info = intrinsics::find(&call.name)?;
    let message = format!("`{}` does not return a string", info.name);
    (!info.text).then_some(Problem { kind: ProblemKind::NotText, span: call.name_span, message })
}

fn check_nested(call: &Call, depth: usize, problems: &mut Vec<Problem>) {
    if depth == MAX_NESTING + 1 {
        let message = format!("intrinsic functions are nested more than {MAX_NESTING} levels deep");
        problems.push(Problem { kind: ProblemKind::Nesting, span: call.name_span, message });
    }
    match intrinsics::find(&call.name) {
        Some(info) => check_call(call, info, problems),
        None => {
            let message = format!("unknown intrinsic function `{}`", display(&call.name));
            problems.push(Problem { kind: ProblemKind::UnknownFunction, span: call.name_span, message });
        }
    }
    for inner in call.calls() {
        check_nested(inner, depth + 1, problems);
    }
}

fn check_call(call: &Call, info: &IntrinsicInfo, problems: &mut Vec<Problem>) {
    problems.extend(count(call, info));
    for (at, argument) in call.arguments.iter().enumerate() {
        let Some(parameter) = info.parameter(at) else { break };
        problems.extend(argument_type(call, at, argument, parameter));
        problems.extend(argument_range(call, argument, parameter));
    }
    match info.name {
        "States.ArrayRange" => problems.extend(range_elements(call)),
        "States.MathRandom" => problems.extend(random_bounds(call)),
        "States.Format" => template(call, problems),
        _ => {}
    }
}

fn count(call: &Call, info: &IntrinsicInfo) -> Option<Problem> {
    let found = call.arguments.len();
    let span = match info.max {
        _ if found < info.min => call.name_span,
        Some(max) if found > max => {
            let last = call.arguments.last()?.span.end;
            Span { start: call.arguments.get(max)?.span.start, end: last }
        }
        _ => return None,
    };
    let expected = match (info.min, info.max) {
        (0, Some(0)) => "no arguments".to_owned(),
        (1, Some(1)) => "1 argument".to_owned(),
        (min, Some(max)) if min == max => format!("{min} arguments"),
        (min, Some(max)) => format!("{min} or {max} arguments"),
        (1, None) => "at least 1 argument".to_owned(),
        (min, None) => format!("at least {min} arguments"),
    };
    let message = format!("`{}` takes {expected}, not {found}", info.name);
    Some(Problem { kind: ProblemKind::ArgumentCount, span, message })
}

fn argument_type(call: &Call, at: usize, argument: &Argument, parameter: &Parameter) -> Option<Problem> {
    let found = static_type(&argument.kind)?;
    let name = &call.name;
    let expected = parameter.value.noun();
    let number = at + 1;
    if !found.can_be(parameter.value) {
        let message = format!("expected {expected} as argument {number} of `{name}`, found {}", found.noun());
        return Some(Problem { kind: ProblemKind::ArgumentType, span: argument.span, message });
    }
    match argument.kind {
        ArgumentKind::Number(value) if parameter.value == ValueType::Integer && value.fract() != 0.0 => {
            let message = format!("expected {expected} as argument {number} of `{name}`, found {value}");
            Some(Problem { kind: ProblemKind::Fraction, span: argument.span, message })
        }
        _ => None,
    }
}

/// Returns the type that an argument has for any input.
fn static_type(kind: &ArgumentKind) -> Option<ValueType> {
    match kind {
        ArgumentKind::String(_) => Some(ValueType::String),
        ArgumentKind::Number(_) => Some(ValueType::Number),
        ArgumentKind::Bool(_) => Some(ValueType::Boolean),
        ArgumentKind::Null => Some(ValueType::Null),
        ArgumentKind::Call(call) => intrinsics::find(&call.name).map(|info| info.result),
        ArgumentKind::Path(_) | ArgumentKind::Invalid => None,
    }
}

fn argument_range(call: &Call, argument: &Argument, parameter: &Parameter) -> Option<Problem> {
    let (name, what) = (&call.name, parameter.name);
    let (kind, message) = match (parameter.range, &argument.kind) {
        (Range::AtLeast(least), ArgumentKind::Number(n)) if *n < least as f64 => {
            (ProblemKind::Range, format!("{what} of `{name}` is {n}; the minimum is {least}"))
        }
        (Range::Between(least, most), ArgumentKind::Number(n)) if *n < least as f64 || *n > most as f64 => {
            (ProblemKind::Range, format!("argument of `{name}` is {n}; the range is {least} to {most}"))
        }
        (Range::NonZero, ArgumentKind::Number(0.0)) => {
            (ProblemKind::Range, format!("{what} of `{name}` is 0"))
        }
        (Range::Characters(most), ArgumentKind::String(text)) => {
            let found = text.value.chars().count();
            if found <= most {
                return None;
            }
            (
                ProblemKind::TextLength,
                format!("argument of `{name}` is {found} characters long; the maximum is {most}"),
            )
        }
        (Range::OneOf(known), ArgumentKind::String(text)) if !known.contains(&text.value.as_str()) => {
            let list = known.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ");
            (
                ProblemKind::Algorithm,
                format!("unknown {what} `{}` for `{name}`; expected one of {list}", display(&text.value)),
            )
        }
        (Range::False, ArgumentKind::Bool(true)) => (
            ProblemKind::DeepMerge,
            format!("`{name}` does not support deep merges; this argument must be `false`"),
        ),
        _ => return None,
    };
    Some(Problem { kind, span: argument.span, message })
}

fn number(call: &Call, at: usize) -> Option<i128> {
    match call.arguments.get(at)?.kind {
        ArgumentKind::Number(n) if n.fract() == 0.0 => Some(n as i128),
        _ => None,
    }
}

fn range_elements(call: &Call) -> Option<Problem> {
    let (first, last, step) = (number(call, 0)?, number(call, 1)?, number(call, 2)?);
    let distance = last.checked_sub(first)?;
    let elements = distance.checked_div(step)?.checked_add(1)?;
    let message = format!("`{}` returns {elements} elements; the maximum is {MAX_RANGE_ELEMENTS}", call.name);
    let span = Span { start: call.arguments.first()?.span.start, end: call.arguments.get(2)?.span.end };
    (elements > MAX_RANGE_ELEMENTS).then_some(Problem { kind: ProblemKind::Range, span, message })
}

fn random_bounds(call: &Call) -> Option<Problem> {
    let (start, end) = (number(call, 0)?, number(call, 1)?);
    let message = format!("start of `{}` ({start}) is not less than its end ({end})", call.name);
    let span = Span { start: call.arguments.first()?.span.start, end: call.arguments.get(1)?.span.end };
    (start >= end).then_some(Problem { kind: ProblemKind::Range, span, message })
}

fn template(call: &Call, problems: &mut Vec<Problem>) {
    let Some(text) = call.template() else { return };
    for &span in &text.stray {
        let message = "brace is neither part of `{}` nor escaped with a backslash".to_owned();
        problems.push(Problem { kind: ProblemKind::StrayBrace, span, message });
    }
    problems.extend(placeholders(call, text));
}

fn placeholders(call: &Call, text: &Text) -> Option<Problem> {
    let values = &call.arguments[1..];
    // Invalid arguments, such as an unclosed quote, have been reported as errors.
    if call.arguments.iter().any(|argument| argument.kind == ArgumentKind::Invalid) {
        return None;
    }
    let span = if text.placeholders.len() > values.len() {
        text.placeholders[values.len()]
    } else {
        values.get(text.placeholders.len())?.span
    };
    let message = format!(
        "template has {}, but {}",
        counted(text.placeholders.len(), "placeholder", "placeholders"),
        match values.len() {
            1 => "1 value follows".to_owned(),
            0 => "no value follows".to_owned(),
            n => format!("{n} values follow"),
        }
    );
    Some(Problem { kind: ProblemKind::Placeholders, span, message })
}

fn counted(n: usize, one: &str, many: &str) -> String {
    match n {
        0 => format!("no {one}"),
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    }
}
