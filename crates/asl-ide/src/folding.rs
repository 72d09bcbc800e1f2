use asl_core::semantic::Analysis;
use asl_core::syntax::Kind;
use asl_core::text::Span;

/// Returns the spans of the objects and arrays of a definition, in document order. The caller has to filter out those
/// on a single line, because lines are not known here.
pub fn folds(analysis: &Analysis) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Vec<_> = analysis.tree().root().into_iter().collect();
    while let Some(node) = open.pop() {
        if matches!(node.kind(), Kind::Object | Kind::Array) {
            found.push(node.span());
        }
        open.extend(node.items());
        open.extend(node.pairs().filter_map(|pair| pair.value()));
    }
    found.sort();
    found
}
