//! The entries of the JSON format.

use std::borrow::Cow;

use asl_core::text::{LineIndex, Span};
use asl_core::{Analysis, Diagnostic, Severity};
use serde::{Deserialize, Serialize};

use crate::fingerprint::{Definitions, Place, fingerprints};

/// A finding, independent of the file. The fields and their order are those of the JSON format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The path for display.
    pub path: String,
    /// The name of the rule.
    pub rule: String,
    /// An error is what AWS rejects.
    #[serde(with = "severity")]
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The code of the error in AWS's own validation: `MISSING_TRANSITION_TARGET`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_code: Option<String>,
    /// The location that AWS names: `/States/A/Next`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_location: Option<String>,
    /// The location in the definition as a JSON Pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The name of the definition, if the file is a template.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// The smallest part of the file that is wrong.
    pub range: Range,
    /// Why it is wrong, if the message does not say it.
    pub notes: Vec<String>,
    /// What to do; what the fix does if the rule says no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Other places that belong to the problem.
    pub related: Vec<Related>,
    /// The address of the rule's page.
    pub url: String,
    /// The change that solves the problem.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// What makes it the same finding in the next run: see [`fingerprint`](crate::fingerprint).
    pub fingerprint: String,
    /// Like `pointer`, but stable when items of arrays move.
    #[serde(skip)]
    pub stable_pointer: String,
}

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// Where it begins.
    pub start: Position,
    /// Where it ends; not part of it.
    pub end: Position,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Counts from 1.
    pub line: usize,
    /// Counts Unicode characters from 1.
    pub column: usize,
    /// Counts bytes from 0.
    pub offset: u32,
}

/// Another place that belongs to a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// What is there.
    pub message: String,
    /// Where it is.
    pub range: Range,
}

/// A change that solves a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// `safe`, or `suggested` if it needs a review.
    pub applicability: String,
    /// The replacements, none of which overlap.
    pub edits: Vec<Edit>,
}

/// Replaces the bytes from `offset` to `end`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Where the replaced bytes begin.
    pub offset: u32,
    /// Where they end.
    pub end: u32,
    /// What replaces them.
    pub text: String,
}

/// The content of a file.
#[derive(Debug)]
pub struct Source {
    /// The text.
    pub text: String,
    /// Where its lines begin.
    pub index: LineIndex,
}

impl Source {
    /// The content of a file, with an index of its lines.
    pub fn new(text: String) -> Source {
        Source { index: LineIndex::new(&text), text }
    }

    /// The findings in a file, whose analyses tell which definitions they are in. `path` is for display, and the fingerprints
    /// contain `repository_path`, which is relative to the repository and has `/` on every system.
    pub fn findings(
        &self,
        path: &str,
        repository_path: &str,
        found: Vec<Diagnostic>,
        analyses: &[Analysis],
    ) -> Vec<Finding> {
        let definitions = Definitions::new(analyses);
        let places = found.iter().map(|diagnostic| Place::of(diagnostic, &definitions)).collect::<Vec<_>>();
        let findings = found.into_iter().zip(places);
        let mut findings: Vec<Finding> =
            findings.map(|(diagnostic, place)| self.finding(path, diagnostic, place)).collect();
        let fingerprints = fingerprints(repository_path, &findings);
        findings.iter_mut().zip(fingerprints).for_each(|(finding, one)| finding.fingerprint = one);
        findings
    }

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
            notes: diagnostic.notes.into_iter().map(Cow::into_owned).chain(construct).collect(),
            help: diagnostic.help.map(Cow::into_owned).or(fix_title),
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
    pub fn span(self) -> Span {
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

/// Severities by their names, for fields of other formats.
pub mod severity {
    use asl_core::Severity;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Writes the name.
    ///
    /// # Errors
    ///
    /// Those of the format.
    pub fn serialize<S: Serializer>(severity: &Severity, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(severity.name())
    }

    /// Reads a name.
    ///
    /// # Errors
    ///
    /// If it is not that of a severity.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Severity, D::Error> {
        let name = String::deserialize(from)?;
        let all = [Severity::Error, Severity::Warning, Severity::Info];
        let found = all.into_iter().find(|severity| severity.name() == name);
        found.ok_or_else(|| de::Error::unknown_variant(&name, &["error", "warning", "info"]))
    }
}
