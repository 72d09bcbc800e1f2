//! Findings and their fixes.

use std::borrow::Cow;

use crate::brief;
use crate::edit::Edit;
use crate::metadata::Rule;
pub use crate::metadata::Severity;
use crate::text::Span;

/// The maximum number of related locations of a finding.
const MAX_RELATED: usize = 10;

/// A finding. Its messages are short, however long the names in the definition are. They quote the file, and so may
/// contain control characters; see [`crate::visible`].
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that reports the finding.
    pub rule: &'static Rule,
    /// That of the rule, unless the finding or the configuration changes it.
    pub severity: Severity,
    /// The bytes of the file that the finding is about.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// Why it matters.
    pub notes: Vec<Cow<'static, str>>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// Other locations in the file that are involved, at most 10.
    pub related: Vec<Related>,
    /// The number of related locations beyond those; 0 in a complete finding, which has a note instead.
    pub unlisted: usize,
    /// A fix, if there is an unambiguous one.
    pub fix: Option<Fix>,
    /// The code with which AWS rejects the definition.
    pub aws_code: Option<&'static str>,
    /// The location that AWS reports, in its own format (§10.4); `None` if it would be too long.
    pub aws_location: Option<String>,
    /// The location as an RFC 6901 JSON Pointer inside the definition; `None` if it would be too long.
    pub pointer: Option<String>,
}

/// A location that is involved in a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The bytes of the file.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// A change of the file that fixes a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the fix does, in the imperative: "Change to `B`".
    pub title: String,
    /// Whether the fix may be applied without review.
    pub applicability: Applicability,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

/// Whether a fix may be applied without review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// The definition keeps its meaning, or gets the one that was evidently intended.
    Safe,
    /// Probably what was intended, but needs a review.
    Suggested,
}

impl Applicability {
    /// The name in lower case, as in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Suggested => "suggested",
        }
    }
}

impl Fix {
    /// Creates a fix that may be applied without review.
    pub(crate) fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: brief::text(title), applicability: Applicability::Safe, edits }
    }

    pub(crate) fn suggested(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: brief::text(title), applicability: Applicability::Suggested, edits }
    }
}

/// Shortens a text. The rules' own texts are short.
fn short(text: Cow<'static, str>) -> Cow<'static, str> {
    match text {
        Cow::Borrowed(_) => text,
        Cow::Owned(text) => brief::text(text).into(),
    }
}

impl Diagnostic {
    pub(crate) fn note(&mut self, note: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.notes.push(short(note.into()));
        self
    }

    pub(crate) fn help(&mut self, help: impl Into<Cow<'static, str>>) -> &mut Diagnostic {
        self.help = Some(short(help.into()));
        self
    }

    pub(crate) fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        if self.related.len() < MAX_RELATED {
            self.related.push(Related { span, message: brief::text(message) });
        } else {
            self.unlisted += 1;
        }
        self
    }

    pub(crate) fn fix(&mut self, fix: Fix) -> &mut Diagnostic {
        self.fix = Some(fix);
        self
    }

    /// Adds a note with the number of related locations that are not listed.
    pub(crate) fn finish(&mut self) {
        match std::mem::take(&mut self.unlisted) {
            0 => {}
            1 => self.notes.push("1 more related location is not shown".into()),
            count => self.notes.push(format!("{count} more related locations are not shown").into()),
        }
    }

    /// Turns the finding into advice: AWS accepts the definition, and it works.
    pub(crate) fn advice(&mut self) -> &mut Diagnostic {
        self.severity = Severity::Info;
        self.aws_code = None;
        self.aws_location = None;
        self
    }

    /// Turns the finding into a warning: AWS is not known to reject the definition, but executions fail or do something
    /// unexpected.
    pub(crate) fn warning(&mut self) -> &mut Diagnostic {
        self.advice().severity = Severity::Warning;
        self
    }

    /// Sets the AWS location to the object that has a field instead of the field itself.
    pub(crate) fn aws_object(&mut self, field: &str) -> &mut Diagnostic {
        if let Some(location) = &mut self.aws_location
            && let Some(object) = location.strip_suffix(field).and_then(|rest| rest.strip_suffix('/'))
        {
            *location = if object.is_empty() { "/".to_owned() } else { object.to_owned() };
        }
        self
    }

    /// Sets the AWS location to a field of the location instead of the location itself.
    pub(crate) fn aws_field(&mut self, field: &str) -> &mut Diagnostic {
        if let Some(location) = &mut self.aws_location {
            if location != "/" {
                location.push('/');
            }
            location.push_str(field);
        }
        self
    }
}
