//! Checks files in parallel, and collects the findings.

use std::path::{Path, PathBuf};

use anyhow::Result;
use asl_core::text::LineIndex;
use asl_core::{Diagnostic, Severity, lint_analyses};
use asl_workspace::files;
use rayon::prelude::*;

use crate::args::Check;
use crate::documents::{Document, DocumentReader};
use crate::links::link_templates;
use crate::settings::Selection;

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
    let selection = Selection::new(args)?;
    let reader = DocumentReader::new(args);
    let reads_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let (inputs, mut errors) = files::find(&paths);
    for input in &inputs {
        // Errors in configuration files are printed before any file is read.
        reader.config(&input.path)?;
    }
    let mut results: Vec<Result<Option<Document>>> = match inputs.as_slice() {
        // Starting threads takes longer than checking a single file.
        [input] => vec![reader.input(input)],
        inputs => inputs.par_iter().map(|input| reader.input(input)).collect(),
    };
    if reads_stdin {
        let path = Path::new(&args.stdin_filename);
        reader.config(path)?;
        results.push(files::read_stdin().map(|bytes| Some(reader.document(path, bytes))));
    }
    let mut documents = Vec::new();
    for result in results {
        match result {
            Ok(document) => documents.extend(document),
            Err(error) => errors.push(error),
        }
    }
    link_templates(&mut documents, &reader);
    documents.retain(|document| document.is_certain || document.contains_state_machine());

    let found_none = documents.is_empty();
    let checked = documents.iter().map(Document::definitions).sum();
    let linted: Vec<(FileReport, usize)> = match documents.len() {
        1 => documents.into_iter().map(|document| lint(document, &selection)).collect(),
        _ => documents.into_par_iter().map(|document| lint(document, &selection)).collect(),
    };
    let mut report = Report { checked, ..Report::default() };
    for (file, hidden) in linted {
        report.hidden += hidden;
        if !file.findings.is_empty() {
            report.files.push(file);
        }
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

/// Runs the rules. Returns the findings that are shown, and the number of those that are not.
fn lint(document: Document, selection: &Selection) -> (FileReport, usize) {
    let Document { name, text, analyses, config, .. } = document;
    let mut findings = lint_analyses(&analyses, &selection.applied_to(&config));
    let all = findings.len();
    findings.retain(|finding| selection.shows(finding, &config));
    let hidden = all - findings.len();
    let index = LineIndex::new(if findings.is_empty() { "" } else { &text });
    (FileReport { path: name, text, index, findings }, hidden)
}
