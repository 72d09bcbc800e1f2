//! The tokens of an expression and the binding powers of the operators.

use crate::span::Span;

use crate::ast::BinaryOperator;
use crate::js;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    End,
    Operator(Operator),
    Name(String),
    /// Without the `$`.
    Variable(String),
    /// In UTF-16, since an escape sequence can be an unpaired surrogate.
    String(Vec<u16>),
    Number(f64),
    Boolean(bool),
    Null,
    Regex {
        pattern: String,
        flags: String,
    },
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

/// All operators with their spelling, longer spellings first.
pub(super) const OPERATORS: &[(Operator, &str)] = &[
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

impl Token {
    pub(super) fn is(&self, operator: Operator) -> bool {
        self.kind == TokenKind::Operator(operator)
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
            TokenKind::String(units) => js::quote(units),
            TokenKind::Number(value) => js::number(*value),
            TokenKind::Boolean(value) => value.to_string(),
            TokenKind::Null => "null".to_string(),
            // `JSON.stringify` returns an empty object for a regular expression.
            TokenKind::Regex { .. } => "{}".to_string(),
        }
    }
}

impl Operator {
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
