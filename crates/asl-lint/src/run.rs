//! Checks files in parallel, and collects the findings.

use std::path::{Path, PathBuf};

use anyhow::Result;
use asl_core::text::LineIndex;
use asl_core::{Diagnostic, Severity, lint_analyses};
use asl_workspace::files;
use rayon::prelude::*;

use crate::args::Check;
use crate::documents::{Document, DocumentReader};
use crate::links::Links;

/// All findings, in the order of the paths.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub files: Vec<FileReport>,
    /// The number of definitions that were checked.
    pub checked: usize,
    /// The number of findings that are not shown, all of severity info.
    pub hidden: usize,
}

/// A file with findings.
#[derive(Debug)]
pub(crate) struct FileReport {
    pub path: String,
    pub text: String,
    pub index: LineIndex,
    pub findings: Vec<Diagnostic>,
}

impl Report {
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.files.iter().flat_map(|file| &file.findings)
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|finding| finding.severity == severity).count()
    }
}

/// Checks the paths of the command line. Returns the report, and the errors of files that could not be read.
pub(crate) fn run(args: &Check) -> Result<(Report, Vec<anyhow::Error>)> {
    let reader = DocumentReader::new(args)?;
    let reads_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let (inputs, mut errors) = files::find(&paths);
    for input in &inputs {
        // Errors in configuration files are printed before any file is read.
        reader.levels(&input.path)?;
    }
    let mut results: Vec<Result<Option<Document>>> = match inputs.as_slice() {
        // Starting threads takes longer than checking a single file.
        [input] => vec![reader.input(input)],
        inputs => inputs.par_iter().map(|input| reader.input(input)).collect(),
    };
    if reads_stdin {
        let path = Path::new(&args.stdin_filename);
        reader.levels(path)?;
        results.push(files::read_stdin().map(|bytes| Some(reader.document(path, bytes))));
    }
    let mut documents = Vec::new();
    for result in results {
        match result {
            Ok(document) => documents.extend(document),
            Err(error) => errors.push(error),
        }
    }
    let links = Links::new(&mut documents, &reader);
    let lint = |document| lint(document, &links, &reader);
    let linted: Vec<Linted> = match documents.len() {
        1 => documents.into_iter().filter_map(lint).collect(),
        _ => documents.into_par_iter().filter_map(lint).collect(),
    };
    let found_none = linted.is_empty();
    let mut report = Report::default();
    for Linted { file, definitions, hidden } in linted {
        report.checked += definitions;
        report.hidden += hidden;
        report.files.extend(file);
    }
    report.files.sort_by(|a, b| a.path.cmp(&b.path));
    if found_none && errors.is_empty() && !args.no_errors_on_unmatched {
        let searched: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
        errors.push(anyhow::anyhow!(
            "no state machine found in {}: definitions are named *.asl.json, *.asl.yaml or *.asl, or contain StartAt \
             and States; templates are those of CloudFormation, SAM, Serverless and Terraform",
            searched.join(", ")
        ));
    }
    Ok((report, errors))
}

/// The result of linting a file.
struct Linted {
    /// `None` if there are no findings to show.
    file: Option<FileReport>,
    definitions: usize,
    /// The number of findings that are not shown.
    hidden: usize,
}

/// Runs the rules; `None` if the document was only found and contains no state machine.
fn lint(mut document: Document, links: &Links<'_>, reader: &DocumentReader<'_>) -> Option<Linted> {
    links.analyse(&mut document);
    if !document.is_certain && !document.contains_state_machine() {
        return None;
    }
    let definitions = document.definitions();
    let Document { name, text, analyses, levels, .. } = document;
    let mut findings = lint_analyses(&analyses, &levels.applied);
    let all = findings.len();
    findings.retain(|finding| reader.selection.shows(finding, &levels));
    let hidden = all - findings.len();
    let file = (!findings.is_empty()).then(|| FileReport {
        index: LineIndex::new(&text),
        path: name,
        text,
        findings,
    });
    Some(Linted { file, definitions, hidden })
}
