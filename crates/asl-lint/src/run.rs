//! Checks files in parallel, and collects the findings.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use asl_core::{Diagnostic, lint_analyses};
use asl_workspace::files::{self, Found, Input, NotText, Search};
use rayon::prelude::*;

use crate::args::Check;
use crate::documents::{Document, DocumentReader};
use crate::links::Links;
use crate::progress::Progress;
use crate::report::{Failure, FileReport, Report};
use crate::settings::{Settings, current_folder};

/// The files of a run.
pub(crate) struct Documents {
    pub documents: Vec<Document>,
    skipped: Vec<(PathBuf, NotText)>,
    failures: Vec<Failure>,
}

/// The search for files that the options of the command line describe.
///
/// # Errors
///
/// If a pattern is invalid.
pub(crate) fn search(args: &Check, settings: &Settings) -> Result<Search> {
    let search = Search::new(settings.configs.clone());
    let search = search.with_ignored(args.search.no_ignore).excluding_named(args.search.force_exclude);
    if args.search.exclude.is_empty() {
        Ok(search)
    } else {
        search.exclude(&args.search.exclude, &current_folder()?)
    }
}

/// What to check.
pub(crate) struct Job<'a> {
    pub args: &'a Check,
    pub settings: &'a Settings,
    /// The files and folders, without standard input.
    pub paths: Vec<PathBuf>,
    /// The content of standard input, if it is checked.
    pub stdin: Option<Vec<u8>>,
}

impl<'a> Job<'a> {
    /// Prepares to check the paths of the command line. Standard input is read.
    ///
    /// # Errors
    ///
    /// If standard input cannot be read.
    pub(crate) fn new(args: &'a Check, settings: &'a Settings) -> Result<Job<'a>> {
        let stdin = if args.reads_stdin() { Some(files::read_stdin()?) } else { None };
        Ok(Job { args, settings, paths: args.files()?, stdin })
    }

    /// Checks the files.
    ///
    /// # Errors
    ///
    /// If an option or a configuration file is invalid.
    pub(crate) fn run(&self) -> Result<Report> {
        let reader = self.reader();
        let mut read = self.read(&reader)?;
        let links = Links::new(&mut read.documents, &reader);
        let progress = Progress::new(read.documents.len(), self.args.output.quiet);
        let lint = |document| {
            let linted = lint(document, &links, self.settings);
            progress.step();
            linted
        };
        let linted: Vec<Linted> = match read.documents.len() {
            1 => read.documents.into_iter().filter_map(lint).collect(),
            _ => read.documents.into_par_iter().filter_map(lint).collect(),
        };
        drop(progress);
        let found_none = linted.is_empty();
        let mut report = Report { skipped: read.skipped, failures: read.failures, ..Report::default() };
        let mut checked = 0;
        for Linted { name, file, definitions, hidden } in linted {
            checked += definitions;
            report.checked_files.push(name);
            report.hidden += hidden;
            report.files.extend(file);
        }
        report.checked = Some(checked);
        report.files.sort_by(|a, b| a.path.cmp(&b.path));
        if found_none && report.failures.is_empty() && !self.args.search.no_errors_on_unmatched {
            report.failures.push(Failure { path: None, message: self.nothing_found() });
        }
        Ok(report)
    }

    fn nothing_found(&self) -> String {
        let mut searched: Vec<String> = self.paths.iter().map(|path| path.display().to_string()).collect();
        searched.extend(self.stdin.is_some().then(|| "standard input".to_owned()));
        format!(
            "no state machine found in {}: definitions are named *.asl.json, *.asl.yaml or *.asl, or contain StartAt \
             and States; templates are those of CloudFormation, SAM, Serverless and Terraform",
            searched.join(", ")
        )
    }

    pub(crate) fn reader(&self) -> DocumentReader<'a> {
        DocumentReader::new(self.settings, &self.paths)
    }

    /// Reads the files that may contain state machines.
    ///
    /// # Errors
    ///
    /// If an option or a configuration file is invalid.
    pub(crate) fn read(&self, reader: &DocumentReader<'_>) -> Result<Documents> {
        let Found { inputs, errors, .. } = search(self.args, self.settings)?.find(&self.paths);
        let mut folder = None;
        for input in &inputs {
            // Errors in configuration files are printed before any file is read.
            if folder != input.path.parent() {
                self.settings.levels(&input.path)?;
                folder = input.path.parent();
            }
        }
        let read_input = |input: Input| (reader.input(&input), input);
        let results: Vec<(Result<Option<Document>>, Input)> = match inputs.len() {
            // Starting threads takes longer than checking a single file.
            1 => inputs.into_iter().map(read_input).collect(),
            _ => inputs.into_par_iter().map(read_input).collect(),
        };
        let failures = errors.iter().map(|error| failure(None, error)).collect();
        let mut read = Documents { documents: Vec::new(), skipped: Vec::new(), failures };
        for (result, input) in results {
            match result {
                Ok(document) => read.documents.extend(document),
                Err(error) => match error.downcast_ref::<NotText>().filter(|_| input.is_found) {
                    Some(reason) => read.skipped.push((input.path, *reason)),
                    None => read.failures.push(failure(Some(&input.path), &error)),
                },
            }
        }
        read.failures.sort_by(|a, b| a.path.cmp(&b.path));
        if let Some(bytes) = &self.stdin {
            let path = self.args.stdin_path();
            self.settings.levels(path)?;
            read.documents.push(reader.document(path, bytes.clone()));
        }
        Ok(read)
    }
}

fn failure(path: Option<&Path>, error: &anyhow::Error) -> Failure {
    Failure { path: path.map(|path| path.to_string_lossy().into_owned()), message: format!("{error:#}") }
}

/// The result of linting a file.
struct Linted {
    /// The path for display.
    name: String,
    /// `None` if there are no findings to show.
    file: Option<FileReport>,
    definitions: usize,
    /// The number of findings that are not shown.
    hidden: usize,
}

/// Runs the rules; `None` if the document was only found and contains no state machine.
fn lint(mut document: Document, links: &Links<'_>, settings: &Settings) -> Option<Linted> {
    links.analyse(&mut document);
    if !document.is_checked() {
        return None;
    }
    let definitions = document.definitions();
    let (findings, hidden) = findings(&document, settings);
    let Document { name, text, analyses, .. } = document;
    let has_some = !findings.is_empty();
    let file = has_some.then(|| FileReport::new(name.clone(), text, findings, &analyses));
    Some(Linted { name, file, definitions, hidden })
}

/// A changed version of a document, analysed as the others determine, with its findings; `None` if it is not checked.
pub(crate) fn changed(
    document: &Document,
    text: String,
    documents: &[Document],
    links: &Links<'_>,
    settings: &Settings,
) -> Option<(Document, Vec<Diagnostic>)> {
    let mut next = document.with_text(text);
    links.analyse_changed(&mut next, documents);
    let findings = next.is_checked().then(|| findings(&next, settings).0)?;
    Some((next, findings))
}

/// The findings to show in a document that has been analysed, and the number of others.
fn findings(document: &Document, settings: &Settings) -> (Vec<Diagnostic>, usize) {
    let levels = Arc::clone(&document.levels);
    let mut findings = lint_analyses(&document.analyses, &levels.applied);
    let all = findings.len();
    findings.retain(|finding| settings.shows(finding, &levels));
    let hidden = all - findings.len();
    (findings, hidden)
}
