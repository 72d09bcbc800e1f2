//! What can follow an operand: operators, steps, predicates, calls.

use crate::span::Span;

use crate::ast::{NodeId, NodeKind, SortTerm};
use crate::error::{ErrorCode, NewerOperator, SyntaxError};
use crate::lexer::Slash;
use crate::parser::Parser;
use crate::token::{Literal, Operator, Token, TokenKind};
use crate::{regex, signature};

impl Parser<'_> {
    /// Continues the expression `left` after the operator, which has been consumed.
    pub(super) fn infix(&mut self, left: NodeId, operator: Operator, token: Span) -> NodeId {
        match operator {
            Operator::Dot => self.path(left, token),
            Operator::LeftBracket => self.predicate(left, token),
            Operator::LeftParen => self.call(left, token),
            Operator::LeftBrace => {
                let pairs = self.pairs(token);
                self.add(NodeKind::Group { base: left, pairs }, self.start(left), token)
            }
            Operator::Caret => self.sort(left, token),
            Operator::At | Operator::Hash => self.binding(left, operator, token),
            Operator::Question => self.condition(left, token),
            Operator::Bind => self.assignment(left, token),
            Operator::Chain => {
                let function = self.expression(operator.power());
                self.add(NodeKind::Apply { input: left, function }, self.start(left), token)
            }
            _ => {
                let right = self.expression(operator.power());
                let operator = operator.binary().expect("the other infix operators are handled above");
                self.add(NodeKind::Binary { operator, left, right }, self.start(left), token)
            }
        }
    }

    /// Parses all remaining steps of a path, so that a long path is a single node.
    fn path(&mut self, first: NodeId, mut token: Span) -> NodeId {
        let mut steps = vec![first, self.expression(Operator::Dot.power())];
        while self.token.is(Operator::Dot) {
            token = self.advance(Slash::OpensRegex).span;
            steps.push(self.expression(Operator::Dot.power()));
        }
        self.add(NodeKind::Path { steps }, self.start(first), token)
    }

    fn predicate(&mut self, base: NodeId, opener: Span) -> NodeId {
        if self.token.is(Operator::RightBracket) {
            self.advance(Slash::OpensRegex);
            return self.add(NodeKind::KeepArray { base }, self.start(base), opener);
        }
        self.enter(Operator::RightBracket);
        let filter = self.expression(0);
        let rest = self.close(Operator::RightBracket, Slash::Divides, opener);
        let filter = self.wrap_with(filter, rest);
        self.add(NodeKind::Predicate { base, filter }, self.start(base), opener)
    }

    fn sort(&mut self, base: NodeId, caret: Span) -> NodeId {
        let opener = self.token.span;
        let mut terms = Vec::new();
        if self.expect(Operator::LeftParen, Slash::OpensRegex) {
            self.enter(Operator::RightParen);
            loop {
                terms.push(self.sort_term());
                if !self.token.is(Operator::Comma) {
                    break;
                }
                self.advance(Slash::OpensRegex);
            }
            let rest = self.close(Operator::RightParen, Slash::OpensRegex, opener);
            let last = terms.last_mut().expect("there is a term");
            last.expression = self.wrap_with(last.expression, rest);
        } else if self.token.starts_expression() {
            let expression = self.expression(Operator::Caret.power());
            terms.push(SortTerm { descending: false, expression });
        }
        self.add(NodeKind::Sort { base, terms }, self.start(base), caret)
    }

    fn sort_term(&mut self) -> SortTerm {
        let descending = self.token.is(Operator::Greater);
        if descending || self.token.is(Operator::Less) {
            self.advance(Slash::OpensRegex);
        }
        SortTerm { descending, expression: self.expression(0) }
    }

    /// Parses the variable of `@$v` or `#$i`.
    fn binding(&mut self, base: NodeId, operator: Operator, token: Span) -> NodeId {
        let variable = self.expression(operator.power());
        if !self.is_variable(variable) {
            let mut error = self.blame(ErrorCode::S0214, variable);
            error.token = Some(format!("\"{}\"", operator.text()));
            self.errors.push(error.clone(), error.span.end);
        }
        let kind = match operator {
            Operator::At => NodeKind::Focus { base, variable },
            _ => NodeKind::Index { base, variable },
        };
        self.add(kind, self.start(base), token)
    }

    fn condition(&mut self, condition: NodeId, token: Span) -> NodeId {
        let start = self.start(condition);
        let newer = match self.token.operator() {
            Some(Operator::Question) => Some(NewerOperator::Coalesce),
            Some(Operator::Colon) => Some(NewerOperator::Default),
            _ => None,
        };
        if let Some(newer) = newer.filter(|_| self.token.span.start == token.end) {
            return self.newer_operator(condition, newer);
        }
        let then = self.expression(0);
        let mut otherwise = None;
        if self.token.is(Operator::Colon) {
            self.advance(Slash::OpensRegex);
            otherwise = Some(self.expression(0));
        }
        self.add(NodeKind::Condition { condition, then, otherwise }, start, token)
    }

    /// Parses `??` and `?:`, whose first character has been consumed.
    fn newer_operator(&mut self, left: NodeId, newer: NewerOperator) -> NodeId {
        let token = self.advance(Slash::Divides);
        let span = Span { start: token.span.start - 1, end: token.span.end };
        let error = SyntaxError::new(ErrorCode::S0211, span).at(span.end).token(token.json());
        self.errors.push(SyntaxError { newer: Some(newer), ..error }, span.end);
        let right = self.expression(Operator::Question.power());
        self.add(NodeKind::Error { parts: vec![left, right] }, self.start(left), span)
    }

    fn assignment(&mut self, target: NodeId, token: Span) -> NodeId {
        if !self.is_variable(target) {
            let error = self.blame(ErrorCode::S0212, target);
            self.errors.push(error, token.end);
        }
        // One less than its own power, because assignment is right-associative.
        let value = self.expression(Operator::Bind.power() - 1);
        self.add(NodeKind::Bind { target, value }, self.start(target), token)
    }

    fn call(&mut self, callee: NodeId, opener: Span) -> NodeId {
        let start = self.start(callee);
        let lambda = self.take_function_keyword(callee);
        let mut args = Vec::new();
        let mut partial = false;
        self.enter(Operator::RightParen);
        if !self.token.is(Operator::RightParen) {
            loop {
                if self.token.is(Operator::Question) {
                    partial = true;
                    let span = self.advance(Slash::OpensRegex).span;
                    args.push(self.tree.add(NodeKind::Placeholder, span, span));
                } else {
                    args.push(self.expression(0));
                }
                if !self.token.is(Operator::Comma) {
                    break;
                }
                self.advance(Slash::OpensRegex);
            }
        }
        let rest = self.close(Operator::RightParen, Slash::Divides, opener);
        args.extend(rest);
        if lambda {
            return self.lambda(start, args, opener);
        }
        let kind = if partial { NodeKind::Partial { callee, args } } else { NodeKind::Call { callee, args } };
        self.add(kind, start, opener)
    }

    /// Returns whether the callee is the keyword of a function, and removes its nodes if it is.
    fn take_function_keyword(&mut self, callee: NodeId) -> bool {
        let keyword = self.without_keep_array(callee);
        let lambda =
            matches!(self.tree.kind(keyword), NodeKind::Name(name) if name == "function" || name == "λ");
        if lambda {
            for _ in keyword.index()..self.tree.len() {
                self.tree.forget_last();
            }
        }
        lambda
    }

    /// Parses the rest of a function after its parameters.
    fn lambda(&mut self, start: u32, params: Vec<NodeId>, token: Span) -> NodeId {
        let wrong = params.iter().position(|param| !self.is_variable(*param));
        if let Some(index) = wrong {
            let error = self.blame(ErrorCode::S0208, params[index]).value((index + 1).to_string());
            let damaged = error.span.end.max(self.used);
            self.errors.push(error, damaged);
        }
        let signature = self.token.is(Operator::Less).then(|| self.signature());
        let opener = self.token.span;
        let body = if self.expect(Operator::LeftBrace, Slash::OpensRegex) {
            self.enter(Operator::RightBrace);
            let body = self.expression(0);
            let rest = self.close(Operator::RightBrace, Slash::OpensRegex, opener);
            self.wrap_with(body, rest)
        } else {
            self.missing()
        };
        self.add(NodeKind::Lambda { params, signature, body }, start, token)
    }

    /// Parses a signature: tokens up to the bracket that closes it, before the body. What is checked is the values of
    /// the tokens, not the source text.
    fn signature(&mut self) -> Span {
        let opener = self.token.span;
        let mut units = vec![u16::from(b'<')];
        let mut depth = 1;
        while depth > 0 && !self.token.is(Operator::LeftBrace) && self.token.kind != TokenKind::End {
            self.advance(Slash::OpensRegex);
            match self.token.operator() {
                Some(Operator::Greater) => depth -= 1,
                Some(Operator::Less) => depth += 1,
                _ => {}
            }
            push_text(&mut units, &self.token);
        }
        let closed = self.expect(Operator::Greater, Slash::OpensRegex);
        let span = Span { start: opener.start, end: self.used };
        if closed && let Err(fault) = signature::check(&units) {
            let mut error = SyntaxError::new(fault.code, span);
            error.position = fault.offset.map(|offset| self.units_behind(opener.end, offset));
            error.value = fault.value;
            self.errors.push(error, span.end);
        }
        span
    }

    /// Returns the byte offset that is `units` UTF-16 code units after `offset`.
    fn units_behind(&self, offset: u32, mut units: usize) -> u32 {
        let mut position = offset as usize;
        for c in self.text[position..].chars() {
            if units < c.len_utf16() {
                // Half of a surrogate pair is half of the bytes of its character.
                return (position + 2 * units) as u32;
            }
            units -= c.len_utf16();
            position += c.len_utf8();
        }
        (position + units) as u32
    }
}

/// Appends what JavaScript appends when it concatenates the value of a token to a string.
fn push_text(units: &mut Vec<u16>, token: &Token<'_>) {
    match &token.kind {
        TokenKind::String(Literal::Plain(text)) => units.extend(text.encode_utf16()),
        TokenKind::String(Literal::Escaped(text)) => units.extend_from_slice(text),
        TokenKind::Name(name) | TokenKind::Variable(name) => units.extend(name.encode_utf16()),
        TokenKind::Operator(operator) => units.extend(operator.text().encode_utf16()),
        TokenKind::Regex { pattern, flags } => units.extend(regex::print(pattern, flags).encode_utf16()),
        TokenKind::Number(_) | TokenKind::Boolean(_) | TokenKind::Null => {
            units.extend(token.json().encode_utf16())
        }
        TokenKind::End => {}
    }
}
