//! The packages of a release, in `dist`: archives, wheel, packages of npm, Debian package, extension of VS Code, SBOM and
//! checksums. All have the version of the workspace, and contain the same two programs.

mod archive;
mod binaries;
mod checksums;
mod debian;
mod npm;
mod platform;
mod sbom;
pub(crate) mod tools;
mod verify;
mod vscode;
mod wheel;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
pub(crate) use binaries::PROFILE;
pub(crate) use platform::PLATFORMS;
use platform::Platform;

use crate::summary::Summary;
use crate::{root, site, wasm};

/// The version of the workspace, and so of every package.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Builds the packages for a target of Rust, or else for this machine. `twice` builds the programs twice, and fails if they differ.
/// `test` installs each package into a fresh place.
pub(crate) fn run(target: Option<&str>, twice: bool, test: bool) -> Result<()> {
    let platform = Platform::new(target)?;
    if test && !platform.runs_here() {
        bail!("packages for {} cannot be tested on this machine", platform.target);
    }
    let mut summary = Summary::new();
    let result = build(platform, twice, &mut summary).and_then(|dist| match test {
        true => verify::run(&dist, &mut summary).and_then(|()| site::run(&mut summary)),
        false => Ok(()),
    });
    println!("{summary}");
    result
}

/// Builds the packages, and returns their folder.
fn build(platform: &Platform, twice: bool, summary: &mut Summary) -> Result<PathBuf> {
    tools::install(tools::REQUIREMENTS)?;
    let dist = folder()?;
    let mut binaries = PathBuf::new();
    summary.run("programs", || {
        binaries = binaries::build(platform, &targets()?)?;
        Ok(())
    })?;
    if twice {
        summary.run("programs, once more", || binaries::verify_reproducible(platform, &binaries))?;
    }
    summary.run("packages", || packages(platform, &binaries, &dist))?;
    println!("{}", fs::read_to_string(dist.join(checksums::NAME))?);
    Ok(dist)
}

fn packages(platform: &Platform, binaries: &Path, dist: &Path) -> Result<()> {
    let texts = archive::texts(platform, binaries)?;
    archive::write(platform, binaries, &texts, dist)?;
    wheel::build(platform, binaries, dist)?;
    let wasm = wasm::package()?;
    if wasm.is_none() {
        println!("the packages with WebAssembly are left out: they need {}", wasm::NEEDS);
    }
    npm::pack(platform, binaries, wasm.as_deref(), dist)?;
    if platform.debian.is_some() {
        debian::build(platform, &texts, dist)?;
    }
    vscode::build(platform, binaries, wasm.as_deref(), dist)?;
    sbom::write(platform, dist)?;
    checksums::write(dist)
}

/// The folder of the packages, empty.
fn folder() -> Result<PathBuf> {
    let dist = root().join("dist");
    let _ = fs::remove_dir_all(&dist);
    fs::create_dir(&dist)?;
    Ok(dist)
}

/// The target folder: Cargo does not print it, but xtask itself is in it, below the folder of its profile.
fn targets() -> Result<PathBuf> {
    let xtask = env::current_exe()?;
    Ok(xtask.ancestors().nth(2).context("xtask is not in a target folder")?.to_owned())
}

/// A folder for what packages are made of, empty.
fn empty_folder(name: &str) -> Result<PathBuf> {
    let folder = root().join("target/packages").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Copies the files of a folder into another one.
fn copy(from: &Path, to: &Path) -> Result<()> {
    for path in crate::all_files(from)?
        .iter()
        .filter(|path| !path.components().any(|part| part.as_os_str() == "__pycache__"))
    {
        let target = to.join(path.strip_prefix(from)?);
        fs::create_dir_all(target.parent().context("the file has no folder")?)?;
        fs::copy(path, target)?;
    }
    Ok(())
}
