//! The source lines of a finding, for display: long lines are cut, and hidden characters are escaped.

use std::collections::BTreeMap;
use std::ops::Range;

use asl_core::text::{Position, Span};
use asl_core::visible::{is_hidden, push_visible, visible};
use asl_core::{Diagnostic, Related};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::run::FileReport;

/// The maximum distance in lines of related locations in the snippet.
const NEAR: usize = 8;
/// The maximum length in bytes of lines that are shown completely.
const LONG: usize = 400;
/// The number of bytes of a long line that are shown on each side of a span.
const AROUND: usize = 60;
/// The number of bytes of a long span in a long line that are shown, and of a long line without a span.
const SHOWN: usize = 120;

/// A few lines of a file with labels.
#[derive(Debug)]
pub(super) struct Snippet<'a> {
    name: String,
    position: Position,
    /// The number of the first line, counted from 0.
    first: usize,
    /// The lines, cut and escaped.
    text: String,
    labels: Vec<(Range<usize>, Option<String>)>,
    /// The related locations that are too far away for the snippet.
    pub(super) far: Vec<&'a Related>,
}

impl<'a> Snippet<'a> {
    pub(super) fn new(file: &FileReport, finding: &'a Diagnostic) -> Snippet<'a> {
        let mut windows = Windows { file, by_line: BTreeMap::new() };
        let primary = windows.shown(finding.span);
        windows.add(primary);
        let mut spans = vec![(primary, None)];
        let mut far = Vec::new();
        for related in &finding.related {
            let span = windows.shown(related.span);
            if windows.is_near(primary, span) {
                windows.add(span);
                spans.push((span, Some(visible(&related.message).into_owned())));
            } else {
                far.push(related);
            }
        }
        let lines = windows.lines();
        let mut drawn = Drawn::default();
        lines.clone().for_each(|line| drawn.line(&file.text, windows.whole(line), windows.of(line)));
        let labels = spans.into_iter().map(|(span, message)| (drawn.range(span), message)).collect();
        Snippet {
            name: visible(&file.path).into_owned(),
            position: file.index.position(&file.text, finding.span.start),
            first: lines.start,
            text: drawn.text,
            labels,
            far,
        }
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> {
        self.labels.iter().map(|(range, message)| match message {
            None => LabeledSpan::new_primary_with_span(None, range.clone()),
            message => LabeledSpan::new_with_span(message.clone(), range.clone()),
        })
    }
}

impl SourceCode for Snippet<'_> {
    /// Returns all lines for any span, as they are few. Without context lines, miette wants the position of the finding.
    fn read_span<'s>(
        &'s self,
        _: &SourceSpan,
        before: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let (line, column) =
            if before == 0 { (self.position.line - 1, self.position.column - 1) } else { (self.first, 0) };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            self.text.as_bytes(),
            (0, self.text.len()).into(),
            line,
            column,
            self.text.lines().count(),
        )))
    }
}

/// The visible part of each line with a label.
struct Windows<'a> {
    file: &'a FileReport,
    by_line: BTreeMap<usize, Range<usize>>,
}

