//! JSONPath as Step Functions reads it: the syntax tree of a path, with a span for each step.
//!
//! The dialect is that of the Jayway library for Java, closer to its early releases than to its late ones: AWS supports
//! no functions at run time, and accepts filters that compare with an unquoted word. An error means that AWS rejects
//! the definition, so whatever any release accepts is accepted here. What is accepted but fails at run time is in
//! [`doubts`](Path::doubts). Nothing is evaluated.

mod check;
mod filter;
mod name;
mod parse;
mod query;
#[cfg(test)]
mod tests;
mod translate;

pub use check::reference_errors;
pub use filter::{Filter, Literal, Operand, OperandKind, Operator};
pub(super) use parse::parse_argument;
pub use parse::{MAX_DEPTH, parse};
pub use translate::{is_of_all_objects, step_to_jsonata, to_jsonata};

use crate::text::Span;

/// A parsed path. Steps after the first syntax error are missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The root: `$`, `$$`, `@` or a variable.
    pub root: Root,
    /// The steps after the root, in order.
    pub steps: Vec<PathStep>,
    /// The span of the path without trailing whitespace. All spans are in bytes of the string.
    pub span: Span,
    /// The syntax errors, because of which AWS rejects the path. At most one, since parsing stops at the first error.
    pub errors: Vec<PathError>,
}

/// The root of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// What the path selects from.
    pub kind: RootKind,
    /// The span of `$`, `$$`, `@` or `$name`; empty if the root is missing.
    pub span: Span,
}

/// What a path selects from.
#[derive(Clone, Debug, PartialEq)]
pub enum RootKind {
    /// `$`: the input, or whatever the field applies the path to.
    Input,
    /// `$$`: the context object.
    Context,
    /// `$name`: a variable.
    Variable(Name),
    /// `@`: the element that a filter tests. Only inside filters.
    Current,
    /// The string does not begin like a path.
    Missing,
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct PathStep {
    /// What it selects.
    pub kind: StepKind,
    /// The span, brackets included, without the dot before it.
    pub span: Span,
}

/// What a step selects.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// `.name` or `['name']`.
    Child(Name),
    /// `[0]`, or `[-1]` from the end.
    Index(i64),
    /// `[1:3]`. A third number is accepted and ignored, as in Jayway.
    Slice {
        /// The first index.
        from: Option<i64>,
        /// The index after the last.
        to: Option<i64>,
    },
    /// `['a','b']`.
    Names(Vec<Name>),
    /// `[0,2]`.
    Indexes(Vec<i64>),
    /// `.*` or `[*]`.
    Wildcard,
    /// `..`, which applies the next step to all descendants.
    Descendant,
    /// `[?(...)]`.
    Filter(Box<Filter>),
    /// `[(@.length-1)]`, whose content is not parsed.
    Script,
    /// `.length()`.
    Function {
        /// The name before the parenthesis.
        name: Name,
        /// The arguments.
        arguments: Box<[Operand]>,
    },
}

/// The name of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name, without quotes and escape sequences.
    pub value: String,
    /// The span of the name, without its quotes.
    pub span: Span,
    /// Whether the name is in single or double quotes, in brackets.
    pub quoted: bool,
}

/// An error or a doubt about a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// The kind of error.
    pub kind: PathErrorKind,
    /// The smallest text to look at.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What is valid instead; empty if there is no short description.
    pub expected: &'static str,
}

/// The kinds of errors, by AWS's behavior.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathErrorKind {
    /// The string does not begin with `$`. AWS rejects it; for a Reference Path, with
    /// `Reference path didn't start with '$'`.
    NoDollar,
    /// The string is not a JSONPath. AWS rejects it with `Value must be a valid JSONPath`.
    Syntax,
    /// A bracket, parenthesis or quote is not closed. AWS rejects it like [`PathErrorKind::Syntax`].
    Unclosed,
    /// A filter is invalid. It has not been tested whether AWS rejects it.
    Filter,
    /// The path is nested deeper than [`MAX_DEPTH`], which is our limit.
    TooDeep,
    /// The path is not a Reference Path. AWS rejects it where a Reference Path is required.
    Reference,
    /// AWS accepts the path, as far as is known, but it fails or selects nothing at run time.
    Doubt,
}
