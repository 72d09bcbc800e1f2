//! asl-lint as WebAssembly: the package `asl-lint-wasm` of npm, and its tests.

mod compare;
mod toolchain;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::read::GzEncoder;

use crate::root;
use crate::summary::Summary;
pub(crate) use toolchain::NEEDS;
use toolchain::Toolchain;

/// The folder of the package.
pub(crate) const PACKAGE: &str = "target/wasm/package";

/// The largest size of the module, compressed as by servers, in bytes.
const BUDGET: u64 = 2_500_000;

/// Builds and tests the package, and prints a summary. `compares` also compares with a release build.
pub(crate) fn run_alone(compares: bool) -> Result<()> {
    let mut summary = Summary::new();
    let result = run(compares, &mut summary);
    println!("{summary}");
    result
}

/// Builds and tests the package.
pub(crate) fn run(compares: bool, summary: &mut Summary) -> Result<()> {
    let Some(toolchain) = Toolchain::find()? else {
        summary.skip("WebAssembly", NEEDS);
        return Ok(());
    };
    summary.run("WebAssembly: build", || build(&toolchain).map(drop))?;
    summary.run("WebAssembly: in Node", || crate::run("node", &["--test", "packages/wasm/tests/"]))?;
    summary.run("WebAssembly: same findings", || compare::run(compares))
}

/// Builds the package, and returns its folder; `None` if there is no toolchain for it.
pub(crate) fn package() -> Result<Option<PathBuf>> {
    Toolchain::find()?.as_ref().map(build).transpose()
}

fn build(toolchain: &Toolchain) -> Result<PathBuf> {
    let folder = root().join(PACKAGE);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let module = toolchain.compile(&root().join("target/wasm"))?;
    let mut bindgen = Command::new(&toolchain.bindgen);
    bindgen.args(["--target", "web", "--remove-name-section", "--remove-producers-section", "--out-dir"]);
    let status = bindgen.arg(&folder).arg(&module).status().context("cannot run wasm-bindgen")?;
    ensure!(status.success(), "wasm-bindgen failed");
    for entry in fs::read_dir(root().join("packages/wasm"))? {
        let path = entry?.path();
        if path.is_file() {
            fs::copy(&path, folder.join(path.file_name().context("the file has no name")?))?;
        }
    }
    for file in ["crates/aws-services/data/models.bin", "packages/npm/finding.d.ts"] {
        let path = root().join(file);
        fs::copy(&path, folder.join(path.file_name().context("the file has no name")?))?;
    }
    verify_size(&folder)?;
    Ok(folder)
}

/// Prints the sizes of what browsers load, and fails if the module is too large.
fn verify_size(folder: &Path) -> Result<()> {
    let mut module = 0;
    for name in ["asl_wasm_bg.wasm", "asl_wasm.js", "models.bin"] {
        let bytes = fs::read(folder.join(name))?;
        let compressed =
            io::copy(&mut GzEncoder::new(bytes.as_slice(), Compression::best()), &mut io::sink())?;
        println!("{name:<17} {:>8} kB, compressed {:>8} kB", bytes.len() / 1000, compressed / 1000);
        if name != "models.bin" {
            module += compressed;
        }
    }
    ensure!(module <= BUDGET, "the module is larger than {} kB", BUDGET / 1000);
    Ok(())
}
