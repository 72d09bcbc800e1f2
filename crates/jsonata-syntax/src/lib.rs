#![doc = include_str!("../README.md")]

mod arguments;
mod ast;
mod check;
mod context;
mod error;
mod functions;
mod js;
mod lexemes;
mod lexer;
mod parents;
mod parser;
mod pattern;
mod picture;
mod postfix;
mod prefix;
mod recovery;
mod regex;
mod scope;
mod sequence;
mod signature;
mod span;
mod token;
mod types;

pub use arguments::{Argument, Param, misfit};
pub use ast::{BinaryOperator, Node, NodeId, NodeKind, Pair, SortTerm, Tree};
pub use context::{ContextKind, ContextReference, context_references};
pub use error::{ErrorCode, NewerOperator, SyntaxError};
pub use functions::{FUNCTIONS, Function, function};
pub use lexemes::{Lexeme, LexemeKind, lexemes};
pub use picture::{date_error, integer_error, number_error};
pub use scope::{Resolution, Step, VariableReference, variables};
pub use sequence::{Sequence, sequences};
pub use span::Span;
pub use types::{Type, Types};

/// An expression as far as it could be read.
#[derive(Debug, Clone)]
pub struct Parsed {
    pub tree: Tree,
    pub root: NodeId,
    /// The mistakes, one for each damaged place. The first is the verdict of the reference
    /// implementation; if there is none, it accepts the expression.
    pub errors: Vec<SyntaxError>,
    /// For each `%` the step it goes back to, as far as that is known.
    pub parents: Vec<(NodeId, NodeId)>,
}

/// Reads any text as an expression.
pub fn parse(text: &str) -> Parsed {
    let parser::Syntax { tree, root, mut errors } = parser::parse(text);
    let mut parents = Vec::new();
    // The reference looks at the meaning of the tree only if there is nothing wrong with its form.
    if errors.list.is_empty() {
        parents = check::check(text, &tree, root, &mut errors);
    }
    Parsed { tree, root, errors: errors.list, parents }
}
