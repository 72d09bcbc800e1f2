//! Random formatting of definitions in JSON and YAML.

use asl_core::syntax::{Kind, Node, quoted};
use serde_json::{Map, Value};

use super::random::Random;

/// A definition with the state `A` and others.
pub(super) struct Text {
    pub(super) name: &'static str,
    pub(super) text: String,
}

pub(super) fn written(state: &Map<String, Value>, random: &mut Random) -> Text {
    if random.percent(50) {
        return Text { name: "a.asl.json", text: json(state, random) };
    }
    Text { name: "a.asl.yaml", text: yaml(state, random) }
}

fn json(state: &Map<String, Value>, random: &mut Random) -> String {
    let (newline, blank) = random.pick(&[("", ""), ("", " "), ("\n", " "), ("\r\n", " ")]);
    let mut out = format!("{{\"StartAt\":{blank}\"A\",{blank}\"States\":{blank}{{{newline}\"A\":{blank}");
    json_value(&Value::Object(state.clone()), 1, newline, blank, &mut out, random);
    out.push_str(&format!(",{newline}\"B\":{{\"Type\":\"Succeed\"}},\"C\":{{\"Type\":\"Fail\"}}}}}}\n"));
    out
}

fn json_value(
    value: &Value,
    depth: usize,
    newline: &str,
    blank: &str,
    out: &mut String,
    random: &mut Random,
) {
    let indent = if newline.is_empty() { String::new() } else { "  ".repeat(depth) };
    let outer = if newline.is_empty() { String::new() } else { "  ".repeat(depth - 1) };
    match value {
        Value::Array(items) if !items.is_empty() => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                out.push_str(&format!("{newline}{indent}"));
                json_value(item, depth + 1, newline, blank, out, random);
            }
            out.push_str(&format!("{newline}{outer}]"));
        }
        Value::Object(pairs) if !pairs.is_empty() => {
            out.push('{');
            for (at, (key, value)) in in_any_order(pairs, random).into_iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                out.push_str(&format!("{newline}{indent}{}:{blank}", quoted(key)));
                json_value(value, depth + 1, newline, blank, out, random);
            }
            out.push_str(&format!("{newline}{outer}}}"));
        }
        other => out.push_str(&other.to_string()),
    }
}

fn in_any_order<'v>(pairs: &'v Map<String, Value>, random: &mut Random) -> Vec<(&'v String, &'v Value)> {
    let mut pairs: Vec<(&String, &Value)> = pairs.iter().collect();
    for at in (1..pairs.len()).rev() {
        pairs.swap(at, random.below(at + 1));
    }
    if random.percent(60) {
        pairs.sort_by_key(|(key, _)| *key != "Type");
    }
    pairs
}

/// A part that another state shares through an alias or a merge key.
#[derive(Clone, PartialEq)]
enum Shared {
    Nothing,
    State,
    Field(String),
}

fn yaml(state: &Map<String, Value>, random: &mut Random) -> String {
    let pairs = in_any_order(state, random);
    let field = pairs.iter().find(|(key, _)| !matches!(key.as_str(), "ItemProcessor" | "Type" | "Next"));
    let shared = match (random.below(15), field) {
        (0, _) => Shared::State,
        (1, Some((key, _))) => Shared::Field((*key).clone()),
        _ => Shared::Nothing,
    };
    let anchor = if shared == Shared::State { " &shared" } else { "" };
    let mut out = format!("StartAt: A\nStates:\n  A:{anchor}\n");
    for (key, value) in pairs {
        let anchor = if shared == Shared::Field(key.clone()) { " &shared" } else { "" };
        yaml_pair(key, value, anchor, 4, &mut out, random);
    }
    match shared {
        Shared::Nothing => out.push_str("  B:\n    Type: Succeed\n"),
        Shared::State => out.push_str("  B:\n    <<: *shared\n    Next: C\n"),
        Shared::Field(key) => {
            let kind = state["Type"].as_str().unwrap_or_default();
            out.push_str(&format!("  B:\n    Type: {kind}\n    {}: *shared\n    Next: C\n", quoted(&key)));
        }
    }
    out.push_str("  C:\n    Type: Fail\n");
    if random.percent(15) { out.replace('\n', "\r\n") } else { out }
}

fn yaml_pair(key: &str, value: &Value, anchor: &str, indent: usize, out: &mut String, random: &mut Random) {
    out.push_str(&format!("{}{}:{anchor}", " ".repeat(indent), word(key, random)));
    yaml_value(value, indent + 2, out, random);
}

/// Writes a value after a key or a dash, and the line end.
fn yaml_value(value: &Value, indent: usize, out: &mut String, random: &mut Random) {
    let is_flow = random.percent(12);
    match value {
        Value::Object(pairs) if !pairs.is_empty() && !is_flow => {
            out.push('\n');
            for (key, value) in in_any_order(pairs, random) {
                yaml_pair(key, value, "", indent, out, random);
            }
        }
        Value::Array(items) if !items.is_empty() && !is_flow => {
            out.push('\n');
            for item in items {
                out.push_str(&format!("{}-", " ".repeat(indent)));
                yaml_value(item, indent + 2, out, random);
            }
        }
        Value::Null => out.push_str(random.pick(&["\n", " # nothing\n", " null\n", " ~\n", " \n"])),
        Value::String(text) => out.push_str(&format!(" {}\n", word(text, random))),
        Value::Array(_) | Value::Object(_) => {
            let mut flow = String::new();
            json_value(value, 1, "", " ", &mut flow, random);
            // A key without a colon has no value either.
            if random.percent(30) {
                flow = flow.replace("\"ResultPath\": null", "ResultPath").replace(": null,", ": ,");
            }
            out.push_str(&format!(" {flow}\n"));
        }
        other => out.push_str(&format!(" {other}\n")),
    }
}

/// A string in a random style.
fn word(text: &str, random: &mut Random) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "$._".contains(c))
        && !["true", "false", "null", "y", "n", "yes", "no", "on", "off"]
            .contains(&text.to_lowercase().as_str());
    match random.below(3) {
        0 if is_plain => text.to_owned(),
        1 if !text.contains(['\n', '\t']) => format!("'{}'", text.replace('\'', "''")),
        _ => quoted(text),
    }
}

/// Converts a node to a value.
pub(super) fn value(node: Node<'_>) -> Value {
    match node.kind() {
        Kind::Array => node.items().map(value).collect(),
        Kind::Object => {
            let pair = |pair: asl_core::syntax::Pair<'_>| {
                (pair.key().value.to_owned(), pair.value().map_or(Value::Null, value))
            };
            Value::Object(node.pairs().map(pair).collect())
        }
        Kind::Placeholder | Kind::Error => Value::Null,
        _ => serde_json::from_str(&node.display()).unwrap_or_default(),
    }
}
