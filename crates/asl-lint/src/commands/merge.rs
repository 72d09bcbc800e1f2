use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use asl_core::text::LineIndex;
use asl_findings::{Finding, Position, Range, Source};
use asl_workspace::files;
use clap::Args;
use serde_json::Value;

use crate::Outcome;
use crate::output::{OutputArgs, Outputs};
use crate::render::{UNREADABLE, merge_sarif, write_pretty};
use crate::report::{Failure, FileReport, Report};
use crate::repository::from_repository;

/// The options of `asl-lint merge`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Merge {
    /// Results of `asl-lint check` in the format `json` or `sarif`
    ///
    /// The output has the format of the results, unless `--format` is given: JSON can be converted to every format but
    /// SARIF, and SARIF is only merged to SARIF. Findings that occur several times are printed once. The format `text` shows
    /// the source if the files can be read. The exit status is that of `check`.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub output: OutputArgs,
}

const AFTER_HELP: &str = "\
Examples:
  asl-lint merge part-1.json part-2.json --format text --format junit=junit.xml
  asl-lint merge *.sarif --output-file all.sarif";

/// Merges the results of several runs.
pub(crate) fn merge(args: &Merge) -> Result<Outcome> {
    let read = |path: &PathBuf| -> Result<Value> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))
    };
    let results = args.files.iter().map(read).collect::<Result<Vec<Value>>>()?;
    let arrays = results.iter().filter(|one| one.is_array()).count();
    match arrays {
        0 => {
            let outputs = Outputs::new(&args.output, "sarif")?;
            sarif(args, &outputs, results)
        }
        all if all == results.len() => {
            let outputs = Outputs::new(&args.output, "json")?;
            if outputs.formats().any(|format| format == "sarif") {
                bail!("SARIF is merged from SARIF; run `asl-lint check --format sarif` for each part");
            }
            outputs.write(&report(args, results)?)
        }
        _ => bail!("some of the files are JSON and some are SARIF; merge them separately"),
    }
}

/// The report with the findings of all results.
fn report(args: &Merge, results: Vec<Value>) -> Result<Report> {
    let mut findings: Vec<Finding> = Vec::new();
    for (path, result) in args.files.iter().zip(results) {
        let context = || format!("{} is not the output of `asl-lint check --format json`", path.display());
        let part: Vec<Finding> = serde_json::from_value(result).with_context(context)?;
        // These are printed as they are.
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        if !part.iter().all(|finding| is_plain(&finding.rule) && is_plain(&finding.url)) {
            bail!(context());
        }
        findings.extend(part);
    }
    findings.sort_by(|a, b| (&a.path, a.range.span()).cmp(&(&b.path, b.range.span())));
    let mut report = Report::default();
    for finding in findings {
        if finding.rule == UNREADABLE {
            let failure = Failure { path: Some(finding.path), message: finding.message };
            if report.failures.last() != Some(&failure) {
                report.failures.push(failure);
            }
            continue;
        }
        if report.files.last().is_none_or(|file| file.path != finding.path) {
            report.files.push(FileReport {
                repository_path: from_repository(&finding.path),
                source: source(&finding.path),
                path: finding.path.clone(),
                findings: Vec::new(),
            });
        }
        let file = report.files.last_mut().expect("there is a file");
        let is_at_same_place = |other: &&Finding| other.range == finding.range;
        if !file.findings.iter().rev().take_while(is_at_same_place).any(|other| *other == finding) {
            file.findings.push(finding);
        }
    }
    for file in &mut report.files {
        let ranges = |finding: &Finding| {
            let related: Vec<Range> = finding.related.iter().map(|related| related.range).collect();
            related.into_iter().chain([finding.range])
        };
        let matches =
            |source: &Source| file.findings.iter().flat_map(ranges).all(|range| is_in(range, source));
        if !file.source.as_ref().is_some_and(matches) {
            file.source = None;
        }
    }
    Ok(report)
}

/// Whether a range is one of a file, which may have changed since.
fn is_in(range: Range, source: &Source) -> bool {
    let Source { text, index } = source;
    let is_position = |position: Position| {
        let at = index.position(text, position.offset);
        text.is_char_boundary(position.offset as usize)
            && (at.line, at.column) == (position.line, position.column)
    };
    range.start.offset <= range.end.offset && is_position(range.start) && is_position(range.end)
}

/// The content of a file, if it can be read.
fn source(path: &str) -> Option<Source> {
    let text = String::from_utf8(files::read(path.as_ref()).ok()?).ok()?;
    Some(Source { index: LineIndex::new(&text), text })
}

fn sarif(args: &Merge, outputs: &Outputs<'_>, logs: Vec<Value>) -> Result<Outcome> {
    if let Some(format) = outputs.formats().find(|format| *format != "sarif") {
        bail!("SARIF is only merged to SARIF; merge the JSON output for the format `{format}`");
    }
    for (path, log) in args.files.iter().zip(&logs) {
        if log["runs"][0]["tool"]["driver"]["name"] != "asl-lint" {
            bail!("{} is not the output of `asl-lint check --format sarif`", path.display());
        }
    }
    let merged = merge_sarif(logs);
    let failures: Vec<&str> = merged.failures.iter().map(String::as_str).collect();
    outputs.write_with(merged.most, &failures, |_, _, out| write_pretty(&merged.log, out))
}
