//! Calls of intrinsic functions: the tree of a text such as `States.Format('{}', $.a)`, and what is wrong with it.
//!
//! The parser knows no function; names, counts and types are the business of [`check`].

mod check;
mod parse;
#[cfg(test)]
mod tests;

pub use check::{Problem, ProblemKind, check, check_text_field};
pub use parse::{MAX_DEPTH, parse};

use crate::expr::path::{Path, PathErrorKind};
use crate::text::Span;

/// What was read from a text that should be a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Intrinsic {
    /// The call, if the text has at least a name and a parenthesis.
    pub call: Option<Call>,
    /// Why AWS refuses the text, those of the paths in it included, in the order of the text.
    pub errors: Vec<IntrinsicError>,
}

/// A function and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The name as written.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// What stands between the commas.
    pub arguments: Vec<Argument>,
    /// From the name to the closing parenthesis.
    pub span: Span,
}

/// One argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// What it is.
    pub kind: ArgumentKind,
    /// Where it stands, with its quotes.
    pub span: Span,
}

/// What can be an argument.
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
    /// `$.a`, `$$.a`, `$name`. Its spans are places in the whole text.
    Path(Path),
    /// A call in a call.
    Call(Call),
    /// Something else, or nothing; an error says what.
    Invalid,
}

/// A text in single quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Without quotes and escapes.
    pub value: String,
    /// Without the quotes.
    pub span: Span,
    /// Each `{}`, which `States.Format` replaces.
    pub placeholders: Vec<Span>,
    /// Each `{` or `}` that is neither escaped nor half of a placeholder.
    pub stray: Vec<Span>,
}

/// Something wrong with the syntax. AWS refuses all of these with `must be a valid JSONPath or a valid intrinsic
/// function call`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntrinsicError {
    /// What sort of error it is.
    pub kind: IntrinsicErrorKind,
    /// The smallest text to look at.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What would be valid here; empty if there is nothing short to say.
    pub expected: &'static str,
}

/// The sorts of syntax errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntrinsicErrorKind {
    /// Neither a path nor a call: the message of AWS is all there is to say.
    NotACall,
    /// A call that is not written as it must be.
    Syntax,
    /// A backslash before a character that needs none; the span has both.
    Escape,
    /// An error of a path among the arguments.
    Path(PathErrorKind),
    /// More nesting than [`MAX_DEPTH`]; the limit is ours, AWS has a lower one.
    TooDeep,
}

impl Call {
    /// 1 for a call without calls among its arguments.
    pub fn depth(&self) -> usize {
        1 + self.calls().map(Call::depth).max().unwrap_or(0)
    }

    /// The calls among the arguments, not those inside them.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.arguments.iter().filter_map(|argument| match &argument.kind {
            ArgumentKind::Call(call) => Some(call),
            _ => None,
        })
    }

    /// The paths among the arguments and in nested calls, in the order of the text. Paths inside paths are not listed.
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

    /// The template, if the call is `States.Format` with a literal one.
    pub fn template(&self) -> Option<&Text> {
        match self.arguments.first().map(|argument| &argument.kind) {
            Some(ArgumentKind::String(text)) if self.name == "States.Format" => Some(text),
            _ => None,
        }
    }
}
