//! The input of the work of a JSONPath state, with the names of the fields of JSONata states.

use serde_json::{Map, Value, json};

use super::paths::{Failure, Scope};
use super::templates;

type Fields = Vec<(String, Value)>;

/// Fields that take a number: the minimum, the maximum, and whether fractions are allowed.
const NUMBERS: &[(&str, f64, f64, bool)] = &[
    ("Seconds", 0.0, 99_999_999.0, false),
    ("TimeoutSeconds", 1.0, 99_999_999.0, false),
    ("HeartbeatSeconds", 1.0, 99_999_999.0, false),
    ("MaxConcurrency", 0.0, f64::MAX, false),
    ("ToleratedFailurePercentage", 0.0, 100.0, true),
    ("ToleratedFailureCount", 0.0, f64::MAX, false),
    ("MaxItems", 1.0, f64::MAX, false),
    ("MaxItemsPerBatch", 1.0, f64::MAX, false),
    ("MaxInputBytesPerBatch", 1.0, f64::MAX, false),
];

/// Fields that take a string.
const TEXTS: &[&str] = &["Timestamp", "Error", "Cause"];

/// Parts of a Map that have fields of their own.
const PARTS: &[&str] = &["ItemReader", "ReaderConfig", "ItemBatcher", "ResultWriter"];

/// The duration of a Wait, or the input of the work of a Task, Parallel or Map.
pub(super) fn of_state(state: &Map<String, Value>, scope: Scope<'_>) -> Result<Fields, Failure> {
    let kind = state["Type"].as_str().unwrap_or_default();
    let mut fields = of_object(state, scope)?;
    if kind == "Map" {
        let items = items(state, scope)?;
        fields.push(("ItemSelector".to_owned(), inputs(state, scope, &items)?.into()));
        fields.push(("Items".to_owned(), items.into()));
    } else if kind != "Wait" {
        let arguments = match state.get("Parameters") {
            Some(template) => templates::made(template, scope)?,
            None => scope.dollar.clone(),
        };
        fields.push(("Arguments".to_owned(), arguments));
    }
    Ok(fields)
}

/// The error and the cause of a Fail state.
pub(super) fn of_fail(state: &Map<String, Value>, scope: Scope<'_>) -> Result<Fields, Failure> {
    let field = |name: &str| {
        let value = match (state.get(name), state.get(&format!("{name}Path"))) {
            (Some(literal), _) => literal.clone(),
            (None, Some(path)) => templates::evaluated(path, scope)?,
            (None, None) => return Ok(None),
        };
        Ok(Some((name.to_owned(), checked(name, value)?)))
    };
    Ok([field("Error")?, field("Cause")?].into_iter().flatten().collect())
}

/// The fields with numbers and strings, and the parts.
fn of_object(object: &Map<String, Value>, scope: Scope<'_>) -> Result<Fields, Failure> {
    let mut fields = Vec::new();
    let plain = NUMBERS.iter().map(|(name, ..)| *name).chain(["Timestamp"]);
    for name in plain {
        let value = match (object.get(name), object.get(&format!("{name}Path"))) {
            (Some(literal), _) => literal.clone(),
            (None, Some(path)) => scope.text(path.as_str().ok_or(Failure::Refused)?)?,
            (None, None) => continue,
        };
        fields.push((name.to_owned(), checked(name, value)?));
    }
    for part in PARTS {
        let Some(part_object) = object.get(*part).and_then(Value::as_object) else { continue };
        let mut inner: Map<String, Value> = of_object(part_object, scope)?.into_iter().collect();
        if let Some(template) = part_object.get("Parameters") {
            inner.insert("Arguments".to_owned(), templates::made(template, scope)?);
        }
        fields.push(((*part).to_owned(), inner.into()));
    }
    for name in ["BatchInput", "Credentials"] {
        if let Some(template) = object.get(name) {
            fields.push((name.to_owned(), templates::made(template, scope)?));
        }
    }
    Ok(fields)
}

fn checked(name: &str, value: Value) -> Result<Value, Failure> {
    match &value {
        // It is unknown whether AWS accepts a number in a string.
        Value::String(text) if is_number(name) && text.trim().parse::<f64>().is_ok() => Err(Failure::Unknown),
        _ if takes(name, &value) => Ok(value),
        _ => Err(Failure::Refused),
    }
}

fn is_number(name: &str) -> bool {
    NUMBERS.iter().any(|(one, ..)| *one == name)
}

/// Whether a field accepts a value, in either query language.
pub(super) fn takes(name: &str, value: &Value) -> bool {
    if TEXTS.contains(&name) {
        return value.is_string();
    }
    let Some((_, least, greatest, takes_fractions)) = NUMBERS.iter().find(|(one, ..)| *one == name) else {
        return true;
    };
    let number = value.as_f64().filter(|number| (*least..=*greatest).contains(number));
    number.is_some_and(|number| *takes_fractions || number.fract() == 0.0)
}

/// The items of a Map with an `ItemReader`.
pub(super) fn read_items() -> Vec<Value> {
    vec![json!({ "key": "read" })]
}

fn items(state: &Map<String, Value>, scope: Scope<'_>) -> Result<Vec<Value>, Failure> {
    if state.contains_key("ItemReader") {
        return Ok(read_items());
    }
    let items = match state.get("ItemsPath") {
        Some(path) => scope.text(path.as_str().ok_or(Failure::Refused)?)?,
        None => scope.dollar.clone(),
    };
    items.as_array().cloned().ok_or(Failure::Refused)
}

/// The inputs of the iterations.
fn inputs(state: &Map<String, Value>, scope: Scope<'_>, items: &[Value]) -> Result<Vec<Value>, Failure> {
    let Some(selector) = state.get("ItemSelector").or_else(|| state.get("Parameters")) else {
        return Ok(items.to_vec());
    };
    let input = |(at, item): (usize, &Value)| {
        let context = in_iteration(scope.context, at, item);
        templates::made(selector, Scope { context: &context, ..scope })
    };
    items.iter().enumerate().map(input).collect()
}

/// The context object of an iteration.
pub(super) fn in_iteration(context: &Value, at: usize, item: &Value) -> Value {
    let mut context = context.clone();
    context["Map"] = json!({ "Item": { "Index": at, "Value": item } });
    context
}
