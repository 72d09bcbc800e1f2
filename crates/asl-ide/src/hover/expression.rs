//! The parts of paths, intrinsic functions and JSONata.

use super::super::cursor::{Cursor, touches};
use super::super::functions::Signature;
use super::{Hover, value};
use asl_core::catalog::functions;
use asl_core::catalog::{ObjectKind, QueryLanguage, context_field, errors, states_member_docs};
use asl_core::expr::intrinsic::{ArgumentKind, Call};
use asl_core::expr::path::{Path, PathStep, RootKind, StepKind};
use asl_core::expr::{Code, ExpressionRef};
use asl_core::text::Span;
use jsonata_syntax::{self as jsonata, LexemeKind, Parsed, lexemes};

pub(super) fn hover(cursor: Cursor<'_>, site: ExpressionRef<'_>) -> Option<Hover> {
    let is_here = |span: Span| touches(site.span(span), cursor.offset);
    let (span, markdown) = match site.code() {
        Code::Path(path) => path_part(site, path, &is_here)?,
        Code::Intrinsic(intrinsic) => call_part(site, intrinsic.call.as_ref()?, &is_here)?,
        Code::Jsonata(parsed) => jsonata_part(code_of(site), parsed, &is_here)?,
        Code::Text if is_half_jsonata(site) => return half_jsonata(cursor, site),
        Code::Text => return text(cursor, site),
    };
    Some(Hover { span: site.span(span), markdown })
}

/// What stands between the delimiters of JSONata, be the second one there or not.
fn code_of(site: ExpressionRef<'_>) -> &str {
    let code = site.text().value.strip_prefix("{%").unwrap_or_default();
    code.trim_end().strip_suffix("%}").unwrap_or(code)
}

fn is_half_jsonata(site: ExpressionRef<'_>) -> bool {
    site.object().language() == QueryLanguage::Jsonata && site.text().value.starts_with("{%")
}

/// An expression whose end is not typed yet.
fn half_jsonata(cursor: Cursor<'_>, site: ExpressionRef<'_>) -> Option<Hover> {
    let code = code_of(site);
    let tree = cursor.analysis.tree();
    let place = |part: Span| tree.to_file(site.text(), Span { start: part.start + 2, end: part.end + 2 });
    let is_here = |span: Span| touches(place(span), cursor.offset);
    let (span, markdown) = jsonata_part(code, &jsonata::parse(code), &is_here)?;
    Some(Hover { span: place(span), markdown })
}

/// A string that is not evaluated where it could be.
fn text(cursor: Cursor<'_>, site: ExpressionRef<'_>) -> Option<Hover> {
    if site.info().name == "Error" && site.key().is_none() {
        let markdown = errors::meaning(site.text().value)?.to_owned();
        return Some(Hover { span: super::inner(cursor.analysis.tree(), site.text()), markdown });
    }
    value::hover(cursor, site.field(), site.node()).filter(|_| site.key().is_none())
}

fn path_part(
    site: ExpressionRef<'_>,
    path: &Path,
    is_here: &impl Fn(Span) -> bool,
) -> Option<(Span, String)> {
    // The smallest path around the cursor: that of a filter stands inside that of the field.
    let paths = path.paths();
    let path = paths.into_iter().rev().find(|path| is_here(path.span))?;
    if let Some(i) = path.steps.iter().position(|step| is_here(step.span)) {
        return step_docs(path, i).map(|docs| (path.steps[i].span, docs));
    }
    if !is_here(path.root.span) {
        return None;
    }
    let docs = match path.root.kind {
        RootKind::Input => root_docs(site).to_owned(),
        RootKind::Context => "The context object: the execution, the state machine, the state.".to_owned(),
        RootKind::Current => "The element that the filter looks at.".to_owned(),
        RootKind::Variable(_) | RootKind::Missing => return None,
    };
    Some((path.root.span, docs))
}

