#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod arguments;
mod ast;
mod check;
mod children;
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

/// A parsed expression.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The nodes of the expression.
    pub tree: Tree,
    /// The node of the whole expression.
    pub root: NodeId,
    /// The errors, at most one for each stretch of invalid text. The first is the one that the reference
    /// implementation reports. If the list is empty, the reference implementation accepts the expression.
    pub errors: Vec<SyntaxError>,
    /// Pairs of a `%` and the step whose parent it refers to, for each `%` that can be resolved.
    pub parents: Vec<(NodeId, NodeId)>,
    /// See [`variables()`].
    variables: Vec<scope::Occurrence>,
}

/// Parses any text as an expression of at most 4 GiB.
///
/// Parsing always returns a tree; see [`Parsed::errors`] for whether the text is valid.
pub fn parse(text: &str) -> Parsed {
    let parser::Syntax { tree, root, mut errors } = parser::parse(text);
    let mut parents = Vec::new();
    // The reference implementation checks the meaning of the tree only if its syntax is valid.
    if errors.list.is_empty() && check::is_needed(&tree) {
        parents = check::check(text, &tree, root, &mut errors);
    }
    let variables = scope::resolve(&tree, root);
    Parsed { tree, root, errors: errors.list, parents, variables }
}
