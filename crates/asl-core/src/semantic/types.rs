//! The types of variables and expressions, where they are certain.

use std::collections::HashMap;

use crate::catalog::Value;
use crate::catalog::functions;
use crate::expr::{Code, Expression, ExpressionRef};
use crate::model::Model;
use crate::syntax::{Kind, Node, Pair};
use jsonata_syntax::{Parsed, Type, Types};

/// The types inside each expression, `None` if it is not JSONata; empty if no expression is JSONata.
pub(super) fn of(model: &Model, expressions: &[Expression]) -> Vec<Option<Types>> {
    if !expressions.iter().any(|expression| matches!(expression.code, Code::Jsonata(_))) {
        return Vec::new();
    }
    let variables = VariableTypes::of(model, expressions);
    let types = expressions.iter().map(|expression| match &expression.code {
        Code::Jsonata(parsed) => Some(Types::new(parsed, functions::function, |name| variables.get(name))),
        _ => None,
    });
    types.collect()
}

/// The type of each variable that is assigned. A variable with assignments of different types is unknown.
#[derive(Default)]
struct VariableTypes<'m> {
    numbers: HashMap<&'m str, usize>,
    types: Vec<Type>,
}

impl<'m> VariableTypes<'m> {
    fn of(model: &'m Model, expressions: &[Expression]) -> VariableTypes<'m> {
        let assigns = model.fields_where(|info| info.value == Value::Variables);
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let pairs = assigns.filter_map(|field| field.value()).flat_map(Node::pairs);
        let pairs: Vec<(usize, Pair<'_>)> = pairs
            .map(|pair| {
                let next = numbers.len();
                (*numbers.entry(name(pair.key().value)).or_insert(next), pair)
            })
            .collect();
        if pairs.is_empty() {
            return VariableTypes::default();
        }
        let parsed = assigned(model, expressions);
        let mut types: Vec<Option<Type>> = vec![None; numbers.len()];
        for (number, pair) in pairs {
            let kind = match pair.value() {
                Some(value) if !pair.key().value.ends_with(".$") => match parsed[value.id().index()] {
                    // The types of other variables are not known yet.
                    Some(parsed) => Types::new(parsed, functions::function, |name| {
                        numbers.contains_key(name).then_some(Type::Unknown)
                    })
                    .get(parsed.root),
                    None => literal(value),
                },
                _ => Type::Unknown,
            };
            // The assignment of a function is reported as such.
            let kind = if kind == Type::Function { Type::Unknown } else { kind };
            types[number] = Some(types[number].map_or(kind, |known| known.or(kind)));
        }
        let types = types.into_iter().map(|kind| kind.unwrap_or(Type::Unknown)).collect();
        VariableTypes { numbers, types }
    }

    fn get(&self, name: &str) -> Option<Type> {
        self.numbers.get(name).map(|&number| self.types[number])
    }
}

/// Returns for each node of the tree the JSONata expression that it is, if it is in an `Assign`.
fn assigned<'m>(model: &'m Model, expressions: &'m [Expression]) -> Vec<Option<&'m Parsed>> {
    let mut parsed = vec![None; model.tree().nodes().len()];
    for expression in expressions {
        if let Code::Jsonata(code) = &expression.code
            && ExpressionRef::new(model, expression).info().value == Value::Variables
        {
            parsed[ExpressionRef::new(model, expression).node().id().index()] = Some(code);
        }
    }
    parsed
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
