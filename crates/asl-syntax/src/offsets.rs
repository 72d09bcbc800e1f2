//! The map from a decoded string to the file.

use crate::text::Span;

/// Maps byte offsets of a decoded string to spans of the file: a list of pieces, in source order. Between two pieces,
/// the file may contain text that the string does not, such as the indentation of a YAML block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: u32,
    len: u32,
    /// As long as the piece where the file contains it verbatim; otherwise, it maps to the piece as a whole.
    file: Span,
}

impl Piece {
    fn end(self) -> u32 {
        self.start + self.len
    }

    fn is_verbatim(self) -> bool {
        self.len == self.file.end - self.file.start
    }

    fn part(self, start: u32, end: u32) -> Span {
        match self.is_verbatim() {
            true => Span {
                start: self.file.start + (start - self.start),
                end: self.file.start + (end - self.start),
            },
            false => self.file,
        }
    }
}

impl OffsetMap {
    /// Appends the next `len` bytes of the string, with the span of the file that they come from. If the span is as
    /// long, the file contains the bytes verbatim.
    pub fn push(&mut self, len: usize, file: Span) {
        let len = len as u32;
        let start = self.pieces.last().map_or(0, |last| last.end());
        let piece = Piece { start, len, file };
        match self.pieces.last_mut() {
            Some(last) if last.is_verbatim() && piece.is_verbatim() && last.file.end == file.start => {
                last.len += len;
                last.file.end = file.end;
            }
            _ if len == 0 => {}
            _ => self.pieces.push(piece),
        }
    }

    /// Appends another string, with its own map to the file.
    pub fn append(&mut self, other: &OffsetMap) {
        other.pieces.iter().for_each(|piece| self.push(piece.len as usize, piece.file));
    }

    /// Returns the span of the file for a part of the string, in bytes of the string. The span for an empty part is
    /// empty.
    pub fn to_file(&self, part: Span) -> Span {
        let Some(first) = self.piece_at(part.start) else {
            return Span::at(self.pieces.last().map_or(0, |last| last.file.end));
        };
        let start = first.part(part.start.min(first.end()), first.end()).start;
        if part.is_empty() {
            return Span::at(start);
        }
        let last = self.piece_at(part.end - 1).unwrap_or(first);
        Span { start, end: last.part(last.start, part.end.min(last.end())).end.max(start) }
    }

    /// Returns the span in the file of a part that can be edited there on its own: the span is contiguous and maps to
    /// nothing else. An empty part is the position after the preceding character.
    pub(crate) fn exact(&self, part: Span) -> Option<Span> {
        if part.is_empty() {
            let piece = self.piece_at(part.start.checked_sub(1)?)?;
            let is_after = piece.is_verbatim() || piece.end() == part.start;
            let end = piece.part(piece.start, part.start).end;
            return (is_after && !piece.file.is_empty()).then(|| Span::at(end));
        }
        let first = self.pieces.partition_point(|piece| piece.end() <= part.start);
        let mut found: Option<Span> = None;
        for piece in self.pieces[first..].iter().take_while(|piece| piece.start < part.end) {
            let (start, end) = (part.start.max(piece.start), part.end.min(piece.end()));
            let is_whole = (start, end) == (piece.start, piece.end());
            let span = piece.part(start, end);
            let follows = found.is_none_or(|found| found.end == span.start);
            if !(piece.is_verbatim() || is_whole) || span.is_empty() || !follows {
                return None;
            }
            found = Some(found.map_or(span, |found| found.to(span)));
        }
        found
    }

    /// Returns the map of a string that is decoded twice: `inner` maps it to the string of this map.
    pub fn compose(&self, inner: &OffsetMap) -> OffsetMap {
        let mut map = OffsetMap::default();
        let mut first = 0;
        for piece in &inner.pieces {
            if !piece.is_verbatim() {
                map.push(piece.len as usize, self.to_file(piece.file));
                continue;
            }
            let mut at = piece.file.start;
            // The pieces of the inner map are usually in the order of the string, too.
            let is_after = self.pieces.get(first).is_some_and(|outer| outer.start <= at);
            let from = if is_after { first } else { 0 };
            first = from + self.pieces[from..].partition_point(|outer| outer.end() <= at);
            for outer in self.pieces[first..].iter().take_while(|outer| outer.start < piece.file.end) {
                let end = outer.end().min(piece.file.end);
                map.push((end - at) as usize, outer.part(at, end));
                at = end;
            }
        }
        map
    }

