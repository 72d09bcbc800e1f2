//! Positions in a text: byte spans everywhere, lines and columns only in what users and clients see.

pub use jsonata_syntax::Span;

/// The difference between two versions of a text: a part of one that is replaced with a part of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The replaced part of the old version.
    pub before: Span,
    /// The part of the new version that replaces it.
    pub after: Span,
}

impl Change {
    /// Returns the smallest change that leads from one text to another.
    pub fn between(old: &str, new: &str) -> Change {
        let mut start = common_prefix(old.as_bytes(), new.as_bytes());
        while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = common_suffix(&old.as_bytes()[start..], &new.as_bytes()[start..]);
        while !old.is_char_boundary(old.len() - end) || !new.is_char_boundary(new.len() - end) {
            end -= 1;
        }
        Change { before: Span::new(start, old.len() - end), after: Span::new(start, new.len() - end) }
    }

    /// Returns where a span is in the new version; `None` if the change replaces a part of it.
    pub fn span(self, span: Span) -> Option<Span> {
        let Span { start, end } = self.before;
        match span {
            _ if span.end <= start => Some(span),
            _ if span.start >= end => Some(Span { start: self.moved(span.start), end: self.moved(span.end) }),
            _ => None,
        }
    }

    /// Returns where an offset at the end of the change or after it is in the new version.
    pub fn moved(self, offset: u32) -> u32 {
        offset - self.before.end + self.after.end
    }
}

/// Whole blocks are compared at once.
const BLOCK: usize = 4096;

/// Returns the number of equal bytes at the start of two texts.
fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[blocks * BLOCK..], &b[blocks * BLOCK..]);
    blocks * BLOCK + a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Returns the number of equal bytes at the end of two texts.
fn common_suffix(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.rchunks_exact(BLOCK).zip(b.rchunks_exact(BLOCK)).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - blocks * BLOCK], &b[..b.len() - blocks * BLOCK]);
    blocks * BLOCK + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// The starts of the lines of a text. Lines end with `\n`, `\r\n` or a lone `\r`.
#[derive(Debug, Clone)]
pub struct LineIndex {
    /// The byte offset of the first character of each line; the first is 0.
    starts: Vec<u32>,
    /// The characters before the offsets 0, [`STRIDE`], twice that, and so on: a line may be as long as the text. Empty if
    /// the text is ASCII, so that every byte is a character.
    marks: Vec<Units>,
}

const STRIDE: usize = 1024;

/// The number of characters in a part of a text, and of their UTF-16 code units.
#[derive(Debug, Clone, Copy, Default)]
struct Units {
    chars: u32,
    utf16: u32,
}

impl Units {
    /// Counts the characters that begin in the bytes, which may begin or end inside a character.
    fn of(bytes: &[u8]) -> Units {
        let chars = bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32;
        let pairs = bytes.iter().filter(|&&byte| byte >= 0xf0).count() as u32;
        Units { chars, utf16: chars + pairs }
    }

    fn and(self, more: Units) -> Units {
        Units { chars: self.chars + more.chars, utf16: self.utf16 + more.utf16 }
    }

    fn count(self, encoding: Encoding, bytes: u32) -> u32 {
        match encoding {
            Encoding::Utf8 => bytes,
            Encoding::Utf16 => self.utf16,
            Encoding::Utf32 => self.chars,
        }
    }
}

/// A line and a column, both 1-based.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, starting with 1.
    pub line: usize,
    /// The column in characters (Unicode scalar values), starting with 1.
    pub column: usize,
}

/// The code units in which a client of the language server counts columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16, LSP's default.
    #[default]
    Utf16,
    /// Characters (Unicode scalar values).
    Utf32,
}

impl Encoding {
    fn len(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

impl LineIndex {
    /// Indexes a text. The other methods must be called with the same text.
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(memchr::memchr_iter(b'\n', bytes).count() + 1);
        starts.push(0);
        let start = |end: usize| end as u32 + 1;
        // Few texts have a `\r`, and lines are found several times faster by a single byte.
        if memchr::memchr(b'\r', bytes).is_none() {
            starts.extend(memchr::memchr_iter(b'\n', bytes).map(start));
        } else {
            let ends_line = |i: &usize| bytes[*i] == b'\n' || bytes.get(i + 1) != Some(&b'\n');
            starts.extend(memchr::memchr2_iter(b'\n', b'\r', bytes).filter(ends_line).map(start));
        }
        let counted = if text.is_ascii() { &[] } else { bytes };
        let marks = counted.chunks(STRIDE).scan(Units::default(), |before, chunk| {
            let mark = *before;
            *before = before.and(Units::of(chunk));
            Some(mark)
        });
        LineIndex { starts, marks: marks.collect() }
    }

    /// Returns the number of lines. A text that ends with a line break has an empty last line.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Returns the 0-based line that contains a byte offset.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// Returns the byte offset at which a 0-based line begins. A line past the end counts as the last line.
    pub fn start(&self, line: usize) -> u32 {
        self.starts[line.min(self.starts.len() - 1)]
    }

    /// Returns the 1-based line and column of a byte offset. An offset past the end counts as the end, an offset inside
    /// a character as its start.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(offset as u32);
        let column = self.units_between(text, self.starts[line] as usize, offset, Encoding::Utf32);
        Position { line: line + 1, column: column as usize + 1 }
    }

    /// Returns the number of code units before a byte offset, counted from the start of the text. An offset past the end
    /// counts as the end, an offset inside a character as its start.
    pub fn units_before(&self, text: &str, offset: u32, encoding: Encoding) -> u32 {
        let offset = text.floor_char_boundary(offset as usize);
        self.units_between(text, 0, offset, encoding)
    }

