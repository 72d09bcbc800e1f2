//! Semantic tokens: states, fields, errors, and the tokens inside expressions.

use asl_core::catalog::functions;
use asl_core::catalog::{QueryLanguage, Value, context_field};
use asl_core::expr::intrinsic::{ArgumentKind, Call};
use asl_core::expr::path::{Filter, Literal, Name, Operand, OperandKind, Path, RootKind, StepKind};
use asl_core::expr::{Code, ExpressionRef};
use asl_core::model::Field;
use asl_core::semantic::Analysis;
use asl_core::syntax::{Node, Text};
use asl_core::text::Span;
use jsonata_syntax::{Lexeme, LexemeKind, lexemes};

/// A semantic token. It never spans several lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The span of the token, in bytes of the file.
    pub span: Span,
    /// What the token is.
    pub kind: TokenKind,
    /// Whether the token declares its name.
    pub is_declaration: bool,
}

/// The kind of a semantic token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The name of a state.
    State,
    /// The type of a state.
    StateType,
    /// A field of the States Language.
    Field,
    /// An error name.
    Error,
    /// `$`, and path segments that are none of the other kinds.
    Root,
    /// A property in a path or in JSONata.
    Member,
    /// `$$`, `$states`, and the fields of the context object.
    Context,
    /// The name of a function.
    Function,
    /// A variable.
    Variable,
    /// A string literal.
    Text,
    /// A number.
    Number,
    /// An operator.
    Operator,
    /// A keyword.
    Keyword,
    /// A regular expression.
    Regex,
}

impl TokenKind {
    /// All kinds, in the order of their discriminants.
    pub const ALL: [TokenKind; 14] = [
        TokenKind::State,
        TokenKind::StateType,
        TokenKind::Field,
        TokenKind::Error,
        TokenKind::Root,
        TokenKind::Member,
        TokenKind::Context,
        TokenKind::Function,
        TokenKind::Variable,
        TokenKind::Text,
        TokenKind::Number,
        TokenKind::Operator,
        TokenKind::Keyword,
        TokenKind::Regex,
    ];
}

/// Returns the tokens of a definition that touch a span of the file, in document order and without overlaps.
pub fn tokens(analysis: &Analysis, within: Span) -> Vec<Token> {
    let mut collector = Collector { analysis, within, found: Vec::new() };
    for state in analysis.model().states() {
        collector.add_text(state.name(), TokenKind::State, true);
    }
    for declaration in analysis.variables().declarations() {
        collector.add(declaration.span, TokenKind::Variable, true);
    }
    for field in analysis.model().fields() {
        collector.field(field);
    }
    for site in analysis.sites() {
        collector.site(site);
    }
    in_order(collector.found, analysis.tree().text())
}

/// Sorts the tokens, removes overlapping ones, and splits those that span several lines.
fn in_order(mut found: Vec<Token>, text: &str) -> Vec<Token> {
    found.sort_by_key(|token| token.span);
    let mut out: Vec<Token> = Vec::with_capacity(found.len());
    let mut end = 0;
    for token in found {
        if token.span.start < end || token.span.is_empty() {
            continue;
        }
        end = token.span.end;
        let Some(written) = text.get(token.span.range()) else { continue };
        if !written.contains(['\n', '\r']) {
            out.push(token);
            continue;
        }
        let mut start = token.span.start as usize;
        for line in written.split_inclusive(['\n', '\r']) {
            let from = start + (line.len() - line.trim_start().len());
            let to = start + line.trim_end().len();
            if from < to {
                out.push(Token { span: Span::new(from, to), ..token });
            }
            start += line.len();
        }
    }
    out
}

struct Collector<'a> {
    analysis: &'a Analysis,
    within: Span,
    found: Vec<Token>,
}

impl<'a> Collector<'a> {
    fn is_asked(&self, span: Span) -> bool {
        span.start <= self.within.end && self.within.start <= span.end
    }

