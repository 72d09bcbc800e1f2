//! Plain paths as JSONata writes them.

use super::{Path, PathStep, RootKind, StepKind};
use jsonata_syntax::{self as jsonata, NodeKind};

/// What all objects of JavaScript have, also where data has no such field.
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

/// A path of names and indexes as JSONata writes it, where `input` stands for `$`; nothing for other paths.
pub fn to_jsonata(path: &Path, input: &str) -> Option<String> {
    let root = match &path.root.kind {
        RootKind::Input => input.to_owned(),
        RootKind::Context => "$states.context".to_owned(),
        RootKind::Variable(name) => format!("${}", name.value),
        RootKind::Current | RootKind::Missing => return None,
    };
    path.steps.iter().try_fold(root, |code, step| step_to_jsonata(&code, step))
}

/// One step further from a value. What a negative index finds depends on the release of the library.
pub fn step_to_jsonata(code: &str, step: &PathStep) -> Option<String> {
    match &step.kind {
        StepKind::Child(name) if name.value.contains('`') || is_of_all_objects(&name.value) => None,
        StepKind::Child(name) if is_plain(&name.value) => Some(format!("{code}.{}", name.value)),
        StepKind::Child(name) => Some(format!("{code}.`{}`", name.value)),
        StepKind::Index(index @ 0..) => Some(format!("{code}[{index}]")),
        _ => None,
    }
}

/// Whether it is the name of something that all objects of JavaScript have.
pub fn is_of_all_objects(name: &str) -> bool {
    OF_ALL_OBJECTS.contains(&name)
}

/// Whether JSONata reads the name as one without backquotes.
fn is_plain(name: &str) -> bool {
    let parsed = jsonata::parse(name);
    parsed.errors.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && matches!(parsed.tree.kind(parsed.root), NodeKind::Name(_))
        && !matches!(name, "and" | "or" | "in")
}
