//! Chores of the workspace: `cargo xtask COMMAND`.

mod agreement;
mod generate;
mod new_rule;
mod test;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

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
        /// Its name in kebab case, as `unknown-state`
        name: String,
    },
    /// Run every check: format, lints, tests, generated files, agreement with AWS and with reference parsers
    Test,
    /// Print how far we agree with the verdicts of AWS, with serde_json and with the reference parser of JSONata
    Agreement {
        /// How many JSONata expressions to generate and to compare
        #[arg(long, default_value_t = 100_000)]
        expressions: usize,
    },
}

fn main() -> Result<()> {
    match Cli::parse().chore {
        Chore::Gen { check } => generate::run(check),
        Chore::NewRule { name } => new_rule::run(&name),
        Chore::Test => test::run(),
        Chore::Agreement { expressions } => agreement::run(expressions),
    }
}

/// The root of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// The corpora beside the project, where they are at hand.
fn corpora() -> Option<PathBuf> {
    let folder = root().parent()?.join("shared/corpus");
    folder.is_dir().then_some(folder)
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
