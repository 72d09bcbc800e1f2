//! What the literals and the simplest expressions of a definition evaluate to.

use std::sync::Arc;

use super::Data;
use crate::catalog::QueryLanguage;
use crate::syntax::{Kind, Node};

/// What expressions of a field can read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sources<'d> {
    /// `$` in JSONPath, `$states.input` in JSONata.
    pub(super) input: &'d Data,
    /// `$states.result` in JSONata.
    pub(super) result: &'d Data,
    /// `$states.errorOutput` in JSONata.
    pub(super) error: &'d Data,
    pub(super) language: QueryLanguage,
}

/// Returns what a payload template, a literal or an expression evaluates to.
pub(super) fn evaluate(node: Node<'_>, sources: Sources<'_>) -> Data {
    match node.kind() {
        Kind::Null | Kind::Bool | Kind::Number => Data::Scalar,
        Kind::String => match node.as_text() {
            Some(text) if text.has_placeholder() => Data::Unknown,
            Some(text) if sources.language == QueryLanguage::Jsonata => jsonata(text.value, sources),
            _ => Data::Scalar,
        },
        Kind::Array => {
            let elements = node.items().map(|item| evaluate(item, sources));
            Data::List(Arc::new(elements.reduce(Data::or).unwrap_or_default()))
        }
        Kind::Object if node.is_open() || node.pairs().any(|pair| pair.key().has_placeholder()) => {
            Data::Unknown
        }
        Kind::Object => Data::object(node.pairs().map(|pair| {
            let key = pair.key().value;
            let Some(value) = pair.value() else { return (key, Data::Unknown) };
            match key.strip_suffix(".$").filter(|_| sources.language == QueryLanguage::JsonPath) {
                Some(name) => {
                    (name, value.as_str().map_or(Data::Unknown, |path| path_value(path, sources.input)))
                }
                None => (key, evaluate(value, sources)),
            }
        })),
        Kind::Placeholder | Kind::Error => Data::Unknown,
    }
}

/// Returns what a JSONPath selects or an intrinsic function returns. Only names are followed.
pub(super) fn path_value(path: &str, input: &Data) -> Data {
    match reference(path) {
        Some(names) => input.at(names).unwrap_or_default(),
        None => function_value(path),
    }
}

/// Returns what an intrinsic function returns.
fn function_value(call: &str) -> Data {
    const SCALARS: [&str; 9] = [
        "States.ArrayContains",
        "States.ArrayLength",
        "States.Base64Decode",
        "States.Base64Encode",
        "States.Format",
        "States.Hash",
        "States.JsonToString",
        "States.MathAdd",
        "States.UUID",
    ];
    const ARRAYS: [&str; 4] =
        ["States.Array", "States.ArrayPartition", "States.ArrayRange", "States.StringSplit"];
    let name = call.split('(').next().unwrap_or_default().trim();
    match name {
        name if SCALARS.contains(&name) => Data::Scalar,
        name if ARRAYS.contains(&name) => Data::List(Arc::default()),
        _ => Data::Unknown,
    }
}

/// Returns the names of a path such as `$.order.id`; `None` for a path with other steps.
pub(super) fn reference(path: &str) -> Option<Vec<&str>> {
    names(path.strip_prefix('$')?)
}

fn names(rest: &str) -> Option<Vec<&str>> {
    let mut parts = rest.split('.');
    if parts.next() != Some("") {
        return None;
    }
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    parts.map(|name| Some(name).filter(|name| is_name(name))).collect()
}

fn jsonata(text: &str, sources: Sources<'_>) -> Data {
    let Some(code) = text.trim().strip_prefix("{%") else { return Data::Scalar };
    let code = code.strip_suffix("%}").unwrap_or(code).trim();
    let parts = [
        ("$states.input", sources.input),
        ("$states.result", sources.result),
        ("$states.errorOutput", sources.error),
    ];
    let found = parts.into_iter().find_map(|(root, data)| Some((names(code.strip_prefix(root)?)?, data)));
    // A hyphen is a subtraction in JSONata.
    match found.filter(|_| !code.contains('-')) {
        Some((names, data)) => data.at(names).unwrap_or_default(),
        None => Data::Unknown,
    }
}
