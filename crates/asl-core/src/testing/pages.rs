//! The examples on the pages of rules, and reports of their findings.

use std::fmt::Write;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::rules::Rule;
use crate::semantic::WorkflowType;
use crate::text::{LineIndex, Span};
use crate::{Source, analyze, lint_analyses};

/// The examples in a section of a page: the language and the text of each code block.
pub(crate) fn examples<'p>(page: &'p str, section: &str) -> Vec<(&'p str, &'p str)> {
    let body = page.split_once(section).map_or("", |(_, rest)| rest);
    let body = body.split_once("\n## ").map_or(body, |(body, _)| body);
    let blocks = body.split("```").skip(1).step_by(2);
    blocks
        .filter_map(|block| block.split_once('\n'))
        .filter(|(language, _)| matches!(*language, "json" | "yaml" | "hcl"))
        .collect()
}

/// The findings of all rules in an example: a Standard workflow or, if the page says so, an Express workflow.
pub(crate) fn findings(rule: &Rule, language: &str, text: &str) -> Vec<Diagnostic> {
    let is_express = rule.docs.contains("With `--type express`");
    let workflow = if is_express { WorkflowType::Express } else { WorkflowType::Standard };
    let source = Source { workflow, ..Source::new(text, &format!("page.{}", language.replace("hcl", "tf"))) };
    lint_analyses(&analyze(source), &Config::all())
}

/// The findings of a rule in the examples on its page, in full.
pub fn report(rule: &Rule) -> String {
    let mut out = String::new();
    for (number, (language, text)) in examples(rule.docs, "## Reported").into_iter().enumerate() {
        writeln!(out, "example {}", number + 1).expect("writing to a string does not fail");
        let index = LineIndex::new(text);
        for finding in findings(rule, language, text) {
            if finding.rule.name == rule.name {
                out.push_str(&in_full(&finding, text, &index));
            }
        }
    }
    out
}

/// All parts of a finding, one per line.
fn in_full(finding: &Diagnostic, text: &str, index: &LineIndex) -> String {
    let position = |span: Span| {
        let at = index.position(text, span.start);
        format!("{}:{} {:?}", at.line, at.column, &text[span.range()])
    };
    let mut lines = vec![format!("{}: {}", finding.severity, finding.message), position(finding.span)];
    lines.extend(finding.notes.iter().map(|note| format!("note: {note}")));
    lines.extend(finding.help.iter().map(|help| format!("help: {help}")));
    lines
        .extend(finding.related.iter().map(|one| format!("related: {} {}", position(one.span), one.message)));
    if let Some(fix) = &finding.fix {
        lines.push(format!("{} fix: {}", fix.applicability.name(), fix.title));
        lines.extend(fix.edits.iter().map(|edit| format!("  {} -> {:?}", position(edit.span), edit.text)));
    }
    if let Some(code) = finding.aws_code {
        let location =
            finding.aws_location.as_ref().map_or_else(String::new, |location| format!(" at {location}"));
        lines.push(format!("AWS: {code}{location}"));
    }
    lines.extend(finding.pointer.iter().map(|pointer| format!("pointer: {pointer}")));
    format!("  {}\n", lines.join("\n    "))
}
