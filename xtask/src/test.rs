//! All checks in a single command, with a summary at the end.

use anyhow::Result;

use crate::summary::Summary;
use crate::{
    agreement, conversion, editors, fixes, formats, generate, has_nextest, mcp, project, scale, services,
    wasm,
};

/// The number of generated JSONata expressions. The default of `cargo xtask agreement` is larger.
const EXPRESSIONS: usize = 20_000;

/// The number of runs of converted states. The default of `cargo xtask conversion` is larger.
const CONVERSIONS: usize = 5_000;

pub(crate) fn run(all_editors: bool) -> Result<()> {
    let mut summary = Summary::new();
    let result = checks(all_editors, &mut summary);
    println!("{summary}");
    result
}

fn checks(all_editors: bool, summary: &mut Summary) -> Result<()> {
    let cargo = |args: &[&str]| crate::run("cargo", args);
    summary.run("format", || cargo(&["fmt", "--all", "--check"]))?;
    summary.run("lints", || cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    summary.run("generated files", || generate::run(true))?;
    summary.run("tests", || match has_nextest() {
        true => cargo(&["nextest", "run", "--workspace"]),
        // As nextest does, without the benches.
        false => cargo(&["test", "--workspace", "--lib", "--bins", "--tests", "--examples"]),
    })?;
    summary.run("doc tests", || cargo(&["test", "--workspace", "--doc"]))?;
    formats::run(summary)?;
    mcp::run(summary)?;
    project::run(summary)?;
    scale::run(summary)?;
    services::check(summary)?;
    fixes::run(summary)?;
    wasm::run(false, summary)?;
    editors::run(all_editors, summary)?;
    agreement::run(EXPRESSIONS, summary)?;
    conversion::run(CONVERSIONS, 1, summary)
}
