//! Editor features on documents with syntax errors: nothing panics, and every span is valid.

use asl_core::testing::fixtures;
use asl_core::text::Span;
use asl_core::{Source, analyze};
use asl_ide::{self as ide, Cursor};

/// Calls every feature for a text and an offset.
fn probe(name: &str, text: &str, offset: usize) {
    let shows = |span: Span| text.get(span.range()).is_some();
    let analyses = analyze(Source::new(text, name));
    let whole = Span::new(0, text.len());
    for analysis in &analyses {
        let tokens = ide::tokens(analysis, whole);
        for token in &tokens {
            assert!(shows(token.span) && !text[token.span.range()].contains('\n'), "{name}: {token:?}");
        }
        assert!(tokens.windows(2).all(|two| two[0].span.end <= two[1].span.start), "{name}");
        assert!(ide::hints(analysis, whole).iter().all(|hint| shows(Span::at(hint.offset))), "{name}");
        assert!(ide::links(analysis).iter().all(|link| shows(link.span)), "{name}");
        assert!(ide::lenses(analysis).iter().all(|lens| shows(lens.span)), "{name}");
    }
    if let Some(hover) = ide::hover(&analyses, offset as u32) {
        assert!(shows(hover.span) && !hover.markdown.is_empty(), "{name}: {hover:?}");
    }
    if let Some(found) = ide::substitution(&analyses, offset as u32) {
        assert_eq!(text.get(found.span.range()), Some(found.name), "{name}");
        assert!(found.occurrences(found.name).iter().all(|place| shows(place.span)), "{name}");
    }
    let Some(cursor) = Cursor::at(&analyses, offset as u32) else { return };
    if let Some(help) = ide::signature(cursor) {
        assert!(help.active.is_none_or(|active| active < help.signature.parameters.len()), "{name}");
    }
    assert!(ide::linked(cursor).unwrap_or_default().into_iter().all(shows), "{name}");
}

#[test]
fn half_of_a_document_has_its_features() {
    for (name, text) in fixtures() {
        let step = (text.len() / 25).max(1);
        for end in (0..=text.len()).step_by(step).filter(|end| text.is_char_boundary(*end)) {
            probe(&name, &text[..end], end);
        }
    }
}

#[test]
fn every_place_of_a_document_has_its_features() {
    for (name, text) in fixtures() {
        let analyses = analyze(Source::new(&text, &name));
        for offset in (0..=text.len()).step_by(7).filter(|offset| text.is_char_boundary(*offset)) {
            if let Some(hover) = ide::hover(&analyses, offset as u32) {
                assert!(text.get(hover.span.range()).is_some(), "{name}: {hover:?}");
                let touches = hover.span.start <= offset as u32 && offset as u32 <= hover.span.end;
                assert!(touches, "{name}: {hover:?} at {offset}");
            }
            let _ = Cursor::at(&analyses, offset as u32).and_then(ide::signature);
        }
    }
}

#[test]
fn a_removed_character_does_no_harm() {
    for (name, text) in fixtures() {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for at in places.iter().step_by((places.len() / 20).max(1)) {
            let mut damaged = text.clone();
            damaged.remove(*at);
            probe(&name, &damaged, *at);
        }
    }
}
