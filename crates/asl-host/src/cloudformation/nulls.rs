//! `null` values, which the States Language has and CloudFormation has not.

use super::resource::SOURCES;
use super::{Name, NullsAre, TemplateKind, TemplateNames};
use asl_syntax::{Kind, Node, Pair};

const SAM: &str = "AWS::Serverless-2016-10-31";
const EXTENSIONS: &str = "AWS::LanguageExtensions";

/// Returns what happens to `null` values in a state machine of a template, if it is known that they are not passed on.
/// `names` is `None` for a template that the Serverless Framework passes on.
pub(super) fn fate(
    kind: TemplateKind,
    template: Node<'_>,
    names: Option<&TemplateNames>,
) -> Option<NullsAre> {
    if names.is_none() {
        return (kind == TemplateKind::CloudFormation).then_some(NullsAre::DroppedByServerless);
    }
    let transforms = transforms(template);
    let position = |name| transforms.iter().position(|transform| *transform == Some(name));
    let (sam, extensions) = (position(SAM), position(EXTENSIONS));
    match kind {
        // SAM converts the definition to a string, which may contain `null`, unless another transform removes it
        // before.
        TemplateKind::Sam => {
            let comes_first = extensions.is_some_and(|extensions| sam.is_none_or(|sam| extensions < sam));
            comes_first.then_some(NullsAre::DroppedByExtensions)
        }
        _ if extensions.is_some() => Some(NullsAre::DroppedByExtensions),
        _ if transforms.is_empty() => Some(NullsAre::Refused),
        _ => (transforms == [Some(SAM)]).then_some(NullsAre::RefusedAfterSam),
    }
}

/// Returns the names of the transforms of a template, in order, with `None` for those that are not literal.
fn transforms<'t>(template: Node<'t>) -> Vec<Option<&'t str>> {
    let Some(value) = template.get("Transform") else { return Vec::new() };
    let name = |transform: Node<'t>| transform.as_str().or_else(|| transform.get("Name")?.as_str());
    match value.kind() {
        Kind::Array => value.items().map(name).collect(),
        _ => vec![name(value)],
    }
}

/// A `null` value.
#[derive(PartialEq)]
pub(super) struct Null {
    /// Its span, and its key.
    pub name: Name,
    /// Whether it is in a list that is the value of the key.
    pub is_item: bool,
}

/// Returns every `null` in some fields. A definition that is `null` as a whole is reported elsewhere.
pub(super) fn nulls<'t>(fields: impl Iterator<Item = Pair<'t>>) -> Vec<Null> {
    let mut found = Vec::new();
    for field in fields {
        let is_null = field.value().is_some_and(|value| value.kind() == Kind::Null);
        if !(is_null && SOURCES.contains(&field.key().value)) {
            add_pair(&mut found, field);
        }
    }
    found.sort_by_key(|null| null.name.span);
    found.dedup();
    found
}

/// Adds the `null` values in a pair, whose key they get.
fn add_pair(found: &mut Vec<Null>, pair: Pair<'_>) {
    let Some(value) = pair.value() else { return };
    if value.kind() != Kind::Null {
        return add(found, value, pair);
    }
    let key = pair.key();
    // If nothing follows the key, the key is reported.
    let span = if value.span().is_empty() { key.span } else { value.span() };
    found.push(Null { name: Name { value: key.value.to_owned(), span }, is_item: false });
}

fn add(found: &mut Vec<Null>, node: Node<'_>, pair: Pair<'_>) {
    match node.kind() {
        Kind::Object => node.pairs().for_each(|pair| add_pair(found, pair)),
        Kind::Array => node.items().for_each(|item| add_item(found, item, pair)),
        _ => {
            if let Some((_, argument)) = node.tagged() {
                add(found, argument, pair);
            }
        }
    }
}

fn add_item(found: &mut Vec<Null>, item: Node<'_>, pair: Pair<'_>) {
    if item.kind() != Kind::Null {
        return add(found, item, pair);
    }
    let name = Name { value: pair.key().value.to_owned(), span: item.span() };
    found.push(Null { name, is_item: true });
}
