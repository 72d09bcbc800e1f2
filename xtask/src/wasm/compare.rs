//! Compares the findings of the module with those of the same code on this machine.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{all_files, corpora, root};

/// The files with findings, and the list of them.
const FOLDER: &str = "target/wasm/compare";

/// The endings of the files to compare.
const ENDINGS: [&str; 9] = ["json", "asl", "yaml", "yml", "tf", "tofu", "tpl", "md", "template"];

/// Compares the findings in the fixtures. `with_corpora` includes the corpora, and prints the ratio of the times of release
/// builds.
pub(super) fn run(with_corpora: bool) -> Result<()> {
    let folder = root().join(FOLDER);
    fs::create_dir_all(&folder)?;
    let mut files = all_files(&root().join("fixtures"))?;
    if with_corpora {
        match corpora() {
            Some(corpora) => files.extend(all_files(&corpora.join("real-world"))?),
            None => println!("the corpora are not compared: they are not on this machine"),
        }
    }
    files.retain(|file| file.extension().is_some_and(|one| ENDINGS.iter().any(|ending| *ending == one)));
    let list: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let [names, native] = ["files.txt", "native.txt"].map(|name| folder.join(name));
    fs::write(&names, list.join("\n"))?;

    let mut cargo = Command::new("cargo");
    cargo.args(["run", "--quiet", "--package", "asl-wasm", "--example", "findings"]);
    if with_corpora {
        cargo.arg("--release");
    }
    let output = cargo.arg("--").arg(&names).current_dir(root()).output().context("cannot run cargo")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::write(&native, &output.stdout)?;
    let mut node = Command::new("node");
    node.arg("packages/wasm/tests/compare.mjs").args([&names, &native]).current_dir(root());
    if with_corpora {
        node.arg("--time");
    }
    ensure!(node.status().context("cannot run node")?.success(), "the findings differ");
    Ok(())
}
