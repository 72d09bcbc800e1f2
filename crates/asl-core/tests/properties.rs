//! Properties of the analysis of any text: nothing panics, every span is in the text, and serde_json agrees about syntax.

use asl_core::syntax::parse;
use asl_core::testing::{Random, assert_can_be_shown, beginnings, definitions};
use asl_core::text::Span;
use asl_core::{Analysis, Dialect, Severity, WorkflowType, edit};

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(text, Dialect::Json), WorkflowType::Standard)
}

/// Lints a text, checks all spans, and compares the syntax errors with serde_json.
fn probe(text: &str) {
    let analysis = analysis(text);
    let shows = |span: Span| text.get(span.range()).is_some();
    for error in analysis.tree().errors() {
        assert!(shows(error.span), "{:?} of {text}", error.span);
    }
    assert_can_be_shown(
        &asl_core::lint_analyses(std::slice::from_ref(&analysis), &asl_core::config::Config::all()),
        text,
    );
    let ours = analysis.tree().errors().is_empty() && analysis.tree().root().is_some();
    // A placeholder without quotes is a value here, but a syntax error for serde_json.
    if text.contains("${") {
        return;
    }
    let theirs = serde_json::from_str::<serde_json::Value>(text).is_ok();
    assert_eq!(ours, theirs, "serde_json disagrees: {:?}\n{text}", analysis.tree().errors());
}

/// Tokens of JSON and of the languages inside strings, and multibyte characters.
const PIECES: &[&str] = &[
    "{", "}", "[", "]", ",", ":", "\"", "\\", "'", "/", "//", "/*", "*/", "\n", "\r", "\t", " ", "0", "-",
    ".", "e9", "1", "a", "true", "null", "é", "😀", "\u{a0}", "\u{feff}", "\0", "\\u", "\\ud800", "$", "$.",
    "{%", "%}", "States.", "(", ")", "*", "?",
];

#[test]
fn truncated_documents() {
    for (_, text) in definitions() {
        beginnings(&text, 150).for_each(probe);
    }
}

#[test]
fn documents_with_a_character_changed() {
    let mut random = Random::default();
    for (_, text) in definitions() {
        for _ in 0..200 {
            probe(&random.changed(&text, PIECES));
        }
    }
}

#[test]
fn documents_made_of_pieces() {
    let mut random = Random(42);
    for _ in 0..20_000 {
        let text = random.text(PIECES, 12);
        probe(&text);
        probe(&format!("{{\"StartAt\": \"A\", \"States\": {{\"A\": {text}}}}}"));
    }
}

#[test]
fn a_fix_removes_its_finding_and_adds_no_error() {
    let mut fixes = 0;
    for (name, text) in definitions() {
        let before =
            asl_core::lint_analyses(std::slice::from_ref(&analysis(&text)), &asl_core::config::Config::all());
        let count =
            |found: &[asl_core::Diagnostic]| found.iter().filter(|d| d.severity == Severity::Error).count();
        for finding in before.iter().filter(|finding| finding.fix.is_some()) {
            let fix = finding.fix.as_ref().unwrap();
            let (fixed, all) = edit::apply(&text, &fix.edits);
            assert!(all, "{name}: the edits of `{}` overlap", fix.title);
            let after = asl_core::lint_analyses(
                std::slice::from_ref(&analysis(&fixed)),
                &asl_core::config::Config::all(),
            );
            let same = |other: &&asl_core::Diagnostic| {
                other.rule.name == finding.rule.name
                    && other.message == finding.message
                    && other.pointer == finding.pointer
            };
            let (was, is) = (before.iter().filter(same).count(), after.iter().filter(same).count());
            assert!(is < was, "{name}: `{}` leaves {}: {}", fix.title, finding.rule.name, finding.message);
            assert!(count(&after) <= count(&before), "{name}: `{}` adds an error", fix.title);
            fixes += 1;
        }
    }
    assert!(fixes > 20, "only {fixes} fixes were tried");
}
