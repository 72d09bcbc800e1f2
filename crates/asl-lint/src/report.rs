//! What a run found. Every output format is made from a [`Report`].

use std::path::PathBuf;

use asl_core::{Analysis, Diagnostic, Severity};
use asl_findings::{Finding, Source};
use asl_workspace::files::NotText;

use crate::repository::from_repository;

/// All findings, in the order of the paths.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub files: Vec<FileReport>,
    /// What could not be read, in the order of the paths.
    pub failures: Vec<Failure>,
    /// The number of definitions that were checked; `None` if the findings are those of other runs.
    pub checked: Option<usize>,
    /// The number of findings that are not shown, all of severity info.
    pub hidden: usize,
    /// The number of findings that are not shown because the baseline contains them.
    pub known: usize,
    /// The number of findings that are not shown because they are in unchanged lines.
    pub unchanged: usize,
    /// The number of fixes that were applied.
    pub fixed: usize,
    /// The files that a search found and that cannot contain a definition, with the reasons.
    pub skipped: Vec<(PathBuf, NotText)>,
    /// The paths of all files that were checked, for display.
    pub checked_files: Vec<String>,
}

/// A file with findings.
#[derive(Debug)]
pub(crate) struct FileReport {
    /// The path for display: as given, or below a given folder.
    pub path: String,
    /// The path from the root of the repository, with `/` on every system.
    pub repository_path: String,
    /// The content of the file; `None` if the findings are those of another run, and it cannot be read.
    pub source: Option<Source>,
    /// In the order of the text.
    pub findings: Vec<Finding>,
}

/// A file or folder that could not be read, or another reason why a run is incomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The path for display, if a certain file or folder is the reason.
    pub path: Option<String>,
    pub message: String,
}

impl Report {
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().flat_map(|file| &file.findings)
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|finding| finding.severity == severity).count()
    }
}

impl FileReport {
    /// The findings in a file, whose analyses tell which definitions they are in.
    pub(crate) fn new(
        path: String,
        text: String,
        found: Vec<Diagnostic>,
        analyses: &[Analysis],
    ) -> FileReport {
        let source = Source::new(text);
        let repository_path = from_repository(&path);
        let findings = source.findings(&path, &repository_path, found, analyses);
        FileReport { path, repository_path, source: Some(source), findings }
    }
}
