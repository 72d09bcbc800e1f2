//! Parses any text as an intrinsic function.
#![no_main]

use asl_core::expr::intrinsic;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = intrinsic::parse(text);
    for error in &parsed.errors {
        assert!(text.get(error.span.range()).is_some());
    }
    for problem in parsed.call.iter().flat_map(intrinsic::check) {
        assert!(text.get(problem.span.range()).is_some());
    }
});
