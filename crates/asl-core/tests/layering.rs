//! Dependencies inside the crate point one way. This reads every `use crate::` line and refuses an upward one.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fs;
use std::path::{Path, PathBuf};

/// From the bottom to the top. A module may use those before it, and itself.
const LAYERS: &[&str] = &[
    "text",
    "visible",
    "brief",
    "effort",
    "names",
    "syntax",
    "catalog",
    "host",
    "model",
    "expr",
    "semantic",
    "diagram",
    "suppress",
    "edit",
    "diagnostic",
    "rules",
    "file",
    "config",
    "fix",
    "ide",
];

/// The two that know each other: a finding names its rule, and a rule makes findings.
const MUTUAL: (&str, &str) = ("diagnostic", "rules");

#[test]
fn modules_use_only_what_lies_below_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&src, &mut files);
    let mut upward = Vec::new();
    // Tests may look at everything.
    files.retain(|file| !file.ends_with("tests.rs"));
    for file in files {
        let module = file.strip_prefix(&src).unwrap().components().next().unwrap();
        let module = module.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
        let Some(own) = LAYERS.iter().position(|layer| *layer == module) else {
            assert!(["lib", "testing"].contains(&module.as_str()), "`{module}` has no place in LAYERS");
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for used in
            code.lines().filter_map(|line| line.trim().split_once("use crate::")).map(|(_, rest)| rest)
        {
            let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            let layer = LAYERS.iter().position(|layer| *layer == used);
            let is_mutual = (module.as_str(), used) == MUTUAL;
            if layer.is_some_and(|layer| layer > own) && !is_mutual {
                upward.push(format!("{}: uses `{used}`", file.display()));
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
