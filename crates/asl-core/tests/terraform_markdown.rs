//! Properties of the analysis of Terraform and Markdown: nothing panics, every span is in the text, and the findings are
//! the same in every form of a definition.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::Path;

use asl_core::config::Config;
use asl_core::testing::{Random, assert_can_be_shown, beginnings};
use asl_core::text::Span;
use asl_core::{Diagnostic, Severity, Source, analyze, edit, lint_analyses};

const FILES: &[&str] = &[
    "terraform/orders.tf",
    "terraform/shipping.tf",
    "terraform/pickup.asl.json.tftpl",
    "terraform/label.yaml.tpl",
    "terraform/returns.tf.json",
    "markdown/orders.md",
];

fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)).unwrap()
}

fn findings(text: &str, name: &str) -> Vec<Diagnostic> {
    lint_analyses(&analyze(Source::new(text, name)), &Config::all())
}

/// Lints a text and checks all spans.
fn probe(text: &str, name: &str) {
    let shows = |span: Span| text.get(span.range()).is_some();
    for analysis in analyze(Source::new(text, name)) {
        assert!(analysis.tree().errors().iter().all(|error| shows(error.span)), "{text}");
        assert!(analysis.tree().nodes().all(|node| shows(node.span())), "{text}");
    }
    assert_can_be_shown(&findings(text, name), text);
}

#[test]
fn the_fixtures_are_valid() {
    for name in FILES {
        let text = fixture(name);
        let found: Vec<(&str, &str)> = findings(&text, name)
            .iter()
            .filter(|finding| finding.severity > Severity::Info)
            .map(|finding| (finding.rule.name, &text[finding.span.range()]))
            .collect();
        assert_eq!(found, [], "{name}");
    }
}

#[test]
fn truncated_files() {
    for name in FILES {
        for text in [fixture(name), fixture(name).replace('\n', "\r\n")] {
            beginnings(&text, 150).for_each(|beginning| probe(beginning, name));
        }
    }
}

/// Tokens of the languages of the files, and multibyte characters.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    ",",
    ":",
    "=",
    "\"",
    "\\",
    "'",
    "#",
    "//",
    "/*",
    "\n",
    "\r\n",
    "\t",
    "${",
    "%{",
    "%{ if x }",
    "%{ else }",
    "%{ endif ~}",
    "%{ for a in b }",
    "%{ endfor }",
    "{{",
    "{% if x %}",
    "$${",
    "<<EOF\n",
    "<<-",
    "EOF",
    "```",
    "~~~",
    "> ",
    "- ",
    "    ",
    "é",
    "😀",
    "\u{feff}",
    "\0",
    "\\u00",
    "for ",
    "resource",
    "...",
    "?",
    ".",
    "*",
    "-",
    "9",
];

#[test]
fn files_with_a_character_changed() {
    let mut random = Random::default();
    for name in FILES {
        let text = fixture(name);
        for _ in 0..400 {
            probe(&random.changed(&text, PIECES), name);
        }
    }
}

/// A definition in every form, with the same errors.
fn forms() -> Vec<(&'static str, String)> {
    let json = r#"{
  "StartAt": "First",
  "States": {
    "First": { "Type": "Pass", "InputPath": "$.a[", "Next": "Lost" },
    "Second": { "Type": "Wait", "Seconds": -1, "Nxt": "Third" },
    "Third": { "Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $foo(1) %}", "End": true }
  }
}"#;
    let hcl = r#"{
  StartAt = "First"
  States = {
    First  = { Type = "Pass", InputPath = "$.a[", Next = "Lost" }
    Second = { Type = "Wait", Seconds = -1, Nxt = "Third" }
    Third  = { Type = "Pass", QueryLanguage = "JSONata", Output = "{% $foo(1) %}", End = true }
  }
}"#;
    let resource =
        |value: &str| format!("resource \"aws_sfn_state_machine\" \"x\" {{\n  definition = {value}\n}}\n");
    let indented = json.replace('\n', "\n      ");
    let quoted = json.replace('\n', "").replace('"', "\\\"");
    let listed = json.replace('\n', "\n> ");
    vec![
        ("x.asl.json", json.to_owned()),
        ("x.tf", resource(&format!("jsonencode({hcl})"))),
        ("x.tf", resource(&format!("<<EOF\n{json}\nEOF"))),
        ("x.tf", resource(&format!("<<-EOF\n      {indented}\n    EOF"))),
        ("x.tf", resource(&format!("<<-EOF\n      {indented}\n    EOF")).replace('\n', "\r\n")),
        ("x.tf", resource(&format!("\"{quoted}\""))),
        ("x.md", format!("# X\n\n```json\n{json}\n```\n")),
        ("x.md", format!("> ```json\n> {listed}\n> ```\n")),
        ("x.md", format!("```hcl\n{}```\n", resource(&format!("jsonencode({hcl})")))),
    ]
}

#[test]
fn an_error_is_reported_at_the_same_text_in_every_form() {
    // Keys are quoted in one form and bare in another.
    let bare = |text: &str| text.trim_matches(['"', '\\']).to_owned();
    let mut expected = None;
    for (name, text) in forms() {
        let mut found: Vec<(&str, String, String)> = findings(&text, name)
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| (finding.rule.name, bare(&text[finding.span.range()]), finding.message.clone()))
            .collect();
        found.sort();
        assert!(found.len() >= 4, "{found:?}\n{text}");
        assert_eq!(*expected.get_or_insert(found.clone()), found, "{text}");
    }
}

#[test]
fn a_fix_removes_its_finding_and_adds_no_error() {
    for (name, text) in forms() {
        let before = findings(&text, name);
        let errors = |found: &[Diagnostic]| found.iter().filter(|d| d.severity == Severity::Error).count();
        for finding in &before {
            let Some(fix) = &finding.fix else { continue };
            let (fixed, _) = edit::apply(&text, &fix.edits);
            let after = findings(&fixed, name);
            let same = |other: &&Diagnostic| {
                other.rule.name == finding.rule.name
                    && other.message == finding.message
                    && other.pointer == finding.pointer
            };
            let (was, is) = (before.iter().filter(same).count(), after.iter().filter(same).count());
            assert!(is < was, "`{}` leaves {}:\n{fixed}", fix.title, finding.rule.name);
            assert!(errors(&after) <= errors(&before), "`{}` adds an error:\n{fixed}", fix.title);
        }
    }
}
