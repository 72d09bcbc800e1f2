use crate::catalog::functions;
use crate::catalog::limits::MAX_RANGE_CALL;
use crate::rules::prelude::*;
use jsonata_syntax::{
    Argument, Function, NodeId, NodeKind, Parsed, Type, Types, date_error, integer_error, misfit,
    number_error,
};

pub(super) static RULE: Rule = Rule {
    name: "function-arguments",
    group: Group::Jsonata,
    docs: include_str!("function_arguments.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

const ALGORITHMS: [&str; 5] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

pub(super) fn run(cx: &mut Context<'_>) {
    for (site, parsed, types) in cx.typed() {
        let mut inputs = vec![None; parsed.tree.len()];
        for (_, node) in parsed.tree.nodes() {
            if let NodeKind::Apply { input, function } = node.kind {
                inputs[function.index()] = Some(input);
            }
        }
        for (id, node) in parsed.tree.nodes() {
            let input = inputs[id.index()];
            let (callee, args) = match &node.kind {
                NodeKind::Call { callee, args } => (*callee, args.as_slice()),
                // If the input may be a function, `~>` composes the two functions.
                NodeKind::Variable(_) if input.is_some_and(|input| is_value(types.get(input))) => {
                    (id, &[][..])
                }
                _ => continue,
            };
            if let Some(function) = types.function(callee).filter(|function| !functions::is_refused(function))
            {
                let args: Vec<NodeId> = input.into_iter().chain(args.iter().copied()).collect();
                check_call(cx, site, FunctionCall { parsed, types, function, callee, args: &args });
            }
        }
    }
}

fn is_value(kind: Type) -> bool {
    !matches!(kind, Type::Function | Type::Unknown)
}

struct FunctionCall<'c> {
    parsed: &'c Parsed,
    types: &'c Types,
    function: &'static Function,
    callee: NodeId,
    args: &'c [NodeId],
}

fn check_call<'a>(cx: &mut Context<'a>, site: ExpressionRef<'a>, call: FunctionCall<'_>) {
    let FunctionCall { parsed, types, function, callee, args } = call;
    let tree = &parsed.tree;
    let name = function.name;
    let count = args.len();
    let argument_span = |index: usize| site.span(tree.span(args.get(index).copied().unwrap_or(callee)));
    let too_few = count < usize::from(function.min);
    if too_few || function.max.is_some_and(|max| count > usize::from(max)) {
        let span = argument_span(if too_few { count } else { usize::from(function.max.unwrap_or_default()) });
        let given = if count == 0 { "none".to_owned() } else { count.to_string() };
        cx.report(&RULE, span, format!("`${name}` takes {}, not {given}", counts(function)))
            .note("the evaluation fails with `States.QueryEvaluationError`")
            .help(format!("call it as `{}`", signature(function)));
        return;
    }
    // The signatures of the functions that Step Functions adds are not published.
    if !functions::is_added(function) {
        let arguments: Vec<Argument> = args.iter().map(|arg| Argument::new(tree, types, *arg)).collect();
        if let Some(index) = misfit(function, &arguments) {
            let message = match (args.get(index), function.params.get(index)) {
                (Some(arg), Some(param)) => {
                    let kind = types.get(*arg);
                    match kind {
                        Type::Array => format!("`${name}` does not accept these items as `{param}`"),
                        _ => format!("`${name}` does not accept {kind} as `{param}`"),
                    }
                }
                (None, Some(param)) => format!("`${name}` requires the argument `{param}`"),
                _ => format!("`${name}` does not accept this argument"),
            };
            cx.report(&RULE, argument_span(index), message)
                .note("the evaluation fails with `States.QueryEvaluationError`: the argument does not match the function's signature")
                .help(format!("call it as `{}`", signature(function)));
            return;
        }
    }
    let literals: Vec<&NodeKind> = args.iter().map(|arg| tree.kind(*arg)).collect();
    if let Some((index, message)) = wrong_literal(name, &literals) {
        cx.report(&RULE, argument_span(index), message)
            .note("the evaluation fails with `States.QueryEvaluationError`");
    } else if let Some((index, message)) = wrong_picture(name, &literals) {
        let span = tree.span(args[index]);
        // Without the quotes.
        let inner = Span { start: span.start + 1, end: span.end - 1 };
        let span = if inner.is_empty() { site.span(span) } else { site.span(inner) };
        let diag = cx.report(&RULE, span, message);
        if is_constant(name, &literals) {
            diag.note(format!("`${name}` returns this string for every date"));
        } else {
            diag.note("the evaluation fails with `States.QueryEvaluationError`");
        }
    }
}

