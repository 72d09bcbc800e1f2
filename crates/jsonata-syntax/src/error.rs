//! What can be wrong with an expression, in the words of the reference implementation.

use crate::span::Span;

/// One mistake. The first of an expression is the one the reference implementation reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    pub code: ErrorCode,
    /// The smallest text to look at. Empty at the end of the text if something is missing there.
    pub span: Span,
    /// The bracket that is not closed, for `S0202` and `S0203`.
    pub opener: Option<Span>,
    /// Set if the text uses an operator that a later JSONata has.
    pub newer: Option<NewerOperator>,
    /// The position the reference implementation gives, in bytes. It is mostly the end of a
    /// token; it may lie behind the text, and inside a character outside the basic plane.
    pub position: Option<u32>,
    /// The token of the reference implementation, as JSON.
    pub token: Option<String>,
    /// The value of the reference implementation, as JSON.
    pub value: Option<String>,
}

/// An operator that JSONata has since a version later than 2.0.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewerOperator {
    /// `a ?? b`.
    Coalesce,
    /// `a ?: b`.
    Default,
}

/// The kinds of mistakes, by the codes of the reference implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    S0101,
    S0102,
    S0103,
    S0104,
    S0105,
    S0106,
    S0201,
    S0202,
    S0203,
    S0204,
    S0207,
    S0208,
    S0209,
    S0210,
    S0211,
    S0212,
    S0213,
    S0214,
    S0215,
    S0216,
    S0217,
    S0301,
    S0302,
    S0401,
    S0402,
    /// JavaScript refuses the regular expression. The reference implementation has no code for
    /// it; [`SyntaxError::message`] has the words of Node.js.
    InvalidRegex,
    /// The signature of a function makes no sense. Like [`ErrorCode::InvalidRegex`], because the
    /// reference implementation turns signatures into regular expressions.
    InvalidSignature,
    /// The expression is nested deeper than this parser goes. Not known to the reference.
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

    /// The message of the reference implementation, which Step Functions also shows.
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

impl ErrorCode {
    /// The code as the reference implementation writes it, if it has one.
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

/// Nobody reads more.
const MAX_ERRORS: usize = 32;

/// The mistakes found so far, one for each damaged place.
#[derive(Debug, Default)]
pub(super) struct Errors {
    pub list: Vec<SyntaxError>,
    /// Nothing further is worth saying, because the rest of the text has been swallowed.
    pub sealed: bool,
    /// How far the text is known to be damaged.
    damaged: u32,
}

impl Errors {
    /// Adds a mistake, unless it lies where one has been reported already.
    pub(super) fn push(&mut self, error: SyntaxError, damaged: u32) {
        let known = !self.list.is_empty() && error.span.start < self.damaged;
        if known || self.is_full() {
            return;
        }
        // At least one byte, so that two mistakes at the end of the text are one.
        self.damaged = self.damaged.max(damaged).max(error.span.start + 1);
        self.list.push(error);
    }

    /// Adds a mistake that was found after parsing, where the order is not that of the text.
    pub(super) fn push_late(&mut self, error: SyntaxError) {
        if !self.is_full() && self.list.iter().all(|other| other.span != error.span) {
            self.list.push(error);
        }
    }

    fn is_full(&self) -> bool {
        self.sealed || self.list.len() == MAX_ERRORS
    }

    /// Adds a mistake that makes all that follows meaningless.
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
        assert_eq!(error.code.as_str(), Some("S0202"));
    }
}
