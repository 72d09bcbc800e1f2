//! What compiles to WebAssembly: the Rust of this machine if it has the target, or else that of Debian.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{install, root};

const TARGET: &str = "wasm32-unknown-unknown";

/// The suite of Debian whose Rust is new enough.
const SUITE: &str = "forky";

/// What [`Toolchain::find`] needs, for messages.
pub(crate) const NEEDS: &str =
    "`rustup target add wasm32-unknown-unknown`, or Debian to install a Rust with this target";

pub(super) struct Toolchain {
    /// The compiler and the linker, if they are not those of this machine.
    rustc: Option<(PathBuf, PathBuf)>,
    /// The command line of wasm-bindgen.
    pub bindgen: PathBuf,
}

impl Toolchain {
    /// Looks for the tools, and installs those that are missing; `None` if that is not possible.
    pub(super) fn find() -> Result<Option<Toolchain>> {
        let rustc = match has_target() {
            true => None,
            false => match install::rust_for_wasm(SUITE) {
                Some(installed) => Some(installed),
                None => return Ok(None),
            },
        };
        let bindgen = install::wasm_bindgen(&bindgen_version()?);
        Ok(bindgen.map(|bindgen| Toolchain { rustc, bindgen }))
    }

    /// Compiles the module in a target folder, and returns its path.
    pub(super) fn compile(&self, targets: &Path) -> Result<PathBuf> {
        let mut cargo = Command::new("cargo");
        cargo.args(["build", "--locked", "--package", "asl-wasm", "--profile", "wasm", "--target", TARGET]);
        cargo.arg("--target-dir").arg(targets).current_dir(root());
        if let Some((rustc, linker)) = &self.rustc {
            cargo.env("RUSTC", rustc).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        println!("> {cargo:?}");
        ensure!(cargo.status()?.success(), "the module cannot be compiled");
        Ok(targets.join(TARGET).join("wasm/asl_wasm.wasm"))
    }
}

/// Whether the Rust of this machine has the target.
fn has_target() -> bool {
    let mut rustc = Command::new("rustc");
    let output = rustc.args(["--print", "target-libdir", "--target", TARGET]).output();
    output.is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

/// The version of wasm-bindgen in the lock file: its command line must have the same one.
fn bindgen_version() -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let after = lock.split("name = \"wasm-bindgen\"\nversion = \"").nth(1);
    let version = after.and_then(|rest| rest.split('"').next());
    version.map(str::to_owned).context("Cargo.lock does not have wasm-bindgen")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_wasm_bindgen_is_in_the_lock_file() {
        assert!(bindgen_version().unwrap().starts_with("0.2."));
    }
}
