//! Development tasks: `cargo xtask COMMAND`.

mod agreement;
mod compare;
mod conversion;
mod coverage;
mod dist;
mod editors;
mod findings;
mod fixes;
mod formats;
mod generate;
mod install;
mod mcp;
mod mutants;
mod new_rule;
mod probe;
mod project;
mod python;
mod real_world;
mod reference;
mod release;
mod scale;
mod schema;
mod services;
mod site;
mod summary;
mod test;
mod texts;
mod vsix;
mod wasm;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use summary::Summary;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Development tasks")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the generated files: documentation of rules, help texts, snapshots of findings
    Gen {
        /// Only compare, and fail if a file is out of date
        #[arg(long)]
        check: bool,
    },
    /// Create the files of a new rule, and add it to its group
    NewRule {
        /// The name in kebab case, such as `unknown-state`
        name: String,
        /// The group, which is the name of its folder
        #[arg(long)]
        group: String,
    },
    /// Run all checks: formatting, lints, tests, generated files, editors, agreement with AWS and with reference parsers
    Test {
        /// Also test with the newest VS Code, Neovim 0.10, Emacs and Helix
        #[arg(long)]
        all_editors: bool,
    },
    /// Test the server in editors, which are installed first
    Editors {
        /// Also test with the newest VS Code, Neovim 0.10, Emacs and Helix
        #[arg(long)]
        all: bool,
    },
    /// Build all packages of a release in `dist`, for one platform
    Dist {
        /// The target of Rust, such as `aarch64-unknown-linux-gnu`, instead of that of this machine
        #[arg(long)]
        target: Option<String>,
        /// Build the programs twice, and fail if they differ
        #[arg(long)]
        twice: bool,
        /// Install each package into a fresh place and test it there, and test the documentation site
        #[arg(long)]
        test: bool,
    },
    /// Build the extension of VS Code with the server inside, in `target/vsix`
    Vsix {
        /// The platform, such as `linux-x64`, or `web` for browsers, instead of that of this machine; needs the target of
        /// Rust for it
        #[arg(long)]
        target: Option<String>,
    },
    /// Build the package `asl-lint-wasm` of npm in `target/wasm/package`, and test it
    Wasm {
        /// Also compare with a release build: the findings in the corpora, and the speed
        #[arg(long)]
        compare: bool,
    },
    /// Say what is left to do before a release
    Release {
        /// Only check, which is all that this task does: the workflow of GitHub publishes a tag
        #[arg(long, required = true)]
        check: bool,
        /// The tag of the release, which must be that of the version
        #[arg(long)]
        tag: Option<String>,
    },
    /// Build the documentation site in `target/site`, check its links and open it in Chromium
    Site,
    /// Compare with the verdicts of AWS, and with serde_json, PyYAML and the JSONata reference parser
    Agreement {
        /// The number of JSONata expressions to generate and compare
        #[arg(long, default_value_t = 100_000)]
        expressions: usize,
    },
    /// Compare generated states with their conversion to JSONata
    Conversion {
        /// The number of runs of converted states
        #[arg(long, default_value_t = 100_000)]
        count: usize,
        /// The seed of the generated states and inputs
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Request every editor feature at many offsets of public definitions, and print problems and times
    Probe {
        /// The number of offsets in each document
        #[arg(long, default_value_t = 200)]
        places: usize,
        /// Also list parts of the documents that completion did not offer
        #[arg(long)]
        missed: bool,
    },
    /// Print the findings in the fixtures and the corpora without their messages, to compare before and after a change
    Findings {
        /// Compare with the output in this file, and fail if they differ
        #[arg(long)]
        against: Option<PathBuf>,
    },
    /// Mutate the code, and print the mutants that no test notices (needs cargo-mutants)
    Mutants {
        /// The number of mutants
        #[arg(long, default_value_t = 200)]
        count: usize,
        /// The seed that selects the mutants; printed, so that a run can be repeated
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Print the line coverage of each crate (needs cargo-llvm-cov and the llvm-tools of rustup)
    Coverage,
    /// Print all text for users in the code and the rule pages, with locations
    Texts,
    /// Generate the index of AWS services from botocore, and print the actions that it adds and lacks
    Services {
        /// The version of botocore, instead of the one in the lock file
        #[arg(long)]
        botocore: Option<String>,
        /// Only compare with the index in the repository, member by member
        #[arg(long)]
        check: bool,
    },
    /// Print the speed and the agreement with AWS of asl-validator and statelint, which are installed from npm and PyPI
    Compare {
        /// The number of files
        #[arg(long, default_value_t = 1000)]
        count: usize,
    },
    /// Apply all fixes to copies of the fixtures and the corpora, and check what they leave
    Fixes,
    /// Print all findings in public definitions, and write their numbers to docs/real-world.md
    RealWorld,
}

fn main() -> Result<()> {
    match Cli::parse().task {
        Task::Gen { check } => generate::run(check),
        Task::NewRule { name, group } => new_rule::run(&name, &group),
        Task::Test { all_editors } => test::run(all_editors),
        Task::Editors { all } => editors::run_alone(all),
        Task::Dist { target, twice, test } => dist::run(target.as_deref(), twice, test),
        Task::Vsix { target } => vsix::run(target.as_deref()),
        Task::Wasm { compare } => wasm::run_alone(compare),
        Task::Release { tag, .. } => release::run(tag.as_deref()),
        Task::Site => site::run_alone(),
        Task::Agreement { expressions } => agreement::run(expressions, &mut Summary::new()),
        Task::Conversion { count, seed } => conversion::run(count, seed, &mut Summary::new()),
        Task::Probe { places, missed } => probe::run(places, missed),
        Task::Findings { against } => findings::run(against.as_deref()),
        Task::Mutants { count, seed } => mutants::run(count, seed),
        Task::Coverage => coverage::run(),
        Task::Texts => texts::run(),
        Task::Services { botocore, check } => services::run(botocore.as_deref(), check),
        Task::Compare { count } => compare::run(count),
        Task::Fixes => fixes::run(&mut Summary::new()),
        Task::RealWorld => real_world::run(),
    }
}

/// The root of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in the workspace")
}

/// The requirement of [`corpora`], for messages.
const CORPORA: &str = "the corpora (set ASL_CORPORA to their folder)";

/// The folder of the corpora: that of `ASL_CORPORA`, or one beside the repository; `None` if it does not exist.
fn corpora() -> Option<PathBuf> {
    let folder = match env::var_os("ASL_CORPORA") {
        Some(folder) => PathBuf::from(folder),
        None => root().parent()?.join("shared/corpus"),
    };
    folder.is_dir().then_some(folder)
}

/// The JSON files below a folder, sorted.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>> {
    files(folder, &["json"])
}

/// The files below a folder with one of the extensions, sorted.
fn files(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>> {
    let mut files = all_files(folder)?;
    let has = |path: &PathBuf, extension: &&str| path.extension().is_some_and(|one| one == *extension);
    files.retain(|path| extensions.iter().any(|extension| has(path, extension)));
    Ok(files)
}

/// All files below a folder, sorted.
fn all_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

/// Whether cargo-nextest is installed.
fn has_nextest() -> bool {
    let mut nextest = Command::new("cargo");
    nextest.args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    nextest.status().is_ok_and(|status| status.success())
}

/// Runs a command in the root of the workspace.
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
