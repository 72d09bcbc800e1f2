//! Hovers, in Markdown. They do not repeat what the editor shows anyway.

mod expression;
mod field;
mod placeholder;
mod state;
mod value;
mod variable;

pub(crate) use field::facts;
pub(crate) use value::call as called;

use super::cursor::{Cursor, Role, touches};
use super::suppression;
use asl_core::brief;
use asl_core::rules;
use asl_core::semantic::Analysis;
use asl_core::syntax::{Pair, Text, Tree};
use asl_core::text::Span;

use crate::services::{self, Parameter};

/// The maximum number of characters of a quoted string and of a whole hover.
const MAX_QUOTED: usize = 1000;
const MAX_TEXT: usize = 10_000;

/// A hover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The span that the hover describes, in bytes of the file.
    pub span: Span,
    /// The contents, as Markdown.
    pub markdown: String,
}

/// Returns the hover for the innermost item at a byte offset of a file, given the analyses of all its definitions.
pub fn hover(analyses: &[Analysis], offset: u32) -> Option<Hover> {
    if let Some((rule, span)) = suppression::rule_at(analyses, offset) {
        return Some(Hover { span, markdown: rules::overview(rule) });
    }
    let cursor = Cursor::at(analyses, offset)?;
    let mut hover = said(cursor)?;
    if hover.markdown.len() > MAX_TEXT {
        hover.markdown = brief::shortened(&hover.markdown, MAX_TEXT).into_owned();
    }
    // On a quote, the hover covers the whole string.
    let is_beside = !touches(hover.span, cursor.offset);
    let span = cursor.text().filter(|_| is_beside).map_or(hover.span, |text| text.span);
    Some(Hover { span, ..hover })
}

fn said(cursor: Cursor<'_>) -> Option<Hover> {
    let analysis = cursor.analysis;
    let tree = analysis.tree();
    if let Some(hover) = placeholder::hover(cursor) {
        return Some(hover);
    }
    let (span, markdown) = match cursor.role() {
        Role::StateName(state) => (inner(tree, state.name()), state::summary(analysis, state)),
        Role::StateRef(machine, text) => {
            (inner(tree, text), state::summary(analysis, machine.state(text.value)?))
        }
        Role::Variable(id, span) => (span, variable::summary(cursor, id)),
        Role::FieldName(field) => (inner(tree, field.key()), field::summary(field)?),
        Role::Expression(site) => return expression::hover(cursor, site).or_else(|| before_name(cursor)),
        Role::FieldValue(field, node) => return value::hover(cursor, field, node),
        Role::Other => {
            let key = cursor.pair.filter(|_| cursor.is_on_key())?;
            (inner(tree, key.key()), parameter(cursor, key)?)
        }
    };
    Some(Hover { span, markdown })
}

/// A parameter of the call in the state.
fn parameter(cursor: Cursor<'_>, key: Pair<'_>) -> Option<String> {
    let Parameter { call, member } = Parameter::at(cursor.state()?, key)?;
    Some(services::describe(call.known_service()?, member))
}

/// A variable whose `$` is under the cursor.
fn before_name(cursor: Cursor<'_>) -> Option<Hover> {
    let Cursor { analysis, offset, .. } = cursor;
    if !analysis.tree().text().get(offset as usize..)?.starts_with('$') {
        return None;
    }
    let cursor = Cursor::within(analysis, offset + 1);
    let Role::Variable(id, span) = cursor.role() else { return None };
    Some(Hover { span: Span::at(offset).to(span), markdown: variable::summary(cursor, id) })
}

/// The span of a string without its quotes.
fn inner(tree: &Tree, text: Text<'_>) -> Span {
    tree.to_file(text, Span::new(0, text.value.len()))
}

/// Formats a string as code.
pub(crate) fn code(text: &str) -> String {
    let text = brief::shortened(text, MAX_QUOTED).replace(['\n', '\r', '`'], " ");
    format!("`{text}`")
}

/// Formats names as code.
pub(crate) fn codes<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(code).collect::<Vec<_>>().join(", ")
}

/// The maximum number of names in a list.
const MOST: usize = 8;

/// The first items of a list, and the number of the others.
pub(crate) fn few(shown: &[String]) -> String {
    let mut out = shown[..shown.len().min(MOST)].join(", ");
    if shown.len() > MOST {
        out.push_str(&format!(" and {} more", shown.len() - MOST));
    }
    out
}

/// Escapes plain text for Markdown.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in brief::shortened(text, MAX_QUOTED).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests;
