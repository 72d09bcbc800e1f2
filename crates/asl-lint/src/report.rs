//! What a run found. Every output format is made from a [`Report`], and [`Finding`] is an entry of the JSON format.

use std::path::PathBuf;

use asl_core::text::{LineIndex, Span};
use asl_core::{Analysis, Diagnostic, Severity};
use asl_workspace::files::NotText;
use serde::{Deserialize, Serialize};

use crate::fingerprint::{Place, fingerprints};
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

/// The content of a file.
#[derive(Debug)]
pub(crate) struct Source {
    pub text: String,
    pub index: LineIndex,
}

/// A file or folder that could not be read, or another reason why a run is incomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The path for display, if a certain file or folder is the reason.
    pub path: Option<String>,
    pub message: String,
}

/// A finding, independent of the file. The fields and their order are those of the JSON format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// The path for display.
    pub path: String,
    pub rule: String,
    #[serde(with = "severity")]
    pub severity: Severity,
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The name of the definition, if the file is a template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    pub range: Range,
    pub notes: Vec<String>,
    /// What to do; what the fix does if the rule says no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    pub related: Vec<Related>,
    /// The address of the rule's page.
    pub url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// See [`crate::fingerprint`].
    pub fingerprint: String,
    /// Like `pointer`, but stable when items of arrays move.
    #[serde(skip)]
    pub stable_pointer: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Range {
    pub start: Position,
    pub end: Position,
}

/// Lines and columns count from 1, columns in Unicode characters; offsets in bytes from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    pub line: usize,
    pub column: usize,
    pub offset: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Related {
    pub message: String,
    pub range: Range,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fix {
    pub title: String,
    pub applicability: String,
    pub edits: Vec<Edit>,
}

/// Replaces the bytes from `offset` to `end`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Edit {
    pub offset: u32,
    pub end: u32,
    pub text: String,
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
        let source = Source { index: LineIndex::new(&text), text };
        let places = found.iter().map(|diagnostic| Place::of(diagnostic, analyses)).collect::<Vec<_>>();
        let findings = found.into_iter().zip(places);
        let mut findings: Vec<Finding> =
            findings.map(|(diagnostic, place)| source.finding(&path, diagnostic, place)).collect();
        let repository_path = from_repository(&path);
        let fingerprints = fingerprints(&repository_path, &findings);
        findings.iter_mut().zip(fingerprints).for_each(|(finding, one)| finding.fingerprint = one);
        FileReport { path, repository_path, source: Some(source), findings }
    }
}

impl Source {
    fn finding(&self, path: &str, diagnostic: Diagnostic, place: Place) -> Finding {
        let related = diagnostic.related.into_iter();
        let construct = place.construct.map(|path| format!("the construct is `{path}`"));
        let fix_title = diagnostic.fix.as_ref().map(|fix| lowercased(&fix.title));
        Finding {
            path: path.to_owned(),
            rule: diagnostic.rule.name.to_owned(),
            severity: diagnostic.severity,
            message: diagnostic.message,
            aws_code: diagnostic.aws_code.map(str::to_owned),
            aws_location: diagnostic.aws_location,
            pointer: diagnostic.pointer,
            definition: place.definition,
            range: self.range(diagnostic.span),
            notes: diagnostic.notes.into_iter().chain(construct).collect(),
            help: diagnostic.help.or(fix_title),
            related: related
                .map(|related| Related { message: related.message, range: self.range(related.span) })
                .collect(),
            url: diagnostic.rule.url(),
            fix: diagnostic.fix.map(fix),
            fingerprint: String::new(),
            stable_pointer: place.pointer,
        }
    }

    fn range(&self, span: Span) -> Range {
        let position = |offset: u32| {
            let at = self.index.position(&self.text, offset);
            Position { line: at.line, column: at.column, offset }
        };
        Range { start: position(span.start), end: position(span.end) }
    }
}

impl Range {
    /// The bytes of the file.
    pub(crate) fn span(self) -> Span {
        Span { start: self.start.offset, end: self.end.offset }
    }
}

fn fix(fix: asl_core::Fix) -> Fix {
    let edits = fix.edits.into_iter();
    Fix {
        title: fix.title,
        applicability: fix.applicability.name().to_owned(),
        edits: edits
            .map(|edit| Edit { offset: edit.span.start, end: edit.span.end, text: edit.text })
            .collect(),
    }
}

/// Converts the first character to lower case.
fn lowercased(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect()
}

pub(crate) mod severity {
    use asl_core::Severity;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(crate) fn serialize<S: Serializer>(severity: &Severity, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(severity.name())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Severity, D::Error> {
        let name = String::deserialize(from)?;
        let all = [Severity::Error, Severity::Warning, Severity::Info];
        let found = all.into_iter().find(|severity| severity.name() == name);
        found.ok_or_else(|| de::Error::unknown_variant(&name, &["error", "warning", "info"]))
    }
}
