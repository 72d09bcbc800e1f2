//! The server with other people's clients: pytest-lsp, and Neovim where it is installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::root;

pub(crate) fn run() -> Result<()> {
    crate::run("cargo", &["build", "--package", "asl-lsp"])?;
    // Cargo says nothing of the folder, and xtask itself is built into the same one.
    let binaries = env::current_exe()?.parent().context("xtask lies in no folder")?.to_owned();
    pytest(&binaries)?;
    neovim(&binaries)
}

/// A session with the capabilities of VS Code and of Neovim, in Python with packages of its own.
fn pytest(binaries: &Path) -> Result<()> {
    let Some(python) = python_with_packages() else {
        if env::var_os("CI").is_some() {
            bail!("python3 with venv and pip is needed for tests/pytest-lsp");
        }
        println!("left out: tests/pytest-lsp, which needs python3 with venv and pip");
        return Ok(());
    };
    let mut pytest = Command::new(python);
    pytest.args(["-B", "-m", "pytest", "--quiet", "tests/pytest-lsp"]);
    status(pytest.env("ASL_LSP", server(binaries)))
}

/// The Python of an environment below `target` with the packages in their noted versions, if there can be one.
fn python_with_packages() -> Option<PathBuf> {
    let environment = root().join("target/pytest-lsp");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let succeeds =
        |command: &mut Command| command.current_dir(root()).status().is_ok_and(|status| status.success());
    let system = if cfg!(windows) { "python" } else { "python3" };
    let is_made = python.is_file() || succeeds(Command::new(system).args(["-m", "venv"]).arg(&environment));
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        "tests/pytest-lsp/requirements.txt",
    ];
    (is_made && succeeds(Command::new(&python).args(install))).then_some(python)
}

fn neovim(binaries: &Path) -> Result<()> {
    if !has_neovim() {
        println!("left out: tests/neovim, which needs nvim 0.10 or later on the PATH");
        return Ok(());
    }
    let folder = root().join("target/neovim");
    fs::create_dir_all(&folder)?;
    let before = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([binaries.to_owned()].into_iter().chain(env::split_paths(&before)))?;
    let mut nvim = Command::new("nvim");
    nvim.args(["--clean", "--headless", "-l", "tests/neovim/session.lua"]).arg(folder).env("PATH", path);
    status(&mut nvim)
}

fn has_neovim() -> bool {
    let mut nvim = Command::new("nvim");
    nvim.args(["--clean", "--headless", "+if has('nvim-0.10') | quit | else | cquit | endif"]);
    nvim.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
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