    /// Returns the map to another version of the file, if `to` knows where each piece is there.
    pub(crate) fn moved(&self, to: impl Fn(Span) -> Option<Span>) -> Option<OffsetMap> {
        let piece = |piece: &Piece| Some(Piece { file: to(piece.file)?, ..*piece });
        Some(OffsetMap { pieces: self.pieces.iter().map(piece).collect::<Option<_>>()? })
    }

    fn piece_at(&self, offset: u32) -> Option<Piece> {
        let after = self.pieces.partition_point(|piece| piece.end() <= offset);
        self.pieces.get(after).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> Span {
        Span { start, end }
    }

    /// The string `ab\ncd`, which a file contains with an escaped line break, from offset 10.
    fn escaped() -> OffsetMap {
        let mut map = OffsetMap::default();
        map.push(2, span(10, 12));
        map.push(1, span(12, 14));
        map.push(2, span(14, 16));
        map
    }

    #[test]
    fn parts_map_to_the_file() {
        let map = escaped();
        assert_eq!(map.to_file(span(0, 5)), span(10, 16));
        assert_eq!(map.to_file(span(2, 3)), span(12, 14));
        assert_eq!(map.to_file(span(1, 4)), span(11, 15));
        assert_eq!(map.to_file(span(3, 3)), span(14, 14));
        assert_eq!(map.to_file(span(5, 5)), span(16, 16));
        assert_eq!(OffsetMap::default().to_file(span(0, 0)), span(0, 0));
    }

    #[test]
    fn a_part_ends_before_what_only_the_file_has() {
        let mut map = OffsetMap::default();
        map.push(3, span(4, 7));
        map.push(2, span(11, 13));
        assert_eq!(map.to_file(span(0, 3)), span(4, 7));
        assert_eq!(map.to_file(span(1, 4)), span(5, 12));
    }

    #[test]
    fn a_part_that_can_be_edited_on_its_own_has_an_exact_span() {
        let map = escaped();
        assert_eq!(map.exact(span(2, 3)), Some(span(12, 14)));
        assert_eq!(map.exact(span(1, 4)), Some(span(11, 15)));
        assert_eq!(map.exact(span(3, 3)), Some(span(14, 14)), "behind the escape");
        assert_eq!(map.exact(span(0, 0)), None);
        let mut map = OffsetMap::default();
        map.push(3, span(4, 7));
        map.push(1, span(9, 9));
        map.push(2, span(20, 30));
        map.push(2, span(30, 32));
        assert_eq!(
            map.exact(span(3, 3)),
            Some(span(7, 7)),
            "behind what is before, not before what is behind"
        );
        assert_eq!(map.exact(span(3, 4)), None, "it is not in the file");
        assert_eq!(map.exact(span(2, 5)), None, "the file has something between");
        assert_eq!(map.exact(span(4, 5)), None, "a part of what stands there as a whole");
        assert_eq!(map.exact(span(5, 5)), None);
        assert_eq!(map.exact(span(4, 7)), Some(span(20, 31)));
    }

    #[test]
    fn strings_in_strings_map_to_the_file() {
        let mut inner = OffsetMap::default();
        inner.push(1, span(1, 2));
        inner.push(1, span(2, 4));
        inner.push(1, span(4, 5));
        let map = escaped().compose(&inner);
        assert_eq!(map.to_file(span(0, 1)), span(11, 12));
        assert_eq!(map.to_file(span(1, 2)), span(12, 15));
        assert_eq!(map.to_file(span(2, 3)), span(15, 16));
    }
}
