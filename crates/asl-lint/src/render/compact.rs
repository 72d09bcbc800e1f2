//! The compact format: a line for each finding, for editors and `grep`.

use std::borrow::Cow;
use std::io::{self, Write};

use asl_core::visible::visible;

use crate::render::style;
use crate::run::Report;

pub(crate) fn compact(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for file in &report.files {
        let path = path(&file.path);
        for finding in &file.findings {
            let at = file.index.position(&file.text, finding.span.start);
            let style = style(finding.severity);
            writeln!(
                out,
                "{path}:{}:{}: {style}{}{style:#}[{}] {}",
                at.line,
                at.column,
                finding.severity,
                finding.rule.name,
                visible(&finding.message)
            )?;
        }
    }
    Ok(())
}

/// A path for the start of a line, where two colons would be a command to GitHub's runners.
fn path(path: &str) -> Cow<'_, str> {
    let path = visible(path);
    if path.trim_start().starts_with("::") { format!("./{path}").into() } else { path }
}
