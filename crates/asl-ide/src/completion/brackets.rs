//! Completion contexts inside brackets: JSON, flow YAML and Terraform, by brackets, colons and commas.

use super::super::cursor::touches;
use super::context::{CompletionContext, Expected, TypedStep, is_inside};
use asl_core::syntax::{Kind, Node, Notation, Pair};
use asl_core::text::Span;

/// The completion context in a bracketed container.
pub(super) fn find<'a>(mut context: CompletionContext<'a>, root: Node<'a>) -> Option<CompletionContext<'a>> {
    context.in_brackets = true;
    let mut node = root;
    loop {
        if !is_inside(node, context.offset) {
            return None;
        }
        let offset = context.offset;
        let inner = match node.kind() {
            Kind::Object => match node.pairs().rfind(|pair| touches(pair.span(), offset)) {
                Some(pair) if touches(pair.key().span, offset) => return key(context, node, pair),
                Some(pair) if pair.reference().is_some() => return None,
                Some(pair) => pair.value().map(|value| (TypedStep::Pair(pair), value)),
                None => None,
            },
            Kind::Array => {
                let item = node.items().rfind(|item| touches(item.span(), offset));
                item.map(|item| (TypedStep::Item(Some(item)), item))
            }
            _ => None,
        };
        let Some((step, value)) = inner.filter(|(_, value)| touches(value.span(), offset)) else {
            return gap(context, node);
        };
        let is_container = matches!(value.kind(), Kind::Object | Kind::Array);
        if !is_container {
            return scalar(context, step, value);
        }
        if !is_inside(value, offset) {
            return gap(context, node);
        }
        context.steps.push(step);
        node = value;
    }
}

/// On a key.
fn key<'a>(
    mut context: CompletionContext<'a>,
    object: Node<'a>,
    pair: Pair<'a>,
) -> Option<CompletionContext<'a>> {
    context.replace = closed(&context, pair.key().span);
    let before = object.pairs().rfind(|other| other.span().end <= pair.key().span.start);
    if let Some(before) = before {
        // A string where a value is expected: `"Next" "A"`.
        let gap = code(&context.text()[before.span().end as usize..pair.key().span.start as usize]);
        if !gap.contains(',') && before.value().is_some() {
            context.comma_before = Some(before.span().end);
        }
    }
    let has_swallowed = context.notation() != Notation::EscapedJson
        && context.text()[context.replace.end as usize..].starts_with(char::is_alphanumeric);
    if has_swallowed {
        // A key without its closing quote extends to the next quote.
        context.replace.end = context.offset.clamp(context.replace.start, context.replace.end);
    }
    let rest = &context.text()[context.replace.end as usize..];
    let alone = rest.trim_start().starts_with([':', '=']);
    if has_swallowed && !alone {
        return None;
    }
    context.comma_after = !alone && wants_comma(rest, context.notation(), true);
    context.expected = Expected::Key { object: Some(object), old: Some(pair), alone };
    Some(context)
}

/// On a scalar.
fn scalar<'a>(
    mut context: CompletionContext<'a>,
    step: TypedStep<'a>,
    value: Node<'a>,
) -> Option<CompletionContext<'a>> {
    context.steps.push(step);
    context.replace = match value.kind() {
        Kind::String => closed(&context, value.span()),
        _ => value.span(),
    };
    let rest = &context.text()[context.replace.end as usize..];
    context.comma_after = wants_comma(rest, context.notation(), matches!(step, TypedStep::Pair(_)));
    context.expected = Expected::Value(Some(value));
    Some(context)
}

