//! The programs, for one platform: stripped, the same for every build, and on Linux for old distributions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::platform::Platform;
use super::{checksums, tools};
use crate::root;

/// The programs of every package.
pub(super) const PROGRAMS: [&str; 2] = ["asl-lint", "asl-lsp"];

/// The profile in Cargo.toml.
pub(crate) const PROFILE: &str = "dist";

/// The oldest GNU C library that the programs run with: that of CentOS 7, Amazon Linux 2, Debian 8 and Ubuntu 14.04.
const GLIBC: &str = "2.17";

/// The number of runs of which the fastest counts.
const RUNS: usize = 20;

/// Builds the programs below a target folder, and returns their folder.
pub(super) fn build(platform: &Platform, targets: &Path) -> Result<PathBuf> {
    let start = Instant::now();
    let target = if platform.has_glibc() {
        format!("{}.{GLIBC}", platform.target)
    } else {
        platform.target.to_owned()
    };
    // On Linux, zig links for an old C library, and for other processors.
    let is_linux = platform.target.contains("linux");
    let mut cargo = Command::new("cargo");
    cargo.arg(if is_linux { "zigbuild" } else { "build" });
    cargo.args(["--locked", "--profile", PROFILE, "--target", &target, "--target-dir"]).arg(targets);
    cargo.args(PROGRAMS.iter().flat_map(|program| ["--package", program]));
    tools::run(cargo.env("RUSTFLAGS", flags()?))?;
    let folder = targets.join(platform.target).join(PROFILE);
    for program in PROGRAMS {
        let size = fs::metadata(folder.join(platform.file_name(program)))?.len();
        println!("{program}: {:.1} MB", size as f64 / 1e6);
    }
    println!("built in {} s", start.elapsed().as_secs());
    if platform.runs_here() {
        let linter = platform.file_name("asl-lint");
        print_speed(&folder.join(&linter), &targets.join("release").join(&linter))?;
    }
    Ok(folder)
}

/// Prints the time that the linter takes for the fixtures, and the ratio to a release build for this machine if there is one.
fn print_speed(linter: &Path, native: &Path) -> Result<()> {
    let ours = fastest(linter)?;
    print!("asl-lint checks the fixtures in {:.1} ms", ours * 1000.0);
    match native.is_file() {
        true => println!(", {:.2} times as long as the build for this machine", ours / fastest(native)?),
        false => println!(),
    }
    Ok(())
}

/// The time of the fastest of several runs on the fixtures, in seconds.
fn fastest(linter: &Path) -> Result<f64> {
    let mut fastest = f64::INFINITY;
    for _ in 0..RUNS {
        let start = Instant::now();
        Command::new(linter).args(["check", "--exit-zero", "fixtures"]).current_dir(root()).output()?;
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    Ok(fastest)
}

/// Flags of the compiler that remove the paths of this machine from the programs.
fn flags() -> Result<String> {
    let cargo = match std::env::var_os("CARGO_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => std::env::home_dir().context("there is no home folder")?.join(".cargo"),
    };
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    Ok(format!("{} {}", remap(&cargo, "/cargo"), remap(root(), "/asl-lint")))
}

/// Builds the programs once more, in another folder.
///
/// # Errors
///
/// If they differ.
pub(super) fn verify_reproducible(platform: &Platform, binaries: &Path) -> Result<()> {
    let again = build(platform, &super::empty_folder("again")?)?;
    for program in PROGRAMS {
        let name = platform.file_name(program);
        let [first, second] = [binaries, &again].map(|folder| checksums::of(&folder.join(&name)));
        let (first, second) = (first?, second?);
        if first != second {
            bail!("two builds of {name} differ: {first} and {second}");
        }
        println!("two builds of {name} are equal: {first}");
    }
    Ok(())
}
