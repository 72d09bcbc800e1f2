//! Installs editors and other tools: in a folder of the user's cache, from the packages of npm, Debian, PyPI and crates.io.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{python, root};

/// A program of the `PATH` which succeeds with arguments that check its version.
pub(crate) fn found(name: &str, arguments: &[&str]) -> Option<PathBuf> {
    let program = in_path(name)?;
    let mut command = Command::new(&program);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success()).then_some(program)
}

/// The Neovim of a Debian suite. Its version is the only one that the suite has.
pub(crate) fn neovim(suite: &str) -> Option<PathBuf> {
    Some(installed(&format!("neovim-{suite}"), "neovim.sh", &[suite])?.join("bin/nvim"))
}

/// The Emacs of a Debian suite.
pub(crate) fn emacs(suite: &str) -> Option<PathBuf> {
    Some(installed(&format!("emacs-{suite}"), "emacs.sh", &[suite])?.join("bin/emacs"))
}

/// The Helix of a Debian suite, with a terminal for it beside it.
pub(crate) fn helix(suite: &str) -> Option<PathBuf> {
    Some(installed(&format!("helix-{suite}"), "helix.sh", &[suite])?.join("bin/hx"))
}

/// The folder of VS Code, by the version of code-server.
pub(crate) fn vscode(version: &str) -> Option<PathBuf> {
    installed(&format!("vscode-{version}"), "vscode.sh", &[version])
}

pub(crate) fn node(version: &str) -> Option<PathBuf> {
    let python = python::python()?;
    Some(installed(&format!("node-{version}"), "node.sh", &[version, python.to_str()?])?.join("bin/node"))
}

/// The Rust of a Debian suite with the target of WebAssembly: its `rustc` and its linker.
pub(crate) fn rust_for_wasm(suite: &str) -> Option<(PathBuf, PathBuf)> {
    let bin = installed(&format!("rust-wasm-{suite}"), "rust-wasm.sh", &[suite])?.join("bin");
    Some((bin.join("rustc"), bin.join("wasm-ld")))
}

/// The command line of wasm-bindgen in a version, which must be that of the library.
pub(crate) fn wasm_bindgen(version: &str) -> Option<PathBuf> {
    let folder = installed(&format!("wasm-bindgen-{version}"), "wasm-bindgen.sh", &[version])?;
    Some(folder.join("bin").join(format!("wasm-bindgen{}", env::consts::EXE_SUFFIX)))
}

/// Chromium, or a browser built from it. It is the only program that is installed into the system.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(chosen) = env::var_os("CHROMIUM") {
        return Some(PathBuf::from(chosen));
    }
    let find = || ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| in_path(name));
    find().or_else(|| script_succeeds(&mut script("chromium.sh")).then(find)?)
}

/// The folder of a tool of [`cache`] that a script of `tests/install` fills with these arguments, once; `None` if that fails.
fn installed(name: &str, script: &str, arguments: &[&str]) -> Option<PathBuf> {
    let cache = cache()?;
    let folder = cache.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("installing {name} in {}", cache.display());
    // An interrupted installation leaves nothing that looks complete.
    let part = cache.join(format!("{name}.part"));
    let _ = fs::remove_dir_all(&part);
    fs::create_dir_all(&part).ok()?;
    let is_done = script_succeeds(self::script(script).arg(&part).args(arguments));
    (is_done && fs::rename(&part, &folder).is_ok()).then_some(folder)
}

/// The folder of `ASL_TOOLS`, or else one in the user's cache.
pub(crate) fn cache() -> Option<PathBuf> {
    if let Some(folder) = env::var_os("ASL_TOOLS") {
        return std::path::absolute(folder).ok();
    }
    let caches = match env::var_os("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir()?.join(".cache"),
    };
    Some(caches.join("asl-lint/tools"))
}

/// A program of the `PATH`.
pub(crate) fn in_path(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|path| path.is_file())
}

fn script(name: &str) -> Command {
    Command::new(root().join("tests/install").join(name))
}

fn script_succeeds(script: &mut Command) -> bool {
    script.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}
