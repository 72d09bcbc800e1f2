//! The words and signs of an expression, for editors: damage does not end them.

use crate::span::Span;

use crate::error::Errors;
use crate::lexer::{Lexer, Slash};
use crate::token::{Operator, TokenKind};

/// A word or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    pub kind: LexemeKind,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LexemeKind {
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    Comma,
    /// Any other sign.
    Operator,
    /// `and`, `or` and `in`; also where they are names.
    Word,
    Name,
    /// With its `$`.
    Variable,
    String,
    Number,
    /// `true`, `false` or `null`.
    Constant,
    Regex,
}

/// The words and signs of a text, in its order. What is not closed goes to its end.
pub fn lexemes(text: &str) -> Vec<Lexeme> {
    let mut lexer = Lexer::new(text);
    let mut errors = Errors::default();
    let mut found: Vec<Lexeme> = Vec::new();
    loop {
        let slash = match found.last() {
            Some(last) if last.kind.ends_operand() => Slash::Divides,
            _ => Slash::OpensRegex,
        };
        let token = lexer.next(slash, &mut errors);
        let kind = match token.kind {
            TokenKind::End => return found,
            TokenKind::Operator(operator) => kind(operator),
            TokenKind::Name(_) => LexemeKind::Name,
            TokenKind::Variable(_) => LexemeKind::Variable,
            TokenKind::String(_) => LexemeKind::String,
            TokenKind::Number(_) => LexemeKind::Number,
            TokenKind::Boolean(_) | TokenKind::Null => LexemeKind::Constant,
            TokenKind::Regex { .. } => LexemeKind::Regex,
        };
        let end = token.span.end.min(text.len() as u32);
        found.push(Lexeme { kind, span: Span { start: token.span.start.min(end), end } });
    }
}

impl LexemeKind {
    fn ends_operand(self) -> bool {
        !matches!(self, LexemeKind::Open | LexemeKind::Comma | LexemeKind::Operator | LexemeKind::Word)
    }
}

fn kind(operator: Operator) -> LexemeKind {
    match operator {
        Operator::LeftParen | Operator::LeftBracket | Operator::LeftBrace => LexemeKind::Open,
        Operator::RightParen | Operator::RightBracket | Operator::RightBrace => LexemeKind::Close,
        Operator::Comma => LexemeKind::Comma,
        Operator::And | Operator::Or | Operator::In => LexemeKind::Word,
        _ => LexemeKind::Operator,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_expression_has_its_words() {
        let text = "$sum($x.a / 2, /a,b/i, \"c";
        let found: Vec<(LexemeKind, &str)> =
            lexemes(text).into_iter().map(|one| (one.kind, &text[one.span.range()])).collect();
        assert_eq!(found[0], (LexemeKind::Variable, "$sum"));
        assert_eq!(found[5], (LexemeKind::Operator, "/"));
        assert_eq!(found[8], (LexemeKind::Regex, "/a,b/i"));
        assert_eq!(found[10], (LexemeKind::String, "\"c"));
        assert_eq!(found.len(), 11);
    }

    #[test]
    fn damage_does_not_end_it() {
        for text in ["", "!", "~ ~", "\"\\", "\"\\u00", "`a", "/*", "$", "€ '€", "1e", "]", "\"\\u12"] {
            for lexeme in lexemes(text) {
                assert!(text.get(lexeme.span.range()).is_some(), "{text}");
            }
        }
    }
}
