//! The intrinsic functions of a template: `{"Fn::Sub": value}`, or `!Sub value`.

use asl_syntax::{Node, Text};

/// A call of an intrinsic function, which CloudFormation evaluates.
#[derive(Clone, Copy)]
pub(crate) struct Function<'t> {
    /// The name without `Fn::` or `!`, such as `Sub`, `GetAtt` or `Ref`.
    pub name: &'t str,
    pub argument: Node<'t>,
}

impl<'t> Function<'t> {
    /// Returns the function that a value calls, if it is a call. A state may be named `Ref`, so `Ref` must have a
    /// string.
    pub(crate) fn of(node: Node<'t>) -> Option<Function<'t>> {
        if let Some((tag, argument)) = node.tagged() {
            return Some(Function { name: tag.trim_start_matches('!'), argument });
        }
        let mut pairs = node.pairs();
        if pairs.len() != 1 {
            return None;
        }
        let pair = pairs.next()?;
        let argument = pair.value()?;
        let name = match pair.key().value {
            "Ref" if argument.as_text().is_some() => "Ref",
            key => key.strip_prefix("Fn::")?,
        };
        Some(Function { name, argument })
    }

    /// Returns the string of `Fn::Sub` and its variables.
    pub(crate) fn sub(self) -> Option<(Node<'t>, Option<Node<'t>>)> {
        if self.name != "Sub" {
            return None;
        }
        let mut items = self.argument.items();
        let (text, names) = match items.next() {
            Some(text) => (text, items.next()),
            None => (self.argument, None),
        };
        text.as_text().map(|_| (text, names))
    }

    /// Returns the delimiter and the parts of `Fn::Join`.
    pub(super) fn join(self) -> Option<(Text<'t>, Node<'t>)> {
        if self.name != "Join" {
            return None;
        }
        let mut items = self.argument.items();
        let delimiter = items.next()?.as_text()?;
        let parts = items.next().filter(|parts| parts.items().len() > 0)?;
        Some((delimiter, parts))
    }

    /// Returns a placeholder for the value in a string: `${Name}`, `${Name.Attribute}`, `${Fn::Name}`.
    pub(super) fn placeholder(self) -> String {
        let name = match (self.name, self.argument.as_str()) {
            ("Ref" | "GetAtt", Some(name)) => name.to_owned(),
            ("GetAtt", None) => {
                let parts: Vec<&str> = self.argument.items().filter_map(Node::as_str).collect();
                parts.join(".")
            }
            (function, _) => format!("Fn::{function}"),
        };
        let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | '_');
        if name.is_empty() || !name.chars().all(is_safe) {
            "${Value}".to_owned()
        } else {
            format!("${{{name}}}")
        }
    }
}

/// Returns whether a macro may add pairs to an object, so that not all of them are known.
pub(crate) fn has_macro(object: Node<'_>) -> bool {
    let is_macro =
        |key: &[u8]| key.starts_with(b"Fn::Transform") || key.starts_with(b"Fn::ForEach") || key == b"<<";
    object.pairs().any(|pair| is_macro(pair.key_bytes()))
}
