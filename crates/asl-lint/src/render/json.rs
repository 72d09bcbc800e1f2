//! One array for other programs. Its form is a promise: fields may be added, none changed.

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

/// A text of JSON in which every character can be seen. Strings may have more as they are than one wants on a terminal.
fn escaped(json: &str) -> Cow<'_, str> {
    let acts = |c: char| is_hidden(c) && c != '\n';
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
    if json.bytes().all(is_plain) || !json.contains(acts) {
        return json.into();
    }
    let escaped = |c: char| if acts(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
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
    fix: Option<Repair<'a>>,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

/// Lines and columns count from 1, columns in Unicode characters; offsets in bytes from 0.
#[derive(Serialize)]
struct Place {
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
struct Repair<'a> {
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
        fix: diagnostic.fix.as_ref().map(repair),
    }
}

fn range(file: &FileReport, span: Span) -> Range {
    let place = |offset: u32| {
        let at = file.index.position(&file.text, offset);
        Place { line: at.line, column: at.column, offset }
    };
    Range { start: place(span.start), end: place(span.end) }
}

fn repair(fix: &Fix) -> Repair<'_> {
    Repair {
        title: &fix.title,
        applicability: fix.applicability.name(),
        edits: fix
            .edits
            .iter()
            .map(|edit| Edit { offset: edit.span.start, end: edit.span.end, text: &edit.text })
            .collect(),
    }
}
