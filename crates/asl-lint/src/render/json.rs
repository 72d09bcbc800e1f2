//! The JSON format: an array of [`Finding`]s for other programs, described by `docs/output.schema.json`. It is stable: fields
//! may be added, but are not changed.

use std::borrow::Cow;
use std::io::{self, Write};

use asl_core::Severity;
use asl_core::visible::is_hidden;
use asl_findings::{Finding, Position, Range, fingerprint};

use crate::render::Display;
use crate::report::{Failure, Report};
use crate::repository::from_repository;

/// The `rule` of the entry for a file or folder that cannot be read.
pub(crate) const UNREADABLE: &str = "unreadable-file";

pub(super) fn json(report: &Report, _: &Display, out: &mut dyn Write) -> io::Result<()> {
    let unreadable: Vec<Finding> = report.failures.iter().filter_map(unreadable).collect();
    let mut findings: Vec<&Finding> = report.findings().chain(&unreadable).collect();
    findings.sort_by(|a, b| a.path.cmp(&b.path));
    let text = serde_json::to_string_pretty(&findings)?;
    writeln!(out, "{}", escaped(&text))
}

/// The entry for a file or folder that cannot be read.
fn unreadable(failure: &Failure) -> Option<Finding> {
    let path = failure.path.clone()?;
    let start = Position { line: 1, column: 1, offset: 0 };
    Some(Finding {
        fingerprint: fingerprint::of(&[&from_repository(&path), UNREADABLE]),
        path,
        rule: UNREADABLE.to_owned(),
        severity: Severity::Error,
        message: failure.message.clone(),
        aws_code: None,
        aws_location: None,
        pointer: None,
        definition: None,
        range: Range { start, end: start },
        notes: Vec::new(),
        help: None,
        related: Vec::new(),
        url: concat!(
            env!("CARGO_PKG_REPOSITORY"),
            "/blob/v",
            env!("CARGO_PKG_VERSION"),
            "/docs/output.md#unreadable-files"
        )
        .to_owned(),
        fix: None,
        stable_pointer: String::new(),
    })
}

/// Escapes all hidden characters in JSON, as serde_json leaves most of them unescaped.
pub(crate) fn escaped(json: &str) -> Cow<'_, str> {
    let must_escape = |c: char| is_hidden(c) && c != '\n';
    // A fold has no early exit, so that it is vectorized.
    let is_plain = json.bytes().fold(true, |plain, b| plain & (matches!(b, b' '..=b'~') | (b == b'\n')));
    if is_plain || !json.contains(must_escape) {
        return json.into();
    }
    let escaped = |c: char| if must_escape(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(escaped).collect()
}
