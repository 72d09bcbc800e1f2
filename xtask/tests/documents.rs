//! The paths in documents for contributors exist.

use std::fs;
use std::path::Path;

/// Expands `a/{b,c}.rs` to `a/b.rs` and `a/c.rs`.
fn expanded(path: &str) -> Vec<String> {
    let Some((before, (names, after))) =
        path.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    else {
        return vec![path.to_owned()];
    };
    names.split(',').map(|name| format!("{before}{name}{after}")).collect()
}

#[test]
fn paths_in_documents_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for document in ["docs/architecture.md", "README.md"] {
        let text = fs::read_to_string(root.join(document)).expect("the document exists");
        let words = text.split('`').skip(1).step_by(2);
        let folders = ["crates/", "docs/", "editors/", "fixtures/", "tests/", "xtask/"];
        let is_path =
            |word: &&str| folders.iter().any(|folder| word.starts_with(folder)) && !word.contains(['<', ' ']);
        let paths: Vec<String> = words.filter(is_path).flat_map(expanded).collect();
        let missing: Vec<&String> = paths.iter().filter(|path| !root.join(path).exists()).collect();
        assert!(missing.is_empty(), "{document} names {missing:?}");
        assert!(document != "docs/architecture.md" || paths.len() > 30, "only {} paths found", paths.len());
    }
}
