//! Agreement with AWS: a definition that AWS rejects has the same errors at the same locations, and a definition that AWS
//! accepts has no errors. The definitions are our own, each for a kind of error for which the answer of AWS is known.

mod accepted;
mod refused;

use std::collections::HashSet;

use asl_core::config::Config;
use asl_core::testing::{Refusal, refusals};
use asl_core::{Diagnostic, RULES, Severity, Source, WorkflowType, analyze, lint_analyses};

use Definition::{Deep, Express, Leading, State, Whole};

/// A definition in short form.
#[derive(Debug, Clone, Copy)]
enum Definition {
    /// The whole text.
    Whole(&'static str),
    /// The only state, `A`.
    State(&'static str),
    /// The state `A`, which leads to `B`, the end.
    Leading(&'static str),
    /// The only state `A` of an Express workflow.
    Express(&'static str),
    /// A `Result` with this number of nested arrays.
    Deep(usize),
}

impl Definition {
    fn text(self) -> String {
        match self {
            Whole(text) => text.to_owned(),
            State(a) | Express(a) => format!(r#"{{ "StartAt": "A", "States": {{ "A": {a} }} }}"#),
            Deep(levels) => {
                let result = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
                format!(
                    r#"{{ "StartAt": "A", "States": {{ "A": {{ "Type": "Pass", "Result": {result}, "End": true }} }} }}"#
                )
            }
            Leading(a) => {
                format!(r#"{{ "StartAt": "A", "States": {{ "A": {a}, "B": {{ "Type": "Succeed" }} }} }}"#)
            }
        }
    }

    fn findings(self) -> Vec<Diagnostic> {
        let workflow = match self {
            Express(_) => WorkflowType::Express,
            _ => WorkflowType::Standard,
        };
        let text = self.text();
        let source = Source { workflow, ..Source::new(&text, "a.asl.json") };
        lint_analyses(&analyze(source), &Config::all())
    }
}

/// A kind of error: its name, a definition with no other error, and the codes and locations that AWS reports.
type Refused = (&'static str, Definition, &'static [(&'static str, &'static str)]);

/// For errors that AWS reports without a location.
const NOWHERE: &str = "";

fn all() -> impl Iterator<Item = &'static Refused> {
    refused::SEEN.iter().chain(refused::DOCUMENTED)
}

#[test]
fn refused_definitions_have_the_errors_of_aws() {
    let mut different = Vec::new();
    for (kind, definition, errors) in all() {
        let findings = definition.findings();
        let mut ours = refusals(&findings);
        let mut theirs: Vec<_> =
            errors.iter().map(|(code, location)| Refusal::new(code, Some(location))).collect();
        ours.sort();
        theirs.sort();
        if ours != theirs {
            different.push(format!("{kind}\n  AWS:  {theirs:?}\n  here: {ours:?}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn accepted_definitions_have_no_errors() {
    let mut different = Vec::new();
    for (kind, definition) in accepted::ACCEPTED {
        let findings = definition.findings();
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        different.extend(errors.map(|error| format!("{kind}: {}: {}", error.rule.name, error.message)));
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// AWS never receives YAML.
const NOT_CHECKED: [&str; 1] = ["invalid-yaml"];

#[test]
fn every_rule_that_aws_has_too_is_in_the_table() {
    let found: HashSet<&str> = all()
        .flat_map(|(_, definition, _)| definition.findings())
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule.name)
        .collect();
    let missing = RULES
        .iter()
        .filter(|rule| rule.aws.is_some())
        .map(|rule| rule.name)
        .filter(|name| !found.contains(name) && !NOT_CHECKED.contains(name));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn names_of_kinds_are_unique() {
    let kinds = all().map(|(kind, ..)| kind).chain(accepted::ACCEPTED.iter().map(|(kind, _)| kind));
    let mut seen = HashSet::new();
    assert_eq!(kinds.filter(|kind| !seen.insert(*kind)).collect::<Vec<_>>(), Vec::<&&str>::new());
}
