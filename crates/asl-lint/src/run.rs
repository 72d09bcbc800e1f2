//! Checks files, several at a time, and gathers what is found.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use asl_core::config::Config;
use asl_core::text::{self, LineIndex};
use asl_core::{Analysis, Diagnostic, Language, Severity, Source, WorkflowType, analyze, check_file};
use rayon::prelude::*;

use crate::args::{Check, Workflow};
use crate::files::{self, Input};
use crate::settings::{Configs, Selection};

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

/// What a file turned out to be.
enum Checked {
    Definition { report: FileReport, hidden: usize },
    NotADefinition,
}

/// Checks what the command line names. Comes back with what could not be read beside what was found.
pub(crate) fn run(args: &Check) -> Result<(Report, Vec<anyhow::Error>)> {
    let selection = Selection::new(args)?;
    let mut configs = Configs::default();
    let mut config_for = |path: &Path| -> Result<Arc<Config>> {
        if args.no_config {
            return Ok(Arc::default());
        }
        let folder = std::path::absolute(path)?;
        configs.of_folder(folder.parent().unwrap_or(&folder))
    };
    let reads_stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| path.as_os_str() != "-").cloned().collect();
    let (inputs, mut errors) = files::find(&paths);
    let jobs = inputs
        .into_iter()
        .map(|input| Ok((config_for(&input.path)?, input)))
        .collect::<Result<Vec<(Arc<Config>, Input)>>>()?;

    let checker = Checker { workflow: workflow(args.workflow), selection: &selection };
    let mut results: Vec<Result<Checked>> = match jobs.as_slice() {
        // Threads take longer to start than one file takes to check.
        [(config, input)] => vec![checker.file(input, config)],
        _ => jobs.par_iter().map(|(config, input)| checker.file(input, config)).collect(),
    };
    if reads_stdin {
        let config = config_for(Path::new(&args.stdin_filename))?;
        results.push(checker.stdin(&args.stdin_filename, &config));
    }

    let mut report = Report::default();
    for result in results {
        match result {
            Ok(Checked::NotADefinition) => {}
            Ok(Checked::Definition { report: file, hidden }) => {
                report.checked += 1;
                report.hidden += hidden;
                if !file.findings.is_empty() {
                    report.files.push(file);
                }
            }
            Err(error) => errors.push(error),
        }
    }
    report.files.sort_by(|a, b| a.path.cmp(&b.path));
    if report.checked == 0 && errors.is_empty() {
        let searched: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        errors.push(anyhow::anyhow!(
            "no definition found in {}: they are named *.asl.json, *.asl.jsonc or *.asl, or have StartAt and States",
            searched.join(", ")
        ));
    }
    Ok((report, errors))
}

fn workflow(workflow: Workflow) -> WorkflowType {
    match workflow {
        Workflow::Standard => WorkflowType::Standard,
        Workflow::Express => WorkflowType::Express,
    }
}

struct Checker<'a> {
    workflow: WorkflowType,
    selection: &'a Selection,
}

impl Checker<'_> {
    fn file(&self, input: &Input, config: &Config) -> Result<Checked> {
        let bytes = files::read(&input.path)?;
        if input.must_look_like_definition && !files::may_be_definition(&bytes) {
            return Ok(Checked::NotADefinition);
        }
        let (analyses, text) = self.read(&input.path.to_string_lossy(), bytes);
        if input.must_look_like_definition && !analyses.iter().any(Analysis::is_definition) {
            return Ok(Checked::NotADefinition);
        }
        Ok(self.judge(&input.path.to_string_lossy(), text, &analyses, config))
    }

    fn stdin(&self, name: &str, config: &Config) -> Result<Checked> {
        let (analyses, text) = self.read(name, files::read_stdin()?);
        Ok(self.judge(name, text, &analyses, config))
    }

    fn read(&self, name: &str, bytes: Vec<u8>) -> (Vec<Analysis>, String) {
        let (text, not_utf8) = text::decode(bytes);
        let source = Source { text: &text, language: Language::of(name), workflow: self.workflow, not_utf8 };
        (analyze(source), text)
    }

    fn judge(&self, name: &str, text: String, analyses: &[Analysis], config: &Config) -> Checked {
        let mut findings = check_file(analyses, self.selection.rules(config));
        findings.iter_mut().for_each(|finding| config.apply(finding));
        let all = findings.len();
        findings.retain(|finding| self.selection.shows(finding, config));
        let hidden = all - findings.len();
        let index = LineIndex::new(if findings.is_empty() { "" } else { &text });
        Checked::Definition { report: FileReport { path: name.to_owned(), text, index, findings }, hidden }
    }
}
