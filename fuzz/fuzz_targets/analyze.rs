//! Any text: reading it, understanding it, and all rules. Fixes can be applied.
#![no_main]

use asl_core::config::Config;
use asl_core::{RULES, Source, analyze, lint_analyses, edit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for name in ["a.json", "a.jsonc", "a.yaml", "a.tf", "a.tf.json", "a.tftpl", "a.yaml.tpl", "a.md"] {
        for finding in lint_analyses(&analyze(Source::new(text, name)), &Config::all()) {
            assert!(text.get(finding.span.range()).is_some());
            if let Some(fix) = finding.fix {
                edit::apply(text, &fix.edits);
            }
        }
    }
});
