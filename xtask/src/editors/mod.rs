//! Tests of the server with real clients: pytest-lsp, and VS Code, Neovim, Emacs and Helix, which are installed for the tests.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::summary::Summary;
use crate::{install, python, root, vsix, wasm};

/// The version of code-server with VS Code 1.100, which runs on Node 20 or later.
const VSCODE: &str = "4.100.3";
/// The newest version of code-server, and the Node that it needs.
const NEWEST_VSCODE: (&str, &str) = ("4.139.1", "24.14.1");
/// The Debian suites with Neovim 0.12, Emacs 30 and Helix 25.07, and with Neovim 0.10.
const NEWER: &str = "forky";
const OLDER: &str = "trixie";

/// Runs the tests and prints a summary of them.
pub(crate) fn run_alone(all: bool) -> Result<()> {
    let mut summary = Summary::new();
    let result = run(all, &mut summary);
    println!("{summary}");
    result
}

/// Runs the tests. `all` includes the newest VS Code, an older Neovim, and Emacs.
pub(crate) fn run(all: bool, summary: &mut Summary) -> Result<()> {
    summary.run("language server", || crate::run("cargo", &["build", "--package", "asl-lsp"]))?;
    // Cargo does not print the target folder, but xtask itself is in it.
    let binaries = env::current_exe()?.parent().context("the path of xtask has no folder")?.to_owned();
    let binaries = binaries.as_path();
    match python::with_packages("tests/pytest-lsp/requirements.txt") {
        Some(python) => summary.run("tests/pytest-lsp", || pytest(&python, binaries))?,
        None => summary.skip_installable("tests/pytest-lsp", python::NEEDS)?,
    }
    let newer = install::found("nvim", NEOVIM).or_else(|| install::neovim(NEWER));
    test(
        "tests/neovim",
        newer,
        "nvim 0.12, or Debian to install it",
        |nvim| neovim(nvim, binaries),
        summary,
    )?;
    test("tests/vscode", vscode_1_100(), VSCODE_NEEDS, |client| vscode(client, binaries, all), summary)?;
    in_browser(all, summary)?;
    if !all {
        return Ok(());
    }
    let (version, node) = NEWEST_VSCODE;
    let node = install::node(node);
    let newest = install::vscode(version).zip(install::chromium()).zip(node);
    let client = newest.map(|((home, chromium), node)| VSCode { home, chromium, node });
    test("tests/vscode, the newest", client, VSCODE_NEEDS, |client| vscode(client, binaries, all), summary)?;
    let older = install::neovim(OLDER);
    test("tests/neovim, 0.10", older, "Debian to install nvim", |nvim| neovim(nvim, binaries), summary)?;
    let found = install::found("emacs", EMACS).or_else(|| install::emacs(NEWER));
    test(
        "tests/emacs",
        found,
        "emacs 30, or Debian to install it",
        |emacs| self::emacs(emacs, binaries),
        summary,
    )?;
    let helix = install::helix(NEWER);
    test("tests/helix", helix, "Debian to install hx", |hx| self::helix(hx, binaries), summary)
}

/// Runs a test with the editor that it needs, or reports that the editor is missing.
fn test<E>(
    name: &str,
    editor: Option<E>,
    needs: &str,
    run: impl FnOnce(&E) -> Result<()>,
    summary: &mut Summary,
) -> Result<()> {
    match editor {
        Some(editor) => summary.run(name, || run(&editor)),
        None => summary.skip_installable(name, needs),
    }
}

/// The arguments with which the editor exits successfully if its version is supported.
const NEOVIM: &[&str] = &["--clean", "--headless", "+if has('nvim-0.12') | quit | else | cquit | endif"];
const EMACS: &[&str] = &["-Q", "--batch", "--eval", "(kill-emacs (if (< emacs-major-version 30) 1 0))"];

const VSCODE_NEEDS: &str = "Node 20 with npm, and Chromium (on Debian as root, it is installed)";

/// Runs pytest-lsp with the capabilities of VS Code and Neovim, in a Python environment of its own.
fn pytest(python: &Path, binaries: &Path) -> Result<()> {
    let mut pytest = Command::new(python);
    pytest.args(["-B", "-m", "pytest", "--quiet", "tests/pytest-lsp"]);
    status(pytest.env("ASL_LSP", server(binaries)))
}

fn neovim(nvim: &Path, binaries: &Path) -> Result<()> {
    let mut session = Command::new(nvim);
    session.args(["--clean", "--headless", "-l", "tests/neovim/session.lua"]).arg(folder("target/neovim")?);
    status(session.env("PATH", path_with(&[binaries, nvim.parent().context("no folder")?])?))
}

