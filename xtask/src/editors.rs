//! Tests of the server with real clients: pytest-lsp, and Neovim, Emacs and VS Code if they are installed.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::summary::Summary;
use crate::{python, root};

pub(crate) fn run(summary: &mut Summary) -> Result<()> {
    summary.run("language server", || crate::run("cargo", &["build", "--package", "asl-lsp"]))?;
    // Cargo does not print the target folder, but xtask itself is in it.
    let binaries = env::current_exe()?.parent().context("the path of xtask has no folder")?.to_owned();
    match python::with_packages("tests/pytest-lsp/requirements.txt") {
        Some(python) => summary.run("tests/pytest-lsp", || pytest(&python, &binaries))?,
        None => summary.skip_installable("tests/pytest-lsp", python::NEEDS)?,
    }
    match is_there("nvim", NEOVIM) {
        true => summary.run("tests/neovim", || neovim(&binaries))?,
        false => summary.skip("tests/neovim", "nvim 0.10 or later in PATH"),
    }
    match is_there("emacs", EMACS) {
        true => summary.run("tests/emacs", || emacs(&binaries))?,
        false => summary.skip("tests/emacs", "emacs 30 or later in PATH"),
    }
    match env::var_os("VSC_HOME") {
        Some(_) => summary.run("tests/vscode", || vscode(&binaries))?,
        None => summary.skip("tests/vscode", "VS Code (set VSC_HOME to its folder)"),
    }
    Ok(())
}

/// The arguments with which the editor exits successfully if its version is supported.
const NEOVIM: &[&str] = &["--clean", "--headless", "+if has('nvim-0.10') | quit | else | cquit | endif"];
const EMACS: &[&str] = &["-Q", "--batch", "--eval", "(kill-emacs (if (< emacs-major-version 30) 1 0))"];

/// Runs pytest-lsp with the capabilities of VS Code and Neovim, in a Python environment of its own.
fn pytest(python: &Path, binaries: &Path) -> Result<()> {
    let mut pytest = Command::new(python);
    pytest.args(["-B", "-m", "pytest", "--quiet", "tests/pytest-lsp"]);
    status(pytest.env("ASL_LSP", server(binaries)))
}

fn neovim(binaries: &Path) -> Result<()> {
    let mut nvim = Command::new("nvim");
    nvim.args(["--clean", "--headless", "-l", "tests/neovim/session.lua"]).arg(folder("target/neovim")?);
    status(nvim.env("PATH", path_with(binaries)?))
}

fn emacs(binaries: &Path) -> Result<()> {
    let mut emacs = Command::new("emacs");
    emacs.args(["-Q", "--batch", "-l", "tests/emacs/session.el"]).arg(folder("target/emacs")?);
    status(emacs.env("PATH", path_with(binaries)?))
}

/// Tests the extension in VS Code, through its API and through the user interface.
fn vscode(binaries: &Path) -> Result<()> {
    for folder in ["editors/vscode", "tests/vscode"] {
        status(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefix", folder]))?;
    }
    status(Command::new("npm").args(["run", "package", "--prefix", "editors/vscode"]))?;
    for test in ["tests/vscode/inhost.mjs", "tests/vscode/ui.mjs"] {
        let mut node = Command::new("node");
        node.args([test, "editors/vscode/asl-lint.vsix", "target/vscode"]).env("ASL_LSP", server(binaries));
        status(&mut node)?;
    }
    Ok(())
}

/// Whether a program is installed, and succeeds with arguments that check its version.
fn is_there(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Creates a folder for output.
fn folder(name: &str) -> Result<PathBuf> {
    let path = root().join(name);
    fs::create_dir_all(&path)?;
    Ok(path)
}

/// The `PATH`, with the folder of the built binaries first.
fn path_with(binaries: &Path) -> Result<OsString> {
    let before = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths([binaries.to_owned()].into_iter().chain(env::split_paths(&before)))?)
}

fn server(binaries: &Path) -> PathBuf {
    binaries.join(format!("asl-lsp{}", env::consts::EXE_SUFFIX))
}

fn status(command: &mut Command) -> Result<()> {
    println!("> {command:?}");
    if !command.current_dir(root()).status()?.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}
