//! Line coverage of each crate, without the lines of tests.

use std::collections::BTreeMap;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{has_nextest, root};

/// The lines of a crate.
#[derive(Debug, Default, PartialEq, Eq)]
struct Lines {
    covered: usize,
    all: usize,
}

impl Lines {
    fn percent(&self) -> f64 {
        100.0 * self.covered as f64 / self.all.max(1) as f64
    }
}

/// Runs all tests and prints a table.
pub(crate) fn run() -> Result<()> {
    if !has_tools()? {
        bail!(
            "cargo-llvm-cov is not installed: cargo install cargo-llvm-cov --locked && rustup component add llvm-tools"
        );
    }
    let report = root().join("target/coverage.lcov");
    let tests = if has_nextest() { "nextest" } else { "test" };
    let path = report.display().to_string();
    crate::run("cargo", &["llvm-cov", tests, "--workspace", "--lcov", "--output-path", &path])?;
    let crates = by_crate(&fs::read_to_string(&report)?, |path| {
        let path = Path::new(path).strip_prefix(root()).ok()?;
        Some((path.to_str()?.replace('\\', "/"), fs::read_to_string(root().join(path)).ok()?))
    })?;
    let mut total = Lines::default();
    println!("\n{:<16} {:>7} {:>8} {:>7}", "crate", "lines", "covered", "");
    for (name, lines) in &crates {
        total.all += lines.all;
        total.covered += lines.covered;
        println!("{name:<16} {:>7} {:>8} {:>6.1}%", lines.all, lines.covered, lines.percent());
    }
    println!("{:<16} {:>7} {:>8} {:>6.1}%", "all", total.all, total.covered, total.percent());
    Ok(())
}

/// Whether cargo-llvm-cov and the matching LLVM tools are installed.
fn has_tools() -> Result<bool> {
    let libraries = Command::new("rustc").args(["--print", "target-libdir"]).output()?;
    let libraries = String::from_utf8(libraries.stdout)?;
    let tools = Path::new(libraries.trim()).parent().context("rustc has no library folder")?.join("bin");
    let has_profdata = tools.join(format!("llvm-profdata{EXE_SUFFIX}")).is_file();
    Ok(has_profdata && Command::new("cargo").args(["llvm-cov", "--version"]).output()?.status.success())
}

/// The lines of each crate in an LCOV report. `source` returns the path inside the workspace and the text of a file.
fn by_crate(
    report: &str,
    source: impl Fn(&str) -> Option<(String, String)>,
) -> Result<BTreeMap<String, Lines>> {
    let mut crates: BTreeMap<String, Lines> = BTreeMap::new();
    for record in report.split("end_of_record") {
        let Some(path) = record.lines().find_map(|line| line.strip_prefix("SF:")) else { continue };
        let Some((path, text)) = source(path) else { continue };
        let Some(name) = crate_of(&path) else { continue };
        let code = lines_of_code(&text);
        let lines = crates.entry(name.to_owned()).or_default();
        for line in record.lines().filter_map(|line| line.strip_prefix("DA:")) {
            let (number, count) = line.split_once(',').context("a line of the LCOV report has no count")?;
            if number.parse::<usize>()? <= code {
                lines.all += 1;
                lines.covered += usize::from(count != "0");
            }
        }
    }
    Ok(crates)
}

/// The crate of a file; `None` if it is a test.
fn crate_of(path: &str) -> Option<&str> {
    let (name, file) = path.strip_prefix("crates/")?.split_once("/src/")?;
    let is_for_tests = file.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "testing"));
    (!is_for_tests).then_some(name)
}

/// The number of lines before the tests of a file.
fn lines_of_code(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).position(|two| two[0] == "#[cfg(test)]" && two[1].ends_with("mod tests {"));
    tests.unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_not_counted() {
        let report = "SF:/w/crates/a/src/x.rs\nDA:1,0\nDA:2,5\nDA:4,1\nend_of_record\n\
                      SF:/w/crates/a/src/y/tests.rs\nDA:1,1\nend_of_record\n\
                      SF:/w/crates/b/src/lib.rs\nDA:1,2\nend_of_record\nSF:/w/xtask/src/main.rs\nDA:1,2\n";
        let text = "fn one() {\n}\n#[cfg(test)]\nmod tests {\n}\n";
        let source = |path: &str| Some((path.strip_prefix("/w/")?.to_owned(), text.to_owned()));
        let crates = by_crate(report, source).unwrap();
        let counts: Vec<_> =
            crates.iter().map(|(name, lines)| (name.as_str(), lines.covered, lines.all)).collect();
        assert_eq!(counts, [("a", 1, 2), ("b", 1, 1)]);
    }
}
