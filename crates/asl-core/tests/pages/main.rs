//! Snapshots of the findings in the examples on the pages of rules: messages, notes, help, spans and fixes.

use std::fs;
use std::path::Path;

use asl_core::RULES;
use asl_core::testing::pages;

#[test]
fn findings_in_examples_match_the_snapshots() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    for rule in RULES {
        let expected = fs::read_to_string(folder.join(format!("{}.out", rule.name))).unwrap_or_default();
        let found = pages::report(rule);
        assert_eq!(
            expected, found,
            "{}: if this is intended, run `cargo xtask gen` and review the diff",
            rule.name
        );
    }
    // One snapshot for each rule, and this file.
    assert_eq!(fs::read_dir(folder).unwrap().count(), RULES.len() + 1);
}
