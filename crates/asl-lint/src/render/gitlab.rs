//! The report of GitLab's code quality: an array of issues in the format of Code Climate.

use std::io::{self, Write};

use asl_core::Severity;
use asl_findings::fingerprint;
use serde_json::{Value, json};

use super::json::write_pretty;
use crate::render::{Display, UNREADABLE};
use crate::report::Report;
use crate::repository::from_repository;

pub(super) fn gitlab(report: &Report, _: &Display, out: &mut dyn Write) -> io::Result<()> {
    let findings = report.files.iter().flat_map(|file| {
        let path = &file.repository_path;
        file.findings.iter().map(move |finding| {
            let severity = match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            };
            let lines = (finding.range.start.line, finding.range.end.line);
            issue(path, lines, severity, &finding.rule, &finding.message, &finding.fingerprint)
        })
    });
    let failures = report.failures.iter().filter_map(|failure| {
        let path = from_repository(failure.path.as_ref()?);
        let fingerprint = fingerprint::of(&[&path, UNREADABLE]);
        Some(issue(&path, (1, 1), "blocker", UNREADABLE, &failure.message, &fingerprint))
    });
    let issues: Vec<Value> = findings.chain(failures).collect();
    write_pretty(&issues, out)
}

fn issue(
    path: &str,
    (begin, end): (usize, usize),
    severity: &str,
    rule: &str,
    message: &str,
    fingerprint: &str,
) -> Value {
    json!({
        "type": "issue",
        "check_name": rule,
        "description": message,
        "categories": ["Bug Risk"],
        "severity": severity,
        "fingerprint": fingerprint,
        "location": { "path": path, "lines": { "begin": begin, "end": end } },
    })
}
