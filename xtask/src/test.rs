//! Every check in one command.

use anyhow::Result;

use crate::{agreement, conversion, editors, generate, has_nextest};

/// How many JSONata expressions a test run generates; `cargo xtask agreement` takes more.
const EXPRESSIONS: usize = 20_000;

/// How many runs of converted states a test run compares; `cargo xtask conversion` takes more.
const CONVERSIONS: usize = 5_000;

pub(crate) fn run() -> Result<()> {
    crate::run("cargo", &["fmt", "--all", "--check"])?;
    crate::run("cargo", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    generate::run(true)?;
    if has_nextest() {
        crate::run("cargo", &["nextest", "run", "--workspace"])?;
    } else {
        crate::run("cargo", &["test", "--workspace", "--all-targets"])?;
    }
    crate::run("cargo", &["test", "--workspace", "--doc"])?;
    editors::run()?;
    agreement::run(EXPRESSIONS)?;
    conversion::run(CONVERSIONS, 1)
}
