//! Types of values, where they are certain.

use std::fmt;

use crate::ast::{BinaryOperator, NodeId, NodeKind, Tree};
use crate::{Function, Parsed, Resolution, variables};

/// The type of a value, if there is a value: nearly every expression can also evaluate to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// A function or a regular expression.
    Function,
    /// The type is not known for certain.
    Unknown,
}

impl Type {
    /// Returns the type of a value that has one of two types.
    pub fn or(self, other: Type) -> Type {
        if self == other { self } else { Type::Unknown }
    }

    /// Returns whether the type is known.
    pub fn is_known(self) -> bool {
        self != Type::Unknown
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Type::Null => "`null`",
            Type::Boolean => "a boolean",
            Type::Number => "a number",
            Type::String => "a string",
            Type::Array => "an array",
            Type::Object => "an object",
            Type::Function => "a function",
            Type::Unknown => "a value",
        })
    }
}

/// The types of all nodes of an expression, and the functions that its variables refer to.
#[derive(Debug, Clone)]
pub struct Types {
    types: Vec<Type>,
    bindings: Vec<Binding>,
}

impl Types {
    /// Computes the types of all nodes of a parsed expression.
    ///
    /// `outside` returns the type of a variable that is defined outside the expression, and `None` for any other. If it
    /// returns `None`, the variable may be a function, which `functions` looks up. Both take names without the `$`.
    pub fn new(
        parsed: &Parsed,
        functions: impl Fn(&str) -> Option<&'static Function>,
        outside: impl Fn(&str) -> Option<Type>,
    ) -> Types {
        let tree = &parsed.tree;
        let mut bindings = vec![Binding::Local; tree.len()];
        for variable in variables(parsed).filter(|variable| variable.resolution == Resolution::Free) {
            bindings[variable.node.index()] = match outside(variable.name) {
                Some(kind) => Binding::Outside(kind),
                None => functions(variable.name).map_or(Binding::Local, Binding::Function),
            };
        }
        // Children come before their parents.
        let mut types = Types { types: Vec::with_capacity(tree.len()), bindings };
        for (id, node) in tree.nodes() {
            let kind = types.kind(tree, id, &node.kind);
            types.types.push(kind);
        }
        types
    }

    /// Returns the type of a node.
    pub fn get(&self, id: NodeId) -> Type {
        self.types[id.index()]
    }

    /// Returns the function that the node `variable` refers to, if it is a variable that refers to one.
    pub fn function(&self, variable: NodeId) -> Option<&'static Function> {
        match self.bindings[variable.index()] {
            Binding::Function(function) => Some(function),
            _ => None,
        }
    }

    fn kind(&self, tree: &Tree, id: NodeId, node: &NodeKind) -> Type {
        match node {
            NodeKind::String(_) => Type::String,
            NodeKind::Number(_) | NodeKind::Negate { .. } => Type::Number,
            NodeKind::Boolean(_) => Type::Boolean,
            NodeKind::Null => Type::Null,
            NodeKind::Regex { .. }
            | NodeKind::Lambda { .. }
            | NodeKind::Partial { .. }
            | NodeKind::Transform { .. } => Type::Function,
            NodeKind::Array { .. } => Type::Array,
            NodeKind::Object { .. } | NodeKind::Group { .. } => Type::Object,
            NodeKind::Binary { operator, .. } => result(*operator),
            NodeKind::Block { expressions } => {
                expressions.last().map_or(Type::Unknown, |last| self.get(*last))
            }
            NodeKind::Bind { value, .. } => self.get(*value),
            NodeKind::Condition { then, otherwise: Some(otherwise), .. } => {
                self.get(*then).or(self.get(*otherwise))
            }
            NodeKind::Condition { then, otherwise: None, .. } => self.get(*then),
            NodeKind::Variable(_) => match self.bindings[id.index()] {
                Binding::Outside(kind) => kind,
                Binding::Function(_) => Type::Function,
                Binding::Local => Type::Unknown,
            },
            NodeKind::Call { callee, .. } => self.called(*callee),
            NodeKind::Apply { input, function } => {
                // With a function as its input, `~>` composes two functions.
                let is_value = !matches!(self.get(*input), Type::Function | Type::Unknown);
                match tree.kind(*function) {
                    NodeKind::Call { callee, .. } if is_value => self.called(*callee),
                    NodeKind::Variable(_) if is_value => self.called(*function),
                    _ => Type::Unknown,
                }
            }
            _ => Type::Unknown,
        }
    }

    /// Returns the type of the result of a function. Functions that return an array often return a single item instead.
    fn called(&self, callee: NodeId) -> Type {
        let Some(function) = self.function(callee) else { return Type::Unknown };
        match function.signature.rsplit_once(':').map_or("", |(_, result)| result) {
            // It also copies arrays.
            _ if function.name == "clone" => Type::Unknown,
            "a<s>>" if function.name == "split" => Type::Array,
            "s>" => Type::String,
            "n>" => Type::Number,
            "b>" => Type::Boolean,
            "o>" => Type::Object,
            _ => Type::Unknown,
        }
    }
}

