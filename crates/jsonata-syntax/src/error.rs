//! Syntax errors, with the codes and messages of the reference implementation.

use std::error::Error;
use std::fmt;

use crate::span::Span;

/// A syntax error. The first one of an expression is the one that the reference implementation reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The kind of error.
    pub code: ErrorCode,
    /// The smallest text to look at. Empty at the end of the expression if something is missing there.
    pub span: Span,
    /// The bracket that is not closed, for [`ErrorCode::S0202`] and [`ErrorCode::S0203`].
    pub opener: Option<Span>,
    /// The operator of a later version of JSONata that the error is about, if it is about one.
    pub newer: Option<NewerOperator>,
    /// The `position` of the reference implementation, converted to bytes. It is usually the end of a token. It may be
    /// past the end of the text, or inside a character outside the Basic Multilingual Plane.
    pub position: Option<u32>,
    /// The `token` of the reference implementation, as JSON.
    pub token: Option<String>,
    /// The `value` of the reference implementation, as JSON.
    pub value: Option<String>,
}

/// An operator that was added to JSONata after version 2.0.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewerOperator {
    /// `a ?? b`.
    Coalesce,
    /// `a ?: b`.
    Default,
}

/// The kinds of errors, named by the codes of the reference implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// A string literal has no closing quote.
    S0101,
    /// A number is out of range.
    S0102,
    /// An escape sequence of a string is unknown.
    S0103,
    /// `\u` is not followed by four hexadecimal digits.
    S0104,
    /// A quoted name has no closing backquote.
    S0105,
    /// A comment has no `*/`.
    S0106,
    /// A token follows an expression that is complete.
    S0201,
    /// There is another token than the one that must follow.
    S0202,
    /// The text ends before a token that must follow.
    S0203,
    /// An operator is unknown.
    S0204,
    /// The text ends where an expression must follow.
    S0207,
    /// A parameter of a function is not a variable.
    S0208,
    /// A predicate follows a grouping.
    S0209,
    /// A step has a second grouping.
    S0210,
    /// A token cannot begin an expression.
    S0211,
    /// The left side of `:=` is not a variable.
    S0212,
    /// A literal other than a string is a step of a path.
    S0213,
    /// The right side of `@` or `#` is not a variable.
    S0214,
    /// `@` follows a predicate.
    S0215,
    /// `@` follows an order-by clause.
    S0216,
    /// `%` has no step that it can refer to.
    S0217,
    /// A regular expression is empty.
    S0301,
    /// A regular expression has no closing `/`.
    S0302,
    /// A signature has a type parameter for a type other than `a` or `f`.
    S0401,
    /// A choice of types in a signature contains a type parameter.
    S0402,
    /// JavaScript rejects the regular expression. The reference implementation has no code for this error;
    /// [`SyntaxError::message`] returns the message of Node.js.
    InvalidRegex,
    /// The signature of a function is invalid. The reference implementation turns signatures into regular expressions,
    /// so that this error has no code and a message of Node.js, as [`ErrorCode::InvalidRegex`] has.
    InvalidSignature,
    /// The expression exceeds the maximum depth of this parser. The reference implementation has no such error.
    TooDeep,
}

impl SyntaxError {
    pub(super) fn new(code: ErrorCode, span: Span) -> SyntaxError {
        SyntaxError { code, span, opener: None, newer: None, position: None, token: None, value: None }
    }

    pub(super) fn at(mut self, position: u32) -> SyntaxError {
        self.position = Some(position);
        self
    }

    pub(super) fn token(mut self, json: impl Into<String>) -> SyntaxError {
        self.token = Some(json.into());
        self
    }

    pub(super) fn value(mut self, json: impl Into<String>) -> SyntaxError {
        self.value = Some(json.into());
        self
    }

