//! The map from the value of a scalar to the file.

use granit_parser::ScalarStyle;

use crate::OffsetMap;
use crate::text::Span;

/// Maps the value of a scalar to the file. `source` is the source text, without quotes or the header of a block, and
/// starts at `base`. `indent` is the number of spaces that each line of a block is indented with.
pub(super) fn offsets(
    source: &str,
    base: usize,
    value: &str,
    style: ScalarStyle,
    indent: usize,
) -> OffsetMap {
    let mut aligner =
        Aligner { source, base, value, style, indent, at: 0, done: 0, map: OffsetMap::default() };
    if aligner.run().is_some() {
        return aligner.map;
    }
    whole(value, Span::new(base, base + source.len()))
}

/// Maps each character of a value to a whole span, for a value that is not verbatim in the file.
pub(super) fn whole(value: &str, span: Span) -> OffsetMap {
    let mut map = OffsetMap::default();
    for c in value.chars() {
        map.push(c.len_utf8(), span);
    }
    map
}

struct Aligner<'s> {
    source: &'s str,
    base: usize,
    value: &'s str,
    style: ScalarStyle,
    indent: usize,
    /// The offset in the source.
    at: usize,
    /// The offset in the value.
    done: usize,
    map: OffsetMap,
}

impl Aligner<'_> {
    /// Aligns the value with the source. Returns `None` if they do not match.
    fn run(&mut self) -> Option<()> {
        while self.done < self.value.len() {
            let rest = &self.source[self.at..];
            if self.is_at_break(rest) {
                self.line_break()?;
            } else if self.style == ScalarStyle::DoubleQuoted && rest.starts_with('\\') {
                self.escape()?;
            } else if self.style == ScalarStyle::SingleQuoted && rest.starts_with("''") {
                self.push('\'', 2)?;
            } else {
                let c = rest.chars().next()?;
                self.push(c, c.len_utf8())?;
            }
        }
        Some(())
    }

    fn is_block(&self) -> bool {
        matches!(self.style, ScalarStyle::Literal | ScalarStyle::Folded)
    }

    /// Returns whether a line ends here. Outside of blocks, spaces at the end of a line are ignored.
    fn is_at_break(&self, rest: &str) -> bool {
        let rest = if self.is_block() || !rest.starts_with([' ', '\t']) {
            rest
        } else {
            rest.trim_start_matches([' ', '\t'])
        };
        rest.starts_with(['\n', '\r'])
    }

    /// Maps the next character of the value to `len` bytes of the source.
    fn push(&mut self, c: char, len: usize) -> Option<()> {
        if !self.value[self.done..].starts_with(c) {
            return None;
        }
        let start = self.base + self.at;
        self.map.push(c.len_utf8(), Span::new(start, start + len));
        self.at += len;
        self.done += c.len_utf8();
        Some(())
    }

    /// Maps line breaks up to the next line that is not empty. In the value, they are a space or line breaks.
    fn line_break(&mut self) -> Option<()> {
        let start = self.at;
        let mut breaks = Vec::new();
        loop {
            let rest = &self.source[self.at..];
            let skipped = self.skipped(rest);
            let after = &rest[skipped..];
            let len = match after {
                after if after.starts_with("\r\n") => 2,
                after if after.starts_with(['\n', '\r']) => 1,
                _ => break,
            };
            let end = self.at + skipped + len;
            breaks.push(Span::new(self.base + self.at + skipped, self.base + end));
            self.at = end;
        }
        self.at += self.skipped(&self.source[self.at..]);
        let rest = &self.value[self.done..];
        let in_value = rest.bytes().take_while(|&b| b == b'\n').count();
        let count = match self.style {
            ScalarStyle::Literal | ScalarStyle::Folded => in_value.min(breaks.len()),
            _ => breaks.len() - 1,
        };
        if count == 0 {
            let is_folded = rest.starts_with(' ');
            self.done += 1;
            self.map.push(1, Span::new(self.base + start, self.base + self.at));
            return is_folded.then_some(());
        }
        if in_value < count {
            return None;
        }
        for span in &breaks[breaks.len() - count..] {
            self.map.push(1, *span);
        }
        self.done += count;
        Some(())
    }

    /// Returns the number of bytes at the start of a line that are not part of the value.
    fn skipped(&self, line: &str) -> usize {
        let spaces = line.len() - line.trim_start_matches([' ', '\t']).len();
        if !self.is_block() {
            return spaces;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_line_start = self.at == 0 || self.source[..self.at].ends_with(['\n', '\r']);
        if is_line_start && self.at > 0 { indent.min(self.indent) } else { 0 }
    }

    /// Maps an escape sequence in double quotes.
    fn escape(&mut self) -> Option<()> {
        let rest = &self.source[self.at..];
        let kind = rest[1..].chars().next()?;
        if matches!(kind, '\n' | '\r') {
            // The next line continues this one.
            let line = if rest[1..].starts_with("\r\n") { 3 } else { 2 };
            self.at += line + (rest[line..].len() - rest[line..].trim_start_matches([' ', '\t']).len());
            return Some(());
        }
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let mut len = 1 + kind.len_utf8() + digits;
        let c = self.value[self.done..].chars().next()?;
        if kind == 'u' && c as u32 > 0xffff {
            len += 6;
        }
        self.source.get(self.at..self.at + len)?;
        self.push(c, len)
    }
}
