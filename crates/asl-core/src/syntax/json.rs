//! A tolerant reader of JSON and JSONC: tokens from jsonc-parser's scanner, the tree and its repair from here.
//!
//! No token of JSON crosses a line, so the scanner is given one line at a time: damage stays on its line, a
//! string without its closing quote too. A block comment is the one exception, and is skipped here.

use std::borrow::Cow;

use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use super::decode::unescape;
use super::{
    Decoded, ErrorKind, MAX_BYTES, MAX_DEPTH, MAX_ERRORS, NodeData, NodeId, NodeKind, PairData, SyntaxError,
    Tree,
};
use crate::text::Span;

/// What a text may hold besides JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// JSON, and nothing else.
    Json,
    /// JSON with comments and trailing commas.
    Jsonc,
}

/// Reads a text into a tree. Never fails; the tree's errors say what is damaged.
pub fn parse(text: &str, dialect: Dialect) -> Tree {
    let mut parser = Parser {
        text,
        dialect,
        tree: Tree {
            text: text.into(),
            nodes: Vec::with_capacity(text.len() / 24),
            pairs: Vec::with_capacity(text.len() / 32),
            decoded: Vec::new(),
            root: None,
            errors: Vec::new(),
        },
        frames: Vec::new(),
        items: Vec::new(),
        pairs: Vec::new(),
        too_deep: 0,
        mending: false,
        last_end: 0,
    };
    if text.len() <= MAX_BYTES {
        parser.read();
    }
    parser.tree
}

struct Parser<'t> {
    text: &'t str,
    dialect: Dialect,
    tree: Tree,
    /// The open containers, outermost first.
    frames: Vec<Frame>,
    /// Items of the open arrays; each frame knows where its own begin. The same for the pairs of open objects.
    items: Vec<NodeData>,
    pairs: Vec<OpenPair>,
    /// How many containers are open beyond [`MAX_DEPTH`].
    too_deep: usize,
    /// The last token was damaged, so what follows from that is not reported again.
    mending: bool,
    /// Where the last token ended.
    last_end: usize,
}

struct Frame {
    open: Span,
    is_object: bool,
    first: usize,
    next: Next,
}

struct OpenPair {
    key: Span,
    decoded: Decoded,
    value: Option<NodeData>,
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
            self.form_error(
                Span::new(0, at),
                "the file begins with a byte order mark, which is not JSON",
                "save the file as UTF-8 without a byte order mark",
            );
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

    /// Reads the tokens of one line. Returns where to go on, or nothing after too many errors.
    fn line(&mut self, start: usize, end: usize) -> Option<usize> {
        let text = self.text;
        let mut base = start;
        let mut scanner = Scanner::new(&text[base..end], &STRICT);
        loop {
            let token = scanner.scan();
            let at = base + scanner.token_start();
            self.gap(self.last_end.max(start), at);
            let (lexeme, token_end) = match token {
                Ok(None) => {
                    self.last_end = end;
                    return Some(end);
                }
                Ok(Some(token)) if !self.is_cut_short(&token, base + scanner.token_end()) => {
                    let token_end = base + scanner.token_end();
                    match self.lexeme(token, Span::new(at, token_end)) {
                        Some(lexeme) => (lexeme, token_end),
                        None => {
                            self.last_end = token_end;
                            continue;
                        }
                    }
                }
                Err(_) if self.text[at..].starts_with("/*") => {
                    let after = text[at + 2..].find("*/").map(|i| at + 2 + i + 2);
                    let span = Span::new(at, after.unwrap_or(text.len()));
                    match after {
                        Some(_) => self.comment(span),
                        None => {
                            let open = Span::new(at, at + 2);
                            self.error_with_help(open, "this comment is never closed", "end it with `*/`");
                        }
                    }
                    self.last_end = span.end as usize;
                    return Some(self.last_end);
                }
                Ok(Some(_)) | Err(_) => {
                    let (lexeme, token_end) = self.damage(at, end);
                    base = token_end;
                    scanner = Scanner::new(&text[base..end], &STRICT);
                    (lexeme, token_end)
                }
            };
            if self.tree.errors.len() >= MAX_ERRORS {
                return None;
            }
            self.last_end = token_end;
            self.token(lexeme, Span::new(at, token_end));
        }
    }

