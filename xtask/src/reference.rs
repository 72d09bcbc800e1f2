//! The JSONata reference implementation, from npm.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::root;

/// The requirement of the reference implementation, for messages.
pub(crate) const NEEDS: &str = "Node.js with npm";

/// Whether the reference implementation can be run.
pub(crate) fn is_there() -> bool {
    let has = |program: &str| Command::new(program).arg("--version").output().is_ok();
    has("node") && (is_installed() || has("npm"))
}

fn is_installed() -> bool {
    folder().join("node_modules/jsonata").is_dir()
}

fn folder() -> PathBuf {
    root().join("xtask/jsonata")
}

/// Runs a script that uses the reference implementation, which is installed if necessary.
pub(crate) fn run(script: &str, args: &[&str], input: &str) -> Result<String> {
    let folder = folder();
    if !is_installed() {
        let status = Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--silent"])
            .current_dir(&folder)
            .status()?;
        if !status.success() {
            bail!("cannot install the reference implementation with npm");
        }
    }
    let mut child = Command::new("node")
        .arg(script)
        .args(args)
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // The scripts read all input before they write.
    child.stdin.take().context("the script has no standard input")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{script} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}
