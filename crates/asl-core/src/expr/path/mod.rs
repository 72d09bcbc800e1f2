//! JSONPath as Step Functions reads it: the tree of a path, with a span for each step.
//!
//! The dialect is that of the Jayway library for Java, and its early releases more than its late ones: AWS knows no
//! functions at run time and deploys filters that compare with a word without quotes. Where releases differ, what one
//! of them accepts is accepted here: an error says that AWS refuses the definition. What is accepted and then fails
//! when the machine runs is in [`doubts`](Path::doubts). Nothing is evaluated.

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

/// A path. Steps after the first syntax error are not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Where the path starts.
    pub root: Root,
    /// What follows the root, in order.
    pub steps: Vec<PathStep>,
    /// The whole path without blanks after it.
    pub span: Span,
    /// Why AWS refuses this path. At most one for now, since what follows a syntax error is not read.
    pub errors: Vec<PathError>,
}

/// The beginning of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    /// What the path selects from.
    pub kind: RootKind,
    /// `$`, `$$`, `@` or `$name`; empty if there is none of these.
    pub span: Span,
}

/// What a path selects from.
#[derive(Clone, Debug, PartialEq)]
pub enum RootKind {
    /// `$`: the input, or what else the field says.
    Input,
    /// `$$`: the context object.
    Context,
    /// `$name`: a variable.
    Variable(Name),
    /// `@`: the element that a filter looks at. Only inside filters.
    Current,
    /// The text does not begin like a path.
    Missing,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct PathStep {
    /// What it selects.
    pub kind: StepKind,
    /// With its brackets, without the dot before it.
    pub span: Span,
}

/// What a step selects.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// `.name` or `['name']`.
    Child(Name),
    /// `[0]`, or from the end `[-1]`.
    Index(i64),
    /// `[1:3]`. A third number is read and, as in Jayway, means nothing.
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
    /// `..`; what it looks for is the next step.
    Descendant,
    /// `[?(...)]`.
    Filter(Box<Filter>),
    /// `[(@.length-1)]`; its text is not read.
    Script,
    /// `.length()`.
    Function {
        /// The name before the parenthesis.
        name: Name,
        /// What stands between the parentheses.
        arguments: Box<[Operand]>,
    },
}

/// A member name, without quotes and escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name that is looked up.
    pub value: String,
    /// The name as written, without its quotes.
    pub span: Span,
    /// Written in brackets with single or double quotes.
    pub quoted: bool,
}

/// Something wrong with a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// What sort of error it is.
    pub kind: PathErrorKind,
    /// The smallest text to look at.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What would be valid here; empty if there is nothing short to say.
    pub expected: &'static str,
}

/// The sorts of errors that have words of their own at AWS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathErrorKind {
    /// The text does not begin with `$`. AWS refuses it, as a Reference Path with
    /// `Reference path didn't start with '$'`.
    NoDollar,
    /// Not a JSONPath. AWS refuses it with `Value must be a valid JSONPath`.
    Syntax,
    /// The same: a bracket, parenthesis or quote that is not closed.
    Unclosed,
    /// Something inside a filter that cannot be read. Whether AWS refuses it has not been measured.
    Filter,
    /// More nesting than [`MAX_DEPTH`]; the limit is ours.
    TooDeep,
    /// A path, but not a Reference Path. AWS refuses it where one is needed.
    Reference,
    /// Accepted by AWS as far as is known, and not what it seems: it fails or finds nothing at run time.
    Doubt,
}
