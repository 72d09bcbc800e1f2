//! The output formats, validated against their official schemas.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::summary::Summary;
use crate::{python, root};

const NAME: &str = "output formats";

/// Runs `tests/formats/validate.py`, which downloads the schemas.
pub(crate) fn run(summary: &mut Summary) -> Result<()> {
    let has_npm = Command::new("npm").arg("--version").output().is_ok_and(|npm| npm.status.success());
    match python::with_packages("tests/formats/requirements.txt").filter(|_| has_npm) {
        Some(python) => summary.run(NAME, || validate(&python)),
        None => summary.skip_installable(NAME, &format!("{}, and npm", python::NEEDS)),
    }
}

fn validate(python: &Path) -> Result<()> {
    let mut script = Command::new(python);
    script.args(["-B", "tests/formats/validate.py"]).arg(linter()?).arg(root().join("target/formats"));
    match script.current_dir(root()).status()?.success() {
        true => Ok(()),
        false => bail!("tests/formats/validate.py failed"),
    }
}

/// Builds the command line, and returns the path of its binary.
pub(crate) fn linter() -> Result<PathBuf> {
    crate::run("cargo", &["build", "--package", "asl-lint"])?;
    // Cargo does not print the target folder, but xtask itself is in it.
    let binaries = env::current_exe()?.parent().context("the path of xtask has no folder")?.to_owned();
    Ok(binaries.join(format!("asl-lint{}", env::consts::EXE_SUFFIX)))
}