/// What a variable refers to.
#[derive(Debug, Clone, Copy)]
enum Binding {
    /// A variable that is bound in the expression, or the context: its type is not tracked.
    Local,
    Outside(Type),
    Function(&'static Function),
}

fn result(operator: BinaryOperator) -> Type {
    match operator {
        BinaryOperator::Add
        | BinaryOperator::Subtract
        | BinaryOperator::Multiply
        | BinaryOperator::Divide
        | BinaryOperator::Remainder => Type::Number,
        BinaryOperator::Concatenate => Type::String,
        BinaryOperator::Equal
        | BinaryOperator::NotEqual
        | BinaryOperator::Less
        | BinaryOperator::LessOrEqual
        | BinaryOperator::Greater
        | BinaryOperator::GreaterOrEqual
        | BinaryOperator::In
        | BinaryOperator::And
        | BinaryOperator::Or => Type::Boolean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{function, parse};

    #[test]
    fn types_that_are_certain() {
        for (expression, kind) in [
            ("'a'", Type::String),
            ("1", Type::Number),
            ("-1", Type::Number),
            ("true", Type::Boolean),
            ("null", Type::Null),
            ("[1]", Type::Array),
            ("{}", Type::Object),
            ("$x{a: b}", Type::Object),
            ("$x + 1", Type::Number),
            ("$x & 1", Type::String),
            ("$x = 1 and $y", Type::Boolean),
            ("$x in [1]", Type::Boolean),
            ("($y := 1; 'a')", Type::String),
            ("$x ? 1 : 2", Type::Number),
            ("$x ? 1 : 'a'", Type::Unknown),
            ("$x ? 1", Type::Number),
            ("function($a) { 1 }", Type::Function),
            ("$uppercase(?)", Type::Function),
            ("/a/", Type::Function),
            ("$sum", Type::Function),
            ("$sum($x)", Type::Number),
            ("$split($x, ',')", Type::Array),
            ("$x.($sum(y))", Type::Unknown),
            ("$keys($x)", Type::Unknown),
            ("$map($x, $sum)", Type::Unknown),
            ("$lookup($x, 'a')", Type::Unknown),
            ("$unknown($x)", Type::Unknown),
            ("($sum := function() { 'a' }; $sum())", Type::Unknown),
            ("'a' ~> $length", Type::Number),
            ("'a' ~> $length()", Type::Number),
            ("$trim ~> $length", Type::Unknown),
            ("$x.y", Type::Unknown),
            ("$x", Type::Unknown),
            ("$n", Type::Number),
            ("$n[0]", Type::Unknown),
            ("'a'.b", Type::Unknown),
            ("", Type::Unknown),
        ] {
            let parsed = parse(expression);
            let types = Types::new(&parsed, function, |name| (name == "n").then_some(Type::Number));
            assert_eq!(types.get(parsed.root), kind, "{expression}");
        }
    }

    #[test]
    fn long_chains_do_not_overflow_the_stack() {
        let parsed = parse(&format!("1{}", "+1".repeat(100_000)));
        assert_eq!(Types::new(&parsed, function, |_| None).get(parsed.root), Type::Number);
    }
}
