//! The documentation site: the Markdown pages of the repository, built with VitePress, and the playground.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::summary::Summary;
use crate::{install, root, wasm};

/// Where the site is built, and its address below that of GitHub Pages.
const SITE: &str = "target/site";
const BASE: &str = "/asl-lint/";

/// The playground, which is made of the WebAssembly package.
const PLAYGROUND: &str = "target/playground";

const SCREENSHOTS: &str = "target/site-screenshots";

/// Builds the site and tests it, and prints a summary.
pub(crate) fn run_alone() -> Result<()> {
    let mut summary = Summary::new();
    let result = run(&mut summary);
    println!("{summary}");
    result
}

/// Builds the site, checks its links, and opens it in Chromium.
pub(crate) fn run(summary: &mut Summary) -> Result<()> {
    let has_npm = Command::new("npm").arg("--version").output().is_ok_and(|npm| npm.status.success());
    if !has_npm {
        return summary.skip_installable("site", "Node 20 with npm");
    }
    let has_playground = root().join(wasm::PACKAGE).is_dir();
    if has_playground {
        summary.run("site: playground", || {
            crate::run("npm", &["ci", "--no-audit", "--no-fund", "--prefix", "playground"])?;
            crate::run("npm", &["run", "check", "--prefix", "playground"])?;
            crate::run("npm", &["run", "build", "--prefix", "playground"])
        })?;
    } else {
        // No playground of an older version.
        fs::remove_dir_all(root().join(PLAYGROUND)).or_else(|error| match error.kind() {
            ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
        summary.skip("site: playground", "the WebAssembly package (`cargo xtask wasm`)");
    }
    summary.run("site: build", || {
        crate::run("npm", &["ci", "--no-audit", "--no-fund", "--prefix", "docs"])?;
        crate::run("npm", &["run", "build", "--prefix", "docs"])
    })?;
    summary.run("site: links", || crate::run("node", &["tests/site/links.mjs", SITE, BASE]))?;
    match install::chromium() {
        Some(chromium) => {
            summary.run("site: in Chromium", || browser("tests/site/browser.mjs", SITE, &chromium))?;
            if has_playground {
                summary.run("site: playground in Chromium", || {
                    browser("tests/site/playground.mjs", SITE, &chromium)
                })?;
                summary.run("WebAssembly package in Chromium", || {
                    browser("tests/site/wasm.mjs", wasm::PACKAGE, &chromium)
                })?;
            }
            Ok(())
        }
        None => {
            summary.skip_installable("site: in Chromium", "Chromium (on Debian as root, it is installed)")
        }
    }
}

/// Runs a script on a folder, which it serves.
fn browser(script: &str, folder: &str, chromium: &Path) -> Result<()> {
    let mut node = Command::new("node");
    node.args([script, folder, BASE, SCREENSHOTS]).env("CHROMIUM", chromium);
    anyhow::ensure!(node.current_dir(root()).status()?.success(), "{script} failed");
    Ok(())
}
