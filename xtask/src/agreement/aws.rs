//! Definitions with verdicts of AWS: those that it accepted must have no errors, and those that it rejected must have
//! errors with the same codes and locations.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use asl_core::config::Config;
use asl_core::testing::{Refusal, refusals};
use asl_core::{Diagnostic, Severity, Source, WorkflowType, analyze, lint_analyses};
use serde_json::Value;

#[derive(Default)]
struct Count {
    right: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, right: bool) {
        self.all += 1;
        self.right += usize::from(right);
    }
}

/// The definitions in a folder, as its manifest describes them.
pub(crate) fn cases(folder: &Path) -> Result<Vec<Value>> {
    let manifest = fs::read_to_string(folder.join("manifest.json")).context("cannot read the manifest")?;
    Ok(serde_json::from_str(&manifest)?)
}

/// The workflow type of a definition.
pub(crate) fn workflow(case: &Value) -> WorkflowType {
    if case["type"] == "EXPRESS" { WorkflowType::Express } else { WorkflowType::Standard }
}

pub(crate) fn run(folder: &Path) -> Result<()> {
    let cases = cases(folder)?;
    let [mut accepted, mut refused, mut codes, mut places, mut warned] =
        [const { Count { right: 0, all: 0 } }; 5];
    let (mut false_errors, mut misses) = (Vec::new(), Vec::new());
    for case in &cases {
        let file = case["file"].as_str().context("a case has no file")?;
        let text = fs::read_to_string(folder.join(file))?;
        let source = Source { workflow: workflow(case), ..Source::new(&text, file) };
        let findings = lint_analyses(&analyze(source), &Config::all());
        let errors: Vec<&Diagnostic> = findings.iter().filter(|d| d.severity == Severity::Error).collect();
        if case["verdict"] == "accepted" {
            accepted.add(errors.is_empty());
            if let Some(error) = errors.first() {
                false_errors.push(format!("{file}: {}: {}", error.rule.name, error.message));
            }
            let failed = case["runtime"]
                .as_array()
                .is_some_and(|runs| runs.iter().any(|run| run["status"] == "FAILED"));
            if failed {
                warned.add(findings.iter().any(|d| d.severity == Severity::Warning));
            }
            continue;
        }
        refused.add(!errors.is_empty());
        if errors.is_empty() {
            misses.push(format!("{file}: {}", case["aws_message"].as_str().unwrap_or_default()));
        }
        let ours = refusals(&findings);
        for said in case["aws_diagnostics"].as_array().into_iter().flatten() {
            let code = said["code"].as_str().context("a diagnostic has no code")?;
            let theirs = Refusal::new(code, said["location"].as_str());
            codes.add(ours.iter().any(|one| one.code == theirs.code));
            if let Some(place) = theirs.location {
                let is_here = ours.contains(&theirs);
                places.add(is_here);
                if !is_here && !errors.is_empty() {
                    misses.push(format!("{file}: AWS names {place}"));
                }
            }
        }
    }
    let shown = |count: &Count| format!("{}/{}", count.right, count.all);
    println!(
        "aws: accepted without an error {}, rejected with an error {}",
        shown(&accepted),
        shown(&refused)
    );
    println!("aws: same code {}, same location {}", shown(&codes), shown(&places));
    println!("aws: accepted, then failed at run time, with a warning {}", shown(&warned));
    for miss in &misses {
        println!("aws: missed {}", miss.lines().next().unwrap_or_default());
    }
    if false_errors.is_empty() {
        Ok(())
    } else {
        bail!("definitions that AWS accepts have errors: {false_errors:#?}")
    }
}
