//! The compact format: a line for each finding, for editors and `grep`.

use std::borrow::Cow;
use std::io::{self, Write};

use asl_core::visible::visible;
use asl_findings::Finding;

use crate::render::{Display, style};
use crate::report::Report;

pub(super) fn compact(report: &Report, _: &Display, out: &mut dyn Write) -> io::Result<()> {
    report.findings().try_for_each(|finding| line(finding, out))
}

/// Writes the line of a finding.
pub(crate) fn line(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let (path, at, style) = (path(&finding.path), finding.range.start, style(finding.severity));
    let (severity, rule, message) = (finding.severity, &finding.rule, visible(&finding.message));
    writeln!(out, "{path}:{}:{}: {style}{severity}{style:#}[{rule}] {message}", at.line, at.column)
}

/// A path for the start of a line, where two colons would be a command to GitHub's runners.
fn path(path: &str) -> Cow<'_, str> {
    let path = visible(path);
    if path.trim_start().starts_with("::") { format!("./{path}").into() } else { path }
}
