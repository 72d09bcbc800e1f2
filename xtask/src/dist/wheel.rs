//! The wheel of PyPI: the Python API and both programs, with the description that maturin makes of `pyproject.toml`. maturin itself
//! would build one program only.

use std::fs;
use std::path::Path;

use anyhow::Result;

use super::binaries::PROGRAMS;
use super::platform::Platform;
use super::{VERSION, copy, empty_folder, tools};
use crate::root;

/// Builds the wheel.
pub(super) fn build(platform: &Platform, binaries: &Path, dist: &Path) -> Result<()> {
    let wheel = empty_folder("wheel")?;
    copy(&root().join("packages/python/asl_lint"), &wheel.join("asl_lint"))?;
    let scripts = wheel.join(format!("asl_lint-{VERSION}.data/scripts"));
    fs::create_dir_all(&scripts)?;
    for program in PROGRAMS {
        let file = platform.file_name(program);
        fs::copy(binaries.join(&file), scripts.join(&file))?;
    }
    let mut maturin = tools::tool("maturin")?;
    maturin.args(["pep517", "write-dist-info", "--interpreter"]).arg(tools::python()?);
    tools::run(maturin.arg("--metadata-directory").arg(&wheel))?;
    let description = format!(
        "Wheel-Version: 1.0\nGenerator: asl-lint {VERSION}\nRoot-Is-Purelib: false\nTag: py3-none-{}\n",
        platform.wheel
    );
    fs::write(wheel.join(format!("asl_lint-{VERSION}.dist-info/WHEEL")), description)?;
    let mut pack = tools::tool("wheel")?;
    pack.arg("pack").arg(&wheel).arg("--dest-dir").arg(dist);
    tools::run(pack.env("SOURCE_DATE_EPOCH", tools::SOURCE_DATE_EPOCH))
}
