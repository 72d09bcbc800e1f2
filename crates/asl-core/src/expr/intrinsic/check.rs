//! What is wrong with a call whose syntax is right: names, counts, types, ranges, placeholders, nesting.

use super::{Argument, ArgumentKind, Call, Text};
use crate::catalog::intrinsics::{
    self, IntrinsicInfo, MAX_NESTING, MAX_RANGE_ELEMENTS, Parameter, Range, ValueType,
};
use crate::expr::cursor::shown;
use crate::text::Span;

/// Something wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of problem it is.
    pub kind: ProblemKind,
    /// The smallest text to look at.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

/// The sorts of problems, with what is known of AWS's answer. "Runs and fails" is from a third party's tests that were
/// executed on AWS: the definition is deployed, the execution ends with `States.Runtime` and mostly with
/// `Invalid arguments in States.…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// No function has this name. AWS refuses the definition: reported for `States.format`, so capitals count, too.
    UnknownFunction,
    /// Too few or too many arguments. Runs and fails, at least for `States.Base64Decode` and `States.ArrayContains`.
    ArgumentCount,
    /// A literal or the result of a call has the wrong type. Runs and fails; only `States.JsonMerge` is reported to
    /// take anything for its third argument.
    ArgumentType,
    /// A number with a fraction where an integer is needed. Works: AWS cuts it off for sizes and indexes, and rounds
    /// it for `States.MathAdd`, as its documents say.
    Fraction,
    /// A literal outside of the documented range. Runs and fails.
    Range,
    /// An algorithm that `States.Hash` does not have. No verdict is known; documented.
    Algorithm,
    /// A literal text longer than documented. Runs and fails, as far as tested with texts from the input.
    TextLength,
    /// `true` as third argument of `States.JsonMerge`, which the specification has. Runs and fails.
    DeepMerge,
    /// The template of `States.Format` has more or fewer places than there are values. Runs and fails.
    Placeholders,
    /// A `{` or `}` in the template of `States.Format` that is neither `{}` nor escaped. Runs and fails, with
    /// `matching '}' not found for '{'`.
    StrayBrace,
    /// More than ten nested calls. Documented; no verdict is known.
    Nesting,
    /// A function in `ErrorPath` or `CausePath` that is not in AWS's list of those that give a string. Documented; no
    /// verdict is known.
    NotText,
}

/// Looks at a call and at all calls inside it. Problems come in the order of the calls.
pub fn check(call: &Call) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_nested(call, 1, &mut problems);
    problems
}

/// What keeps a call from being allowed in `ErrorPath` and `CausePath`. Unknown functions are not repeated.
pub fn check_text_field(call: &Call) -> Option<Problem> {
    let info = intrinsics::find(&call.name)?;
    let message = format!("`{}` does not give a string", info.name);
    (!info.text).then_some(Problem { kind: ProblemKind::NotText, span: call.name_span, message })
}

