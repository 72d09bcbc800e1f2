//! Speed compared with other linters of Amazon States Language, over the same files in the same run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{python, root};

/// The versions to compare with.
const ASL_VALIDATOR: &str = "asl-validator@4.0.0";
const STATELINT: &str = "statelint==3.1.0";

/// Prints the time of each tool for copies of a fixture, as a multiple of that of asl-lint. The other tools are installed
/// into the target folder, from npm and PyPI.
pub(crate) fn run(count: usize) -> Result<()> {
    let folder = root().join("target/compare");
    let files = write_files(&folder.join("files"), count)?;
    crate::run("cargo", &["build", "--quiet", "--release", "--package", "asl-lint"])?;
    let ours =
        time(Command::new(root().join("target/release/asl-lint")).arg("check").arg(folder.join("files")))?;
    println!("{count} files: asl-lint {ours:.2} s, {:.0} files per second", count as f64 / ours);
    for (name, mut command) in [("asl-validator", asl_validator(&folder)?), ("statelint", statelint()?)] {
        for file in &files {
            if name == "asl-validator" {
                command.arg("--json-path");
            }
            command.arg(file);
        }
        let theirs = time(&mut command)?;
        println!("{count} files: {name} {theirs:.2} s, {:.0} times asl-lint", theirs / ours);
    }
    Ok(())
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

/// The time that a command takes, in seconds.
fn time(command: &mut Command) -> Result<f64> {
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
