//! Any text: reading it, understanding it, and all rules. Fixes can be applied.
#![no_main]

use asl_core::{Dialect, RULES, Source, analyze, check, edit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for dialect in [Dialect::Json, Dialect::Jsonc] {
        for finding in check(&analyze(Source::new(text, dialect)), RULES.iter().copied()) {
            assert!(text.get(finding.span.range()).is_some());
            if let Some(fix) = finding.fix {
                edit::apply(text, &fix.edits);
            }
        }
    }
});
