//! Filters, `[?(...)]`.

use super::parse::{Parser, Read, Stop, fail, unclosed};
use super::{Path, PathError, PathErrorKind, StepKind};
use crate::expr::cursor::{display, display_char, is_whitespace};
use crate::text::Span;

/// A condition that the elements of an array must satisfy.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// `@.a`: the node exists.
    Exists(Operand),
    /// `@.a == 1`.
    Compare {
        /// The left operand.
        left: Operand,
        /// The operator.
        operator: Operator,
        /// The span of the operator.
        operator_span: Span,
        /// The right operand.
        right: Operand,
    },
    /// `!(...)` or `!@.a`.
    Not(Box<Filter>),
    /// Two or more conditions joined with `&&`.
    And(Vec<Filter>),
    /// Two or more conditions joined with `||`.
    Or(Vec<Filter>),
}

/// An operand of a comparison, or an argument of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand {
    /// The kind of operand.
    pub kind: OperandKind,
    /// The span, quotes included.
    pub span: Span,
}

/// The kinds of operands.
#[derive(Clone, Debug, PartialEq)]
pub enum OperandKind {
    /// `@.a`, `$.a`, and, as far as Step Functions supports them in filters, `$$.a` and `$name`.
    Path(Box<Path>),
    /// A literal value.
    Literal(Literal),
}

/// A literal value in a filter.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `'text'` or `"text"`.
    String(String),
    /// `1`, `-1.5`.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// `/pattern/i`. The pattern is not parsed.
    Regex,
    /// `[...]` or `{...}`. The content is not parsed.
    Json,
    /// An unquoted string, as in `[?(@.type == TOTAL)]`. AWS's samples use and depend on it.
    Bare(String),
}

/// The operators of comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `===`
    SameType,
    /// `!==`
    NotSameType,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `=~`
    Matches,
    /// An operator that is a word, in lowercase.
    Word(&'static str),
}

const SYMBOLS: &[(&str, Operator)] = &[
    ("==", Operator::Equal),
    ("!=", Operator::NotEqual),
    ("===", Operator::SameType),
    ("!==", Operator::NotSameType),
    ("<", Operator::Less),
    ("<=", Operator::LessOrEqual),
    (">", Operator::Greater),
    (">=", Operator::GreaterOrEqual),
    ("=~", Operator::Matches),
];

const WORDS: &[&str] = &[
    "in", "nin", "subsetof", "anyof", "noneof", "size", "empty", "contains", "all", "exists", "type",
    "matches",
];

const OPERATORS: &str = "an operator such as `==`, `<`, `=~` or `in`";
const VALUE: &str = "a path, a string in quotes, a number, `true`, `false` or `null`";

