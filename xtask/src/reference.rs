//! The reference implementation of JSONata, from npm.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::root;

/// Runs a script beside the reference implementation, which is installed if it is not there. Nothing without Node.js.
pub(crate) fn run(script: &str, args: &[&str], input: &str) -> Result<Option<String>> {
    let folder = root().join("xtask/jsonata");
    let is_there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let is_installed = folder.join("node_modules/jsonata").is_dir();
    if !is_there("node") || !is_installed && !is_there("npm") {
        println!("jsonata: there is no Node.js with npm to run the reference implementation; skipped");
        return Ok(None);
    }
    if !is_installed {
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
    // The scripts read all that there is before they write.
    child.stdin.take().context("it was asked for")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{script} failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(Some(String::from_utf8(output.stdout)?))
}
