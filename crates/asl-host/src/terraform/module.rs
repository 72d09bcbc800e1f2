//! The values in the blocks of a file that definitions refer to.

use hcl_edit::expr::{Expression, FuncCall, Object, ObjectKey, Traversal, TraversalOperator};
use hcl_edit::structure::Block;

use super::Part;
use super::values::{bare, key_name};

/// The maximum depth of calls and references in the search for objects.
const MAX_DEPTH: usize = 4;

/// The maximum number of values of a reference.
const MAX_VALUES: usize = 100;

/// The blocks that other blocks may refer to.
#[derive(Default)]
pub(super) struct Module {
    pub parts: Vec<Part>,
}

/// An expression, with the block that contains it.
pub(super) type Place<'p> = (&'p Part, &'p Expression);

impl Module {
    /// Returns the value of `local.name`, if the file defines it once.
    pub(super) fn local(&self, name: &str) -> Option<Place<'_>> {
        let locals =
            self.parts.iter().flat_map(|part| part.body.get_blocks("locals").map(move |block| (part, block)));
        let mut found =
            locals.filter_map(|(part, block)| Some((part, &block.body.get_attribute(name)?.value)));
        found.next().filter(|_| found.next().is_none())
    }

    /// Returns the block with an identifier and labels.
    pub(super) fn block(&self, ident: &str, labels: &[&str]) -> Option<(&Part, &Block)> {
        self.parts.iter().find_map(|part| {
            let mut blocks = part.body.blocks();
            Some((part, blocks.find(|block| block.has_ident(ident) && block.has_exact_labels(labels))?))
        })
    }

    /// Returns the values that a reference to a local value may have. There is more than one if a key is not literal.
    pub(super) fn locals(&self, traversal: &Traversal) -> Vec<Place<'_>> {
        match names(traversal) {
            Some(("local", steps)) => match steps.as_slice() {
                [Name::Plain(name), rest @ ..] => {
                    self.local(name).map_or_else(Vec::new, |local| self.inside(local, rest))
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Returns the values at a path from a value into its objects.
    pub(super) fn inside<'p>(&'p self, value: Place<'p>, steps: &[Name<'_>]) -> Vec<Place<'p>> {
        let mut found = vec![value];
        for name in steps {
            found = found.into_iter().flat_map(|place| self.members(place, name)).take(MAX_VALUES).collect();
        }
        found
    }

    /// Returns the members of an object with a name, or all members if the name is not known.
    fn members<'p>(&'p self, place: Place<'p>, name: &Name<'_>) -> Vec<Place<'p>> {
        let mut objects = Vec::new();
        self.objects(place, 0, &mut objects);
        let is_meant = |part: &Part, key: &ObjectKey| match name {
            Name::Plain(name) => key_name(part, key).is_some_and(|key| key.value == *name),
            Name::Unknown => true,
        };
        let pairs = objects.iter().flat_map(|(part, object)| object.iter().map(move |pair| (*part, pair)));
        let meant = pairs.filter(|(part, (key, _))| is_meant(part, key));
        meant.map(|(part, (_, value))| (part, value.expr())).collect()
    }

    /// Adds the objects that an expression is, or is assembled from.
    fn objects<'p>(
        &'p self,
        (part, value): Place<'p>,
        depth: usize,
        found: &mut Vec<(&'p Part, &'p Object)>,
    ) {
        if depth == MAX_DEPTH || found.len() == MAX_VALUES {
            return;
        }
        match bare(value) {
            Expression::Object(object) => found.push((part, object)),
            Expression::FuncCall(call) if is_call(call, &["tomap", "merge"]) => {
                call.args.iter().for_each(|argument| self.objects((part, argument), depth + 1, found));
            }
            Expression::Traversal(traversal) => {
                let local = names(traversal).and_then(|(root, steps)| match (root, steps.as_slice()) {
                    ("local", [Name::Plain(name)]) => self.local(name),
                    _ => None,
                });
                local.into_iter().for_each(|place| self.objects(place, depth + 1, found));
            }
            _ => {}
        }
    }
}

/// Returns whether a call is one of a built-in function with one of these names.
pub(super) fn is_call(call: &FuncCall, names: &[&str]) -> bool {
    !call.name.is_namespaced() && names.contains(&call.name.name.as_str())
}

/// A step of a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name<'e> {
    Plain(&'e str),
    /// An index, or a key that is not literal.
    Unknown,
}

/// Returns the first name of a reference and the steps after it, or `None` if it contains a splat.
pub(super) fn names(traversal: &Traversal) -> Option<(&str, Vec<Name<'_>>)> {
    let Expression::Variable(root) = &traversal.expr else { return None };
    let steps: Option<Vec<Name<'_>>> =
        traversal.operators.iter().map(|operator| step(operator.value())).collect();
    Some((root.value().as_str(), steps?))
}

fn step(operator: &TraversalOperator) -> Option<Name<'_>> {
    match operator {
        TraversalOperator::GetAttr(name) => Some(Name::Plain(name.value().as_str())),
        TraversalOperator::Index(key) => Some(key.as_str().map_or(Name::Unknown, Name::Plain)),
        TraversalOperator::LegacyIndex(_) => Some(Name::Unknown),
        TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => None,
    }
}