    /// Returns the number of code units between two byte offsets.
    fn units_between(&self, text: &str, start: usize, end: usize, encoding: Encoding) -> u32 {
        if self.marks.is_empty() {
            return (end - start) as u32;
        }
        if end - start <= STRIDE {
            return Units::of(&text.as_bytes()[start..end]).count(encoding, (end - start) as u32);
        }
        self.units_from_mark(text, end, encoding) - self.units_from_mark(text, start, encoding)
    }

    /// Returns the number of code units between the start of the text and a byte offset.
    fn units_from_mark(&self, text: &str, offset: usize, encoding: Encoding) -> u32 {
        let mark = (offset / STRIDE).min(self.marks.len().saturating_sub(1));
        let before = self.marks.get(mark).copied().unwrap_or_default();
        let rest = Units::of(&text.as_bytes()[mark * STRIDE..offset]);
        before.and(rest).count(encoding, offset as u32)
    }
}

impl LineIndex {
    /// Returns the 0-based line and column of a byte offset, with the column in code units of an encoding. An offset
    /// past the end counts as the end, an offset inside a character as its start.
    pub fn units(&self, text: &str, offset: u32, encoding: Encoding) -> (u32, u32) {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(offset as u32);
        (line as u32, self.units_between(text, self.starts[line] as usize, offset, encoding))
    }

    /// Returns the byte offset of a 0-based line and column, with the column in code units of an encoding. A column
    /// past the end of the line counts as its end, before the line break; a column inside a character counts as its
    /// start. A line past the end counts as the end of the text.
    pub fn offset(&self, text: &str, line: u32, column: u32, encoding: Encoding) -> u32 {
        let Some(&start) = self.starts.get(line as usize) else { return text.len() as u32 };
        let mut left = column as usize;
        let mut at = start;
        for c in text[start as usize..].chars() {
            let len = encoding.len(c);
            if matches!(c, '\n' | '\r') || len > left {
                break;
            }
            left -= len;
            at += c.len_utf8() as u32;
        }
        at
    }
}

/// Decodes bytes as UTF-8. Each invalid byte is replaced with one `?`, so that offsets stay the same. Returns the text
/// and the spans of invalid bytes.
pub fn decode(bytes: Vec<u8>) -> (String, Vec<Span>) {
    let mut bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(error) => error.into_bytes(),
    };
    let mut bad = Vec::new();
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        let start = from + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |len| start + len);
        bytes[start..end].fill(b'?');
        bad.push(Span::new(start, end));
        from = end;
    }
    let text = String::from_utf8(bytes).expect("every byte that was not UTF-8 has been replaced");
    (text, bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_any_line_break() {
        let text = "a\nb\r\nc\rd";
        let index = LineIndex::new(text);
        let places: Vec<_> =
            [0, 1, 2, 5, 7].map(|o| index.position(text, o)).map(|p| (p.line, p.column)).into();
        assert_eq!(places, [(1, 1), (1, 2), (2, 1), (3, 1), (4, 1)]);
    }

    #[test]
    fn columns_count_characters_and_clamp() {
        let text = "é😀x";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 6).column, 3);
        assert_eq!(index.position(text, 3).column, 2, "inside a character counts as its start");
        assert_eq!(index.position(text, 99).column, 4);
    }

    #[test]
    fn columns_in_long_lines() {
        for pad in ["x", "é", "名", "😀"] {
            let text = format!("a\n{}\nz{}", pad.repeat(5000), pad.repeat(3000));
            let index = LineIndex::new(&text);
            for (offset, _) in text.char_indices().step_by(97).chain([(text.len(), ' ')]) {
                let line = text[..offset].matches('\n').count() + 1;
                let column = text[..offset].rsplit('\n').next().unwrap().chars().count() + 1;
                assert_eq!(index.position(&text, offset as u32), Position { line, column });
            }
        }
    }

    #[test]
    fn columns_of_clients_round_trip() {
        let text = "a\né😀x\r\nz";
        let index = LineIndex::new(text);
        for (encoding, column) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            let x = text.find('x').unwrap() as u32;
            assert_eq!(index.units(text, x, encoding), (1, column));
            assert_eq!(index.offset(text, 1, column, encoding), x);
            assert_eq!(
                index.offset(text, 1, 99, encoding),
                x + 1,
                "a column past the end is the end of the line"
            );
        }
        assert_eq!(index.offset(text, 1, 2, Encoding::Utf16), 4, "half of a surrogate pair is its start");
        assert_eq!(index.offset(text, 9, 0, Encoding::Utf16), text.len() as u32);
        assert_eq!(index.units(text, 5, Encoding::Utf16), (1, 1), "inside a character is its start");
    }

    #[test]
    fn columns_of_very_long_lines_are_exact() {
        let text = format!("{}\n{}", "é😀x".repeat(500), "a😀\u{301}".repeat(700));
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices().step_by(7) {
            let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let before = &text[start..offset];
            assert_eq!(index.position(&text, offset as u32).column, before.chars().count() + 1);
            let column = |encoding| index.units(&text, offset as u32, encoding).1 as usize;
            assert_eq!(column(Encoding::Utf8), before.len());
            assert_eq!(column(Encoding::Utf16), before.encode_utf16().count());
            assert_eq!(column(Encoding::Utf32), before.chars().count());
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_keep_their_offsets() {
        let (text, bad) = decode(b"a\xffb\xc3".to_vec());
        assert_eq!(text, "a?b?");
        assert_eq!(bad, [Span::new(1, 2), Span::new(3, 4)]);
        assert_eq!(decode("é".into()), ("é".to_owned(), vec![]));
    }
}
