//! All findings in the fixtures and the corpora without their messages, to verify that a change affects none of them.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use asl_core::RULES;
use serde_json::Value;

use crate::{corpora, root};

/// The maximum number of differences to print.
const SHOWN: usize = 40;

/// Prints the findings, or compares them with the output of an earlier run.
pub(crate) fn run(against: Option<&Path>) -> Result<()> {
    let now = findings()?;
    let Some(path) = against else {
        print!("{now}");
        return Ok(());
    };
    let before = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let gone = difference(&before, &now);
    let new = difference(&now, &before);
    for line in gone
        .iter()
        .map(|line| format!("- {line}"))
        .chain(new.iter().map(|line| format!("+ {line}")))
        .take(SHOWN)
    {
        println!("{line}");
    }
    println!("{} findings before, {} gone, {} new", before.lines().count(), gone.len(), new.len());
    if !gone.is_empty() || !new.is_empty() {
        bail!("the findings differ");
    }
    Ok(())
}

/// The lines of a text that occur less often in another.
fn difference<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
    let mut rest: Vec<&str> = other.lines().collect();
    rest.sort_unstable();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    let mut found = Vec::new();
    let mut known = rest.into_iter().peekable();
    for line in lines {
        while known.next_if(|other| *other < line).is_some() {}
        if known.next_if(|other| *other == line).is_none() {
            found.push(line);
        }
    }
    found
}

fn findings() -> Result<String> {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let mut folders = vec![root().join("fixtures")];
    folders.extend(corpora());
    let mut out = String::new();
    for folder in folders {
        for workflow in ["standard", "express"] {
            let output = Command::new("cargo")
                .args(["run", "--quiet", "--release", "--package", "asl-lint", "--"])
                .args(["check", "--no-config", "--advice", "--format", "json", "--type", workflow])
                .args(["--select", &rules.join(",")])
                .arg(&folder)
                .current_dir(root())
                .output()
                .context("cannot run asl-lint")?;
            let found: Vec<Value> = serde_json::from_slice(&output.stdout)
                .with_context(|| format!("asl-lint failed: {}", String::from_utf8_lossy(&output.stderr)))?;
            for finding in &found {
                writeln!(out, "{workflow} {}", line(finding, &folder))
                    .expect("writing to a string does not fail");
            }
        }
    }
    Ok(out)
}

/// The facts of a finding on a single line.
fn line(finding: &Value, folder: &Path) -> String {
    let text = |field: &str| finding[field].as_str().unwrap_or("-");
    let path = Path::new(text("path")).strip_prefix(folder).unwrap_or(Path::new(text("path"))).display();
    let range = &finding["range"];
    let places: Vec<String> = [range]
        .into_iter()
        .chain(finding["related"].as_array().into_iter().flatten().map(|related| &related["range"]))
        .map(|range| format!("{}-{}", range["start"]["offset"], range["end"]["offset"]))
        .collect();
    let fix = match &finding["fix"] {
        Value::Null => "-".to_owned(),
        fix => format!("{} {}", fix["applicability"], fix["edits"]),
    };
    format!(
        "{path} {} {} {} {} {} {} {fix}",
        text("rule"),
        text("severity"),
        places.join(","),
        text("aws_code"),
        text("aws_location"),
        text("pointer"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_counts_duplicate_lines() {
        assert_eq!(difference("b\na\na\n", "a\nc\n"), ["a", "b"]);
        assert!(difference("a\nb\n", "b\na\na\n").is_empty());
    }
}
