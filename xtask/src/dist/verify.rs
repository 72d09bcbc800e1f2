//! Tests of the packages in `dist`: each is installed into a fresh place, run on a sample, and removed.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::{VERSION, targets, tools};
use crate::install::{cache, in_path};
use crate::summary::Summary;
use crate::{project, root, wasm};

/// Runs all tests. `platform` must be that of this machine.
pub(super) fn run(dist: &Path, summary: &mut Summary) -> Result<()> {
    tools::install(project::REQUIREMENTS)?;
    let dist = dist.to_str().context("the path is not UTF-8")?;
    if cfg!(target_os = "linux") {
        summary.run("archive", || test("archive.sh", &[dist]))?;
    }
    summary.run("wheel", || test("python.sh", &[dist]))?;
    summary.run("packages of npm", || test("npm.sh", &[dist]))?;
    match Path::new(dist).join(format!("asl-lint-wasm-{VERSION}.tgz")).is_file() {
        true => summary.run("package with WebAssembly", || test("wasm.sh", &[dist]))?,
        false => summary.skip("package with WebAssembly", wasm::NEEDS),
    }
    summary.run("plugin of the CDK", || test("cdk.sh", &[dist]))?;
    in_new_roots(dist, summary)?;
    summary.run("bill of materials", || test("sbom.py", &[dist]))?;
    summary.run("GitHub Action", || test("action.py", &[dist]))?;
    let targets = targets()?;
    let targets = targets.to_str().context("the path is not UTF-8")?;
    summary.run("hooks of pre-commit", || test("hooks.sh", &[targets]))?;
    summary.run("crates", crates)
}

/// Runs a script of `tests/packages`, with the tools on the `PATH`.
fn test(script: &str, arguments: &[&str]) -> Result<()> {
    let path = root().join("tests/packages").join(script);
    let mut command = match script.ends_with(".py") {
        true => {
            let mut python = Command::new(tools::python()?);
            python.arg("-B").arg(path);
            python
        }
        false => Command::new(path),
    };
    tools::run(command.args(arguments))
}

/// Installs packages into new roots of Debian.
fn in_new_roots(dist: &str, summary: &mut Summary) -> Result<()> {
    const DEBIAN: &str = "Debian package and container file";
    const OTHERS: &str = "wheel with Python only, packages of npm with Node only";
    let can_install = in_path("dpkg").is_some() && is_root();
    match cache().filter(|_| can_install) {
        Some(cache) => {
            let base = cache.join("debian-bookworm");
            summary.run(DEBIAN, || test("debian.sh", &[dist, &base.to_string_lossy()]))?;
            summary.run(OTHERS, || test("roots.sh", &[dist, &cache.to_string_lossy()]))
        }
        None => {
            [DEBIAN, OTHERS].iter().for_each(|name| summary.skip(name, "Debian, as root"));
            Ok(())
        }
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout == b"0\n")
}

/// Packages all crates as for the registry, without building them again, and builds their documentation.
fn crates() -> Result<()> {
    let published = ["--workspace", "--exclude", "xtask", "--exclude", "asl-wasm", "--locked"];
    let mut package = Command::new("cargo");
    tools::run(package.arg("package").args(published).args(["--no-verify", "--allow-dirty", "--quiet"]))?;
    let mut doc = Command::new("cargo");
    tools::run(
        doc.arg("doc").args(published).args(["--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"),
    )
}
