//! Tests of rules are small documents with marks: carets under a text, and what is said of it.

mod aws;
mod documents;
pub mod pages;
mod yaml;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::edit::{self, Edit};
use crate::rules::Rule;
use crate::semantic::{Analysis, WorkflowType};
use crate::text::{LineIndex, Span};
use crate::{Source, analyze, lint_analyses};
pub use aws::{Refusal, refusals};
pub use documents::{Random, assert_can_be_shown, beginnings, definitions, fixtures};
pub use yaml::Writer;

const JSONC: &str = "fixture.jsonc";
const YAML: &str = "fixture.yaml";

/// Runs one rule on a JSONC fixture, a definition or a template, and compares its findings with the marks:
/// `//  ^^^ message` under a line marks the text above the carets. Every finding must be marked, with its span and its
/// message.
#[track_caller]
pub fn check(rule: &'static Rule, fixture: &str) {
    check_as(WorkflowType::Standard, rule, fixture);
}

/// The same for an Express workflow.
#[track_caller]
pub fn check_as(workflow: WorkflowType, rule: &'static Rule, fixture: &str) {
    compare(rule, fixture, Source { workflow, ..Source::new("", JSONC) }, "//");
}

/// The same for a fixture in YAML, in which the marks stand in comments of YAML: `#  ^^^ message`.
#[track_caller]
pub fn check_yaml(rule: &'static Rule, fixture: &str) {
    compare(rule, fixture, Source::new("", YAML), "#");
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

/// Runs one rule on a JSON or JSONC document, applies the fix of its only finding and compares. The repaired
/// document must no longer be reported.
#[track_caller]
pub fn check_fix(rule: &'static Rule, before: &str, after: &str) {
    compare_fix(rule, before, after, JSONC);
}

/// The same for a document in YAML.
#[track_caller]
pub fn check_yaml_fix(rule: &'static Rule, before: &str, after: &str) {
    compare_fix(rule, before, after, YAML);
}

#[track_caller]
fn compare_fix(rule: &'static Rule, before: &str, after: &str, name: &str) {
    let fix = only(rule, before, name).fix.expect("the finding has a fix");
    let (repaired, all) = edit::apply(before, &fix.edits);
    assert!(all, "the edits of a fix do not overlap");
    assert_eq!(after, repaired);
    let again = lint_analyses(&analyze(Source::new(&repaired, name)), &Config::only([rule]));
    assert!(again.is_empty(), "the repaired document is still reported");
}

/// The one finding of a rule in a document.
#[track_caller]
pub fn only_finding(rule: &'static Rule, text: &str) -> Diagnostic {
    only(rule, text, JSONC)
}

#[track_caller]
fn only(rule: &'static Rule, text: &str, name: &str) -> Diagnostic {
    let mut found = lint_analyses(&analyze(Source::new(text, name)), &Config::only([rule]));
    assert_eq!(found.len(), 1, "findings: {:?}", found.iter().map(|d| &d.message).collect::<Vec<_>>());
    found.remove(0)
}

/// Line, marked text and message, so that a failed test shows words instead of numbers.
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

/// A document without its mark `<|>`, and the place of the mark in bytes.
pub fn marked_place(marked: &str) -> (String, u32) {
    let offset = marked.find("<|>").expect("the text has a mark");
    (marked.replacen("<|>", "", 1), offset as u32)
}

/// The definitions of a document, JSONC or YAML.
pub fn analyses(text: &str) -> Vec<Analysis> {
    let name = if text.trim_start().starts_with(['{', '/']) { "a.jsonc" } else { "a.yaml" };
    analyze(Source::new(text, name))
}

/// What editors make of edits, which has to be the same whether they apply them from the end or from the start. An
/// error says in which way the edits are not sound.
pub fn applied(text: &str, edits: &[Edit]) -> Result<String, String> {
    let is_inside = |edit: &Edit| edit.span.start <= edit.span.end && text.get(edit.span.range()).is_some();
    if !edits.iter().all(is_inside) {
        return Err(format!("an edit is not inside of the text: {edits:?}"));
    }
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| edit.span.start);
    if sorted.windows(2).any(|two| two[1].span.start < two[0].span.end) {
        return Err(format!("edits overlap: {edits:?}"));
    }
    let (mut from_start, mut at) = (String::new(), 0);
    for edit in &sorted {
        from_start.push_str(&text[at..edit.span.range().start]);
        from_start.push_str(&edit.text);
        at = edit.span.range().end;
    }
    from_start.push_str(&text[at..]);
    let mut from_end = text.to_owned();
    for edit in sorted.iter().rev() {
        from_end.replace_range(edit.span.range(), &edit.text);
    }
    match from_start == from_end {
        true => Ok(from_start),
        false => Err(format!("the order of edits counts: {edits:?}\n{from_start}\n{from_end}")),
    }
}
