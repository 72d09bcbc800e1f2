//! What the rules say of public definitions: `docs/real-world.md`, and every finding on the terminal, to be read.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use asl_core::host::Format;
use asl_core::rules::Default;
use asl_core::{Language, RULES, Source, analyze};
use asl_workspace::files;
use serde_json::Value;

use crate::{corpora, root};

pub(crate) fn run() -> Result<()> {
    let Some(folder) = corpora().map(|corpora| corpora.join("real-world")) else {
        println!("there are no public definitions beside the project");
        return Ok(());
    };
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in findings(&folder)? {
        let text = |field: &str| finding[field].as_str().unwrap_or_default();
        let start = &finding["range"]["start"];
        println!(
            "{}:{}:{}: {}[{}] {}",
            text("path"),
            start["line"],
            start["column"],
            text("severity"),
            text("rule"),
            text("message")
        );
        *counts.entry((text("rule").to_owned(), text("severity").to_owned())).or_default() += 1;
    }
    let (by_kind, states) = definitions(&folder);
    let target = root().join("docs/real-world.md");
    fs::write(&target, page(&by_kind, states, &counts))?;
    println!(
        "{} definitions, {states} states; written {}",
        by_kind.values().sum::<usize>(),
        target.display()
    );
    Ok(())
}

/// What the command line finds in the folder, advice included.
fn findings(folder: &Path) -> Result<Vec<Value>> {
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--package", "asl-lint", "--", "check", "--no-config", "--advice"])
        .args(["--format", "json"])
        .arg(folder)
        .current_dir(root())
        .output()
        .context("cannot run asl-lint")?;
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("asl-lint failed: {}", String::from_utf8_lossy(&output.stderr)))
}

/// How many definitions there are by where they are written, and how many states they have.
fn definitions(folder: &Path) -> (BTreeMap<&'static str, usize>, usize) {
    let mut by_kind = BTreeMap::new();
    let mut states = 0;
    for input in files::find(&[folder.to_owned()]).0 {
        let Ok(text) = fs::read_to_string(&input.path) else { continue };
        let name = input.path.to_string_lossy();
        for analysis in analyze(Source::new(&text, &name)) {
            if !analysis.is_definition() {
                continue;
            }
            let kind = match (analysis.host().is_whole_file(), Language::of(&name)) {
                (false, _) => "templates",
                (true, Language::Yaml(_) | Language::Template { format: Format::Yaml, .. }) => "YAML files",
                (true, _) => "JSON files",
            };
            *by_kind.entry(kind).or_default() += 1;
            states += analysis.model().states().len();
        }
    }
    (by_kind, states)
}

fn page(
    by_kind: &BTreeMap<&str, usize>,
    states: usize,
    counts: &BTreeMap<(String, String), usize>,
) -> String {
    let kinds: Vec<String> = by_kind.iter().map(|(kind, count)| format!("{count} in {kind}")).collect();
    let mut out = format!(
        "# Public definitions\n\nWritten by `cargo xtask real-world`: how often each rule that is on by default speaks on \
         {} public definitions ({}) with {states} states, nearly all of which run, and on the templates that name them. \
         Each finding is read before a rule is on by default; one that is often wrong is quieted or turned off. Rules \
         that are not listed find nothing.\n\n\
         | rule | severity | findings |\n|---|---|---|\n",
        by_kind.values().sum::<usize>(),
        kinds.join(", ")
    );
    for rule in RULES.iter().filter(|rule| rule.default == Default::On) {
        for ((_, severity), count) in counts.iter().filter(|((name, _), _)| name == rule.name) {
            writeln!(out, "| [{0}](rules/{0}.md) | {severity} | {count} |", rule.name)
                .expect("strings take all");
        }
    }
    out
}
