//! A comparison with other linters of Amazon States Language: speed, over the same files in the same run, and agreement with
//! AWS.

mod verdicts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{CORPORA, corpora, python, root};

/// The versions to compare with.
const ASL_VALIDATOR: &str = "asl-validator@4.0.0";
const STATELINT: &str = "statelint==3.1.0";

/// The number of runs of a command, so that the files are in the cache of the system for most of them.
const RUNS: usize = 5;
/// The time in seconds from which a command runs only once.
const LONG: f64 = 20.0;

/// Prints the time of each tool for copies of a fixture, as a multiple of that of asl-lint, and how often each agrees with AWS.
/// The other tools are installed into the target folder, from npm and PyPI.
pub(crate) fn run(count: usize) -> Result<()> {
    let folder = root().join("target/compare");
    // A repository of its own, so that no template elsewhere is searched for references to the files.
    fs::create_dir_all(folder.join(".git"))?;
    let files = write_files(&folder.join("files"), count)?;
    crate::run("cargo", &["build", "--quiet", "--release", "--package", "asl-lint"])?;
    let mut asl_lint = Command::new(root().join("target/release/asl-lint"));
    let ours = time(asl_lint.arg("check").arg(folder.join("files")))?;
    println!("{count} files: asl-lint {ours:.3} s, {:.0} files per second", count as f64 / ours);
    for (name, mut command) in [("asl-validator", asl_validator(&folder)?), ("statelint", statelint()?)] {
        for file in &files {
            if name == "asl-validator" {
                command.arg("--json-path");
            }
            command.arg(file);
        }
        let theirs = time(&mut command)?;
        println!("{count} files: {name} {theirs:.2} s, {:.1} times asl-lint", theirs / ours);
    }
    match corpora() {
        Some(corpora) => verdicts::run(&folder.join("npm"), &corpora.join("aws-verdicts")),
        None => {
            println!("the agreement with AWS needs {CORPORA}");
            Ok(())
        }
    }
}

fn write_files(folder: &Path, count: usize) -> Result<Vec<PathBuf>> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let definition = fs::read(root().join("fixtures/saga.asl.json"))?;
    let mut files = Vec::new();
    for i in 0..count {
        let file = folder.join(format!("{i}.asl.json"));
        fs::write(&file, &definition)?;
        files.push(file);
    }
    Ok(files)
}

/// The time that a command takes, in seconds: the median of several runs, or that of the first one if it is long.
fn time(command: &mut Command) -> Result<f64> {
    let mut times = Vec::new();
    while times.len() < RUNS && times.first().is_none_or(|first| *first < LONG) {
        let start = Instant::now();
        let status = command.stdout(Stdio::null()).status().context("cannot run the command")?;
        if !matches!(status.code(), Some(0 | 1)) {
            bail!("{command:?} failed");
        }
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

fn asl_validator(folder: &Path) -> Result<Command> {
    let folder = folder.join("npm");
    fs::create_dir_all(&folder)?;
    let folder = folder.to_string_lossy().into_owned();
    crate::run(
        "npm",
        &["install", "--silent", "--no-fund", "--no-audit", "--prefix", &folder, ASL_VALIDATOR],
    )?;
    Ok(Command::new(Path::new(&folder).join("node_modules/.bin/asl-validator")))
}

fn statelint() -> Result<Command> {
    let python = python::python().context(python::NEEDS)?;
    crate::run(&python.to_string_lossy(), &["-m", "pip", "install", "--quiet", STATELINT])?;
    Ok(Command::new(python.with_file_name("statelint")))
}
