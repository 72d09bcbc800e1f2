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
