//! Files that follow from others. They are checked in, so that they can be read without building anything, and a test
//! compares them.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use asl_core::config::Config;
use asl_core::rules::{Default, Group, facts};
use asl_core::testing::pages;
use asl_core::text::LineIndex;
use asl_core::{RULES, Source, analyze, lint_analyses};
use asl_ide::diagram::{Format, diagram};

use crate::root;

pub(crate) fn run(check_only: bool) -> Result<()> {
    let mut files = vec![(root().join("docs/rules/README.md"), index())];
    for rule in RULES {
        let (title, body) = rule.docs.split_once("\n\n").unwrap_or((rule.docs, ""));
        let page = format!("{title}\n\n{}\n\n{body}", facts(rule));
        files.push((root().join(format!("docs/rules/{}.md", rule.name)), page));
        let expected = root().join(format!("crates/asl-core/tests/pages/{}.out", rule.name));
        files.push((expected, pages::report(rule)));
    }
    files.push((root().join("docs/cli.md"), command_line()?));
    files.push((root().join("docs/graph.svg"), picture()?));
    files.extend(findings_of_fixtures()?);

    let mut stale = Vec::new();
    for (path, content) in &files {
        if fs::read_to_string(path).is_ok_and(|old| old == *content) {
            continue;
        }
        stale.push(path.strip_prefix(root()).unwrap_or(path).display().to_string());
        if !check_only {
            fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    // Pages of rules that are no more.
    for path in left_over(&files)? {
        stale.push(path.strip_prefix(root()).unwrap_or(&path).display().to_string());
        if !check_only {
            fs::remove_file(&path)?;
        }
    }
    if check_only && !stale.is_empty() {
        bail!("stale, run `cargo xtask gen`: {}", stale.join(", "));
    }
    println!(
        "{} generated files, {} {}",
        files.len(),
        stale.len(),
        if check_only { "stale" } else { "written" }
    );
    Ok(())
}

fn left_over(files: &[(PathBuf, String)]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in ["docs/rules", "crates/asl-core/tests/pages"] {
        for entry in fs::read_dir(root().join(folder))? {
            let path = entry?.path();
            if !path.ends_with("main.rs") && !files.iter().any(|(known, _)| *known == path) {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// The list of rules.
fn index() -> String {
    let mut out = String::from(
        "# Rules\n\nWritten by `cargo xtask gen` from the rules in `crates/asl-core/src/rules`.\n\n\
         - **error**: AWS refuses the definition when it is created or updated.\n\
         - **warning**: AWS accepts it, but it fails, hangs or does not do what it says when it runs.\n\
         - **info**: advice; the machine works. Shown in the terminal with `--advice`.\n",
    );
    let mut group: Option<Group> = None;
    for rule in RULES {
        if group != Some(rule.group) {
            group = Some(rule.group);
            let title = rule.group.title();
            write!(out, "\n## {title}\n\n| rule | severity | description |\n|---|---|---|\n")
                .expect("strings take all");
        }
        let off = if rule.default == Default::Off { ", off" } else { "" };
        writeln!(out, "| [{0}]({0}.md) | {1}{off} | {2} |", rule.name, rule.severity, rule.summary())
            .expect("strings take all");
    }
    out
}

/// The picture of a definition for the README.
fn picture() -> Result<String> {
    let path = root().join("fixtures/saga.asl.json");
    let text = fs::read_to_string(&path)?;
    let analyses = analyze(Source::new(&text, &path.to_string_lossy()));
    diagram(&analyses[0], Format::Svg).context("the fixture cannot be drawn")
}

/// The help texts of the command line.
fn command_line() -> Result<String> {
    let mut out = String::from("# The command line\n\nWritten by `cargo xtask gen` from the help texts.\n");
    for args in [&[][..], &["check"], &["format"], &["graph"], &["explain"], &["rules"]] {
        let output = Command::new("cargo")
            .args(["run", "--quiet", "--package", "asl-lint", "--", "--color", "never"])
            .args(args)
            .arg("--help")
            .env("COLUMNS", "100")
            .current_dir(root())
            .output()
            .context("cannot run asl-lint")?;
        if !output.status.success() {
            bail!("asl-lint --help failed: {}", String::from_utf8_lossy(&output.stderr));
        }
        let name = ["asl-lint"].iter().chain(args).copied().collect::<Vec<_>>().join(" ");
        let help = String::from_utf8(output.stdout)?;
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        write!(out, "\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end())
            .expect("strings take all");
    }
    Ok(out)
}

/// What the default rules find in the broken fixtures, in the compact format.
fn findings_of_fixtures() -> Result<Vec<(PathBuf, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join("fixtures/broken"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let out = path.with_extension("").with_extension("out");
            files.push((out, findings(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

fn findings(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path)?;
    let analyses = analyze(Source::new(&text, &path.to_string_lossy()));
    let index = LineIndex::new(&text);
    let shown = path.strip_prefix(root()).unwrap_or(path).display();
    let mut out = String::new();
    for finding in lint_analyses(&analyses, &Config::default()) {
        let at = index.position(&text, finding.span.start);
        writeln!(
            out,
            "{shown}:{}:{}: {}[{}] {}",
            at.line, at.column, finding.severity, finding.rule.name, finding.message
        )
        .expect("strings take all");
    }
    Ok(out)
}
