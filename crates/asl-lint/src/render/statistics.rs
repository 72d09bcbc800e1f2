use std::collections::BTreeMap;
use std::io::{self, Write};

use asl_findings::Finding;

use super::text::summary;
use crate::render::{Display, style};
use crate::report::Report;

/// Prints how many findings each rule has, the most first, instead of the findings.
pub(crate) fn statistics(report: &Report, display: &Display, out: &mut dyn Write) -> io::Result<()> {
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings() {
        by_rule.entry(&finding.rule).or_default().push(finding);
    }
    let mut counts: Vec<(&str, Vec<&Finding>)> = by_rule.into_iter().collect();
    counts.sort_by_key(|(_, findings)| std::cmp::Reverse(findings.len()));
    let width = counts.first().map_or(0, |(_, most)| most.len().to_string().len());
    for (rule, findings) in &counts {
        let severity = findings.iter().map(|finding| finding.severity).max().expect("there is a finding");
        let fixable = findings.iter().filter(|finding| finding.fix.is_some()).count();
        let (count, style) = (findings.len(), style(severity));
        write!(out, "{count:width$}  {style}{:7}{style:#}  {rule}", severity.name())?;
        match fixable {
            0 => writeln!(out)?,
            _ => writeln!(out, " ({fixable} with a fix)")?,
        }
    }
    if display.is_quiet {
        return Ok(());
    }
    if !counts.is_empty() {
        writeln!(out)?;
    }
    summary(report, out)
}
