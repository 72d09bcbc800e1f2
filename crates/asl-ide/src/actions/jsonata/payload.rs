//! Payload templates and other values.

use super::expressions::{Expression, delimited, literal_number, text};
use super::scope::Scope;
use asl_core::catalog::intrinsics::ValueType;
use asl_core::edit::{self, Edit};
use asl_core::expr::path::{PathStep, StepKind, is_of_all_objects};
use asl_core::syntax::{Kind, Node, Notation, Text, Tree};

/// Converts a payload template in place.
pub(super) fn edits(edits: &mut Vec<Edit>, tree: &Tree, value: Node<'_>, scope: &Scope<'_>) -> Option<()> {
    if value.is_unknown() && !is_text_of_template(tree, value) {
        return None;
    }
    if let Some(text) = value.as_text() {
        return plain(edits, tree, text);
    }
    for item in value.items() {
        self::edits(edits, tree, item, scope)?;
    }
    names(value, true)?;
    for pair in value.pairs() {
        let inner = pair.value()?;
        let Some(name) = pair.key().value.strip_suffix(".$") else {
            self::edits(edits, tree, inner, scope)?;
            continue;
        };
        edits.push(edit::replace_text(tree, pair.key(), name));
        let code = scope.path_or_call(inner)?.whole();
        edits.push(edit::replace_text(tree, inner.as_text()?, &delimited(&code)));
    }
    Some(())
}

/// Preserves a literal value in a field where JSONata evaluates strings.
pub(super) fn plain_edits(edits: &mut Vec<Edit>, tree: &Tree, value: Node<'_>) -> Option<()> {
    if value.is_unknown() && !is_text_of_template(tree, value) {
        return None;
    }
    if let Some(text) = value.as_text() {
        return plain(edits, tree, text);
    }
    names(value, false)?;
    value.items().try_for_each(|item| plain_edits(edits, tree, item))?;
    value.pairs().try_for_each(|pair| plain_edits(edits, tree, pair.value()?))
}

/// Replaces a string that contains JSONata delimiters with an expression that evaluates to it.
fn plain(edits: &mut Vec<Edit>, tree: &Tree, value: Text<'_>) -> Option<()> {
    if has_marks(value.value) {
        let code = text(value.value);
        edits.push(edit::replace_text(tree, (!value.has_placeholder()).then_some(value)?, &delimited(&code)));
    }
    Some(())
}

pub(super) fn has_marks(text: &str) -> bool {
    text.contains("{%") || text.contains("%}")
}

/// A payload template inside an expression, or without a scope a literal value.
fn written(value: Node<'_>, scope: Option<&Scope<'_>>) -> Option<Expression> {
    let constant = |code: String| Some(Expression::operand(code, ValueType::Any));
    match value.kind() {
        Kind::String => constant(text(value.as_text().filter(|text| !text.has_placeholder())?.value)),
        Kind::Null => constant("null".to_owned()),
        Kind::Bool => constant(value.as_bool()?.to_string()),
        Kind::Number => constant(literal_number(value)?),
        Kind::Placeholder | Kind::Error => None,
        Kind::Array => {
            let items: Option<Vec<Expression>> = value.items().map(|item| written(item, scope)).collect();
            let (codes, needs) = together(items?);
            Some(Expression { needs, ..constant(format!("[{}]", codes.join(", ")))? })
        }
        Kind::Object => {
            let names = names(value, scope.is_some())?;
            if names.iter().any(|name| is_of_all_objects(name)) {
                return None;
            }
            let inner = value.pairs().map(|pair| match scope.filter(|_| pair.key().value.ends_with(".$")) {
                Some(scope) => scope.path_or_call(pair.value()?),
                None => written(pair.value()?, scope),
            });
            let (codes, needs) = together(inner.collect::<Option<Vec<Expression>>>()?);
            let pairs = names.iter().zip(&codes).map(|(name, code)| format!("{}: {code}", text(name)));
            let pairs: Vec<String> = pairs.collect();
            Some(Expression { needs, ..constant(format!("{{{}}}", pairs.join(", ")))? })
        }
    }
}

/// The code and conditions of values nested in another value, which would otherwise silently disappear if missing.
fn together(values: Vec<Expression>) -> (Vec<String>, Vec<String>) {
    let needs = values.iter().flat_map(Expression::required).collect();
    (values.into_iter().map(|value| value.code).collect(), needs)
}

/// The keys of the value that a template produces; `None` if two are the same, or if a key still looks like that of a
/// path.
fn names<'t>(object: Node<'t>, is_template: bool) -> Option<Vec<&'t str>> {
    let name = |key: &'t str| match key.strip_suffix(".$").filter(|_| is_template) {
        Some(name) => (!name.is_empty() && !name.ends_with(".$")).then_some(name),
        None => Some(key),
    };
    let names: Vec<&str> = object.pairs().map(|pair| name(pair.key().value)).collect::<Option<_>>()?;
    let is_repeated = |(at, name): (usize, &&str)| names.iter().take(at).any(|other| other == name);
    (!names.iter().enumerate().any(is_repeated)).then_some(names)
}

/// The value at a path inside the value that a template produces, or inside a literal.
pub(super) fn found(value: Node<'_>, steps: &[PathStep], scope: Option<&Scope<'_>>) -> Option<Expression> {
    let Some((step, rest)) = steps.split_first() else { return written(value, scope) };
    match &step.kind {
        StepKind::Index(index) => found(value.item(usize::try_from(*index).ok()?)?, rest, scope),
        StepKind::Child(name) => {
            let computed = scope.and_then(|scope| Some((scope, value.get(&format!("{}.$", name.value))?)));
            match computed {
                Some((scope, value)) => scope.path_or_call(value)?.then(rest),
                None => found(value.get(&name.value)?, rest, scope),
            }
        }
        _ => None,
    }
}

/// Whether a CloudFormation template fills in a string or a list of strings. Other filled-in values may contain paths.
fn is_text_of_template(tree: &Tree, value: Node<'_>) -> bool {
    let signs = ["${", "!Ref ", "!Sub ", "!GetAtt "];
    let written = value.source();
    tree.notation() == Notation::Yaml
        && signs.iter().any(|sign| written.starts_with(sign))
        && !has_marks(written)
}
