//! Completion contexts in block YAML: by keys, colons, dashes and indentation.

use super::super::cursor::touches;
use super::brackets;
use super::context::{CompletionContext, Expected, TypedStep, is_inside};
use super::scope::Scope;
use asl_core::syntax::{Kind, Node, Pair};
use asl_core::text::Span;

/// The line of the cursor, up to the cursor.
struct Line {
    start: usize,
    /// The column of the first dash, if the line starts with one.
    dash: Option<usize>,
    /// The column of the content after the dashes, present or not.
    column: usize,
    /// The offset of the content in the file.
    content: usize,
}

pub(super) fn find<'a>(mut context: CompletionContext<'a>, root: Node<'a>) -> Option<CompletionContext<'a>> {
    let line = Line::of(context.text(), context.offset as usize);
    if context.text()[line.content..].starts_with('#') && context.offset as usize > line.content {
        return None;
    }
    if let Some(found) = on_text(&mut context, root, &line) {
        return found.then_some(context);
    }
    context.steps.clear();
    let written = &context.text()[line.content..context.offset as usize];
    if let Some(colon) = value_start(written) {
        return value(context, root, &line, line.content + colon);
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '-' | '"' | '\'');
    let tail = context.text()[context.offset as usize..].trim_start_matches(is_word);
    let rest = tail.lines().next().unwrap_or_default().trim();
    if !written.chars().all(is_word) || !(rest.is_empty() || rest.starts_with('#')) {
        return None;
    }
    // More deeply indented lines would become part of the new item.
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let below = tail.lines().skip(1).find(is_code).unwrap_or_default();
    let indent = below.len() - below.trim_start_matches(' ').len();
    let is_first_key = line.dash.is_some() && indent == line.column;
    if indent > line.dash.unwrap_or(line.column) && !is_first_key {
        return None;
    }
    context.replace = Span::new(line.content, context.text().len() - tail.len());
    gap(context, root, &line)
}

/// Descends to the key, scalar or brackets under the cursor. Returns whether something can be completed there; `None`
/// if the cursor is on none of them.
fn on_text<'a>(context: &mut CompletionContext<'a>, root: Node<'a>, line: &Line) -> Option<bool> {
    let offset = context.offset;
    let mut node = root;
    loop {
        if node.source().starts_with(['{', '[']) && is_inside(node, offset) {
            return Some(in_brackets(context, node));
        }
        let (step, value) = match node.kind() {
            Kind::Object => {
                let pair = node.pairs().rfind(|pair| touches(pair.span(), offset))?;
                if touches(pair.key().span, offset) {
                    context.replace = pair.key().span;
                    context.expected = Expected::Key { object: Some(node), old: Some(pair), alone: true };
                    return Some(true);
                }
                (TypedStep::Pair(pair), pair.value()?)
            }
            Kind::Array => {
                let item = node.items().rfind(|item| touches(item.span(), offset))?;
                (TypedStep::Item(Some(item)), item)
            }
            _ => return None,
        };
        if !touches(value.span(), offset) || matches!(value.kind(), Kind::Null | Kind::Error) {
            return None;
        }
        context.steps.push(step);
        if !matches!(value.kind(), Kind::Object | Kind::Array) {
            if value.source().starts_with(['|', '>']) && !is_in_block(context.text(), value, offset) {
                return Some(false);
            }
            context.replace = value.span();
            context.expected = Expected::Value(Some(value));
            half_typed_key(context, value, line);
            return Some(true);
        }
        node = value;
    }
}

/// Whether an offset is in the content lines of a block scalar, and not in its header or to the left of them.
fn is_in_block(text: &str, scalar: Node<'_>, offset: u32) -> bool {
    let body = scalar.source().find('\n').map(|at| &scalar.source()[at + 1..]);
    let filled = body.and_then(|body| body.lines().find(|line| !line.trim().is_empty()));
    let margin = filled.map(|line| line.len() - line.trim_start_matches(' ').len());
    let is_below = text[scalar.span().start as usize..offset as usize].contains('\n');
    is_below && margin.is_some_and(|margin| column(text, offset) >= margin)
}

/// Treats a word where an object is expected as the start of its first key.
fn half_typed_key(context: &mut CompletionContext<'_>, value: Node<'_>, line: &Line) {
    let is_first = value.span().start as usize == line.content;
    let is_word = value.kind() == Kind::String && !value.source().starts_with(['"', '\'', '|', '>']);
    if is_first && is_word && Scope::of(context).wants_keys() {
        context.expected = Expected::Key { object: None, old: None, alone: false };
    }
}

fn in_brackets<'a>(context: &mut CompletionContext<'a>, container: Node<'a>) -> bool {
    let inner = CompletionContext { steps: context.steps.clone(), ..*context };
    match brackets::find(inner, container) {
        Some(found) => {
            *context = found;
            true
        }
        None => false,
    }
}

