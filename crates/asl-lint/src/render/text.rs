//! For people: each finding with its source, drawn by miette, and a last line with the counts.

use std::fmt;
use std::io::{self, Write};

use asl_core::{Diagnostic, Related, Severity};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters,
};

use crate::render::{BOLD, INFO, style};
use crate::run::{FileReport, Report};

pub(crate) fn text(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for file in &report.files {
        for finding in &file.findings {
            out.write_all(draw(file, finding).as_bytes())?;
        }
    }
    summary(report, out)
}

fn draw(file: &FileReport, finding: &Diagnostic) -> String {
    let mut theme = GraphicalTheme::unicode();
    // The header line: "error[unknown-state]: no state named `Bx` here".
    let header = format!("{}[{}]:", finding.severity, finding.rule.name);
    theme.characters = ThemeCharacters {
        error: header.clone(),
        warning: header.clone(),
        advice: header,
        ..theme.characters
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_wrap_lines(false)
        .with_width(usize::from(u16::MAX))
        .with_context_lines(1);
    let mut drawn = String::new();
    let snippet = Snippet { file, finding };
    handler.render_report(&mut drawn, &snippet).expect("writing to a string does not fail");
    let mut text = drawn.trim_start().to_owned();
    for related in finding.related.iter().filter(|related| !is_near(file, finding, related)) {
        let at = file.index.position(&file.text, related.span.start);
        text.push_str(&format!(
            "  {INFO}note:{INFO:#} {}: {}:{}:{}\n",
            related.message, file.path, at.line, at.column
        ));
    }
    for note in &finding.notes {
        text.push_str(&format!("  {INFO}note:{INFO:#} {note}\n"));
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("  {INFO}help:{INFO:#} {help}\n"));
    } else if let Some(fix) = &finding.fix {
        let (first, rest) = fix.title.split_at(1);
        text.push_str(&format!("  {INFO}help:{INFO:#} {}{rest}\n", first.to_lowercase()));
    }
    text.push('\n');
    text
}

/// A related place is drawn in the same picture if it is not too many lines away.
fn is_near(file: &FileReport, finding: &Diagnostic, related: &Related) -> bool {
    const NEAR: usize = 8;
    file.index.line(finding.span.start).abs_diff(file.index.line(related.span.start)) <= NEAR
}

fn summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.checked == 0 && report.files.is_empty() {
        return Ok(());
    }
    let checked = counted(report.checked, "definition");
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (severity, report.count(severity)))
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| {
            let style = style(severity);
            let name = match severity {
                Severity::Info => format!("{count} advice"),
                _ => counted(count, severity.name()),
            };
            format!("{style}{name}{style:#}")
        })
        .collect();
    if counts.is_empty() {
        write!(out, "{BOLD}no faults{BOLD:#} in {checked}")?;
    } else {
        let files = counted(report.files.len(), "file");
        write!(out, "{} in {files}, {checked} checked", counts.join(", "))?;
    }
    match report.hidden {
        0 => writeln!(out),
        hidden => writeln!(out, "; --advice shows {hidden} more"),
    }
}

fn counted(count: usize, name: &str) -> String {
    if count == 1 { format!("{count} {name}") } else { format!("{count} {name}s") }
}

/// A finding as miette sees it.
#[derive(Debug)]
struct Snippet<'a> {
    file: &'a FileReport,
    finding: &'a Diagnostic,
}

impl fmt::Display for Snippet<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl std::error::Error for Snippet<'_> {}

impl miette::Diagnostic for Snippet<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let primary = LabeledSpan::new_primary_with_span(None, self.finding.span.range());
        let related =
            self.finding.related.iter().map(|related| {
                LabeledSpan::new_with_span(Some(related.message.clone()), related.span.range())
            });
        Some(Box::new(std::iter::once(primary).chain(related)))
    }
}

/// Of a line that is longer than this, in bytes, only the part around a finding is shown.
const LONG_LINE: usize = 400;
/// How much of a long line is shown on each side, in bytes.
const AROUND: usize = 60;

impl SourceCode for Snippet<'_> {
    /// Finds lines through the line index; miette's own way reads the text from the top for every report.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let FileReport { path, text, index, .. } = self.file;
        let (from, to) = (span.offset(), span.offset() + span.len());
        let first = index.line(from as u32).saturating_sub(before);
        let last = index.line(to as u32).saturating_add(after);
        let mut start = index.start(first) as usize;
        let mut end = if last + 1 < index.lines() { index.start(last + 1) as usize } else { text.len() };
        let is_long = text[start..end].lines().any(|line| line.len() > LONG_LINE);
        if is_long {
            start =
                floor(text, from.saturating_sub(AROUND).max(index.start(index.line(from as u32)) as usize));
            let line_end = text[to..].find('\n').map_or(text.len(), |i| to + i);
            end = floor(text, (to + AROUND).min(line_end));
        }
        let at = if before == 0 || is_long { from.max(start) } else { start };
        let position = index.position(text, at as u32);
        Ok(Box::new(MietteSpanContents::new_named(
            path.clone(),
            &text.as_bytes()[start..end],
            (start, end - start).into(),
            position.line - 1,
            position.column - 1,
            index.lines(),
        )))
    }
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
