//! Damage of a document: where it is, of what kind, and what repairs it.

use crate::text::Span;

/// A damaged place of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
    pub kind: ErrorKind,
    pub repair: Option<Repair>,
}

/// What is wrong with a damaged place. Only what is understood has a name of its own: whoever repairs something has to
/// know what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// The text breaks the grammar, and something may be lost.
    Grammar,
    /// The text breaks the grammar, but nothing is lost.
    Form,
    /// Containers are nested deeper than [`MAX_DEPTH`](crate::MAX_DEPTH).
    Depth,
    /// Two fields or items without a comma between them.
    MissingComma,
    /// A comma behind the last field or item.
    TrailingComma,
    /// A comma where the name of a field should stand.
    ExtraComma,
    Comment,
    ByteOrderMark,
    /// A blank that JSON does not have, such as the no-break space.
    Blank,
    /// A string in other quotes than double ones.
    Quotes,
    /// A name without quotes.
    UnquotedName,
    /// A control character that stands in a string as it is.
    ControlCharacter,
    /// A backslash with something behind it that JSON does not know.
    Escape,
    /// `true`, `false` or `null` as another language writes it.
    Literal,
}

impl ErrorKind {
    /// Whether something may be lost at the place.
    pub fn may_lose(self) -> bool {
        matches!(self, ErrorKind::Grammar | ErrorKind::Depth | ErrorKind::Escape)
    }
}

/// What repairs a damaged place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Parts of the text, and the JSON that takes their place. An empty part is the place behind a character.
    pub changes: Vec<(Span, String)>,
    /// Whether nothing else can have been meant.
    pub is_evident: bool,
}

impl Repair {
    pub fn new(part: Span, json: impl Into<String>) -> Repair {
        Repair { changes: vec![(part, json.into())], is_evident: true }
    }

    /// The same as something that was probably meant.
    pub fn doubtful(mut self) -> Repair {
        self.is_evident = false;
        self
    }
}

/// The lines in which something is damaged that is not understood, in the order of the text. A quote too many or too few
/// makes text of what was not, and the other way round, up to the end of its line: nothing there is certain.
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

/// Whether a place is in one of these lines.
pub fn is_doubtful(lines: &[Span], place: Span) -> bool {
    // A line may begin within the one before it, where an error goes over several.
    lines.iter().take_while(|line| line.start <= place.end).any(|line| place.start <= line.end)
}
