//! Payload templates and other values.

use super::expressions::{delimited, number, path_or_call, text};
use crate::edit::{self, Edit};
use crate::expr::path::{self, Path, StepKind};
use crate::syntax::{Kind, Node, Notation, Tree};

/// The edits that make a payload template one of JSONata, where it stands.
pub(super) fn edits(edits: &mut Vec<Edit>, tree: &Tree, value: Node<'_>, input: &str) -> Option<()> {
    if is_expression(value) || value.is_unknown() && !is_text_of_template(tree, value) {
        return None;
    }
    for item in value.items() {
        self::edits(edits, tree, item, input)?;
    }
    for pair in value.pairs() {
        let inner = pair.value()?;
        let Some(name) = pair.key().value.strip_suffix(".$") else {
            self::edits(edits, tree, inner, input)?;
            continue;
        };
        edits.push(edit::replace_text(tree, pair.key(), name));
        edits.push(edit::replace_text(tree, inner.as_text()?, &delimited(&path_or_call(inner, input)?)));
    }
    Some(())
}

/// A payload template inside an expression.
pub(super) fn template(value: Node<'_>, input: &str) -> Option<String> {
    written(value, Some(input))
}

/// A value inside an expression, as it is.
pub(super) fn literal(value: Node<'_>) -> Option<String> {
    written(value, None)
}

fn written(value: Node<'_>, input: Option<&str>) -> Option<String> {
    match value.kind() {
        Kind::String => value.as_text().filter(|text| !text.has_hole()).map(|it| text(it.value)),
        Kind::Array => {
            let items: Option<Vec<String>> = value.items().map(|item| written(item, input)).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Kind::Object => {
            let names: Vec<&str> = value.pairs().map(|pair| name_of(pair.key().value, input)).collect();
            if names.iter().enumerate().any(|(i, name)| names.iter().take(i).any(|other| other == name)) {
                return None;
            }
            let pair = |key: &str, code: String| format!("{}: {code}", text(key));
            let pairs: Option<Vec<String>> = value
                .pairs()
                .map(|one| {
                    let (key, inner) = (one.key().value, one.value()?);
                    Some(match (key.strip_suffix(".$"), input) {
                        (Some(name), Some(input)) => pair(name, path_or_call(inner, input)?),
                        _ => pair(key, written(inner, input)?),
                    })
                })
                .collect();
            Some(format!("{{{}}}", pairs?.join(", ")))
        }
        Kind::Null => Some("null".to_owned()),
        Kind::Bool => value.as_bool().map(|value| value.to_string()),
        Kind::Number => value.as_f64().and_then(number),
        Kind::Hole | Kind::Error => None,
    }
}

/// What a key is called in the value that a template makes.
fn name_of<'k>(key: &'k str, input: Option<&str>) -> &'k str {
    input.and_then(|_| key.strip_suffix(".$")).unwrap_or(key)
}

/// What a path finds in the value that a template makes.
pub(super) fn found(value: Node<'_>, path: &Path, input: &str) -> Option<String> {
    let mut value = value;
    for (depth, step) in path.steps.iter().enumerate() {
        let StepKind::Child(name) = &step.kind else { return None };
        if let Some(inner) = value.get(&name.value) {
            value = inner;
            continue;
        }
        let code = path_or_call(value.get(&format!("{}.$", name.value))?, input)?;
        let steps = path.steps.get(depth + 1..)?.to_vec();
        // An operation would need parentheses before a further name.
        let is_plain = steps.is_empty() || !code.contains(' ');
        return path::to_jsonata(&Path { steps, ..path.clone() }, &code).filter(|_| is_plain);
    }
    template(value, input)
}

/// Whether a template of CloudFormation fills in a text or a list of texts. Other values that are filled in may have
/// paths.
fn is_text_of_template(tree: &Tree, value: Node<'_>) -> bool {
    let signs = ["${", "!Ref ", "!Sub ", "!GetAtt "];
    tree.notation() == Notation::Yaml && signs.iter().any(|sign| value.written().starts_with(sign))
}

/// Whether a string would be evaluated in JSONata.
pub(super) fn is_expression(value: Node<'_>) -> bool {
    value.as_str().is_some_and(|text| text.trim_start().starts_with("{%"))
}

/// Whether a string in the value would be evaluated.
pub(super) fn has_expression(value: Node<'_>) -> bool {
    is_expression(value)
        || value.items().any(has_expression)
        || value.pairs().filter_map(|pair| pair.value()).any(has_expression)
}