    /// Returns the message of the reference implementation, which AWS Step Functions also shows.
    pub fn message(&self) -> String {
        let token = self.token.as_deref().unwrap_or("undefined");
        let value = self.value.as_deref().unwrap_or("undefined");
        match self.code {
            ErrorCode::S0101 => "String literal must be terminated by a matching quote".into(),
            ErrorCode::S0102 => format!("Number out of range: {token}"),
            ErrorCode::S0103 => format!("Unsupported escape sequence: \\{token}"),
            ErrorCode::S0104 => "The escape sequence \\u must be followed by 4 hex digits".into(),
            ErrorCode::S0105 => "Quoted property name must be terminated with a backquote (`)".into(),
            ErrorCode::S0106 => "Comment has no closing tag".into(),
            ErrorCode::S0201 => format!("Syntax error: {token}"),
            ErrorCode::S0202 => format!("Expected {value}, got {token}"),
            ErrorCode::S0203 => format!("Expected {value} before end of expression"),
            ErrorCode::S0204 => format!("Unknown operator: {token}"),
            ErrorCode::S0207 => "Unexpected end of expression".into(),
            ErrorCode::S0208 => {
                format!("Parameter {value} of function definition must be a variable name (start with $)")
            }
            ErrorCode::S0209 => "A predicate cannot follow a grouping expression in a step".into(),
            ErrorCode::S0210 => "Each step can only have one grouping expression".into(),
            ErrorCode::S0211 => format!("The symbol {token} cannot be used as a unary operator"),
            ErrorCode::S0212 => "The left side of := must be a variable name (start with $)".into(),
            ErrorCode::S0213 => {
                format!("The literal value {value} cannot be used as a step within a path expression")
            }
            ErrorCode::S0214 => format!("The right side of {token} must be a variable name (start with $)"),
            ErrorCode::S0215 => "A context variable binding must precede any predicates on a step".into(),
            ErrorCode::S0216 => {
                "A context variable binding must precede the 'order-by' clause on a step".into()
            }
            ErrorCode::S0217 => {
                "The object representing the 'parent' cannot be derived from this expression".into()
            }
            ErrorCode::S0301 => "Empty regular expressions are not allowed".into(),
            ErrorCode::S0302 => "No terminating / in regular expression".into(),
            ErrorCode::S0401 => "Type parameters can only be applied to functions and arrays".into(),
            ErrorCode::S0402 => "Choice groups containing parameterized types are not supported".into(),
            ErrorCode::InvalidRegex | ErrorCode::InvalidSignature => value.to_string(),
            ErrorCode::TooDeep => "The expression is nested too deeply".into(),
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl Error for SyntaxError {}

impl ErrorCode {
    /// Returns the code of the reference implementation, if it has one for this kind of error.
    pub fn as_str(self) -> Option<&'static str> {
        Some(match self {
            ErrorCode::S0101 => "S0101",
            ErrorCode::S0102 => "S0102",
            ErrorCode::S0103 => "S0103",
            ErrorCode::S0104 => "S0104",
            ErrorCode::S0105 => "S0105",
            ErrorCode::S0106 => "S0106",
            ErrorCode::S0201 => "S0201",
            ErrorCode::S0202 => "S0202",
            ErrorCode::S0203 => "S0203",
            ErrorCode::S0204 => "S0204",
            ErrorCode::S0207 => "S0207",
            ErrorCode::S0208 => "S0208",
            ErrorCode::S0209 => "S0209",
            ErrorCode::S0210 => "S0210",
            ErrorCode::S0211 => "S0211",
            ErrorCode::S0212 => "S0212",
            ErrorCode::S0213 => "S0213",
            ErrorCode::S0214 => "S0214",
            ErrorCode::S0215 => "S0215",
            ErrorCode::S0216 => "S0216",
            ErrorCode::S0217 => "S0217",
            ErrorCode::S0301 => "S0301",
            ErrorCode::S0302 => "S0302",
            ErrorCode::S0401 => "S0401",
            ErrorCode::S0402 => "S0402",
            ErrorCode::InvalidRegex | ErrorCode::InvalidSignature | ErrorCode::TooDeep => return None,
        })
    }
}

/// The maximum number of errors that are reported.
const MAX_ERRORS: usize = 32;

/// The errors found so far, at most one for each stretch of invalid text.
#[derive(Debug, Default)]
pub(super) struct Errors {
    pub list: Vec<SyntaxError>,
    /// Whether further errors are dropped, because the rest of the text has been skipped.
    pub sealed: bool,
    /// The end of the text that is known to be invalid.
    damaged: u32,
}

impl Errors {
    /// Adds an error, unless it is in text that is already known to be invalid.
    pub(super) fn push(&mut self, error: SyntaxError, damaged: u32) {
        let known = !self.list.is_empty() && error.span.start < self.damaged;
        if known || self.is_full() {
            return;
        }
        // At least one byte, so that there is only one error at the end of the text.
        self.damaged = self.damaged.max(damaged).max(error.span.start + 1);
        self.list.push(error);
    }

    /// Adds an error that was found after parsing, when errors are not found in source order.
    pub(super) fn push_late(&mut self, error: SyntaxError) {
        if !self.is_full() && self.list.iter().all(|other| other.span != error.span) {
            self.list.push(error);
        }
    }

    fn is_full(&self) -> bool {
        self.sealed || self.list.len() == MAX_ERRORS
    }

    /// Adds an error after which the rest of the text has no meaning.
    pub(super) fn push_last(&mut self, error: SyntaxError) {
        let end = error.span.end;
        self.push(error, end);
        self.sealed = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_messages_go_together() {
        let error =
            SyntaxError::new(ErrorCode::S0202, Span { start: 0, end: 1 }).token("\")\"").value("\"]\"");
        assert_eq!(error.message(), "Expected \"]\", got \")\"");
        assert_eq!(error.to_string(), error.message());
        assert_eq!(error.code.as_str(), Some("S0202"));
    }
}
