//! Sessions of an independent client, the Python SDK, with `asl-lint mcp`.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::summary::Summary;
use crate::{formats, python, root};

const NAME: &str = "tests/mcp";

/// Runs `tests/mcp`.
pub(crate) fn run(summary: &mut Summary) -> Result<()> {
    match python::with_packages("tests/mcp/requirements.txt") {
        Some(python) => summary.run(NAME, || sessions(&python)),
        None => summary.skip_installable(NAME, python::NEEDS),
    }
}

fn sessions(python: &Path) -> Result<()> {
    let mut pytest = Command::new(python);
    pytest.args(["-B", "-m", "pytest", "--quiet", "tests/mcp"]).env("ASL_LINT", formats::linter()?);
    match pytest.current_dir(root()).status()?.success() {
        true => Ok(()),
        false => bail!("tests/mcp failed"),
    }
}
