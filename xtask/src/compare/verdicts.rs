//! Agreement of the tools with AWS, on definitions that AWS has accepted or rejected.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use asl_core::config::Config;
use asl_core::{Severity, Source, WorkflowType, analyze, lint_analyses};
use serde_json::Value;

use crate::agreement::aws;
use crate::{python, root};

/// A definition, and what AWS says about it.
struct Case {
    file: String,
    is_accepted: bool,
    workflow: WorkflowType,
}

/// Prints how many definitions each tool judges as AWS does. `npm` is the folder with asl-validator, and `folder` that of the
/// definitions, with their verdicts.
pub(super) fn run(npm: &Path, folder: &Path) -> Result<()> {
    let cases = cases(folder)?;
    let list = root().join("target/compare/verdicts.txt");
    let files: Vec<&str> = cases.iter().map(|case| case.file.as_str()).collect();
    fs::write(&list, files.join("\n"))?;

    let mut validator = Command::new("node");
    validator.arg(root().join("tests/compare/run_asl_validator.cjs")).arg(npm).arg(&list);
    let mut statelint = Command::new(python::python().context(python::NEEDS)?);
    statelint.arg(root().join("tests/compare/run_statelint.py")).arg(&list);

    let ours = cases.iter().map(accepts).collect::<Result<Vec<bool>>>()?;
    let count = |is_accepted: bool| cases.iter().filter(|case| case.is_accepted == is_accepted).count();
    println!("definitions that AWS accepts: {}; that it rejects: {}", count(true), count(false));
    let tools =
        [("asl-lint", ours), ("asl-validator", said(&mut validator)?), ("statelint", said(&mut statelint)?)];
    for (name, accepted) in tools {
        ensure!(accepted.len() == cases.len(), "{name} has judged {} definitions", accepted.len());
        let agrees = |is_accepted: bool| {
            let of_verdict = cases.iter().zip(&accepted).filter(|(case, _)| case.is_accepted == is_accepted);
            of_verdict.filter(|(_, accepted)| **accepted == is_accepted).count()
        };
        println!(
            "{name:<14} accepts {} of the first and rejects {} of the second",
            agrees(true),
            agrees(false)
        );
    }
    Ok(())
}

fn cases(folder: &Path) -> Result<Vec<Case>> {
    let case = |case: &Value| {
        Ok(Case {
            file: folder.join(case["file"].as_str().context("a case has no file")?).display().to_string(),
            is_accepted: case["verdict"] == "accepted",
            workflow: aws::workflow(case),
        })
    };
    aws::cases(folder)?.iter().map(case).collect()
}

/// Whether asl-lint accepts a definition, with its default rules.
fn accepts(case: &Case) -> Result<bool> {
    let text = fs::read_to_string(&case.file)?;
    let source = Source { workflow: case.workflow, ..Source::new(&text, &case.file) };
    let findings = lint_analyses(&analyze(source), &Config::default());
    Ok(findings.iter().all(|finding| finding.severity < Severity::Error))
}

/// What a script prints for each definition.
fn said(script: &mut Command) -> Result<Vec<bool>> {
    let output = script.output().context("cannot run the script")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.lines().map(|line| line == "accepted").collect())
}
