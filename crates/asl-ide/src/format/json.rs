//! Formats JSON and JSONC by replacing the whitespace between tokens.

use super::Style;
use asl_core::edit::{COLUMNS, Edit};
use asl_core::syntax::Tree;
use asl_core::text::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Comma,
    Colon,
    Value,
    LineComment,
    BlockComment,
}

impl Kind {
    fn is_comment(self) -> bool {
        matches!(self, Kind::LineComment | Kind::BlockComment)
    }
}

struct Token {
    kind: Kind,
    span: Span,
}

/// An open object or array.
struct Frame {
    is_flat: bool,
    is_object: bool,
}

pub(super) fn edits(tree: &Tree, style: Style) -> Option<Vec<Edit>> {
    let text = tree.text();
    let tokens = tokens(text)?;
    let partners = partners(&tokens)?;
    let mut printer = Printer { text, newline: newline(text), style, frames: Vec::new(), column: 0 };
    let mut edits = Vec::with_capacity(tokens.len() + 1);
    for (i, token) in tokens.iter().enumerate() {
        let before = i.checked_sub(1).map(|before| &tokens[before]);
        let gap = printer.gap(before, token)?;
        let start = before.map_or(bom(text), |before| before.span.end);
        edits.push(Edit { span: Span { start, end: token.span.start }, text: gap.clone() });
        printer.advance(&gap);
        match token.kind {
            Kind::Open => printer.open(&tokens[i..=partners[i]]),
            Kind::Close => _ = printer.frames.pop(),
            _ => {}
        }
        printer.advance(&text[token.span.range()]);
    }
    let end = tokens.last()?.span.end;
    edits.push(Edit { span: Span { start: end, end: text.len() as u32 }, text: newline(text).to_owned() });
    Some(edits)
}

struct Printer<'t> {
    text: &'t str,
    newline: &'static str,
    style: Style,
    frames: Vec<Frame>,
    column: usize,
}

impl Printer<'_> {
    /// The whitespace between two tokens; `None` if that is uncertain.
    fn gap(&self, before: Option<&Token>, token: &Token) -> Option<String> {
        let Some(before) = before else { return Some(String::new()) };
        let written = &self.text[before.span.end as usize..token.span.start as usize];
        let lines = written.matches('\n').count();
        let is_flat = self.frames.last().is_some_and(|frame| frame.is_flat);
        let is_object = self.frames.last().is_some_and(|frame| frame.is_object);
        let depth = self.frames.len();
        let bracket = || if is_object { " ".to_owned() } else { String::new() };
        let blanks = |lines: usize| if before.kind == Kind::Open { 1 } else { lines.clamp(1, 2) };
        Some(match (before.kind, token.kind) {
            (Kind::LineComment, Kind::Comma | Kind::Colon) | (Kind::Colon, Kind::LineComment) => return None,
            (Kind::Open, Kind::Close) => String::new(),
            (_, kind) if kind.is_comment() && lines > 0 => self.line(depth, blanks(lines)),
            (_, kind) if kind.is_comment() => " ".to_owned(),
            (_, Kind::Comma | Kind::Colon) => String::new(),
            (_, Kind::Close) if is_flat => bracket(),
            (_, Kind::Close) => self.line(depth.checked_sub(1)?, 1),
            (Kind::LineComment, _) => self.line(depth, lines.clamp(1, 2)),
            (Kind::BlockComment, _) if lines > 0 => self.line(depth, lines.min(2)),
            (Kind::BlockComment | Kind::Colon, _) => " ".to_owned(),
            (Kind::Open, _) if is_flat => bracket(),
            (Kind::Comma, _) if is_flat => " ".to_owned(),
            (Kind::Open | Kind::Comma, _) => self.line(depth, blanks(lines)),
            _ => return None,
        })
    }

    /// Line breaks, and the indentation after them.
    fn line(&self, depth: usize, count: usize) -> String {
        let unit = if self.style.insert_spaces { " ".repeat(self.style.tab_size) } else { "\t".to_owned() };
        self.newline.repeat(count) + &unit.repeat(depth)
    }

    fn advance(&mut self, written: &str) {
        let last = written.rfind('\n').map(|at| &written[at + 1..]);
        let width = |c: char| if c == '\t' { self.style.tab_size } else { 1 };
        let columns: usize = last.unwrap_or(written).chars().map(width).sum();
        self.column = if last.is_some() { columns } else { self.column + columns };
    }

    /// Enters an object or array. It stays on one line if it already is on one and fits, including a comma after it.
    fn open(&mut self, tokens: &[Token]) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let written = &self.text[first.span.to(last.span).range()];
        let is_on_line =
            !written.contains(['\n', '\r']) && !tokens.iter().any(|token| token.kind.is_comment());
        let is_flat = is_on_line && self.column + width(self.text, tokens) < COLUMNS;
        self.frames.push(Frame { is_flat, is_object: written.starts_with('{') });
    }
}

/// The width of tokens on one line, in columns.
fn width(text: &str, tokens: &[Token]) -> usize {
    let gap = |two: &[Token]| match (two[0].kind, two[1].kind) {
        (Kind::Open, Kind::Close) => 0,
        (Kind::Comma | Kind::Colon, _) => 1,
        (Kind::Open, _) if text[two[0].span.range()].starts_with('{') => 1,
        (_, Kind::Close) if text[two[1].span.range()].starts_with('}') => 1,
        _ => 0,
    };
    let written: usize = tokens.iter().map(|token| text[token.span.range()].chars().count()).sum();
    written + tokens.windows(2).map(gap).sum::<usize>()
}

/// The index of the closing bracket of each opening one.
fn partners(tokens: &[Token]) -> Option<Vec<usize>> {
    let mut partners = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => open.push(i),
            Kind::Close => partners[open.pop()?] = i,
            _ => {}
        }
    }
    open.is_empty().then_some(partners)
}

/// The tokens of a well-formed document; `None` if it is malformed after all.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = bom(text) as usize;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, len) = match first {
            ' ' | '\t' | '\n' | '\r' => {
                at += 1;
                continue;
            }
            '{' | '[' => (Kind::Open, 1),
            '}' | ']' => (Kind::Close, 1),
            ',' => (Kind::Comma, 1),
            ':' => (Kind::Colon, 1),
            '"' => (Kind::Value, string(rest)?),
            '/' if rest.starts_with("//") => {
                (Kind::LineComment, rest.find(['\n', '\r']).unwrap_or(rest.len()))
            }
            '/' if rest.starts_with("/*") => (Kind::BlockComment, rest.find("*/")? + 2),
            '$' => (Kind::Value, rest.find('}')? + 1),
            _ => (
                Kind::Value,
                rest.find([' ', '\t', '\n', '\r', ',', ']', '}', ':', '/']).unwrap_or(rest.len()),
            ),
        };
        if len == 0 {
            return None;
        }
        tokens.push(Token { kind, span: Span::new(at, at + len) });
        at += len;
    }
    Some(tokens)
}

/// The length of a string literal in bytes, including its quotes.
fn string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

fn bom(text: &str) -> u32 {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}