    fn add(&mut self, span: Span, kind: TokenKind, is_declaration: bool) {
        if self.is_asked(span) {
            self.found.push(Token { span, kind, is_declaration });
        }
    }

    fn add_text(&mut self, text: Text<'_>, kind: TokenKind, is_declaration: bool) {
        if self.is_asked(text.span) {
            let span = self.analysis.tree().to_file(text, Span::new(0, text.value.len()));
            self.add(span, kind, is_declaration);
        }
    }

    fn part(&mut self, site: ExpressionRef<'_>, part: Span, kind: TokenKind) {
        self.add(site.span(part), kind, false);
    }

    fn field(&mut self, field: Field<'_>) {
        let Some(info) = field.info().filter(|_| self.is_asked(field.pair().span())) else { return };
        self.add_text(field.key(), TokenKind::Field, false);
        let Some(value) = field.value() else { return };
        if info.name == "ErrorEquals" {
            value
                .items()
                .filter_map(Node::as_text)
                .for_each(|text| self.add_text(text, TokenKind::Error, false));
        }
        let Some(text) = value.as_text() else { return };
        let kind = match info.value {
            Value::StateName => TokenKind::State,
            Value::OneOf(_) if info.name == "Type" => TokenKind::StateType,
            Value::OneOf(_) => TokenKind::Keyword,
            Value::Text if info.name == "Error" && !text.value.starts_with("{%") => TokenKind::Error,
            _ => return,
        };
        self.add_text(text, kind, false);
    }

    fn site(&mut self, site: ExpressionRef<'a>) {
        if !self.is_asked(site.node().span()) {
            return;
        }
        match site.code() {
            Code::Path(path) => self.path(site, path),
            Code::Intrinsic(intrinsic) => {
                if let Some(call) = &intrinsic.call {
                    self.call(site, call);
                }
            }
            Code::Jsonata(_) => self.jsonata(site),
            // An expression without its closing delimiter.
            Code::Text if site.object().language() == QueryLanguage::Jsonata => self.jsonata(site),
            Code::Text => {}
        }
    }

    fn path(&mut self, site: ExpressionRef<'_>, path: &Path) {
        let (span, kind) = match &path.root.kind {
            RootKind::Variable(_) => (path.root.span, TokenKind::Variable),
            RootKind::Context => (path.root.span, TokenKind::Context),
            RootKind::Input | RootKind::Current => (path.root.span, TokenKind::Root),
            RootKind::Missing => return,
        };
        self.part(site, span, kind);
        let known = path.context().map_or(0, |_| context_depth(path));
        for (i, step) in path.steps.iter().enumerate() {
            let kind = if i < known { TokenKind::Context } else { TokenKind::Member };
            match &step.kind {
                StepKind::Child(name) => self.name(site, name, kind),
                StepKind::Names(names) => names.iter().for_each(|name| self.name(site, name, kind)),
                StepKind::Wildcard | StepKind::Descendant => self.part(site, step.span, TokenKind::Operator),
                StepKind::Filter(filter) => self.filter(site, filter),
                StepKind::Function { name, arguments } => {
                    self.name(site, name, TokenKind::Function);
                    arguments.iter().for_each(|operand| self.operand(site, operand));
                }
                StepKind::Index(_) | StepKind::Slice { .. } | StepKind::Indexes(_) | StepKind::Script => {
                    self.part(site, step.span, TokenKind::Number);
                }
            }
        }
    }

    fn name(&mut self, site: ExpressionRef<'_>, name: &Name, kind: TokenKind) {
        self.part(site, name.span, kind);
    }

