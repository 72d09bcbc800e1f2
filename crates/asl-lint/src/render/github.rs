//! Annotations of GitHub Actions: workflow commands, which the runner reads from standard output.

use std::io::{self, Write};

use asl_core::Severity;
use asl_core::visible::visible;

use crate::render::Display;
use crate::report::Report;

pub(super) fn github(report: &Report, _: &Display, out: &mut dyn Write) -> io::Result<()> {
    for file in &report.files {
        let path = property(&file.repository_path);
        for finding in &file.findings {
            let command = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "notice",
            };
            let (start, end) = (finding.range.start, finding.range.end);
            let title = property(&format!("asl-lint: {}", finding.rule));
            write!(out, "::{command} title={title},file={path},line={},", start.line)?;
            // Columns are only allowed within a line.
            match start.line == end.line {
                true => write!(out, "col={},endLine={},endColumn={}::", start.column, end.line, end.column)?,
                false => write!(out, "endLine={}::", end.line)?,
            }
            write!(out, "{}", data(&finding.message))?;
            for note in &finding.notes {
                write!(out, "%0Anote: {}", data(note))?;
            }
            if let Some(help) = &finding.help {
                write!(out, "%0Ahelp: {}", data(help))?;
            }
            writeln!(out)?;
        }
    }
    for failure in &report.failures {
        writeln!(out, "::error title=asl-lint::{}", data(&failure.message))?;
    }
    Ok(())
}

/// Escapes the message of a command.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_or_a_property_is_escaped() {
        assert_eq!(data("50% of a: b, c"), "50%25 of a: b, c");
        assert_eq!(data("%0A"), "%250A");
        assert_eq!(property("50%: a,b"), "50%25%3A a%2Cb");
        // Line breaks in names are displayed, and never end the command.
        assert_eq!(data("a\r\nb\u{1b}"), "a\\r\\nb\\u{1b}");
        assert_eq!(property("a\n::error::b"), "a\\n%3A%3Aerror%3A%3Ab");
    }
}
