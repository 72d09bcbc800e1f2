//! The conversion of plain paths to JSONata.

use super::{Path, PathStep, RootKind, StepKind};
use jsonata_syntax::{self as jsonata, NodeKind};

/// The properties of all JavaScript objects, which JSONata returns even if the data has no such field.
const OF_ALL_OBJECTS: [&str; 12] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// Converts a path of names and indexes to JSONata. `input` replaces `$`. Returns `None` for other paths.
pub fn to_jsonata(path: &Path, input: &str) -> Option<String> {
    let root = match &path.root.kind {
        RootKind::Input => input.to_owned(),
        RootKind::Context => "$states.context".to_owned(),
        RootKind::Variable(name) => format!("${}", name.value),
        RootKind::Current | RootKind::Missing => return None,
    };
    path.steps.iter().try_fold(root, |code, step| step_to_jsonata(&code, step))
}

/// Appends a step to the JSONata expression `code`. Returns `None` for steps that have no equivalent. Negative indexes
/// have none, because what they select depends on the release of Jayway.
pub fn step_to_jsonata(code: &str, step: &PathStep) -> Option<String> {
    match &step.kind {
        StepKind::Child(name) if name.value.contains('`') || is_of_all_objects(&name.value) => None,
        StepKind::Child(name) if is_plain(&name.value) => Some(format!("{code}.{}", name.value)),
        StepKind::Child(name) => Some(format!("{code}.`{}`", name.value)),
        StepKind::Index(index @ 0..) => Some(format!("{code}[{index}]")),
        _ => None,
    }
}

/// Returns whether a name is that of a property of all JavaScript objects.
pub fn is_of_all_objects(name: &str) -> bool {
    OF_ALL_OBJECTS.contains(&name)
}

/// Returns whether JSONata parses the name as a name without backquotes.
fn is_plain(name: &str) -> bool {
    let parsed = jsonata::parse(name);
    parsed.errors.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && matches!(parsed.tree.kind(parsed.root), NodeKind::Name(_))
        && !matches!(name, "and" | "or" | "in")
}
