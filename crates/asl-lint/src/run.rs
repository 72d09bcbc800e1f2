//! Checks files, several at a time, and gathers what is found.

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

/// Everything that was found, in the order of the paths.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub files: Vec<FileReport>,
    /// How many definitions were read.
    pub checked: usize,
    /// How many pieces of advice are not shown.
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

/// Checks what the command line names. Comes back with what could not be read beside what was found.
pub(crate) fn run(args: &Check) -> Result<(Report, Vec<anyhow::Error>)> {
    let selection = Selection::new(args)?;
    let reader = DocumentReader::new(args);
    let reads_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let (inputs, mut errors) = files::find(&paths);
    for input in &inputs {
        // A mistake in a configuration file is said before anything is read.
        reader.config(&input.path)?;
    }
    let mut results: Vec<Result<Option<Document>>> = match inputs.as_slice() {
        // Threads take longer to start than one file takes to check.
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
    documents.retain(|document| document.is_certain || document.holds_state_machine());

    let found_none = documents.is_empty();
    let checked = documents.iter().map(Document::definitions).sum();
    let judged: Vec<(FileReport, usize)> = match documents.len() {
        1 => documents.into_iter().map(|document| lint(document, &selection)).collect(),
        _ => documents.into_par_iter().map(|document| lint(document, &selection)).collect(),
    };
    let mut report = Report { checked, ..Report::default() };
    for (file, hidden) in judged {
        report.hidden += hidden;
        if !file.findings.is_empty() {
            report.files.push(file);
        }
    }
    report.files.sort_by(|a, b| a.path.cmp(&b.path));
    if found_none && errors.is_empty() && !args.no_errors_on_unmatched {
        let searched: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
        errors.push(anyhow::anyhow!(
            "no state machine found in {}: definitions are named *.asl.json, *.asl.yaml or *.asl, or have StartAt and \
             States; templates are those of CloudFormation, SAM, Serverless and Terraform",
            searched.join(", ")
        ));
    }
    Ok((report, errors))
}

/// Runs the rules. Comes back with the findings that are shown, and how many are not.
fn lint(document: Document, selection: &Selection) -> (FileReport, usize) {
    let Document { name, text, analyses, config, .. } = document;
    let mut findings = lint_analyses(&analyses, &selection.applied_to(&config));
    let all = findings.len();
    findings.retain(|finding| selection.shows(finding, &config));
    let hidden = all - findings.len();
    let index = LineIndex::new(if findings.is_empty() { "" } else { &text });
    (FileReport { path: name, text, index, findings }, hidden)
}
