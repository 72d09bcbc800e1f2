//! Intrinsic function calls: the syntax tree of a string such as `States.Format('{}', $.a)`, and its errors.
//!
//! The parser does not know the functions; names, numbers of arguments and types are checked by [`check`].

mod check;
mod parse;
#[cfg(test)]
mod tests;

pub(crate) use check::check_text_field;
pub use check::{Problem, ProblemKind, check};
pub use parse::{MAX_DEPTH, parse};

use crate::expr::path::{Path, PathErrorKind};
use crate::text::Span;

/// A parsed string that is expected to be a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Intrinsic {
    /// The call, if the string has at least a name and a parenthesis.
    pub call: Option<Call>,
    /// The syntax errors, because of which AWS rejects the string, in source order. Those of its paths are included.
    pub errors: Vec<IntrinsicError>,
}

/// A function and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The name, such as `States.Format`.
    pub name: String,
    /// The span of the name, like all spans in bytes of the string.
    pub name_span: Span,
    /// The arguments.
    pub arguments: Vec<Argument>,
    /// The span from the name to the closing parenthesis.
    pub span: Span,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// The kind of argument.
    pub kind: ArgumentKind,
    /// The span, quotes included.
    pub span: Span,
}

/// The kinds of arguments.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentKind {
    /// `'text'`.
    String(Text),
    /// `1`, `-2.5`.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// `$.a`, `$$.a`, `$name`. Its spans are relative to the whole string.
    Path(Path),
    /// A nested call.
    Call(Call),
    /// Something else, or nothing, which is reported as an error.
    Invalid,
}

/// A string in single quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The value, without quotes and escape sequences.
    pub value: String,
    /// The span without the quotes.
    pub span: Span,
    /// The spans of each `{}`, which `States.Format` replaces.
    pub placeholders: Vec<Span>,
    /// The spans of each `{` or `}` that is neither escaped nor part of a placeholder.
    pub stray: Vec<Span>,
}

/// A syntax error. AWS rejects the definition with `must be a valid JSONPath or a valid intrinsic function call`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntrinsicError {
    /// The kind of error.
    pub kind: IntrinsicErrorKind,
    /// The smallest text to look at.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What is valid instead; empty if there is no short description.
    pub expected: &'static str,
}

/// The kinds of syntax errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntrinsicErrorKind {
    /// The string is neither a path nor a call.
    NotACall,
    /// The call violates the grammar.
    Syntax,
    /// A backslash precedes a character that cannot be escaped. The span covers both.
    Escape,
    /// An error of a path among the arguments.
    Path(PathErrorKind),
    /// Calls are nested deeper than [`MAX_DEPTH`]. This is our limit; AWS has a lower one.
    TooDeep,
}

impl Call {
    /// Returns the nesting depth: 1 for a call without nested calls.
    pub fn depth(&self) -> usize {
        1 + self.calls().map(Call::depth).max().unwrap_or(0)
    }

    /// Returns the calls that are arguments of this call, without those nested inside them.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.arguments.iter().filter_map(|argument| match &argument.kind {
            ArgumentKind::Call(call) => Some(call),
            _ => None,
        })
    }

    /// Returns the paths that are arguments of this call and of nested calls, in source order. Paths inside paths are
    /// not included.
    pub fn paths(&self) -> Vec<&Path> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'c>(&'c self, found: &mut Vec<&'c Path>) {
        for argument in &self.arguments {
            match &argument.kind {
                ArgumentKind::Path(path) => found.push(path),
                ArgumentKind::Call(call) => call.collect(found),
                _ => {}
            }
        }
    }

    /// Returns the template, if the call is one of `States.Format` with a literal template.
    pub fn template(&self) -> Option<&Text> {
        match self.arguments.first().map(|argument| &argument.kind) {
            Some(ArgumentKind::String(text)) if self.name == "States.Format" => Some(text),
            _ => None,
        }
    }
}
