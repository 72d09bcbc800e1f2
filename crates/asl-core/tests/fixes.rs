//! Safe fixes of texts with syntax errors in every language: strings do not change, errors become fewer, and a second run
//! changes nothing.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "fixes/documents.rs"]
mod documents;

use std::collections::BTreeMap;

use asl_core::config::Config;
use asl_core::fix::{Checked, fix_all, safe_fixes};
use asl_core::syntax::Node;
use asl_core::testing::{Random, fixtures};
use asl_core::text::Span;
use asl_core::{
    Analysis, Applicability, Diagnostic, RULES, Rule, Severity, Source, analyze, lint_analyses, rule,
};
use documents::{DAMAGE, DOCUMENTS, PIECES};
use proptest::prelude::*;

fn syntax() -> Vec<&'static Rule> {
    vec![rule("invalid-json").unwrap()]
}

fn read(name: &str, text: &str) -> Vec<Analysis> {
    analyze(Source::new(text, name))
}

fn find(name: &str, text: &str, rules: &[&'static Rule]) -> Vec<Diagnostic> {
    lint_analyses(&read(name, text), &Config::only(rules.iter().copied()))
}

fn fixed(name: &str, text: &str, rules: &[&'static Rule]) -> String {
    let check = |text: &str| {
        let analyses = read(name, text);
        let findings = lint_analyses(&analyses, &Config::only(rules.iter().copied()));
        Checked::new(&analyses, findings)
    };
    fix_all(text, Applicability::Safe, check).text
}

/// The number of syntax errors of each kind.
fn damage(name: &str, text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for analysis in read(name, text) {
        for (kind, count) in analysis.tree().damage() {
            *found.entry(format!("{kind:?}")).or_default() += count;
        }
    }
    found
}

fn errors(name: &str, text: &str) -> usize {
    let found = find(name, text, RULES);
    found.iter().filter(|one| one.severity == Severity::Error).count()
}

/// All strings in the definitions of a file, including keys, in the order of the text: the values and the spans.
fn strings(analyses: &[Analysis]) -> Vec<(String, Span)> {
    fn collect(node: Node<'_>, found: &mut Vec<(String, Span)>) {
        if let Some(text) = node.as_text() {
            found.push((text.value.to_owned(), text.span));
        }
        node.items().for_each(|item| collect(item, found));
        for pair in node.pairs() {
            found.push((pair.key().value.to_owned(), pair.key().span));
            pair.value().into_iter().for_each(|value| collect(value, found));
        }
    }
    let mut found = Vec::new();
    analyses.iter().filter_map(|one| one.tree().root()).for_each(|root| collect(root, &mut found));
    found
}

fn values(name: &str, text: &str) -> Vec<String> {
    strings(&read(name, text)).into_iter().map(|(value, _)| value).collect()
}

/// A text in which a span has been replaced.
struct Mutated {
    text: String,
    /// The span in the original.
    span: Span,
    /// The length of the replacement.
    len: usize,
}

impl Mutated {
    fn new(original: &str, span: Span, piece: &str) -> Mutated {
        let (before, after) = (&original[..span.start as usize], &original[span.end as usize..]);
        Mutated { text: format!("{before}{piece}{after}"), span, len: piece.len() }
    }

    /// The spans, in the new text, of the strings that the replacement did not touch.
    fn untouched(&self, strings: &[(String, Span)]) -> Vec<Span> {
        let moved = |at: u32| (at as usize + self.len - self.span.range().len()) as u32;
        let moved_span = |span: &Span| {
            if span.end <= self.span.start {
                return Some(*span);
            }
            let is_behind = span.start >= self.span.end;
            is_behind.then(|| Span { start: moved(span.start), end: moved(span.end) })
        };
        strings.iter().filter_map(|(_, span)| moved_span(span)).collect()
    }
}

/// Asserts that fixes of syntax errors do not touch strings outside the replacement. Returns whether there are fixes.
fn assert_strings_stay(name: &str, mutated: &Mutated, strings: &[(String, Span)]) -> bool {
    let found = find(name, &mutated.text, &syntax());
    let edits = || safe_fixes(&found).flat_map(|fix| &fix.edits);
    if edits().next().is_none() {
        return false;
    }
    for string in mutated.untouched(strings) {
        let is_inside = |edit: Span| edit.start < string.end && string.start < edit.end;
        for edit in edits() {
            assert!(!is_inside(edit.span), "{name}: {edit:?} is inside a string of\n{}", mutated.text);
        }
    }
    true
}

/// Asserts that fixes of syntax errors keep the values of all strings, and leave fewer syntax errors, none of a new kind.
fn assert_syntax_fixes_are_safe(name: &str, text: &str) {
    let after = fixed(name, text, &syntax());
    if after == text {
        return;
    }
    assert_eq!(values(name, text), values(name, &after), "{name}: strings of\n{text}\n---\n{after}");
    let (was, is) = (damage(name, text), damage(name, &after));
    let rises = is.iter().find(|(kind, count)| **count > was.get(*kind).copied().unwrap_or(0));
    assert!(rises.is_none(), "{name}: more {rises:?} in\n{text}\n---\n{after}");
    let total = |damage: &BTreeMap<String, usize>| damage.values().sum::<usize>();
    assert!(total(&is) < total(&was), "{name}: no fewer syntax errors in\n{text}\n---\n{after}");
    assert_eq!(fixed(name, &after, &syntax()), after, "{name}: a second run changes\n{text}");
}

/// Asserts that the safe fixes of all rules add no errors, and that a second run changes nothing.
fn assert_fixes_are_safe(name: &str, text: &str) {
    let after = fixed(name, text, RULES);
    if after == text {
        return;
    }
    assert!(errors(name, &after) <= errors(name, text), "{name}: more errors in\n{text}\n---\n{after}");
    let total = |text: &str| damage(name, text).values().sum::<usize>();
    assert!(total(&after) <= total(text), "{name}: more syntax errors in\n{text}\n---\n{after}");
    assert_eq!(fixed(name, &after, RULES), after, "{name}: a second run changes\n{text}");
    // Fields are renamed and removed, but no value changes, except in case.
    let before = values(name, text);
    let renamed = |value: &String| {
        let old = value.strip_suffix(".$").unwrap_or(value);
        let new_names = ["ItemProcessor", "ItemSelector", "InvocationConfig"];
        before.iter().any(|one| one.eq_ignore_ascii_case(old)) || new_names.contains(&old)
    };
    let changed: Vec<String> =
        values(name, &after).into_iter().filter(|value| !before.contains(value) && !renamed(value)).collect();
    assert!(changed.is_empty(), "{name}: {changed:?} is new in\n{text}\n---\n{after}");
}

/// Calls a function for each change of a text by one character.
fn each_change(text: &str, mut probe: impl FnMut(Mutated)) {
    for (at, c) in text.char_indices() {
        let whole = Span::new(at, at + c.len_utf8());
        probe(Mutated::new(text, whole, ""));
        for (i, piece) in PIECES.iter().enumerate() {
            // Each piece replaces every fourth character, and is inserted before every fourth.
            match (at + i) % 4 {
                0 => probe(Mutated::new(text, whole, piece)),
                2 => probe(Mutated::new(text, Span::at(at as u32), piece)),
                _ => {}
            }
        }
    }
}

#[test]
fn fixes_of_a_changed_character_do_not_touch_strings() {
    for (name, text) in DOCUMENTS {
        let strings = strings(&read(name, text));
        assert!(strings.len() >= 8, "{name}");
        let mut fixed = 0;
        each_change(text, |mutated| {
            if assert_strings_stay(name, &mutated, &strings) {
                assert_syntax_fixes_are_safe(name, &mutated.text);
                fixed += 1;
            }
        });
        let has_json = !matches!(*name, "a.asl.yaml" | "serverless.yml" | "encoded.tf");
        assert_eq!(fixed > 20, has_json, "{name}: {fixed}");
    }
}

#[test]
fn fixes_of_a_changed_character_add_no_errors() {
    for (name, text) in DOCUMENTS {
        let mut number = 0;
        each_change(text, |mutated| {
            number += 1;
            if number % 8 == 0 {
                assert_fixes_are_safe(name, &mutated.text);
            }
        });
    }
}

#[test]
fn fixtures_with_a_character_changed() {
    let mut random = Random::default();
    for (name, text) in
        fixtures().into_iter().filter(|(name, text)| !name.ends_with(".out") && !text.is_empty())
    {
        for _ in 0..15 {
            let changed = random.changed(&text, DAMAGE);
            assert_syntax_fixes_are_safe(&name, &changed);
            assert_fixes_are_safe(&name, &changed);
        }
    }
}

/// A document in which some spans of a few characters have been replaced.
fn damaged() -> impl Strategy<Value = (&'static str, String)> {
    let change = (any::<prop::sample::Index>(), 0..4usize, prop::sample::select(DAMAGE));
    (prop::sample::select(DOCUMENTS), prop::collection::vec(change, 1..6)).prop_map(
        |((name, text), changes)| {
            let mut text = text.to_owned();
            for (index, len, piece) in changes {
                let start = text.floor_char_boundary(index.index(text.len() + 1));
                let end = text.ceil_char_boundary((start + len).min(text.len()));
                text.replace_range(start..end, piece);
            }
            (name, text)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("CASES").ok().map_or(2000, |n| n.parse().unwrap()), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fixes_after_several_changes_are_safe((name, text) in damaged()) {
        assert_syntax_fixes_are_safe(name, &text);
        assert_fixes_are_safe(name, &text);
    }
}
