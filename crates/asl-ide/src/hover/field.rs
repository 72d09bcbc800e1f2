//! Hovers for fields: their purpose, type and default.

use super::{code, codes, state};
use asl_core::catalog::{self, FieldInfo, ObjectKind, Value};
use asl_core::model::Field;

/// The documentation of a field in its object.
pub(super) fn summary(field: Field<'_>) -> Option<String> {
    let info = field.info()?;
    let place = field.object().kind();
    let mut out = info.docs.to_owned();
    let lines = facts(info, place);
    if !lines.is_empty() {
        out.push_str("\n\n");
        out.push_str(&lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"));
    }
    if info.name == "Retry" {
        out.push_str(&schedules(field));
    }
    Some(out)
}

/// What a field takes, its default, and what it requires or excludes.
pub(crate) fn facts(info: &FieldInfo, place: ObjectKind) -> Vec<String> {
    let mut lines = vec![takes(info)];
    if let Some(default) = info.default {
        lines.push(format!("Default: {}", code(default)));
    }
    if info.required {
        lines.push("Required".to_owned());
    }
    for group in catalog::groups(place).filter(|group| group.fields.contains(&info.name)) {
        let others = codes(group.fields.iter().copied().filter(|name| *name != info.name));
        let words =
            if group.required { "Requires exactly one of this field and" } else { "Cannot be combined with" };
        lines.push(format!("{words} {others}"));
    }
    if let Some(language) = info.language {
        lines.push(format!("{} only", language.name()));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// The type of a field as a sentence; empty for fields of any type.
fn takes(info: &FieldInfo) -> String {
    let mut what = match info.value {
        Value::Any | Value::Template => String::new(),
        Value::Variables => "an object that maps variable names to values".to_owned(),
        Value::Text => "a string".to_owned(),
        Value::Boolean => "`true` or `false`".to_owned(),
        Value::Integer { min, max: i64::MAX } => format!("an integer from {min}"),
        Value::Integer { min, max } => format!("an integer from {min} to {max}"),
        Value::Number { min, .. } if min == f64::MIN => "a number".to_owned(),
        Value::Number { min, max } if max == f64::MAX => format!("a number from {min}"),
        Value::Number { min, max } => format!("a number from {min} to {max}"),
        Value::OneOf(words) => codes(words.iter().copied()),
        Value::StateName => "the name of a state in the same scope".to_owned(),
        Value::Path => "a path".to_owned(),
        Value::ReferencePath if info.context => "a Reference Path (names and indexes only)".to_owned(),
        Value::ReferencePath => {
            "a Reference Path (names and indexes only, not into the context object)".to_owned()
        }
        Value::PathOrIntrinsic => "a path or an intrinsic function".to_owned(),
        Value::Timestamp => "a timestamp".to_owned(),
        Value::Strings => "a non-empty array of strings".to_owned(),
        Value::Object(_) | Value::States => "an object".to_owned(),
        Value::Objects { of, nonempty } => {
            let array = if nonempty { "a non-empty array" } else { "an array" };
            format!("{array}; each item is {}", of.phrase())
        }
    };
    if what.is_empty() {
        return what;
    }
    if info.nullable {
        what.push_str(", or `null`");
    }
    if info.expression {
        what.push_str(", or in JSONata `{% ... %}`");
    }
    format!("Takes {what}")
}

/// The schedules of all retriers.
fn schedules(field: Field<'_>) -> String {
    let retriers = field.object().objects("Retry");
    let line = |retrier: asl_core::model::Object<'_>| {
        Some(format!("\n- {}: {}", state::errors(retrier), state::schedule(retrier)?))
    };
    let lines: String = retriers.filter_map(line).collect();
    if lines.is_empty() { lines } else { format!("\n\nRetries:\n{lines}") }
}
