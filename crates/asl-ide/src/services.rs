//! What the index of AWS services knows about an action and its parameters, in words.

use asl_core::model::{Call, State};
use asl_core::semantic::arguments::{is_evaluated, parameter};
use asl_core::syntax::{Node, Pair};
use aws_services::{Bounds, Member, Service, Shape, StringShape};

use crate::hover::{code, codes, few, plain};

/// A parameter of a call: a member of its input, at any depth.
#[derive(Clone, Copy)]
pub(crate) struct Parameter<'a> {
    pub call: Call<'a>,
    pub member: Member<'static>,
}

impl<'a> Parameter<'a> {
    /// The parameter that a key in the payload of a Task names.
    pub(crate) fn at(state: State<'a>, key: Pair<'a>) -> Option<Parameter<'a>> {
        let call = state.call()?;
        let mut node = state.get(state.language().arguments_field())?;
        let mut shape = Shape::Structure(call.input()?);
        let holds =
            |node: Node<'_>| node.span().start <= key.span().start && key.span().end <= node.span().end;
        loop {
            if let Some(pair) = node.pairs().find(|pair| pair.id() == key.id()) {
                let Shape::Structure(structure) = shape else { return None };
                return structure.member(parameter(pair)).map(|member| Parameter { call, member });
            }
            let pair = node.pairs().find(|pair| pair.value().is_some_and(holds));
            (node, shape) = match pair {
                Some(pair) => (pair.value()?, below(shape, pair)?),
                None => (node.items().find(|item| holds(*item))?, element(shape)?),
            };
        }
    }
}

/// The shape of the value of a pair in an object. The value of an expression is unknown.
pub(crate) fn below(shape: Shape<'static>, pair: Pair<'_>) -> Option<Shape<'static>> {
    match shape {
        _ if is_evaluated(pair) => None,
        Shape::Structure(structure) => Some(structure.member(pair.key().value)?.shape()),
        Shape::Map(map) => Some(map.element()),
        _ => None,
    }
}

/// The shape of the items of an array.
pub(crate) fn element(shape: Shape<'static>) -> Option<Shape<'static>> {
    match shape {
        Shape::List(list) => Some(list.element()),
        _ => None,
    }
}

/// Describes a parameter: its summary, and what it takes.
pub(crate) fn describe(service: &Service, member: Member<'_>) -> String {
    let mut out = plain(service.member_summary(member));
    let facts: Vec<String> = facts(member).iter().map(|fact| format!("- {fact}")).collect();
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out + &facts.join("\n")
}

/// What a parameter takes, whether it is required, and other facts.
pub(crate) fn facts(member: Member<'_>) -> Vec<String> {
    let shape = member.shape();
    let mut facts = vec![format!("Takes {}", takes(shape))];
    if let Shape::String(string) = shape {
        facts.extend(string.pattern().map(|pattern| format!("Matches {}", code(pattern))));
    }
    if member.is_token() {
        facts.push(
            "Makes a repeated call harmless; Step Functions passes one if the call has none".to_owned(),
        );
    } else if member.is_required() {
        facts.push("Required".to_owned());
    }
    if member.api_name() != member.name() {
        facts.push(format!("Called {} in the API", code(member.api_name())));
    }
    if member.is_deprecated() {
        facts.push("Deprecated".to_owned());
    }
    facts
}

/// The type of a value in a few words, such as `array of strings`.
pub(crate) fn kind(shape: Shape<'_>) -> String {
    let word = match shape {
        Shape::Structure(_) | Shape::Map(_) => "object",
        Shape::List(list) => return format!("array of {}", kinds(list.element())),
        Shape::String(_) => "string",
        Shape::Boolean => "boolean",
        Shape::Integer(_) => "integer",
        Shape::Float(_) => "number",
        Shape::Timestamp => "timestamp",
        Shape::Blob(_) | Shape::Document => "any value",
    };
    word.to_owned()
}

fn kinds(shape: Shape<'_>) -> String {
    match shape {
        Shape::List(list) => format!("arrays of {}", kinds(list.element())),
        Shape::Blob(_) | Shape::Document => "any values".to_owned(),
        shape => format!("{}s", kind(shape)),
    }
}

/// The values of a type, as the object of "takes".
fn takes(shape: Shape<'_>) -> String {
    match shape {
        Shape::Structure(structure) if structure.is_union() => {
            "an object with exactly one of its members".to_owned()
        }
        Shape::Structure(structure) => {
            let required = codes(structure.mandatory().map(Member::name));
            if required.is_empty() {
                "an object".to_owned()
            } else {
                format!("an object that requires {required}")
            }
        }
        Shape::Map(_) => "an object whose keys are data".to_owned(),
        Shape::List(list) => format!("an {}{}", kind(shape), size(list.length, "with", "item")),
        Shape::String(string) if string.values().len() > 0 => values(string),
        Shape::String(string) => format!("a string{}", size(string.length, "of", "character")),
        Shape::Boolean => "`true` or `false`".to_owned(),
        Shape::Integer(range) => format!("an integer{}", limits(range)),
        Shape::Float(range) => format!("a number{}", limits(range)),
        Shape::Timestamp => "a timestamp".to_owned(),
        Shape::Blob(_) | Shape::Document => "any value".to_owned(),
    }
}

fn values(string: StringShape<'_>) -> String {
    let shown: Vec<String> = string.values().map(code).collect();
    few(&shown)
}

/// The number of items or characters, after a word that introduces it.
fn size(length: Bounds, word: &str, unit: &str) -> String {
    let plural = |count: f64| if count == 1.0 { unit.to_owned() } else { format!("{unit}s") };
    let size = match (length.min.filter(|min| *min > 0.0), length.max) {
        (Some(min), Some(max)) if min == max => format!("{max} {}", plural(max)),
        (Some(min), Some(max)) => format!("{min} to {max} {}", plural(max)),
        (Some(min), None) => format!("at least {min} {}", plural(min)),
        (None, Some(max)) => format!("at most {max} {}", plural(max)),
        (None, None) => return String::new(),
    };
    format!(" {word} {size}")
}

fn limits(range: Bounds) -> String {
    match (range.min, range.max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(" from {min}"),
        (None, Some(max)) => format!(" up to {max}"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_limits() {
        let bounds =
            |min: Option<u32>, max: Option<u32>| Bounds { min: min.map(f64::from), max: max.map(f64::from) };
        for (min, max, of, range) in [
            (Some(1), Some(11), " of 1 to 11 items", " from 1 to 11"),
            (Some(0), Some(1), " of at most 1 item", " from 0 to 1"),
            (Some(1), None, " of at least 1 item", " from 1"),
            (Some(11), None, " of at least 11 items", " from 11"),
            (None, Some(20), " of at most 20 items", " up to 20"),
            (Some(2), Some(2), " of 2 items", " from 2 to 2"),
            (None, None, "", ""),
        ] {
            assert_eq!(size(bounds(min, max), "of", "item"), of);
            assert_eq!(limits(bounds(min, max)), range);
        }
    }

    #[test]
    fn types_in_words() {
        let ecs = aws_services::sdk_service("ecs").expect("a service");
        let input = ecs.action("runTask").expect("an action").input();
        for (name, words) in [
            ("CapacityProviderStrategy", "array of objects"),
            ("Count", "integer"),
            ("EnableExecuteCommand", "boolean"),
            ("NetworkConfiguration", "object"),
            ("TaskDefinition", "string"),
        ] {
            assert_eq!(input.member(name).map(|member| kind(member.shape())).as_deref(), Some(words));
        }
    }
}
