//! The lexemes of an expression, for editors. Invalid text does not end them.

use crate::span::Span;

use crate::error::Errors;
use crate::lexer::{Lexer, Slash};
use crate::token::{Operator, TokenKind};

/// A token of an expression, without its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    /// The kind of token.
    pub kind: LexemeKind,
    /// Where the token is, within the text.
    pub span: Span,
}

/// The kinds of lexemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LexemeKind {
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// `,`.
    Comma,
    /// Any other punctuation.
    Operator,
    /// `and`, `or` and `in`, also where they are names.
    Word,
    /// A field name, with its backquotes.
    Name,
    /// A variable, with its `$`.
    Variable,
    /// A string, with its quotes.
    String,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Constant,
    /// A regular expression, with its slashes and flags.
    Regex,
}

/// Returns the tokens of any text, in source order, without whitespace and comments. A string, quoted name, regular
/// expression or comment that is not closed extends to the end of the text. Unknown operators are skipped.
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
    fn an_incomplete_expression_has_lexemes() {
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
    fn invalid_text_does_not_end_it() {
        for text in ["", "!", "~ ~", "\"\\", "\"\\u00", "`a", "/*", "$", "€ '€", "1e", "]", "\"\\u12"] {
            for lexeme in lexemes(text) {
                assert!(text.get(lexeme.span.range()).is_some(), "{text}");
            }
        }
    }
}
