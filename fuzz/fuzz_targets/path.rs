//! Parses any text as a JSONPath.
#![no_main]

use asl_core::expr::path;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let path = path::parse(text);
    let found = path.errors.iter().chain(&path.doubts()).map(|error| error.span).collect::<Vec<_>>();
    let refused = path::reference_errors(&path);
    for span in found.into_iter().chain(refused.iter().map(|error| error.span)) {
        assert!(text.get(span.range()).is_some());
    }
});
