//! The JSON format: an array for other programs. It is stable: fields may be added, but are not changed.

use std::borrow::Cow;
use std::io::{self, Write};

use asl_core::text::Span;
use asl_core::visible::is_hidden;
use asl_core::{Diagnostic, Fix};
use serde::Serialize;

use crate::run::{FileReport, Report};

pub(crate) fn json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let findings: Vec<Finding<'_>> = report
        .files
        .iter()
        .flat_map(|file| file.findings.iter().map(move |diagnostic| finding(file, diagnostic)))
        .collect();
    let text = serde_json::to_string_pretty(&findings)?;
    writeln!(out, "{}", escaped(&text))
}

/// Escapes all hidden characters in JSON, as serde_json leaves most of them unescaped.
pub(crate) fn escaped(json: &str) -> Cow<'_, str> {
    let must_escape = |c: char| is_hidden(c) && c != '\n';
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    if json.bytes().all(is_plain) || !json.contains(must_escape) {
        return json.into();
    }
    let escaped = |c: char| if must_escape(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    json.chars().map(escaped).collect()
}

#[derive(Serialize)]
struct Finding<'a> {
    path: &'a str,
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_location: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    range: Range,
    notes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixOutput<'a>>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Lines and columns count from 1, columns in Unicode characters; offsets in bytes from 0.
#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: u32,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct FixOutput<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    offset: u32,
    end: u32,
    text: &'a str,
}

fn finding<'a>(file: &'a FileReport, diagnostic: &'a Diagnostic) -> Finding<'a> {
    Finding {
        path: &file.path,
        rule: diagnostic.rule.name,
        severity: diagnostic.severity.name(),
        message: &diagnostic.message,
        aws_code: diagnostic.aws_code,
        aws_location: diagnostic.aws_location.as_deref(),
        pointer: diagnostic.pointer.as_deref(),
        range: range(file, diagnostic.span),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|related| Related { message: &related.message, range: range(file, related.span) })
            .collect(),
        url: diagnostic.rule.url(),
        fix: diagnostic.fix.as_ref().map(fix),
    }
}

fn range(file: &FileReport, span: Span) -> Range {
    let position = |offset: u32| {
        let at = file.index.position(&file.text, offset);
        Position { line: at.line, column: at.column, offset }
    };
    Range { start: position(span.start), end: position(span.end) }
}

fn fix(fix: &Fix) -> FixOutput<'_> {
    FixOutput {
        title: &fix.title,
        applicability: fix.applicability.name(),
        edits: fix
            .edits
            .iter()
            .map(|edit| Edit { offset: edit.span.start, end: edit.span.end, text: &edit.text })
            .collect(),
    }
}
