//! Evaluates JSONPath payload templates.

use asl_core::expr::intrinsic;
use serde_json::{Map, Value};

use super::intrinsics;
use super::paths::{Failure, Scope};

/// Evaluates a payload template.
pub(super) fn made(template: &Value, scope: Scope<'_>) -> Result<Value, Failure> {
    Ok(match template {
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| made(item, scope)).collect::<Result<_, _>>()?)
        }
        Value::Object(pairs) => Value::Object(made_pairs(pairs, scope)?),
        other => other.clone(),
    })
}

pub(super) fn made_pairs(
    pairs: &Map<String, Value>,
    scope: Scope<'_>,
) -> Result<Map<String, Value>, Failure> {
    let mut out = Map::new();
    for (key, value) in pairs {
        let (key, value) = match key.strip_suffix(".$") {
            Some(key) => (key, evaluated(value, scope)?),
            None => (key.as_str(), made(value, scope)?),
        };
        // AWS rejects two keys for the same value.
        if out.insert(key.to_owned(), value).is_some() {
            return Err(Failure::Refused);
        }
    }
    Ok(out)
}

/// Evaluates the value of a key that ends with `.$`, or of a field that takes the same values.
pub(super) fn evaluated(value: &Value, scope: Scope<'_>) -> Result<Value, Failure> {
    let text = value.as_str().ok_or(Failure::Refused)?;
    if text.starts_with('$') {
        return scope.text(text);
    }
    let call = intrinsic::parse(text).call.ok_or(Failure::Refused)?;
    intrinsics::result(&call, text, scope)
}
