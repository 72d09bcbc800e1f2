//! The parser: it builds the tree from the tokens, by the binding powers of the operators.
//!
//! When each token is read, and with which meaning of a slash, is exactly as in the reference implementation: it stops
//! at the first error that it meets, so the order decides which one it reports. Recovery after the first error is our
//! own.

use crate::span::Span;

use crate::ast::{NodeId, NodeKind, Tree};
use crate::error::{ErrorCode, Errors, SyntaxError};
use crate::js;
use crate::lexer::{Lexer, Slash};
use crate::token::{Operator, Token, TokenKind};

/// The maximum depth of nested expressions.
const MAX_DEPTH: u32 = 256;

/// A parsed text, before its meaning is checked.
pub(super) struct Syntax {
    pub tree: Tree,
    pub root: NodeId,
    pub errors: Errors,
}

pub(super) struct Parser<'t> {
    pub text: &'t str,
    lexer: Lexer<'t>,
    /// The next token, not yet consumed.
    pub token: Token<'t>,
    /// The end of the last token that was consumed.
    pub used: u32,
    pub tree: Tree,
    pub errors: Errors,
    depth: u32,
    /// The number of open brackets of each kind.
    pub open: [u32; 3],
}

pub(super) fn parse(text: &str) -> Syntax {
    let mut errors = Errors::default();
    let mut lexer = Lexer::new(text);
    let token = lexer.next(Slash::OpensRegex, &mut errors);
    let tree = Tree::default();
    let mut parser = Parser { text, lexer, token, used: 0, tree, errors, depth: 0, open: [0; 3] };
    let root = parser.whole();
    Syntax { tree: parser.tree, root, errors: parser.errors }
}

impl<'t> Parser<'t> {
    /// Parses everything up to the end of the text.
    fn whole(&mut self) -> NodeId {
        let first = self.expression(0);
        if self.token.kind == TokenKind::End {
            return first;
        }
        let span = self.token.span;
        let token = self.token.json();
        self.errors.push(SyntaxError::new(ErrorCode::S0201, span).at(span.end).token(token), span.end);
        let mut parts = vec![first];
        while self.token.kind != TokenKind::End {
            if self.token.starts_expression() {
                parts.push(self.expression(0));
            } else {
                self.advance(Slash::OpensRegex);
            }
        }
        self.wrap(parts)
    }

    /// Parses an expression, up to an operator that binds its left side no more strongly than `power`.
    pub(super) fn expression(&mut self, power: u8) -> NodeId {
        if self.depth == MAX_DEPTH {
            return self.give_up();
        }
        self.depth += 1;
        let mut left = self.operand();
        while let Some(operator) = self.token.operator().filter(|operator| power < operator.power()) {
            let token = self.advance(Slash::OpensRegex);
            left = self.infix(left, operator, token.span);
        }
        self.depth -= 1;
        left
    }

    /// Consumes the next token and reads the one after it.
    pub(super) fn advance(&mut self, slash: Slash) -> Token<'t> {
        let next = self.lexer.next(slash, &mut self.errors);
        self.used = self.token.span.end;
        std::mem::replace(&mut self.token, next)
    }

    /// Makes a token the next one again.
    pub(super) fn put_back(&mut self, token: Token<'t>, used: u32) {
        if token.kind != TokenKind::End {
            self.lexer.go_to(token.span.end);
        }
        self.token = token;
        self.used = used;
    }

    /// Consumes the next token if it is the one that must follow, and otherwise reports an error.
    pub(super) fn expect(&mut self, operator: Operator, slash: Slash) -> bool {
        let found = self.token.is(operator);
        if found {
            self.advance(slash);
        } else {
            self.report_expected(operator, None);
        }
        found
    }

    pub(super) fn report_expected(&mut self, operator: Operator, opener: Option<Span>) {
        let span = self.token.span;
        let end = self.token.kind == TokenKind::End;
        let code = if end { ErrorCode::S0203 } else { ErrorCode::S0202 };
        let error = SyntaxError::new(code, span).at(span.end);
        let mut error = error.token(self.token.json()).value(js::quote_str(operator.text()));
        error.opener = opener;
        self.errors.push(error, span.end);
    }

    /// Adds a node that ends with the last consumed token.
    pub(super) fn add(&mut self, kind: NodeKind, start: u32, token: Span) -> NodeId {
        let end = self.used.max(start);
        self.tree.add(kind, Span { start, end }, token)
    }

    /// Adds a node for an operand that is missing before the next token.
    pub(super) fn missing(&mut self) -> NodeId {
        let at = Span { start: self.used, end: self.used };
        self.tree.add(NodeKind::Error { parts: Vec::new() }, at, self.token.span)
    }

    /// Combines several nodes into one. A single node is returned as it is.
    pub(super) fn wrap(&mut self, parts: Vec<NodeId>) -> NodeId {
        let first = *parts.first().expect("there is something to wrap");
        if parts.len() == 1 {
            return first;
        }
        let Span { start, end } = self.tree.span(first);
        self.add(NodeKind::Error { parts }, start, Span { start: end, end })
    }

    /// Returns the start of the node.
    pub(super) fn start(&self, id: NodeId) -> u32 {
        self.tree.span(id).start
    }

    /// Returns the node without `[]`, for which the reference implementation has no node.
    pub(super) fn without_keep_array(&self, mut id: NodeId) -> NodeId {
        while let NodeKind::KeepArray { base } = self.tree.kind(id) {
            id = *base;
        }
        id
    }

    pub(super) fn is_variable(&self, id: NodeId) -> bool {
        matches!(self.tree.kind(self.without_keep_array(id)), NodeKind::Variable(_))
    }

    /// Returns an error about a node, with the position and the token of the reference implementation.
    pub(super) fn blame(&self, code: ErrorCode, id: NodeId) -> SyntaxError {
        let node = self.tree.get(self.without_keep_array(id));
        let span = if node.span.start == node.span.end { node.token } else { node.span };
        SyntaxError::new(code, span).at(node.token.end).token(self.token_of(node.token, &node.kind))
    }

    fn token_of(&self, token: Span, kind: &NodeKind) -> String {
        if matches!(kind, NodeKind::Regex { .. }) {
            return "{}".to_string();
        }
        let mut lexer = Lexer::new(self.text);
        lexer.go_to(token.start);
        lexer.next(Slash::Divides, &mut Errors::default()).json()
    }

    /// Ends parsing because the text is nested too deeply.
    fn give_up(&mut self) -> NodeId {
        self.errors.push_last(SyntaxError::new(ErrorCode::TooDeep, self.token.span));
        let end = u32::try_from(self.text.len()).expect("an expression is shorter than 4 GiB");
        self.lexer.go_to(end);
        self.token = Token { kind: TokenKind::End, span: Span { start: end, end } };
        self.missing()
    }
}
