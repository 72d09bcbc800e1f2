//! What holds for every template: nothing panics, every span can be shown, and the fixtures have no fault.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::Path;

use asl_core::host::{HostKind, holes};
use asl_core::text::Span;
use asl_core::{RULES, Severity, Source, analyze, check_file, edit};

/// Name and text of each template.
fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/templates");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<(String, String)> =
        entries.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect();
    found.sort();
    found
}

/// Reads and judges a text, and looks at everything that comes out of it.
fn probe(name: &str, text: &str) {
    let analyses = analyze(Source::new(text, name));
    let shows = |span: Span| text.get(span.range()).is_some();
    for analysis in &analyses {
        let host = analysis.host();
        assert!(holes(analysis.tree()).iter().all(|hole| shows(hole.span)));
        assert!(host.sources.iter().chain(&host.name).all(|name| shows(name.span)));
        assert!(analysis.tree().errors().iter().all(|error| shows(error.span)), "{text}");
    }
    for finding in check_file(&analyses, RULES.iter().copied()) {
        assert!(shows(finding.span), "{}: {:?} of {text}", finding.rule.name, finding.span);
        assert!(finding.related.iter().all(|related| shows(related.span)), "{}", finding.rule.name);
        for fix in finding.fix.iter() {
            assert!(fix.edits.iter().all(|edit| shows(edit.span)), "{}", finding.rule.name);
            edit::apply(text, &fix.edits);
        }
    }
}

#[test]
fn the_fixtures_have_no_fault() {
    for (name, text) in fixtures() {
        let analyses = analyze(Source::new(&text, &name));
        let found = check_file(&analyses, RULES.iter().copied());
        let faults: Vec<_> = found.iter().filter(|finding| finding.severity > Severity::Info).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        let is_complete = |analysis: &asl_core::Analysis| {
            let host = analysis.host();
            host.kind != HostKind::Asl && (host.link.is_some() || analysis.is_definition())
        };
        assert!(!analyses.is_empty() && analyses.iter().all(is_complete), "{name}");
    }
}

#[test]
fn truncated_templates() {
    for (name, text) in fixtures() {
        for end in (0..text.len()).step_by(7).filter(|&end| text.is_char_boundary(end)) {
            probe(&name, &text[..end]);
        }
    }
}

/// Characters that matter to JSON, YAML or the functions of a template, and some of several bytes.
const PIECES: &[&str] = &[
    "", "{", "}", "[", "]", ",", ":", "\"", "\\", "'", "\n", " ", "- ", "#", "!Sub ", "!Ref ", "!Join ",
    "&a ", "*a", "<<: ", "Fn::Sub", "Fn::Join", "Fn::If", "${", "${!", "${é}", "|", ">-", "é", "😀", "\0",
    "\\u00e9", "0", "~",
];

#[test]
fn templates_with_a_character_changed() {
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |limit: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % limit as u64) as usize
    };
    for (name, text) in fixtures() {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for _ in 0..300 {
            let start = places[below(places.len())];
            let end = places[below(places.len())].min(start + 1 + below(3)).max(start);
            let end = (end..=text.len()).find(|&end| text.is_char_boundary(end)).unwrap();
            probe(&name, &format!("{}{}{}", &text[..start], PIECES[below(PIECES.len())], &text[end..]));
        }
    }
}