/// The index of an invalid number or date picture, and what is wrong with it.
fn wrong_picture(name: &str, args: &[&NodeKind]) -> Option<(usize, String)> {
    let (index, error): (usize, fn(&str) -> Option<String>) = match (name, args.len()) {
        // Options may define other characters for digits and separators.
        ("formatNumber", 2) => (1, number_error),
        ("formatInteger" | "parseInteger", 2) => (1, integer_error),
        ("fromMillis" | "toMillis", 2 | 3) => (1, date_error),
        ("now", 1 | 2) => (0, date_error),
        _ => return None,
    };
    let NodeKind::String(picture) = args[index] else { return None };
    Some((index, error(picture)?))
}

/// Whether a date is formatted with a picture without any component.
fn is_constant(name: &str, args: &[&NodeKind]) -> bool {
    matches!(name, "now" | "fromMillis")
        && args.iter().any(|arg| matches!(arg, NodeKind::String(picture) if !picture.contains('[')))
}

/// Arguments of the right type that the function rejects nevertheless (reference, Appendix C.3).
fn wrong_literal(name: &str, args: &[&NodeKind]) -> Option<(usize, String)> {
    match (name, args) {
        ("formatBase", [_, NodeKind::Number(radix)]) if !(2.0..=36.0).contains(radix) => {
            Some((1, "the base must be a number from 2 to 36".to_owned()))
        }
        ("replace", [_, NodeKind::String(pattern), ..]) if pattern.is_empty() => {
            Some((1, "the pattern to replace cannot be empty".to_owned()))
        }
        ("toMillis", [NodeKind::String(time)]) if !is_iso_8601(time) => {
            Some((0, format!("`{time}` is not an ISO 8601 timestamp")))
        }
        ("range", [_, _, NodeKind::Number(step)]) if *step == 0.0 => {
            Some((2, "the step cannot be 0".to_owned()))
        }
        ("range", [NodeKind::Number(first), NodeKind::Number(last), NodeKind::Number(step)])
            if (last - first) / step + 1.0 >= MAX_RANGE_CALL =>
        {
            Some((1, format!("this range has {} items or more", grouped(MAX_RANGE_CALL))))
        }
        ("partition", [_, NodeKind::Number(size)]) if *size < 1.0 => {
            Some((1, "the size must be at least 1".to_owned()))
        }
        ("hash", [_, NodeKind::String(algorithm)]) if !ALGORITHMS.contains(&algorithm.as_str()) => {
            Some((1, format!("`{algorithm}` is not one of {}", listed_names(&ALGORITHMS, "and"))))
        }
        _ => None,
    }
}

/// Whether a string may be a date or time that JSONata parses without a picture: year first, and only its characters.
fn is_iso_8601(text: &str) -> bool {
    let starts_with_year = text.len() >= 4 && text.bytes().take(4).all(|b| b.is_ascii_digit());
    starts_with_year && text.bytes().all(|b| b.is_ascii_digit() || b"-:.+TZ".contains(&b))
}

fn counts(function: &Function) -> String {
    let (min, max) = (function.min, function.max);
    match max {
        Some(0) => "no argument".to_owned(),
        Some(1) if min == 1 => "one argument".to_owned(),
        Some(1) => "at most one argument".to_owned(),
        Some(max) if max == min => format!("{max} arguments"),
        Some(max) => format!("{min} to {max} arguments"),
        None => format!("at least {min} argument{}", if min == 1 { "" } else { "s" }),
    }
}

