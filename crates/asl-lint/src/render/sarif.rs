//! SARIF 2.1.0, for code scanning of GitHub, Azure DevOps and others.

use std::collections::BTreeSet;
use std::io::{self, Write};

use asl_core::rules::facts;
use asl_core::text::{Encoding, Span};
use asl_core::{Rule, Severity, rule};
use asl_findings::{Finding, Fix, Source};
use serde_json::{Value, json};

use super::json::write_pretty;
use super::sarif_merge::notification_key;
use crate::render::Display;
use crate::report::{FileReport, Report};
use crate::repository::{from_repository, root, slashed, uri};

/// The base of paths in the repository.
const BASE: &str = "SRCROOT";
/// The key of fingerprints, with the version of what they are made of.
const FINGERPRINT: &str = "aslLint/v1";

pub(super) fn sarif(report: &Report, _: &Display, out: &mut dyn Write) -> io::Result<()> {
    let names: BTreeSet<&str> = report.findings().map(|finding| finding.rule.as_str()).collect();
    let rules: Vec<&'static Rule> = names.into_iter().filter_map(rule).collect();
    let mut files: Vec<&FileReport> = report.files.iter().collect();
    files.sort_by_key(|file| uri(&file.repository_path));
    let results: Vec<Value> = files
        .into_iter()
        .flat_map(|file| file.findings.iter().map(|finding| result(file, finding, &rules)))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "asl-lint",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "invocations": [{
                "executionSuccessful": report.failures.is_empty(),
                "toolExecutionNotifications": notifications(report),
            }],
            "originalUriBaseIds": { BASE: { "uri": folder_uri() } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    write_pretty(&log, out)
}

/// The root of the repository. The URI of a folder ends with a slash.
fn folder_uri() -> String {
    let uri = uri(&slashed(root()));
    if uri.ends_with('/') { uri } else { uri + "/" }
}

fn descriptor(rule: &Rule) -> Value {
    let (_, body) = rule.docs.split_once("\n\n").unwrap_or_default();
    let url = rule.url();
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary() },
        "fullDescription": { "text": rule.summary() },
        "help": {
            "text": format!("{}\n\n{url}", rule.summary()),
            "markdown": format!("{}\n\n{body}", facts(rule)),
        },
        "helpUri": url,
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": {
            "tags": [rule.group.name()],
            "problem.severity": match rule.severity {
                Severity::Info => "recommendation",
                other => other.name(),
            },
        },
    })
}

pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(file: &FileReport, finding: &Finding, rules: &[&Rule]) -> Value {
    let index = rules.iter().position(|rule| rule.name == finding.rule);
    let mut text = finding.message.clone();
    finding.notes.iter().for_each(|note| text.push_str(&format!("\nnote: {note}")));
    finding.help.iter().for_each(|help| text.push_str(&format!("\nhelp: {help}")));
    let related = finding.related.iter().enumerate().map(|(i, related)| {
        json!({
            "id": i + 1,
            "physicalLocation": location(file, related.range.span()),
            "message": { "text": message(&related.message) },
        })
    });
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": message(&text) },
        "locations": [{ "physicalLocation": location(file, finding.range.span()) }],
        "partialFingerprints": { FINGERPRINT: finding.fingerprint },
    });
    let mut set = |key: &str, value: Value| result[key] = value;
    index.into_iter().for_each(|index| set("ruleIndex", index.into()));
    if !finding.related.is_empty() {
        set("relatedLocations", related.collect());
    }
    finding.fix.iter().for_each(|fix| set("fixes", json!([self::fix(file, fix)])));
    let properties = [
        ("awsCode", &finding.aws_code),
        ("awsLocation", &finding.aws_location),
        ("pointer", &finding.pointer),
        ("definition", &finding.definition),
    ];
    let properties = properties.into_iter().filter_map(|(key, value)| Some((key, value.clone()?)));
    let properties: serde_json::Map<String, Value> =
        properties.map(|(key, value)| (key.to_owned(), value.into())).collect();
    if !properties.is_empty() {
        set("properties", properties.into());
    }
    result
}

fn fix(file: &FileReport, fix: &Fix) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        let deleted = Span { start: edit.offset, end: edit.end };
        json!({
            "deletedRegion": file.source.as_ref().map(|source| region(source, deleted)),
            "insertedContent": { "text": edit.text },
        })
    });
    json!({
        "description": { "text": message(&fix.title) },
        "artifactChanges": [{
            "artifactLocation": artifact(&file.repository_path),
            "replacements": replacements.collect::<Vec<_>>(),
        }],
        "properties": { "applicability": fix.applicability },
    })
}

fn location(file: &FileReport, span: Span) -> Value {
    json!({
        "artifactLocation": artifact(&file.repository_path),
        "region": file.source.as_ref().map(|source| region(source, span)),
    })
}

fn artifact(path: &str) -> Value {
    let uri = uri(path);
    match uri.starts_with("file:") {
        true => json!({ "uri": uri }),
        false => json!({ "uri": uri, "uriBaseId": BASE }),
    }
}

/// Lines and columns count from 1, offsets from 0; the end column is that after the last character.
fn region(source: &Source, span: Span) -> Value {
    let Source { text, index } = source;
    let (start, end) =
        (index.units(text, span.start, Encoding::Utf16), index.units(text, span.end, Encoding::Utf16));
    let offset = |bytes: u32| index.units_before(text, bytes, Encoding::Utf16);
    json!({
        "startLine": start.0 + 1,
        "startColumn": start.1 + 1,
        "endLine": end.0 + 1,
        "endColumn": end.1 + 1,
        "charOffset": offset(span.start),
        "charLength": offset(span.end) - offset(span.start),
        "byteOffset": span.start,
        "byteLength": span.end - span.start,
    })
}

fn notifications(report: &Report) -> Vec<Value> {
    let notification = |failure: &crate::report::Failure| {
        let mut notification = json!({ "level": "error", "message": { "text": message(&failure.message) } });
        if let Some(path) = &failure.path {
            let location = json!({ "artifactLocation": artifact(&from_repository(path)) });
            notification["locations"] = json!([{ "physicalLocation": location }]);
        }
        notification
    };
    let mut notifications: Vec<Value> = report.failures.iter().map(notification).collect();
    notifications.sort_by_key(notification_key);
    notifications
}

/// A text as a message: braces are those of placeholders otherwise, and `[a](b)` is a link (§3.11.5, §3.11.6). The texts of
/// rules have no arguments, and are displayed as they are.
fn message(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "\\](")
}

/// The text of a message.
pub(super) fn unescaped(message: &str) -> String {
    message.replace("{{", "{").replace("}}", "}").replace("\\](", "](")
}

#[cfg(test)]
mod tests {
    use asl_core::text::LineIndex;

    use super::*;

    #[test]
    fn placeholders_and_links_are_escaped() {
        let text = "`{% $x[0](1) %}` {0}";
        assert_eq!(message(text), "`{{% $x[0\\](1) %}}` {{0}}");
        assert_eq!(unescaped(&message(text)), text);
    }

    #[test]
    fn columns_are_in_utf_16() {
        let text = "{\n \"😀é\": 1 }".to_owned();
        let source = Source { index: LineIndex::new(&text), text };
        let start = source.text.find('1').unwrap();
        let region = region(&source, Span::new(start, start + 1));
        assert_eq!(region["startColumn"], 9);
        assert_eq!(region["endColumn"], 10);
        assert_eq!(region["charOffset"], 10);
        assert_eq!(region["byteOffset"], 13);
    }
}
