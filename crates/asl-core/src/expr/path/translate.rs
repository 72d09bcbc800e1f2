//! Plain paths as JSONata writes them.

use super::{Path, RootKind, StepKind};
use crate::expr::jsonata::{self, NodeKind};

/// A path of names and indexes as JSONata writes it, where `input` stands for `$`; nothing for other paths.
pub fn to_jsonata(path: &Path, input: &str) -> Option<String> {
    let mut out = match &path.root.kind {
        RootKind::Input => input.to_owned(),
        RootKind::Context => "$states.context".to_owned(),
        RootKind::Variable(name) => format!("${}", name.value),
        RootKind::Current | RootKind::Missing => return None,
    };
    for step in &path.steps {
        match &step.kind {
            StepKind::Child(name) if name.value.contains('`') => return None,
            StepKind::Child(name) if is_plain(&name.value) => out.push_str(&format!(".{}", name.value)),
            StepKind::Child(name) => out.push_str(&format!(".`{}`", name.value)),
            StepKind::Index(index) => out.push_str(&format!("[{index}]")),
            _ => return None,
        }
    }
    Some(out)
}

/// Whether JSONata reads the name as one without backquotes.
fn is_plain(name: &str) -> bool {
    let parsed = jsonata::parse(name);
    parsed.errors.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && matches!(parsed.tree.kind(parsed.root), NodeKind::Name(_))
        && !matches!(name, "and" | "or" | "in")
}
