//! How the parser goes on behind a mistake within brackets.

use crate::span::Span;

use crate::ast::NodeId;
use crate::lexer::Slash;
use crate::parser::Parser;
use crate::token::{Operator, TokenKind};

impl Parser<'_> {
    /// Notes that a bracket is open that `closer` will close.
    pub(super) fn enter(&mut self, closer: Operator) {
        self.open[kind(closer).expect("the operator closes a bracket")] += 1;
    }

    /// Uses the closing bracket. If it is not the next token, everything up to it is read as
    /// expressions, which are returned. A bracket that closes an outer one ends the search.
    pub(super) fn close(&mut self, closer: Operator, slash: Slash, opener: Span) -> Vec<NodeId> {
        self.open[kind(closer).expect("the operator closes a bracket")] -= 1;
        let mut rest = Vec::new();
        if self.token.is(closer) {
            self.advance(slash);
            return rest;
        }
        self.report_expected(closer, Some(opener));
        while self.token.kind != TokenKind::End && !self.token.is(closer) {
            match self.token.operator().and_then(kind) {
                Some(other) if self.open[other] > 0 => return rest,
                // Nobody waits for it, so it was probably meant to be ours.
                Some(_) => break,
                None if self.token.starts_expression() => rest.push(self.expression(0)),
                None => {
                    self.advance(Slash::OpensRegex);
                }
            }
        }
        if self.token.kind != TokenKind::End {
            self.advance(slash);
        }
        rest
    }

    /// The node, together with what was found between it and the closing bracket.
    pub(super) fn wrap_with(&mut self, node: NodeId, mut rest: Vec<NodeId>) -> NodeId {
        rest.insert(0, node);
        self.wrap(rest)
    }
}

/// Which bracket the operator closes, if any.
fn kind(closer: Operator) -> Option<usize> {
    match closer {
        Operator::RightParen => Some(0),
        Operator::RightBracket => Some(1),
        Operator::RightBrace => Some(2),
        _ => None,
    }
}