fn signature(function: &Function) -> String {
    format!("${}({})", function.name, function.params.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::with_output;

    #[test]
    fn arguments_by_the_table() {
        check(
            &RULE,
            r#"
{
  "QueryLanguage": "JSONata",
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "Assign": { "text": "a", "round": 1, "filled": "${Filled}", "partly": "a {% $x %}" },
      "Output": {
        "a": "{% $uuid(1) %}",
//                     ^ `$uuid` takes no argument, not 1
        "b": "{% $append([1]) %}",
//               ^^^^^^^ `$append` takes 2 arguments, not 1
        "c": "{% $sum('5') + $sum($text) %}",
//                    ^^^ `$sum` does not accept a string as `array`
//                                ^^^^^ `$sum` does not accept a string as `array`
        "d": "{% 5 ~> $uppercase %}",
//               ^ `$uppercase` does not accept a number as `str`
        "e": "{% 'a' ~> $substring(1) ~> $substring('b') %}",
//                                                  ^^^ `$substring` does not accept a string as `start`
        "f": "{% $join([1, 2], '-') %}",
//                     ^^^^^^ `$join` does not accept these items as `array`
        "g": "{% $hash('a', 'SHA256') %}",
//                          ^^^^^^^^ `SHA256` is not one of `MD5`, `SHA-1`, `SHA-256`, `SHA-384` and `SHA-512`
        "h": "{% $formatBase(10, 99) & $replace('a', '', 'b') %}",
//                               ^^ the base must be a number from 2 to 36
//                                                   ^^ the pattern to replace cannot be empty
        "i": "{% $toMillis('tomorrow') & $toMillis('2030-01-31') %}",
//                         ^^^^^^^^^^ `tomorrow` is not an ISO 8601 timestamp
        "j": "{% $range(1, 5, 0) %}",
//                            ^ the step cannot be 0
        "n": "{% $formatNumber(1, \"x\") & $formatNumber(1, '#,##0.00') & $formatNumber(1, 'x', $o) %}",
//                                  ^ the picture has no digit, `0` or `#`
        "o": "{% $formatNumber(1, '') & $formatInteger(1, 'w') & $formatInteger(1, 'roman') %}",
//                                ^^ the picture has no digit, `0` or `#`
//                                                                                  ^^^^^ `roman` is not a picture of an integer
        "p": "{% $fromMillis(1, '[YYYY]-[MM]') & $now('[Y0001]-[M01]') & $toMillis('1', '[y]') %}",
//                               ^^^^^^^^^^^ `[YYYY]` is not a component of a date: write `[Y]` or `[Y0001]`
//                                                                                       ^^^ `y` is not a component of a date
        "q": "{% $now('YYYY-MM-DD') & $range(1, 500000, 1) & $range(1, 200000, 1) %}",
//                     ^^^^^^^^^^ the picture has no component in brackets, such as `[Y0001]`
//                                              ^^^^^^ this range has 500,000 items or more
        "r": "{% $range(5, 500003, 1) & $partition([1], 1) & $partition([1], 0.5) %}",
//                                                                           ^^^ the size must be at least 1
        "t": "{% $toMillis('1-02-2030') & $toMillis('2030 January') %}",
//                         ^^^^^^^^^^^ `1-02-2030` is not an ISO 8601 timestamp
//                                                  ^^^^^^^^^^^^^^ `2030 January` is not an ISO 8601 timestamp
        "u": "{% $formatBase(10, 16) & $replace('a', 'b', 'c') & $hash('a', 'MD5') %}",
        "s": "{% $sum($filled) + $sum($partly) %}",
        "k": "{% ($sum := function() { 1 }; $sum()) %}",
        "l": "{% $map([1], $string) & $round() & $uppercase(?)('a') & $states.input.a.$uppercase() %}",
        "m": "{% $substring('abc') %}"
//               ^^^^^^^^^^ `$substring` requires the argument `start`
      },
      "End": true
    }
  }
}"#,
        );
    }

    #[test]
    fn messages_say_how_many_arguments_there_are() {
        let message = |expression: &str| only_finding(&RULE, &with_output(expression)).message;
        assert_eq!(message("$sum(1, 2)"), "`$sum` takes one argument, not 2");
        assert_eq!(message("$random(1, 2)"), "`$random` takes at most one argument, not 2");
        assert_eq!(message("$append(1, 2, 3)"), "`$append` takes 2 arguments, not 3");
        assert_eq!(message("$pad('a', 1, 'b', 2)"), "`$pad` takes 1 to 3 arguments, not 4");
    }

    #[test]
    fn a_picture_without_components() {
        let note = |expression: &str| only_finding(&RULE, &with_output(expression)).notes.remove(0);
        assert_eq!(note("$now('Y')"), "`$now` returns this string for every date");
        assert_eq!(note("$fromMillis(1, 'Y')"), "`$fromMillis` returns this string for every date");
        assert_eq!(note("$toMillis('1', 'Y')"), "the evaluation fails with `States.QueryEvaluationError`");
        assert_eq!(note("$now('[y]')"), "the evaluation fails with `States.QueryEvaluationError`");
    }
}
