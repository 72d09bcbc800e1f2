//! The tokens of an expression and the binding powers of the operators.

use crate::span::Span;

use crate::ast::BinaryOperator;
use crate::js;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token<'t> {
    pub kind: TokenKind<'t>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind<'t> {
    End,
    Operator(Operator),
    Name(&'t str),
    /// Without the `$`.
    Variable(&'t str),
    String(Literal<'t>),
    Number(f64),
    Boolean(bool),
    Null,
    Regex {
        pattern: &'t str,
        flags: &'t str,
    },
}

/// The value of a string literal.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal<'t> {
    /// A literal without escape sequences.
    Plain(&'t str),
    /// In UTF-16, since an escape sequence can be an unpaired surrogate.
    Escaped(Vec<u16>),
}

impl Literal<'_> {
    /// Returns the value, with U+FFFD for each unpaired surrogate.
    pub(super) fn text(&self) -> String {
        match self {
            Literal::Plain(text) => (*text).to_owned(),
            Literal::Escaped(units) => String::from_utf16_lossy(units),
        }
    }

    /// Returns the value as JSON.
    fn json(&self) -> String {
        match self {
            Literal::Plain(text) => js::quote_str(text),
            Literal::Escaped(units) => js::quote(units),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Dot,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    LeftParen,
    RightParen,
    Comma,
    At,
    Hash,
    Semicolon,
    Colon,
    Question,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Bar,
    Equal,
    Less,
    Greater,
    Caret,
    Ampersand,
    StarStar,
    DotDot,
    Bind,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Chain,
    And,
    Or,
    In,
}

/// All operators with their spelling.
const OPERATORS: &[(Operator, &str)] = &[
    (Operator::DotDot, ".."),
    (Operator::Bind, ":="),
    (Operator::NotEqual, "!="),
    (Operator::GreaterOrEqual, ">="),
    (Operator::LessOrEqual, "<="),
    (Operator::StarStar, "**"),
    (Operator::Chain, "~>"),
    (Operator::Dot, "."),
    (Operator::LeftBracket, "["),
    (Operator::RightBracket, "]"),
    (Operator::LeftBrace, "{"),
    (Operator::RightBrace, "}"),
    (Operator::LeftParen, "("),
    (Operator::RightParen, ")"),
    (Operator::Comma, ","),
    (Operator::At, "@"),
    (Operator::Hash, "#"),
    (Operator::Semicolon, ";"),
    (Operator::Colon, ":"),
    (Operator::Question, "?"),
    (Operator::Plus, "+"),
    (Operator::Minus, "-"),
    (Operator::Star, "*"),
    (Operator::Slash, "/"),
    (Operator::Percent, "%"),
    (Operator::Bar, "|"),
    (Operator::Equal, "="),
    (Operator::Less, "<"),
    (Operator::Greater, ">"),
    (Operator::Caret, "^"),
    (Operator::Ampersand, "&"),
    (Operator::And, "and"),
    (Operator::Or, "or"),
    (Operator::In, "in"),
];

impl Token<'_> {
    pub(super) fn is(&self, operator: Operator) -> bool {
        self.operator() == Some(operator)
    }

    pub(super) fn operator(&self) -> Option<Operator> {
        match self.kind {
            TokenKind::Operator(operator) => Some(operator),
            _ => None,
        }
    }

    /// Returns whether an expression can begin with this token.
    pub(super) fn starts_expression(&self) -> bool {
        match &self.kind {
            TokenKind::End => false,
            TokenKind::Operator(operator) => operator.is_prefix(),
            _ => true,
        }
    }

    /// Returns the value as JSON, as messages show it.
    pub(super) fn json(&self) -> String {
        match &self.kind {
            TokenKind::End => "\"(end)\"".to_string(),
            TokenKind::Operator(operator) => js::quote_str(operator.text()),
            TokenKind::Name(name) | TokenKind::Variable(name) => js::quote_str(name),
            TokenKind::String(literal) => literal.json(),
            TokenKind::Number(value) => js::number(*value),
            TokenKind::Boolean(value) => value.to_string(),
            TokenKind::Null => "null".to_string(),
            // `JSON.stringify` returns an empty object for a regular expression.
            TokenKind::Regex { .. } => "{}".to_string(),
        }
    }
}

impl Operator {
    /// Returns the operator that a text begins with, and its length in bytes. Words are not among these operators.
    pub(super) fn at_start(text: &[u8]) -> Option<(Operator, usize)> {
        use Operator as O;
        let pair = match text {
            [b'.', b'.', ..] => Some(O::DotDot),
            [b':', b'=', ..] => Some(O::Bind),
            [b'!', b'=', ..] => Some(O::NotEqual),
            [b'>', b'=', ..] => Some(O::GreaterOrEqual),
            [b'<', b'=', ..] => Some(O::LessOrEqual),
            [b'*', b'*', ..] => Some(O::StarStar),
            [b'~', b'>', ..] => Some(O::Chain),
            _ => None,
        };
        if let Some(operator) = pair {
            return Some((operator, 2));
        }
        let operator = match text.first()? {
            b'.' => O::Dot,
            b'[' => O::LeftBracket,
            b']' => O::RightBracket,
            b'{' => O::LeftBrace,
            b'}' => O::RightBrace,
            b'(' => O::LeftParen,
            b')' => O::RightParen,
            b',' => O::Comma,
            b'@' => O::At,
            b'#' => O::Hash,
            b';' => O::Semicolon,
            b':' => O::Colon,
            b'?' => O::Question,
            b'+' => O::Plus,
            b'-' => O::Minus,
            b'*' => O::Star,
            b'/' => O::Slash,
            b'%' => O::Percent,
            b'|' => O::Bar,
            b'=' => O::Equal,
            b'<' => O::Less,
            b'>' => O::Greater,
            b'^' => O::Caret,
            b'&' => O::Ampersand,
            _ => return None,
        };
        Some((operator, 1))
    }

    pub(super) fn text(self) -> &'static str {
        let entry = OPERATORS.iter().find(|(operator, _)| *operator == self);
        entry.expect("every operator is in the table").1
    }

    /// Returns how strongly the operator binds the expression on its left. Zero if it separates expressions without
    /// combining them.
    pub(super) fn power(self) -> u8 {
        use Operator as O;
        match self {
            O::LeftBracket | O::LeftParen | O::At | O::Hash => 80,
            O::Dot => 75,
            O::LeftBrace => 70,
            O::Star | O::Slash | O::Percent => 60,
            O::Plus | O::Minus | O::Ampersand => 50,
            O::Equal | O::NotEqual | O::Less | O::LessOrEqual | O::Greater | O::GreaterOrEqual => 40,
            O::Caret | O::Chain | O::In => 40,
            O::And => 30,
            O::Or => 25,
            O::Question => 20,
            O::Bind => 10,
            O::RightBracket | O::RightBrace | O::RightParen | O::Comma | O::Semicolon | O::Colon => 0,
            O::Bar | O::DotDot | O::StarStar => 0,
        }
    }

    /// Returns whether an expression can begin with this operator.
    pub(super) fn is_prefix(self) -> bool {
        use Operator as O;
        matches!(
            self,
            O::Minus
                | O::Star
                | O::StarStar
                | O::Percent
                | O::LeftParen
                | O::LeftBracket
                | O::LeftBrace
                | O::Bar
                | O::And
                | O::Or
                | O::In
        )
    }

    pub(super) fn binary(self) -> Option<BinaryOperator> {
        Some(match self {
            Operator::Plus => BinaryOperator::Add,
            Operator::Minus => BinaryOperator::Subtract,
            Operator::Star => BinaryOperator::Multiply,
            Operator::Slash => BinaryOperator::Divide,
            Operator::Percent => BinaryOperator::Remainder,
            Operator::Ampersand => BinaryOperator::Concatenate,
            Operator::Equal => BinaryOperator::Equal,
            Operator::NotEqual => BinaryOperator::NotEqual,
            Operator::Less => BinaryOperator::Less,
            Operator::LessOrEqual => BinaryOperator::LessOrEqual,
            Operator::Greater => BinaryOperator::Greater,
            Operator::GreaterOrEqual => BinaryOperator::GreaterOrEqual,
            Operator::In => BinaryOperator::In,
            Operator::And => BinaryOperator::And,
            Operator::Or => BinaryOperator::Or,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_read_as_they_are_spelled() {
        for &(operator, text) in OPERATORS {
            let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic());
            let found = (!is_word).then_some((operator, text.len()));
            assert_eq!(Operator::at_start(text.as_bytes()), found, "{text}");
        }
        assert_eq!(Operator::at_start(b"!"), None);
        assert_eq!(Operator::at_start(b"**.a"), Some((Operator::StarStar, 2)));
        assert_eq!(Operator::at_start(b".a"), Some((Operator::Dot, 1)));
    }
}