/// What `$` means in a field (§5.1).
fn root_docs(site: ExpressionRef<'_>) -> &'static str {
    const INPUT: &str = "The input of the state, as `InputPath` leaves it.";
    let place = site.object().kind();
    match site.info().name {
        "InputPath" => "The input of the state.",
        "ResultPath" => "The input of the state, into which the result is put.",
        "OutputPath" => {
            "What the state hands on: its input with its result, as `ResultPath` puts them together."
        }
        "ResultSelector" => "The result as the task gives it.",
        "Assign" => match place {
            ObjectKind::Catcher => "The error that was caught, with `Error` and `Cause`.",
            ObjectKind::Task | ObjectKind::Parallel | ObjectKind::Map => "The result as the task gives it.",
            ObjectKind::Pass => "The result of the state.",
            _ => INPUT,
        },
        _ => INPUT,
    }
}

fn step_docs(path: &Path, i: usize) -> Option<String> {
    let words = match &path.steps[i].kind {
        StepKind::Child(_) => return context_docs(path.context()?, i),
        StepKind::Index(index) if *index < 0 => "An element counted from the end.",
        StepKind::Index(_) => "An element, counted from 0.",
        StepKind::Slice { .. } => "The elements from the first index up to the one before the second.",
        StepKind::Names(_) => "The fields with these names.",
        StepKind::Indexes(_) => "The elements with these numbers, counted from 0.",
        StepKind::Wildcard => "All fields or elements; the result is an array.",
        StepKind::Descendant => "What follows is looked for at every depth; the result is an array.",
        StepKind::Filter(_) => "The elements for which the condition holds; the result is an array.",
        StepKind::Script => "An element whose number is computed.",
        StepKind::Function { .. } => return None,
    };
    Some(words.to_owned())
}

/// What a field of the context object holds.
fn context_docs(steps: &[PathStep], i: usize) -> Option<String> {
    let name = |step: &PathStep| match &step.kind {
        StepKind::Child(name) => Some(name.value.clone()),
        _ => None,
    };
    let names: Vec<String> = steps[..=i].iter().map(name).collect::<Option<_>>()?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Some(context_field(&names)?.docs.to_owned())
}

fn call_part(
    site: ExpressionRef<'_>,
    call: &Call,
    is_here: &impl Fn(Span) -> bool,
) -> Option<(Span, String)> {
    if is_here(call.name_span) {
        return Some((call.name_span, function_docs(&Signature::intrinsic(&call.name)?)));
    }
    let placeholder = call.template().and_then(|text| {
        let i = text.placeholders.iter().position(|span| is_here(*span))?;
        let argument = call.arguments.get(i + 1)?;
        Some((text.placeholders[i], format!("Filled with {}.", super::code(site.part(argument.span)))))
    });
    let in_argument = || {
        call.arguments.iter().find_map(|argument| match &argument.kind {
            ArgumentKind::Call(inner) => call_part(site, inner, is_here),
            ArgumentKind::Path(path) => path_part(site, path, is_here),
            _ => None,
        })
    };
    placeholder.or_else(in_argument)
}

fn function_docs(signature: &Signature) -> String {
    format!("```\n{}\n```\n\n{}", signature.label, signature.docs)
}

fn jsonata_part(code: &str, parsed: &Parsed, is_here: &impl Fn(Span) -> bool) -> Option<(Span, String)> {
    let variables = jsonata::variables(parsed);
    for variable in &variables {
        if is_here(variable.span) {
            return variable_docs(variable.name, variable.resolution).map(|docs| (variable.span, docs));
        }
        if variable.name != "states" {
            continue;
        }
        if let Some(i) = variable.steps.iter().position(|step| is_here(step.span)) {
            let names: Vec<&str> = variable.steps[..=i].iter().map(|step| step.name).collect();
            return member_docs(&names).map(|docs| (variable.steps[i].span, docs));
        }
    }
    operator_docs(code, is_here)
}

fn variable_docs(name: &str, resolution: jsonata::Resolution) -> Option<String> {
    match resolution {
        jsonata::Resolution::Free if name == "states" => {
            Some("What Step Functions provides: `input`, `context`, and where there are such, `result` and `errorOutput`.".to_owned())
        }
        jsonata::Resolution::Free => {
            let refused = functions::function(name).is_some_and(functions::is_refused);
            let note = if refused { "\n\nStep Functions does not run it." } else { "" };
            Some(format!("{}{note}", function_docs(&Signature::jsonata(name)?)))
        }
        jsonata::Resolution::Binding | jsonata::Resolution::Local { .. } => {
            Some("A variable of this expression.".to_owned())
        }
    }
}

/// What a member of `$states` holds, or a field of the context object in it.
fn member_docs(names: &[&str]) -> Option<String> {
    let (first, rest) = names.split_first()?;
    let docs = match rest {
        [] => states_member_docs(first)?,
        rest if *first == "context" => context_field(rest)?.docs,
        _ => return None,
    };
    Some(docs.to_owned())
}

/// The operators that other languages do not have, or that mean something else there.
fn operator_docs(code: &str, is_here: &impl Fn(Span) -> bool) -> Option<(Span, String)> {
    let is_operator = |kind| matches!(kind, LexemeKind::Operator | LexemeKind::Word);
    let found = lexemes(code).into_iter().find(|one| is_operator(one.kind) && is_here(one.span))?;
    let docs = match &code[found.span.range()] {
        "&" => "Joins two strings; other values are turned into strings first.",
        "~>" => "Hands the value on the left to the function on the right, as its first argument.",
        ":=" => "Gives a variable of this expression a value.",
        ".." => "All integers from the first to the last.",
        "@" => "Binds each element to a variable and goes on from where the element was found.",
        "#" => "Binds the position of each element, counted from 0, to a variable.",
        "^" => "Sorts by what stands in the brackets, with `>` from the greatest down.",
        "**" => "The values at every depth.",
        "in" => "Whether the value on the left is in the array on the right.",
        _ => return None,
    };
    Some((found.span, docs.to_owned()))
}