impl Parser<'_> {
    /// Parses a filter from its `?` to its closing parenthesis.
    pub(super) fn filter(&mut self) -> Read<Filter> {
        self.condition_in_parentheses().map_err(|error| match error.kind {
            PathErrorKind::Syntax => PathError { kind: PathErrorKind::Filter, ..error },
            _ => error,
        })
    }

    fn condition_in_parentheses(&mut self) -> Read<Filter> {
        self.cursor.next();
        self.cursor.skip_whitespace();
        if self.cursor.peek() != Some('(') {
            let message = "filter is not in parentheses";
            return fail(self.cursor.here(), message, "`?(` and a condition");
        }
        self.group()
    }

    fn group(&mut self) -> Read<Filter> {
        let open = self.cursor.here();
        self.cursor.next();
        let filter = self.nested(open, Self::any)?;
        match self.cursor.peek() {
            Some(')') => {
                self.cursor.next();
                Ok(filter)
            }
            None | Some(']') => unclosed(open, '(', "`)`"),
            Some(c) => fail(
                self.cursor.here(),
                format!("unexpected `{}` after a condition", display_char(c)),
                "`&&`, `||` or `)`",
            ),
        }
    }

    fn any(&mut self) -> Read<Filter> {
        let mut parts = vec![self.all()?];
        while self.logical('|')? {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Filter::Or(parts) })
    }

    fn all(&mut self) -> Read<Filter> {
        let mut parts = vec![self.condition()?];
        while self.logical('&')? {
            parts.push(self.condition()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Filter::And(parts) })
    }

    fn logical(&mut self, sign: char) -> Read<bool> {
        self.cursor.skip_whitespace();
        let place = self.cursor.here();
        if !self.cursor.eat(sign) {
            return Ok(false);
        }
        if self.cursor.eat(sign) {
            return Ok(true);
        }
        fail(place, format!("unknown operator `{sign}`"), if sign == '&' { "`&&`" } else { "`||`" })
    }

    fn condition(&mut self) -> Read<Filter> {
        let mut negated = false;
        self.cursor.skip_whitespace();
        while self.cursor.eat('!') {
            negated = !negated;
            self.cursor.skip_whitespace();
        }
        let filter = if self.cursor.peek() == Some('(') { self.group()? } else { self.comparison()? };
        self.cursor.skip_whitespace();
        Ok(if negated { Filter::Not(Box::new(filter)) } else { filter })
    }

    fn comparison(&mut self) -> Read<Filter> {
        let left = self.operand()?;
        self.cursor.skip_whitespace();
        if matches!(self.cursor.peek(), None | Some(')' | ']' | '&' | '|')) {
            return Ok(Filter::Exists(left));
        }
        let start = self.cursor.at();
        let operator = self.operator()?;
        let operator_span = self.cursor.span_from(start);
        self.cursor.skip_whitespace();
        if matches!(self.cursor.peek(), None | Some(')' | ']' | '&' | '|')) {
            return fail(operator_span, "missing value after the operator", VALUE);
        }
        let mut right = self.operand()?;
        self.rest_of_bare(&mut right);
        Ok(Filter::Compare { left, operator, operator_span, right })
    }

    fn operator(&mut self) -> Read<Operator> {
        let start = self.cursor.at();
        let symbol = self.cursor.take_while(is_operator);
        if let Some((_, operator)) = SYMBOLS.iter().find(|(text, _)| *text == symbol) {
            return Ok(*operator);
        }
        if !symbol.is_empty() {
            return fail(
                self.cursor.span_from(start),
                format!("unknown operator `{}`", display(symbol)),
                OPERATORS,
            );
        }
        let word = self
            .cursor
            .take_while(|c| !is_whitespace(c) && !matches!(c, ')' | ']' | '\'' | '"' | '[' | '@' | '$'));
        if let Some(known) = WORDS.iter().find(|known| known.eq_ignore_ascii_case(word)) {
            return Ok(Operator::Word(known));
        }
        let place = if word.is_empty() { self.cursor.here() } else { self.cursor.span_from(start) };
        fail(place, "missing operator between two values", OPERATORS)
    }

    pub(super) fn operand(&mut self) -> Read<Operand> {
        let start = self.cursor.at();
        let kind = match self.cursor.peek() {
            Some('@' | '$') => OperandKind::Path(Box::new(self.inner_path(Stop::Filter)?)),
            Some(quote @ ('\'' | '"')) => OperandKind::Literal(Literal::String(self.quoted(quote)?.value)),
            Some('/') => OperandKind::Literal(self.regex()?),
            Some(open @ ('[' | '{')) => OperandKind::Literal(self.json(open)?),
            _ => OperandKind::Literal(self.word()?),
        };
        Ok(Operand { kind, span: self.cursor.span_from(start) })
    }

    fn word(&mut self) -> Read<Literal> {
        let word = self.cursor.take_while(|c| !ends_word(c));
        if word.is_empty() {
            let found =
                self.cursor.peek().map_or("end of the path".to_owned(), |c| format!("`{}`", display_char(c)));
            return fail(self.cursor.here(), format!("unexpected {found}"), VALUE);
        }
        Ok(match word {
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            "null" => Literal::Null,
            _ if word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.')) => {
                word.parse().map_or_else(|_| Literal::Bare(word.to_owned()), Literal::Number)
            }
            _ => Literal::Bare(word.to_owned()),
        })
    }

    /// Extends an unquoted string, which may contain spaces.
    fn rest_of_bare(&mut self, operand: &mut Operand) {
        let OperandKind::Literal(Literal::Bare(text)) = &mut operand.kind else { return };
        loop {
            let start = self.cursor.at();
            self.cursor.skip_whitespace();
            if self.cursor.take_while(|c| !ends_word(c)).is_empty() {
                return;
            }
            text.push_str(self.cursor.since(start));
            operand.span.end = self.cursor.here().start;
        }
    }

    fn regex(&mut self) -> Read<Literal> {
        let open = self.cursor.here();
        self.cursor.next();
        while let Some(c) = self.cursor.next() {
            match c {
                '\\' => {
                    self.cursor.next();
                }
                '/' => {
                    self.cursor.take_while(|c| c.is_ascii_alphabetic());
                    return Ok(Literal::Regex);
                }
                _ => {}
            }
        }
        unclosed(open, '/', "`/`")
    }

    fn json(&mut self, open: char) -> Read<Literal> {
        let close = if open == '[' { ']' } else { '}' };
        let place = self.cursor.here();
        let mut level = 0usize;
        while let Some(c) = self.cursor.peek() {
            if matches!(c, '\'' | '"') {
                self.quoted(c)?;
                continue;
            }
            self.cursor.next();
            if c == open {
                level += 1;
            } else if c == close {
                level -= 1;
            }
            if level == 0 {
                return Ok(Literal::Json);
            }
        }
        unclosed(place, open, if open == '[' { "`]`" } else { "`}`" })
    }

    /// Parses the arguments of a function, with their parentheses.
    pub(super) fn arguments(&mut self, open: Span) -> Read<Vec<Operand>> {
        let mut arguments = Vec::new();
        self.cursor.next();
        self.cursor.skip_whitespace();
        if self.cursor.eat(')') {
            return Ok(arguments);
        }
        loop {
            self.cursor.skip_whitespace();
            arguments.push(self.operand()?);
            self.cursor.skip_whitespace();
            match self.cursor.next() {
                Some(',') => {}
                Some(')') => return Ok(arguments),
                _ => return unclosed(open, '(', "`,` or `)`"),
            }
        }
    }
}

impl Filter {
    /// Returns both operands of each comparison, and each path whose existence is tested, from left to right.
    pub fn operands(&self) -> Vec<&Operand> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'f>(&'f self, found: &mut Vec<&'f Operand>) {
        match self {
            Filter::Exists(operand) => found.push(operand),
            Filter::Compare { left, right, .. } => found.extend([left, right]),
            Filter::Not(inner) => inner.collect(found),
            Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| part.collect(found)),
        }
    }
}

impl StepKind {
    /// Returns the operands of a filter or the arguments of a function.
    pub fn operands(&self) -> Vec<&Operand> {
        match self {
            StepKind::Filter(filter) => filter.operands(),
            StepKind::Function { arguments, .. } => arguments.iter().collect(),
            _ => Vec::new(),
        }
    }
}

fn is_operator(c: char) -> bool {
    matches!(c, '<' | '>' | '=' | '!' | '~')
}

fn ends_word(c: char) -> bool {
    is_whitespace(c) || is_operator(c) || matches!(c, ')' | ']' | '&' | '|' | ',')
}
