//! What rules say of the examples on their pages, in full: messages, notes, help, places and fixes.

use std::fs;
use std::path::Path;

use asl_core::RULES;
use asl_core::testing::pages;

#[test]
fn findings_of_the_examples_are_as_they_were() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    for rule in RULES {
        let expected = fs::read_to_string(folder.join(format!("{}.out", rule.name))).unwrap_or_default();
        let found = pages::report(rule);
        assert_eq!(
            expected, found,
            "{}: if this is meant, run `cargo xtask gen` and read the difference",
            rule.name
        );
    }
    // One for each rule, and this file.
    assert_eq!(fs::read_dir(folder).unwrap().count(), RULES.len() + 1);
}
