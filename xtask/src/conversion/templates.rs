//! Payload templates of JSONPath.

use asl_core::expr::intrinsic;
use serde_json::{Map, Value};

use super::intrinsics;
use super::paths::{Failure, Scope};

/// What a payload template makes.
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
        // Two keys for one value are refused by AWS.
        if out.insert(key.to_owned(), value).is_some() {
            return Err(Failure::Refused);
        }
    }
    Ok(out)
}

/// What the value of a key that ends in `.$`, or of a field that takes as much, comes to.
pub(super) fn evaluated(value: &Value, scope: Scope<'_>) -> Result<Value, Failure> {
    let text = value.as_str().ok_or(Failure::Refused)?;
    if text.starts_with('$') {
        return scope.text(text);
    }
    let call = intrinsic::parse(text).call.ok_or(Failure::Refused)?;
    intrinsics::result(&call, text, scope)
}
