//! Syntax errors of a document: where they are, of what kind, and how they are repaired.

use std::error::Error;
use std::fmt;

use crate::text::Span;

/// A syntax error of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The invalid text.
    pub span: Span,
    /// What is wrong: one line in lower case, without a full stop.
    pub message: String,
    /// How to fix it, in the imperative.
    pub help: Option<String>,
    /// The kind of error.
    pub kind: ErrorKind,
    /// Changes that fix it, if they are known.
    pub repair: Option<Repair>,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for SyntaxError {}

/// The kinds of syntax errors. Errors that can be repaired have kinds of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// The text violates the grammar, and a part of it may be lost.
    Grammar,
    /// The text violates the grammar, but nothing is lost.
    Form,
    /// Containers are nested deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
    Depth,
    /// There is no comma between two fields or items.
    MissingComma,
    /// A comma follows the last field or item.
    TrailingComma,
    /// There is a comma where a field name is expected.
    ExtraComma,
    /// A comment in a dialect without comments.
    Comment,
    /// A byte order mark at the start of the text.
    ByteOrderMark,
    /// A whitespace character that JSON does not allow, such as the no-break space.
    Blank,
    /// A string in quotes other than double quotes.
    Quotes,
    /// A field name without quotes.
    UnquotedName,
    /// An unescaped control character in a string.
    ControlCharacter,
    /// An invalid escape sequence.
    Escape,
    /// `true`, `false` or `null` in the spelling of another language.
    Literal,
}

impl ErrorKind {
    /// Returns whether a part of the text may be missing from the tree because of the error.
    pub fn may_lose(self) -> bool {
        matches!(self, ErrorKind::Grammar | ErrorKind::Depth | ErrorKind::Escape)
    }
}

/// The changes that fix a syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Spans of the text, and the JSON that replaces them. An empty span is the position after a character.
    pub changes: Vec<(Span, String)>,
    /// Whether the author can only have meant the repaired text.
    pub is_evident: bool,
}

impl Repair {
    /// Returns an evident repair that replaces one span with JSON.
    pub fn new(part: Span, json: impl Into<String>) -> Repair {
        Repair { changes: vec![(part, json.into())], is_evident: true }
    }

    /// Returns the same repair as one that is not evident.
    pub(crate) fn doubtful(mut self) -> Repair {
        self.is_evident = false;
        self
    }
}

/// Returns the spans of the lines with errors of the kind [`ErrorKind::Grammar`], in source order. A missing or extra
/// quote turns code into strings and strings into code up to the end of its line, so that nothing there is certain.
pub fn doubtful_lines(text: &str, errors: &[SyntaxError]) -> Vec<Span> {
    let mut spans: Vec<Span> =
        errors.iter().filter(|error| error.kind == ErrorKind::Grammar).map(|error| error.span).collect();
    spans.sort();
    let mut lines: Vec<Span> = Vec::new();
    for span in spans {
        if lines.last().is_some_and(|last| span.end <= last.end) {
            continue;
        }
        let (start, end) = (span.start as usize, span.end as usize);
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..start]).map_or(0, |at| at + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[end..]).map_or(text.len(), |at| end + at);
        lines.push(Span::new(start, end));
    }
    lines
}

/// Returns whether a span touches one of these lines.
pub fn is_doubtful(lines: &[Span], span: Span) -> bool {
    // A line may begin within the previous one, where an error spans several lines.
    lines.iter().take_while(|line| line.start <= span.end).any(|line| span.start <= line.end)
}
