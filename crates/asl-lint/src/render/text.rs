//! The text format: each finding with its source, drawn by miette, and a summary line.

use std::fmt;
use std::io::{self, Write};

use asl_core::visible::visible;
use asl_core::{Applicability, Severity};
use asl_findings::{Finding, Source};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters};

use super::snippet::{Limits, Snippet};
use crate::render::{BOLD, Display, INFO, compact, style};
use crate::report::Report;

pub(super) fn text(report: &Report, display: &Display, out: &mut dyn Write) -> io::Result<()> {
    for file in &report.files {
        for finding in &file.findings {
            match &file.source {
                Some(source) => out.write_all(draw(source, finding, display).as_bytes())?,
                None => compact::line(finding, out)?,
            }
        }
    }
    if display.is_quiet { Ok(()) } else { summary(report, out) }
}

pub(super) fn draw(source: &Source, finding: &Finding, display: &Display) -> String {
    let mut theme = GraphicalTheme::unicode();
    // The header line: "error[unknown-state]: no state named `Bx` in this scope".
    let rule = match display.has_links {
        true => format!("\u{1b}]8;;{}\u{1b}\\{}\u{1b}]8;;\u{1b}\\", finding.url, finding.rule),
        false => finding.rule.clone(),
    };
    let header = format!("{}[{rule}]:", finding.severity);
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
    let shown = Shown {
        severity: finding.severity,
        message: visible(&finding.message).into_owned(),
        snippet: Snippet::new(source, finding, Limits::new(display.columns)),
    };
    handler.render_report(&mut drawn, &shown).expect("writing to a string does not fail");
    let mut text = drawn.trim_start().to_owned();
    for related in &shown.snippet.far {
        let at = related.range.start;
        let (message, path) = (visible(&related.message), visible(&finding.path));
        text.push_str(&format!("  {INFO}note:{INFO:#} {message}: {path}:{}:{}\n", at.line, at.column));
    }
    for note in &finding.notes {
        text.push_str(&format!("  {INFO}note:{INFO:#} {}\n", visible(note)));
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("  {INFO}help:{INFO:#} {}\n", visible(help)));
    }
    text.push('\n');
    text
}

/// The maximum number of skipped files that are listed.
const MAX_SKIPPED: usize = 3;

/// Prints the numbers of findings, and what the run has left out.
pub(super) fn summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.checked != Some(0) || !report.files.is_empty() {
        let mut hints = vec![outcome(report)];
        hints.extend((report.fixed > 0).then(|| format!("fixed {}", counted(report.fixed, "problem"))));
        hints.extend(fixable(report));
        hints.extend((report.known > 0).then(|| format!("{} in the baseline", report.known)));
        hints.extend((report.unchanged > 0).then(|| format!("{} in unchanged lines", report.unchanged)));
        hints.extend((report.hidden > 0).then(|| format!("--advice shows {} more", report.hidden)));
        writeln!(out, "{}", hints.join("; "))?;
    }
    if report.skipped.is_empty() {
        return Ok(());
    }
    let first = report.skipped.iter().take(MAX_SKIPPED);
    let mut names: Vec<String> =
        first.map(|(path, reason)| format!("{} ({reason})", visible(&path.to_string_lossy()))).collect();
    let more = report.skipped.len().saturating_sub(MAX_SKIPPED);
    names.extend((more > 0).then(|| format!("and {more} more")));
    writeln!(out, "skipped {}: {}", counted(report.skipped.len(), "file"), names.join(", "))
}

/// The numbers of findings and of definitions.
pub(crate) fn outcome(report: &Report) -> String {
    let checked = report.checked.map(|checked| counted(checked, "definition"));
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
        let checked = checked.map(|checked| format!(" in {checked}"));
        format!("{BOLD}no problems{BOLD:#}{}", checked.unwrap_or_default())
    } else {
        let checked = checked.map(|checked| format!(", {checked} checked"));
        let files = counted(report.files.len(), "file");
        format!("{} in {files}{}", counts.join(", "), checked.unwrap_or_default())
    }
}

/// The option that fixes some of the findings.
fn fixable(report: &Report) -> Option<String> {
    let count = |which: Applicability| {
        let fixes = report.findings().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.applicability == which.name()).count()
    };
    match (count(Applicability::Safe), count(Applicability::Suggested)) {
        (0, 0) => None,
        (0, suggested) => Some(format!("--fix=suggested fixes {suggested}")),
        (safe, _) => Some(format!("--fix fixes {safe}")),
    }
}

pub(crate) fn counted(count: usize, name: &str) -> String {
    if count == 1 { format!("{count} {name}") } else { format!("{count} {name}s") }
}

/// A finding for miette.
#[derive(Debug)]
struct Shown<'a> {
    severity: Severity,
    message: String,
    snippet: Snippet<'a>,
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.snippet.labels()))
    }
}
