//! What AWS says of definitions, and whether findings say the same.

use crate::{Diagnostic, Severity};

/// A fault for which AWS refuses a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal<'a> {
    pub code: &'a str,
    /// The place in AWS's own format; a few faults have none.
    pub location: Option<&'a str>,
}

impl<'a> Refusal<'a> {
    /// A fault as AWS reports it. What does not begin with a slash is a place in the text and none in the definition.
    pub fn new(code: &'a str, location: Option<&'a str>) -> Refusal<'a> {
        Refusal { code, location: location.filter(|place| place.starts_with('/')) }
    }
}

/// The errors among findings, in AWS's words. An error that is none to AWS has an empty code.
pub fn refusals(findings: &[Diagnostic]) -> Vec<Refusal<'_>> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|error| Refusal::new(error.aws_code.unwrap_or_default(), error.aws_location.as_deref()))
        .collect()
}
