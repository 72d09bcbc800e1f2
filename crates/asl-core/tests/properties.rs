//! What holds for every text: nothing panics, every span can be shown, and JSON is what serde_json says it is.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::Path;

use asl_core::syntax::parse;
use asl_core::text::Span;
use asl_core::{Analysis, Dialect, RULES, Severity, WorkflowType, check, edit};

/// All fixtures, the broken ones too.
fn fixtures() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut found = Vec::new();
    for folder in [root.clone(), root.join("broken")] {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.to_string_lossy().contains(".asl.json") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(found.len() > 20, "the fixtures are not where they should be");
    found
}

fn analysis(text: &str) -> Analysis {
    Analysis::new(parse(text, Dialect::Json), WorkflowType::Standard)
}

/// Reads and judges a text, and looks at everything that comes out of it.
fn probe(text: &str) {
    let analysis = analysis(text);
    let shows = |span: Span| text.get(span.range()).is_some();
    for error in analysis.tree().errors() {
        assert!(shows(error.span), "{:?} of {text}", error.span);
    }
    for finding in check(&analysis, RULES.iter().copied()) {
        assert!(shows(finding.span), "{}: {:?} of {text}", finding.rule.name, finding.span);
        assert!(finding.related.iter().all(|related| shows(related.span)), "{}", finding.rule.name);
        let mut edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        assert!(edits.all(|edit| shows(edit.span)), "{}", finding.rule.name);
    }
    let ours = analysis.tree().errors().is_empty() && analysis.tree().root().is_some();
    // A hole without quotes is a value here, and nothing there.
    if text.contains("${") {
        return;
    }
    let theirs = serde_json::from_str::<serde_json::Value>(text).is_ok();
    assert_eq!(ours, theirs, "serde_json judges otherwise: {:?}\n{text}", analysis.tree().errors());
}

/// Numbers that look random and are the same in every run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// Characters that matter to JSON or to the languages inside its strings, and some of several bytes.
const PIECES: &[&str] = &[
    "{", "}", "[", "]", ",", ":", "\"", "\\", "'", "/", "//", "/*", "*/", "\n", "\r", "\t", " ", "0", "-",
    ".", "e9", "1", "a", "true", "null", "é", "😀", "\u{a0}", "\u{feff}", "\0", "\\u", "\\ud800", "$", "$.",
    "{%", "%}", "States.", "(", ")", "*", "?",
];

#[test]
fn truncated_documents() {
    for (_, text) in fixtures() {
        let step = (text.len() / 150).max(1);
        for end in (0..text.len()).step_by(step).filter(|&end| text.is_char_boundary(end)) {
            probe(&text[..end]);
        }
    }
}

#[test]
fn documents_with_a_character_changed() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for (_, text) in fixtures() {
        let places: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        for _ in 0..200 {
            let at = random.below(places.len());
            let (start, next) = (places[at], places.get(at + 1).copied().unwrap_or(text.len()));
            let piece = PIECES[random.below(PIECES.len())];
            // Replaced, removed, or put before.
            let (piece, end) = match random.below(3) {
                0 => (piece, next),
                1 => ("", next),
                _ => (piece, start),
            };
            probe(&format!("{}{piece}{}", &text[..start], &text[end..]));
        }
    }
}

#[test]
fn documents_made_of_pieces() {
    let mut random = Random(42);
    for _ in 0..20_000 {
        let text: String = (0..random.below(12)).map(|_| PIECES[random.below(PIECES.len())]).collect();
        probe(&text);
        probe(&format!("{{\"StartAt\": \"A\", \"States\": {{\"A\": {text}}}}}"));
    }
}

#[test]
fn a_fix_removes_its_finding_and_adds_no_error() {
    let mut fixes = 0;
    for (name, text) in fixtures() {
        let before = check(&analysis(&text), RULES.iter().copied());
        let count =
            |found: &[asl_core::Diagnostic]| found.iter().filter(|d| d.severity == Severity::Error).count();
        for finding in before.iter().filter(|finding| finding.fix.is_some()) {
            let fix = finding.fix.as_ref().unwrap();
            let (repaired, all) = edit::apply(&text, &fix.edits);
            assert!(all, "{name}: the edits of `{}` overlap", fix.title);
            let after = check(&analysis(&repaired), RULES.iter().copied());
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
