//! The source lines of a finding, for display: long lines are cut, and hidden characters are escaped.

use std::collections::BTreeMap;
use std::ops::Range;

use asl_core::text::Span;
use asl_core::visible::{is_hidden, push_visible, visible};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use asl_findings::{Finding, Position, Related, Source};

/// The maximum distance in lines of related locations in the snippet.
const NEAR: usize = 8;
/// How much of a long line is shown, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The maximum length of lines that are shown completely.
    long: usize,
    /// The part that is shown on each side of a span.
    around: usize,
    /// The part of a long span that is shown.
    span: usize,
    /// The part of a line without a span that is shown.
    plain: usize,
}

impl Limits {
    /// The limits for a terminal with this number of columns, or for a file.
    pub(super) fn new(columns: Option<usize>) -> Limits {
        let Some(columns) = columns else { return Limits { long: 400, around: 60, span: 120, plain: 120 } };
        // The numbers of the lines, the frame, and the marks where a line is cut.
        const FRAME: usize = 12;
        let long = columns.saturating_sub(FRAME).clamp(40, 400);
        Limits { long, around: long * 3 / 8, span: long / 4, plain: long }
    }
}

/// The number of columns of a tab beyond the first.
const TAB: usize = 3;

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
    pub(super) fn new(source: &Source, finding: &'a Finding, limits: Limits) -> Snippet<'a> {
        let mut windows = Windows { source, limits, by_line: BTreeMap::new() };
        let primary = windows.shown(finding.range.span());
        windows.add(primary);
        let mut spans = vec![(primary, None)];
        let mut far = Vec::new();
        for related in &finding.related {
            let span = windows.shown(related.range.span());
            if windows.is_near(primary, span) {
                windows.add(span);
                spans.push((span, Some(visible(&related.message).into_owned())));
            } else {
                far.push(related);
            }
        }
        let lines = windows.lines();
        let mut drawn = Drawn::default();
        lines.clone().for_each(|line| drawn.line(&source.text, windows.whole(line), windows.of(line)));
        let labels = spans.into_iter().map(|(span, message)| (drawn.range(span), message)).collect();
        Snippet {
            name: visible(&finding.path).into_owned(),
            position: finding.range.start,
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
    source: &'a Source,
    limits: Limits,
    by_line: BTreeMap<usize, Range<usize>>,
}

impl Windows<'_> {
    /// The part of a span that is underlined: only the start if it has many lines or is long.
    fn shown(&self, span: Span) -> Span {
        let (start, end) = (span.start as usize, span.end as usize);
        let line = self.source.index.line(span.start);
        let is_tall = self.source.index.line(span.end) - line > NEAR;
        let line = self.whole(line);
        let end = if is_tall { line.end.max(start) } else { end };
        let is_wide = !self.is_short(&line) && end <= line.end && end - start > self.limits.span;
        let end = if is_wide { self.source.text.floor_char_boundary(start + self.limits.span) } else { end };
        Span::new(start, end)
    }

    /// A line without its line end.
    fn whole(&self, line: usize) -> Range<usize> {
        let Source { text, index } = self.source;
        let start = index.start(line) as usize;
        let end = if line + 1 < index.lines() { index.start(line + 1) as usize } else { text.len() };
        start..start + text[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// The first and the last line of a span, each with its visible part.
    fn around(&self, span: Span) -> impl Iterator<Item = (usize, Range<usize>)> {
        let (start, end) = (span.start as usize, span.end as usize);
        let (first, last) = (self.source.index.line(span.start), self.source.index.line(span.end));
        let window = move |line: usize| {
            let whole = self.whole(line);
            let from = if line == first { start.saturating_sub(self.limits.around) } else { 0 };
            let to = if line == last { end + self.limits.around } else { from + self.limits.plain };
            let from =
                if line == last && line != first { to.saturating_sub(2 * self.limits.around) } else { from };
            from.clamp(whole.start, whole.end)..to.clamp(whole.start, whole.end)
        };
        [first, last].into_iter().map(move |line| (line, window(line)))
    }

    /// Whether a line is shown completely.
    fn is_short(&self, line: &Range<usize>) -> bool {
        line.len() <= self.limits.long && line.len() + TAB * self.tabs(line) <= self.limits.long
    }

    fn tabs(&self, range: &Range<usize>) -> usize {
        let bytes = &self.source.text.as_bytes()[range.clone()];
        bytes.iter().filter(|byte| **byte == b'\t').count()
    }

    fn union(&self, line: usize, window: Range<usize>) -> Range<usize> {
        let known = self.by_line.get(&line).unwrap_or(&window);
        known.start.min(window.start)..known.end.max(window.end)
    }

    /// Whether a span fits into the snippet of the primary one.
    fn is_near(&self, primary: Span, span: Span) -> bool {
        let line = |offset: u32| self.source.index.line(offset);
        let fits = |(line, window)| self.union(line, window).len() <= self.limits.long;
        line(primary.start).abs_diff(line(span.start)) <= NEAR
            && self
                .around(span)
                .all(|(line, window)| self.is_short(&self.whole(line)) || fits((line, window)))
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
            line + 1 < self.source.index.lines()
                || line < self.source.index.lines() && !self.whole(line).is_empty()
        };
        first.saturating_sub(1)..if is_there(below) { below + 1 } else { below }
    }

    /// The visible part of a line.
    fn of(&self, line: usize) -> Range<usize> {
        let text = &self.source.text;
        let whole = self.whole(line);
        if self.is_short(&whole) {
            return whole;
        }
        let plain = || {
            let end = whole.start + self.limits.plain;
            whole.start..end - (TAB * self.tabs(&(whole.start..end))).min(self.limits.plain)
        };
        let window = self.by_line.get(&line).cloned().unwrap_or_else(plain);
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
