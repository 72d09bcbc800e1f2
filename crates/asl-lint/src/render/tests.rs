//! Properties of snippets, for any text and any span: they can be drawn, are small, and underline the right text.

use std::time::Instant;

use anstream::adapter::strip_str;
use asl_core::text::{LineIndex, Span};
use asl_core::visible::{is_hidden, visible};
use asl_core::{Diagnostic, RULES, Related, Severity};
use proptest::prelude::*;

use super::text::draw;
use super::{Display, FORMATS};
use crate::report::{FileReport, Report};

fn finding(span: Span, related: &[Span]) -> Diagnostic {
    Diagnostic {
        rule: RULES[0],
        severity: Severity::Error,
        span,
        message: "here".to_owned(),
        notes: Vec::new(),
        help: None,
        unlisted: 0,
        related: related.iter().map(|&span| Related { span, message: "there".to_owned() }).collect(),
        fix: None,
        aws_code: None,
        aws_location: None,
        pointer: None,
    }
}

fn file(text: &str, findings: Vec<Diagnostic>) -> FileReport {
    FileReport::new("a.json".to_owned(), text.to_owned(), findings, &[])
}

/// The snippet of a finding, without colors.
fn drawn(text: &str, span: Span, related: &[Span]) -> String {
    drawn_in(Display::default(), text, span, related)
}

fn drawn_in(display: Display, text: &str, span: Span, related: &[Span]) -> String {
    let file = file(text, vec![finding(span, related)]);
    let source = file.source.as_ref().unwrap();
    strip_str(&draw(source, &file.findings[0], &display)).to_string()
}

/// The span of a part of a text.
fn of(text: &str, part: &str) -> Span {
    let at = text.find(part).unwrap();
    Span::new(at, at + part.len())
}

#[test]
fn spans_are_underlined() {
    for (text, part, expected) in [
        ("\ta\tb\r\nc", "b", " 1 │     a   b\n   ·         ─\n 2 │ c\n"),
        ("名前 😀 x", "x", " 1 │ 名前 😀 x\n   ·         ─\n"),
        ("名前 😀 x", "😀", " 1 │ 名前 😀 x\n   ·      ──\n"),
        ("e\u{301}e\u{301} x y", "x", " 1 │ e\u{301}e\u{301} x y\n   ·    ─\n"),
        ("a\u{200b}b x", "x", " 1 │ a\u{200b}b x\n   ·    ─\n"),
        ("\u{feff}{}", "\u{feff}", " 1 │ \\u{feff}{}\n   · ────────\n"),
        ("a\u{1b}[31m\u{202e}b", "b", " 1 │ a\\u{1b}[31m\\u{202e}b\n   ·                    ─\n"),
        ("a\rb\u{2028}c\rd", "c", " 1 │ a\n 2 │ b\\u{2028}c\n   ·          ─\n 3 │ d\n"),
    ] {
        let picture = drawn(text, of(text, part), &[]);
        assert!(picture.contains(expected), "{text:?}:\n{picture}");
    }
}

#[test]
fn the_end_of_a_file_is_marked() {
    for (text, expected) in [
        ("", "[a.json:1:1]\n 1 │ \n   · ▲\n"),
        ("ab", "[a.json:1:3]\n 1 │ ab\n   ·   ▲\n"),
        ("ab\n", "[a.json:2:1]\n 1 │ ab\n 2 │ \n   · ▲\n"),
        ("ab\r\n", "[a.json:2:1]\n 1 │ ab\n 2 │ \n   · ▲\n"),
    ] {
        let picture = drawn(text, Span::new(text.len(), text.len()), &[]);
        assert!(picture.contains(expected), "{text:?}:\n{picture}");
    }
}

#[test]
fn distant_locations_are_notes() {
    let far = format!("{{\"a\":1,{}\"b\":2}}", "\"x\":0,".repeat(20_000));
    let picture = drawn(&far, of(&far, "\"b\""), &[of(&far, "\"a\"")]);
    assert!(picture.contains("…\"x\":0,") && picture.contains("note: there: a.json:1:2\n"), "{picture}");
    assert!(picture.len() < 800, "{picture}");
    let lines = format!("a\n{}b", "x\n".repeat(100));
    let picture = drawn(&lines, of(&lines, "b"), &[of(&lines, "a")]);
    assert!(picture.lines().count() <= 8 && picture.contains("note: there: a.json:1:1\n"), "{picture}");
    let near = format!("{} \"a\" : \"b\" {}", "x".repeat(1_000), "y".repeat(1_000));
    let picture = drawn(&near, of(&near, "\"b\""), &[of(&near, "\"a\"")]);
    assert!(!picture.contains("note:") && picture.contains("╰── there"), "{picture}");
}

#[test]
fn long_spans_are_underlined_at_their_start() {
    let line = format!("ab {} cd\nef", "é".repeat(1_000_000));
    let picture = drawn(&line, of(&line, line.lines().next().unwrap()), &[]);
    assert!(picture.contains("[a.json:1:1]\n 1 │ ab éé") && picture.contains("é…\n   · ──"), "{picture}");
    assert!(picture.len() < 2_000, "{picture}");
    let lines = "a\n".repeat(100_000);
    assert!(drawn(&lines, Span::new(0, lines.len()), &[]).len() < 200);
}

