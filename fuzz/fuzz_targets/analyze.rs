//! Analysis of any text, with all rules: every span is in the text, and all fixes can be applied.
#![no_main]

use asl_core::config::Config;
use asl_core::{Source, analyze, edit, lint_analyses};
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
