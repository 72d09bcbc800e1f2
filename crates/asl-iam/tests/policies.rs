//! The policies of definitions, one for each kind of integration. The snapshots in `fixtures` show each statement with
//! AWS's page that it is based on.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use asl_core::{Source, analyze};
use asl_iam::{Requirements, Template, requirements};
use snapbox::{Data, assert_data_eq};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn shown(needed: &Requirements) -> String {
    let mut out = String::new();
    for statement in &needed.policy.statements {
        writeln!(out, "allow {}", statement.actions.join("\n      ")).unwrap();
        writeln!(out, "   on {}", statement.resources.join("\n      ")).unwrap();
        for condition in &statement.conditions {
            writeln!(out, "   if {} {} {}", condition.key, condition.operator, condition.value).unwrap();
        }
        writeln!(out, "  see {}\n", statement.sources.join("\n      ")).unwrap();
    }
    for remark in &needed.remarks {
        writeln!(out, "note: {}", remark.message).unwrap();
    }
    out
}

#[test]
fn policies_of_integrations() {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(".asl.json"));
    paths.sort();
    assert!(paths.len() >= 12);
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let analyses = analyze(Source::new(&text, &path.to_string_lossy()));
        let needed = requirements(&analyses[0], &Template::default());
        let snapshot = path.with_extension("").with_extension("policy.txt");
        assert_data_eq!(shown(&needed), Data::read_from(&snapshot, None));
    }
}

#[test]
fn no_policy_allows_an_action_by_a_wildcard() {
    for path in fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()) {
        let text = fs::read_to_string(&path).unwrap();
        for analysis in analyze(Source::new(&text, &path.to_string_lossy())) {
            let needed = requirements(&analysis, &Template::default());
            let mut actions = needed.policy.statements.iter().flat_map(|statement| &statement.actions);
            assert!(!actions.any(|action| action.contains('*')), "{}", path.display());
        }
    }
}
