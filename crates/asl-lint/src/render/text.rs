//! The text format: each finding with its source, drawn by miette, and a summary line.

use std::fmt;
use std::io::{self, Write};

use asl_core::visible::visible;
use asl_core::{Applicability, Diagnostic, Severity};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters};

use super::snippet::Snippet;
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

pub(super) fn draw(file: &FileReport, finding: &Diagnostic) -> String {
    let mut theme = GraphicalTheme::unicode();
    // The header line: "error[unknown-state]: no state named `Bx` in this scope".
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
    let shown = Shown {
        severity: finding.severity,
        message: visible(&finding.message).into_owned(),
        snippet: Snippet::new(file, finding),
    };
    handler.render_report(&mut drawn, &shown).expect("writing to a string does not fail");
    let mut text = drawn.trim_start().to_owned();
    for related in &shown.snippet.far {
        let at = file.index.position(&file.text, related.span.start);
        let (message, path) = (visible(&related.message), visible(&file.path));
        text.push_str(&format!("  {INFO}note:{INFO:#} {message}: {path}:{}:{}\n", at.line, at.column));
    }
    for note in &finding.notes {
        text.push_str(&format!("  {INFO}note:{INFO:#} {}\n", visible(note)));
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("  {INFO}help:{INFO:#} {}\n", visible(help)));
    } else if let Some(fix) = &finding.fix {
        text.push_str(&format!("  {INFO}help:{INFO:#} {}\n", visible(&lowercased(&fix.title))));
    }
    text.push('\n');
    text
}

/// Converts the first character to lower case.
fn lowercased(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect()
}

/// The maximum number of skipped files that are listed.
const MAX_SKIPPED: usize = 3;

fn summary(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.checked > 0 || !report.files.is_empty() {
        let mut hints = vec![outcome(report)];
        hints.extend((report.fixed > 0).then(|| format!("fixed {}", counted(report.fixed, "problem"))));
        hints.extend(fixable(report));
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
fn outcome(report: &Report) -> String {
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
        format!("{BOLD}no problems{BOLD:#} in {checked}")
    } else {
        format!("{} in {}, {checked} checked", counts.join(", "), counted(report.files.len(), "file"))
    }
}

/// The option that fixes some of the findings.
fn fixable(report: &Report) -> Option<String> {
    let count = |which: Applicability| {
        let fixes = report.findings().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.applicability == which).count()
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
