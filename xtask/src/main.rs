//! Chores of the workspace: `cargo xtask COMMAND`.

mod agreement;
mod conversion;
mod coverage;
mod editors;
mod findings;
mod generate;
mod mutants;
mod new_rule;
mod probe;
mod real_world;
mod reference;
mod summary;
mod test;
mod texts;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use summary::Summary;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the workspace")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Write the generated files: pages and list of rules, help texts, expected findings of the broken fixtures
    Gen {
        /// Only compare, and fail where a file is stale
        #[arg(long)]
        check: bool,
    },
    /// Make the file, the page and the entries of a new rule
    NewRule {
        /// Its name in kebab case, such as `unknown-state`
        name: String,
        /// Its group, which is the folder that it goes into
        #[arg(long)]
        group: String,
    },
    /// Run every check: format, lints, tests, generated files, sessions with other people's clients, agreement with AWS
    /// and with reference parsers
    Test,
    /// Print how far we agree with the verdicts of AWS, with serde_json, PyYAML and the reference parser of JSONata
    Agreement {
        /// How many JSONata expressions to generate and to compare
        #[arg(long, default_value_t = 100_000)]
        expressions: usize,
    },
    /// Hold the conversion of states to JSONata against what the states do, over generated states and inputs
    Conversion {
        /// How many runs of converted states to compare
        #[arg(long, default_value_t = 100_000)]
        count: usize,
        /// Another seed gives other states and inputs
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Ask every editor feature at many places of public definitions, and print what breaks one and how long each takes
    Probe {
        /// At how many places of each document
        #[arg(long, default_value_t = 200)]
        places: usize,
        /// Also list what completion did not offer although somebody wrote it
        #[arg(long)]
        missed: bool,
    },
    /// Print what every rule finds in the fixtures and the corpora, without words; to compare before and after a change
    Findings {
        /// Compare with what was printed into this file, and fail where they differ
        #[arg(long)]
        against: Option<PathBuf>,
    },
    /// Change the code at random places, and print which changes no test notices (needs cargo-mutants)
    Mutants {
        /// At how many places
        #[arg(long, default_value_t = 200)]
        count: usize,
        /// The number that chooses the places; printed, so that a run can be repeated
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Print how many lines of each crate the tests run (needs cargo-llvm-cov and the llvm-tools of rustup)
    Coverage,
    /// Print every text that people may read, with its place
    Texts,
    /// Print every finding in public definitions, and count them in docs/real-world.md
    RealWorld,
}

fn main() -> Result<()> {
    match Cli::parse().chore {
        Chore::Gen { check } => generate::run(check),
        Chore::NewRule { name, group } => new_rule::run(&name, &group),
        Chore::Test => test::run(),
        Chore::Agreement { expressions } => agreement::run(expressions, &mut Summary::new()),
        Chore::Conversion { count, seed } => conversion::run(count, seed, &mut Summary::new()),
        Chore::Probe { places, missed } => probe::run(places, missed),
        Chore::Findings { against } => findings::run(against.as_deref()),
        Chore::Mutants { count, seed } => mutants::run(count, seed),
        Chore::Coverage => coverage::run(),
        Chore::Texts => texts::run(),
        Chore::RealWorld => real_world::run(),
    }
}

/// The root of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// What [`corpora`] needs.
const CORPORA: &str = "the corpora, beside the project or in the folder of the variable ASL_CORPORA";

/// The corpora beside the project or where `ASL_CORPORA` says, where they are at hand.
fn corpora() -> Option<PathBuf> {
    let folder = match env::var_os("ASL_CORPORA") {
        Some(folder) => PathBuf::from(folder),
        None => root().parent()?.join("shared/corpus"),
    };
    folder.is_dir().then_some(folder)
}

/// The JSON files below a folder, in order.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>> {
    files(folder, &["json"])
}

/// The files below a folder whose names end so, in order.
fn files(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extensions.iter().any(|one| extension == *one))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether tests can be run by cargo-nextest.
fn has_nextest() -> bool {
    let mut nextest = Command::new("cargo");
    nextest.args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    nextest.status().is_ok_and(|status| status.success())
}

/// Runs a command in the root of the workspace, and fails if it does.
fn run(program: &str, args: &[&str]) -> Result<()> {
    println!("> {program} {}", args.join(" "));
    let status = Command::new(program)
        .args(args)
        .current_dir(root())
        .status()
        .with_context(|| format!("cannot run {program}"))?;
    if !status.success() {
        bail!("`{program} {}` failed", args.join(" "));
    }
    Ok(())
}