#[test]
fn lines_are_clipped_to_the_terminal() {
    let text = format!(
        "{}\n{{ {} \"Next\": \"B\", {} }}",
        "\t".repeat(20) + &"x".repeat(150),
        "\"a\": 1, ".repeat(30),
        "\"b\": 1, ".repeat(30)
    );
    for columns in [60, 80, 120, 200] {
        let display = Display { columns: Some(columns), ..Display::default() };
        let picture = drawn_in(display, &text, of(&text, "\"B\""), &[]);
        let widest = picture.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= columns && widest > columns * 2 / 3, "{columns} columns:\n{picture}");
        assert!(picture.contains("\"Next\": \"B\""), "{picture}");
    }
}

#[test]
fn columns_of_annotations_are_only_given_within_a_line() {
    let text = "{\n \"a\": {\n }\n}";
    let findings = vec![finding(of(text, "\"a\""), &[]), finding(of(text, "{\n }"), &[])];
    let report = Report { files: vec![file(text, findings)], ..Report::default() };
    let mut out = Vec::new();
    (super::format("github").unwrap().write)(&report, &Display::default(), &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    let places: Vec<&str> = out.lines().map(|line| line.split_once("a.json,").unwrap().1).collect();
    assert_eq!(places, ["line=2,col=2,endLine=2,endColumn=5::here", "line=2,endLine=3::here"]);
}

#[test]
fn rule_names_are_links_where_the_terminal_can() {
    let file = file("{}", vec![finding(Span::new(0, 1), &[])]);
    let source = file.source.as_ref().unwrap();
    let display = Display { has_links: true, ..Display::default() };
    let picture = draw(source, &file.findings[0], &display);
    let (rule, url) = (RULES[0].name, RULES[0].url());
    let link = format!("error[\u{1b}]8;;{url}\u{1b}\\{rule}\u{1b}]8;;\u{1b}\\]:");
    assert!(picture.contains(&link), "{picture:?}");
    assert!(strip_str(&picture).to_string().starts_with(&format!("error[{rule}]: here")));
}

#[test]
fn long_lines_are_fast() {
    let start = Instant::now();
    for piece in ["x", "\t", "名", "😀", "e\u{301}", "\u{200b}", "\u{1b}", "\"a\": 1, ", "\u{202e}", "\r"]
    {
        let text = piece.repeat(10_000_000 / piece.len());
        let place = |part: usize| text.floor_char_boundary(text.len() / 100 * part);
        let spans = (0..100).map(|part| Span::new(place(part), place(part + 1)));
        let findings = spans.map(|span| finding(span, &[Span::new(0, 1.min(text.len()))])).collect();
        let report = Report { files: vec![file(&text, findings)], ..Report::default() };
        for format in &FORMATS {
            let mut out = Vec::new();
            (format.write)(&report, &Display::default(), &mut out).unwrap();
            assert!(out.len() < 500_000, "{} of {piece:?}: {}", format.name, out.len());
        }
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// Characters that are wide, have no width, or are hidden.
const PIECES: &[&str] = &[
    "a",
    "b",
    "\"x\": 1, ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "名",
    "😀",
    "👩\u{200d}👩",
    "e\u{301}",
    "\u{200b}",
    "\u{1b}[31m",
    "\u{7}",
    "\u{9b}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "é",
    "{",
    "}",
    "│",
    "…",
    "::error::",
];

fn texts() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(PIECES), prop_oneof![8 => 1..4usize, 1 => 100..2_000usize]);
    prop::collection::vec(piece, 0..20)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, count)| piece.repeat(count)).collect())
}

fn span(text: &str, place: &(prop::sample::Index, prop::sample::Index)) -> Span {
    let at = |index: &prop::sample::Index| text.floor_char_boundary(index.index(text.len() + 1));
    let (a, b) = (at(&place.0), at(&place.1));
    Span::new(a.min(b), a.max(b))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_span_of_every_text_can_be_drawn(
        text in texts(),
        places in prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 1..5),
        is_short in any::<bool>(),
    ) {
        let mut spans: Vec<Span> = places.iter().map(|place| span(&text, place)).collect();
        if is_short {
            spans.iter_mut().for_each(|span| span.end = text.ceil_char_boundary((span.start as usize + 3).min(text.len())) as u32);
        }
        let picture = drawn(&text, spans[0], &spans[1..]);
        let hidden = picture.chars().find(|&c| c != '\n' && is_hidden(c));
        prop_assert_eq!(hidden, None, "{}", picture);
        prop_assert!(picture.len() < 60_000);
        prop_assert!(!picture.lines().any(|line| line.trim_start().starts_with("::")), "{}", picture);
        let at = LineIndex::new(&text).position(&text, spans[0].start);
        let header = format!("[a.json:{}:{}]", at.line, at.column);
        prop_assert!(picture.contains(&header), "{header} is not in\n{picture}");
    }

    #[test]
    fn narrow_texts_are_underlined(
        text in "[a-c\\x01\\x1b\\u{9b}\\u{202e}{}:, \n]{1,60}",
        place in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let mut span = span(&text, &place);
        let rest = &text[span.start as usize..];
        let line = rest.find('\n').unwrap_or(rest.len());
        span.end = span.end.min(span.start + line as u32);
        prop_assume!(!span.is_empty());
        let picture = drawn(&text, span, &[]);
        let mut lines = picture.lines();
        let (source, mark) = loop {
            let line = lines.next().expect("there is a mark");
            if let Some(mark) = line.split_once(" · ") {
                break (picture.lines().take_while(|other| *other != line).last().unwrap(), mark.1);
            }
        };
        let source: Vec<char> = source.split_once(" │ ").unwrap().1.chars().collect();
        let start = mark.chars().take_while(|c| *c == ' ').count();
        let marked: String = source[start..mark.chars().count()].iter().collect();
        prop_assert_eq!(marked, visible(&text[span.range()]), "{}", picture);
    }
}