fn emacs(emacs: &Path, binaries: &Path) -> Result<()> {
    let mut session = Command::new(emacs);
    session.args(["-Q", "--batch", "-l", "tests/emacs/session.el"]).arg(folder("target/emacs")?);
    status(session.env("PATH", path_with(&[binaries])?))
}

/// Runs Helix in a terminal, which is beside it.
fn helix(hx: &Path, binaries: &Path) -> Result<()> {
    let mut session = Command::new(python::python().context(python::NEEDS)?);
    session.arg("tests/helix/session.py").arg(folder("target/helix")?);
    status(session.env("PATH", path_with(&[binaries, hx.parent().context("no folder")?])?))
}

/// A VS Code that runs on a Node, with a browser for its window.
struct VSCode {
    home: PathBuf,
    chromium: PathBuf,
    node: PathBuf,
}

/// VS Code 1.100, or that of `VSC_HOME`; `None` if it cannot be installed.
fn vscode_1_100() -> Option<VSCode> {
    let home = env::var_os("VSC_HOME").map(PathBuf::from).or_else(|| install::vscode(VSCODE))?;
    Some(VSCode { home, chromium: install::chromium()?, node: "node".into() })
}

/// Packages the extension with the server, so that the tests install it as users do.
fn package(binaries: &Path) -> Result<PathBuf> {
    let extension = folder("target/vscode")?.join("asl-lint.vsix");
    vsix::install_dependencies()?;
    status(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--prefix", "tests/vscode"]))?;
    vsix::package(&server(binaries), vsix::host()?, &extension)?;
    Ok(extension)
}

/// The stories of every run. The others depend on how fast VS Code itself answers, so they need a machine that does nothing else.
const STORIES: [&str; 9] =
    ["colors", "features", "few-keys", "graph", "machine", "roots", "server", "trouble", "typing-json"];

/// The stories in which the extension runs in the browser; those that need no process.
const WEB_STORIES: [&str; 5] = ["features", "machine", "few-keys", "graph", "typing-json"];

/// How many of them run every time.
const EVERY_TIME: usize = 2;

/// Tests the extension for browsers, in a VS Code whose extensions run in the browser.
fn in_browser(all: bool, summary: &mut Summary) -> Result<()> {
    const NAME: &str = "tests/vscode, in the browser";
    let Some(editor) = vscode_1_100() else { return summary.skip_installable(NAME, VSCODE_NEEDS) };
    let Some(package) = wasm::package()? else {
        summary.skip(NAME, wasm::NEEDS);
        return Ok(());
    };
    let stories = if all { &WEB_STORIES[..] } else { &WEB_STORIES[..EVERY_TIME] };
    summary.run(NAME, || {
        let extension = folder("target/vscode")?.join("asl-lint-web.vsix");
        vsix::package_web(&package, &extension)?;
        tell("tests/vscode/inhost.mjs", &editor, &extension, &[])?;
        tell("tests/vscode/ui.mjs", &editor, &extension, stories)
    })
}

/// Tests the extension in VS Code, through its API and through the user interface. `all` includes all stories.
fn vscode(editor: &VSCode, binaries: &Path, all: bool) -> Result<()> {
    let extension = package(binaries)?;
    let stories: &[&str] = if all { &[] } else { &STORIES };
    tell("tests/vscode/inhost.mjs", editor, &extension, &[])?;
    tell("tests/vscode/ui.mjs", editor, &extension, stories)
}

/// Runs a test with stories, all if none are given.
fn tell(test: &str, editor: &VSCode, extension: &Path, stories: &[&str]) -> Result<()> {
    let mut node = Command::new(&editor.node);
    node.arg(test).arg(extension).arg("target/vscode").args(stories).env_remove("ASL_LSP");
    status(node.env("VSC_HOME", &editor.home).env("CHROMIUM", &editor.chromium))
}

/// Creates a folder for output.
fn folder(name: &str) -> Result<PathBuf> {
    let path = root().join(name);
    fs::create_dir_all(&path)?;
    Ok(path)
}

/// The `PATH`, with these folders first.
fn path_with(folders: &[&Path]) -> Result<OsString> {
    let before = env::var_os("PATH").unwrap_or_default();
    let folders = folders.iter().map(|folder| folder.to_path_buf());
    Ok(env::join_paths(folders.chain(env::split_paths(&before)))?)
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
