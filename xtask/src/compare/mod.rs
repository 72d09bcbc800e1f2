//! A comparison with other linters of Amazon States Language: speed, over the same files in the same run, and agreement with
//! AWS.

mod verdicts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::dist::PROFILE;
use crate::{CORPORA, corpora, python, root};

/// The versions to compare with.
const ASL_VALIDATOR: &str = "asl-validator@4.0.0";
const STATELINT: &str = "statelint==3.1.0";

/// The number of runs of a command of which the median counts.
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
    crate::run("cargo", &["build", "--quiet", "--profile", PROFILE, "--package", "asl-lint"])?;
    let mut asl_lint = Command::new(root().join("target").join(PROFILE).join("asl-lint"));
    asl_lint.arg("check").arg(folder.join("files"));
    let ours = time(&mut asl_lint)?;
    println!("{count} files: asl-lint {ours:.3} s, {:.0} files per second", count as f64 / ours);
    // The slowest one is the last: asl-validator takes many minutes for 10,000 files.
    for (name, mut command) in [("statelint", statelint()?), ("asl-validator", asl_validator(&folder)?)] {
        for file in &files {
            if name == "asl-validator" {
                command.arg("--json-path");
            }
            command.arg(file);
        }
        let (ours, theirs) = times(&mut asl_lint, &mut command)?;
        println!("{name}: {theirs:.2} s, {:.1} times asl-lint with {ours:.3} s", theirs / ours);
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

/// The times that two commands take, in seconds. They are measured alternately, and the pair with the median ratio counts, so
/// that the load of the machine matters little. If theirs is long, it runs only once.
fn times(ours: &mut Command, theirs: &mut Command) -> Result<(f64, f64)> {
    let mut pairs = Vec::new();
    while pairs.len() < RUNS && pairs.first().is_none_or(|(_, theirs)| *theirs < LONG) {
        pairs.push((time(ours)?, time_once(theirs)?));
    }
    pairs.sort_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)));
    Ok(pairs[pairs.len() / 2])
}

/// The median time that a short command takes, in seconds.
fn time(command: &mut Command) -> Result<f64> {
    let mut times = (0..RUNS).map(|_| time_once(command)).collect::<Result<Vec<_>>>()?;
    times.sort_by(f64::total_cmp);
    Ok(times[RUNS / 2])
}

fn time_once(command: &mut Command) -> Result<f64> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status().context("cannot run the command")?;
    if !matches!(status.code(), Some(0 | 1)) {
        bail!("{command:?} failed");
    }
    Ok(start.elapsed().as_secs_f64())
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
