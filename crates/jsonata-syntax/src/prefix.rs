//! Operands: what an expression can begin with.

use crate::span::Span;

use crate::ast::{NodeId, NodeKind, Pair};
use crate::error::{ErrorCode, SyntaxError};
use crate::lexer::Slash;
use crate::parser::Parser;
use crate::token::{Operator, Token, TokenKind};

/// The binding power of the unary minus.
const NEGATE_POWER: u8 = 70;

impl<'t> Parser<'t> {
    /// Parses the first part of an expression, without the operators that follow it.
    pub(super) fn operand(&mut self) -> NodeId {
        let mut before = self.used;
        let mut token = self.advance(Slash::Divides);
        // Misplaced operators are skipped; the operand may follow them.
        while !matches!(token.kind, TokenKind::End) && !token.starts_expression() {
            let span = token.span;
            let error = SyntaxError::new(ErrorCode::S0211, span).at(span.end).token(token.json());
            self.errors.push(error, span.end);
            let passes = token.operator().is_some_and(|operator| operator.power() > 0);
            if !passes || !self.token.starts_expression() {
                return self.put_back_or_drop(token, before, passes);
            }
            before = self.used;
            token = self.advance(Slash::Divides);
        }
        let span = token.span;
        let kind = match token.kind {
            TokenKind::End => {
                self.put_back(token, before);
                return self.missing();
            }
            TokenKind::Name(name) => NodeKind::Name(name.to_owned()),
            TokenKind::Variable(name) => NodeKind::Variable(name.to_owned()),
            TokenKind::String(literal) => NodeKind::String(literal.text()),
            TokenKind::Number(value) => NodeKind::Number(value),
            TokenKind::Boolean(value) => NodeKind::Boolean(value),
            TokenKind::Null => NodeKind::Null,
            TokenKind::Regex { pattern, flags } => {
                NodeKind::Regex { pattern: pattern.to_owned(), flags: flags.to_owned() }
            }
            TokenKind::Operator(operator) => return self.prefix(operator, span),
        };
        self.tree.add(kind, span, span)
    }

    /// Leaves a closing bracket or a comma to the construct that expects it, and drops an operator without an operand.
    fn put_back_or_drop(&mut self, token: Token<'t>, before: u32, drop: bool) -> NodeId {
        if drop {
            let span = token.span;
            return self.tree.add(NodeKind::Error { parts: Vec::new() }, span, span);
        }
        self.put_back(token, before);
        self.missing()
    }

    fn prefix(&mut self, operator: Operator, span: Span) -> NodeId {
        match operator {
            Operator::Minus => {
                let operand = self.expression(NEGATE_POWER);
                self.add(NodeKind::Negate { operand }, span.start, span)
            }
            Operator::LeftParen => self.block(span),
            Operator::LeftBracket => self.array(span),
            Operator::LeftBrace => {
                let pairs = self.pairs(span);
                self.add(NodeKind::Object { pairs }, span.start, span)
            }
            Operator::Bar => self.transform(span),
            Operator::Star => self.tree.add(NodeKind::Wildcard, span, span),
            Operator::StarStar => self.tree.add(NodeKind::Descendants, span, span),
            Operator::Percent => self.tree.add(NodeKind::Parent, span, span),
            // `and`, `or` and `in`, which are names here.
            _ => self.tree.add(NodeKind::Name(operator.text().to_string()), span, span),
        }
    }

    fn block(&mut self, opener: Span) -> NodeId {
        let mut expressions = Vec::new();
        self.enter(Operator::RightParen);
        while !self.token.is(Operator::RightParen) {
            expressions.push(self.expression(0));
            if !self.token.is(Operator::Semicolon) {
                break;
            }
            self.advance(Slash::OpensRegex);
        }
        expressions.extend(self.close(Operator::RightParen, Slash::Divides, opener));
        self.add(NodeKind::Block { expressions }, opener.start, opener)
    }

    fn array(&mut self, opener: Span) -> NodeId {
        let mut items = Vec::new();
        self.enter(Operator::RightBracket);
        if !self.token.is(Operator::RightBracket) {
            loop {
                items.push(self.array_item());
                if !self.token.is(Operator::Comma) {
                    break;
                }
                self.advance(Slash::OpensRegex);
            }
        }
        items.extend(self.close(Operator::RightBracket, Slash::Divides, opener));
        self.add(NodeKind::Array { items }, opener.start, opener)
    }

    fn array_item(&mut self) -> NodeId {
        let first = self.expression(0);
        if !self.token.is(Operator::DotDot) {
            return first;
        }
        let token = self.advance(Slash::OpensRegex);
        let last = self.expression(0);
        self.add(NodeKind::Range { first, last }, self.start(first), token.span)
    }

    /// Parses the pairs of an object or a grouping, after the opening brace.
    pub(super) fn pairs(&mut self, opener: Span) -> Vec<Pair> {
        let mut pairs = Vec::new();
        self.enter(Operator::RightBrace);
        if !self.token.is(Operator::RightBrace) {
            loop {
                pairs.push(self.pair());
                if !self.token.is(Operator::Comma) {
                    break;
                }
                self.advance(Slash::OpensRegex);
            }
        }
        let rest = self.close(Operator::RightBrace, Slash::Divides, opener);
        if let Some(last) = pairs.last_mut() {
            last.value = self.wrap_with(last.value, rest);
        }
        pairs
    }

    fn pair(&mut self) -> Pair {
        let key = self.expression(0);
        let colon = self.expect(Operator::Colon, Slash::OpensRegex);
        let value = if colon || self.token.starts_expression() { self.expression(0) } else { self.missing() };
        Pair { key, value }
    }

    fn transform(&mut self, opener: Span) -> NodeId {
        let pattern = self.expression(0);
        let bar = self.expect(Operator::Bar, Slash::OpensRegex);
        let update = if bar { self.expression(0) } else { self.missing() };
        let mut delete = None;
        if self.token.is(Operator::Comma) && bar {
            self.advance(Slash::OpensRegex);
            delete = Some(self.expression(0));
        }
        if bar {
            self.expect(Operator::Bar, Slash::OpensRegex);
        }
        self.add(NodeKind::Transform { pattern, update, delete }, opener.start, opener)
    }
}
