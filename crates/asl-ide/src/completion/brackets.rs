//! Spots in JSON: between brackets, colons and commas.

use super::super::cursor::touches;
use super::context::{CompletionContext, Expected, TypedStep, is_inside};
use asl_core::syntax::{Kind, Node, Notation, Pair};
use asl_core::text::Span;

/// The spot in a container that the text writes with brackets.
pub(super) fn find<'a>(mut spot: CompletionContext<'a>, root: Node<'a>) -> Option<CompletionContext<'a>> {
    spot.in_brackets = true;
    let mut node = root;
    loop {
        if !is_inside(node, spot.offset) {
            return None;
        }
        let offset = spot.offset;
        let inner = match node.kind() {
            Kind::Object => match node.pairs().rfind(|pair| touches(pair.span(), offset)) {
                Some(pair) if touches(pair.key().span, offset) => return key(spot, node, pair),
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
            return gap(spot, node);
        };
        let is_container = matches!(value.kind(), Kind::Object | Kind::Array);
        if !is_container {
            return scalar(spot, step, value);
        }
        if !is_inside(value, offset) {
            return gap(spot, node);
        }
        spot.steps.push(step);
        node = value;
    }
}

/// On a key.
fn key<'a>(
    mut spot: CompletionContext<'a>,
    object: Node<'a>,
    pair: Pair<'a>,
) -> Option<CompletionContext<'a>> {
    spot.replace = closed(&spot, pair.key().span);
    let before = object.pairs().rfind(|other| other.span().end <= pair.key().span.start);
    if let Some(before) = before {
        // A string in the place of a value: `"Next" "A"`.
        let gap = code(&spot.text()[before.span().end as usize..pair.key().span.start as usize]);
        if !gap.contains(',') && before.value().is_some() {
            spot.comma_before = Some(before.span().end);
        }
    }
    let has_swallowed = spot.notation() != Notation::EscapedJson
        && spot.text()[spot.replace.end as usize..].starts_with(char::is_alphanumeric);
    if has_swallowed {
        // Without its closing quote the key has taken what follows, up to the next quote.
        spot.replace.end = spot.offset.clamp(spot.replace.start, spot.replace.end);
    }
    let rest = &spot.text()[spot.replace.end as usize..];
    let alone = rest.trim_start().starts_with([':', '=']);
    if has_swallowed && !alone {
        return None;
    }
    spot.comma_after = !alone && wants_comma(rest, spot.notation(), true);
    spot.due = Expected::Key { object: Some(object), old: Some(pair), alone };
    Some(spot)
}

/// On a string, a number or a word.
fn scalar<'a>(
    mut spot: CompletionContext<'a>,
    step: TypedStep<'a>,
    value: Node<'a>,
) -> Option<CompletionContext<'a>> {
    spot.steps.push(step);
    spot.replace = match value.kind() {
        Kind::String => closed(&spot, value.span()),
        _ => value.span(),
    };
    let rest = &spot.text()[spot.replace.end as usize..];
    spot.comma_after = wants_comma(rest, spot.notation(), matches!(step, TypedStep::Pair(_)));
    spot.due = Expected::Value(Some(value));
    Some(spot)
}

/// Between the parts of a container.
fn gap<'a>(mut spot: CompletionContext<'a>, container: Node<'a>) -> Option<CompletionContext<'a>> {
    let text = spot.text();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '-');
    let start = text[..spot.offset as usize].trim_end_matches(is_word).len();
    let tail = text[spot.offset as usize..].trim_start_matches(is_word);
    let start = start.max(container.span().start as usize + 1);
    spot.replace = Span::new(start, text.len() - tail.len());
    let before = |span: Span| span.end as usize <= start;
    if container.kind() == Kind::Array {
        let last = container.items().rfind(|item| before(item.span()));
        let has_comma = |last: Node<'_>| code(&text[last.span().end as usize..start]).contains(',');
        spot.comma_before = last.filter(|last| !has_comma(*last)).map(|last| last.span().end);
        spot.comma_after = wants_comma(tail, spot.notation(), false);
        spot.steps.push(TypedStep::Item(None));
        spot.due = Expected::Value(None);
        let from = last.map_or(container.span().start, |last| last.span().end);
        return (!in_comment(text, from, start, spot.notation())).then_some(spot);
    }
    spot.comma_after = wants_comma(tail, spot.notation(), true);
    let last = container.pairs().rfind(|pair| before(pair.key().span));
    let ends = last
        .map(|last| last.value().filter(|value| before(value.span())).map_or(last.key().span, Node::span));
    if in_comment(text, ends.map_or(container.span().start, |span| span.end), start, spot.notation()) {
        return None;
    }
    if let Some(last) = last {
        // In YAML, nothing at all is a value too.
        let is_value = |value: &Node<'_>| before(value.span()) && !value.span().is_empty();
        let has_value = last.value().filter(is_value);
        let end = has_value.map_or(last.key().span.end, |value| value.span().end);
        let gap = code(&text[end as usize..start]);
        // The value stands behind the cursor.
        let is_ahead = has_value.is_none() && last.value().is_some_and(|value| !value.source().is_empty());
        if is_ahead && !gap.contains(',') {
            return None;
        }
        let ends_line = spot.notation() == Notation::Hcl && gap.contains('\n');
        match has_value {
            None if !gap.contains([',', '\n']) && gap.contains([':', '=']) => {
                spot.steps.push(TypedStep::Pair(last));
                spot.due = Expected::Value(None);
                return Some(spot);
            }
            None if !gap.contains(',') => return None,
            Some(_) if !gap.contains(',') && !ends_line => spot.comma_before = Some(end),
            _ => {}
        }
    }
    let alone = tail.trim_start().starts_with(':');
    spot.comma_after &= !alone;
    spot.due = Expected::Key { object: Some(container), old: None, alone };
    Some(spot)
}

/// A string without its closing quote ends at the cursor: the rest of the line is not a part of it.
fn closed(spot: &CompletionContext<'_>, span: Span) -> Span {
    let written = &spot.text()[span.range()];
    let is_quoted = written.starts_with(['"', '\\', '\'']);
    let is_closed = written.len() > 1 && written.ends_with(['"', '\'']) && !written.ends_with("\\\\\"");
    let is_lone = spot.notation() == Notation::EscapedJson && written.len() < 4;
    match is_quoted && (!is_closed || is_lone) {
        true => Span { start: span.start, end: spot.offset.clamp(span.start, span.end) },
        false => span,
    }
}

/// Whether more follows in the container, with no comma before it. In objects of Terraform a line end does for one.
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

/// The text between two parts without comments.
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

/// Whether a place is in a comment that begins behind another place, outside of strings.
fn in_comment(text: &str, from: u32, at: usize, notation: Notation) -> bool {
    let gap = text.get(from as usize..at).unwrap_or_default();
    let line = gap.rsplit('\n').next().unwrap_or(gap);
    let is_open = gap.rfind("/*").is_some_and(|start| !gap[start..].contains("*/"));
    let signs: &[char] = if matches!(notation, Notation::Hcl | Notation::Yaml) { &['#'] } else { &[] };
    let is_in_sign = line.ends_with('/') && text[at..].starts_with(['/', '*']);
    is_open || is_in_sign || line.contains("//") || line.contains(signs)
}
