//! A tolerant reader of JSON and JSONC: tokens from jsonc-parser's scanner, the tree and its repair from here.
//!
//! No token of JSON crosses a line, so the scanner is given one line at a time: damage stays on its line, a
//! string without its closing quote too. A block comment is the one exception, and is skipped here.

mod lexemes;
mod splices;
mod strings;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::build::Builder;
use crate::text::Span;
use crate::{
    Decoded, ErrorKind, MAX_BYTES, MAX_DEPTH, MAX_ERRORS, NodeData, NodeKind, Notation, Repair, SyntaxError,
    Tree,
};
use splices::Splices;

/// What a text may hold besides JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// JSON, and nothing else.
    Json,
    /// JSON with comments and trailing commas.
    Jsonc,
}

/// A place where a template adds something to a text or leaves something out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Splice {
    pub at: u32,
    /// The number of the directive: the same where it begins, goes on and ends.
    pub directive: u32,
}

/// Reads a text into a tree. Never fails; the tree's errors say what is damaged.
pub fn parse(text: &str, dialect: Dialect) -> Tree {
    read(text, dialect, None)
}

/// Reads what a template makes of its text. At a splice a comma may be missing or too many, and an interpolation may
/// stand for members.
pub fn parse_rendered(text: &str, splices: &[Splice]) -> Tree {
    read(text, Dialect::Json, Some(Splices::new(splices)))
}

fn read(text: &str, dialect: Dialect, splices: Option<Splices<'_>>) -> Tree {
    let mut parser = Parser {
        text,
        dialect,
        splices,
        tree: Builder::new(text.into(), Notation::Json),
        next: Vec::new(),
        too_deep: 0,
        mending: false,
        last_end: 0,
        before: Before::default(),
        // A fold has no early exit, and so is done many bytes at a time.
        has_controls: text.bytes().fold(false, |found, b| found | ((b < 0x20) & (b != b'\n'))),
    };
    if text.len() <= MAX_BYTES {
        parser.read();
    }
    parser.tree.finish()
}

struct Parser<'t> {
    text: &'t str,
    dialect: Dialect,
    /// For a template only.
    splices: Option<Splices<'t>>,
    tree: Builder,
    /// For each open container what the grammar wants next in it, outermost first.
    next: Vec<Next>,
    /// How many containers are open beyond [`MAX_DEPTH`].
    too_deep: usize,
    /// The last token was damaged, so what follows from that is not reported again.
    mending: bool,
    /// Where the last token ended, or the last comment.
    last_end: usize,
    before: Before,
    /// Whether the text has a control character besides `\n`, so that one may stand in a string.
    has_controls: bool,
}

/// The last token.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    end: u32,
    is_string: bool,
    is_placeholder: bool,
}

/// What the grammar wants next in a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A key or an item, or the end: the container has just been opened.
    FirstOrEnd,
    /// A key or an item: a comma came before.
    AfterComma(Span),
    Colon,
    Value,
    CommaOrEnd,
}

/// A token of the grammar.
enum Lexeme {
    Open {
        is_object: bool,
    },
    Close {
        is_object: bool,
    },
    Comma,
    Colon,
    String(Decoded),
    /// A number, a boolean or `null`.
    Scalar(NodeKind),
    /// Not a token; its error is already reported.
    Damaged,
}

