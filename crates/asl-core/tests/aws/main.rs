//! Agreement with AWS: what it refuses is refused for the same reason at the same place, and what it accepts has no
//! error. The definitions are our own, each for a kind that AWS has been seen to judge.

mod accepted;
mod refused;

use std::collections::HashSet;

use asl_core::config::Config;
use asl_core::testing::{Refusal, refusals};
use asl_core::{Diagnostic, RULES, Severity, Source, WorkflowType, analyze, lint_analyses};

use Definition::{Deep, Express, Leading, State, Whole};

/// A definition in as few words as it needs.
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
    /// A result of arrays within arrays, so many.
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

/// A kind of fault: a definition that has it and no other, and what AWS says, by code and place.
type Refused = (&'static str, Definition, &'static [(&'static str, &'static str)]);

/// Where AWS names no place.
const NOWHERE: &str = "";

fn all() -> impl Iterator<Item = &'static Refused> {
    refused::SEEN.iter().chain(refused::DOCUMENTED)
}

#[test]
fn what_aws_refuses_is_refused_with_its_code_at_its_place() {
    let mut different = Vec::new();
    for (kind, definition, says) in all() {
        let findings = definition.findings();
        let mut ours = refusals(&findings);
        let mut theirs: Vec<_> = says.iter().map(|(code, place)| Refusal::new(code, Some(place))).collect();
        ours.sort();
        theirs.sort();
        if ours != theirs {
            different.push(format!("{kind}\n  AWS:  {theirs:?}\n  here: {ours:?}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[test]
fn what_aws_accepts_has_no_error() {
    let mut different = Vec::new();
    for (kind, definition) in accepted::ACCEPTED {
        let findings = definition.findings();
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        different.extend(errors.map(|error| format!("{kind}: {}: {}", error.rule.name, error.message)));
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// AWS never sees YAML.
const NOT_JUDGED: [&str; 1] = ["invalid-yaml"];

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
        .filter(|name| !found.contains(name) && !NOT_JUDGED.contains(name));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_kind_stands_once() {
    let kinds = all().map(|(kind, ..)| kind).chain(accepted::ACCEPTED.iter().map(|(kind, _)| kind));
    let mut seen = HashSet::new();
    assert_eq!(kinds.filter(|kind| !seen.insert(*kind)).collect::<Vec<_>>(), Vec::<&&str>::new());
}