fn check_nested(call: &Call, depth: usize, problems: &mut Vec<Problem>) {
    if depth == MAX_NESTING + 1 {
        let message = format!("more than {MAX_NESTING} nested intrinsic functions");
        problems.push(Problem { kind: ProblemKind::Nesting, span: call.name_span, message });
    }
    match intrinsics::find(&call.name) {
        Some(info) => check_call(call, info, problems),
        None => {
            let message = format!("no intrinsic function named `{}`", shown(&call.name));
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
    let wanted = match (info.min, info.max) {
        (0, Some(0)) => "no arguments".to_owned(),
        (1, Some(1)) => "1 argument".to_owned(),
        (min, Some(max)) if min == max => format!("{min} arguments"),
        (min, Some(max)) => format!("{min} or {max} arguments"),
        (1, None) => "at least 1 argument".to_owned(),
        (min, None) => format!("at least {min} arguments"),
    };
    let message = format!("`{}` takes {wanted}, not {found}", info.name);
    Some(Problem { kind: ProblemKind::ArgumentCount, span, message })
}

fn argument_type(call: &Call, at: usize, argument: &Argument, parameter: &Parameter) -> Option<Problem> {
    let found = static_type(&argument.kind)?;
    let name = &call.name;
    let wanted = parameter.value.noun();
    let number = at + 1;
    if !found.can_be(parameter.value) {
        let message = format!("argument {number} of `{name}` must be {wanted}, not {}", found.noun());
        return Some(Problem { kind: ProblemKind::ArgumentType, span: argument.span, message });
    }
    match argument.kind {
        ArgumentKind::Number(value) if parameter.value == ValueType::Integer && value.fract() != 0.0 => {
            let message = format!("argument {number} of `{name}` must be {wanted}, not {value}");
            Some(Problem { kind: ProblemKind::Fraction, span: argument.span, message })
        }
        _ => None,
    }
}

/// The type that a value has whatever the input is.
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
            (ProblemKind::Range, format!("the {what} of `{name}` must be at least {least}, not {n}"))
        }
        (Range::Between(least, most), ArgumentKind::Number(n)) if *n < least as f64 || *n > most as f64 => {
            (ProblemKind::Range, format!("`{name}` takes integers from {least} to {most}, not {n}"))
        }
        (Range::NonZero, ArgumentKind::Number(0.0)) => {
            (ProblemKind::Range, format!("the {what} of `{name}` must not be 0"))
        }
        (Range::Characters(most), ArgumentKind::String(text)) => {
            let found = text.value.chars().count();
            if found <= most {
                return None;
            }
            (ProblemKind::TextLength, format!("`{name}` takes at most {most} characters, not {found}"))
        }
        (Range::OneOf(known), ArgumentKind::String(text)) if !known.contains(&text.value.as_str()) => {
            let list = known.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ");
            (
                ProblemKind::Algorithm,
                format!("the {what} of `{name}` must be one of {list}, not `{}`", shown(&text.value)),
            )
        }
        (Range::False, ArgumentKind::Bool(true)) => (
            ProblemKind::DeepMerge,
            format!("`{name}` takes only `false` here: Step Functions has no deep merge"),
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
    let message = format!("`{}` makes at most {MAX_RANGE_ELEMENTS} elements, not {elements}", call.name);
    let span = Span { start: call.arguments.first()?.span.start, end: call.arguments.get(2)?.span.end };
    (elements > MAX_RANGE_ELEMENTS).then_some(Problem { kind: ProblemKind::Range, span, message })
}

fn random_bounds(call: &Call) -> Option<Problem> {
    let (start, end) = (number(call, 0)?, number(call, 1)?);
    let message =
        format!("the start of `{}` must be less than its end, {start} is not less than {end}", call.name);
    let span = Span { start: call.arguments.first()?.span.start, end: call.arguments.get(1)?.span.end };
    (start >= end).then_some(Problem { kind: ProblemKind::Range, span, message })
}

fn template(call: &Call, problems: &mut Vec<Problem>) {
    let Some(text) = call.template() else { return };
    for &span in &text.stray {
        let message = "a brace that is neither part of `{}` nor escaped with a backslash".to_owned();
        problems.push(Problem { kind: ProblemKind::StrayBrace, span, message });
    }
    problems.extend(placeholders(call, text));
}

fn placeholders(call: &Call, text: &Text) -> Option<Problem> {
    let values = &call.arguments[1..];
    // A template with an unclosed quote or the like has errors already.
    if call.arguments.iter().any(|argument| argument.kind == ArgumentKind::Invalid) {
        return None;
    }
    let span = if text.placeholders.len() > values.len() {
        text.placeholders[values.len()]
    } else {
        values.get(text.placeholders.len())?.span
    };
    let message = format!(
        "the template has {}, and {} after it",
        counted(text.placeholders.len(), "placeholder", "placeholders"),
        match values.len() {
            1 => "1 value comes".to_owned(),
            0 => "no value comes".to_owned(),
            n => format!("{n} values come"),
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
