//! The lexer. It returns one token at a time, because a slash means division after an operand and opens a regular
//! expression everywhere else.

use crate::span::Span;

use crate::error::{ErrorCode, Errors, SyntaxError};
use crate::token::{Literal, Operator, Token, TokenKind};
use crate::{js, regex};

pub(super) struct Lexer<'t> {
    text: &'t str,
    position: usize,
}

/// What a slash means if it begins the next token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slash {
    Divides,
    OpensRegex,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Lexer<'t> {
        Lexer { text, position: 0 }
    }

    /// Continues at another offset, which must be a token boundary.
    pub(super) fn go_to(&mut self, position: u32) {
        self.position = position as usize;
    }

    pub(super) fn next(&mut self, slash: Slash, errors: &mut Errors) -> Token<'t> {
        loop {
            self.skip_whitespace(errors);
            let Some(first) = self.byte(0) else {
                return Token { kind: TokenKind::End, span: self.span(self.position) };
            };
            let start = self.position;
            let kind = match first {
                b'/' if slash == Slash::OpensRegex => self.regex(errors),
                b'"' | b'\'' => self.string(first, errors),
                b'0'..=b'9' => self.number(errors),
                b'`' => self.quoted_name(errors),
                _ => match self.operator() {
                    Some(operator) => TokenKind::Operator(operator),
                    None if is_operator_byte(first) => {
                        self.unknown_operator(errors);
                        continue;
                    }
                    None => self.name(),
                },
            };
            return Token { kind, span: self.span(start) };
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.position + ahead).copied()
    }

    fn rest(&self) -> &'t str {
        &self.text[self.position..]
    }

    fn span(&self, start: usize) -> Span {
        Span { start: offset(start), end: offset(self.position) }
    }

    fn skip_whitespace(&mut self, errors: &mut Errors) {
        loop {
            while self.byte(0).is_some_and(is_whitespace) {
                self.position += 1;
            }
            if self.byte(0) != Some(b'/') || self.byte(1) != Some(b'*') {
                return;
            }
            match self.rest()[2..].find("*/") {
                Some(length) => self.position += length + 4,
                None => {
                    let opener = Span { start: offset(self.position), end: offset(self.position + 2) };
                    errors.push_last(SyntaxError::new(ErrorCode::S0106, opener).at(opener.start));
                    self.position = self.text.len();
                }
            }
        }
    }

    fn operator(&mut self) -> Option<Operator> {
        let (operator, length) = Operator::at_start(&self.text.as_bytes()[self.position..])?;
        self.position += length;
        Some(operator)
    }

    /// Skips a `!` or `~`, which end a name but are no operators by themselves.
    fn unknown_operator(&mut self, errors: &mut Errors) {
        let start = self.position;
        self.position += 1;
        let span = self.span(start);
        let token = js::quote_str(&self.text[start..self.position]);
        errors.push(SyntaxError::new(ErrorCode::S0204, span).at(span.end).token(token), span.end);
    }

    fn string(&mut self, quote: u8, errors: &mut Errors) -> TokenKind<'t> {
        let start = self.position;
        self.position += 1;
        let rest = self.rest();
        if let Some(length) = rest.bytes().position(|byte| byte == quote || byte == b'\\')
            && rest.as_bytes()[length] == quote
        {
            self.position += length + 1;
            return TokenKind::String(Literal::Plain(&rest[..length]));
        }
        let mut units = Vec::new();
        while let Some(c) = self.rest().chars().next() {
            if c == char::from(quote) {
                self.position += 1;
                return TokenKind::String(Literal::Escaped(units));
            }
            if c == '\\' {
                self.escape(&mut units, errors);
            } else {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
                self.position += c.len_utf8();
            }
            if self.position > self.text.len() {
                break;
            }
        }
        let opener = Span { start: offset(start), end: offset(start + 1) };
        errors.push_last(SyntaxError::new(ErrorCode::S0101, opener).at(offset(self.position)));
        self.position = self.text.len();
        TokenKind::String(Literal::Escaped(units))
    }

    fn escape(&mut self, units: &mut Vec<u16>, errors: &mut Errors) {
        let start = self.position;
        self.position += 1;
        let escaped = self.rest().chars().next();
        let plain = match escaped {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => return self.unicode_escape(start, units, errors),
            _ => {
                let position = offset(self.position);
                let mut buffer = [0; 2];
                let unit = escaped.map_or(&[][..], |c| &c.encode_utf16(&mut buffer)[..1]);
                let token = js::quote(unit);
                self.position += escaped.map_or(0, char::len_utf8);
                let span = self.span(start);
                errors.push(SyntaxError::new(ErrorCode::S0103, span).at(position).token(token), span.end);
                return;
            }
        };
        units.push(plain as u16);
        // All these characters are one byte long.
        self.position += 1;
    }

    /// Reads an escape sequence from its `u`. At the end of the text, fewer than four digits are accepted, as in the
    /// reference implementation; the string is unterminated anyway.
    fn unicode_escape(&mut self, start: usize, units: &mut Vec<u16>, errors: &mut Errors) {
        let bytes = self.text.as_bytes();
        let digits = self.position + 1..(self.position + 5).min(bytes.len());
        let hex = &bytes[digits.clone()];
        if hex.is_empty() || !hex.iter().all(u8::is_ascii_hexdigit) {
            let position = offset(self.position);
            let valid = hex.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
            self.position += 1 + valid;
            let span = self.span(start);
            errors.push(SyntaxError::new(ErrorCode::S0104, span).at(position), span.end);
            return;
        }
        let value = u16::from_str_radix(&self.text[digits], 16).expect("up to four hexadecimal digits");
        units.push(value);
        // This may be past the end, where the reference implementation reports the missing quote.
        self.position += 5;
    }

    fn number(&mut self, errors: &mut Errors) -> TokenKind<'t> {
        let start = self.position;
        self.position += 1;
        if self.text.as_bytes()[start] != b'0' {
            self.digits();
        }
        if self.byte(0) == Some(b'.') && self.byte(1).is_some_and(|byte| byte.is_ascii_digit()) {
            self.position += 1;
            self.digits();
        }
        if matches!(self.byte(0), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.byte(1), Some(b'+' | b'-')));
            if self.byte(1 + sign).is_some_and(|byte| byte.is_ascii_digit()) {
                self.position += 1 + sign;
                self.digits();
            }
        }
        let text = &self.text[start..self.position];
        let value: f64 = text.parse().expect("the text has the form of a number");
        if !value.is_finite() {
            let span = self.span(start);
            let error = SyntaxError::new(ErrorCode::S0102, span).at(span.start).token(js::quote_str(text));
            errors.push(error, span.end);
        }
        TokenKind::Number(value)
    }

    fn digits(&mut self) {
        while self.byte(0).is_some_and(|byte| byte.is_ascii_digit()) {
            self.position += 1;
        }
    }

    fn quoted_name(&mut self, errors: &mut Errors) -> TokenKind<'t> {
        let start = self.position;
        let rest = &self.rest()[1..];
        if let Some(length) = rest.find('`') {
            self.position += length + 2;
            return TokenKind::Name(&rest[..length]);
        }
        self.position = self.text.len();
        let opener = Span { start: offset(start), end: offset(start + 1) };
        errors.push_last(SyntaxError::new(ErrorCode::S0105, opener).at(offset(self.position)));
        TokenKind::Name(rest)
    }

    fn name(&mut self) -> TokenKind<'t> {
        let rest = self.rest();
        let length = rest.bytes().position(|byte| is_whitespace(byte) || is_operator_byte(byte));
        let text = &rest[..length.unwrap_or(rest.len())];
        self.position += text.len();
        if let Some(name) = text.strip_prefix('$') {
            return TokenKind::Variable(name);
        }
        match text {
            "and" => TokenKind::Operator(Operator::And),
            "or" => TokenKind::Operator(Operator::Or),
            "in" => TokenKind::Operator(Operator::In),
            "true" => TokenKind::Boolean(true),
            "false" => TokenKind::Boolean(false),
            "null" => TokenKind::Null,
            _ => TokenKind::Name(text),
        }
    }

    fn regex(&mut self, errors: &mut Errors) -> TokenKind<'t> {
        let start = self.position;
        self.position += 1;
        let Some(length) = regex::length(self.rest()) else {
            let opener = Span { start: offset(start), end: offset(self.position) };
            let pattern = self.rest();
            self.position = self.text.len();
            errors.push_last(SyntaxError::new(ErrorCode::S0302, opener).at(offset(self.position)));
            return TokenKind::Regex { pattern, flags: "" };
        };
        let pattern = &self.rest()[..length];
        self.position += length + 1;
        if pattern.is_empty() {
            let span = self.span(start);
            errors.push(SyntaxError::new(ErrorCode::S0301, span).at(offset(self.position - 1)), span.end);
            return TokenKind::Regex { pattern, flags: "" };
        }
        let rest = self.rest();
        let flags = &rest[..rest.bytes().take_while(|byte| matches!(byte, b'i' | b'm')).count()];
        self.position += flags.len();
        if let Err(message) = regex::check_literal(pattern, flags) {
            let span = self.span(start);
            errors.push(SyntaxError::new(ErrorCode::InvalidRegex, span).value(message), span.end);
        }
        TokenKind::Regex { pattern, flags }
    }
}

fn offset(position: usize) -> u32 {
    u32::try_from(position).expect("an expression is shorter than 4 GiB")
}

fn is_whitespace(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b)
}

/// Returns whether the byte ends a name.
fn is_operator_byte(byte: u8) -> bool {
    matches!(
        byte,
        b'.' | b'['
            | b']'
            | b'{'
            | b'}'
            | b'('
            | b')'
            | b','
            | b'@'
            | b'#'
            | b';'
            | b':'
            | b'?'
            | b'+'
            | b'-'
            | b'*'
            | b'/'
            | b'%'
            | b'|'
            | b'='
            | b'<'
            | b'>'
            | b'^'
            | b'&'
            | b'!'
            | b'~'
    )
}
