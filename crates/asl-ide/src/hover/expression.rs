//! Hovers for the parts of paths, intrinsic functions and JSONata.

use super::super::cursor::{Cursor, touches};
use super::super::functions::Signature;
use super::{Hover, value};
use asl_core::catalog::functions;
use asl_core::catalog::{ObjectKind, QueryLanguage, context_field, errors, states_member_docs};
use asl_core::expr::intrinsic::{ArgumentKind, Call};
use asl_core::expr::path::{Path, PathStep, RootKind, StepKind};
use asl_core::expr::{Code, ExpressionRef};
use asl_core::semantic::data::Data;
use asl_core::text::Span;
use jsonata_syntax::{self as jsonata, LexemeKind, Parsed, lexemes};

/// The number of fields that a hover lists.
const SHOWN: usize = 12;

pub(super) fn hover(cursor: Cursor<'_>, site: ExpressionRef<'_>) -> Option<Hover> {
    let is_here = |span: Span| touches(site.span(span), cursor.offset);
    let (span, markdown) = match site.code() {
        Code::Path(path) => path_part(cursor, site, path, &is_here)?,
        Code::Intrinsic(intrinsic) => call_part(cursor, site, intrinsic.call.as_ref()?, &is_here)?,
        Code::Jsonata(parsed) => jsonata_part(cursor, site, code_of(site), parsed, &is_here)?,
        Code::Text if is_half_jsonata(site) => return half_jsonata(cursor, site),
        Code::Text => return text(cursor, site),
    };
    Some(Hover { span: site.span(span), markdown })
}

/// The code between the JSONata delimiters; the closing one may be missing.
fn code_of(site: ExpressionRef<'_>) -> &str {
    let code = site.text().value.strip_prefix("{%").unwrap_or_default();
    code.trim_end().strip_suffix("%}").unwrap_or(code)
}

fn is_half_jsonata(site: ExpressionRef<'_>) -> bool {
    site.object().language() == QueryLanguage::Jsonata && site.text().value.starts_with("{%")
}

/// A hover in an expression without its closing delimiter.
fn half_jsonata(cursor: Cursor<'_>, site: ExpressionRef<'_>) -> Option<Hover> {
    let code = code_of(site);
    let tree = cursor.analysis.tree();
    let place = |part: Span| tree.to_file(site.text(), Span { start: part.start + 2, end: part.end + 2 });
    let is_here = |span: Span| touches(place(span), cursor.offset);
    let (span, markdown) = jsonata_part(cursor, site, code, &jsonata::parse(code), &is_here)?;
    Some(Hover { span: place(span), markdown })
}

/// A hover in a plain string.
fn text(cursor: Cursor<'_>, site: ExpressionRef<'_>) -> Option<Hover> {
    if site.info().name == "Error" && site.key().is_none() {
        let markdown = errors::meaning(site.text().value)?.to_owned();
        return Some(Hover { span: super::inner(cursor.analysis.tree(), site.text()), markdown });
    }
    value::hover(cursor, site.field(), site.node()).filter(|_| site.key().is_none())
}

fn path_part(
    cursor: Cursor<'_>,
    site: ExpressionRef<'_>,
    path: &Path,
    is_here: &impl Fn(Span) -> bool,
) -> Option<(Span, String)> {
    // The innermost path at the cursor: a filter may contain a path of its own.
    let path = path.paths().rev().find(|path| is_here(path.span))?;
    if let Some(i) = path.steps.iter().position(|step| is_here(step.span)) {
        let docs = step_docs(path, i).or_else(|| data_docs(&path_data(cursor, site, path, i)?));
        return docs.map(|docs| (path.steps[i].span, docs));
    }
    if !is_here(path.root.span) {
        return None;
    }
    let docs = match path.root.kind {
        RootKind::Input => root_docs(site).to_owned(),
        RootKind::Context => {
            "The context object: information about the execution, the state machine and the state.".to_owned()
        }
        RootKind::Current => "The element that the filter tests.".to_owned(),
        RootKind::Variable(_) | RootKind::Missing => return None,
    };
    Some((path.root.span, docs))
}

/// What is known about the value at a step of a path that consists of names and indices.
fn path_data(cursor: Cursor<'_>, site: ExpressionRef<'_>, path: &Path, step: usize) -> Option<Data> {
    let root = Some(cursor.analysis.data().root(site)).filter(|_| path.root.kind == RootKind::Input)?;
    path.steps[..=step].iter().try_fold(root, |data, step| match &step.kind {
        StepKind::Child(name) => data.field(&name.value),
        StepKind::Index(_) => Some(data.element()),
        _ => None,
    })
}

/// Describes what is known about a value: "An array.", "An object with `Item` and `ConsumedCapacity`."
fn data_docs(data: &Data) -> Option<String> {
    let kind = match data.kind() {
        "" => return None,
        kind @ ("array" | "object") => format!("An {kind}"),
        kind => format!("A {kind}"),
    };
    let names = data.names();
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| super::code(name)).collect();
    let rest = names.len().saturating_sub(SHOWN);
    Some(match (shown.is_empty(), rest) {
        (true, _) => format!("{kind}."),
        (false, 0) => format!("{kind} with the fields {}.", shown.join(", ")),
        (false, rest) => format!("{kind} with the fields {} and {rest} more.", shown.join(", ")),
    })
}

