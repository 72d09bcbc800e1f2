//! Properties of the analysis of YAML: it has the same findings as JSON, fixes work, and syntax errors hide little.

use std::collections::BTreeMap;

use asl_core::syntax::{parse, parse_yaml};
use asl_core::testing::Writer;
use asl_core::testing::{Random, assert_can_be_shown, beginnings};
use asl_core::text::Span;
use asl_core::{Analysis, Diagnostic, Dialect, Severity, WorkflowType, edit};

/// All definitions without syntax errors.
fn fixtures() -> Vec<(String, String)> {
    let is_sound = |(_, text): &(String, String)| parse(text, Dialect::Jsonc).errors().is_empty();
    asl_core::testing::definitions().into_iter().filter(is_sound).collect()
}

fn analysis_of_json(text: &str) -> Analysis {
    Analysis::new(parse(text, Dialect::Jsonc), WorkflowType::Standard)
}

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse_yaml(text), WorkflowType::Standard)
}

/// The findings in an order that does not depend on the notation, with the texts of their spans.
fn findings(analysis: &Analysis) -> Vec<(String, String)> {
    let text = analysis.tree().text();
    let mut found: Vec<(String, String)> =
        asl_core::lint_analyses(std::slice::from_ref(analysis), &asl_core::config::Config::all())
            .into_iter()
            .map(|d| {
                let description = format!("{} {:?}: {}", d.rule.name, d.pointer, d.message);
                (description, text[d.span.range()].to_owned())
            })
            .collect();
    found.sort();
    found
}

/// A text without quotes, whitespace, escapes and block indicators.
fn bare(text: &str) -> String {
    let text = text.trim_start_matches(['|', '>']).trim_start_matches('-');
    text.chars().filter(|c| !matches!(c, '"' | '\'' | '\\') && !c.is_whitespace()).collect()
}

#[test]
fn findings_are_the_same_in_json_and_yaml() {
    let mut compared = 0;
    for (name, text) in fixtures() {
        let json = findings(&analysis_of_json(&text));
        for seed in [1, 42, 4711] {
            let yaml = Writer::yaml(&text, seed);
            let tree = parse_yaml(&yaml);
            assert_eq!(tree.errors(), [], "{name}:\n{yaml}");
            let found = findings(&analysis(&yaml));
            let descriptions =
                |found: &[(String, String)]| found.iter().map(|f| f.0.clone()).collect::<Vec<_>>();
            assert_eq!(descriptions(&json), descriptions(&found), "{name}:\n{yaml}");
            let texts = |found: &[(String, String)]| {
                let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
                for (description, text) in found {
                    texts.entry(description.clone()).or_default().push(bare(text));
                }
                texts.values_mut().for_each(|texts| texts.sort());
                texts
            };
            let (in_json, in_yaml) = (texts(&json), texts(&found));
            for (description, texts) in in_json {
                // The span of a container is its bracket, or its first key or item.
                if !texts.iter().any(|text| text.starts_with(['{', '['])) {
                    assert_eq!(texts, in_yaml[&description], "{name}: {description}\n{yaml}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 100, "only {compared} findings were compared");
}

#[test]
fn a_fix_removes_its_finding_and_adds_no_error() {
    let mut fixes = 0;
    for (name, json) in fixtures() {
        for seed in [3, 77, 2024] {
            let text = Writer::yaml(&json, seed);
            let before = asl_core::lint_analyses(
                std::slice::from_ref(&analysis(&text)),
                &asl_core::config::Config::all(),
            );
            let count = |found: &[Diagnostic]| found.iter().filter(|d| d.severity == Severity::Error).count();
            for finding in before.iter().filter(|finding| finding.fix.is_some()) {
                let fix = finding.fix.as_ref().unwrap();
                let (fixed, all) = edit::apply(&text, &fix.edits);
                assert!(all, "{name}: the edits of `{}` overlap", fix.title);
                let after = asl_core::lint_analyses(
                    std::slice::from_ref(&analysis(&fixed)),
                    &asl_core::config::Config::all(),
                );
                let same = |other: &&Diagnostic| {
                    other.rule.name == finding.rule.name
                        && other.message == finding.message
                        && other.pointer == finding.pointer
                };
                let (was, is) = (before.iter().filter(same).count(), after.iter().filter(same).count());
                let shown = format!(
                    "{name}: `{}` of {}: {}\n{text}\n---\n{fixed}",
                    fix.title, finding.rule.name, finding.message
                );
                assert!(is < was, "the finding stays: {shown}");
                assert!(count(&after) <= count(&before), "an error is added: {shown}");
                fixes += 1;
            }
        }
    }
    assert!(fixes > 60, "only {fixes} fixes were tried");
}

/// Lints a text and checks all spans.
fn probe(text: &str) -> Analysis {
    let analysis = analysis(text);
    let shows = |span: Span| text.get(span.range()).is_some();
    for error in analysis.tree().errors() {
        assert!(shows(error.span), "{:?} of {text}", error.span);
    }
    for node in analysis.tree().nodes() {
        assert!(shows(node.span()), "{:?} of {text}", node.span());
        if let Some(string) = node.as_text() {
            for (i, c) in string.value.char_indices() {
                let part = analysis.tree().to_file(string, Span::new(i, i + c.len_utf8()));
                assert!(shows(part), "{part:?} of {:?} of {text}", string.value);
            }
        }
    }
    assert_can_be_shown(
        &asl_core::lint_analyses(std::slice::from_ref(&analysis), &asl_core::config::Config::all()),
        text,
    );
    analysis
}

/// Tokens of YAML, and multibyte characters.
const PIECES: &[&str] = &[
    "{", "}", "[", "]", ",", ":", ": ", "\"", "'", "\\", "#", " #", "\n", "\r\n", "\t", " ", "  ", "- ", "-",
    "?", "&a", "*a", "!", "!!", "!Sub ", "|", ">", "@", "`", "%", "---", "...", "<<: ", "é", "😀",
    "\u{feff}", "\0", "0x", "1:2", "~", "$", "{%", "a", "a: b\n", "\u{85}", "\u{2028}",
];

#[test]
fn documents_with_a_character_changed() {
    let mut random = Random::default();
    let (mut kept, mut states) = (0, 0);
    for (name, json) in fixtures() {
        let text = Writer::yaml(&json, 9);
        let names: Vec<String> =
            analysis(&text).model().states().map(|s| s.name().value.to_owned()).collect();
        for _ in 0..25 {
            let changed = random.changed(&text, PIECES);
            let analysis = probe(&changed);
            if name.contains("broken") || analysis.tree().errors().is_empty() {
                continue;
            }
            states += names.len().saturating_sub(1);
            let found: Vec<&str> = analysis.model().states().map(|s| s.name().value).collect();
            kept += names.iter().filter(|name| found.contains(&name.as_str())).count().min(names.len() - 1);
        }
    }
    assert!(kept * 10 >= states * 9, "only {kept} of {states} states were kept");
}

#[test]
fn truncated_documents() {
    for (_, json) in fixtures() {
        let text = Writer::yaml(&json, 5);
        for beginning in beginnings(&text, 40) {
            probe(beginning);
        }
    }
}

#[test]
fn documents_made_of_pieces() {
    let mut random = Random(42);
    for _ in 0..3_000 {
        let text = random.text(PIECES, 14);
        probe(&text);
        probe(&format!("StartAt: A\nStates:\n  A:\n    Type: Pass\n    Result: {text}\n  B: 1\n"));
    }
}
