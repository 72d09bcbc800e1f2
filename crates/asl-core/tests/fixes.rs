//! What safe fixes do to damaged texts of every language: nothing in a string changes, faults become fewer, and a second
//! run changes nothing.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

#[path = "fixes/documents.rs"]
mod documents;

use std::collections::BTreeMap;

use asl_core::config::Config;
use asl_core::fix::{Checked, fix_all, safe_fixes};
use asl_core::syntax::Node;
use asl_core::testing::{Random, fixtures};
use asl_core::text::Span;
use asl_core::{Analysis, Diagnostic, RULES, Rule, Severity, Source, analyze, lint_analyses, rule};
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
    fix_all(text, check).text
}

/// How often each kind of damage is in a text.
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

/// All strings of the definitions of a file, keys too, in their order: the values, and the places.
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

/// A text in which one place has been changed.
struct Mutated {
    text: String,
    /// The place in the original, and how long it is in the text.
    place: Span,
    len: usize,
}

impl Mutated {
    fn new(original: &str, place: Span, piece: &str) -> Mutated {
        let (before, after) = (&original[..place.start as usize], &original[place.end as usize..]);
        Mutated { text: format!("{before}{piece}{after}"), place, len: piece.len() }
    }

    /// Where the strings are in the text that the change did not touch.
    fn untouched(&self, strings: &[(String, Span)]) -> Vec<Span> {
        let moved = |at: u32| (at as usize + self.len - self.place.range().len()) as u32;
        let place = |span: &Span| {
            if span.end <= self.place.start {
                return Some(*span);
            }
            let is_behind = span.start >= self.place.end;
            is_behind.then(|| Span { start: moved(span.start), end: moved(span.end) })
        };
        strings.iter().filter_map(|(_, span)| place(span)).collect()
    }
}

/// Repairs of syntax leave every string alone that was sound before its neighbour was damaged. Says whether there are any.
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

/// All repairs of syntax keep the values of all strings, and leave less damage, of no new kind.
fn assert_repairs_are_safe(name: &str, text: &str) {
    let after = fixed(name, text, &syntax());
    if after == text {
        return;
    }
    assert_eq!(values(name, text), values(name, &after), "{name}: strings of\n{text}\n---\n{after}");
    let (was, is) = (damage(name, text), damage(name, &after));
    let rises = is.iter().find(|(kind, count)| **count > was.get(*kind).copied().unwrap_or(0));
    assert!(rises.is_none(), "{name}: more {rises:?} in\n{text}\n---\n{after}");
    let total = |damage: &BTreeMap<String, usize>| damage.values().sum::<usize>();
    assert!(total(&is) < total(&was), "{name}: no less damage in\n{text}\n---\n{after}");
    assert_eq!(fixed(name, &after, &syntax()), after, "{name}: a second run changes\n{text}");
}

/// All safe fixes of all rules bring no error, leave the syntax no worse, and a second run changes nothing.
fn assert_fixes_are_safe(name: &str, text: &str) {
    let after = fixed(name, text, RULES);
    if after == text {
        return;
    }
    assert!(errors(name, &after) <= errors(name, text), "{name}: more errors in\n{text}\n---\n{after}");
    let total = |text: &str| damage(name, text).values().sum::<usize>();
    assert!(total(&after) <= total(text), "{name}: more damage in\n{text}\n---\n{after}");
    assert_eq!(fixed(name, &after, RULES), after, "{name}: a second run changes\n{text}");
    // Fields are renamed and removed, but no value becomes another one.
    let before = values(name, text);
    let renamed = |value: &String| {
        let old = value.strip_suffix(".$").unwrap_or(value);
        let new_names = ["ItemProcessor", "ItemSelector", "InvocationConfig"];
        before.iter().any(|one| one == old) || new_names.contains(&old)
    };
    let strange: Vec<String> =
        values(name, &after).into_iter().filter(|value| !before.contains(value) && !renamed(value)).collect();
    assert!(strange.is_empty(), "{name}: {strange:?} is new in\n{text}\n---\n{after}");
}

/// Each place of a text changed in each way, one at a time.
fn each_change(text: &str, mut probe: impl FnMut(Mutated)) {
    for (at, c) in text.char_indices() {
        let whole = Span::new(at, at + c.len_utf8());
        probe(Mutated::new(text, whole, ""));
        for (i, piece) in PIECES.iter().enumerate() {
            // Each piece replaces every fourth character, and is put before every fourth.
            match (at + i) % 4 {
                0 => probe(Mutated::new(text, whole, piece)),
                2 => probe(Mutated::new(text, Span::at(at as u32), piece)),
                _ => {}
            }
        }
    }
}

#[test]
fn repairs_leave_strings_alone_wherever_one_character_is_wrong() {
    for (name, text) in DOCUMENTS {
        let strings = strings(&read(name, text));
        assert!(strings.len() >= 8, "{name}");
        let mut repaired = 0;
        each_change(text, |mutated| {
            if assert_strings_stay(name, &mutated, &strings) {
                assert_repairs_are_safe(name, &mutated.text);
                repaired += 1;
            }
        });
        let has_json = !matches!(*name, "a.asl.yaml" | "serverless.yml" | "encoded.tf");
        assert_eq!(repaired > 20, has_json, "{name}: {repaired}");
    }
}

#[test]
fn all_fixes_bring_no_fault_wherever_one_character_is_wrong() {
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
            assert_repairs_are_safe(&name, &changed);
            assert_fixes_are_safe(&name, &changed);
        }
    }
}

/// A document, and pieces that take the place of a few characters of it.
fn damaged() -> impl Strategy<Value = (&'static str, String)> {
    let wound = (any::<prop::sample::Index>(), 0..4usize, prop::sample::select(DAMAGE));
    (prop::sample::select(DOCUMENTS), prop::collection::vec(wound, 1..6)).prop_map(
        |((name, text), wounds)| {
            let mut text = text.to_owned();
            for (place, len, piece) in wounds {
                let start = text.floor_char_boundary(place.index(text.len() + 1));
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
    fn several_wounds_are_not_made_worse((name, text) in damaged()) {
        assert_repairs_are_safe(name, &text);
        assert_fixes_are_safe(name, &text);
    }
}