/// The meaning of `$` in a field (§5.1).
fn root_docs(site: ExpressionRef<'_>) -> &'static str {
    const INPUT: &str = "The input of the state, as selected by `InputPath`.";
    let place = site.object().kind();
    match site.info().name {
        "InputPath" => "The input of the state.",
        "ResultPath" => "The input of the state, into which the result is inserted.",
        "OutputPath" => "The input of the state, combined with its result by `ResultPath`.",
        "ResultSelector" => "The raw result of the state.",
        "Assign" => match place {
            ObjectKind::Catcher => "The caught error, with `Error` and `Cause`.",
            ObjectKind::Task | ObjectKind::Parallel | ObjectKind::Map => "The raw result of the state.",
            ObjectKind::Pass => "The result of the state.",
            _ => INPUT,
        },
        _ => INPUT,
    }
}

fn step_docs(path: &Path, i: usize) -> Option<String> {
    let words = match &path.steps[i].kind {
        StepKind::Child(_) => return context_docs(path.context()?, i),
        StepKind::Index(index) if *index < 0 => "An element, counted from the end.",
        StepKind::Index(_) => "An element, counted from 0.",
        StepKind::Slice { .. } => "The elements from the first index up to, but not including, the second.",
        StepKind::Names(_) => "The fields with these names.",
        StepKind::Indexes(_) => "The elements at these indexes, counted from 0.",
        StepKind::Wildcard => "All fields or elements, as an array.",
        StepKind::Descendant => "Searches for the next step at every depth; the result is an array.",
        StepKind::Filter(_) => "The elements that satisfy the condition, as an array.",
        StepKind::Script => "An element at a computed index.",
        StepKind::Function { .. } => return None,
    };
    Some(words.to_owned())
}

/// The documentation of a context object field.
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
    cursor: Cursor<'_>,
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
        Some((text.placeholders[i], format!("Replaced with {}.", super::code(site.part(argument.span)))))
    });
    let in_argument = || {
        call.arguments.iter().find_map(|argument| match &argument.kind {
            ArgumentKind::Call(inner) => call_part(cursor, site, inner, is_here),
            ArgumentKind::Path(path) => path_part(cursor, site, path, is_here),
            _ => None,
        })
    };
    placeholder.or_else(in_argument)
}

fn function_docs(signature: &Signature) -> String {
    format!("```\n{}\n```\n\n{}", signature.label, signature.docs)
}

fn jsonata_part(
    cursor: Cursor<'_>,
    site: ExpressionRef<'_>,
    code: &str,
    parsed: &Parsed,
    is_here: &impl Fn(Span) -> bool,
) -> Option<(Span, String)> {
    for variable in jsonata::variables(parsed) {
        if is_here(variable.span) {
            return variable_docs(variable.name, variable.resolution).map(|docs| (variable.span, docs));
        }
        if variable.name != "states" {
            continue;
        }
        let mut names = Vec::new();
        for step in variable.steps() {
            names.push(step.name);
            if is_here(step.span) {
                let known = member_data(cursor, site, &names).and_then(|data| data_docs(&data));
                let docs: Vec<String> = member_docs(&names).into_iter().chain(known).collect();
                return (!docs.is_empty()).then(|| (step.span, docs.join("\n\n")));
            }
        }
    }
    operator_docs(code, is_here)
}

fn variable_docs(name: &str, resolution: jsonata::Resolution) -> Option<String> {
    match resolution {
        jsonata::Resolution::Free if name == "states" => {
            Some("The data that Step Functions provides: `input`, `context`, and in some fields `result` and `errorOutput`.".to_owned())
        }
        jsonata::Resolution::Free => {
            let refused = functions::function(name).is_some_and(functions::is_refused);
            let note = if refused { "\n\nStep Functions does not support this function." } else { "" };
            Some(format!("{}{note}", function_docs(&Signature::jsonata(name)?)))
        }
        jsonata::Resolution::Binding | jsonata::Resolution::Local { .. } => {
            Some("A local variable of this expression.".to_owned())
        }
    }
}

/// What is known about a value below `$states.input` or `$states.result`.
fn member_data(cursor: Cursor<'_>, site: ExpressionRef<'_>, names: &[&str]) -> Option<Data> {
    let (first, rest) = names.split_first()?;
    let (flow, state) = (cursor.analysis.data(), site.object().state()?);
    let data = match *first {
        "input" => flow.input(state),
        "result" => flow.result(state).clone(),
        _ => return None,
    };
    data.follow(&rest.iter().map(|name| format!(".{name}")).collect::<String>())
}

/// The documentation of a member of `$states`, or of a context object field in it.
fn member_docs(names: &[&str]) -> Option<String> {
    let (first, rest) = names.split_first()?;
    let docs = match rest {
        [] => states_member_docs(first)?,
        rest if *first == "context" => context_field(rest)?.docs,
        _ => return None,
    };
    Some(docs.to_owned())
}

/// The documentation of operators that other languages do not have, or that mean something else there.
fn operator_docs(code: &str, is_here: &impl Fn(Span) -> bool) -> Option<(Span, String)> {
    let is_operator = |kind| matches!(kind, LexemeKind::Operator | LexemeKind::Word);
    let found = lexemes(code).into_iter().find(|one| is_operator(one.kind) && is_here(one.span))?;
    let docs = match &code[found.span.range()] {
        "&" => "Concatenates two strings; other values are converted to strings first.",
        "~>" => "Passes the value on the left to the function on the right, as its first argument.",
        ":=" => "Assigns a value to a local variable.",
        ".." => "The integers from the first to the last, inclusive.",
        "@" => "Binds each element to a variable, and continues from the context of the element.",
        "#" => "Binds the index of each element, counted from 0, to a variable.",
        "^" => "Sorts by the expressions in the parentheses, in descending order after `>`.",
        "**" => "The values at every depth.",
        "in" => "Whether the array on the right contains the value on the left.",
        _ => return None,
    };
    Some((found.span, docs.to_owned()))
}
