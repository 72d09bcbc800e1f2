//! What a rule says: the fault, its place, why it matters, what to do.

use std::fmt;

use crate::brief;
use crate::edit::Edit;
use crate::rules::Rule;
use crate::text::Span;

/// How bad a finding is. Ordered: an error is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice; the machine works.
    Info,
    /// AWS accepts the definition, but it fails, hangs or does not do what it says when it runs.
    Warning,
    /// AWS refuses the definition when it is created or updated.
    Error,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// So many places are listed with a finding.
const MAX_RELATED: usize = 10;

/// A finding. Its texts are short, whatever they quote.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    pub rule: &'static Rule,
    pub severity: Severity,
    /// The smallest text that the reader has to look at.
    pub span: Span,
    /// What is wrong, with the names.
    pub message: String,
    /// Why it matters.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// Other places that have to do with it, the first ones.
    pub related: Vec<Related>,
    /// How many there are besides.
    pub unlisted: usize,
    pub fix: Option<Fix>,
    /// The code that AWS refuses the definition with.
    pub aws_code: Option<&'static str>,
    /// The place that AWS names, in its own format (§10.4). Nothing where it would be without end.
    pub aws_location: Option<String>,
    /// The place as an RFC 6901 JSON Pointer inside the definition. Nothing where it would be without end.
    pub pointer: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub span: Span,
    pub message: String,
}

/// A repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "Change to `B`".
    pub title: String,
    pub applicability: Applicability,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

/// Whether a repair may be made without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// The definition means the same, or what it evidently should.
    Safe,
    /// Likely what was meant; a person should look at it.
    Suggested,
}

impl Applicability {
    pub fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Suggested => "suggested",
        }
    }
}

impl Fix {
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: brief::text(title), applicability: Applicability::Safe, edits }
    }

    pub fn suggested(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: brief::text(title), applicability: Applicability::Suggested, edits }
    }
}

impl Diagnostic {
    pub fn note(&mut self, note: impl Into<String>) -> &mut Diagnostic {
        self.notes.push(brief::text(note));
        self
    }

    pub fn help(&mut self, help: impl Into<String>) -> &mut Diagnostic {
        self.help = Some(brief::text(help));
        self
    }

    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        if self.related.len() < MAX_RELATED {
            self.related.push(Related { span, message: brief::text(message) });
        } else {
            self.unlisted += 1;
        }
        self
    }

    pub fn fix(&mut self, fix: Fix) -> &mut Diagnostic {
        self.fix = Some(fix);
        self
    }

    /// Says how many places are not listed, when all are known.
    pub(crate) fn finish(&mut self) {
        match std::mem::take(&mut self.unlisted) {
            0 => {}
            1 => self.notes.push("one more place has to do with it".to_owned()),
            count => self.notes.push(format!("{count} more places have to do with it")),
        }
    }

    /// Makes it advice: AWS accepts this, and it works.
    pub fn advice(&mut self) -> &mut Diagnostic {
        self.severity = Severity::Info;
        self.aws_code = None;
        self.aws_location = None;
        self
    }

    /// Makes it a warning: AWS accepts this, or is not known to refuse it, and it fails or misleads when it runs.
    pub fn warning(&mut self) -> &mut Diagnostic {
        self.advice().severity = Severity::Warning;
        self
    }

    /// AWS names the object that has a field instead of the field.
    pub fn aws_object(&mut self, field: &str) -> &mut Diagnostic {
        if let Some(location) = &mut self.aws_location
            && let Some(object) = location.strip_suffix(field).and_then(|rest| rest.strip_suffix('/'))
        {
            *location = if object.is_empty() { "/".to_owned() } else { object.to_owned() };
        }
        self
    }

    /// AWS names a field of this place instead of the place itself.
    pub fn aws_field(&mut self, field: &str) -> &mut Diagnostic {
        if let Some(location) = &mut self.aws_location {
            if location != "/" {
                location.push('/');
            }
            location.push_str(field);
        }
        self
    }
}