    /// The scanner ends a number where it stops being one, as after the 0 of `01`.
    fn is_cut_short(&self, token: &Token<'_>, end: usize) -> bool {
        let goes_on = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-' | b'_');
        matches!(token, Token::Number(_)) && self.text.as_bytes().get(end).is_some_and(goes_on)
    }

    /// The scanner skips more kinds of blanks than JSON has.
    fn gap(&mut self, start: usize, end: usize) {
        let gap = &self.text[start..end];
        if gap.is_empty() || gap == " " {
            return;
        }
        // Folds have no early exit, and so are done many bytes at a time.
        let is_plain = gap.bytes().fold(true, |plain, b| plain & matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
        if is_plain {
            return;
        }
        for (i, c) in gap.char_indices().filter(|(_, c)| !matches!(c, ' ' | '\t' | '\n' | '\r')) {
            if self.tree.errors.len() >= MAX_ERRORS {
                return;
            }
            let span = Span::new(start + i, start + i + c.len_utf8());
            let message = format!("the blank U+{:04X} is not allowed between JSON values", c as u32);
            self.form_error(span, message, "use ordinary spaces");
        }
    }

    /// A token of the scanner as one of the grammar; nothing for a comment.
    fn lexeme(&mut self, token: Token<'_>, span: Span) -> Option<Lexeme> {
        Some(match token {
            Token::OpenBrace => Lexeme::Open { is_object: true },
            Token::CloseBrace => Lexeme::Close { is_object: true },
            Token::OpenBracket => Lexeme::Open { is_object: false },
            Token::CloseBracket => Lexeme::Close { is_object: false },
            Token::Comma => Lexeme::Comma,
            Token::Colon => Lexeme::Colon,
            Token::Boolean(value) => Lexeme::Scalar(NodeKind::Bool(value)),
            Token::Null => Lexeme::Scalar(NodeKind::Null),
            Token::Number(written) => {
                if written.len() > 1 && written.parse::<f64>().is_ok_and(f64::is_infinite) {
                    self.form_error(span, "this number is too large for JSON readers", "");
                }
                Lexeme::Scalar(NodeKind::Number)
            }
            Token::String(value) => {
                let written = &self.text.as_bytes()[span.range()];
                let has_control = written.iter().fold(false, |found, &b| found | (b < 0x20));
                if has_control && let Some(i) = written.iter().position(|&b| b < 0x20) {
                    self.control_character(span.start as usize + i);
                }
                Lexeme::String(match value {
                    Cow::Borrowed(_) => Decoded::AsWritten,
                    Cow::Owned(value) => self.decoded(value),
                })
            }
            Token::Word(_) => self.word(span),
            Token::CommentLine(_) | Token::CommentBlock(_) => {
                self.comment(span);
                return None;
            }
        })
    }

    fn decoded(&mut self, value: String) -> Decoded {
        self.tree.decoded.push(value.into());
        Decoded::Table(self.tree.decoded.len() as u32 - 1)
    }

    fn control_character(&mut self, at: usize) {
        let byte = self.text.as_bytes()[at];
        let (name, escape) = match byte {
            b'\t' => ("a tab".to_owned(), "\\t".to_owned()),
            _ => (format!("the control character U+{byte:04X}"), format!("\\u{byte:04x}")),
        };
        let message = format!("{name} must be escaped inside a string");
        self.form_error(Span::new(at, at + 1), message, &format!("write `{escape}`"));
    }

    fn comment(&mut self, span: Span) {
        if self.dialect == Dialect::Json {
            self.form_error(
                span,
                "comments are not allowed in JSON",
                "use a `Comment` field, or name the file `.asl.jsonc`",
            );
        }
    }

    /// A bare word where only strings, numbers, `true`, `false` and `null` may stand.
    fn word(&mut self, span: Span) -> Lexeme {
        let word = &self.text[span.range()];
        let wants_key = self.frames.last().is_some_and(|frame| {
            frame.is_object && matches!(frame.next, Next::FirstOrEnd | Next::AfterComma(_) | Next::CommaOrEnd)
        });
        if wants_key {
            let message = format!("the name `{}` must be in double quotes", shortened(word));
            self.form_error(span, message, &format!("write `\"{}\"`", shortened(word)));
            return Lexeme::String(self.decoded(word.to_owned()));
        }
        let meant = match word {
            "True" | "TRUE" | "yes" => Some("true"),
            "False" | "FALSE" | "no" => Some("false"),
            "None" | "nil" | "Null" | "NULL" | "undefined" => Some("null"),
            _ => None,
        };
        let help =
            meant.map_or("a string takes double quotes".to_owned(), |meant| format!("write `{meant}`"));
        self.error_with_help(span, format!("`{}` is not JSON", shortened(word)), help);
        Lexeme::Damaged
    }

    /// What the scanner could not read, and where the damage ends: at the latest with the line.
    fn damage(&mut self, at: usize, line_end: usize) -> (Lexeme, usize) {
        let rest = self.text[at..line_end].trim_end_matches(['\r', '\n']);
        match rest.as_bytes()[0] {
            b'"' => self.damaged_string(at, rest),
            b'\'' => {
                let len = rest[1..].find('\'').map_or(rest.len(), |i| i + 2);
                self.form_error(Span::new(at, at + len), "strings take double quotes", "");
                let value = rest[1..len].trim_end_matches('\'').to_owned();
                (Lexeme::String(self.decoded(value)), at + len)
            }
            b'0'..=b'9' | b'-' | b'+' | b'.' => {
                let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '+' | '-' | '_');
                let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                self.error(
                    Span::new(at, at + len),
                    format!("`{}` is not a number as JSON writes it", shortened(&rest[..len])),
                );
                (Lexeme::Damaged, at + len)
            }
            _ => {
                let ends =
                    |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"');
                let len =
                    rest.find(ends).unwrap_or(rest.len()).max(rest.chars().next().map_or(1, char::len_utf8));
                let span = Span::new(at, at + len);
                if rest.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                    return (self.word(span), at + len);
                }
                self.error(span, format!("unexpected `{}`", shortened(&rest[..len])));
                (Lexeme::Damaged, at + len)
            }
        }
    }

    /// A string with a bad escape, or one without its closing quote; that one ends with its line.
    fn damaged_string(&mut self, at: usize, rest: &str) -> (Lexeme, usize) {
        let bytes = rest.as_bytes();
        let mut i = 1;
        while i < bytes.len() && bytes[i] != b'"' {
            i += if bytes[i] == b'\\' { 2 } else { 1 };
        }
        if i < bytes.len() {
            let inner = &rest[1..i];
            let (value, bad) = unescape(inner);
            if let Some((span, message)) = bad {
                let start = at + 1;
                let escape = Span::new(start + span.start as usize, start + span.end as usize);
                self.error(escape, message);
            }
            let decoded = self.decoded(value);
            return (Lexeme::String(decoded), at + i + 1);
        }
        // The comma that ends such a line was most likely not meant as a part of the string.
        let inner = rest.trim_end().trim_end_matches(',');
        let len = inner.len().max(1);
        self.error_with_help(
            Span::new(at, at + len),
            "this string has no closing quote",
            "a string ends with `\"` on the line where it begins",
        );
        let decoded = self.decoded(unescape(&rest[1..len]).0);
        (Lexeme::String(decoded), at + len)
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
        let damaged = matches!(lexeme, Lexeme::Damaged);
        self.mending |= damaged;
        match self.frames.last().map(|frame| frame.is_object) {
            None => self.outside(lexeme, span),
            Some(true) => self.in_object(lexeme, span),
            Some(false) => self.in_array(lexeme, span),
        }
        // After its end, the text is damaged as a whole: one error says so.
        self.mending = damaged || (self.frames.is_empty() && self.mending);
    }

    fn outside(&mut self, lexeme: Lexeme, span: Span) {
        if self.tree.root.is_some() {
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
        let frame = self.frames.last_mut().expect("the caller has seen the frame");
        match (frame.next, lexeme) {
            (Next::FirstOrEnd | Next::AfterComma(_), Lexeme::String(decoded)) => self.key(span, decoded),
            (Next::CommaOrEnd, Lexeme::Comma) | (Next::AfterComma(_), Lexeme::Damaged) => {
                frame.next = Next::AfterComma(span);
            }
            (Next::AfterComma(comma), Lexeme::Close { is_object: true }) => {
                if self.dialect == Dialect::Json {
                    self.form_error(
                        comma,
                        "a comma after the last field is not JSON",
                        "remove it, or name the file `.asl.jsonc`",
                    );
                }
                self.close(true, span);
            }
            (Next::CommaOrEnd, Lexeme::String(decoded)) => {
                self.missing_comma(span);
                self.key(span, decoded);
            }
            (Next::FirstOrEnd | Next::AfterComma(_), Lexeme::Comma) => {
                self.form_error(span, "unexpected `,` where a name should stand", "");
            }
            (Next::Colon, Lexeme::Colon) => frame.next = Next::Value,
            (Next::Colon | Next::Value, Lexeme::Comma) => {
                let missing = frame.next;
                frame.next = Next::AfterComma(span);
                self.missing_value(missing);
            }
            (Next::Colon | Next::Value, Lexeme::Close { is_object }) => {
                let missing = frame.next;
                frame.next = Next::CommaOrEnd;
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
                self.frames.last_mut().expect("the frame is still open").next = Next::Value;
            }
            (_, lexeme) => {
                self.error(span, "a value in an object needs a name in double quotes before it");
                self.nameless(span);
                self.value(lexeme, span);
            }
        }
    }

    fn in_array(&mut self, lexeme: Lexeme, span: Span) {
        let frame = self.frames.last_mut().expect("the caller has seen the frame");
        match (frame.next, lexeme) {
            (Next::CommaOrEnd, Lexeme::Comma) => frame.next = Next::AfterComma(span),
            (Next::AfterComma(comma), Lexeme::Close { is_object: false }) => {
                if self.dialect == Dialect::Json {
                    self.form_error(
                        comma,
                        "a comma after the last item is not JSON",
                        "remove it, or name the file `.asl.jsonc`",
                    );
                }
                self.close(false, span);
            }
            (_, Lexeme::Close { is_object }) => self.close(is_object, span),
            (_, Lexeme::Comma | Lexeme::Colon) => self.unexpected(span, "in an array"),
            (Next::CommaOrEnd, Lexeme::Damaged) => {}
            (Next::CommaOrEnd, lexeme) => {
                self.missing_comma(span);
                self.value(lexeme, span);
            }
            (_, lexeme) => self.value(lexeme, span),
        }
    }

    fn key(&mut self, span: Span, decoded: Decoded) {
        self.frames.last_mut().expect("keys stand in objects").next = Next::Colon;
        self.pairs.push(OpenPair { key: span, decoded, value: None });
    }

    /// Begins a field that has no name.
    fn nameless(&mut self, span: Span) {
        let name = self.decoded(String::new());
        self.key(Span::at(span.start), name);
    }

    /// Whether a string is the name of the next field, although the last one has no value yet.
    fn begins_field(&self, missing: Next, span: Span) -> bool {
        let key = self.pairs.last().expect("a field is open").key;
        let on_new_line = self.text[key.end as usize..span.start as usize].contains('\n');
        let colon_follows = || self.text[span.end as usize..].trim_start().starts_with(':');
        on_new_line && (missing == Next::Colon || colon_follows())
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
        if self.frames.len() == MAX_DEPTH {
            self.too_deep = 1;
            self.tree.errors.push(SyntaxError {
                span,
                message: format!("values are nested more than {MAX_DEPTH} levels deep here"),
                help: None,
                kind: ErrorKind::Depth,
            });
            self.add(NodeData { span, kind: NodeKind::Error });
            return;
        }
        let first = if is_object { self.pairs.len() } else { self.items.len() };
        self.frames.push(Frame { open: span, is_object, first, next: Next::FirstOrEnd });
    }

    fn close(&mut self, is_object: bool, span: Span) {
        let top = self.frames.last().expect("the caller has seen the frame");
        if top.is_object != is_object {
            let (found, wanted) = if is_object { ('}', ']') } else { (']', '}') };
            self.error(span, format!("expected `{wanted}`, found `{found}`"));
            if !self.frames.iter().any(|frame| frame.is_object == is_object) {
                return;
            }
            while self.frames.last().is_some_and(|frame| frame.is_object != is_object) {
                self.pop(span.start);
            }
        }
        self.pop(span.end);
    }

    /// Takes the innermost container as finished.
    fn pop(&mut self, end: u32) {
        let frame = self.frames.pop().expect("only open containers are closed");
        let kind = if frame.is_object {
            let first = self.tree.pairs.len();
            for pair in self.pairs.drain(frame.first..) {
                let value = pair.value.map(|value| {
                    self.tree.nodes.push(value);
                    NodeId(self.tree.nodes.len() as u32 - 1)
                });
                self.tree.pairs.push(PairData { key: pair.key, decoded: pair.decoded, value });
            }
            NodeKind::Object(first as u32, (self.tree.pairs.len() - first) as u32)
        } else {
            let first = self.tree.nodes.len();
            self.tree.nodes.extend(self.items.drain(frame.first..));
            NodeKind::Array(first as u32, (self.tree.nodes.len() - first) as u32)
        };
        self.add(NodeData { span: Span { start: frame.open.start, end }, kind });
    }

    /// Puts a finished value where it belongs.
    fn add(&mut self, value: NodeData) {
        match self.frames.last_mut() {
            None => {
                self.tree.nodes.push(value);
                self.tree.root = Some(NodeId(self.tree.nodes.len() as u32 - 1));
            }
            Some(frame) => {
                frame.next = Next::CommaOrEnd;
                if frame.is_object {
                    self.pairs.last_mut().expect("a value in an object has a key").value = Some(value);
                } else {
                    self.items.push(value);
                }
            }
        }
    }

    /// Closes what the text leaves open. A blank text is no damage: there is just nothing in it.
    fn finish(&mut self) {
        if self.tree.errors.len() >= MAX_ERRORS {
            // The rest of the text has not been read.
        } else if let Some(frame) = self.frames.last() {
            let bracket = if frame.is_object { "`{` has no `}`" } else { "`[` has no `]`" };
            let (open, missing) = (frame.open, frame.next);
            if matches!(missing, Next::Colon | Next::Value) {
                self.missing_value(missing);
            } else {
                self.error(open, format!("this {bracket}"));
            }
        }
        while !self.frames.is_empty() {
            self.pop(self.text.len() as u32);
        }
    }

    fn missing_comma(&mut self, span: Span) {
        self.form_error(span, "expected `,` before this", "");
    }

    /// The last field has no value; `missing` says whether it has its colon.
    fn missing_value(&mut self, missing: Next) {
        let key = self.pairs.last().expect("a field is open").key;
        let name = shortened(&self.text[key.range()]).into_owned();
        let colon = if missing == Next::Colon { "`:` and " } else { "" };
        self.error(key, format!("expected {colon}a value after `{name}`"));
    }

    fn unexpected(&mut self, span: Span, place: &str) {
        let written = shortened(&self.text[span.range()]).into_owned();
        self.error(span, format!("unexpected `{written}` {place}"));
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.report(ErrorKind::Grammar, span, message.into(), None);
    }

    fn error_with_help(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.report(ErrorKind::Grammar, span, message.into(), Some(help.into()));
    }

    /// What is written otherwise than JSON writes it, but clear.
    fn form_error(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let help = Some(help.to_owned()).filter(|help| !help.is_empty());
        self.report(ErrorKind::Form, span, message.into(), help);
    }

    /// Adds an error, unless it only follows from the damage just before it.
    fn report(&mut self, kind: ErrorKind, span: Span, message: String, help: Option<String>) {
        if !self.mending {
            self.tree.errors.push(SyntaxError { span, message, help, kind });
        }
    }
}

const STRICT: ScannerOptions = ScannerOptions {
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// The offset after the line that holds `at`, its line end included.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |i| at + i + 1)
}

/// A piece of the text for a message: whole when it is short.
fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", &text[..end]).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests;
