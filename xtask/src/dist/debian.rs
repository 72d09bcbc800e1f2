//! The Debian package, by cargo-deb: its description and files stand in `crates/asl-lint/Cargo.toml`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::binaries::PROFILE;
use super::platform::Platform;
use super::{VERSION, tools};
use crate::root;

const CARGO_DEB: &str = "3.8.0";

/// Builds the package. `texts` is where the man pages and completions have been written.
pub(super) fn build(platform: &Platform, texts: &Path, dist: &Path) -> Result<()> {
    let changelog = format!(
        "asl-lint ({VERSION}-1) stable; urgency=medium\n\n  * See CHANGELOG.md for the changes.\n\n \
         -- The asl-lint authors <asl-lint@users.noreply.github.com>  Wed, 01 Jan 2020 00:00:00 +0000\n"
    );
    fs::write(texts.join("changelog"), changelog)?;
    let mut cargo_deb = Command::new(cargo_deb()?);
    cargo_deb.args(["deb", "--no-build", "--no-strip", "--locked", "--package", "asl-lint"]);
    cargo_deb.args(["--profile", PROFILE, "--target", platform.target, "--output"]).arg(dist);
    tools::run(cargo_deb.env("SOURCE_DATE_EPOCH", tools::SOURCE_DATE_EPOCH))
}

/// The path of cargo-deb, which is installed into the target folder.
fn cargo_deb() -> Result<PathBuf> {
    let tools = root().join("target/tools");
    let program = tools.join("bin/cargo-deb");
    if !program.is_file() {
        let mut install = Command::new("cargo");
        install.args(["install", "--quiet", "--locked", "--root"]).arg(&tools);
        super::tools::run(install.args(["--version", CARGO_DEB, "cargo-deb"]))?;
    }
    Ok(program)
}
