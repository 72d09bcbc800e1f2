//! Values that are `null`, which is a value of the States Language and none of CloudFormation.

use super::resource::SOURCES;
use super::{Name, NullsAre, TemplateKind, TemplateNames};
use crate::syntax::{Kind, Node, Pair};

const SAM: &str = "AWS::Serverless-2016-10-31";
const EXTENSIONS: &str = "AWS::LanguageExtensions";

/// What becomes of `null` in a state machine of a template, if anything is known to. Without names, the Serverless
/// Framework passes the template on.
pub(super) fn fate(
    kind: TemplateKind,
    template: Node<'_>,
    names: Option<&TemplateNames>,
) -> Option<NullsAre> {
    if names.is_none() {
        return (kind == TemplateKind::CloudFormation).then_some(NullsAre::DroppedByServerless);
    }
    let transforms = transforms(template);
    let place = |name| transforms.iter().position(|transform| *transform == Some(name));
    let (sam, extensions) = (place(SAM), place(EXTENSIONS));
    match kind {
        // SAM makes a text of the definition, in which `null` may stand, unless it is lost before.
        TemplateKind::Sam => {
            let comes_first = extensions.is_some_and(|extensions| sam.is_none_or(|sam| extensions < sam));
            comes_first.then_some(NullsAre::DroppedByExtensions)
        }
        _ if extensions.is_some() => Some(NullsAre::DroppedByExtensions),
        _ if transforms.is_empty() => Some(NullsAre::Refused),
        _ => (transforms == [Some(SAM)]).then_some(NullsAre::RefusedAfterSam),
    }
}

/// The names of the transforms of a template, in their order; nothing in place of one that is not written out.
fn transforms<'t>(template: Node<'t>) -> Vec<Option<&'t str>> {
    let Some(value) = template.get("Transform") else { return Vec::new() };
    let name = |transform: Node<'t>| transform.as_str().or_else(|| transform.get("Name")?.as_str());
    match value.kind() {
        Kind::Array => value.items().map(name).collect(),
        _ => vec![name(value)],
    }
}

/// A value that is `null`.
#[derive(PartialEq)]
pub(super) struct Null {
    /// Its place, and the key that it is the value of.
    pub name: Name,
    /// Whether it stands in a list that is the value of the key.
    pub is_item: bool,
}

/// Every `null` in some fields. A definition that is `null` as a whole has another fault.
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

fn add_pair(found: &mut Vec<Null>, pair: Pair<'_>) {
    let (key, Some(value)) = (pair.key(), pair.value()) else { return };
    if value.kind() != Kind::Null {
        return add(found, value, key.value);
    }
    // Where nothing stands behind the key, the key is shown.
    let span = if value.span().is_empty() { key.span } else { value.span() };
    found.push(Null { name: Name { value: key.value.to_owned(), span }, is_item: false });
}

fn add(found: &mut Vec<Null>, node: Node<'_>, key: &str) {
    if let Some((_, argument)) = node.tagged() {
        return add(found, argument, key);
    }
    for item in node.items() {
        match item.kind() {
            Kind::Null => {
                let name = Name { value: key.to_owned(), span: item.span() };
                found.push(Null { name, is_item: true });
            }
            _ => add(found, item, key),
        }
    }
    node.pairs().for_each(|pair| add_pair(found, pair));
}
