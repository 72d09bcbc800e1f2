//! Tests of rules: small definitions in which carets mark the findings.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::edit;
use crate::rules::Rule;
use crate::semantic::WorkflowType;
use crate::text::{LineIndex, Span};
use crate::{Source, analyze, lint_analyses};

const JSONC: &str = "fixture.jsonc";
const YAML: &str = "fixture.yaml";

/// Runs a rule on a JSONC fixture, a definition or a template, and compares its findings with the marks: `//  ^^^ message`
/// below a line marks the text above the carets. Every finding must be marked, with its span and its message.
#[track_caller]
pub(crate) fn check(rule: &'static Rule, fixture: &str) {
    check_as(WorkflowType::Standard, rule, fixture);
}

/// Like [`check`], with the given type for workflows without one.
#[track_caller]
pub(crate) fn check_as(workflow: WorkflowType, rule: &'static Rule, fixture: &str) {
    compare(rule, fixture, Source { workflow, ..Source::new("", JSONC) }, "//");
}

/// Like [`check`], for a YAML fixture, in which the marks are YAML comments: `#  ^^^ message`.
#[track_caller]
pub(crate) fn check_yaml(rule: &'static Rule, fixture: &str) {
    compare(rule, fixture, Source::new("", YAML), "#");
}

/// A definition whose only expression is this one, in JSONata.
pub(crate) fn with_output(expression: &str) -> String {
    format!(
        r#"{{ "States": {{ "A": {{ "Type": "Succeed", "QueryLanguage": "JSONata", "Output": "{{% {expression} %}}" }} }} }}"#
    )
}

#[track_caller]
fn compare(rule: &'static Rule, fixture: &str, source: Source<'_>, comment: &str) {
    let text = fixture.trim_start_matches('\n');
    let index = LineIndex::new(text);
    let found = lint_analyses(&analyze(Source { text, ..source }), &Config::only([rule]));
    let mut found: Vec<String> = found.iter().map(|d| describe(text, &index, d.span, &d.message)).collect();
    let mut marked = marks(text, &index, comment);
    found.sort();
    marked.sort();
    assert_eq!(marked, found, "marked on the left, found on the right");
}

/// Runs a rule on a JSON or JSONC document, applies the fix of its only finding and compares the result, for which the
/// rule must not report anything.
#[track_caller]
pub(crate) fn check_fix(rule: &'static Rule, before: &str, after: &str) {
    compare_fix(rule, before, after, JSONC);
}

/// Like [`check_fix`], for a YAML document.
#[track_caller]
pub(crate) fn check_yaml_fix(rule: &'static Rule, before: &str, after: &str) {
    compare_fix(rule, before, after, YAML);
}

#[track_caller]
fn compare_fix(rule: &'static Rule, before: &str, after: &str, name: &str) {
    let fix = only(rule, before, name).fix.expect("the finding has a fix");
    let (fixed, all) = edit::apply(before, &fix.edits);
    assert!(all, "the edits of a fix do not overlap");
    assert_eq!(after, fixed);
    let again = lint_analyses(&analyze(Source::new(&fixed, name)), &Config::only([rule]));
    assert!(again.is_empty(), "the fixed document still has findings");
}

/// The only finding of a rule in a document.
#[track_caller]
pub(crate) fn only_finding(rule: &'static Rule, text: &str) -> Diagnostic {
    only(rule, text, JSONC)
}

#[track_caller]
fn only(rule: &'static Rule, text: &str, name: &str) -> Diagnostic {
    let mut found = lint_analyses(&analyze(Source::new(text, name)), &Config::only([rule]));
    assert_eq!(found.len(), 1, "findings: {:?}", found.iter().map(|d| &d.message).collect::<Vec<_>>());
    found.remove(0)
}

/// The line, the marked text and the message, so that a failed test shows text instead of offsets.
fn describe(text: &str, index: &LineIndex, span: Span, message: &str) -> String {
    let line = index.line(span.start) + 1;
    let shown = text[span.range()].lines().next().unwrap_or_default();
    format!("{line:3}: {shown}  <- {message}")
}

fn marks(fixture: &str, index: &LineIndex, comment: &str) -> Vec<String> {
    let lines: Vec<&str> = fixture.lines().collect();
    let mut found = Vec::new();
    let mut target = 0;
    for (number, line) in lines.iter().enumerate() {
        let mark = line.trim_start().strip_prefix(comment).filter(|rest| rest.trim_start().starts_with('^'));
        let Some(rest) = mark else {
            target = number;
            continue;
        };
        let carets = rest.trim_start();
        let width = carets.find(|c| c != '^').unwrap_or(carets.len());
        let column = line.chars().count() - carets.chars().count();
        let above = lines[target];
        let offset = |chars: usize| above.char_indices().nth(chars).map_or(above.len(), |(i, _)| i);
        let base = index.start(target) as usize;
        let span = Span::new(base + offset(column), base + offset(column + width));
        found.push(describe(fixture, index, span, carets[width..].trim()));
    }
    found
}

/// Runs a rule about a setting of a state machine on CloudFormation, Serverless Framework and Terraform templates of an
/// Express workflow without settings, and compares how the help begins.
#[track_caller]
pub(crate) fn check_template_help(rule: &'static Rule, [cloudformation, serverless, terraform]: [&str; 3]) {
    const CLOUDFORMATION: &str = r#"{ "Resources": { "A": { "Type": "AWS::StepFunctions::StateMachine",
        "Properties": { "DefinitionString": "{}", "StateMachineType": "EXPRESS" } } } }"#;
    const SERVERLESS: &str = "service: s\nstepFunctions:\n  stateMachines:\n    a:\n      type: EXPRESS\n      definition: { StartAt: A, States: {} }\n";
    const TERRAFORM: &str = "resource \"aws_sfn_state_machine\" \"a\" {\n  name = \"a\"\n  type = \"EXPRESS\"\n  definition = jsonencode({ StartAt = \"A\" })\n}\n";
    for (text, name, help) in [
        (CLOUDFORMATION, "a.json", cloudformation),
        (SERVERLESS, "serverless.yml", serverless),
        (TERRAFORM, "main.tf", terraform),
    ] {
        let found = crate::lint(Source::new(text, name), &Config::only([rule]));
        let found: Vec<&str> = found.iter().filter_map(|one| one.help.as_deref()).collect();
        assert!(matches!(found[..], [only] if only.starts_with(help)), "{name}: {found:?}");
    }
}
