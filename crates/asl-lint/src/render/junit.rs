//! JUnit XML: a test suite for each file and a failed test case for each finding, for CI servers such as Jenkins.

use std::io::{self, Write};

use asl_core::Severity;
use asl_core::visible::visible;
use asl_findings::Finding;

use crate::render::Display;
use crate::report::{FileReport, Report};

pub(super) fn junit(report: &Report, _: &Display, out: &mut dyn Write) -> io::Result<()> {
    let findings = report.findings().count();
    let failed: usize = report.files.iter().map(failed).sum();
    let errors = report.failures.len();
    // A report without test cases is an error for many CI servers.
    let is_empty = findings + errors == 0;
    let tests = findings + errors + usize::from(is_empty);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="asl-lint" tests="{tests}" failures="{failed}" errors="{errors}">"#)?;
    if is_empty {
        writeln!(out, r#"  <testsuite name="asl-lint" tests="1" failures="0" errors="0">"#)?;
        writeln!(out, r#"    <testcase name="no findings" classname="asl-lint"/>"#)?;
        writeln!(out, "  </testsuite>")?;
    }
    for file in &report.files {
        suite(file, out)?;
    }
    if errors > 0 {
        writeln!(out, r#"  <testsuite name="asl-lint" tests="{errors}" failures="0" errors="{errors}">"#)?;
        for failure in &report.failures {
            let name = escaped(failure.path.as_deref().unwrap_or("asl-lint"));
            writeln!(out, r#"    <testcase name="{name}" classname="asl-lint">"#)?;
            writeln!(out, r#"      <error message="{}"/>"#, escaped(&failure.message))?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// The number of findings that are failures. Advice is not one.
fn failed(file: &FileReport) -> usize {
    file.findings.iter().filter(|finding| finding.severity > Severity::Info).count()
}

fn suite(file: &FileReport, out: &mut dyn Write) -> io::Result<()> {
    let path = escaped(&file.repository_path);
    let (tests, failed) = (file.findings.len(), failed(file));
    writeln!(out, r#"  <testsuite name="{path}" tests="{tests}" failures="{failed}" errors="0">"#)?;
    for finding in &file.findings {
        let (rule, at) = (escaped(&finding.rule), finding.range.start);
        let (line, column) = (at.line, at.column);
        writeln!(out, r#"    <testcase name="{rule} ({line}:{column})" classname="{path}">"#)?;
        let text = text(&path, finding);
        match finding.severity {
            Severity::Info => writeln!(out, "      <system-out>{text}</system-out>")?,
            _ => {
                let message = escaped(&finding.message);
                writeln!(out, r#"      <failure type="{rule}" message="{message}">{text}</failure>"#)?;
            }
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// The text of a finding, escaped.
fn text(path: &str, finding: &Finding) -> String {
    let (at, severity) = (finding.range.start, finding.severity);
    let mut text = format!("{path}:{}:{}: {severity}: {}", at.line, at.column, escaped(&finding.message));
    for note in &finding.notes {
        text.push_str(&format!("\nnote: {}", escaped(note)));
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("\nhelp: {}", escaped(help)));
    }
    text.push_str(&format!("\n{}", escaped(&finding.url)));
    text
}

/// A text in XML, in an element or an attribute. Characters that XML does not allow are displayed as their escapes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_characters_outside_of_xml_are_escaped() {
        assert_eq!(escaped("a && b <c> ]]> \"d\" 'e'"), "a &amp;&amp; b &lt;c&gt; ]]&gt; &quot;d&quot; 'e'");
        assert_eq!(escaped("&#0;"), "&amp;#0;");
        assert_eq!(
            escaped("a\0b\u{1b}c\u{b}d\u{fffe}e\u{ffff}"),
            "a\\u{0}b\\u{1b}c\\u{b}d\\u{fffe}e\\u{ffff}"
        );
        assert_eq!(escaped("a\nb\tc\rd\u{85}"), "a\\nb\\tc\\rd\\u{85}");
        assert_eq!(escaped("größer 名前 😀"), "größer 名前 😀");
    }
}
