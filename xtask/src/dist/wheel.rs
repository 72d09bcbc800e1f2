//! The wheel of PyPI, by maturin: the linter is the program of the project, and the server is in its data.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::binaries::{GLIBC, PROFILE, flags};
use super::platform::Platform;
use super::{targets, tools};
use crate::root;

/// Builds the wheel. The linter is built with the same flags as before, so Cargo has nothing to compile.
pub(super) fn build(platform: &Platform, binaries: &Path, dist: &Path) -> Result<()> {
    // As `tool.maturin.data` in pyproject.toml says.
    let scripts = root().join("packages/python/data/scripts");
    fs::create_dir_all(&scripts)?;
    let server = platform.file_name("asl-lsp");
    fs::copy(binaries.join(&server), scripts.join(&server))?;
    let mut maturin = tools::tool("maturin")?;
    maturin
        .args(["build", "--profile", PROFILE, "--target", platform.target, "--target-dir"])
        .arg(targets()?);
    if platform.target.contains("linux") {
        let compatibility = match platform.has_glibc() {
            true => format!("manylinux_{}", GLIBC.replace('.', "_")),
            false => "musllinux_1_1".to_owned(),
        };
        maturin.args(["--zig", "--compatibility", &compatibility]);
    }
    let result = tools::run(maturin.arg("--out").arg(dist).env("RUSTFLAGS", flags()?));
    // Builds from source have no server there.
    fs::remove_dir_all(root().join("packages/python/data"))?;
    result
}
