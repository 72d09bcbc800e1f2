//! The parameters of a call, as far as the definition and its template tell their values.

use asl_core::catalog::QueryLanguage;
use asl_core::model::State;
use asl_core::syntax::{Node, Pair};

use crate::template::{Template, sub_text};

/// The parameters of a state: `Parameters`, or `Arguments` in JSONata.
#[derive(Clone, Copy)]
pub(crate) struct Parameters<'a> {
    /// `None` if they are absent, or computed as a whole.
    object: Option<Node<'a>>,
    is_absent: bool,
    language: QueryLanguage,
    template: &'a Template,
}

/// What is known about a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// It is absent.
    Absent,
    /// It is only known at run time or deployment.
    Unknown,
    /// A string, in which names in `${}` are filled in as in `Fn::Sub`.
    Text(String),
}

impl<'a> Parameters<'a> {
    /// Returns the parameters of a Task.
    pub(crate) fn of(state: State<'a>, template: &'a Template) -> Parameters<'a> {
        let name = match state.language() {
            QueryLanguage::JsonPath => "Parameters",
            QueryLanguage::Jsonata => "Arguments",
        };
        Parameters::new(state.get(name), state.language(), template)
    }

    /// Returns the parameters in a value.
    pub(crate) fn new(
        value: Option<Node<'a>>,
        language: QueryLanguage,
        template: &'a Template,
    ) -> Parameters<'a> {
        let object = value.filter(|value| value.is_object());
        Parameters { object, is_absent: value.is_none(), language, template }
    }

    /// Returns the value of a parameter. The path consists of names, `[]` for the items of an array, `*` for any name, and
    /// `#` for the keys of an object: `Entries[].EventBusName`. Absent if there is none.
    pub(crate) fn values(self, path: &str) -> Vec<Value> {
        let Some(object) = self.object else {
            return vec![if self.is_absent { Value::Absent } else { Value::Unknown }];
        };
        let mut found = Vec::new();
        self.collect(&mut found, object, path);
        found
    }

    /// Returns the only value of a parameter.
    pub(crate) fn value(self, path: &str) -> Value {
        let mut values = self.values(path);
        if values.len() == 1 { values.remove(0) } else { Value::Unknown }
    }

    fn collect(self, found: &mut Vec<Value>, node: Node<'a>, path: &str) {
        if path.is_empty() {
            return found.push(self.text(node));
        }
        if let Some(rest) = path.strip_prefix("[]") {
            if node.items().len() == 0 {
                return found.push(Value::Unknown);
            }
            return node.items().for_each(|item| self.collect(found, item, rest));
        }
        if !node.is_object() {
            return found.push(Value::Unknown);
        }
        if path == "#" {
            return found.extend(node.pairs().map(|pair| self.key(pair)));
        }
        if let Some(rest) = path.strip_prefix(".*") {
            return node.pairs().filter_map(Pair::value).for_each(|value| self.collect(found, value, rest));
        }
        let path = path.strip_prefix('.').unwrap_or(path);
        let end = path.find(['.', '[', '#']).unwrap_or(path.len());
        let (name, rest) = path.split_at(end);
        let computed = |pair: &Pair<'_>| pair.key().value.strip_suffix(".$") == Some(name);
        match node.pair(name).map(Pair::value) {
            Some(Some(value)) => self.collect(found, value, rest),
            Some(None) => found.push(Value::Unknown),
            None if node.is_open() || node.pairs().any(|pair| computed(&pair)) => found.push(Value::Unknown),
            None => found.push(Value::Absent),
        }
    }

    fn key(self, pair: Pair<'_>) -> Value {
        let key = pair.key().value;
        if key.ends_with(".$") { Value::Unknown } else { Value::Text(self.template.substitute(key)) }
    }

    fn text(self, node: Node<'_>) -> Value {
        let Some(text) = node.as_str() else {
            return match sub_text(node, self.template) {
                Some(text) => Value::Text(text),
                None => Value::Unknown,
            };
        };
        match (self.language, text.trim()) {
            (QueryLanguage::Jsonata, code) if code.starts_with("{%") => match literal(code) {
                Some(text) => Value::Text(self.template.substitute(text)),
                None => Value::Unknown,
            },
            _ => Value::Text(self.template.substitute(text)),
        }
    }
}

/// Returns the string of a JSONata expression that is only a string.
fn literal(code: &str) -> Option<&str> {
    let code = code.strip_prefix("{%")?.strip_suffix("%}")?.trim();
    let quote = code.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let text = code.strip_prefix(quote)?.strip_suffix(quote)?;
    (!text.contains([quote, '\\'])).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_jsonata() {
        assert_eq!(literal("{% '${Table}' %}"), Some("${Table}"));
        assert_eq!(literal("{% 'a' & 'b' %}"), None);
        assert_eq!(literal("{% $states.input.table %}"), None);
    }
}
