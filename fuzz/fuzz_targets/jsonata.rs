//! Parses any text as a JSONata expression.
#![no_main]

use jsonata_syntax as jsonata;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = jsonata::parse(text);
    for error in &parsed.errors {
        assert!(text.get(error.span.range()).is_some());
    }
    for reference in jsonata::context_references(&parsed) {
        assert!(text.get(reference.span.range()).is_some());
    }
    for variable in jsonata::variables(&parsed) {
        assert!(text.get(variable.span.range()).is_some());
    }
});