/// The start of the value on a line with a key, if the cursor is in that value or directly after the colon.
fn value_start(written: &str) -> Option<usize> {
    let colon = written.find(": ").or_else(|| written.strip_suffix(':').map(str::len))?;
    let after = &written[colon + 1..];
    Some(written.len() - after.trim_start().len())
}

/// The value of the key on the line.
fn value<'a>(
    mut context: CompletionContext<'a>,
    root: Node<'a>,
    line: &Line,
    start: usize,
) -> Option<CompletionContext<'a>> {
    let mut node = root;
    loop {
        let before = |span: Span| span.start as usize <= line.content;
        node = match node.kind() {
            Kind::Object => {
                let pair = node.pairs().rfind(|pair| before(pair.span()))?;
                context.steps.push(TypedStep::Pair(pair));
                if pair.key().span.start as usize == line.content {
                    // The value is on the following lines, or continues there.
                    let value = pair.value().filter(|value| value.kind() != Kind::Null);
                    let end = value.map_or(start, |value| start.max(value.span().end as usize));
                    if context.text()[start..end].trim_end().contains('\n') {
                        return None;
                    }
                    break;
                }
                pair.value()?
            }
            Kind::Array => {
                let item = node.items().rfind(|item| before(item.span()))?;
                context.steps.push(TypedStep::Item(Some(item)));
                item
            }
            _ => return None,
        };
    }
    let rest = &context.text()[start..];
    let end = rest.find(['\n', '\r', '#']).unwrap_or(rest.len());
    let end = start + rest[..end].trim_end().len();
    context.replace = Span::new(start, end.max(context.offset as usize));
    context.expected = Expected::Value(None);
    Some(context)
}

/// On an empty line, or a line with a single word.
fn gap<'a>(mut context: CompletionContext<'a>, root: Node<'a>, line: &Line) -> Option<CompletionContext<'a>> {
    let text = context.text();
    let before = |at: u32| (at as usize) < line.start;
    let mut node = root;
    loop {
        match node.kind() {
            Kind::Object => {
                let column = column(text, first_key(node)?);
                if line.dash.is_none() && line.column == column {
                    context.expected = Expected::Key { object: Some(node), old: None, alone: false };
                    return Some(context);
                }
                if line.dash.unwrap_or(line.column) < column {
                    return None;
                }
                let pair = node.pairs().rfind(|pair| before(pair.key().span.start))?;
                context.steps.push(TypedStep::Pair(pair));
                match pair.value().filter(|value| matches!(value.kind(), Kind::Object | Kind::Array)) {
                    Some(value) => node = value,
                    None => return under_key(context, pair, line, column),
                }
            }
            Kind::Array => {
                let first = node.items().next()?;
                let column = column(text, dash_of(text, first)?);
                if line.dash == Some(column) {
                    // The lines below may belong to the item.
                    let is_here = |item: &Node<'_>| {
                        dash_of(text, *item).is_some_and(|dash| dash as usize == line.start + column)
                    };
                    let item = node.items().find(is_here);
                    context.steps.push(TypedStep::Item(item));
                    context.expected = match item.filter(|item| item.is_object()) {
                        Some(_) => Expected::Key { object: item, old: None, alone: false },
                        None => Expected::Value(None),
                    };
                    return Some(context);
                }
                if line.dash.unwrap_or(line.column) <= column {
                    return None;
                }
                let item = node.items().rfind(|item| before(item.span().start))?;
                context.steps.push(TypedStep::Item(Some(item)));
                node = item;
            }
            Kind::Null => {
                context.expected = Expected::Key { object: None, old: None, alone: false };
                return Some(context);
            }
            _ => return None,
        }
    }
}

/// Below a key without a value.
fn under_key<'a>(
    mut context: CompletionContext<'a>,
    pair: Pair<'a>,
    line: &Line,
    column: usize,
) -> Option<CompletionContext<'a>> {
    if pair.value().is_some_and(|value| value.kind() != Kind::Null) {
        return None;
    }
    context.expected = match line.dash {
        Some(_) => {
            context.steps.push(TypedStep::Item(None));
            Expected::Value(None)
        }
        None if line.column > column => Expected::Key { object: None, old: None, alone: false },
        None => return None,
    };
    Some(context)
}

impl Line {
    fn of(text: &str, offset: usize) -> Line {
        let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[start..offset];
        let mut content = before.len() - before.trim_start_matches(' ').len();
        let mut dash = None;
        while before[content..].starts_with("- ") {
            dash = dash.or(Some(content));
            let rest = &before[content + 1..];
            content += 1 + rest.len() - rest.trim_start_matches(' ').len();
        }
        Line { start, dash, column: content, content: start + content }
    }
}

fn first_key(object: Node<'_>) -> Option<u32> {
    object.pairs().next().map(|pair| pair.key().span.start)
}

fn column(text: &str, at: u32) -> usize {
    at as usize - text[..at as usize].rfind('\n').map_or(0, |line| line + 1)
}

/// The offset of the dash before an item.
fn dash_of(text: &str, item: Node<'_>) -> Option<u32> {
    text[..item.span().start as usize].rfind('-').map(|at| at as u32)
}
