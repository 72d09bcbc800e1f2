//! Error recovery within brackets.

use crate::span::Span;

use crate::ast::NodeId;
use crate::lexer::Slash;
use crate::parser::Parser;
use crate::token::{Operator, TokenKind};

impl Parser<'_> {
    /// Records that a bracket is open that `closer` will close.
    pub(super) fn enter(&mut self, closer: Operator) {
        self.open[kind(closer).expect("the operator closes a bracket")] += 1;
    }

    /// Consumes the closing bracket. If it is not the next token, everything up to it is parsed as expressions, which
    /// are returned. A bracket that closes an outer one ends the search.
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
                // No bracket of its kind is open, so it was probably meant to close this one.
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

    /// Returns the node, wrapped with the expressions between it and the closing bracket.
    pub(super) fn wrap_with(&mut self, node: NodeId, mut rest: Vec<NodeId>) -> NodeId {
        rest.insert(0, node);
        self.wrap(rest)
    }
}

/// Returns the kind of bracket that the operator closes, if any.
fn kind(closer: Operator) -> Option<usize> {
    match closer {
        Operator::RightParen => Some(0),
        Operator::RightBracket => Some(1),
        Operator::RightBrace => Some(2),
        _ => None,
    }
}
