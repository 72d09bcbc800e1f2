//! One line for each finding, as editors and `grep` read it.

use std::io::{self, Write};

use crate::render::style;
use crate::run::Report;

pub(crate) fn compact(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for file in &report.files {
        for finding in &file.findings {
            let at = file.index.position(&file.text, finding.span.start);
            let style = style(finding.severity);
            writeln!(
                out,
                "{}:{}:{}: {style}{}{style:#}[{}] {}",
                file.path, at.line, at.column, finding.severity, finding.rule.name, finding.message
            )?;
        }
    }
    Ok(())
}
