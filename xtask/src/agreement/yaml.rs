//! Agreement with PyYAML about the values of the YAML files of the corpora.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use asl_core::syntax::{Kind, Node, parse_yaml};
use serde_json::{Map, Number, Value};

use crate::{files, root};

pub(crate) fn has_pyyaml() -> bool {
    let import = Command::new("python3").args(["-c", "import yaml"]).output();
    import.is_ok_and(|output| output.status.success())
}

pub(crate) fn run(corpora: &Path) -> Result<()> {
    let files = files(corpora, &["yaml", "yml"])?;
    let mut different = Vec::new();
    for (path, theirs) in files.iter().zip(dumped(&files)?) {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let tree = parse_yaml(&text);
        let is_read = tree.errors().is_empty();
        let is_same = match theirs.get("value") {
            Some(value) => is_read && same(&tree.root().map_or(Value::Null, value_of), value),
            None => !is_read,
        };
        if !is_same {
            let error = tree.errors().first().map(|error| error.message.clone()).unwrap_or_default();
            different.push(format!("{}: {error} {}", path.display(), theirs["error"]));
        }
    }
    println!("yaml: same values as PyYAML in {}/{} files", files.len() - different.len(), files.len());
    if different.is_empty() { Ok(()) } else { bail!("PyYAML disagrees: {different:#?}") }
}

/// The values of the files according to PyYAML.
fn dumped(files: &[PathBuf]) -> Result<Vec<Value>> {
    let mut python = Command::new("python3")
        .arg(root().join("xtask/yaml/dump.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    // The script reads all names before it writes.
    python.stdin.take().context("Python has no standard input")?.write_all(names.join("\n").as_bytes())?;
    let output = python.wait_with_output()?;
    if !output.status.success() {
        bail!("Python cannot read the files");
    }
    let lines = String::from_utf8(output.stdout)?;
    Ok(lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// The value of a tree. A tagged value becomes an object with the tag as its only key.
fn value_of(node: Node<'_>) -> Value {
    if let Some((tag, value)) = node.tagged() {
        return Value::Object(Map::from_iter([(tag.to_owned(), value_of(value))]));
    }
    match node.kind() {
        Kind::Bool => node.as_bool().into(),
        Kind::Number => node.as_f64().and_then(Number::from_f64).map_or(Value::Null, Value::Number),
        Kind::String => node.as_str().into(),
        Kind::Array => node.items().map(value_of).collect(),
        Kind::Object => {
            let pair = |pair: asl_core::syntax::Pair<'_>| {
                (pair.key().value.to_owned(), pair.value().map_or(Value::Null, value_of))
            };
            Value::Object(node.pairs().map(pair).collect())
        }
        Kind::Null | Kind::Placeholder | Kind::Error => Value::Null,
    }
}

/// Whether two values are the same, whatever the notation of their numbers.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}
