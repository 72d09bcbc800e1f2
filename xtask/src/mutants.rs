//! Mutation testing: cargo-mutants changes the code at random, and at least 90% of the changes must make a test fail.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{BuildHasher, Hasher};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{has_nextest, root};

/// The mutated code: everything that determines findings and fixes.
const FILES: &[&str] = &[
    "crates/asl-core/src/rules/**",
    "crates/asl-core/src/semantic/**",
    "crates/asl-core/src/fix.rs",
    "crates/asl-core/src/suppress.rs",
    "crates/asl-core/src/config.rs",
    "crates/asl-core/src/file.rs",
];

/// Mutants that do not change rules, as the deleted field has the default value: the path and the mutation.
const SAME: &[(&str, &str)] = &[
    ("/rules/", "delete field severity from struct Rule expression"),
    ("/rules/structure/", "delete field group from struct Rule expression"),
];

/// The tests that run: without those that change documents at every place, which take most of the time and notice little
/// that the others do not.
const TESTS: &str = "not test(/character_changed|changed_character|truncated|made_of_pieces|linear_time/)";

/// The minimum percentage of mutants that the tests must notice.
const BUDGET: usize = 90;

/// Runs the tests with a number of mutants, selected by a seed, and prints those that no test notices.
pub(crate) fn run(count: usize, seed: Option<u64>) -> Result<()> {
    if !has_nextest() {
        bail!("cargo-nextest is not installed: cargo install cargo-nextest --locked");
    }
    let seed = seed.unwrap_or_else(|| RandomState::new().build_hasher().finish() % 1_000_000);
    let all = list()?;
    let chosen = sample(&all, count, seed);
    println!("{} of {} mutants, seed {seed}", chosen.len(), all.len());
    let output = root().join("target/mutants");
    fs::create_dir_all(&output)?;
    fs::write(output.join("chosen.diff"), diff(&chosen)?)?;
    let mut mutants = command();
    mutants.args(["--jobs", "2", "--test-tool", "nextest", "--baseline", "skip", "--timeout", "120"]);
    mutants.args(["--no-times", "--colors", "never"]);
    mutants.args(["--profile", "mutants", "--cargo-arg=--tests", "--cap-lints=true", "--output"]);
    mutants.arg(&output).arg("--in-diff").arg(output.join("chosen.diff"));
    for name in &chosen {
        mutants.args(["--re", &format!("^{}$", escaped(name))]);
    }
    mutants.args(["--", "-E", TESTS]);
    // The status is that of the mutants; the outcomes that it has written have the details.
    mutants.status().context("cannot run cargo-mutants")?;
    report(&fs::read_to_string(output.join("mutants.out/outcomes.json"))?, &chosen)
}

fn command() -> Command {
    let mut command = Command::new("cargo");
    command.arg("mutants").args(["--package", "asl-core"]).current_dir(root());
    for pattern in FILES {
        command.args(["--file", pattern]);
    }
    command
}

/// The names of all mutants.
fn list() -> Result<Vec<String>> {
    let output = command().args(["--list", "--colors", "never"]).output().context("cannot run cargo")?;
    if !output.status.success() {
        bail!("cargo-mutants is not installed: cargo install cargo-mutants --locked");
    }
    let is_same =
        |name: &&str| SAME.iter().any(|(place, change)| name.contains(place) && name.ends_with(change));
    Ok(String::from_utf8(output.stdout)?.lines().filter(|name| !is_same(name)).map(str::to_owned).collect())
}

/// Selects some of the names, the same ones for the same seed.
fn sample(names: &[String], count: usize, seed: u64) -> Vec<String> {
    let mut left = names.to_vec();
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut chosen = Vec::new();
    while chosen.len() < count && !left.is_empty() {
        // xorshift
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        chosen.push(left.swap_remove((state % left.len() as u64) as usize));
    }
    chosen.sort();
    chosen
}

/// A diff that adds the lines of the selected mutants. cargo-mutants deletes struct fields whatever names are given, but
/// only on the lines of a diff.
fn diff(chosen: &[String]) -> Result<String> {
    let mut lines: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for name in chosen {
        let mut parts = name.splitn(3, ':');
        let (path, line) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        lines.entry(path).or_default().insert(line.parse().with_context(|| format!("no line in {name}"))?);
    }
    let mut out = String::new();
    for (path, lines) in lines {
        let text = fs::read_to_string(root().join(path))?;
        out += &format!("--- a/{path}\n+++ b/{path}\n");
        for (before, line) in lines.into_iter().enumerate() {
            let new = text.lines().nth(line - 1).context("the file is shorter than its list")?;
            out += &format!("@@ -{},0 +{line} @@\n+{new}\n", line - 1 - before);
        }
    }
    Ok(out)
}

/// Escapes a name for a regular expression.
fn escaped(name: &str) -> String {
    let is_special = |c: char| r"\.+*?()|[]{}^$#-".contains(c);
    name.chars().flat_map(|c| is_special(c).then_some('\\').into_iter().chain([c])).collect()
}

/// Prints the selected mutants that no test has noticed.
fn report(outcomes: &str, chosen: &[String]) -> Result<()> {
    let outcomes: Value = serde_json::from_str(outcomes)?;
    let (mut killed, mut missed) = (0, Vec::new());
    for outcome in outcomes["outcomes"].as_array().into_iter().flatten() {
        let name = outcome["scenario"]["Mutant"]["name"].as_str().unwrap_or_default();
        // Skips a deleted field on the line of a selected mutant.
        if !chosen.iter().any(|one| one == name) {
            continue;
        }
        match outcome["summary"].as_str() {
            Some("CaughtMutant" | "Timeout") => killed += 1,
            Some("MissedMutant") => missed.push(name),
            // A mutant that does not compile says nothing about the tests.
            _ => {}
        }
    }
    let all = killed + missed.len();
    println!("\nnoticed {killed} of {all}: {}% (budget: {BUDGET}%)", 100 * killed / all.max(1));
    missed.iter().for_each(|name| println!("missed {name}"));
    if killed * 100 < BUDGET * all {
        bail!("the tests notice too few mutants");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_selects_the_same_names_again() {
        let names: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        assert_eq!(sample(&names, 7, 3), sample(&names, 7, 3));
        assert_ne!(sample(&names, 7, 3), sample(&names, 7, 4));
        assert_eq!(sample(&names, 200, 3).len(), 100);
    }

    #[test]
    fn the_diff_adds_the_lines_of_the_mutants() {
        let chosen = ["rustfmt.toml:2:1: b", "rustfmt.toml:1:7: a", "rustfmt.toml:1:9: c"].map(str::to_owned);
        let text = fs::read_to_string(root().join("rustfmt.toml")).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            diff(&chosen).unwrap(),
            format!(
                "--- a/rustfmt.toml\n+++ b/rustfmt.toml\n@@ -0,0 +1 @@\n+{}\n@@ -0,0 +2 @@\n+{}\n",
                lines[0], lines[1]
            )
        );
        assert!(diff(&["rustfmt.toml:900:1: a".to_owned()]).is_err());
    }

    #[test]
    fn names_match_only_themselves() {
        assert_eq!(
            escaped("a.rs:1:2: replace f -> Option<&'a T>"),
            r"a\.rs:1:2: replace f \-> Option<&'a T>"
        );
    }
}
