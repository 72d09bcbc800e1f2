//! The tools that build and check packages, in a Python environment.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{python, root};

/// The tools that build packages.
pub(super) const REQUIREMENTS: &str = "packages/requirements.txt";

/// The time of the files in packages, in the form of reproducible builds: the first day of 2020.
pub(super) const SOURCE_DATE_EPOCH: &str = "1577836800";

/// Installs the tools of a file of requirements.
///
/// # Errors
///
/// If there is no Python, or PyPI cannot be reached.
pub(super) fn install(requirements: &str) -> Result<()> {
    python::with_packages(requirements).context(python::NEEDS).map(|_| ())
}

/// The Python of the environment.
pub(crate) fn python() -> Result<PathBuf> {
    python::python().context(python::NEEDS)
}

/// A tool of the Python environment.
pub(crate) fn tool(name: &str) -> Result<Command> {
    Ok(Command::new(python()?.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX))))
}

/// Runs a command in the root of the workspace, with the tools on the `PATH`.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("> {}", display(command));
    if command.get_current_dir().is_none() {
        command.current_dir(root());
    }
    if !command
        .env("PATH", path()?)
        .status()
        .with_context(|| format!("cannot run {}", display(command)))?
        .success()
    {
        bail!("`{}` failed", display(command));
    }
    Ok(())
}

/// What a command prints, which must succeed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot run {}", display(command)))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", display(command), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

fn display(command: &Command) -> String {
    let parts = [command.get_program()].into_iter().chain(command.get_args());
    parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// The `PATH`, with the tools first.
fn path() -> Result<OsString> {
    let python = python()?;
    let tools = python.parent().context("the Python environment has no folder")?.to_owned();
    let before = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths([tools].into_iter().chain(env::split_paths(&before)))?)
}
