//! Completion inside strings, depending on the language of the text before the cursor.

use super::scope::Scope;
use super::{Completions, ItemBuilder, ItemKind, jsonata, paths};
use asl_core::catalog::{FieldInfo, QueryLanguage, Value};
use asl_core::text::Span;

/// The part of a string around the cursor.
#[derive(Clone, Copy)]
pub(super) struct StringPart<'a> {
    /// The text of the string before the cursor, without the `{%`.
    pub before: &'a str,
    /// The token before the cursor: letters, digits, `_`, dots and dollar signs.
    pub token: &'a str,
    /// The span of that token in the file.
    pub span: Span,
}

/// Adds items for an expression, if the string is one.
pub(super) fn expression(list: &mut Completions<'_, '_>, scope: &Scope<'_>, info: &'static FieldInfo) {
    let Some((text, at)) = list.context.string() else {
        return begin(list, scope, info);
    };
    let before = &text.value[..at];
    let token_start = before.trim_end_matches(is_token).len();
    let tree = list.context.analysis.tree();
    let mut part = StringPart {
        before,
        token: &before[token_start..],
        span: tree.to_file(text, Span::new(token_start, at)),
    };
    if token_start == at {
        part.span = Span::at(list.context.offset);
    }
    match scope.language {
        QueryLanguage::Jsonata if takes_jsonata(info) => match before.strip_prefix("{%") {
            Some(inner) if !inner.contains("%}") => {
                part.before = inner;
                jsonata::items(list, scope, info, part);
            }
            _ if text.value.is_empty() => begin(list, scope, info),
            _ => {}
        },
        QueryLanguage::JsonPath if takes_path(scope, info) => paths::items(list, scope, info, part),
        _ => {}
    }
}

fn is_token(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '$')
}

/// Adds items for an empty string.
fn begin(list: &mut Completions<'_, '_>, scope: &Scope<'_>, info: &FieldInfo) {
    if scope.language != QueryLanguage::Jsonata || !takes_jsonata(info) {
        return;
    }
    let is_offered = list.items.iter().any(|item| item.label.starts_with("{%"));
    if !is_offered {
        let new = ItemBuilder::new("{%  %}", ItemKind::Template, 4).detail("JSONata expression");
        list.add_form(new, &super::ValueTemplate::Text("{% ‹› %}".to_owned()));
    }
}

fn takes_jsonata(info: &FieldInfo) -> bool {
    info.expression || matches!(info.value, Value::Template | Value::Variables)
}

/// Whether the string is a path or an intrinsic function, or has a key that makes it one.
fn takes_path(scope: &Scope<'_>, info: &FieldInfo) -> bool {
    match info.value {
        Value::Path | Value::ReferencePath | Value::PathOrIntrinsic => true,
        Value::Template | Value::Variables => scope.key.is_some_and(|key| key.key().value.ends_with(".$")),
        _ => false,
    }
}

/// Adds the substitutions of the template after `${`. Returns whether the cursor is in a placeholder.
pub(super) fn substitution(list: &mut Completions<'_, '_>) -> bool {
    let typed = list.context.typed();
    let Some(start) = typed.rfind("${").filter(|start| !typed[*start..].contains('}')) else {
        return false;
    };
    let start = list.context.replace.start as usize + start;
    let text = list.context.text();
    let rest = text[list.context.offset as usize..].trim_start_matches(char::is_alphanumeric);
    let ending = if rest.starts_with('}') { "" } else { "}" };
    let span = Span::new(start, text.len() - rest.len());
    let host = list.context.analysis.host();
    for (i, name) in host.substitutions.iter().flatten().enumerate() {
        let new = ItemBuilder::new(&*name.value, ItemKind::Variable, i).detail("substitution");
        list.add_part(new, span, &format!("${{{}{ending}", name.value));
    }
    true
}
