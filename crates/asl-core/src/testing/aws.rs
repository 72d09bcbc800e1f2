//! The errors for which AWS rejects definitions, to compare them with findings.

use crate::{Diagnostic, Severity};

/// An error for which AWS rejects a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal<'a> {
    /// The code, such as `MISSING_TRANSITION_TARGET`.
    pub code: &'a str,
    /// The location in AWS's own format; a few errors have none.
    pub location: Option<&'a str>,
}

impl<'a> Refusal<'a> {
    /// Creates an error as AWS reports it. A location that does not start with a slash is a position in the text, and is
    /// dropped.
    pub fn new(code: &'a str, location: Option<&'a str>) -> Refusal<'a> {
        Refusal { code, location: location.filter(|place| place.starts_with('/')) }
    }
}

/// The errors among findings, with the codes of AWS. An error without a code gets an empty one.
pub fn refusals(findings: &[Diagnostic]) -> Vec<Refusal<'_>> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|error| Refusal::new(error.aws_code.unwrap_or_default(), error.aws_location.as_deref()))
        .collect()
}