impl Parser<'_> {
    fn read(&mut self) {
        let mut at = 0;
        if self.text.starts_with('\u{feff}') {
            at = '\u{feff}'.len_utf8();
            let mark = Span::new(0, at);
            self.report(SyntaxError {
                help: Some("save the file as UTF-8 without a byte order mark".to_owned()),
                repair: Some(Repair::new(mark, "")),
                ..error(
                    ErrorKind::ByteOrderMark,
                    mark,
                    "the file begins with a byte order mark, which is not JSON",
                )
            });
        }
        self.last_end = at;
        while at < self.text.len() {
            let end = line_end(self.text, at);
            match self.line(at, end) {
                Some(next) => at = next,
                None => break,
            }
        }
        self.finish();
    }

    /// One step of the grammar.
    fn token(&mut self, lexeme: Lexeme, span: Span) {
        if self.too_deep > 0 {
            match lexeme {
                Lexeme::Open { .. } => self.too_deep += 1,
                Lexeme::Close { .. } => self.too_deep -= 1,
                _ => {}
            }
            return;
        }
        if self.splices.is_some() && self.is_spliced(&lexeme, span) {
            return;
        }
        let damaged = matches!(lexeme, Lexeme::Damaged);
        self.mending |= damaged;
        let before = Before {
            end: span.end,
            is_string: matches!(lexeme, Lexeme::String(_)),
            is_placeholder: matches!(lexeme, Lexeme::Scalar(NodeKind::Placeholder)),
        };
        match self.tree.innermost() {
            None => self.outside(lexeme, span),
            Some((true, _)) => self.in_object(lexeme, span),
            Some((false, _)) => self.in_array(lexeme, span),
        }
        // After its end, the text is damaged as a whole: one error says so.
        self.mending = damaged || (self.next.is_empty() && self.mending);
        self.before = before;
    }

    fn outside(&mut self, lexeme: Lexeme, span: Span) {
        if self.tree.has_root() {
            self.unexpected(span, "after the end of the definition");
            self.mending = true;
            return;
        }
        match lexeme {
            Lexeme::Close { .. } | Lexeme::Comma | Lexeme::Colon => {
                self.unexpected(span, "before the definition")
            }
            _ => self.value(lexeme, span),
        }
    }

    fn in_object(&mut self, lexeme: Lexeme, span: Span) {
        let next = self.next.last_mut().expect("the caller has seen the container");
        match (*next, lexeme) {
            (Next::FirstOrEnd | Next::AfterComma(_), Lexeme::String(decoded)) => self.key(span, decoded),
            (Next::CommaOrEnd, Lexeme::Comma) | (Next::AfterComma(_), Lexeme::Damaged) => {
                *next = Next::AfterComma(span);
            }
            (Next::AfterComma(comma), Lexeme::Close { is_object: true }) => {
                self.trailing_comma(comma, "a comma after the last field is not JSON");
                self.close(true, span);
            }
            (Next::CommaOrEnd, Lexeme::String(decoded)) => {
                self.missing_comma(span, self.has_colon_behind(span));
                self.key(span, decoded);
            }
            (Next::FirstOrEnd | Next::AfterComma(_), Lexeme::Comma) => {
                self.report(SyntaxError {
                    repair: Some(Repair::new(span, "")),
                    ..error(ErrorKind::ExtraComma, span, "unexpected `,` where a name should stand")
                });
            }
            (Next::Colon, Lexeme::Colon) => *next = Next::Value,
            (Next::Colon | Next::Value, Lexeme::Comma) => {
                let missing = *next;
                *next = Next::AfterComma(span);
                self.missing_value(missing);
            }
            (Next::Colon | Next::Value, Lexeme::Close { is_object }) => {
                let missing = *next;
                *next = Next::CommaOrEnd;
                self.missing_value(missing);
                self.close(is_object, span);
            }
            // A name on a new line begins the next field; the one before has been left unfinished.
            (missing @ (Next::Colon | Next::Value), Lexeme::String(decoded))
                if self.begins_field(missing, span) =>
            {
                self.missing_value(missing);
                self.key(span, decoded);
            }
            (Next::Colon, lexeme) => {
                self.error(span, "expected `:` before this value");
                self.value(lexeme, span);
            }
            (Next::Value, Lexeme::Colon) => self.unexpected(span, "where a value should stand"),
            (Next::Value, lexeme) => self.value(lexeme, span),
            (_, Lexeme::Close { is_object }) => self.close(is_object, span),
            (Next::FirstOrEnd | Next::CommaOrEnd, Lexeme::Damaged) => {}
            // A value without a name: kept under an empty name, so that what it holds is not lost.
            (_, Lexeme::Colon) => {
                self.unexpected(span, "where a name should stand");
                self.nameless(span);
                self.wants(Next::Value);
            }
            (_, lexeme) => {
                self.error(span, "a value in an object needs a name in double quotes before it");
                self.nameless(span);
                self.value(lexeme, span);
            }
        }
    }

    fn in_array(&mut self, lexeme: Lexeme, span: Span) {
        let next = self.next.last_mut().expect("the caller has seen the container");
        match (*next, lexeme) {
            (Next::CommaOrEnd, Lexeme::Comma) => *next = Next::AfterComma(span),
            (Next::AfterComma(comma), Lexeme::Close { is_object: false }) => {
                self.trailing_comma(comma, "a comma after the last item is not JSON");
                self.close(false, span);
            }
            (_, Lexeme::Close { is_object }) => self.close(is_object, span),
            (_, Lexeme::Comma | Lexeme::Colon) => self.unexpected(span, "in an array"),
            (Next::CommaOrEnd, Lexeme::Damaged) => {}
            (Next::CommaOrEnd, lexeme) => {
                let is_placeholder =
                    self.before.is_placeholder || matches!(lexeme, Lexeme::Scalar(NodeKind::Placeholder));
                // `"a""b"` may be one string as well, the quotes of which are not escaped.
                let touches = self.before.is_string && self.before.end == span.start;
                self.missing_comma(span, !is_placeholder && !touches);
                self.value(lexeme, span);
            }
            (_, lexeme) => self.value(lexeme, span),
        }
    }

    fn key(&mut self, span: Span, decoded: Decoded) {
        self.wants(Next::Colon);
        self.tree.key(span, decoded);
    }

    /// Begins a field that has no name.
    fn nameless(&mut self, span: Span) {
        let name = self.tree.decoded("", None);
        self.key(Span::at(span.start), name);
    }

    /// Whether a string is the name of the next field, although the last one has no value yet.
    fn begins_field(&self, missing: Next, span: Span) -> bool {
        let key = self.tree.last_key();
        let on_new_line = self.text[key.end as usize..span.start as usize].contains('\n');
        on_new_line && (missing == Next::Colon || self.has_colon_behind(span))
    }

    fn has_colon_behind(&self, span: Span) -> bool {
        self.text[span.end as usize..].trim_start().starts_with(':')
    }

    fn value(&mut self, lexeme: Lexeme, span: Span) {
        match lexeme {
            Lexeme::Open { is_object } => self.open(is_object, span),
            Lexeme::String(decoded) => self.add(NodeData { span, kind: NodeKind::String(decoded) }),
            Lexeme::Scalar(kind) => self.add(NodeData { span, kind }),
            _ => self.add(NodeData { span, kind: NodeKind::Error }),
        }
    }

    fn open(&mut self, is_object: bool, span: Span) {
        if self.tree.depth() == MAX_DEPTH {
            self.too_deep = 1;
            let message = format!("values are nested more than {MAX_DEPTH} levels deep here");
            self.tree.error(error(ErrorKind::Depth, span, message));
            self.add(NodeData { span, kind: NodeKind::Error });
            return;
        }
        self.next.push(Next::FirstOrEnd);
        self.tree.open(is_object, span.start);
    }

    fn close(&mut self, is_object: bool, span: Span) {
        let is_innermost = |tree: &Builder| tree.innermost().is_some_and(|(object, _)| object == is_object);
        if !is_innermost(&self.tree) {
            let (found, wanted) = if is_object { ('}', ']') } else { (']', '}') };
            self.error(span, format!("expected `{wanted}`, found `{found}`"));
            if !self.tree.is_inside(is_object) {
                return;
            }
            while !is_innermost(&self.tree) {
                self.pop(span.start);
            }
        }
        self.pop(span.end);
    }

    /// Takes the innermost container as finished.
    fn pop(&mut self, end: u32) {
        self.next.pop();
        self.tree.close(end);
        self.wants(Next::CommaOrEnd);
    }

    fn add(&mut self, value: NodeData) {
        self.tree.add(value);
        self.wants(Next::CommaOrEnd);
    }

    /// Says what is next in the innermost container, if there is one.
    fn wants(&mut self, next: Next) {
        if let Some(innermost) = self.next.last_mut() {
            *innermost = next;
        }
    }

    /// Closes what the text leaves open. A blank text is no damage: there is just nothing in it.
    fn finish(&mut self) {
        if self.has_given_up() {
            // The rest of the text has not been read.
        } else if let (Some((is_object, start)), Some(&missing)) = (self.tree.innermost(), self.next.last()) {
            let bracket = if is_object { "`{` has no `}`" } else { "`[` has no `]`" };
            if matches!(missing, Next::Colon | Next::Value) {
                self.missing_value(missing);
            } else {
                self.error(Span { start, end: start + 1 }, format!("this {bracket}"));
            }
        }
        while !self.next.is_empty() {
            self.pop(self.text.len() as u32);
        }
        self.tree.settle();
    }

    /// Whether so much may be lost that the rest of the text is not read.
    fn has_given_up(&self) -> bool {
        self.tree.losses() >= MAX_ERRORS
    }

    /// `is_between` says whether there is certainly nothing but a comma missing.
    fn missing_comma(&mut self, span: Span, is_between: bool) {
        let repair = Repair::new(Span::at(self.before.end), ",");
        self.report(SyntaxError {
            repair: Some(repair).filter(|_| is_between),
            ..error(ErrorKind::MissingComma, span, "expected `,` before this")
        });
    }

    fn trailing_comma(&mut self, comma: Span, message: &str) {
        if self.dialect == Dialect::Json {
            self.report(SyntaxError {
                help: Some("remove it, or name the file `.asl.jsonc`".to_owned()),
                repair: Some(Repair::new(comma, "")),
                ..error(ErrorKind::TrailingComma, comma, message)
            });
        }
    }

    /// The last field has no value; `missing` says whether it has its colon.
    fn missing_value(&mut self, missing: Next) {
        let key = self.tree.last_key();
        let name = shortened(&self.text[key.range()]).into_owned();
        let colon = if missing == Next::Colon { "`:` and " } else { "" };
        self.error(key, format!("expected {colon}a value after `{name}`"));
    }

    fn unexpected(&mut self, span: Span, place: &str) {
        let written = shortened(&self.text[span.range()]).into_owned();
        self.error(span, format!("unexpected `{written}` {place}"));
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.report(error(ErrorKind::Grammar, span, message));
    }

    fn error_with_help(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let help = Some(help.into());
        self.report(SyntaxError { help, ..error(ErrorKind::Grammar, span, message) });
    }

    /// Adds an error, unless it only follows from the damage just before it.
    fn report(&mut self, error: SyntaxError) {
        if !self.mending {
            self.tree.error(error);
        }
    }
}

fn error(kind: ErrorKind, span: Span, message: impl Into<String>) -> SyntaxError {
    SyntaxError { span, message: message.into(), help: None, kind, repair: None }
}

/// The offset after the line that holds `at`, its line end included.
fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |i| at + i + 1)
}

/// A piece of the text for a message: whole when it is short.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", &text[..end]).into(),
        None => text.into(),
    }
}
