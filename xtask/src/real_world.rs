//! What the rules say of public definitions: `docs/real-world.md`, and every finding on the terminal, to be read.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use anyhow::Result;
use asl_core::rules::Default;
use asl_core::text::LineIndex;
use asl_core::{RULES, Source, analyze, check_file};

use crate::{corpora, json_files, root};

pub(crate) fn run() -> Result<()> {
    let Some(folder) = corpora().map(|corpora| corpora.join("real-world")) else {
        println!("there are no public definitions beside the project");
        return Ok(());
    };
    let files = json_files(&folder)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut definitions, mut states) = (0, 0);
    for path in &files {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let analyses = analyze(Source::new(&text, &path.to_string_lossy()));
        let found = analyses.iter().filter(|analysis| analysis.is_definition());
        let (count, inside) = found.fold((0, 0), |(n, s), a| (n + 1, s + a.model().states().len()));
        if count == 0 {
            continue;
        }
        definitions += count;
        states += inside;
        let index = LineIndex::new(&text);
        for finding in check_file(&analyses, RULES.iter().copied().filter(|rule| rule.default == Default::On))
        {
            *counts.entry(finding.rule.name).or_default() += 1;
            let at = index.position(&text, finding.span.start);
            let shown = path.strip_prefix(&folder).unwrap_or(path).display();
            println!(
                "{shown}:{}:{}: {}[{}] {}",
                at.line, at.column, finding.severity, finding.rule.name, finding.message
            );
        }
    }
    let target = root().join("docs/real-world.md");
    fs::write(&target, page(definitions, states, &counts))?;
    println!("{} definitions, {states} states; written {}", definitions, target.display());
    Ok(())
}

fn page(definitions: usize, states: usize, counts: &BTreeMap<&str, usize>) -> String {
    let mut out = format!(
        "# Public definitions\n\nWritten by `cargo xtask real-world`: how often each rule that is on by default speaks on \
         {definitions} public JSON definitions with {states} states, nearly all of which run. Each finding is read before \
         a rule is on by default; one that is often wrong is quieted or turned off. Rules that are not listed find nothing.\n\n\
         | rule | severity | findings |\n|---|---|---|\n"
    );
    for rule in RULES.iter().filter(|rule| rule.default == Default::On) {
        if let Some(count) = counts.get(rule.name) {
            writeln!(out, "| [{0}](rules/{0}.md) | {1} | {count} |", rule.name, rule.severity)
                .expect("strings take all");
        }
    }
    out
}