/// Between the members of a container.
fn gap<'a>(mut context: CompletionContext<'a>, container: Node<'a>) -> Option<CompletionContext<'a>> {
    let text = context.text();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '-');
    let start = text[..context.offset as usize].trim_end_matches(is_word).len();
    let tail = text[context.offset as usize..].trim_start_matches(is_word);
    let start = start.max(container.span().start as usize + 1);
    context.replace = Span::new(start, text.len() - tail.len());
    let before = |span: Span| span.end as usize <= start;
    if container.kind() == Kind::Array {
        let last = container.items().rfind(|item| before(item.span()));
        let has_comma = |last: Node<'_>| code(&text[last.span().end as usize..start]).contains(',');
        context.comma_before = last.filter(|last| !has_comma(*last)).map(|last| last.span().end);
        context.comma_after = wants_comma(tail, context.notation(), false);
        context.steps.push(TypedStep::Item(None));
        context.expected = Expected::Value(None);
        let from = last.map_or(container.span().start, |last| last.span().end);
        return (!in_comment(text, from, start, context.notation())).then_some(context);
    }
    context.comma_after = wants_comma(tail, context.notation(), true);
    let last = container.pairs().rfind(|pair| before(pair.key().span));
    let ends = last
        .map(|last| last.value().filter(|value| before(value.span())).map_or(last.key().span, Node::span));
    if in_comment(text, ends.map_or(container.span().start, |span| span.end), start, context.notation()) {
        return None;
    }
    if let Some(last) = last {
        // In YAML, a value may be empty.
        let is_value = |value: &Node<'_>| before(value.span()) && !value.span().is_empty();
        let has_value = last.value().filter(is_value);
        let end = has_value.map_or(last.key().span.end, |value| value.span().end);
        let gap = code(&text[end as usize..start]);
        // The value follows the cursor.
        let is_ahead = has_value.is_none() && last.value().is_some_and(|value| !value.source().is_empty());
        if is_ahead && !gap.contains(',') {
            return None;
        }
        let ends_line = context.notation() == Notation::Hcl && gap.contains('\n');
        match has_value {
            None if !gap.contains([',', '\n']) && gap.contains([':', '=']) => {
                context.steps.push(TypedStep::Pair(last));
                context.expected = Expected::Value(None);
                return Some(context);
            }
            None if !gap.contains(',') => return None,
            Some(_) if !gap.contains(',') && !ends_line => context.comma_before = Some(end),
            _ => {}
        }
    }
    let alone = tail.trim_start().starts_with(':');
    context.comma_after &= !alone;
    context.expected = Expected::Key { object: Some(container), old: None, alone };
    Some(context)
}

/// Ends a string without its closing quote at the cursor: the rest of the line does not belong to it.
fn closed(context: &CompletionContext<'_>, span: Span) -> Span {
    let written = &context.text()[span.range()];
    let is_quoted = written.starts_with(['"', '\\', '\'']);
    let is_closed = written.len() > 1 && written.ends_with(['"', '\'']) && !written.ends_with("\\\\\"");
    let is_lone = context.notation() == Notation::EscapedJson && written.len() < 4;
    match is_quoted && (!is_closed || is_lone) {
        true => Span { start: span.start, end: context.offset.clamp(span.start, span.end) },
        false => span,
    }
}

/// Whether another member follows in the container without a comma before it. In Terraform objects, a line break
/// replaces the comma.
fn wants_comma(rest: &str, notation: Notation, in_object: bool) -> bool {
    let rest = match notation {
        Notation::Hcl if in_object => rest.trim_start_matches([' ', '\t']),
        Notation::EscapedJson => rest.trim_start_matches("\\n").trim_start(),
        _ => behind_comments(rest),
    };
    rest.starts_with(|c: char| matches!(c, '"' | '{' | '[' | '\\') || c.is_alphanumeric())
}

fn behind_comments(rest: &str) -> &str {
    let mut rest = rest.trim_start();
    loop {
        let ending = match rest {
            comment if comment.starts_with("//") => "\n",
            comment if comment.starts_with("/*") => "*/",
            _ => return rest,
        };
        rest = rest.split_once(ending).map_or("", |(_, rest)| rest.trim_start());
    }
}

/// The text between two members, without comments.
fn code(gap: &str) -> String {
    let mut out = String::new();
    let mut rest = gap;
    while let Some(at) = rest.find("//").into_iter().chain(rest.find("/*")).min() {
        out.push_str(&rest[..at]);
        let ending = if rest[at..].starts_with("//") { "\n" } else { "*/" };
        rest = rest[at..].split_once(ending).map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out
}

/// Whether an offset is in a comment that begins after another offset, outside of strings.
fn in_comment(text: &str, from: u32, at: usize, notation: Notation) -> bool {
    let gap = text.get(from as usize..at).unwrap_or_default();
    let line = gap.rsplit('\n').next().unwrap_or(gap);
    let is_open = gap.rfind("/*").is_some_and(|start| !gap[start..].contains("*/"));
    let signs: &[char] = if matches!(notation, Notation::Hcl | Notation::Yaml) { &['#'] } else { &[] };
    let is_in_sign = line.ends_with('/') && text[at..].starts_with(['/', '*']);
    is_open || is_in_sign || line.contains("//") || line.contains(signs)
}
