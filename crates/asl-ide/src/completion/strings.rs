//! Inside strings: which language the part before the cursor is written in.

use super::scope::Scope;
use super::{Completions, ItemBuilder, ItemKind, jsonata, paths};
use asl_core::catalog::{FieldInfo, QueryLanguage, Value};
use asl_core::text::Span;

/// The part of a string around the cursor.
#[derive(Clone, Copy)]
pub(super) struct StringPart<'a> {
    /// What stands before the cursor in the string, without the `{%`.
    pub before: &'a str,
    /// The word that the cursor ends, in the characters of names, dots and dollars.
    pub token: &'a str,
    /// Where that word stands in the file.
    pub span: Span,
}

/// Offers what an expression can hold, where the string at the spot is one.
pub(super) fn expression(list: &mut Completions<'_, '_>, scope: &Scope<'_>, info: &'static FieldInfo) {
    let Some((text, at)) = list.spot.string() else {
        return begin(list, scope, info);
    };
    let before = &text.value[..at];
    let token_start = before.trim_end_matches(is_token).len();
    let tree = list.spot.analysis.tree();
    let mut part = StringPart {
        before,
        token: &before[token_start..],
        span: tree.to_file(text, Span::new(token_start, at)),
    };
    if token_start == at {
        part.span = Span::at(list.spot.offset);
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

/// An expression where nothing stands yet.
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

/// Whether the string is a path or a function, or stands under a key that makes it one.
fn takes_path(scope: &Scope<'_>, info: &FieldInfo) -> bool {
    match info.value {
        Value::Path | Value::ReferencePath | Value::PathOrIntrinsic => true,
        Value::Template | Value::Variables => scope.key.is_some_and(|key| key.key().value.ends_with(".$")),
        _ => false,
    }
}

/// Offers what the host fills in, behind `${`. Says whether the cursor is in such a place.
pub(super) fn substitution(list: &mut Completions<'_, '_>) -> bool {
    let typed = list.spot.typed();
    let Some(start) = typed.rfind("${").filter(|start| !typed[*start..].contains('}')) else {
        return false;
    };
    let start = list.spot.replace.start as usize + start;
    let text = list.spot.text();
    let rest = text[list.spot.offset as usize..].trim_start_matches(char::is_alphanumeric);
    let ending = if rest.starts_with('}') { "" } else { "}" };
    let span = Span::new(start, text.len() - rest.len());
    let host = list.spot.analysis.host();
    for (i, name) in host.substitutions.iter().flatten().enumerate() {
        let new = ItemBuilder::new(&*name.value, ItemKind::Variable, i).detail("substitution");
        list.add_part(new, span, &format!("${{{}{ending}", name.value));
    }
    true
}
