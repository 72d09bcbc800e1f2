//! Files that are checked on a Dask cluster of local processes, compared with a single run.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail, ensure};

use crate::formats::linter;
use crate::summary::Summary;
use crate::{files, python, root};

const NAME: &str = "tests/dask";

pub(crate) fn run(summary: &mut Summary) -> Result<()> {
    match python::with_packages("tests/dask/requirements.txt") {
        Some(python) => summary.run(NAME, || compare(&python)),
        None => summary.skip_installable(NAME, python::NEEDS),
    }
}

fn compare(python: &Path) -> Result<()> {
    let linter = linter()?;
    let folder = root().join("target/dask");
    fs::create_dir_all(&folder)?;
    let (list, spread, single) =
        (folder.join("list"), folder.join("spread.json"), folder.join("single.json"));
    let found =
        files(&root().join("fixtures"), &["json", "jsonc", "yaml", "yml", "tf", "tpl", "tftpl", "template"])?;
    let names: Vec<String> = found
        .iter()
        .map(|file| file.strip_prefix(root()).unwrap_or(file).to_string_lossy().into_owned())
        .collect();
    fs::write(&list, names.join("\n"))?;
    let mut dask = Command::new(python);
    dask.args(["-B", "tests/dask/check.py"]).arg(&linter).arg(&list).arg(&spread);
    let mut check = Command::new(&linter);
    check.args(["check", "--no-errors-on-unmatched", "--files-from"]).arg(&list);
    check.args(["--format", "json", "--output-file"]).arg(&single);
    let status = |command: &mut Command| command.current_dir(root()).status();
    let (dask, check) = (status(&mut dask)?, status(&mut check)?);
    ensure!(dask.code() == check.code(), "the exit status differs: {dask} and {check}");
    if fs::read(&spread)? != fs::read(&single)? {
        bail!("{} and {} differ", spread.display(), single.display());
    }
    println!("{} files have the same findings on a Dask cluster and in a single run", names.len());
    Ok(())
}
