//! The types of variables and expressions, where they are certain.

use std::collections::HashMap;

use crate::catalog::Value;
use crate::catalog::functions;
use crate::expr::{Code, Expression, ExpressionRef};
use crate::model::Model;
use crate::syntax::{Kind, Node, NodeId};
use jsonata_syntax::{Parsed, Type, Types};

/// The types inside each expression, `None` if it is not JSONata; empty if no expression is JSONata.
pub(super) fn of(model: &Model, expressions: &[Expression]) -> Vec<Option<Types>> {
    if !expressions.iter().any(|expression| matches!(expression.code, Code::Jsonata(_))) {
        return Vec::new();
    }
    let variables = variables(model, expressions);
    let types = expressions.iter().map(|expression| match &expression.code {
        Code::Jsonata(parsed) => {
            Some(Types::new(parsed, functions::function, |name| variables.get(name).copied()))
        }
        _ => None,
    });
    types.collect()
}

/// The type of each variable that is assigned. A variable with assignments of different types is unknown.
fn variables<'m>(model: &'m Model, expressions: &'m [Expression]) -> HashMap<&'m str, Type> {
    let fields =
        model.fields().filter(|field| field.info().is_some_and(|info| info.value == Value::Variables));
    let pairs: Vec<_> = fields.filter_map(|field| field.value()).flat_map(Node::pairs).collect();
    let mut types: HashMap<&str, Type> = HashMap::new();
    for pair in &pairs {
        types.insert(name(pair.key().value), Type::Unknown);
    }
    if types.is_empty() {
        return types;
    }
    let sites = expressions.iter().map(|expression| ExpressionRef::new(model, expression));
    let parsed: HashMap<NodeId, &Parsed> = sites
        .filter(|site| site.info().value == Value::Variables)
        .filter_map(|site| match site.code() {
            Code::Jsonata(parsed) => Some((site.node().id(), parsed)),
            _ => None,
        })
        .collect();
    let mut found: HashMap<&str, Type> = HashMap::new();
    for pair in pairs {
        let key = pair.key().value;
        let kind = match pair.value() {
            Some(value) if !key.ends_with(".$") => match parsed.get(&value.id()) {
                // The types of other variables are not known yet.
                Some(parsed) => Types::new(parsed, functions::function, |name| {
                    types.contains_key(name).then_some(Type::Unknown)
                })
                .get(parsed.root),
                None => literal(value),
            },
            _ => Type::Unknown,
        };
        // The assignment of a function is reported as such.
        let kind = if kind == Type::Function { Type::Unknown } else { kind };
        found.entry(name(key)).and_modify(|known| *known = known.or(kind)).or_insert(kind);
    }
    found
}

fn name(key: &str) -> &str {
    key.strip_suffix(".$").unwrap_or(key)
}

fn literal(value: Node<'_>) -> Type {
    match value.kind() {
        Kind::Null => Type::Null,
        Kind::Bool => Type::Boolean,
        Kind::Number => Type::Number,
        Kind::String
            if value.as_text().is_some_and(|text| text.has_placeholder() || text.value.contains("{%")) =>
        {
            Type::Unknown
        }
        Kind::String => Type::String,
        Kind::Array => Type::Array,
        Kind::Object => Type::Object,
        Kind::Placeholder | Kind::Error => Type::Unknown,
    }
}
