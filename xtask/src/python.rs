//! The Python of the tasks: an environment of its own, so that nothing is installed into that of the system.

use std::path::PathBuf;
use std::process::Command;

use crate::root;

/// What [`python`] needs, for messages.
pub(crate) const NEEDS: &str = "python3 with venv and pip";

/// The Python interpreter of an environment below `target`, which has pip; `None` if it cannot be created.
pub(crate) fn python() -> Option<PathBuf> {
    let environment = root().join("target/python");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let system = if cfg!(windows) { "python" } else { "python3" };
    let create = || Command::new(system).args(["-m", "venv"]).arg(&environment).status();
    let is_made = python.is_file() || create().is_ok_and(|status| status.success());
    is_made.then_some(python)
}

/// The Python interpreter with the packages of a file of requirements; `None` if they cannot be installed.
pub(crate) fn with_packages(requirements: &str) -> Option<PathBuf> {
    let python = python()?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    pip.args(["-r", requirements]).current_dir(root());
    pip.status().is_ok_and(|status| status.success()).then_some(python)
}