    fn filter(&mut self, site: ExpressionRef<'_>, filter: &Filter) {
        match filter {
            Filter::Exists(operand) => self.operand(site, operand),
            Filter::Compare { left, operator_span, right, .. } => {
                self.operand(site, left);
                self.part(site, *operator_span, TokenKind::Operator);
                self.operand(site, right);
            }
            Filter::Not(inner) => self.filter(site, inner),
            Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| self.filter(site, part)),
        }
    }

    fn operand(&mut self, site: ExpressionRef<'_>, operand: &Operand) {
        let kind = match &operand.kind {
            OperandKind::Path(path) => return self.path(site, path),
            OperandKind::Literal(Literal::String(_) | Literal::Bare(_) | Literal::Json) => TokenKind::Text,
            OperandKind::Literal(Literal::Number(_)) => TokenKind::Number,
            OperandKind::Literal(Literal::Bool(_) | Literal::Null) => TokenKind::Keyword,
            OperandKind::Literal(Literal::Regex) => TokenKind::Regex,
        };
        self.part(site, operand.span, kind);
    }

    fn call(&mut self, site: ExpressionRef<'_>, call: &Call) {
        self.part(site, call.name_span, TokenKind::Function);
        for argument in &call.arguments {
            let kind = match &argument.kind {
                ArgumentKind::Call(inner) => {
                    self.call(site, inner);
                    continue;
                }
                ArgumentKind::Path(path) => {
                    self.path(site, path);
                    continue;
                }
                ArgumentKind::String(_) => TokenKind::Text,
                ArgumentKind::Number(_) => TokenKind::Number,
                ArgumentKind::Bool(_) | ArgumentKind::Null => TokenKind::Keyword,
                ArgumentKind::Invalid => continue,
            };
            self.part(site, argument.span, kind);
        }
    }

    fn jsonata(&mut self, site: ExpressionRef<'_>) {
        let text = site.text();
        let Some(code) = text.value.strip_prefix("{%") else { return };
        let code = code.trim_end().strip_suffix("%}").unwrap_or(code);
        let map = self.analysis.tree().offsets_of(text);
        let found = lexemes(code);
        for (i, lexeme) in found.iter().enumerate() {
            let Some(kind) = kind_of(code, &found, i) else { continue };
            let part = Span { start: lexeme.span.start + 2, end: lexeme.span.end + 2 };
            self.add(map.to_file(part), kind, false);
        }
    }
}

/// The number of steps of a context object path that are known fields.
fn context_depth(path: &Path) -> usize {
    let names: Vec<&str> = path.names().into_iter().map(|name| name.value.as_str()).collect();
    (0..names.len()).take_while(|i| context_field(&names[..=*i]).is_some()).count()
}

/// The kind of a JSONata token; `None` for punctuation.
fn kind_of(code: &str, found: &[Lexeme], i: usize) -> Option<TokenKind> {
    let word = |lexeme: &Lexeme| &code[lexeme.span.range()];
    let is_called = found.get(i + 1).is_some_and(|next| word(next) == "(");
    let written = word(&found[i]);
    Some(match found[i].kind {
        LexemeKind::Variable if written == "$states" => TokenKind::Context,
        LexemeKind::Variable if matches!(written, "$" | "$$") => TokenKind::Root,
        LexemeKind::Variable if is_called || functions::function(&written[1..]).is_some() => {
            TokenKind::Function
        }
        LexemeKind::Variable => TokenKind::Variable,
        LexemeKind::Name if is_called && matches!(written, "function" | "λ") => TokenKind::Keyword,
        LexemeKind::Name => TokenKind::Member,
        LexemeKind::String => TokenKind::Text,
        LexemeKind::Number => TokenKind::Number,
        LexemeKind::Constant | LexemeKind::Word => TokenKind::Keyword,
        LexemeKind::Regex => TokenKind::Regex,
        LexemeKind::Operator if matches!(written, "." | ";" | ":") => return None,
        LexemeKind::Operator => TokenKind::Operator,
        LexemeKind::Open | LexemeKind::Close | LexemeKind::Comma => return None,
    })
}

#[cfg(test)]
mod tests;
