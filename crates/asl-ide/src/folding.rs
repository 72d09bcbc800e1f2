//! Folding ranges.

use asl_core::semantic::Analysis;
use asl_core::syntax::{Kind, Node};
use asl_core::text::Span;

/// Returns what to hide of the objects and arrays of a definition, in document order. A closing bracket that begins its
/// line stays visible. The caller has to filter out what is on a single line, because lines are not known here.
pub fn folds(analysis: &Analysis) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Vec<_> = analysis.tree().root().into_iter().collect();
    while let Some(node) = open.pop() {
        if matches!(node.kind(), Kind::Object | Kind::Array) {
            found.push(without_end(node));
        }
        open.extend(node.items());
        open.extend(node.pairs().filter_map(|pair| pair.value()));
    }
    found.sort();
    found
}

/// The span of a value up to the end of the line before its closing bracket.
fn without_end(node: Node<'_>) -> Span {
    let (span, source) = (node.span(), node.source());
    let before = source.rsplit_once('\n').filter(|(_, last)| matches!(last.trim_start(), "}" | "]"));
    before.map_or(span, |(before, _)| Span { end: span.start + before.len() as u32, ..span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_core::testing::analyses;

    /// What is hidden of each value that takes several lines.
    #[track_caller]
    fn check(text: &str, hidden: &[&str]) {
        let found = analyses(text).iter().flat_map(folds).collect::<Vec<_>>();
        let found = found.iter().map(|span| &text[span.range()]).filter(|part| part.contains('\n'));
        assert_eq!(found.collect::<Vec<_>>(), hidden);
    }

    #[test]
    fn closing_brackets_stay_visible() {
        check(
            "{\n  \"States\": {\n    \"A\": { \"Type\": \"Pass\" }\n  }\n}",
            &[
                "{\n  \"States\": {\n    \"A\": { \"Type\": \"Pass\" }\n  }",
                "{\n    \"A\": { \"Type\": \"Pass\" }",
            ],
        );
        check("{ \"States\": {\n} }", &["{ \"States\": {\n} }"]);
        check(
            "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n",
            &[
                "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true",
                "A:\n    Type: Pass\n    End: true",
                "Type: Pass\n    End: true",
            ],
        );
    }
}