impl Windows<'_> {
    /// The part of a span that is underlined: only the start if it has many lines or is long.
    fn shown(&self, span: Span) -> Span {
        let (start, end) = (span.start as usize, span.end as usize);
        let line = self.file.index.line(span.start);
        let is_tall = self.file.index.line(span.end) - line > NEAR;
        let line = self.whole(line);
        let end = if is_tall { line.end.max(start) } else { end };
        let is_wide = line.len() > LONG && end <= line.end && end - start > SHOWN;
        let end = if is_wide { self.file.text.floor_char_boundary(start + SHOWN) } else { end };
        Span::new(start, end)
    }

    /// A line without its line end.
    fn whole(&self, line: usize) -> Range<usize> {
        let FileReport { text, index, .. } = self.file;
        let start = index.start(line) as usize;
        let end = if line + 1 < index.lines() { index.start(line + 1) as usize } else { text.len() };
        start..start + text[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// The first and the last line of a span, each with its visible part.
    fn around(&self, span: Span) -> impl Iterator<Item = (usize, Range<usize>)> {
        let (start, end) = (span.start as usize, span.end as usize);
        let (first, last) = (self.file.index.line(span.start), self.file.index.line(span.end));
        let window = move |line: usize| {
            let whole = self.whole(line);
            let from = if line == first { start.saturating_sub(AROUND) } else { 0 };
            let to = if line == last { end + AROUND } else { from + SHOWN };
            let from = if line == last && line != first { to.saturating_sub(2 * AROUND) } else { from };
            from.clamp(whole.start, whole.end)..to.clamp(whole.start, whole.end)
        };
        [first, last].into_iter().map(move |line| (line, window(line)))
    }

    fn union(&self, line: usize, window: Range<usize>) -> Range<usize> {
        let known = self.by_line.get(&line).unwrap_or(&window);
        known.start.min(window.start)..known.end.max(window.end)
    }

    /// Whether a span fits into the snippet of the primary one.
    fn is_near(&self, primary: Span, span: Span) -> bool {
        let line = |offset: u32| self.file.index.line(offset);
        let fits = |(line, window)| self.union(line, window).len() <= LONG;
        line(primary.start).abs_diff(line(span.start)) <= NEAR
            && self.around(span).all(|(line, window)| self.whole(line).len() <= LONG || fits((line, window)))
    }

    fn add(&mut self, span: Span) {
        let around: Vec<(usize, Range<usize>)> = self.around(span).collect();
        for (line, window) in around {
            let window = self.union(line, window);
            self.by_line.insert(line, window);
        }
    }

    /// The lines with labels, and a line of context on each side.
    fn lines(&self) -> Range<usize> {
        let first = self.by_line.keys().next().copied().unwrap_or(0);
        let last = self.by_line.keys().next_back().copied().unwrap_or(0);
        let below = last + 1;
        let is_there = |line: usize| {
            line + 1 < self.file.index.lines()
                || line < self.file.index.lines() && !self.whole(line).is_empty()
        };
        first.saturating_sub(1)..if is_there(below) { below + 1 } else { below }
    }

    /// The visible part of a line.
    fn of(&self, line: usize) -> Range<usize> {
        let text = &self.file.text;
        let whole = self.whole(line);
        if whole.len() <= LONG {
            return whole;
        }
        let window = self.by_line.get(&line).cloned().unwrap_or(whole.start..whole.start + SHOWN);
        text.floor_char_boundary(window.start)..text.ceil_char_boundary(window.end)
    }
}

/// The text of a snippet.
#[derive(Default)]
struct Drawn {
    text: String,
    /// For each visible character and each line end, its offset in the file and in the text.
    offsets: Vec<(usize, usize)>,
}

impl Drawn {
    fn line(&mut self, text: &str, whole: Range<usize>, window: Range<usize>) {
        if window.start > whole.start {
            self.text.push('…');
        }
        for (i, c) in text[window.clone()].char_indices() {
            self.offsets.push((window.start + i, self.text.len()));
            match c {
                '\t' => self.text.push(c),
                c if is_hidden(c) => push_visible(&mut self.text, c),
                c => self.text.push(c),
            }
        }
        self.offsets.push((window.end, self.text.len()));
        if window.end < whole.end {
            self.text.push('…');
        }
        self.text.push('\n');
    }

    /// The range of a span of the file in the text.
    fn range(&self, span: Span) -> Range<usize> {
        let drawn = |offset: u32| {
            let at = self.offsets.partition_point(|(other, _)| *other < offset as usize);
            self.offsets.get(at).or(self.offsets.last()).map_or(0, |(_, drawn)| *drawn)
        };
        let start = drawn(span.start);
        start..drawn(span.end).max(start)
    }
}
