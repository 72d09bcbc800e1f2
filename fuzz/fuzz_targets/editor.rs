//! Editor features at any offset of any text: every span is in the text, and all edits can be applied.
#![no_main]

use asl_core::text::Span;
use asl_core::{Source, analyze, edit};
use asl_ide::{self as ide, Cursor, format};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &str)| {
    let (place, text) = input;
    let offset = text.floor_char_boundary(place as usize) as u32;
    let whole = Span::new(0, text.len());
    let shows = |span: Span| text.get(span.range()).is_some();
    for name in ["a.asl.json", "a.asl.yaml", "a.template.yaml", "a.tf", "a.md"] {
        let analyses = analyze(Source::new(text, name));
        for analysis in &analyses {
            assert!(ide::tokens(analysis, whole).iter().all(|token| shows(token.span)));
            assert!(ide::hints(analysis, whole).iter().all(|hint| shows(Span::at(hint.offset))));
            assert!(ide::lenses(analysis).iter().all(|lens| shows(lens.span)));
            assert!(ide::links(analysis).iter().all(|link| shows(link.span)));
            assert!(ide::folds(analysis).into_iter().all(shows));
            ide::outline(analysis);
            format::format(analysis, format::Style::default());
        }
        for item in ide::complete(&analyses, offset) {
            assert!(shows(item.replace) && item.edits.iter().all(|edit| shows(edit.span)));
        }
        for action in ide::actions::actions(&analyses, Span { start: offset, end: text.len() as u32 }) {
            edit::apply(text, &action.edits);
        }
        let Some(cursor) = Cursor::at(&analyses, offset) else { continue };
        assert!(ide::hover(&analyses, offset).is_none_or(|hover| shows(hover.span)));
        assert!(ide::linked(cursor).unwrap_or_default().into_iter().all(shows));
        ide::signature(cursor);
        if let Some((symbol, _)) = ide::symbol_at(cursor) {
            for edit in ide::rename(cursor.analysis, symbol, "New").unwrap_or_default() {
                assert!(shows(edit.span));
            }
        }
    }
});
